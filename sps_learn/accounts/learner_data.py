"""What accounts itself keeps about a learner (see learners.py for the contract)."""

from typing import Any

from allauth.account.models import EmailAddress

from sps_learn.accounts.models import Notice, User
from sps_learn.accounts.notices import recount_unread

covers = {"accounts.User", "accounts.Notice", "account.EmailAddress"}


def export(learner: User) -> dict[str, list[dict[str, Any]]]:
    return {
        "accounts.User": [
            {
                "email": learner.email,
                "display_name": learner.display_name,
                "role": learner.role,
                "time_zone": learner.time_zone,
                "prefers_larger_type": learner.prefers_larger_type,
                "desired_retention": learner.desired_retention,
                "reviews_a_day": learner.reviews_a_day,
                "target_on": learner.target_on,
                "time_wish": learner.time_wish,
                "time_factor": learner.time_factor,
                "has_no_time_limit": learner.has_no_time_limit,
                "is_guest": learner.is_guest,
                "date_joined": learner.date_joined,
                "last_login": learner.last_login,
                "groups": sorted(group.name for group in learner.groups.all()),
            }
        ],
        "account.EmailAddress": list(
            EmailAddress.objects.filter(user=learner)
            .order_by("email")
            .values("email", "verified", "primary")
        ),
        "accounts.Notice": list(
            Notice.objects.for_learner(learner).values(
                "kind", "title", "text", "link", "made_at", "read_at"
            )
        ),
    }


def erase(learner: User) -> None:
    # Sessions need no care: one without its person signs nobody in.
    User.objects.filter(pk=learner.pk).delete()


def merge(source: User, target: User) -> None:
    """Fill what the target has left empty, and let go of the source."""
    filled = [
        name
        for name in ("display_name", "role")
        if getattr(source, name) and not getattr(target, name)
    ]
    for name in filled:
        setattr(target, name, getattr(source, name))
    target.save(update_fields=filled)
    Notice.objects.for_learner(source).update(learner=target)
    recount_unread([target.pk])
    erase(source)
