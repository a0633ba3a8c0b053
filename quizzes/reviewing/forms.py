"""How a learner wishes to review, with errors that say what to do."""

from datetime import date
from typing import Any

from django import forms

from sps_learn.accounts.models import User

FEWEST, MOST = 5, 200
YEARS_AHEAD = 2
RETENTIONS = {
    85: "Fewer reviews: when the chance that I still know it has fallen to 85 %",
    90: "Balanced: when it has fallen to 90 %",
    95: "More reviews: when it has fallen to 95 %",
}
HOW_MANY = f"Enter a number from {FEWEST} to {MOST}."
DATE_ADVICE = "Enter a date such as 2027-03-31, or leave this empty."


class PlanForm(forms.ModelForm):
    reviews_a_day = forms.IntegerField(
        label="How many questions a day",
        min_value=FEWEST,
        max_value=MOST,
        help_text="What is due beyond that waits for the next day. You can always do"
        " more.",
        error_messages={
            "required": HOW_MANY,
            "invalid": HOW_MANY,
            "min_value": HOW_MANY,
            "max_value": HOW_MANY,
        },
    )
    desired_retention = forms.TypedChoiceField(
        label="When a question comes back",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose when a question comes back.",
            "invalid_choice": "Choose one from the list.",
        },
    )
    target_on = forms.DateField(
        label="Day of an examination",
        required=False,
        # A browser without a calendar of its own shows a line to type in.
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Then nothing is due later than the day before. Leave this empty if"
        " there is none.",
        error_messages={"invalid": DATE_ADVICE},
    )

    class Meta:
        model = User
        fields = ("reviews_a_day", "desired_retention", "target_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["desired_retention"].choices = self._retentions()
        if self.instance.target_on and self.instance.target_on <= today:
            # It is over, or today; there is nothing left to plan for.
            self.initial["target_on"] = None

    def _retentions(self) -> list[tuple[int, str]]:
        known = RETENTIONS
        if (now := self.instance.desired_retention) not in known:
            known = {now: f"As it is now: when it has fallen to {now} %", **known}
        return sorted(known.items())

    def clean_target_on(self) -> date | None:
        day = self.cleaned_data["target_on"]
        if day and day <= self.today:
            raise forms.ValidationError("Choose a day that is still to come.")
        if day and day > _years_after(self.today):
            raise forms.ValidationError(
                f"Choose a day within the next {YEARS_AHEAD} years."
            )
        return day


def _years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + YEARS_AHEAD)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_AHEAD, day=28)
