"""From one question of an attempt to the next."""

from django.urls import reverse

from .cards import Card
from .models import Attempt, Response


def first_open_slot(attempt: Attempt) -> Response | None:
    return attempt.responses.unanswered().order_by("position").first()


def next_open_position(response: Response) -> int | None:
    """The next unanswered slot after this one, else the first one before it."""
    waiting = list(
        Response.objects.filter(attempt=response.attempt_id)
        .unanswered()
        .exclude(pk=response.pk)
        .order_by("position")
        .values_list("position", flat=True)
    )
    later = [position for position in waiting if position > response.position]
    return (later or waiting or [None])[0]


def links_between_slots(card: Card, response: Response) -> Card:
    """Say where the learner goes from here."""
    attempt = response.attempt
    if card.size == 1:
        return card
    if response.position > 1:
        card.previous_url = _slot_url(attempt, response.position - 1)
    if attempt.is_finished:
        return _link_through_review(card, response)
    following = next_open_position(response)
    if following is not None:
        card.next_url, card.next_label = _slot_url(attempt, following), "Next question"
    else:
        card.next_url = reverse("quizzes:check_answers", args=[attempt.pk])
        card.next_label = "Check your answers"
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
