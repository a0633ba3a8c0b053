"""An unfolding case: what was told and answered before the step that is shown."""

from ..models import Response
from .cards import Card, EarlierStep


def unfold(card: Card, response: Response) -> Card:
    """Put the steps before this one beside it, once they are answered."""
    if response.case_id is None:
        return card
    # Not those of the case as it is written now: the attempt keeps what it drew.
    steps = Response.objects.steps_of_case(response).select_related("shown_revision")
    card.steps_in_case = len(steps)
    card.earlier_steps = [
        EarlierStep(
            number,
            step.shown_revision.rendered["vignette"],
            step.shown_revision.rendered["stem"],
            step.get_absolute_url(),
        )
        for number, step in enumerate(steps, start=1)
        if step.position < response.position
    ]
    return card
