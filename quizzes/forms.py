"""The shape of what a learner sends."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from .actions import Sent
from .models import Response

MAX_CHOICES_SENT = 50


class Refused(Exception):
    """An answer that cannot be taken; `message` is for the learner."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AnswerForm(forms.Form):
    """One answer: the ids chosen, how sure, and the version that the page showed."""

    confidence = forms.TypedChoiceField(
        choices=Response.Confidence.choices,
        coerce=int,
        required=False,
        empty_value=None,
    )
    version = forms.IntegerField(min_value=0, max_value=2**31, required=False)

    def sent(self) -> Sent:
        """What was sent; an unreadable confidence or version counts as none."""
        self.is_valid()
        return Sent(
            chosen=chosen_in(self.data),
            confidence=self.confidence_sent,
            version=self.cleaned_data.get("version") or 0,
        )

    @property
    def confidence_sent(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("confidence")


def chosen_in(data: QueryDict) -> Sequence[str]:
    """The option ids sent; too many of them are a fault and not worth reading."""
    chosen = data.getlist("answer")
    if len(chosen) > MAX_CHOICES_SENT:
        raise Refused("Too many answers were sent at once.")
    return chosen
