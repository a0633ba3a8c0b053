"""From one question of an attempt to the next."""

from django.urls import reverse

from ..models import Attempt, Response
from .cards import Card


def first_open_slot(attempt: Attempt) -> Response | None:
    return attempt.responses.unanswered().order_by("position").first()


def next_open_position(response: Response) -> int | None:
    """The next slot that can be answered after this one, else the first before it."""
    return _next_open(_waiting(response), response)


type Waiting = list[tuple[int, int | None]]  # position and case of unanswered slots


def _waiting(response: Response) -> Waiting:
    slots = Response.objects.filter(attempt=response.attempt_id).unanswered()
    return list(slots.order_by("position").values_list("position", "case"))


def _next_open(waiting: Waiting, response: Response) -> int | None:
    open_now = [
        position
        for position, _ in waiting
        if position != response.position and _in_turn(waiting, position) == position
    ]
    later = [position for position in open_now if position > response.position]
    return (later or open_now or [None])[0]


def _in_turn(waiting: Waiting, position: int) -> int:
    """The slot itself, or the step of its case that has to be answered before it."""
    case = dict(waiting).get(position)
    if case is None:
        return position
    return next(at for at, its_case in waiting if its_case == case)


def links_between_slots(card: Card, response: Response) -> Card:
    """Say where the learner goes from here."""
    attempt = response.attempt
    if not attempt.is_scored:
        return _link_to_module(card, response)
    if attempt.is_by_itself:
        return card
    waiting = [] if attempt.is_finished else _waiting(response)
    if response.position > 1:
        before = _in_turn(waiting, response.position - 1)
        card.previous_url = _slot_url(attempt, before)
    if attempt.is_finished:
        return _link_through_review(card, response)
    following = _next_open(waiting, response)
    if following is not None:
        card.next_url, card.next_label = _slot_url(attempt, following), "Next question"
    else:
        card.next_url = reverse("quizzes:check_answers", args=[attempt.pk])
        card.next_label = "Check your answers"
    return card


def _link_to_module(card: Card, response: Response) -> Card:
    """Back to where the pre-question was asked, with the others."""
    if objective := response.question.objective:
        card.next_url = f"{objective.module.get_absolute_url()}#before"
        card.next_label = "Back to the module"
    return card


def _link_through_review(card: Card, response: Response) -> Card:
    attempt = response.attempt
    if response.position < attempt.size and not _is_last_answered_just_now(response):
        card.next_url = _slot_url(attempt, response.position + 1)
        card.next_label = "Next question"
    else:
        card.next_url, card.next_label = attempt.get_absolute_url(), "See the results"
    return card


def _is_last_answered_just_now(response: Response) -> bool:
    """Whether this answer ended the attempt: then the results come next."""
    return response.answered_at == response.attempt.finished_at


def _slot_url(attempt: Attempt, position: int) -> str:
    return reverse("quizzes:question", args=[attempt.pk, position])
