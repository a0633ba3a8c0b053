"""How allauth signs people up and in here: guests keep what they did."""

from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from sps_learn.accounts import guests
from sps_learn.accounts.learners import (
    erase_learner,
    follow_time_zone,
    has_learnt_something,
)
from sps_learn.accounts.models import User
from sps_learn.addresses import is_local
from sps_learn.errors import too_many

SITE = SimpleNamespace(name="SPS Learn", domain=settings.SITE_URL.netloc)

PASSWORD_ADVICE = {
    "password_too_short": "Choose a password of at least 12 characters.",
    "password_too_common": (
        "This password is one of the first that strangers try. Add a word or two."
    ),
    "password_too_similar": (
        "This password is close to your name or e-mail address. Choose another one."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address and the password do not belong together. Check both,"
            " or set a new password."
        ),
        "email_taken": (
            "There is an account with this e-mail address already. Sign in to it, or"
            " use another address."
        ),
        "enter_current_password": "Enter the password that you use now.",
        "incorrect_password": "This is not the password of this account. Try again.",
        "incorrect_code": "This code is not the one in the e-mail. Enter it again.",
        "invalid_password_reset": (
            "This link has been used, or is more than a day old. Ask for a new one."
        ),
        "too_many_login_attempts": (
            "There were too many tries. Wait five minutes, then try again."
        ),
        "rate_limited": "There were too many tries. Wait a minute, then try again.",
    }

    # Signing up: the guest's row becomes the account ---------------------------

    def new_user(self, request: HttpRequest) -> User:
        """Take the guest's row, and with it every answer given here."""
        row = guests.row_to_sign_up(request)
        if row is None:
            return User()
        EmailAddress.objects.filter(user=row).delete()
        return row

    def save_user(
        self, request: HttpRequest, user: User, form, commit: bool = True
    ) -> User:
        user.is_guest = False
        # A guest has "signed in" before: to allauth this person has not, yet.
        user.last_login = None
        for name in form.changed_data:
            if name in {"display_name", "role", "time_zone"}:
                setattr(user, name, form.cleaned_data[name])
        was_guest = user.pk is not None
        user = super().save_user(request, user, form, commit)
        if was_guest and "time_zone" in form.changed_data:
            follow_time_zone(user)
        return user

    # Signing in: whoever was here is noted, and asked about afterwards ----------

    def pre_login(
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        refused = super().pre_login(request, user, **kwargs)
        if refused is None and request.user.is_authenticated:
            guests.set_aside(request)
        return refused

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        # Ends with the browser; the log-in form alone may say otherwise.
        request.session.set_expiry(0)
        if request.session.get(guests.SET_ASIDE) == user.pk:
            del request.session[guests.SET_ASIDE]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any):
        response = super().post_login(request, user, **kwargs)
        guest = guests.waiting_guest(request)
        if guest is None:
            return response
        if not has_learnt_something(guest):
            erase_learner(guest)
            return response
        goal = urlencode({"next": response.url})
        response["Location"] = f"{reverse('accounts:join_guest')}?{goal}"
        return response

    def logout(self, request: HttpRequest) -> None:
        # allauth signs out whoever opens the confirmation link of another account.
        if guests.is_guest(request.user):
            guests.set_aside(request)
        else:
            super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(too_many(request)) from None

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        # allauth counts by host and port too, which whoever guesses may choose.
        return credentials.get("email", "").lower()

    # Addresses and mail ---------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        return is_local(url)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Send with links to the configured site, whatever the Host header said."""
        sent_to = f"{self.request.scheme}://{self.request.get_host()}/"
        links = {
            name: value.replace(sent_to, f"{settings.SITE_URL.origin}/", 1)
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(sent_to)
        }
        super().send_mail(
            template_prefix, email, {**context, **links, "current_site": SITE}
        )

    def should_send_confirmation_mail(
        self, request: HttpRequest, email_address: EmailAddress, signup: bool
    ) -> bool:
        # Without a mailer the code would lie in a folder that the learner cannot see.
        return settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"

    # Words ----------------------------------------------------------------------

    def clean_email(self, email: str) -> str:
        # allauth would cut a longer one off without a word.
        if len(email) > User._meta.get_field("email").max_length:
            raise ValidationError("Use an e-mail address of at most 254 characters.")
        return super().clean_email(email)

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            return super().clean_password(password, user)
        except ValidationError as refused:
            raise ValidationError(
                [
                    ValidationError(PASSWORD_ADVICE.get(error.code, error.messages[0]))
                    for error in refused.error_list
                ]
            ) from None
