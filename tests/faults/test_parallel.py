"""Fifty saves and fifty submits at once: nothing doubled, nothing torn, one end.

A hundred rounds through the real server, by turns in a test and in a practice, one
after the other and all together; and one small round without a server.
"""

import time
import uuid
from collections import Counter
from functools import partial
from statistics import quantiles

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.actions import start_quiz
from quizzes.models import Attempt, Quiz, Recall, Response
from quizzes.recall import rebuild
from tests.conftest import client_of
from tests.faults.load import Crowd, Reply, ServerOfTests, Watch
from tests.faults.stories import end, reply
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import slot
from tests.quizzes.test_at_once import at_once
from tests.quizzes.test_recount import assert_counts_agree, recalls_of
from tests.sps_learn.test_serve import on_linux

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 50
ROUNDS = 100
SIZE = 10
ANSWERS = "ab" * (AT_ONCE // SIZE)


@pytest.fixture
def quizzes():
    QuestionFactory.create_batch(SIZE, content={"safety": True})
    return [QuizFactory(count=SIZE, mode=mode) for mode in Quiz.Mode]


@pytest.fixture
def crowd(learner, tmp_path):
    server = ServerOfTests(tmp_path)
    try:
        server.start()
        crowd = Crowd(server, client_of(learner), 2 * AT_ONCE)
        yield crowd
        crowd.close()
        assert "locked" not in server.said()
    finally:
        server.end()


def started(learner, quiz):
    return start_quiz(
        learner=learner,
        quiz=quiz,
        seed=1,
        now=timezone.now(),
        attempt_id=uuid.uuid4(),
    )


def saves_of(attempt):
    """Five for each slot, which do not agree."""
    return [
        (slot(attempt, n % SIZE + 1), {"answer": ANSWERS[n // SIZE], "version": "0"})
        for n in range(AT_ONCE)
    ]


def assert_the_first_one_counts(attempt, saves, replies):
    """What was acknowledged is what is stored, and the others were told."""
    stored = {
        response.get_absolute_url(): (response.answer or {}).get("options")
        for response in attempt.responses.all()
    }
    for (where, fields), answer in zip(saves, replies, strict=True):
        is_stored = stored[where] == [fields["answer"]]
        assert answer.status == (302 if is_stored else 409)


@pytest.mark.slow
@on_linux
def test_fifty_saves_and_fifty_submits_at_once_a_hundred_times(learner, quizzes, crowd):
    began, codes = time.monotonic(), Counter()

    with Watch() as watch:
        for number in range(ROUNDS):
            attempt = started(learner, quizzes[number % 2])
            saves = saves_of(attempt)
            submit = reverse("quizzes:submit_attempt", args=[attempt.pk])
            submits = [(submit, {})] * AT_ONCE
            if number // 2 % 2:
                replies = crowd.post_at_once(saves + submits)
                said, ends = replies[:AT_ONCE], replies[AT_ONCE:]
            else:
                said = crowd.post_at_once(saves)
                assert attempt.responses.filter(version=1).count() == SIZE
                ends = crowd.post_at_once(submits)

            assert_the_first_one_counts(attempt, saves, said)
            assert set(ends) == {Reply(302, attempt.get_absolute_url())}
            attempt.refresh_from_db()
            assert attempt.is_finished
            codes.update(one.status for one in said + ends)

    seconds = time.monotonic() - began
    print(f"\n{codes} in {seconds:.0f} s; {watch.looks} looks, {watch.torn} torn")
    waits = [round(1000 * wait) for wait in quantiles(crowd.waits, n=100)]
    print(f"answered within {waits[49]} ms (half), {waits[94]} ms (95 %)")
    assert set(codes) == {302, 409}
    assert (watch.torn, watch.looks > ROUNDS) == (0, True)
    assert Attempt.objects.count() == ROUNDS
    assert Response.objects.count() == ROUNDS * SIZE
    assert_counts_agree()
    assert Recall.objects.count() == SIZE
    remembered = recalls_of(learner)
    rebuild(learner)
    assert recalls_of(learner) == remembered


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize("mode", Quiz.Mode)
def test_5_one_answer_sent_a_hundred_times_at_once_is_one_row(
    learner, quizzes, crowd, mode
):
    attempt = started(learner, Quiz.objects.get(mode=mode))
    save = (slot(attempt), {"answer": "b", "version": "0"})

    replies = crowd.post_at_once([save] * 100)

    assert len(set(replies)) == 1
    assert replies[0].status == 302
    stored = attempt.responses.get(position=1)
    assert (stored.answer, stored.version) == ({"options": ["b"]}, 1)
    assert_counts_agree()


@pytest.mark.slow
@on_linux
def test_t6_twenty_starts_of_the_last_attempt_allowed_are_one(learner, quizzes, crowd):
    Quiz.objects.update(attempts_allowed=1)
    one_window_each = [(reverse("quizzes:start_quiz", args=[quizzes[0].slug]), {})] * 20

    replies = crowd.post_at_once(one_window_each)

    attempt = Attempt.objects.get()
    assert set(replies) == {Reply(302, attempt.get_absolute_url())}
    end(attempt, at=timezone.now())()
    again = crowd.post_at_once(one_window_each)
    assert {reply.status for reply in again} == {409}
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("mode", Quiz.Mode)
def test_saves_and_submits_at_once_are_one_of_each(learner, mode):
    QuestionFactory.create_batch(SIZE, content={"safety": True})
    attempt = started(learner, QuizFactory(count=SIZE, mode=mode))
    saves = [
        partial(reply, attempt, n % SIZE + 1, chosen="ab"[n // SIZE], at=NOON)
        for n in range(2 * SIZE)
    ]

    at_once(*saves, *[end(attempt)] * SIZE)

    assert Attempt.objects.get().is_finished
    assert max(attempt.responses.values_list("version", flat=True)) <= 1
    assert_counts_agree()
    remembered = recalls_of(learner)
    rebuild(learner)
    assert recalls_of(learner) == remembered
