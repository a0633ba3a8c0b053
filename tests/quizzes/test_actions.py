import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from quizzes.actions import (
    Conflict,
    NoAttemptsLeft,
    Sent,
    SingleQuestion,
    answer,
    answer_single,
    count_answers,
    finish,
    single_slot,
    start_quiz,
)
from quizzes.actions import start as start_module
from quizzes.grading import InvalidAnswer
from quizzes.models import Attempt, Question, QuestionRevision, Quiz, Recall, Response
from quizzes.selection import NotEnoughQuestions
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, TopicFactory
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
    option,
)

SEED = 11


def at(minutes):
    return NOON + dt.timedelta(minutes=minutes)


def sent(*chosen, version=0, confidence=None):
    return Sent(fields={"answer": list(chosen)}, confidence=confidence, version=version)


@pytest.fixture
def bank(db):
    """Three questions; b is right in each of them."""
    bank = BankFactory()
    QuestionFactory.create_batch(3, bank=bank)
    return bank


def quiz_of(bank, count=3, **fields):
    quiz = QuizFactory(**fields)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=count)
    return quiz


@pytest.fixture
def practice(bank):
    return quiz_of(bank)


@pytest.fixture
def test_quiz(bank):
    return quiz_of(bank, mode=Quiz.Mode.TEST, pass_mark=60)


def start(learner, quiz, *, seed=SEED, now=NOON, attempt_id=None):
    return start_quiz(
        learner=learner,
        quiz=quiz,
        seed=seed,
        now=now,
        attempt_id=attempt_id or uuid.uuid4(),
    )


def give(attempt, position, given, *, learner=None, minutes=1):
    return answer(
        learner=learner or attempt.learner,
        attempt=attempt.pk,
        position=position,
        sent=given,
        now=at(minutes),
    )


def republish(question, **fields):
    question.draft = {**question.draft, **fields}
    question.save()
    return question.publish(by=None, reason="Corrected", now=at(60))


# Starting --------------------------------------------------------------------------


def test_a_start_writes_the_slots_with_what_they_will_show(learner, practice):
    name = uuid.uuid4()

    attempt = start(learner, practice, attempt_id=name)

    attempt = Attempt.objects.get(pk=name)
    assert (attempt.learner, attempt.quiz, attempt.title) == (
        learner,
        practice,
        practice.title,
    )
    assert (attempt.size, attempt.answered, attempt.marks) == (3, 0, 0)
    assert (attempt.started_at, attempt.finished_at, attempt.seed) == (NOON, None, SEED)
    slots = list(attempt.responses.all())
    assert [slot.position for slot in slots] == [1, 2, 3]
    assert len({slot.question_id for slot in slots}) == 3
    for slot in slots:
        assert slot.shown_revision == slot.question.published
        assert sorted(slot.option_order) == ["a", "b", "c"]
        assert (slot.answer, slot.fraction, slot.version) == (None, None, 0)


def test_starting_twice_is_one_attempt(learner, practice):
    first = start(learner, practice)
    second = start(learner, practice, seed=SEED + 1, now=at(5))

    assert first == second
    assert Attempt.objects.count() == 1
    assert Response.objects.count() == 3


def test_a_start_that_loses_a_race_gets_the_attempt_that_won(
    learner, practice, monkeypatch
):
    winner = start(learner, practice)
    queryset = type(Attempt.objects.all())
    monkeypatch.setattr(
        queryset, "first", lambda self: None
    )  # looked a moment too soon

    assert start(learner, practice) == winner
    assert Attempt.objects.count() == 1


def test_a_double_click_on_the_last_attempt_allowed_is_that_attempt(
    learner, bank, monkeypatch
):
    quiz = quiz_of(bank, attempts_allowed=1)
    winner = start(learner, quiz)
    queryset = type(Attempt.objects.all())
    look, too_soon = queryset.first, [None]
    monkeypatch.setattr(
        queryset, "first", lambda self: too_soon.pop() if too_soon else look(self)
    )

    assert start(learner, quiz) == winner
    assert Attempt.objects.count() == 1


def test_the_name_of_a_finished_attempt_is_not_used_again(learner, practice):
    attempt = start(learner, practice)
    finish(learner=learner, attempt=attempt.pk, now=at(1))

    with pytest.raises(Attempt.DoesNotExist):
        start(learner, practice, attempt_id=attempt.pk, now=at(2))

    assert Attempt.objects.count() == 1


def test_a_start_under_the_name_of_another_learners_attempt_is_refused(
    learner, stranger, practice
):
    theirs = start(stranger, practice)

    with pytest.raises(Attempt.DoesNotExist):
        start(learner, practice, attempt_id=theirs.pk)


def test_two_learners_and_two_quizzes_are_four_attempts(
    learner, stranger, practice, bank
):
    other = quiz_of(bank)
    for who in (learner, stranger):
        for quiz in (practice, other):
            start(who, quiz)

    assert Attempt.objects.count() == 4


def test_after_the_end_a_start_is_a_new_attempt(learner, practice):
    first = start(learner, practice)
    finish(learner=learner, attempt=first.pk, now=at(1))

    second = start(learner, practice, now=at(2))

    assert first != second
    assert second.started_at == at(2)


def test_the_same_seed_draws_the_same_slots(learner, stranger, practice):
    def slots(attempt):
        return list(attempt.responses.values_list("question", "option_order"))

    assert slots(start(learner, practice)) == slots(start(stranger, practice))


def test_a_quiz_that_asks_for_too_much_makes_no_attempt(learner, bank):
    quiz = quiz_of(bank, count=4)

    with pytest.raises(NotEnoughQuestions):
        start(learner, quiz)

    assert not Attempt.objects.exists()


def test_a_quiz_without_rows_makes_no_attempt(learner, db):
    with pytest.raises(NotEnoughQuestions):
        start(learner, QuizFactory())

    assert not Attempt.objects.exists()


def test_drafts_and_retired_questions_are_not_drawn(learner, bank):
    QuestionFactory(bank=bank, published=False)
    QuestionFactory(bank=bank, is_retired=True)

    with pytest.raises(NotEnoughQuestions):
        start(learner, quiz_of(bank, count=4))


def test_an_attempt_over_several_topics_is_mixed(learner, bank):
    other = BankFactory(topic=TopicFactory(slug="symptoms"))
    QuestionFactory(bank=other)
    quiz = quiz_of(bank, count=1)
    BlueprintRowFactory(quiz=quiz, bank=other)

    assert start(learner, quiz).is_mixed
    assert not start(learner, quiz_of(bank, count=1)).is_mixed


# Practice --------------------------------------------------------------------------


@pytest.mark.parametrize(("chosen", "fraction"), [("b", 1.0), ("a", 0.0)])
def test_practice_grades_each_answer_at_once(learner, practice, chosen, fraction):
    attempt = start(learner, practice)

    response = give(attempt, 2, sent(chosen, confidence=3), minutes=7)

    response = Response.objects.get(pk=response.pk)
    assert (response.answer, response.fraction) == ({"options": [chosen]}, fraction)
    assert (response.confidence, response.answered_at) == (3, at(7))
    assert response.graded_revision == response.shown_revision
    assert response.is_released
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.marks) == (1, fraction)
    assert not attempt.is_finished
    recall = Recall.objects.get()
    assert (recall.question_id, recall.last_fraction) == (
        response.question_id,
        fraction,
    )


def test_the_same_answer_twice_is_one_answer(learner, practice):
    attempt = start(learner, practice)

    first = give(attempt, 1, sent("b"))
    again = give(attempt, 1, sent("b"), minutes=2)
    later = give(attempt, 1, sent("b", version=1), minutes=3)

    assert first == again == later
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.marks) == (1, 1.0)
    assert Response.objects.get(pk=first.pk).answered_at == at(1)
    assert Recall.objects.get().answers == 1


@pytest.mark.parametrize("version", [0, 1])
def test_another_answer_to_a_graded_slot_conflicts_and_changes_nothing(
    learner, practice, version
):
    attempt = start(learner, practice)
    give(attempt, 1, sent("a"))

    with pytest.raises(Conflict) as caught:
        give(attempt, 1, sent("b", version=version), minutes=2)

    assert caught.value.response.answer == {"options": ["a"]}
    assert Response.objects.get(attempt=attempt, position=1).answer == {
        "options": ["a"]
    }
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.marks) == (1, 0.0)


def test_the_last_answer_ends_a_practice(learner, practice):
    attempt = start(learner, practice)
    for position, chosen in enumerate(["b", "a", "b"], start=1):
        give(attempt, position, sent(chosen), minutes=position)

    attempt.refresh_from_db()
    assert attempt.finished_at == at(3)
    assert (attempt.answered, attempt.marks, attempt.percent) == (3, 2.0, 67)
    assert attempt.is_passed is None


def test_a_practice_may_be_ended_with_questions_left_open(learner, practice):
    attempt = start(learner, practice)
    give(attempt, 1, sent("b"))

    finish(learner=learner, attempt=attempt.pk, now=at(5))

    attempt.refresh_from_db()
    assert (attempt.finished_at, attempt.answered, attempt.marks) == (at(5), 1, 1.0)
    assert [slot.fraction for slot in attempt.responses.all()] == [1.0, 0.0, 0.0]
    assert Recall.objects.count() == 1


# Tests -----------------------------------------------------------------------------


def test_a_test_keeps_its_grades_until_the_end(learner, test_quiz):
    attempt = start(learner, test_quiz)

    response = give(attempt, 1, sent("b"))

    assert (response.fraction, response.is_released) == (None, False)
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.marks) == (1, 0.0)
    assert not Recall.objects.exists()


def test_an_answer_of_a_test_may_be_changed_with_the_version_that_was_shown(
    learner, test_quiz
):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("a"))

    response = give(attempt, 1, sent("b", version=1, confidence=2), minutes=2)

    assert (response.answer, response.version, response.confidence) == (
        {"options": ["b"]},
        2,
        2,
    )
    attempt.refresh_from_db()
    assert attempt.answered == 1


def test_a_stale_version_conflicts_and_shows_what_is_stored(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("a"))

    with pytest.raises(Conflict) as caught:
        give(attempt, 1, sent("b", version=0), minutes=2)

    assert caught.value.response.answer == {"options": ["a"]}
    assert caught.value.response.version == 1
    assert Response.objects.get(attempt=attempt, position=1).answer == {
        "options": ["a"]
    }


def test_the_stored_answer_from_a_stale_page_is_the_same_success(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("a"))

    response = give(attempt, 1, sent("a", version=0), minutes=2)

    assert (response.answer, response.version) == ({"options": ["a"]}, 1)


def test_a_blank_answer_takes_nothing_back(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("a"))

    with pytest.raises(InvalidAnswer):
        give(attempt, 1, sent(version=1), minutes=2)

    response = attempt.responses.get(position=1)
    assert (response.answer, response.version) == ({"options": ["a"]}, 1)


def test_the_end_grades_everything_and_remembers_what_was_answered(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("b"), minutes=1)
    give(attempt, 3, sent("a"), minutes=2)

    finished = finish(learner=learner, attempt=attempt.pk, now=at(9))

    attempt.refresh_from_db()
    assert finished == attempt
    assert (attempt.finished_at, attempt.marks, attempt.percent) == (at(9), 1.0, 33)
    assert attempt.is_passed is False
    slots = list(attempt.responses.all())
    assert [slot.fraction for slot in slots] == [1.0, 0.0, 0.0]
    assert all(slot.graded_revision == slot.shown_revision for slot in slots)
    remembered = {recall.question_id: recall for recall in Recall.objects.all()}
    assert remembered.keys() == {slots[0].question_id, slots[2].question_id}
    assert remembered[slots[0].question_id].last_answered_at == at(1)


@pytest.mark.parametrize(
    ("right", "is_passed"), [(3, True), (2, True), (1, False), (0, False)]
)
def test_the_pass_mark_decides(learner, test_quiz, right, is_passed):
    attempt = start(learner, test_quiz)
    for position in range(1, right + 1):
        give(attempt, position, sent("b"))

    finished = finish(learner=learner, attempt=attempt.pk, now=at(9))

    assert finished.is_passed is is_passed


def test_finishing_twice_is_finishing_once(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("b"))
    finish(learner=learner, attempt=attempt.pk, now=at(5))

    again = finish(learner=learner, attempt=attempt.pk, now=at(6))

    assert (again.finished_at, again.marks) == (at(5), 1.0)
    assert Recall.objects.get().answers == 1


def test_after_the_end_only_the_stored_answer_is_accepted(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("a"))
    finish(learner=learner, attempt=attempt.pk, now=at(5))

    assert give(attempt, 1, sent("a", version=1), minutes=6).answer == {
        "options": ["a"]
    }
    for position, given in ((1, sent("b", version=1)), (2, sent("b"))):
        with pytest.raises(Conflict):
            give(attempt, position, given, minutes=6)
    assert Attempt.objects.get().marks == 0


# What cannot be an answer ----------------------------------------------------------


@pytest.mark.parametrize("chosen", [["z"], ["a", "b"], ["a", "a"], [""], ["A"]])
def test_an_impossible_answer_is_refused_and_changes_nothing(learner, practice, chosen):
    attempt = start(learner, practice)

    with pytest.raises(InvalidAnswer):
        give(attempt, 1, sent(*chosen))

    response = Response.objects.get(attempt=attempt, position=1)
    assert (response.answer, response.version) == (None, 0)


def test_an_option_of_another_question_is_refused(learner, bank):
    QuestionFactory(
        bank=bank, content={"options": [option("x", key=True), option("y")]}
    )
    attempt = start(learner, quiz_of(bank, count=4))
    other = next(s for s in attempt.responses.all() if "x" not in s.option_order)

    with pytest.raises(InvalidAnswer):
        give(attempt, other.position, sent("x"))


@pytest.mark.parametrize("mode", Quiz.Mode.values)
def test_another_learner_finds_nothing(learner, stranger, bank, mode):
    attempt = start(learner, quiz_of(bank, mode=mode))

    with pytest.raises(Response.DoesNotExist):
        give(attempt, 1, sent("b"), learner=stranger)
    with pytest.raises(Attempt.DoesNotExist):
        finish(learner=stranger, attempt=attempt.pk, now=at(1))

    attempt.refresh_from_db()
    assert (attempt.answered, attempt.finished_at) == (0, None)


@pytest.mark.parametrize("position", [0, 4, -1])
def test_a_slot_that_is_not_there_is_not_found(learner, practice, position):
    attempt = start(learner, practice)

    with pytest.raises(Response.DoesNotExist):
        give(attempt, position, sent("b"))


# Questions that change meanwhile ---------------------------------------------------


def test_a_running_attempt_keeps_the_question_that_it_shows(learner, practice):
    attempt = start(learner, practice)
    slot = attempt.responses.get(position=1)
    republish(slot.question, stem="New?", options=[option("a", key=True), option("b")])

    response = give(attempt, 1, sent("b"))

    assert response.shown_revision.number == 1
    assert response.shown_revision.content["stem"] != "New?"
    assert (response.fraction, response.graded_revision) == (1.0, slot.shown_revision)

    finish(learner=learner, attempt=attempt.pk, now=at(5))
    new = start(learner, practice, now=at(6))
    shown = new.responses.get(question=slot.question).shown_revision
    assert (shown.number, shown.content["stem"]) == (2, "New?")


def test_a_question_retired_meanwhile_is_still_answered(learner, practice):
    attempt = start(learner, practice)
    Question.objects.update(is_retired=True)

    assert give(attempt, 1, sent("b")).fraction == 1.0


# A question by itself --------------------------------------------------------------


@pytest.fixture
def revision(db):
    return QuestionFactory().published


def ask(revision, **given):
    return SingleQuestion(
        attempt_id=uuid.uuid4(),
        revision=revision.pk,
        seed=SEED,
        purpose=Attempt.Purpose.LIVE,
        **given,
    )


def give_single(learner, asked, given, minutes=1):
    return answer_single(learner=learner, asked=asked, sent=given, now=at(minutes))


def test_a_question_by_itself_is_an_attempt_of_one(learner, revision):
    asked = ask(revision)

    response = give_single(learner, asked, sent("b", confidence=1))

    attempt = Attempt.objects.get()
    assert (attempt.pk, attempt.learner, attempt.quiz) == (
        asked.attempt_id,
        learner,
        None,
    )
    assert (attempt.purpose, attempt.size, attempt.marks) == ("live", 1, 1.0)
    assert attempt.finished_at == at(1)
    assert (response.fraction, response.confidence) == (1.0, 1)
    assert tuple(response.option_order) == single_slot(revision, SEED).option_order
    assert Recall.objects.get().question == revision.question


def test_one_ticket_twice_is_one_attempt(learner, revision):
    asked = ask(revision)

    first = give_single(learner, asked, sent("b"))
    again = give_single(learner, asked, sent("b"), minutes=2)

    assert first == again
    assert Attempt.objects.count() == 1
    assert Recall.objects.get().answers == 1


def test_one_ticket_with_another_answer_conflicts(learner, revision):
    asked = ask(revision)
    give_single(learner, asked, sent("a"))

    with pytest.raises(Conflict) as caught:
        give_single(learner, asked, sent("b"), minutes=2)

    assert caught.value.response.answer == {"options": ["a"]}
    assert Response.objects.get().answer == {"options": ["a"]}


def test_two_tickets_are_two_attempts(learner, revision):
    give_single(learner, ask(revision), sent("a"))
    give_single(learner, ask(revision), sent("b"), minutes=2)

    assert Attempt.objects.count() == 2
    assert Recall.objects.get().answers == 2


def test_the_ticket_of_another_learner_opens_nothing(learner, stranger, revision):
    asked = ask(revision)
    give_single(learner, asked, sent("b"))

    with pytest.raises(Attempt.DoesNotExist):
        give_single(stranger, asked, sent("b"))

    assert Attempt.objects.get().learner == learner
    assert Recall.objects.get().learner == learner


def test_an_impossible_answer_by_itself_makes_no_attempt(learner, revision):
    with pytest.raises(InvalidAnswer):
        give_single(learner, ask(revision), sent("z"))

    assert not Attempt.objects.exists()


def test_a_question_changed_since_the_page_was_shown_is_not_answered(learner, revision):
    asked = ask(revision)
    republish(revision.question, stem="New?")

    with pytest.raises(QuestionRevision.DoesNotExist):
        give_single(learner, asked, sent("b"))

    assert not Attempt.objects.exists()


@pytest.mark.parametrize("fields", [{"is_retired": True}, {"published": None}])
def test_a_question_taken_away_since_is_not_answered(learner, revision, fields):
    Question.objects.update(**fields)

    with pytest.raises(QuestionRevision.DoesNotExist):
        give_single(learner, ask(revision), sent("b"))


def test_the_page_and_the_answer_agree_on_the_order_of_options(revision):
    orders = {single_slot(revision, seed).option_order for seed in range(20)}

    assert len(orders) > 1
    assert single_slot(revision, SEED) == single_slot(revision, SEED)


# Counting --------------------------------------------------------------------------


def test_answers_are_counted_and_open_slots_are_not(learner, stranger, practice):
    attempt = start(learner, practice)
    assert count_answers(learner) == 0

    give(attempt, 1, sent("b"))
    give(attempt, 2, sent("a"))

    assert count_answers(learner) == 2
    assert count_answers(stranger) == 0


def test_slots_left_open_at_the_end_are_unanswered(learner, test_quiz):
    attempt = start(learner, test_quiz)
    give(attempt, 1, sent("b"))
    finish(learner=learner, attempt=attempt.pk, now=at(2))

    assert count_answers(learner) == 1
    open_slots = attempt.responses.unanswered().order_by("position")
    assert [slot.position for slot in open_slots] == [2, 3]


# Limits of rows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "size", "pass_mark", "is_passed"),
    [
        (7, 10, 70, True),
        (6.999, 10, 70, False),
        (0.7 + 0.7 + 0.7, 3, 70, True),
        (8, 10, 80, True),
        (4, 5, 81, False),
        (3, 10, None, None),
    ],
)
def test_the_pass_mark_is_exact_at_the_border(marks, size, pass_mark, is_passed):
    attempt = AttemptFactory.build(
        quiz=None, marks=marks, size=size, pass_mark=pass_mark, finished_at=NOON
    )

    assert attempt.is_passed is is_passed


def test_the_factories_of_attempts_and_responses_agree_with_the_actions(learner):
    attempt = AttemptFactory(learner=learner)
    right = ResponseFactory(attempt=attempt, chosen=["b"])
    empty = ResponseFactory(attempt=attempt)

    assert (right.position, right.fraction, right.answer) == (
        1,
        1.0,
        {"options": ["b"]},
    )
    assert (empty.position, empty.fraction, empty.answer) == (2, None, None)


# At once -----------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", Quiz.Mode.values)
def test_answers_that_arrive_at_once_are_all_counted(mode):
    bank = BankFactory()
    QuestionFactory.create_batch(8, bank=bank)
    attempt = start(UserFactory(), quiz_of(bank, count=8, mode=mode))
    together = threading.Barrier(8)

    def reply(position):
        together.wait(timeout=20)
        try:
            give(attempt, position, sent("b"))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(reply, range(1, 9)))

    attempt.refresh_from_db()
    is_practice = mode == Quiz.Mode.PRACTICE
    assert (attempt.answered, attempt.marks) == (8, 8.0 if is_practice else 0.0)
    assert attempt.is_finished is is_practice


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempts_allowed", [None, 1])
def test_starts_that_arrive_at_once_are_one_attempt(attempts_allowed):
    bank = BankFactory()
    QuestionFactory.create_batch(3, bank=bank)
    learner, quiz = UserFactory(), quiz_of(bank, attempts_allowed=attempts_allowed)
    together = threading.Barrier(6)

    def begin(_):
        together.wait(timeout=20)
        try:
            return start(learner, quiz).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(begin, range(6)))) == 1

    assert Response.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_start_that_was_counted_too_early_is_not_one_too_many(monkeypatch):
    """Of two starts at once the first is finished before the second writes."""
    bank = BankFactory()
    QuestionFactory.create_batch(3, bank=bank)
    learner, quiz = UserFactory(), quiz_of(bank, attempts_allowed=1)
    both_counted, over = threading.Barrier(2), threading.Event()
    draw_from = start_module.pools

    def meanwhile(rows):
        # Without the lock both come here, and the second goes on only afterwards.
        try:
            if both_counted.wait(timeout=1) == 0:
                over.wait(timeout=5)
        except threading.BrokenBarrierError:
            pass
        return draw_from(rows)

    monkeypatch.setattr(start_module, "pools", meanwhile)

    def begin(_):
        try:
            begun = start(learner, quiz)
            finish(learner=learner, attempt=begun.pk, now=at(1))
        except NoAttemptsLeft:
            pass
        finally:
            over.set()
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(begin, range(2)))

    assert Attempt.objects.count() == 1
