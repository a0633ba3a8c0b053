"""A finished attempt on paper: questions without a trace of the answers, then these."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Case
from tests.lessons.factories import ReferenceFactory
from tests.quizzes.attempts import (
    CERTAIN,
    PARTLY,
    RIGHT,
    WRONG,
    Slot,
    finished,
    running,
    words,
)
from tests.quizzes.factories import BankFactory, option

pytestmark = pytest.mark.django_db


def url_of(attempt: Attempt) -> str:
    return reverse("quizzes:print_attempt", args=[attempt.pk])


@pytest.fixture
def printed(learner, learner_client):
    """The questions and the answers of the page, each as its words."""

    def parts_of(*slots: Slot, **fields) -> tuple[str, str]:
        attempt = finished(slots, learner=learner, **fields)
        page = learner_client.get(url_of(attempt)).content.decode()
        head, questions, answers = page.split("<section")
        return words(f"<main{questions}</main>"), words(f"<main{answers}")

    return parts_of


# Whose it is, and when ------------------------------------------------------------


def test_a_running_attempt_is_not_printed(learner, learner_client):
    attempt = running([Slot(RIGHT), Slot()], learner=learner)

    response = learner_client.get(url_of(attempt))

    assert response.status_code == 302
    assert response["Location"] == attempt.get_absolute_url()


def test_another_learners_attempt_is_not_there(learner, stranger_client):
    attempt = finished([Slot(RIGHT)], learner=learner)

    assert stranger_client.get(url_of(attempt)).status_code == 404


def test_the_results_lead_to_it(learner, learner_client):
    attempt = finished([Slot(RIGHT)], learner=learner)

    page = learner_client.get(attempt.get_absolute_url()).content.decode()

    assert f'href="{url_of(attempt)}">Print the questions and answers</a>' in page


# The questions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", {"options": ["b"]}),
        ("true-false", {"options": ["b"]}),
        ("multiple", {"options": ["b", "c"]}),
        ("matching", {"pairs": {"a": "a", "b": "b"}}),
        ("ordering", {"order": ["a", "b"]}),
        ("short", {"text": "GABA"}),
        ("numeric", {"text": "65", "value": 65.0}),
    ],
)
def test_a_question_is_the_same_whether_and_however_it_was_answered(
    learner, learner_client, kind, answer
):
    slot = Slot(answer, CERTAIN, kind=kind)
    slot.question = slot.asked()
    open_slot = Slot(question=slot.question)

    pages = [
        learner_client.get(url_of(finished([one], learner=learner))).content.decode()
        for one in (slot, open_slot)
    ]

    questions = [page.split("<section")[1] for page in pages]
    assert questions[0] == questions[1]
    answers = [words(f"<main{page.split('<section')[2]}") for page in pages]
    assert "Correct Your answer" in answers[0]
    assert "Not answered Right answer" in answers[1]


def test_what_was_ruled_out_leaves_no_trace(learner, learner_client):
    attempt = finished([Slot(RIGHT)], learner=learner)
    before = words(learner_client.get(url_of(attempt)).content.decode())

    attempt.responses.update(ruled_out=["a"])

    assert words(learner_client.get(url_of(attempt)).content.decode()) == before


def test_options_stand_in_the_order_shown(learner, learner_client):
    attempt = finished([Slot(WRONG)], learner=learner)
    attempt.responses.update(option_order=["c", "a", "b"])

    page = words(learner_client.get(url_of(attempt)).content.decode())

    assert "A Answer c B Answer a C Answer b" in page
    assert "Your answer B. Answer a Right answer C. Answer b" in page


def test_things_to_order_stand_in_the_order_shown(learner, learner_client):
    slot = Slot({"order": ["b", "a"]}, kind="ordering")
    attempt = finished([slot], learner=learner)
    attempt.responses.update(option_order=["b", "a"])

    page = words(learner_client.get(url_of(attempt)).content.decode())

    assert "from 1 for the first. Second First" in page
    assert "Your answer 1. Second 2. First Right answer 1. First 2. Second" in page


def test_matches_stand_beside_the_lines_in_the_order_shown(learner, learner_client):
    slot = Slot({"pairs": {"a": "c", "b": "b"}}, kind="matching")
    attempt = finished([slot], learner=learner)
    attempt.responses.update(option_order=["c", "b", "a"])

    page = words(learner_client.get(url_of(attempt)).content.decode())

    assert "GAD GABA A a distractor B calms nerve cells C makes GABA" in page
    assert "Your answer GAD: A. a distractor GABA: B. calms nerve cells" in page
    assert "Right answer GAD: C. makes GABA GABA: B. calms nerve cells" in page


def test_the_steps_of_a_case_are_told_one_by_one(printed):
    case = Case.objects.create(bank=BankFactory(), slug="c", title="Falls", file="f")
    steps = [
        Slot(RIGHT, case=case, content={"vignette": told})
        for told in ("She fell.", "She fell again.")
    ]

    questions, _ = printed(Slot(RIGHT), *steps)

    found = re.findall(r"Falls, step . of .|She fell.*?\.|\d\. What", questions)
    assert found == [
        "1. What",
        "Falls, step 1 of 2",
        "She fell.",
        "2. What",
        "Falls, step 2 of 2",
        "She fell again.",
        "3. What",
    ]


# The answers -----------------------------------------------------------------------


def test_the_answers_have_the_mark_the_key_and_the_key_idea(printed):
    content = {"scheme": "proportional", "key_idea": "GABA *calms*."}

    questions, answers = printed(Slot(PARTLY, kind="multiple", content=content))

    assert "Answers 1. Partly right: 0.67 of 1 Your answer B. Answer b" in answers
    assert "Right answer B. Answer b C. Answer c Key idea GABA calms ." in answers
    assert "calms" not in questions


def test_every_accepted_answer_is_told_with_its_worth(printed):
    _, answers = printed(
        Slot({"text": "GAD"}, kind="short"),
        Slot({"text": "1", "value": 1.0}, kind="numeric"),
    )

    assert "Your answer GAD Right answer GABA a messenger (50 % of the" in answers
    assert "Your answer 1 Right answer 65 kDa (from 64 to 66) Key" in answers


def test_what_a_learner_wrote_stays_text(learner, learner_client):
    attempt = finished([Slot({"text": "<b>x</b>"}, kind="short")], learner=learner)

    page = learner_client.get(url_of(attempt)).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page


def test_what_an_author_marked_up_stays_marked_up(printed, learner_client):
    marked = [option("a"), option("b", key=True, text="**GABA** & more")]

    questions, answers = printed(Slot(RIGHT, content={"options": marked}))

    assert "B GABA &amp; more" in questions
    assert "B. GABA &amp; more" in answers


def test_each_source_is_listed_once_with_its_questions(printed):
    ReferenceFactory(key="R2", title="Stiffness")
    ReferenceFactory(key="R3", title="Falls")

    _, answers = printed(
        Slot(RIGHT),
        Slot(RIGHT, content={"references": ["R3", "R2"]}),
        Slot(RIGHT, content={"references": ["R3"]}),
    )

    sources = answers.partition("Sources")[2]
    assert sources.count("Stiffness.") == sources.count("Falls.") == 1
    assert "For 1, 2." in sources
    assert "For 2, 3." in sources


def test_paragraphs_of_a_document_are_gathered(printed):
    ReferenceFactory(key="causes", kind="document", title="Causes")

    _, answers = printed(
        Slot(RIGHT, content={"references": ["causes:4", "causes:2"]}),
        Slot(RIGHT, content={"references": ["causes:3", "causes:2"]}),
    )

    assert "“Causes”, paragraphs 2, 3 and 4." in answers


def test_it_says_that_it_is_not_medical_advice(learner, learner_client):
    attempt = finished([Slot(RIGHT)], learner=learner)

    page = learner_client.get(url_of(attempt)).content.decode()

    assert "This is not medical advice." in page
