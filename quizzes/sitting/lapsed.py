"""What comes back to a learner whose log-in has lapsed in the middle of an answer."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from .answering import address_with
from .forms import AnswerForm
from .saving import is_draft, say_signed_out


def keep_choice_and_sign_in(request: HttpRequest) -> HttpResponse:
    """The choice travels in the address, and is offered again after signing in."""
    back = request.path
    if request.method == "POST":
        back = address_with(back, AnswerForm(request.POST).kept)
    to = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    if is_draft(request):
        # Nobody has pressed anything: the page stays, whatever is being written.
        return say_signed_out(request, to)
    if request.htmx:
        return HttpResponse(status=401, headers={"HX-Redirect": to})
    return redirect(to)
