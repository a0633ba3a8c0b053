"""The shape of what a learner sends."""

import re

from django import forms
from django.http import QueryDict

from ..actions import Sent
from ..grading import Fields
from ..models import Response

MAX_VALUES_SENT = 50
ANSWER_FIELD = re.compile(r"answer(-[1-9][0-9]?)?", re.ASCII)


class Refused(Exception):
    """An answer that cannot be taken; its text is for the learner.

    Without a text nothing was answered, and each kind of question says it its way.
    """


class AnswerForm(forms.Form):
    """One answer: what was chosen or typed, how sure, and the version shown."""

    confidence = forms.TypedChoiceField(
        choices=Response.Confidence.choices,
        coerce=int,
        required=False,
        empty_value=None,
    )
    version = forms.IntegerField(min_value=0, max_value=2**31, required=False)

    def sent(self, *, is_draft: bool = False) -> Sent:
        """What was sent; an unreadable confidence or version counts as none."""
        self.is_valid()
        return Sent(
            fields=answer_in(self.data),
            confidence=self.confidence_sent,
            version=self.version_sent,
            is_draft=is_draft,
        )

    @property
    def confidence_sent(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("confidence")

    @property
    def version_sent(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("version") or 0

    @property
    def entered(self) -> Fields:
        """What stays in the form; of too much nothing does."""
        try:
            return answer_in(self.data)
        except Refused:
            return {}

    @property
    def kept(self) -> Fields:
        """What travels in an address, to be offered again."""
        if not self.entered:
            return {}
        beside = {"confidence": self.confidence_sent, "version": self.version_sent}
        return {**self.entered, **{k: [str(v)] for k, v in beside.items() if v}}


def answer_in(data: QueryDict) -> Fields:
    """The fields of an answer; too many values are a fault and not worth reading."""
    fields = {
        name: values for name, values in data.lists() if ANSWER_FIELD.fullmatch(name)
    }
    if sum(map(len, fields.values())) > MAX_VALUES_SENT:
        raise Refused("Too many answers were sent at once.")
    return fields


class NoteForm(forms.Form):
    """A note beside the answer: a flag, or an option ruled out. One at a time."""

    flag = forms.TypedChoiceField(
        choices=[("yes", "Flag"), ("no", "Take the flag away")],
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=None,
    )
    rule_out = forms.CharField(required=False, max_length=10)
    rule_in = forms.CharField(required=False, max_length=10)

    @classmethod
    def is_sent(cls, data: QueryDict) -> bool:
        return any(name in data for name in cls.base_fields)
