"""The page of results: what came of an attempt, and what to look at first."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.mastery import State
from quizzes.models import Attempt, Case, Quiz
from quizzes.results import page as results
from quizzes.results.answers import part_of_one
from tests.lessons.factories import NOON, ObjectiveFactory
from tests.quizzes.attempts import (
    CERTAIN,
    GUESSING,
    MULTIPLE,
    PARTLY,
    RIGHT,
    WRONG,
    Slot,
    finished,
    open_page,
    words,
)
from tests.quizzes.factories import BankFactory, QuestionFactory, QuizFactory

pytestmark = pytest.mark.django_db

SAFETY = {"safety": True}


@pytest.fixture
def seen(learner, learner_client):
    """The words of the page of results, in order."""

    def words_of(*slots: Slot, **fields) -> str:
        return words(page_of(finished(slots, learner=learner, **fields)))

    def page_of(attempt: Attempt) -> str:
        return learner_client.get(attempt.get_absolute_url()).content.decode()

    return words_of


# The head ----------------------------------------------------------------------


def test_the_heading_counts_what_is_fully_right(seen):
    page = seen(Slot(RIGHT), Slot(PARTLY, **MULTIPLE), Slot(WRONG), quiz__title="Try")

    assert "1 of 3: Try" in page
    assert "56 % of the marks" in page
    assert "3 of 3 answered" in page


@pytest.mark.parametrize(
    ("taken", "minutes"),
    [
        (timedelta(seconds=59), 0),
        (timedelta(seconds=60), 1),
        (timedelta(minutes=12, seconds=59), 12),
        (timedelta(hours=6), 360),
        (timedelta(hours=6, seconds=1), None),
        (timedelta(days=3), None),
    ],
)
def test_the_time_is_in_whole_minutes_unless_it_says_nothing(taken, minutes):
    attempt = Attempt(started_at=NOON, finished_at=NOON + taken)

    assert results.minutes_taken(attempt) == minutes


def test_the_time_is_shown_up_to_six_hours(seen):
    assert "12 min" in seen(Slot(RIGHT))
    assert "less than 1 min" in seen(Slot(RIGHT), after=timedelta(seconds=20))
    assert " min" not in seen(Slot(RIGHT), after=timedelta(hours=7))


@pytest.mark.parametrize(
    ("marks", "pass_mark", "percent"),
    [
        (2.0, None, 67),
        (1.0, None, 33),
        (2.09, 70, 69),  # 69.7 is not 70
        (2.1, 70, 70),
        (2.14, 70, 71),  # 71.3
        (2.99, None, 99),
        (3.0, None, 100),
    ],
)
def test_the_percentage_never_says_that_a_border_was_reached(marks, pass_mark, percent):
    attempt = Attempt(marks=marks, size=3, pass_mark=pass_mark)

    assert attempt.percent == percent


def test_a_test_closed_by_the_clock_says_that_what_was_saved_counts(seen):
    page = seen(Slot(RIGHT), Slot(), time_limit_minutes=10, after=timedelta(hours=1))

    assert "The time was over before you finished." in page
    assert "Everything that was saved by then counts." in page
    assert " 10 min" in page


def test_a_test_finished_in_time_says_nothing_of_it(seen):
    assert "time was over" not in seen(Slot(RIGHT), time_limit_minutes=60)


# Passed, or not and why ----------------------------------------------------------


def test_without_a_pass_mark_nothing_is_said_of_passing(seen):
    page = seen(Slot(WRONG, content=SAFETY))

    assert "assed" not in page
    assert "Passing" not in page


def test_the_mark_just_reached_is_passed(seen):
    page = seen(*[Slot(RIGHT)] * 7, *[Slot(WRONG)] * 3, pass_mark=70)

    assert "Passed: 70 % was needed." in page


def test_the_mark_just_missed_is_not_passed_and_says_both_numbers(seen):
    page = seen(*[Slot(RIGHT)] * 6, *[Slot(WRONG)] * 4, pass_mark=70)

    assert "Not passed this time: 60 % of the marks, and 70 % is needed." in page
    assert "safety" not in page


def test_the_mark_reached_and_every_safety_question_right_is_passed(seen):
    page = seen(Slot(RIGHT, content=SAFETY), Slot(WRONG), pass_mark=50)

    assert "Passed: 50 % was needed, and every safety question right." in page


def test_a_missed_safety_question_is_named_with_a_link(learner, learner_client):
    slots = [*[Slot(RIGHT)] * 3, Slot(WRONG, content=SAFETY)]
    attempt = finished(slots, learner=learner, pass_mark=70)

    page = open_page(learner_client, attempt)

    assert "although the 70 % that is needed is reached" in words(page)
    reason = re.search(r"<p>Passing also needs.*?</p>", page)[0]
    assert words(f"<main>{reason}</main>") == (
        "Passing also needs every safety question right; question 4 was missed."
    )
    assert reverse("quizzes:question", args=[attempt.pk, 4]) in reason


def test_several_missed_safety_questions_are_all_named(seen):
    page = seen(
        Slot(WRONG, content=SAFETY),
        Slot(content=SAFETY),
        Slot(PARTLY, kind="multiple", content={"scheme": "proportional", **SAFETY}),
        Slot(RIGHT, content=SAFETY),
        pass_mark=70,
    )

    assert "safety question right; questions 1 , 2 and 3 were missed." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "You may try again whenever you like."),
        ({"attempts_allowed": 2}, "You may try again: 1 attempt is left."),
        ({"attempts_allowed": 3}, "You may try again: 2 attempts are left."),
        ({"attempts_allowed": 1}, "has been taken as often as it allows"),
        ({"is_retired": True}, ""),
        ({"is_published": False}, ""),
    ],
)
def test_who_has_not_passed_is_told_whether_there_is_another_try(seen, changes, said):
    published = {"mode": Quiz.Mode.TEST, "is_published": True}
    quiz = QuizFactory(**published | changes)

    page = seen(Slot(WRONG), quiz=quiz, pass_mark=70)

    assert said in page
    assert ("You may try again" in page) == said.startswith("You may")
    assert ("Take it again" in page) == said.startswith("You may")


# What to look at first ------------------------------------------------------------


def test_sure_but_not_right_comes_before_the_table(learner, learner_client):
    slots = [Slot(RIGHT, CERTAIN), Slot(WRONG, CERTAIN), Slot(RIGHT, GUESSING)]
    attempt = finished(slots, learner=learner)

    page = open_page(learner_client, attempt)

    said = words(page)
    assert (
        said.index("Next best step")
        < said.index("Sure but not right")
        < said.index("Right by guessing")
        < said.index("By objective")
        < said.index("Your answers")
    )
    first = re.search(r"Sure but not right.*?</ul>", page, re.DOTALL)[0]
    assert re.findall(r"Question (\d+)<", first) == ["2"]
    assert reverse("quizzes:question", args=[attempt.pk, 2]) in first
    lucky = re.search(r"Right by guessing.*?</ul>", page, re.DOTALL)[0]
    assert re.findall(r"Question (\d+)<", lucky) == ["3"]


@pytest.mark.parametrize(
    "slot",
    [
        Slot(RIGHT, CERTAIN),
        Slot(WRONG, 2),
        Slot(WRONG, GUESSING),
        Slot(WRONG),
        Slot(None, CERTAIN),  # an answer taken back
        Slot(RIGHT, 2),
        Slot(None, GUESSING),
    ],
)
def test_where_there_is_nothing_to_look_at_first_nothing_is_said(seen, slot):
    page = seen(slot)

    assert "first" not in page.partition("By objective")[0]
    assert "Sure but not right" not in page
    assert "Right by guessing" not in page


def test_a_partly_right_answer_given_with_certainty_is_looked_at_first(seen):
    page = seen(Slot(PARTLY, CERTAIN, **MULTIPLE))

    assert "Sure but not right" in page


# By objective ----------------------------------------------------------------------


def test_the_table_has_the_weakest_objective_first_and_the_state_now(seen):
    weak = ObjectiveFactory(code="M1.9", text="Weak one.")
    good = ObjectiveFactory(code="M1.1", text="Good one.")

    page = seen(
        Slot(RIGHT, objective=good),
        Slot(RIGHT, objective=weak),
        Slot(WRONG, objective=weak),
        Slot(objective=weak),
    )

    table = page.partition("State now")[2]
    assert table.startswith(
        " Weak one. 1 of 3 Learning from New Good one. 1 of 1 Familiar from New"
    )


def test_a_state_that_was_the_same_before_is_said_once(learner, seen):
    slot = Slot(RIGHT, question=QuestionFactory())
    finished([slot], learner=learner, started_at=NOON - timedelta(days=1))

    assert "Familiar Your answers" in seen(slot)


def test_only_answers_given_before_the_attempt_say_where_one_stood(learner):
    question = QuestionFactory()
    known = [Slot(RIGHT, question=question)]
    finished(known, learner=learner)
    earlier = finished(known, learner=learner, started_at=NOON - timedelta(days=2))
    later = finished(known, learner=learner, started_at=NOON + timedelta(days=2))

    def before(attempt: Attempt) -> State:
        (line,) = results.for_attempt(attempt, timezone.now())["objectives"]
        return line.before.state

    assert before(earlier) is State.NEW
    assert before(later) is State.FAMILIAR


# All answers ------------------------------------------------------------------------


def test_every_answer_has_its_mark_in_words(seen):
    page = seen(
        Slot(RIGHT), Slot(PARTLY, **MULTIPLE), Slot(WRONG, is_flagged=True), Slot()
    )

    listed = page.partition("Open one to see why.")[2]
    assert re.findall(r"(\d)\. .*? (Correct|Partly|Not the|Not answered)", listed) == [
        ("1", "Correct"),
        ("2", "Partly"),
        ("3", "Not the"),
        ("4", "Not answered"),
    ]
    assert "Partly right: 0.67 of 1" in listed
    assert listed.count("flagged") == 1


@pytest.mark.parametrize(
    ("fraction", "part"),
    [(0.5, "0.5"), (1 / 3, "0.33"), (2 / 3, "0.67"), (0.999, "0.99"), (0.001, "0.01")],
)
def test_a_part_of_a_mark_never_looks_like_all_or_nothing(fraction, part):
    assert part_of_one(fraction) == part


def test_the_steps_of_a_case_stand_under_its_title(seen):
    bank = BankFactory()
    one, other = (
        Case.objects.create(bank=bank, slug=slug, title=slug, file="f")
        for slug in ("Stiff-back", "Falls")
    )

    page = seen(
        Slot(RIGHT),
        Slot(RIGHT, case=one),
        Slot(WRONG, case=one),
        Slot(RIGHT, case=other),
        Slot(RIGHT),
    )

    listed = page.partition("Open one to see why.")[2]
    found = re.findall(r"Stiff-back|Falls|\d\. Step \d|\d\. What", listed)
    assert found == [
        "1. What",
        "Stiff-back",
        "2. Step 1",
        "3. Step 2",
        "Falls",
        "4. Step 1",
        "5. What",
    ]


def secure(learner, questions):
    """Right on three days, over more than one topic, long before NOON."""
    for days in (103, 102, 101):
        finished(
            [Slot(RIGHT, question=one) for one in questions],
            learner=learner,
            is_mixed=True,
            started_at=NOON - timedelta(days=days),
        )


@pytest.mark.parametrize(
    ("met_again", "said"),
    [(1, "1 of 1 Fading ANSWERS"), (3, "3 of 3 Secure from Fading ANSWERS")],
)
def test_what_had_faded_before_is_not_said_to_fade_by_the_attempt(
    learner, seen, met_again, said
):
    objective = ObjectiveFactory(code="M1.1", text="Know GABA.")
    questions = QuestionFactory.create_batch(3, objective=objective)
    secure(learner, questions)

    page = seen(
        *(Slot(RIGHT, question=one) for one in questions[:met_again]), started_at=NOON
    )

    assert said.replace("ANSWERS", "Your answers") in page
