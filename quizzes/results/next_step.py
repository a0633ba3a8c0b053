"""The one thing to do after an attempt, with the reason in its own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.dateformat import format as in_words

from lessons.models import Lesson, Objective
from lessons.overview import neighbours

from ..mastery import FAMILIAR_SHARE
from ..models import Attempt
from ..reviewing.counts import Rest
from .answers import AnswerLine
from .objectives import ObjectiveLine


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, and why."""

    title: str
    because: str
    url: str
    label: str
    is_sent: bool = False  # by a form: it changes something


def next_step(
    attempt: Attempt,
    objectives: Sequence[ObjectiveLine],
    answers: Sequence[AnswerLine],
    rest: Rest | None = None,
) -> NextStep:
    """The first rule that fits wins; `rest` is what a review left."""
    return (
        _mend_safety(answers)
        or _mend_the_weakest(objectives)
        or _mend_what_was_certain(answers)
        or _mend_what_was_missed(answers)
        or (rest and _go_on_reviewing(rest))
        or _answer_more(attempt)
        or _go_on(attempt, answers)
    )


def as_phrase(objective: Objective) -> str:
    """An objective inside a sentence."""
    return objective.text.rstrip(".")


def _mend_safety(answers: Sequence[AnswerLine]) -> NextStep | None:
    """A safety question that was answered and not right."""
    missed = [
        line
        for line in answers
        if line.is_missed and line.response.shown_revision.content["safety"]
    ]
    if not missed:
        return None
    ask = "asks" if len(missed) == 1 else "ask"
    return _read_or_look(
        missed, f"{_questions(missed)} {ask} about safety and {_missed(missed)}."
    )


def _mend_the_weakest(objectives: Sequence[ObjectiveLine]) -> NextStep | None:
    """An objective of which less than 70 % was right, the weakest first."""
    weakest = next((one for one in objectives if one.share < FAMILIAR_SHARE), None)
    if weakest is None:
        return None
    missed = weakest.missed
    about = f"{len(missed)} of {weakest.answered} on “{as_phrase(weakest.objective)}”"
    return _read_or_look(missed, f"{about} {_missed(missed)}{_how_sure(weakest)}.")


def _mend_what_was_certain(answers: Sequence[AnswerLine]) -> NextStep | None:
    certain = [line for line in answers if line.is_sure_but_wrong]
    if not certain:
        return None
    return _read_or_look(
        certain, f"{_questions(certain)} {_missed(certain)}, and you were certain."
    )


def _mend_what_was_missed(answers: Sequence[AnswerLine]) -> NextStep | None:
    """Less than 70 % right, where no objective says on what."""
    given = [line for line in answers if line.is_answered]
    missed = [line for line in given if line.is_missed]
    if not missed or (len(given) - len(missed)) / len(given) >= FAMILIAR_SHARE:
        return None
    return _read_or_look(missed, f"{len(missed)} of {len(given)} {_missed(missed)}.")


def _go_on_reviewing(rest: Rest) -> NextStep:
    if not rest.today:
        next_on = rest.next_on
        then = f": the next is on {in_words(next_on, 'j F Y')}" if next_on else ""
        return NextStep(
            "Read on: nothing more is due today",
            f"Because you have reviewed what was due{then}.",
            reverse("lessons:modules"),
            "Choose a lesson",
        )
    if rest.is_enough_for_today:
        return NextStep(
            "Enough for today",
            f"Because you have reviewed {rest.reviewed} questions today, and plan"
            f" {rest.a_day}. {_due(rest.today)} still due, and can wait.",
            reverse("progress"),
            "Your progress",
        )
    return NextStep(
        "Go on reviewing",
        f"Because {_due(rest.today)} still due today.",
        reverse("quizzes:review"),
        "Open the review",
    )


def _due(questions: int) -> str:
    return "1 question is" if questions == 1 else f"{questions} questions are"


def _answer_more(attempt: Attempt) -> NextStep | None:
    left_open = attempt.size - attempt.answered
    if not left_open:
        return None
    questions = "question" if attempt.size == 1 else "questions"
    return NextStep(
        "Practise some more",
        f"Because {left_open} of {attempt.size} {questions} {_was(left_open)} left"
        " open.",
        reverse("quizzes:practise"),
        "Choose a quiz",
    )


def _go_on(attempt: Attempt, answers: Sequence[AnswerLine]) -> NextStep:
    right = sum(line.is_right for line in answers)
    if attempt.size == 1:
        so_far = "Because it was right"
    elif right == attempt.size:
        so_far = f"Because all {right} were right"
    else:
        so_far = f"Because {right} of {attempt.size} were right"
    if attempt.lesson and (step := _next_lesson(attempt, attempt.lesson, so_far)):
        return step
    if attempt.is_mixed:
        return NextStep(
            "Go on with the next lesson",
            f"{so_far}, over more than one topic.",
            reverse("lessons:modules"),
            "Choose a lesson",
        )
    return NextStep(
        "Mix the topics",
        f"{so_far}, and an idea lasts better when it is met among others.",
        reverse("quizzes:practise"),
        "Choose a mixed quiz",
    )


def _next_lesson(attempt: Attempt, lesson: Lesson, so_far: str) -> NextStep | None:
    """After the check of a lesson the next one; what is checked is marked as read."""
    _, following, _, _ = neighbours(lesson)
    if following is None:
        return None
    title = f"Go on with “{following}”"
    completions = attempt.learner.lesson_completions.filter(lesson=lesson)
    if completions.exists() or not lesson.is_published:
        because = f"{so_far}, and this lesson comes next."
        url = following.get_absolute_url()
        return NextStep(title, because, url, "Open the lesson")
    return NextStep(
        title,
        f"{so_far}, “{lesson}” can be marked as read, and this lesson comes next.",
        reverse("lessons:mark_read", args=[lesson.module.slug, lesson.slug]),
        "Mark as read and go on",
        is_sent=True,
    )


# Lessons and words ----------------------------------------------------------------


def _read_or_look(missed: Sequence[AnswerLine], reason: str) -> NextStep:
    """The lesson of what was missed, certain answers first; else the answer itself."""
    because = f"Because {reason}"
    first_certain = sorted(missed, key=lambda line: not line.was_certain)
    lessons = _lessons_by_address()
    for line in first_certain:
        address, _, section = line.response.shown_revision.content["lesson"].partition(
            "#"
        )
        if lesson := lessons.get(address):
            url = lesson.get_absolute_url()
            return NextStep(
                f"Read “{lesson.title}”",
                because,
                f"{url}#{section}" if section else url,
                "Open the lesson",
            )
    line = first_certain[0]
    return NextStep(
        f"Look at question {line.response.position} again",
        because,
        line.response.get_absolute_url(),
        "See why",
    )


def _lessons_by_address() -> dict[str, Lesson]:
    """Asked now: the lesson may have been renamed or retired since the answer."""
    lessons = Lesson.objects.published().for_list()
    return {f"{lesson.module.slug}/{lesson.slug}": lesson for lesson in lessons}


def _numbers(lines: Sequence[AnswerLine]) -> str:
    """The numbers of questions in a sentence: 4, 6 and 9."""
    numbers = [str(line.response.position) for line in lines]
    return " and ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))


def _questions(lines: Sequence[AnswerLine]) -> str:
    return f"question{'' if len(lines) == 1 else 's'} {_numbers(lines)}"


def _missed(lines: Sequence[AnswerLine]) -> str:
    """`was missed`; where one of them was partly right, `was not fully right`."""
    is_partly = any(line.response.fraction for line in lines)
    return f"{_was(len(lines))} {'not fully right' if is_partly else 'missed'}"


def _how_sure(line: ObjectiveLine) -> str:
    """How many of the missed ones were answered with certainty."""
    sure = line.sure_but_wrong
    if not sure:
        return ""
    if sure == len(line.missed):
        return ", with certainty" if sure == 1 else ", all with certainty"
    return f", {'one' if sure == 1 else sure} of them with certainty"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
