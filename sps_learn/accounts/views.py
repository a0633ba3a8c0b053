"""A person's own pages: settings, what is kept, and how to end it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from sps_learn.accounts import guests
from sps_learn.accounts.forms import EraseForm, ProfileForm, ReadingForm
from sps_learn.accounts.learners import (
    count_answers,
    erase_learner,
    export_learner,
    follow_time_zone,
    merge_learners,
)
from sps_learn.accounts.models import Notice, User
from sps_learn.accounts.notices import mark_read
from sps_learn.addresses import is_local
from sps_learn.htmx import page_or_fragment

NOTICES_PER_PAGE = 20

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def copy_of(person: User) -> User:
    """The stored row: the page around a refused form still greets by its name."""
    return User.objects.get(pk=person.pk)


@get_or_post
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change how the site greets a person, and when their day begins."""
    person = copy_of(request.user)
    profile = ProfileForm(posted(request), instance=person)
    if profile.is_valid():
        person.save(update_fields=[*profile.fields])
        if "time_zone" in profile.changed_data:
            follow_time_zone(person)
        if not request.htmx:
            return redirect(saved_at("profile"))
    return settings_page(request, "profile", profile, ReadingForm(instance=person))


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Change the size of the type, and what a person asks for in timed quizzes."""
    person = copy_of(request.user)
    form = ReadingForm(request.POST, instance=person)
    if form.is_valid():
        person.save(update_fields=[*form.fields])
        if not request.htmx:
            return redirect(saved_at("reading"))
        if "prefers_larger_type" in form.changed_data:
            # A fragment would leave the page around it in the old size.
            return HttpResponseClientRedirect(saved_at("reading"))
    return settings_page(request, "reading", ProfileForm(instance=person), form)


def saved_at(section: str) -> str:
    return f"{reverse('accounts:settings')}?saved={section}"


def settings_page(
    request: HttpRequest, section: str, profile: ProfileForm, reading: ReadingForm
) -> HttpResponse:
    """Render all sections, or for htmx the one that was sent."""
    sent = {"profile": profile, "reading": reading}[section]
    template = page_or_fragment(request, "accounts/settings.html", section)
    context = {
        "profile": profile,
        "reading": reading,
        "saved": section if sent.is_valid() else request.GET.get("saved"),
        "waiting_guest": guests.waiting_guest(request),
    }
    return render(request, template, context, status=422 if sent.errors else 200)


@require_safe
def export_data(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is kept about a person, as a file."""
    return JsonResponse(
        export_learner(request.user),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={
            "Content-Disposition": 'attachment; filename="sps-learn-my-data.json"'
        },
    )


@sensitive_post_parameters("password")
@get_or_post
def erase(request: HttpRequest) -> HttpResponse:
    """Erase a person and all that is theirs, after asking."""
    form = EraseForm(posted(request), learner=request.user)
    if form.is_valid():
        erase_learner(request.user)
        logout(request)
        messages.success(request, "Everything that was kept about you is erased.")
        return redirect("home")
    context = {"form": form, "answers": count_answers(request.user)}
    status = 422 if form.errors else 200
    return render(request, "accounts/erase.html", context, status=status)


@get_or_post
def finish(request: HttpRequest) -> HttpResponse:
    """End a guest and leave nothing on the computer, after saying what is lost."""
    if not guests.is_guest(request.user):
        return redirect("account_logout")
    if request.method == "POST":
        guests.end_guest(request)
        messages.success(
            request,
            "Finished. What was answered and read here is erased, and this computer"
            " is clear for the next person.",
        )
        return redirect("home")
    context = {"answers": count_answers(request.user)}
    return render(request, "accounts/finish.html", context)


@get_or_post
@guests.members_only
def join_guest(request: HttpRequest) -> HttpResponse:
    """Ask whose answers those are that were given here before signing in."""
    guest = guests.waiting_guest(request)
    goal = request.POST.get("next") or request.GET.get("next")
    goal = goal if is_local(goal) else "progress"
    if guest is None:
        return redirect(goal)
    choice = request.POST.get("choice")
    if choice in {"yes", "no"}:
        settle(request, guest, is_theirs=choice == "yes")
        return redirect(goal)
    context = {"answers": count_answers(guest), "next": goal}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/join_guest.html", context, status=status)


def settle(request: HttpRequest, guest: User, *, is_theirs: bool) -> None:
    """Give a guest's rows to the person signed in, or to nobody."""
    if is_theirs:
        merge_learners(guest, into=request.user)
        messages.success(request, "Added to your account.")
    else:
        erase_learner(guest)
        messages.success(request, "Left out. Nothing was added to your account.")
    del request.session[guests.SET_ASIDE]


@get_or_post
def notices(request: HttpRequest) -> HttpResponse:
    """What a learner was told, newest first; that it is read, a button says."""
    if request.method == "POST":
        mark_read(request.user, now=timezone.now(), notice=chosen_notice(request))
        request.user.refresh_from_db(fields=["unread_notices"])
        if not request.htmx:
            return redirect(request.get_full_path())
    mine = Notice.objects.for_learner(request.user)
    page = Paginator(mine, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    template = page_or_fragment(request, "accounts/notices.html", "notices")
    return render(request, template, {"page": page})


def chosen_notice(request: HttpRequest) -> int | None:
    """The notice of the learner's that a button names, None for all; or 404."""
    chosen = request.POST.get("notice", "")
    if chosen == "all":
        return None
    mine = Notice.objects.for_learner(request.user)
    is_number = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
    return get_object_or_404(mine, pk=chosen if is_number else None).pk
