"""A practice of one's own: what each pool holds, how much, and what is drawn."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.actions import finish, start_practice
from quizzes.building import choice as building
from quizzes.building.choice import MOST, Choice, Pool, title_of, what_is_taken
from quizzes.models import Attempt, Case, Question, Response
from quizzes.scheduling import next_midnight
from quizzes.selection import NotEnoughQuestions
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, ObjectiveFactory, TopicFactory
from tests.quizzes.factories import (
    AttemptFactory,
    BankFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)

UTC = ZoneInfo("UTC")


def met(question: Question, learner, **slot) -> Response:
    attempt = AttemptFactory(learner=learner, quiz=None)
    return ResponseFactory(attempt=attempt, question=question, **slot)


def in_case(**changed) -> Question:
    bank = BankFactory()
    case = Case.objects.create(bank=bank, slug="a-case", title="A case", file="f")
    return QuestionFactory(bank=bank, case=case, **changed)


def fitting(learner, *pools: Pool, now=NOON, zone=UTC, **choice) -> set[Question]:
    return set(building.fitting(Choice(pools=pools, **choice), learner, now, zone))


def counted(learner, *pools: Pool, **choice) -> building.Counts:
    return building.count(Choice(pools=pools, **choice), learner, NOON, UTC)


def start(learner, choice=None, *, attempt_id=None, seed=1) -> Attempt:
    return start_practice(
        learner=learner,
        choice=choice or Choice(),
        seed=seed,
        now=NOON,
        zone=UTC,
        attempt_id=attempt_id or uuid4(),
    )


def asked(attempt: Attempt) -> set[int]:
    return set(attempt.responses.values_list("question", flat=True))


# The pools ------------------------------------------------------------------------


def test_a_question_is_unseen_until_it_stands_in_an_attempt(learner):
    unseen, opened, answered = QuestionFactory.create_batch(3)
    met(opened, learner)
    met(answered, learner, chosen=["b"])

    assert fitting(learner, Pool.UNSEEN) == {unseen}


@pytest.mark.parametrize(
    ("fraction", "is_wrong"), [(0.0, True), (0.5, True), (0.99, True), (1.0, False)]
)
def test_wrong_is_what_was_not_fully_right_last_time(learner, fraction, is_wrong):
    recall = RecallFactory(learner=learner, last_fraction=fraction)

    assert fitting(learner, Pool.WRONG) == ({recall.question} if is_wrong else set())


def test_an_answer_that_is_not_graded_yet_is_not_wrong(learner):
    met(QuestionFactory(), learner)

    assert fitting(learner, Pool.WRONG) == set()


def test_a_flag_on_any_meeting_counts_once(learner):
    flagged, plain = QuestionFactory.create_batch(2)
    for is_flagged in (True, True, False):
        met(flagged, learner, is_flagged=is_flagged)
    met(plain, learner)

    assert fitting(learner, Pool.FLAGGED) == {flagged}
    assert counted(learner).by_pool[Pool.FLAGGED] == 1


def test_what_a_running_test_asks_waits_for_its_end(learner):
    waiting, other = QuestionFactory.create_batch(2)
    test = AttemptFactory(learner=learner, quiz=None, gives_feedback_at_once=False)
    ResponseFactory(attempt=test, question=waiting, is_flagged=True)
    met(other, learner, is_flagged=True)

    assert fitting(learner) == fitting(learner, Pool.FLAGGED) == {other}
    assert counted(learner, Pool.FLAGGED).everything == 1

    finish(learner=learner, attempt=test.pk, now=NOON)
    assert fitting(learner, Pool.FLAGGED) == {waiting, other}


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Tokyo")])
def test_due_is_what_comes_before_midnight_of_the_learner(learner, zone):
    midnight, second = next_midnight(NOON, zone), timedelta(seconds=1)
    just_in, on, after = (
        RecallFactory(learner=learner, due_at=due).question
        for due in (midnight - second, midnight, midnight + second)
    )

    assert fitting(learner, Pool.DUE, zone=zone) == {just_in}
    assert fitting(learner, Pool.DUE, zone=zone, now=midnight) == {just_in, on, after}


def test_without_a_pool_every_question_fits_and_several_are_a_union(learner):
    new, wrong, flagged, right = QuestionFactory.create_batch(4)
    RecallFactory(learner=learner, question=wrong, last_fraction=0.0)
    met(wrong, learner, is_flagged=True)
    met(flagged, learner, is_flagged=True)
    met(right, learner)

    assert fitting(learner) == {new, wrong, flagged, right}
    assert fitting(learner, Pool.WRONG, Pool.FLAGGED) == {wrong, flagged}
    assert fitting(learner, Pool.UNSEEN, Pool.WRONG) == {new, wrong}
    assert counted(learner, Pool.WRONG, Pool.FLAGGED).fitting == 2


def test_answers_of_another_never_count(learner, stranger):
    question = QuestionFactory()
    met(question, stranger, is_flagged=True, chosen=["a"])
    RecallFactory(learner=stranger, question=question, last_fraction=0.0)

    assert fitting(learner, Pool.UNSEEN) == {question}
    assert fitting(learner, Pool.WRONG, Pool.FLAGGED, Pool.DUE) == set()


def test_to_who_has_no_account_everything_is_new(db):
    question = QuestionFactory()

    assert fitting(None) == fitting(None, Pool.UNSEEN) == {question}
    assert fitting(None, Pool.WRONG, Pool.FLAGGED, Pool.DUE) == set()
    assert counted(None, Pool.WRONG) == building.Counts(
        everything=1,
        by_pool={Pool.UNSEEN: 1, Pool.WRONG: 0, Pool.FLAGGED: 0, Pool.DUE: 0},
        fitting=0,
    )


def test_cases_drafts_and_retired_questions_are_not_asked(learner):
    one = in_case()
    QuestionFactory(published=False)
    QuestionFactory(is_retired=True)
    RecallFactory(learner=learner, question=one, last_fraction=0.0, due_at=NOON)
    met(one, learner, is_flagged=True)

    assert fitting(learner) == fitting(learner, *Pool) == set()
    assert counted(learner).everything == 0
    assert not building.topics().exists()
    assert not building.objectives().exists()


# Topics and objectives ------------------------------------------------------------


def test_the_topics_and_the_objective_narrow_all_counts(learner):
    symptoms = TopicFactory(slug="symptoms")
    objective = ObjectiveFactory(module__topic=symptoms)
    bank = BankFactory(topic=symptoms)
    mine = QuestionFactory(bank=bank, objective=objective)
    other = QuestionFactory(bank=bank)
    elsewhere = QuestionFactory()
    met(elsewhere, learner, is_flagged=True)

    assert fitting(learner, topics=(symptoms,)) == {mine, other}
    assert fitting(learner, objective=objective) == {mine}
    assert (
        fitting(learner, topics=(elsewhere.bank.topic,), objective=objective) == set()
    )
    within = counted(learner, Pool.FLAGGED, topics=(symptoms,))
    assert (within.everything, within.fitting) == (2, 0)
    assert (within.by_pool[Pool.UNSEEN], within.by_pool[Pool.FLAGGED]) == (2, 0)


def test_only_topics_and_objectives_with_questions_are_offered(learner):
    question = QuestionFactory()
    TopicFactory(slug="nursing")
    ObjectiveFactory()

    assert list(building.topics()) == [question.bank.topic]
    assert list(building.objectives()) == [question.objective]


# Drawing --------------------------------------------------------------------------


@pytest.mark.parametrize("pools", [(), (Pool.UNSEEN,), (Pool.WRONG, Pool.FLAGGED)])
def test_what_is_drawn_is_what_was_counted(learner, pools):
    new, wrong, flagged = QuestionFactory.create_batch(3)
    in_case()
    RecallFactory(learner=learner, question=wrong, last_fraction=0.5)
    met(wrong, learner)
    met(flagged, learner, is_flagged=True)

    expected = {one.pk for one in fitting(learner, *pools)}
    count = counted(learner, *pools).fitting
    attempt = start(learner, Choice(pools=pools, count=MOST))

    assert asked(attempt) == expected
    assert attempt.size == attempt.responses.count() == count


@pytest.mark.parametrize(("there_are", "size"), [(4, 4), (5, 5), (6, 5)])
def test_it_takes_as_many_as_were_asked_or_all_there_are(learner, there_are, size):
    QuestionFactory.create_batch(there_are)

    assert start(learner, Choice(count=5)).size == size


def test_a_practice_is_an_attempt_of_its_own_kind(learner):
    question = QuestionFactory()
    met(question, learner, is_flagged=True)

    attempt = start(learner, Choice(pools=(Pool.FLAGGED,)), seed=7)

    attempt.refresh_from_db()
    assert (attempt.purpose, attempt.quiz, attempt.pass_mark) == ("built", None, None)
    assert attempt.gives_feedback_at_once
    assert (attempt.seed, attempt.started_at) == (7, NOON)
    assert (attempt.title, attempt.is_mixed) == ("My practice: flagged", False)
    (slot,) = attempt.responses.all()
    assert slot.shown_revision == question.published
    assert sorted(slot.option_order) == ["a", "b", "c"]
    assert slot.is_flagged


def test_questions_of_two_topics_make_it_mixed(learner):
    QuestionFactory()
    QuestionFactory(bank__topic__slug="symptoms")

    assert start(learner).is_mixed


def test_of_all_questions_the_new_ones_come_first(learner):
    old, new = QuestionFactory.create_batch(2)
    met(old, learner)

    for seed in range(8):
        Attempt.objects.filter(purpose="built").delete()
        assert asked(start(learner, Choice(count=1), seed=seed)) == {new.pk}


def test_of_pools_chance_draws_so_that_wrong_ones_do_not_wait_for_the_new(learner):
    wrong, new = QuestionFactory.create_batch(2)
    met(wrong, learner)
    RecallFactory(learner=learner, question=wrong, last_fraction=0.0)
    both = Choice(pools=(Pool.UNSEEN, Pool.WRONG), count=1)
    drawn = set()

    for seed in range(20):
        Attempt.objects.filter(purpose="built").delete()
        drawn |= asked(start(learner, both, seed=seed))

    assert drawn == {wrong.pk, new.pk}


def test_where_nothing_fits_nothing_is_started(learner):
    QuestionFactory()

    with pytest.raises(NotEnoughQuestions):
        start(learner, Choice(pools=(Pool.WRONG,)))

    assert not Attempt.objects.exists()


def test_a_second_start_of_one_form_finds_the_first_though_nothing_is_new_now(learner):
    QuestionFactory.create_batch(2)
    new, name = Choice(pools=(Pool.UNSEEN,)), uuid4()

    first = start(learner, new, attempt_id=name)

    assert start(learner, new, attempt_id=name) == first
    assert Attempt.objects.count() == 1
    assert first.responses.count() == 2


def test_two_starts_at_once_make_one_attempt(learner, monkeypatch):
    QuestionFactory()
    first = start(learner)
    looked = []
    real = type(Attempt.objects.all()).first

    def too_early(queryset):
        looked.append(queryset)
        return None if len(looked) == 1 else real(queryset)

    monkeypatch.setattr(type(Attempt.objects.all()), "first", too_early)

    assert start(learner, attempt_id=first.pk) == first
    assert Attempt.objects.count() == 1


def test_the_name_of_an_attempt_of_another_or_of_a_finished_one_is_refused(learner):
    QuestionFactory()
    theirs, mine = start(UserFactory()), start(learner)
    finish(learner=learner, attempt=mine.pk, now=NOON)

    for name in (theirs.pk, mine.pk):
        with pytest.raises(Attempt.DoesNotExist):
            start(learner, attempt_id=name)


def test_two_practices_may_run_at_the_same_time(learner):
    QuestionFactory()

    start(learner), start(learner)

    assert Attempt.objects.for_learner(learner).running().count() == 2


# In words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fitting", "asked", "words"),
    [
        (1, 10, "1 question fits and is taken."),
        (1, MOST, "1 question fits and is taken."),
        (12, 20, "12 questions fit; 20 were asked: all 12 are taken."),
        (12, MOST, "12 questions fit; all of them are taken."),
        (20, 20, "20 questions fit; all of them are taken."),
        (21, 20, "21 questions fit; 20 of them are drawn."),
        (MOST + 1, MOST, "51 questions fit; 50 of them are drawn."),
    ],
)
def test_the_page_says_what_a_start_takes(fitting, asked, words):
    assert what_is_taken(fitting, asked) == words


@pytest.mark.parametrize("pool", Pool)
def test_an_empty_pool_says_why_and_what_there_is_instead(learner, pool):
    question = QuestionFactory()
    if pool is Pool.UNSEEN:
        met(question, learner)
    choice = Choice(pools=(pool,))

    counts = building.count(choice, learner, NOON, UTC)
    label, other = building.nearest(choice, counts)

    assert counts.fitting == 0
    assert building.why_nothing(choice, counts) == building.NOTHING[pool]
    assert label.endswith("(1)")
    assert building.count(other, learner, NOON, UTC).fitting == 1


def test_topics_without_the_objective_say_so(learner):
    objective = QuestionFactory().objective
    symptoms = QuestionFactory(bank__topic__slug="symptoms").bank.topic
    choice = Choice(topics=(symptoms,), objective=objective)

    counts = building.count(choice, learner, NOON, UTC)
    label, other = building.nearest(choice, counts)

    assert "topics" in building.why_nothing(choice, counts)
    assert (label, other) == (
        "Leave the objective out",
        replace(choice, objective=None),
    )


@pytest.mark.parametrize(
    ("topics", "objective", "pools", "title"),
    [
        ([], "", [], "My practice: all topics"),
        ([], "", ["new"], "My practice: new"),
        (["Symptoms"], "", [], "My practice: Symptoms"),
        (
            ["Symptoms"],
            "",
            ["wrong", "flagged"],
            "My practice: Symptoms, wrong and flagged",
        ),
        (["A", "B", "C"], "", ["due"], "My practice: A, B and C, due"),
        (["Symptoms"], "Name the signs.", [], "My practice: Name the signs"),
        (["T" * 50, "U" * 50], "", ["new"], "My practice: 2 topics, new"),
        ([], "o" * 200, ["due"], f"My practice: {'o' * 81}…, due"),
    ],
)
def test_a_practice_is_called_by_what_was_chosen(topics, objective, pools, title):
    assert title_of(topics, objective, pools) == title


@given(
    topics=st.lists(st.text(min_size=1, max_size=100), max_size=8),
    objective=st.text(max_size=300),
    pools=st.lists(st.sampled_from(sorted(building.IN_TITLE.values())), unique=True),
)
def test_no_title_is_longer_than_its_column(topics, objective, pools):
    title = title_of(topics, objective, pools)

    assert len("My practice: ") < len(title) <= 100
    assert all(pool in title for pool in pools)


# Many answers ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 30])
def test_all_counts_come_from_one_query_however_long_the_history(
    learner, django_assert_num_queries, size
):
    for _ in range(size):
        recall = RecallFactory(learner=learner, last_fraction=0.0, due_at=NOON)
        met(recall.question, learner, is_flagged=True)

    with django_assert_num_queries(1):
        counts = counted(learner, *Pool)

    assert counts.fitting == counts.everything == size
    assert counts.by_pool == {
        Pool.UNSEEN: 0,
        Pool.WRONG: size,
        Pool.FLAGGED: size,
        Pool.DUE: size,
    }


@pytest.mark.parametrize("size", [2, 50])
def test_a_start_costs_the_same_for_any_size(learner, django_assert_num_queries, size):
    QuestionFactory.create_batch(size)

    # Looking for it, 2 for the savepoint, the pool, what was met, 3 to write
    with django_assert_num_queries(8):
        assert start(learner, Choice(count=MOST)).size == size
