"""What a learner is told to do next, and why: histories, the first rule that fits."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from lessons.models import Lesson
from quizzes.models import Attempt, Quiz
from quizzes.standing import settle_all
from sps_learn.progress import progress_of
from tests.lessons.factories import (
    NOON,
    LessonCompletionFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
)
from tests.quizzes.factories import (
    AttemptFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
    RecallFactory,
    ResponseFactory,
)
from tests.quizzes.pages import html

CERTAIN = 3
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
TODAY, TOMORROW, IN_A_WEEK = NOON, NOON + DAY, NOON + 7 * DAY


class History:
    """What somebody did here, in the words of the table below."""

    def __init__(self, learner):
        self.learner = learner
        self.module = ModuleFactory()
        self.objective = ObjectiveFactory(
            module=self.module, code="M1.1", text="Explain the brake."
        )

    def lessons(
        self, read: int, unread: int = 0, at: dt.datetime = NOON - DAY
    ) -> "History":
        for number in range(1, read + unread + 1):
            lesson = LessonFactory(
                module=self.module,
                title=f"Part {number}",
                objective=self.objective if number == 1 else ObjectiveFactory(),
            )
            if number <= read:
                LessonCompletionFactory(
                    learner=self.learner, lesson=lesson, completed_at=at
                )
        return self

    def answered(self, count: int, due: dt.datetime, **fields) -> "History":
        """Questions on objectives that no lesson serves, all right."""
        RecallFactory.create_batch(count, learner=self.learner, due_at=due, **fields)
        return self

    def missed(self, count: int, due: dt.datetime, **fields) -> "History":
        return self.answered(
            count, due, last_fraction=0.0, missed_at=NOON - DAY, **fields
        )

    def missed_for_certain(self, count: int, due: dt.datetime) -> "History":
        return self.missed(count, due, missed_confidence=CERTAIN)

    def on_the_brake(self, *fractions: float) -> "History":
        for fraction in fractions:
            question = QuestionFactory(objective=self.objective)
            RecallFactory(
                learner=self.learner,
                question=question,
                last_fraction=fraction,
                due_at=IN_A_WEEK,
            )
        return self

    def secure(self, due: dt.datetime) -> "History":
        """Three questions are all that there are, right on three days."""
        days = [(NOON - n * DAY).date().isoformat() for n in (3, 2, 1)]
        return self.answered(3, due, was_mixed=True, recent_days=days, stability=300.0)

    def begun(self, answered: int, size: int) -> "History":
        AttemptFactory(
            learner=self.learner,
            quiz=None,
            title="Therapies",
            size=size,
            answered=answered,
        )
        return self

    def reviewed(self, count: int, a_day: int) -> "History":
        self.learner.reviews_a_day = a_day
        self.learner.save()
        review = AttemptFactory(
            learner=self.learner,
            quiz=None,
            purpose=Attempt.Purpose.REVIEW,
            size=count,
            answered=count,
            started_at=NOON - dt.timedelta(hours=1),
            finished_at=NOON,
        )
        ResponseFactory.create_batch(
            count, attempt=review, chosen=["b"], answered_at=NOON
        )
        return self

    def mixed_quiz(self) -> "History":
        QuizFactory(title="Mixed practice", mode=Quiz.Mode.PRACTICE)
        return self


HISTORIES: dict[str, tuple[Callable[[History], History], str, str]] = {
    # 1 An unfinished attempt, before everything else
    "begun": (
        lambda own: own.lessons(0, 2).begun(6, 10),
        "Therapies, 6 of 10 answered",
        "Because 6 of 10 answers are saved: 4 to go.",
    ),
    "begun, nothing answered": (
        lambda own: own.lessons(0, 2).begun(0, 10),
        "Therapies, 0 of 10 answered",
        "Because you have begun it: 10 to go.",
    ),
    "begun, all answered, and much is due": (
        lambda own: own.lessons(0, 2).missed_for_certain(12, TODAY).begun(10, 10),
        "Therapies, 10 of 10 answered",
        "Because 10 of 10 answers are saved.",
    ),
    # 3 Due, among them some that were missed while certain
    "one missed while certain is due": (
        lambda own: own.lessons(0, 2).missed_for_certain(1, TODAY),
        "Review what is due",
        "Because 1 question is due, and you missed it while you were certain.",
    ),
    "two of five due were missed while certain": (
        lambda own: own.lessons(0, 2).answered(3, TODAY).missed_for_certain(2, TODAY),
        "Review what is due",
        "Because 5 questions are due, among them 2 that you missed while you were "
        "certain.",
    ),
    "what was missed while certain is due tomorrow only": (
        lambda own: (
            own.lessons(0, 2).answered(3, TODAY).missed_for_certain(1, TOMORROW)
        ),
        "Read: Part 1",
        "Because 0 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    "what is due was missed, but not while certain": (
        lambda own: own.lessons(0, 2).missed(3, TODAY, missed_confidence=2),
        "Read: Part 1",
        "Because 0 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    # 4 More than ten due
    "eleven due": (
        lambda own: own.lessons(0, 2).answered(11, TODAY),
        "Review what is due",
        "Because 11 questions are due, more than 10.",
    ),
    "ten due": (
        lambda own: own.lessons(0, 2).answered(10, TODAY),
        "Read: Part 1",
        "Because 0 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    "eleven due, one review short of enough for today": (
        lambda own: own.lessons(0, 2).answered(11, TODAY).reviewed(4, a_day=5),
        "Review what is due",
        "Because 11 questions are due, more than 10.",
    ),
    "eleven due, and enough reviewed for today": (
        lambda own: own.lessons(0, 2).answered(11, TODAY).reviewed(5, a_day=5),
        "Read: Part 1",
        "Because 0 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    "missed while certain, and enough reviewed for today": (
        lambda own: own.lessons(0, 2).missed_for_certain(2, TODAY).reviewed(6, a_day=5),
        "Read: Part 1",
        "Because 0 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    # 5 A lesson of which an objective is under 70 %
    "one answer on an objective was wrong": (
        lambda own: own.lessons(1, 1).on_the_brake(0.0),
        "Read again: Part 1",
        "Because your answer on “Explain the brake” was not the best one yet.",
    ),
    "it was wrong, and the lesson was read since": (
        lambda own: own.lessons(1, 1, at=NOON + HOUR).on_the_brake(0.0),
        "Check yourself: Part 1",
        "Because your answer on “Explain the brake” was not the best one yet, and "
        "you have read this lesson since.",
    ),
    "two of three on an objective were right": (
        lambda own: own.lessons(0, 2).on_the_brake(1.0, 1.0, 0.0),
        "Read: Part 1",
        "Because 67 % of your last 3 answers on “Explain the brake” were right.",
    ),
    "just 70 % on an objective": (
        lambda own: own.lessons(1, 1).on_the_brake(0.7, 0.7, 0.7),
        "Read: Part 2",
        "Because 1 of 2 lessons are read, and this one is next: about 1 min.",
    ),
    # 6 The next lesson on the path
    "nothing yet": (
        lambda own: own.lessons(0, 3),
        "Read: Part 1",
        "Because 0 of 3 lessons are read, and this one is next: about 1 min.",
    ),
    "some read": (
        lambda own: own.lessons(2, 1).mixed_quiz(),
        "Read: Part 3",
        "Because 2 of 3 lessons are read, and this one is next: about 1 min.",
    ),
    # 7 All read: a mixed quiz, while not every topic is secure
    "all read": (
        lambda own: own.lessons(3).mixed_quiz().answered(2, TODAY),
        "Mixed practice",
        "Because all 3 lessons are read and 0 of 1 topics are secure, and what "
        "is mixed is kept longer.",
    ),
    # 8 Nothing is due; or it would be untrue
    "all read and secure, three due": (
        lambda own: own.lessons(2).mixed_quiz().secure(TODAY),
        "Review what is due",
        "Because 3 questions are due, and 2 of 2 lessons are read.",
    ),
    "all read and secure": (
        lambda own: own.lessons(2).mixed_quiz().secure(IN_A_WEEK),
        "Nothing is due. Next review on 28 November 2026",
        "Because 2 of 2 lessons are read and 1 of 1 topics are secure.",
    ),
    "all read, no mixed quiz and nothing answered": (
        lambda own: own.lessons(2),
        "Nothing is due",
        "Because 2 of 2 lessons are read and 0 of 1 topics are secure.",
    ),
}


@pytest.mark.parametrize(
    ("history", "title", "because"), HISTORIES.values(), ids=HISTORIES
)
def test_the_first_rule_that_fits_says_what_and_why(learner, history, title, because):
    history(History(learner))
    settle_all(learner)

    step = progress_of(learner, NOON).step

    assert (step.title, step.because) == (title, because)


def test_each_step_leads_where_it_says(learner):
    own = History(learner).lessons(0, 1)
    lesson = Lesson.objects.get()
    assert progress_of(learner, NOON).step.url == lesson.get_absolute_url()

    own.answered(11, TODAY)
    assert progress_of(learner, NOON).step.url == reverse("quizzes:review")

    own.begun(1, 2)
    attempt = learner.attempts.get()
    assert progress_of(learner, NOON).step.url == attempt.get_absolute_url()


def test_a_check_is_started_by_the_button_of_the_page(learner, learner_client):
    own = History(learner).lessons(1, at=NOON + HOUR).on_the_brake(0.0)
    lesson = Lesson.objects.get()
    settle_all(learner)

    page = html(learner_client.get(reverse("progress")))
    url = reverse("quizzes:check_lesson", args=[own.module.slug, lesson.slug])
    assert f'<form method="post" action="{url}">' in page
    learner_client.post(url)

    assert learner.attempts.get().lesson == lesson


def test_steps_of_a_case_are_not_due_by_themselves(learner):
    own = History(learner).lessons(0, 1)
    own.missed_for_certain(1, TODAY)
    CaseFactory(steps=[learner.recalls.get().question])

    assert progress_of(learner, NOON).step.title == "Read: Part 1"


def test_the_next_review_is_named_by_the_learners_own_calendar(learner):
    learner.time_zone = "Pacific/Auckland"
    learner.save()
    late = dt.datetime(2026, 11, 30, 20, tzinfo=dt.UTC)  # 1 December there
    History(learner).lessons(1).secure(late)
    settle_all(learner)

    title = progress_of(learner, NOON).step.title

    assert title == "Nothing is due. Next review on 1 December 2026"
