"""What people type about themselves, with errors that say what to do."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sps_learn.accounts import guests
from sps_learn.accounts.learners import is_the_last_administrator
from sps_learn.accounts.models import User
from sps_learn.accounts.time_zones import time_zone_choices

E_MAIL_ADVICE = "Enter an e-mail address with an @, such as name@example.org."
PASSWORD_HINT = (
    "At least 12 characters. A few words in a row work well; pasting is fine."
)


def display_name_field() -> forms.CharField:
    return forms.CharField(
        label="Name shown to you",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "Use a name of at most 80 characters."},
    )


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="I am a",
        choices=[("", "I would rather not say"), *User.Role.choices],
        required=False,
        error_messages={"invalid_choice": "Choose one from the list."},
    )


def time_zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Time zone",
        choices=time_zone_choices,
        initial="UTC",
        required=False,
        help_text="Decides when a new day begins for you.",
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )


class PlainWords:
    """Give allauth's forms our words: no placeholders, and advice for errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                self._advise_on_email(field)
            elif isinstance(field.widget, forms.PasswordInput):
                self._advise_on_password(field)

    def _advise_on_email(self, field: forms.EmailField) -> None:
        field.label = "E-mail address"
        for code in ("required", "invalid"):
            field.error_messages[code] = E_MAIL_ADVICE

    def _advise_on_password(self, field: forms.Field) -> None:
        field.error_messages["required"] = "Enter a password."
        if field.widget.attrs.get("autocomplete") == "new-password":
            field.help_text = PASSWORD_HINT


class SignupForm(PlainWords, allauth_forms.SignupForm):
    display_name = display_name_field()
    role = role_field()
    time_zone = time_zone_field()
    field_order = ("display_name", "email", "password1", "role", "time_zone")

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or "UTC"

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists and request.user.is_authenticated:
            # From here on all goes as for a new address; the guest is asked about
            # when the owner of the account signs in.
            guests.set_aside(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # A double click: the first one has made the account.
            return None, redirect("account_login")


class LoginForm(PlainWords, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Keep me signed in on this computer"
        self.fields["remember"].help_text = "Leave this empty on a shared computer."


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):
    pass


class NewPasswordForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    pass


class ProfileForm(forms.ModelForm):
    display_name = display_name_field()
    role = role_field()
    time_zone = time_zone_field()

    class Meta:
        model = User
        fields = ("display_name", "role", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].required = True


class ReadingForm(forms.ModelForm):
    prefers_larger_type = forms.BooleanField(
        label="Larger type",
        required=False,
        help_text="Letters are about a fifth larger on every page, and lines and"
        " paragraphs stand further apart.",
    )
    time_wish = forms.ChoiceField(
        label="Time I need in timed quizzes",
        choices=[("", "The usual time"), *User.TimeWish.choices],
        required=False,
        help_text="An administrator decides. No reason is needed.",
        error_messages={"invalid_choice": "Choose one from the list."},
    )

    class Meta:
        model = User
        fields = ("prefers_larger_type", "time_wish")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_guest:
            # Nobody knows a guest, so nobody could grant it.
            del self.fields["time_wish"]


class EraseForm(forms.Form):
    """Asks a member for the password; a guest has none, and only confirms."""

    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="So that nobody else can do this on a computer that you left.",
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learner = learner
        if not learner.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> None:
        adapter = get_adapter()
        if not adapter.reauthenticate(self.learner, self.cleaned_data["password"]):
            raise adapter.validation_error("incorrect_password")

    def clean(self) -> None:
        super().clean()
        if is_the_last_administrator(self.learner):
            raise forms.ValidationError(
                "This is the only administrator account. Make another person an"
                " administrator first.",
                code="last_administrator",
            )


class PersonCreationForm(AdminUserCreationForm):
    """Admin: a person with an account; guests make themselves."""

    class Meta:
        model = User
        fields = ("email", "display_name", "role")
        field_classes: dict[str, type[forms.Field]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, type[forms.Field]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True
