"""One next step after an attempt; its reason is made of the attempt's own numbers."""

from dataclasses import replace

import pytest
from django.urls import reverse

from lessons.models import Lesson
from quizzes.results import for_attempt
from quizzes.results.next_step import NextStep
from tests.lessons.factories import (
    NOON,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
)
from tests.quizzes.attempts import (
    CERTAIN,
    MULTIPLE,
    PARTLY,
    RIGHT,
    WRONG,
    Slot,
    finished,
)

pytestmark = pytest.mark.django_db

BRAKE = {"lesson": "mechanism/the-brake#weak"}
FALLS = {"lesson": "mechanism/falls"}
GONE = {"lesson": "mechanism/gone"}
ON_NOTHING = FALLS | {"objective": "Z9.9"}  # an objective that is gone
SAFETY = {"safety": True}


@pytest.fixture
def lessons():
    module = ModuleFactory(slug="mechanism")
    return {
        slug: LessonFactory(module=module, slug=slug, title=title)
        for slug, title in [("the-brake", "The brake"), ("falls", "Falls")]
    }


def gaba(answer, confidence=None, /, content=BRAKE, **more) -> Slot:
    return Slot(answer, confidence, content=content, objective="M1.1", **more)


def falls(answer, confidence=None, /, content=FALLS, **more) -> Slot:
    return Slot(answer, confidence, content=content, objective="M1.2", **more)


BRAKE_PAGE = "/learn/mechanism/the-brake/#weak"
FALLS_PAGE = "/learn/mechanism/falls/"
READ_BRAKE = ("Read “The brake”", BRAKE_PAGE, "Open the lesson")
READ_FALLS = ("Read “Falls”", FALLS_PAGE, "Open the lesson")
PRACTISE = ("Practise some more", "/practise/", "Choose a quiz")
MIX = ("Mix the topics", "/practise/", "Choose a mixed quiz")
READ_ON = ("Go on with the next lesson", "/learn/", "Choose a lesson")
PARTLY_ON_BRAKE = {**MULTIPLE["content"], **BRAKE}

SCENARIOS = {
    "the weakest objective is read again": (
        [gaba(RIGHT), gaba(RIGHT), falls(RIGHT), falls(WRONG), falls(WRONG)],
        "Because 2 of 3 on “Know falls” were missed.",
        READ_FALLS,
    ),
    "one of the misses was certain": (
        [gaba(WRONG, CERTAIN), gaba(WRONG), gaba(RIGHT), gaba(RIGHT)],
        "Because 2 of 4 on “Know GABA” were missed, one of them with certainty.",
        READ_BRAKE,
    ),
    "the only miss was certain": (
        [gaba(WRONG, CERTAIN), gaba(RIGHT)],
        "Because 1 of 2 on “Know GABA” was missed, with certainty.",
        READ_BRAKE,
    ),
    "all misses were certain": (
        [gaba(WRONG, CERTAIN), gaba(WRONG, CERTAIN)],
        "Because 2 of 2 on “Know GABA” were missed, all with certainty.",
        READ_BRAKE,
    ),
    "of two that are as weak, the one that was certain": (
        [gaba(WRONG), falls(WRONG, CERTAIN)],
        "Because 1 of 1 on “Know falls” was missed, with certainty.",
        READ_FALLS,
    ),
    "partly right is not called missed": (
        [gaba(PARTLY, kind="multiple", content=PARTLY_ON_BRAKE)],
        "Because 1 of 1 on “Know GABA” was not fully right.",
        READ_BRAKE,
    ),
    "what was left open is not a miss": (
        [gaba(WRONG), gaba(None), gaba(None)],
        "Because 1 of 1 on “Know GABA” was missed.",
        READ_BRAKE,
    ),
    "safety comes before the weakest objective": (
        [*[gaba(RIGHT)] * 3, gaba(WRONG, content=BRAKE | SAFETY), falls(WRONG)],
        "Because question 4 asks about safety and was missed.",
        READ_BRAKE,
    ),
    "two safety questions": (
        [
            gaba(WRONG, content=BRAKE | SAFETY),
            falls(WRONG, CERTAIN, content=FALLS | SAFETY),
        ],
        "Because questions 1 and 2 ask about safety and were missed.",
        READ_FALLS,
    ),
    "a safety question left open is not missed": (
        [gaba(RIGHT), gaba(None, content=BRAKE | SAFETY)],
        "Because 1 of 2 questions was left open.",
        PRACTISE,
    ),
    "at 70 % a certain miss still counts": (
        [*[gaba(RIGHT)] * 7, *[gaba(WRONG)] * 2, gaba(WRONG, CERTAIN)],
        "Because question 10 was missed, and you were certain.",
        READ_BRAKE,
    ),
    "just under 70 % the objective does": (
        [*[gaba(RIGHT)] * 6, *[gaba(WRONG)] * 3],
        "Because 3 of 9 on “Know GABA” were missed.",
        READ_BRAKE,
    ),
    "the lesson is gone": (
        [gaba(RIGHT), gaba(WRONG, content=GONE)],
        "Because 1 of 2 on “Know GABA” was missed.",
        ("Look at question 2 again", 2, "See why"),
    ),
    "one lesson of two is gone": (
        [gaba(WRONG, CERTAIN, content=GONE), gaba(WRONG)],
        "Because 2 of 2 on “Know GABA” were missed, one of them with certainty.",
        READ_BRAKE,
    ),
    "no objective says on what": (
        [Slot(RIGHT, content=ON_NOTHING), *[Slot(WRONG, content=ON_NOTHING)] * 2],
        "Because 2 of 3 were missed.",
        READ_FALLS,
    ),
    "nothing was answered": (
        [gaba(None), gaba(None)],
        "Because 2 of 2 questions were left open.",
        PRACTISE,
    ),
    "all right, of one topic": (
        [gaba(RIGHT), falls(RIGHT)],
        "Because all 2 were right, and an idea lasts better when it is met among"
        " others.",
        MIX,
    ),
    "most right, of one topic": (
        [*[gaba(RIGHT)] * 7, *[gaba(WRONG)] * 3],
        "Because 7 of 10 were right, and an idea lasts better when it is met among"
        " others.",
        MIX,
    ),
    "one question, right": (
        [gaba(RIGHT)],
        "Because it was right, and an idea lasts better when it is met among others.",
        MIX,
    ),
    "all right, over topics": (
        [gaba(RIGHT), falls(RIGHT)],
        "Because all 2 were right, over more than one topic.",
        READ_ON,
    ),
    "most right, over topics": (
        [*[gaba(RIGHT)] * 7, *[gaba(WRONG)] * 3],
        "Because 7 of 10 were right, over more than one topic.",
        READ_ON,
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_next_step_and_its_reason(learner, lessons, name):
    slots, because, (title, url, label) = SCENARIOS[name]
    attempt = finished(
        known(slots), learner=learner, is_mixed=name.endswith("over topics")
    )

    step = for_attempt(attempt, NOON)["step"]

    if isinstance(url, int):
        url = reverse("quizzes:question", args=[attempt.pk, url])
    assert step == NextStep(title, because, url, label)


def known(slots: list[Slot]) -> list[Slot]:
    """The slots with the objectives that they name."""
    texts = {"M1.1": "Know GABA.", "M1.2": "Know falls."}
    objectives = {
        code: ObjectiveFactory(code=code, text=text) for code, text in texts.items()
    }
    return [replace(slot, objective=objectives.get(slot.objective)) for slot in slots]


def test_a_lesson_that_was_renamed_is_read_under_its_new_name(learner, lessons):
    attempt = finished([Slot(WRONG, content=FALLS)], learner=learner)
    Lesson.objects.filter(slug="falls").update(title="To fall and to rise")

    step = for_attempt(attempt, NOON)["step"]

    assert step.title == "Read “To fall and to rise”"


@pytest.mark.parametrize("slots", [[Slot(WRONG, CERTAIN)], [Slot(RIGHT)], [Slot()]])
def test_the_page_has_one_primary_button(learner, learner_client, slots):
    attempt = finished(slots, learner=learner, pass_mark=70, quiz__is_published=True)

    page = learner_client.get(attempt.get_absolute_url()).content.decode()

    assert page.count("button primary") == 1
