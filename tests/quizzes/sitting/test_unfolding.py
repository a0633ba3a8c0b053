"""Unfolding cases: step by step, and nothing of a step before its turn."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Quiz
from tests.lessons.factories import LessonFactory
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    CaseFactory,
    QuestionFactory,
    QuizFactory,
)
from tests.quizzes.pages import HTMX, html, slot, start

# Words of the later steps that must be in no response before their turn.
SECRETS = ["SECRET-VIGNETTE", "SECRET-STEM", "SECRET-OPTION", "secret-step"]


@pytest.fixture
def bank(db):
    return BankFactory()


@pytest.fixture
def case(bank):
    """Three steps; the second and third tell what the first must not know."""
    secret = {
        "vignette": "SECRET-VIGNETTE of step {n}.",
        "stem": "SECRET-STEM of step {n}?",
        "options": [
            {
                "id": i,
                "text": f"SECRET-OPTION {i}",
                "key": i == "b",
                "rationale": "Why.",
            }
            for i in "ab"
        ],
    }
    steps = [QuestionFactory(bank=bank, content={"vignette": "What comes first."})]
    for n in (2, 3):
        content = {**secret, "vignette": f"SECRET-VIGNETTE of step {n}."}
        content["stem"] = f"SECRET-STEM of step {n}?"
        steps.append(
            QuestionFactory(bank=bank, slug=f"secret-step-{n}", content=content)
        )
    return CaseFactory(bank=bank, title="A loud noise", steps=steps)


def quiz_with(bank, questions=0, **fields):
    quiz = QuizFactory(**fields)
    if questions:
        BlueprintRowFactory(quiz=quiz, bank=bank, count=questions)
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)
    return quiz


@pytest.fixture(params=[Quiz.Mode.PRACTICE, Quiz.Mode.TEST])
def attempt(request, learner_client, bank, case):
    """An attempt at nothing but the case."""
    return start(learner_client, quiz_with(bank, mode=request.param))


@pytest.fixture
def in_a_test(learner_client, bank, case):
    return start(learner_client, quiz_with(bank, mode=Quiz.Mode.TEST))


def send(client, attempt, position, answer="b", version=0, headers=None):
    data = {"answer": answer, "version": version}
    return client.post(slot(attempt, position), data, headers=headers or {})


def secrets_in(response):
    return [word for word in SECRETS if word in html(response)]


# The draw ---------------------------------------------------------------------------


def test_a_case_is_one_block_of_its_steps_in_order(attempt, case):
    slots = list(attempt.responses.all())

    assert [one.question.slug for one in slots] == case.steps
    assert {one.case for one in slots} == {case}
    assert attempt.size == 3


def test_a_case_waits_until_every_step_is_published(learner_client, bank, case):
    case.questions.filter(slug="secret-step-3").update(is_retired=True)
    quiz = quiz_with(bank)

    url = reverse("quizzes:start_quiz", args=[quiz.slug])

    assert learner_client.post(url).status_code == 409
    assert not Attempt.objects.exists()


def test_a_question_of_a_case_is_never_asked_by_itself(client, case):
    lesson = LessonFactory(body="## Check {#check}\n\n{{check:secret-step-2}}\n")

    for page in (lesson.get_absolute_url(), reverse("home")):
        assert "SECRET-STEM" not in html(client.get(page))


# Nothing before its turn ------------------------------------------------------------


def test_no_page_tells_of_a_later_step(learner_client, attempt):
    names = ["quizzes:attempt", "quizzes:check_answers"]
    pages = [reverse(name, args=[attempt.pk]) for name in names]
    pages += [slot(attempt, n) for n in (1, 2, 3)]
    pages += [reverse(n) for n in ("quizzes:attempts", "quizzes:practise", "progress")]

    for page in pages:
        for headers in ({}, HTMX):
            found = learner_client.get(page, headers=headers, follow=True)
            assert secrets_in(found) == [], page


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("position", [2, 3])
def test_a_later_step_takes_no_answer_before_its_turn(
    learner_client, attempt, position, headers
):
    response = send(learner_client, attempt, position, headers=headers)

    if headers:
        assert response.headers["HX-Redirect"] == slot(attempt, 1)
    else:
        assert response.status_code == 409
        assert slot(attempt, 1) in html(response)
    assert secrets_in(response) == []
    assert not attempt.responses.filter(answer__isnull=False).exists()


@pytest.mark.parametrize("note", [{"flag": "yes"}, {"rule_out": "a"}])
def test_a_later_step_takes_no_note_before_its_turn(learner_client, attempt, note):
    response = learner_client.post(slot(attempt, 2), note)

    assert response.status_code == 409
    assert not attempt.responses.filter(is_flagged=True).exists()
    assert [one.ruled_out for one in attempt.responses.all()] == [[], [], []]


@pytest.mark.parametrize("answer", ["", "z", ["a", "b"]])
def test_a_refused_answer_opens_nothing(learner_client, attempt, answer):
    response = send(learner_client, attempt, 1, answer)

    assert response.status_code == 422
    assert secrets_in(learner_client.get(slot(attempt, 2))) == []


def test_each_step_opens_once_the_one_before_it_is_answered(learner_client, attempt):
    send(learner_client, attempt, 1)

    second = learner_client.get(slot(attempt, 2))
    assert second.status_code == 200
    assert "SECRET-STEM of step 2?" in html(second)
    assert "step 3" not in re.sub("step 2 of 3", "", html(second))
    assert learner_client.get(slot(attempt, 3)).status_code == 409


def test_what_was_told_before_stays_beside_the_question(learner_client, attempt):
    send(learner_client, attempt, 1)
    send(learner_client, attempt, 2)

    page = html(learner_client.get(slot(attempt, 3)))

    assert "A loud noise: step 3 of 3" in page
    told = [
        "What comes first.",
        "SECRET-VIGNETTE of step 2.",
        "SECRET-VIGNETTE of step 3.",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)


# Locked -----------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_in_a_test_an_answered_step_stays_as_it_is(learner_client, in_a_test, headers):
    send(learner_client, in_a_test, 1, "a")

    again = send(learner_client, in_a_test, 1, "b", version=1, headers=headers)

    assert again.status_code == 409
    assert "answered before" in html(again)
    assert in_a_test.responses.get(position=1).answer == {"options": ["a"]}
    assert "Use mine instead" not in html(again)


def test_the_same_answer_again_is_the_same_success(learner_client, in_a_test):
    first = send(learner_client, in_a_test, 1, "a")

    assert send(learner_client, in_a_test, 1, "a").url == first.url


def test_in_a_test_a_locked_step_is_shown_without_its_reasons(
    learner_client, in_a_test
):
    send(learner_client, in_a_test, 1, "a")

    page = html(learner_client.get(slot(in_a_test, 1)))

    assert "Answer a" in page
    assert "It is saved and stays as it is" in page
    assert "Why a." not in page
    assert "<fieldset" not in page.split("</main>")[0]


def test_the_page_says_beforehand_that_an_answer_stays(learner_client, in_a_test):
    assert "an answer stays as it is sent" in html(
        learner_client.get(slot(in_a_test, 1))
    )


def test_the_list_of_answers_says_which_of_them_may_be_changed(
    learner_client, in_a_test
):
    check = f"{in_a_test.get_absolute_url()}check/"
    assert "You may change any of them" in html(learner_client.get(check))

    send(learner_client, in_a_test, 1)

    assert "You may change those outside of cases" in html(learner_client.get(check))


def test_outside_of_cases_one_moves_freely_and_may_leave_a_case(
    learner_client, bank, case
):
    QuestionFactory.create_batch(2, bank=bank)
    attempt = start(learner_client, quiz_with(bank, 2, mode=Quiz.Mode.TEST))
    alone = attempt.responses.filter(case=None).values_list("position", flat=True)
    first_step = attempt.responses.filter(case=case).order_by("position").first()

    for position in alone:
        assert send(learner_client, attempt, position, "a").status_code == 302
        assert send(learner_client, attempt, position, "b", 1).status_code == 302

    check = html(
        learner_client.get(reverse("quizzes:check_answers", args=[attempt.pk]))
    )
    assert "3 of 5 are still open." in check
    assert check.count("opens after the step before") == 2
    assert slot(attempt, first_step.position) in check
    assert slot(attempt, first_step.position + 1) not in check


def test_the_way_back_never_leads_into_a_step_that_waits(learner_client, bank, case):
    QuestionFactory.create_batch(3, bank=bank)
    attempt = start(learner_client, quiz_with(bank, 3, mode=Quiz.Mode.TEST))

    for response in attempt.responses.filter(case=None):
        page = html(learner_client.get(slot(attempt, response.position)))
        for address in re.findall(r'href="(/attempts/[^"]*/\d+/)"', page):
            assert learner_client.get(address).status_code == 200


def test_after_the_end_every_step_has_its_reasons(learner_client, in_a_test):
    send(learner_client, in_a_test, 1)
    learner_client.post(reverse("quizzes:submit_attempt", args=[in_a_test.pk]))

    for position in (1, 2, 3):
        page = html(learner_client.get(slot(in_a_test, position)))
        assert "Key idea" in page


def test_a_case_that_is_written_anew_leaves_the_running_attempt_alone(
    learner_client, attempt, case
):
    case.steps = case.steps[:1]
    case.save()

    send(learner_client, attempt, 1)

    page = html(learner_client.get(slot(attempt, 2)))
    assert f"step 2 of {attempt.size}" in page


@pytest.mark.parametrize("steps", [2, 8])
def test_a_step_costs_the_same_however_many_there_are(
    learner_client, django_assert_num_queries, bank, steps
):
    questions = QuestionFactory.create_batch(steps, bank=bank)
    CaseFactory(bank=bank, steps=questions)
    attempt = start(learner_client, quiz_with(bank, mode=Quiz.Mode.TEST))
    for position in range(1, steps):
        send(learner_client, attempt, position)

    # Session, user, slot, is a step waiting, the next open one, the earlier steps;
    # what is due.
    with django_assert_num_queries(7):
        learner_client.get(slot(attempt, steps))
