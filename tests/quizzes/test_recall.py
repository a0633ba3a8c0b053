"""What is remembered beside the answers is what the answers come to."""

import contextlib
import datetime as dt
import io
import random
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse

from quizzes.actions import (
    Conflict,
    Sent,
    SingleQuestion,
    answer,
    answer_single,
    finish,
)
from quizzes.actions import start_quiz as start
from quizzes.models import Attempt, Case, PracticeDay, Quiz, Recall, Response
from quizzes.recall import rebuild, remember
from quizzes.scheduling import review
from sps_learn.accounts.models import User
from tests.accounts.factories import NoticeFactory
from tests.accounts.test_admin import fields_of
from tests.accounts.test_signing_up import sign_up
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
    ResponseFactory,
)


def summary(learner):
    """The recalls of a learner without their keys."""
    return list(
        Recall.objects.for_learner(learner)
        .order_by("question")
        .values(
            "question",
            "answers",
            "last_fraction",
            "last_confidence",
            "last_answered_at",
            "recent_days",
            "was_mixed",
            "stability",
            "difficulty",
            "due_at",
        )
    )


def graded(attempt, question, *, right=True, when=NOON, confidence=None):
    """One graded answer, not yet remembered."""
    return ResponseFactory(
        attempt=attempt,
        question=question,
        chosen=["b" if right else "a"],
        answered_at=when,
        confidence=confidence,
    )


def memory_of(*answers):
    """What the scheduler makes of answers given as (right, when), oldest first."""
    memory = None
    for right, when in answers:
        memory = review(memory, fraction=float(right), confidence=None, now=when)
    return memory


def days(*numbers):
    return [(NOON + dt.timedelta(days=n)).date().isoformat() for n in numbers]


# One answer after another ----------------------------------------------------------


def test_the_first_answer_is_remembered(learner):
    attempt = AttemptFactory(learner=learner, is_mixed=True)
    response = graded(attempt, QuestionFactory(), right=False, confidence=3)

    remember(attempt, [response])

    recall = Recall.objects.get()
    assert (recall.learner, recall.question) == (learner, response.question)
    assert (recall.answers, recall.last_fraction, recall.last_confidence) == (1, 0.0, 3)
    assert (recall.last_answered_at, recall.recent_days) == (NOON, days(0))
    assert recall.was_mixed


def test_a_later_answer_replaces_the_last_one_and_keeps_the_days(learner):
    question = QuestionFactory()
    for n, right in enumerate([False, True, True, False, True]):
        attempt = AttemptFactory(learner=learner, is_mixed=n == 1)
        when = NOON + dt.timedelta(days=n)
        remember(attempt, [graded(attempt, question, right=right, when=when)])

    recall = Recall.objects.get()
    assert (recall.answers, recall.last_fraction) == (5, 1.0)
    assert recall.recent_days == days(2, 3, 4)
    assert recall.was_mixed  # once is enough


def test_two_answers_on_one_day_are_one_day(learner):
    question = QuestionFactory()
    for hour in (0, 3):
        attempt = AttemptFactory(learner=learner)
        when = NOON + dt.timedelta(hours=hour)
        remember(attempt, [graded(attempt, question, when=when)])

    assert Recall.objects.get().recent_days == days(0)


def test_an_older_answer_graded_later_does_not_become_the_last(learner):
    """A test grades at its end what was answered before a practice in between."""
    question = QuestionFactory()
    test, practice = AttemptFactory.create_batch(2, learner=learner)
    early = graded(test, question, right=False, when=NOON)
    late = graded(practice, question, when=NOON + dt.timedelta(days=1), confidence=2)

    remember(practice, [late])
    remember(test, [early])

    recall = Recall.objects.get()
    assert (recall.answers, recall.last_fraction, recall.last_confidence) == (2, 1.0, 2)
    assert recall.last_answered_at == late.answered_at
    assert recall.recent_days == days(0, 1)


def test_a_wrong_answer_is_due_a_day_later_and_a_right_one_later_still(learner):
    attempt = AttemptFactory(learner=learner)
    wrong = graded(attempt, QuestionFactory(), right=False)
    right = graded(attempt, QuestionFactory())
    certain = graded(attempt, QuestionFactory(), confidence=3)

    remember(attempt, [wrong, right, certain])

    due = [recall.due_at for recall in Recall.objects.order_by("question")]
    assert due == [NOON + dt.timedelta(days=n) for n in (1, 2, 8)]


def test_memory_goes_on_from_what_is_remembered(learner):
    question = QuestionFactory()
    answers = [(True, NOON), (False, NOON + dt.timedelta(days=3))]
    answers.append((True, NOON + dt.timedelta(days=4, hours=1)))
    for right, when in answers:
        attempt = AttemptFactory(learner=learner)
        remember(attempt, [graded(attempt, question, right=right, when=when)])

    assert Recall.objects.get().memory == memory_of(*answers)


def test_an_older_answer_graded_later_counts_where_it_was_given(learner):
    question = QuestionFactory()
    test, practice = AttemptFactory.create_batch(2, learner=learner)
    tomorrow = NOON + dt.timedelta(days=1)
    early = graded(test, question, right=False, when=NOON)
    late = graded(practice, question, when=tomorrow)

    remember(practice, [late])
    remember(test, [early])

    assert Recall.objects.get().memory == memory_of((False, NOON), (True, tomorrow))


def test_an_answer_given_twice_at_one_moment_does_not_depend_on_the_order(learner):
    question = QuestionFactory()
    attempts = AttemptFactory.create_batch(2, learner=learner)
    first, second = [
        graded(attempt, question, right=right)
        for attempt, right in zip(attempts, [False, True], strict=True)
    ]

    remember(attempts[1], [second])
    remember(attempts[0], [first])

    remembered = summary(learner)
    rebuild(learner)
    assert summary(learner) == remembered


def test_a_row_older_than_its_memory_is_made_whole_by_the_next_answer(learner):
    question = QuestionFactory()
    first, second = AttemptFactory.create_batch(2, learner=learner)
    tomorrow = NOON + dt.timedelta(days=1)
    remember(first, [graded(first, question, right=False)])
    Recall.objects.update(stability=None, difficulty=None, due_at=None)

    remember(second, [graded(second, question, when=tomorrow)])

    recall = Recall.objects.get()
    assert recall.answers == 2
    assert recall.memory == memory_of((False, NOON), (True, tomorrow))


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", "2026-11-21"),
        ("Pacific/Auckland", "2026-11-22"),
        ("America/Los_Angeles", "2026-11-21"),
    ],
)
def test_a_day_is_the_learners_own(learner, zone, day):
    User.objects.update(time_zone=zone)
    learner.refresh_from_db()
    attempt = AttemptFactory(learner=learner)

    remember(attempt, [graded(attempt, QuestionFactory(), when=NOON)])

    assert Recall.objects.get().recent_days == [day]


def test_learners_are_remembered_apart(learner, stranger):
    question = QuestionFactory()
    for who, right in ((learner, True), (stranger, False)):
        attempt = AttemptFactory(learner=who)
        remember(attempt, [graded(attempt, question, right=right)])

    assert [row["last_fraction"] for row in summary(learner)] == [1.0]
    assert [row["last_fraction"] for row in summary(stranger)] == [0.0]


def test_remembering_nothing_writes_nothing(learner, django_assert_num_queries):
    attempt = AttemptFactory(learner=learner)

    remember(attempt, [])

    assert not Recall.objects.exists()


@pytest.mark.parametrize("size", [1, 10])
def test_remembering_costs_the_same_for_any_number_of_answers(
    learner, django_assert_num_queries, size
):
    attempt = AttemptFactory(learner=learner)
    responses = [graded(attempt, QuestionFactory()) for _ in range(size)]

    # What is known, what is written, the day; where the learner stands: the questions
    # of the topic with their recalls, what is written.
    with django_assert_num_queries(5):
        remember(attempt, responses)


@pytest.mark.parametrize("size", [1, 10])
def test_answers_older_than_the_last_cost_one_query_more(
    learner, django_assert_num_queries, size
):
    test, practice = AttemptFactory.create_batch(2, learner=learner)
    questions = QuestionFactory.create_batch(size)
    early = [graded(test, one, when=NOON) for one in questions]
    tomorrow = NOON + dt.timedelta(days=1)
    remember(practice, [graded(practice, one, when=tomorrow) for one in questions])

    with django_assert_num_queries(6):  # the answers of these questions too
        remember(test, early)


# Rebuilding ------------------------------------------------------------------------


def test_rebuilding_forgets_what_no_answer_supports(learner, stranger):
    invented = RecallFactory(learner=learner, answers=9)
    kept = RecallFactory(learner=stranger)

    rebuild(learner)

    assert list(Recall.objects.all()) == [kept]
    assert invented not in Recall.objects.all()


def test_open_and_ungraded_slots_are_not_remembered(learner):
    test = QuizFactory(mode=Quiz.Mode.TEST)
    attempt = AttemptFactory(learner=learner, quiz=test)
    ResponseFactory(attempt=attempt)
    ResponseFactory(attempt=attempt, chosen=["b"])
    finished = AttemptFactory(learner=learner, finished_at=NOON)
    ResponseFactory(attempt=finished, fraction=0.0)

    rebuild(learner)

    assert not Recall.objects.exists()


def test_rebuilding_fills_rows_older_than_their_memory(learner):
    attempt = AttemptFactory(learner=learner)
    remember(attempt, [graded(attempt, QuestionFactory())])
    Recall.objects.update(stability=None, difficulty=None, due_at=None)
    assert Recall.objects.get().memory is None

    call_command("rebuild_recall", stdout=io.StringIO())

    assert Recall.objects.get().memory == memory_of((True, NOON))


@pytest.mark.django_db(transaction=True)
def test_the_command_counts_unread_notices_anew_in_a_transaction_of_its_own(learner):
    NoticeFactory(learner=learner)

    call_command("rebuild_recall", stdout=io.StringIO())

    learner.refresh_from_db()
    assert learner.unread_notices == 1


def test_a_learner_without_answers_is_rebuilt_to_nothing(learner):
    rebuild(learner)

    assert summary(learner) == []


# Both ways agree -------------------------------------------------------------------


class Practising:
    """A learner who starts, answers, ends and meddles, as a seed will have it."""

    def __init__(self, learner, seed):
        self.learner, self.random = learner, random.Random(seed)
        self.now = NOON
        banks = [BankFactory(), BankFactory(topic=TopicFactory(slug="symptoms"))]
        self.questions = [QuestionFactory(bank=bank) for bank in banks * 3]
        self.quizzes = []
        for mode in Quiz.Mode.values:
            quiz = QuizFactory(mode=mode)
            for bank in banks[: self.random.choice([1, 2])]:
                BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
            self.quizzes.append(quiz)

    def live(self, steps):
        for _ in range(steps):
            # Hours and odd seconds pass, often over midnight.
            self.now += dt.timedelta(seconds=self.random.randrange(1, 60_000))
            self.random.choice(
                [self.begin, self.reply, self.reply, self.reply, self.end]
            )()
            if self.random.random() < 0.2:
                self.reply_once()

    def begin(self):
        start(
            learner=self.learner,
            quiz=self.random.choice(self.quizzes),
            seed=self.random.randrange(2**31),
            now=self.now,
            attempt_id=uuid.UUID(int=self.random.getrandbits(128)),
        )

    def reply(self):
        slots = list(Response.objects.for_learner(self.learner).order_by("pk"))
        if not slots:
            return
        slot = self.random.choice(slots)
        version = slot.version if self.random.random() < 0.9 else 0
        with contextlib.suppress(Conflict):
            answer(
                learner=self.learner,
                attempt=slot.attempt_id,
                position=slot.position,
                sent=self.something(version),
                now=self.now,
            )

    def reply_once(self):
        question = self.random.choice(self.questions)
        asked = SingleQuestion(
            attempt_id=uuid.UUID(int=self.random.getrandbits(128)),
            revision=question.published_id,
            seed=1,
            purpose=Attempt.Purpose.LESSON_CHECK,
        )
        sent = Sent({"answer": ["b"]}, self.random.choice([None, 1]), version=0)
        answer_single(learner=self.learner, asked=asked, sent=sent, now=self.now)

    def end(self):
        running = Attempt.objects.for_learner(self.learner).running().order_by("pk")
        if attempt := running.first():
            finish(learner=self.learner, attempt=attempt.pk, now=self.now)

    def something(self, version):
        chosen = self.random.choice([["a"], ["b"], ["c"]])
        return Sent({"answer": chosen}, self.random.choice([None, 1, 2, 3]), version)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_remembered_step_by_step_equals_a_rebuild(learner, stranger, seed):
    User.objects.filter(pk=learner.pk).update(time_zone="Pacific/Auckland")
    learner.refresh_from_db()
    Practising(stranger, seed + 1000).live(steps=10)
    Practising(learner, seed).live(steps=40)
    remembered, of_another = summary(learner), summary(stranger)
    assert remembered

    rebuild(learner)

    assert summary(learner) == remembered
    assert summary(stranger) == of_another


@pytest.mark.parametrize("seed", range(10))
def test_answers_graded_in_any_order_come_to_the_same(learner, seed):
    """Tests that are finished long after a practice, and some at one moment."""
    chance = random.Random(seed)
    questions = QuestionFactory.create_batch(2)
    answers = [
        ResponseFactory(
            attempt=AttemptFactory(learner=learner, gives_feedback_at_once=False),
            question=chance.choice(questions),
            chosen=[chance.choice("ab")],
            confidence=chance.choice([None, 1, 2, 3]),
            answered_at=NOON + dt.timedelta(hours=6 * chance.randrange(40)),
        )
        for _ in range(12)
    ]
    chance.shuffle(answers)
    for response in answers:
        response.mark()
        response.save()
        remember(response.attempt, [response])
    remembered = summary(learner)
    assert sum(row["answers"] for row in remembered) == len(answers)

    rebuild(learner)

    assert summary(learner) == remembered


@pytest.mark.parametrize("seed", range(2))
def test_what_an_attempt_counts_equals_its_slots(learner, seed):
    Practising(learner, seed).live(steps=40)

    for attempt in Attempt.objects.all():
        slots = list(attempt.responses.all())
        assert attempt.size == len(slots)
        assert attempt.answered == sum(slot.answer is not None for slot in slots)
        assert attempt.marks == sum(slot.fraction or 0 for slot in slots)
        if attempt.is_finished:
            assert all(slot.is_graded for slot in slots)


# What is due -----------------------------------------------------------------------


def is_due(recall, now=NOON, zone="UTC"):
    """Whether a recall is due; both forms of the rule must say the same."""
    zone = ZoneInfo(zone)
    found = Recall.objects.due(now, zone).filter(pk=recall.pk).exists()
    assert Recall.objects.get(pk=recall.pk).is_due(now, zone) is found
    return found


# The clock goes forward in Los Angeles on 8 March 2026, a day of 23 hours there.
SPRING = dt.datetime(2026, 3, 8, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "now", "midnight"),
    [
        ("UTC", NOON, "2026-11-22T00:00Z"),
        ("Pacific/Auckland", NOON, "2026-11-22T11:00Z"),
        ("America/Los_Angeles", NOON, "2026-11-22T08:00Z"),
        ("UTC", SPRING, "2026-03-09T00:00Z"),
        ("Pacific/Auckland", SPRING, "2026-03-08T11:00Z"),
        ("America/Los_Angeles", SPRING, "2026-03-09T07:00Z"),
    ],
)
def test_a_question_is_due_before_the_learners_next_midnight(
    learner, zone, now, midnight
):
    midnight = dt.datetime.fromisoformat(midnight)
    moment = dt.timedelta(microseconds=1)
    for due_at, is_wanted in [
        (now - dt.timedelta(days=30), True),
        (now, True),
        (midnight - moment, True),
        (midnight, False),
        (midnight + moment, False),
    ]:
        recall = RecallFactory(learner=learner, due_at=due_at)

        assert is_due(recall, now, zone) is is_wanted, due_at


def test_only_published_questions_that_stand_alone_are_due(learner):
    case = Case.objects.create(bank=BankFactory(), slug="mrs-k", title="Mrs K")
    alone, in_a_case, retired, draft = [
        RecallFactory(learner=learner, question=question, due_at=NOON)
        for question in (
            QuestionFactory(),
            QuestionFactory(case=case),
            QuestionFactory(is_retired=True),
            QuestionFactory(published=False),
        )
    ]

    due = [is_due(recall) for recall in (alone, in_a_case, retired, draft)]

    assert due == [True, False, False, False]


def test_a_row_older_than_its_memory_is_not_due_yet(learner):
    recall = RecallFactory(learner=learner, stability=None, due_at=None)

    assert not is_due(recall)


def test_a_recall_made_for_tests_is_what_one_right_answer_makes():
    recall = RecallFactory.build(learner=None, question=None)

    assert recall.memory == memory_of((True, NOON))


def test_what_is_due_is_one_query(learner, django_assert_num_queries):
    RecallFactory.create_batch(3, learner=learner, due_at=NOON)

    with django_assert_num_queries(1):
        due = list(Recall.objects.for_learner(learner).due(NOON, ZoneInfo("UTC")))

    assert len(due) == 3


# Another midnight ------------------------------------------------------------------


def missed_and_put_right(learner):
    """Missed, and right before and after the midnight of Greenwich."""
    question = QuestionFactory()
    midnight = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    for hours, right in ((-30, False), (-2, True), (2, True)):
        attempt = AttemptFactory(learner=learner)
        when = midnight + dt.timedelta(hours=hours)
        remember(attempt, [graded(attempt, question, right=right, when=when)])
    assert not Recall.objects.get().mistake
    assert PracticeDay.objects.count() == 3


def assert_one_day_was_right():
    recall = Recall.objects.get()
    assert recall.mending_days == ["2026-11-22"]
    assert recall.recent_days == ["2026-11-21", "2026-11-22"]
    assert PracticeDay.objects.count() == 2


def test_who_moves_has_days_by_the_new_midnight(learner, learner_client):
    missed_and_put_right(learner)

    learner_client.post(reverse("accounts:settings"), {"time_zone": "Pacific/Auckland"})

    assert_one_day_was_right()


def test_a_guest_who_signs_up_says_where_the_days_begin(guest, guest_client):
    missed_and_put_right(guest)

    sign_up(guest_client, time_zone="Pacific/Auckland")

    assert_one_day_was_right()


def test_an_administrator_who_sets_the_zone_moves_the_days(learner, admin_client):
    missed_and_put_right(learner)

    admin_client.post(
        reverse("admin:accounts_user_change", args=[learner.pk]),
        fields_of(learner, time_zone="Pacific/Auckland"),
    )

    assert_one_day_was_right()


def test_a_zone_that_is_not_known_any_more_stops_nobody(learner, learner_client):
    learner.time_zone = "Mars/Olympus"
    learner.save(update_fields=["time_zone"])
    attempt = AttemptFactory(learner=learner, quiz=None)

    remember(attempt, [graded(attempt, QuestionFactory(), right=False)])

    for page in ("mistakes", "review", "review_plan"):
        assert learner_client.get(reverse(f"quizzes:{page}")).status_code == 200
    learner_client.post(reverse("quizzes:spread_reviews"))
    assert PracticeDay.objects.get().day == NOON.date()
