"""The card of a slot, with all that its page says around the question."""

from ..grading import Fields
from ..models import Response
from .cards import Card, card_for_slot
from .navigation import links_between_slots
from .unfolding import unfold


def slot_card(response: Response, *, entered: Fields | None = None) -> Card:
    card = links_between_slots(card_for_slot(response, entered=entered), response)
    return unfold(card, response)
