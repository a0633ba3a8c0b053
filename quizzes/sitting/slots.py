"""The card of a slot, with all that its page says around the question."""

from ..corrections import corrections_of
from ..grading import Fields
from ..models import Response
from .cards import Card, card_for_slot
from .navigation import links_between_slots
from .unfolding import unfold


def slot_card(response: Response, *, entered: Fields | None = None) -> Card:
    correction = corrections_of([response]).get(response.pk)
    card = links_between_slots(card_for_slot(response, entered=entered), response)
    card.correction = correction
    return unfold(card, response)
