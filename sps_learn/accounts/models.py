"""Who learns here: one row a person, guests included."""

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from sps_learn.accounts import accommodations
from sps_learn.accounts.accommodations import LARGEST_FACTOR, USUAL_FACTOR
from sps_learn.accounts.querysets import NoticeQuerySet, UserQuerySet
from sps_learn.accounts.time_zones import zone_named

FACTOR_ADVICE = "Enter a number from 1.0 (the usual time) to 10.0."


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):
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

    class TimeWish(models.TextChoices):
        HALF = "half", "Half as much time again"
        DOUBLE = "double", "Twice the time"
        NO_LIMIT = "no-limit", "No time limit"

    email = models.EmailField("e-mail address", unique=True, null=True, blank=True)
    display_name = models.CharField(
        max_length=80, blank=True, help_text="How the site greets this person."
    )
    role = models.CharField("I am a", max_length=10, choices=Role, blank=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_time_zone]
    )
    prefers_larger_type = models.BooleanField("larger type", default=False)
    time_wish = models.CharField(
        "asked for",
        max_length=12,
        choices=TimeWish,
        blank=True,
        help_text="By the person, under Settings. It grants nothing by itself.",
    )
    time_factor = models.DecimalField(
        "times the usual time",
        max_digits=3,
        decimal_places=1,
        default=USUAL_FACTOR,
        validators=[
            MinValueValidator(USUAL_FACTOR, FACTOR_ADVICE),
            MaxValueValidator(LARGEST_FACTOR, FACTOR_ADVICE),
        ],
        help_text="From 1.0 to 10.0: 1.5 is half as much time again.",
    )
    has_no_time_limit = models.BooleanField(
        "no time limit",
        default=False,
        help_text="The time limit of a quiz does not hold for this person.",
    )
    # How they wish to review: apply_plan (quizzes/recall.py) brings what is due up to
    # date with the first and the last.
    desired_retention = models.PositiveSmallIntegerField(
        "recall at which to review",
        default=90,
        validators=[MinValueValidator(80), MaxValueValidator(95)],
        help_text="Percent: the predicted recall at which a question is due again.",
    )
    reviews_a_day = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(5), MaxValueValidator(200)]
    )
    target_on = models.DateField("day of an examination", null=True, blank=True)
    is_guest = models.BooleanField(default=False, editable=False)
    is_staff = models.BooleanField(
        "may open the admin",
        default=False,
        help_text="Authors, reviewers, instructors.",
    )
    is_active = models.BooleanField("may sign in", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # A summary, so that the menu of every page costs no query: notices.py keeps it.
    unread_notices = models.PositiveIntegerField(default=0, editable=False)

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
            models.CheckConstraint(
                condition=models.Q(time_factor__range=(USUAL_FACTOR, LARGEST_FACTOR)),
                name="accounts_time_factor_is_from_1_to_10",
                violation_error_message=FACTOR_ADVICE,
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email or "Guest"

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email) or None

    def minutes_allowed(self, limit_minutes: int) -> int | None:
        """Give the minutes this person has where others have the limit, or None."""
        return accommodations.minutes_allowed(
            limit_minutes, factor=self.time_factor, has_no_limit=self.has_no_time_limit
        )

    @property
    def zone(self) -> ZoneInfo:
        """Where their day begins; the site's own zone where theirs is unknown."""
        return zone_named(self.time_zone) or timezone.get_default_timezone()

    @property
    def is_wish_waiting(self) -> bool:
        # The same rule for many rows: UserQuerySet.with_waiting_wish.
        return not accommodations.is_granted(
            self.time_wish, factor=self.time_factor, has_no_limit=self.has_no_time_limit
        )


class Notice(models.Model):
    """Something that a learner should know of, in words that stay as they were told.

    Other apps write them with `notices.tell` and find theirs again by `about`.
    """

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=30)
    about = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=150)
    text = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    link_label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = [
            models.Index(
                fields=["learner", "-made_at"], name="accounts_notices_of_learner"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_read(self) -> bool:
        # The same rule for many rows: NoticeQuerySet.unread.
        return self.read_at is not None
