"""Memory equals what the `fsrs` library makes of the same answers, told directly."""

import datetime as dt
import random

import pytest
from fsrs import Card, Rating, Scheduler

from quizzes import learner_data
from quizzes.models import Recall
from quizzes.recall import rebuild, remember
from quizzes.scheduling import review
from tests.accounts.factories import GuestFactory
from tests.lessons.factories import NOON
from tests.quizzes.factories import AttemptFactory, QuestionFactory, ResponseFactory

HISTORIES = 1000
# Wrong, however sure, is Again; right is Hard, Good or Easy by how sure.
RATING = {1: Rating.Hard, None: Rating.Good, 2: Rating.Good, 3: Rating.Easy}
# What nothing has a due date beyond; the library's own is a hundred years.
YEAR = 365
ADAY = dt.timedelta(days=1)


def a_history(chance):
    """Answers as (fraction, confidence, when), minutes, days or months apart."""
    now, answers = NOON, []
    for _ in range(chance.randint(1, 12)):
        fraction = chance.choice([0.0, 0.5, 0.99, 1.0, 1.0, 1.0, 1.0])
        answers.append((fraction, chance.choice([None, 1, 2, 3]), now))
        longest = chance.choice([60, 86_400, 10 * 86_400, 400 * 86_400])
        now += dt.timedelta(seconds=chance.randrange(1, longest))
    return answers


def by_the_library(answers):
    """The card after these answers, and when the question is due by T2."""
    scheduler = Scheduler(
        learning_steps=[],
        relearning_steps=[],
        enable_fuzzing=False,
        maximum_interval=YEAR,
    )
    card = Card(card_id=1, due=answers[0][2])
    for fraction, confidence, when in answers:
        is_wrong = fraction < 1
        rating = Rating.Again if is_wrong else RATING[confidence]
        card, _ = scheduler.review_card(card, rating, when)
    due = min(card.due, card.last_review + ADAY) if is_wrong else card.due
    return card.stability, card.difficulty, card.last_review, due


def test_a_thousand_histories_come_to_the_librarys_memory():
    chance = random.Random(20261125)
    for _ in range(HISTORIES):
        answers, memory = a_history(chance), None

        for fraction, confidence, when in answers:
            memory = review(memory, fraction=fraction, confidence=confidence, now=when)

        assert (
            memory.stability,
            memory.difficulty,
            memory.last_review,
            memory.due_at,
        ) == by_the_library(answers), answers


def give(learner, question, answers):
    """Answers by the learner, each in an attempt of its own, and remembered."""
    for fraction, confidence, when in answers:
        attempt = AttemptFactory(learner=learner, quiz=None, started_at=when)
        response = ResponseFactory(
            attempt=attempt,
            question=question,
            chosen=["b"],
            confidence=confidence,
            answered_at=when,
        )
        response.fraction = fraction
        response.save(update_fields=["fraction"])
        remember(attempt, [response])


def queue(learner):
    """What is due, in order, with the memory that says so."""
    mine = Recall.objects.for_learner(learner).order_by("due_at", "question")
    return list(
        mine.values_list(
            *("question", "stability", "difficulty", "last_answered_at", "due_at")
        )
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_of_answers_is_the_librarys_memory(learner, seed):
    chance = random.Random(seed)
    histories = {QuestionFactory(): a_history(chance) for _ in range(4)}

    for question, answers in histories.items():
        give(learner, question, answers)

    rows = [(q.pk, *by_the_library(answers)) for q, answers in histories.items()]
    assert queue(learner) == sorted(rows, key=lambda row: (row[-1], row[0]))


@pytest.mark.parametrize("seed", range(5))
def test_after_a_merge_the_queue_is_that_of_one_history(learner, stranger, seed):
    chance, guest = random.Random(seed), GuestFactory()
    for question in QuestionFactory.create_batch(4):
        answers = a_history(chance)
        as_guest = [chance.random() < 0.5 for _ in answers]
        both = list(zip(answers, as_guest, strict=True))
        give(stranger, question, answers)
        give(guest, question, [answer for answer, by_guest in both if by_guest])
        give(learner, question, [answer for answer, by_guest in both if not by_guest])

    learner_data.merge(guest, learner)

    assert queue(learner) == queue(stranger)
    assert queue(guest) == []
    rebuild(stranger)
    assert queue(learner) == queue(stranger)
