"""Who learns here: one row a person, guests included."""

from typing import ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        # All of it in lower case: allauth looks for addresses in lower case only.
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields) -> "User":
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def create_guest(self) -> "User":
        """A learner without an account: nothing to sign in with."""
        guest = self.model(email=None, is_guest=True)
        guest.set_unusable_password()
        guest.save(using=self._db)
        return guest

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who learns, teaches or manages; or a guest, who has no e-mail."""

    class Role(models.TextChoices):
        STUDENT = "student", "Student"
        NURSE = "nurse", "Nurse"
        CARER = "carer", "Patient or carer"

    email = models.EmailField("e-mail address", unique=True, null=True, blank=True)
    display_name = models.CharField(
        max_length=80, blank=True, help_text="How the site greets this person."
    )
    role = models.CharField("I am a", max_length=10, choices=Role, blank=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_time_zone]
    )
    is_guest = models.BooleanField(default=False, editable=False)
    is_staff = models.BooleanField(
        "may open the admin",
        default=False,
        help_text="Authors, reviewers, instructors.",
    )
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_person_per_email",
                violation_error_message="An account with this e-mail address exists.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_guest=True, email=None)
                | models.Q(is_guest=False, email__isnull=False),
                name="accounts_only_guests_lack_an_email",
            ),
            models.CheckConstraint(
                condition=models.Q(is_guest=False) | models.Q(is_staff=False),
                name="accounts_a_guest_is_never_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email or "Guest"

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email) or None
