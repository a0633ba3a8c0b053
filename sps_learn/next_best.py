"""The next best thing to do, with the reason in the learner's own numbers.

The first rule that fits wins (interface.md, 3.2):

    1  an attempt is unfinished
    2  a certificate is due within 30 days: this one comes with the certificates
    3  reviews are due, among them a question that was missed while certain
    4  more than 10 reviews are due; neither once enough is reviewed for today
    5  a lesson of which an objective is under 70 %; where it was read since, its check
    6  the next lesson on the path that is not read
    7  every lesson is read: mix the topics, while not every topic is secure
    8  nothing is due; but before that is said, what is due is reviewed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format

from quizzes.how_sure import Answers
from quizzes.mastery import FAMILIAR_ITEMS
from quizzes.models import Attempt, Quiz
from quizzes.results import NextStep
from quizzes.reviewing.counts import DueCounts

from .knowledge import LessonLine, ObjectiveLine, TopicLine

MANY_REVIEWS = 10


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules look at."""

    running: Attempt | None
    due: DueCounts
    answers: Answers
    topics: Sequence[TopicLine]
    lessons: Sequence[LessonLine]
    zone: ZoneInfo
    has_reviewed_enough: bool

    @property
    def read(self) -> int:
        return sum(lesson.is_read for lesson in self.lessons)

    @property
    def secure(self) -> int:
        return sum(topic.is_secure for topic in self.topics)


def next_best(now: Situation) -> NextStep:
    return (
        _finish_what_is_begun(now)
        or _review_what_presses(now)
        or _read_again(now)
        or _read_on(now)
        or _mix_topics(now)
        or _review_the_rest(now)
        or _nothing_is_due(now)
    )


def _finish_what_is_begun(now: Situation) -> NextStep | None:
    attempt = now.running
    if attempt is None:
        return None
    left = attempt.size - attempt.answered
    saved = f"Because {attempt.answered} of {attempt.size} answers are saved"
    if not attempt.answered:
        saved = "Because you have begun it"
    return NextStep(
        f"{attempt.title}, {attempt.answered} of {attempt.size} answered",
        f"{saved}: {left} to go." if left else f"{saved}.",
        attempt.get_absolute_url(),
        "Go on where you left off",
    )


def _review_what_presses(now: Situation) -> NextStep | None:
    certain = now.answers.certain_and_due
    if not certain and now.due.today <= MANY_REVIEWS:
        return None
    if now.has_reviewed_enough:
        return None
    if not certain:
        return _review(now, f"more than {MANY_REVIEWS}.")
    if now.due.today == 1:
        return _review(now, "and you missed it while you were certain.")
    return _review(now, f"among them {certain} that you missed while you were certain.")


def _review_the_rest(now: Situation) -> NextStep | None:
    if not now.due.today:
        return None
    return _review(now, f"and {now.read} of {len(now.lessons)} lessons are read.")


def _review(now: Situation, reason: str) -> NextStep:
    due = now.due.today
    return NextStep(
        "Review what is due",
        f"Because {due} {'question is' if due == 1 else 'questions are'} due, {reason}",
        reverse("quizzes:review"),
        "Go to the review",
    )


def _read_again(now: Situation) -> NextStep | None:
    """A lesson that serves an objective under 70 %, the weakest first."""
    weak = [one for topic in now.topics for one in topic.objectives if one.is_weak]
    for one in sorted(weak, key=lambda one: (one.standing.share, one.code)):
        for lesson in now.lessons:
            if one.code in lesson.objectives:
                because = _because_of(one)
                if _was_read_since(lesson, one):
                    because += ", and you have read this lesson since."
                    return _check(lesson, because)
                verb = "Read again" if lesson.is_read else "Read"
                return _open(lesson, verb, f"{because}.")
    return None


def _because_of(weak: ObjectiveLine) -> str:
    seen = min(weak.standing.seen, FAMILIAR_ITEMS)
    if seen == 1:
        return f"Because your answer on “{weak.phrase}” was not the best one yet"
    share = round(100 * (weak.standing.share or 0))
    return (
        f"Because {share} % of your last {seen} answers on “{weak.phrase}” were right"
    )


def _was_read_since(lesson: LessonLine, weak: ObjectiveLine) -> bool:
    """Whether it was marked as read after the last answer.

    Only the first reading leaves a mark: of a lesson read again nobody knows.
    """
    if not (lesson.read_at and weak.answered_at):
        return False
    return lesson.read_at > weak.answered_at


def _check(lesson: LessonLine, because: str) -> NextStep:
    return NextStep(
        f"Check yourself: {lesson.title}",
        because,
        reverse("quizzes:check_lesson", args=[lesson.module, lesson.slug]),
        "Check yourself",
        is_sent=True,
    )


def _read_on(now: Situation) -> NextStep | None:
    for lesson in now.lessons:
        if not lesson.is_read:
            because = (
                f"Because {now.read} of {len(now.lessons)} lessons are read, and this "
                f"one is next: about {lesson.minutes} min."
            )
            return _open(lesson, "Read", because)
    return None


def _open(lesson: LessonLine, verb: str, because: str) -> NextStep:
    return NextStep(f"{verb}: {lesson.title}", because, lesson.url, "Open the lesson")


def _mix_topics(now: Situation) -> NextStep | None:
    topics = len(now.topics)
    if now.secure == topics:
        return None
    quiz = Quiz.objects.published().mixed_practice().first()
    if quiz is None:
        return None
    return NextStep(
        quiz.title,
        f"Because all {len(now.lessons)} lessons are read and {now.secure} of {topics} "
        "topics are secure, and what is mixed is kept longer.",
        quiz.get_absolute_url(),
        "Start practising",
    )


def _nothing_is_due(now: Situation) -> NextStep:
    title = "Nothing is due"
    if at := now.answers.next_due_at:
        day = date_format(at.astimezone(now.zone), "j F Y")
        title = f"Nothing is due. Next review on {day}"
    return NextStep(
        title,
        f"Because {now.read} of {len(now.lessons)} lessons are read and {now.secure} "
        f"of {len(now.topics)} topics are secure.",
        reverse("quizzes:practise"),
        "Practise anyway",
    )
