"""What the page asks of who builds a practice."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict

from . import choice as building
from .choice import COUNTS, MOST, USUAL_COUNT, Choice, Counts, Pool

COUNT_LABELS = {count: str(count) for count in COUNTS}
COUNT_LABELS[MOST] = f"All there are, up to {MOST}"


class BuildForm(forms.Form):
    topic = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to practise all of them.",
        error_messages={"invalid_choice": "Choose topics from the list."},
    )
    objective = forms.ChoiceField(
        label="One objective only",
        required=False,
        error_messages={"invalid_choice": "Choose an objective from the list."},
    )
    pool = forms.MultipleChoiceField(
        label="Which questions",
        required=False,
        choices=Pool.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to draw from all of them. With several ticked, a question"
        " that is any of them fits.",
        error_messages={"invalid_choice": "Choose which questions from the list."},
    )
    count = forms.TypedChoiceField(
        label="How many",
        choices=COUNT_LABELS.items(),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how many questions.",
            "invalid_choice": "Choose how many questions from the list.",
        },
    )

    def __init__(self, sent: QueryDict) -> None:
        # Always bound: the address of the page holds a choice, if only of the rest.
        data = sent.copy()
        data.setdefault("count", str(USUAL_COUNT))
        super().__init__(data)
        self.topics = list(building.topics())
        self.objectives = list(building.objectives())
        self.fields["topic"].choices = [(one.slug, one.title) for one in self.topics]
        self.fields["objective"].choices = self._objectives_by_topic()

    def _objectives_by_topic(self) -> list[Any]:
        groups = groupby(self.objectives, key=lambda one: one.module.topic)
        return [
            ("", "Any objective"),
            *(
                (topic.title, [(one.code, one.text) for one in found])
                for topic, found in groups
            ),
        ]

    @property
    def choice(self) -> Choice:
        """What was chosen, as far as it can be read."""
        self.is_valid()
        sent = self.cleaned_data
        topics, pools = sent.get("topic", []), sent.get("pool", [])
        objectives = {one.code: one for one in self.objectives}
        return Choice(
            topics=tuple(one for one in self.topics if one.slug in topics),
            objective=objectives.get(sent.get("objective")),
            pools=tuple(pool for pool in Pool if pool in pools),
            count=sent.get("count", USUAL_COUNT),
        )

    def refuse(self, counts: Counts) -> None:
        """Say beside the field why nothing can be drawn."""
        field = "pool" if counts.everything else "objective"
        self.add_error(field, building.why_nothing(self.choice, counts))
