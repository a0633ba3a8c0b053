"""Bad answers over HTTP, by the numbers of the security plan (section 4, 13 to 32).

What is refused is refused in words, with 4xx and never 500, for the page and for htmx
alike, and leaves the rows of the attempt equal.
"""

import pytest
from django.urls import reverse

from quizzes.models import Attempt, Quiz, Response
from tests.quizzes.factories import QuestionFactory, QuizFactory
from tests.quizzes.pages import HTMX, html, slot, start

pytestmark = pytest.mark.django_db

WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
FOREIGN = "That is not one of the answers to this question."


@pytest.fixture
def ask(learner_client):
    """Start a practice with one question of the kind; its answers are posted."""

    def ask(kind, headers=None, mode=Quiz.Mode.PRACTICE, **content):
        QuestionFactory(kind=kind, content=content)
        attempt = start(learner_client, QuizFactory(count=1, mode=mode))

        def send(data, **extra):
            return learner_client.post(
                slot(attempt), data, headers=headers or {}, **extra
            )

        send.attempt = attempt
        return send

    return ask


def rows():
    return [list(model.objects.values()) for model in (Attempt, Response)]


def assert_refused(send, data, said, status=422):
    before = rows()

    response = send(data)

    assert response.status_code == status
    assert said in html(response).replace("&quot;", '"')
    assert rows() == before


# Choices ----------------------------------------------------------------------------


@WAYS
@pytest.mark.parametrize("kind", ["single", "multiple", "true-false"])
@pytest.mark.parametrize(
    "choice",
    ["-1", "0", "2147483648", "9223372036854775808", "18446744073709551616", "1e3"]
    + ["a ", "01", "１", "٣", "0x1", "1.0", "NaN", "null", "true", "z", "A", "\0"],
)
def test_16_and_17_a_choice_that_the_question_does_not_have(ask, headers, kind, choice):
    assert_refused(ask(kind, headers), {"answer": choice}, FOREIGN)


@WAYS
@pytest.mark.parametrize("kind", ["matching", "ordering"])
@pytest.mark.parametrize(
    "place", ["-1", "0", "9", "2147483648", "1e3", "1 ", "01", "１", "٣", "0x1", "\0"]
)
def test_17_a_place_that_was_not_offered(ask, headers, kind, place):
    data = {"answer-1": place, "answer-2": "2"}

    assert_refused(ask(kind, headers), data, FOREIGN)


@WAYS
@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("single", {"answer": ["a", "b"]}, "Choose one answer; two were sent."),
        ("true-false", {"answer": ["a", "b"]}, "Choose one answer; two were sent."),
        ("single", {"answer": ["a", "a"]}, "The same answer was sent twice."),
        ("short", {"answer": ["GABA", "GABA"]}, "Write one answer; two were sent."),
        ("numeric", {"answer": ["1", "2"]}, "Write one answer; two were sent."),
        ("matching", {"answer-1": ["1", "2"]}, "Choose one match for each line."),
        ("ordering", {"answer-1": ["1", "2"]}, "Give each line one place only."),
    ],
)
def test_18_two_values_where_there_is_one(ask, headers, kind, data, said):
    assert_refused(ask(kind, headers), data, said)


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "short"])
def test_19_hundreds_of_choices_are_refused_and_thousands_not_even_read(ask, kind):
    send = ask(kind)

    assert_refused(send, {"answer": ["a"] * 900}, "Too many answers were sent")
    before = rows()
    assert send({"answer": ["a"] * 10_000}).status_code == 400
    assert rows() == before


CLAIMS = {
    "is_correct": "1",
    "score": "100",
    "fraction": "1",
    "user": "1",
    "learner": "1",
    "answered_at": "2030-01-01",
    "safety": "",
    "answer-99": "1",
    "answer-01": "1",
    "answer[]": "b",
}


@pytest.mark.parametrize(
    ("kind", "answer"), [("single", "a"), ("short", "GAD"), ("numeric", "67")]
)
def test_20_and_21_what_nobody_asked_for_changes_nothing(ask, kind, answer, learner):
    send = ask(kind)

    send({"answer": answer, **CLAIMS})

    stored = Response.objects.get()
    assert (stored.fraction, stored.attempt.learner) == (0, learner)
    assert stored.answered_at.year < 2030


# Lines ------------------------------------------------------------------------------


@WAYS
@pytest.mark.parametrize(
    ("places", "said"),
    [
        (("1", ""), "Give every line a place; 1 line has none yet."),
        (("1", "1"), "Two lines have place 1; give each its own."),
        (("1", "3"), FOREIGN),
    ],
)
@pytest.mark.parametrize("mode", Quiz.Mode)
def test_22_an_order_that_is_none(ask, headers, places, said, mode):
    data = {"answer-1": places[0], "answer-2": places[1]}

    assert_refused(ask("ordering", headers, mode), data, said)


@WAYS
def test_23_one_match_for_two_lines(ask, headers):
    data = {"answer-1": "1", "answer-2": "1"}

    assert_refused(ask("matching", headers), data, "Each match is used once")


@WAYS
def test_lines_left_open_are_asked_about_where_the_answer_is_final(ask, headers):
    said = "Choose a match for every line; 1 line has none yet."

    assert_refused(ask("matching", headers), {"answer-1": "1", "answer-2": ""}, said)


def test_lines_left_open_are_kept_where_one_may_come_back(ask):
    send = ask("matching", mode=Quiz.Mode.TEST)

    assert send({"answer-1": "1", "answer-2": ""}).status_code == 302

    assert len(Response.objects.get().answer["pairs"]) == 1


@pytest.mark.parametrize("kind", ["matching", "ordering"])
def test_what_was_chosen_before_an_error_stays_chosen(ask, kind):
    page = html(ask(kind)({"answer-1": "2", "answer-2": "9"}))

    assert page.count('<option value="2" selected>') == 1


# Text and numbers -------------------------------------------------------------------


@WAYS
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("½", "Write one number in digits, in kDa"),
        ("1/2", "Write one number in digits, in kDa"),
        ("5 mg", "Write one number in digits, in kDa"),
        ("inf", "Write one number in digits, in kDa"),
        ("-inf", "Write one number in digits, in kDa"),
        ("nan", "Write one number in digits, in kDa"),
        ("1e400", "That number is too large to be read."),
        ("1,500", "can be read in two ways"),
    ],
)
def test_24_and_25_what_is_no_number(ask, headers, text, said):
    assert_refused(ask("numeric", headers), {"answer": text}, said)


@pytest.mark.parametrize(
    ("text", "value"),
    [("65,5", 65.5), ("65.5", 65.5), ("6.5e1", 65), ("+65", 65), (" 65 ", 65)]
    + [("65 kDa", 65), ("1 500", 1500), ("−5", -5)],
)
def test_24_numbers_as_people_write_them(ask, text, value):
    ask("numeric")({"answer": text})

    assert Response.objects.get().answer == {"text": text, "value": value}


@WAYS
def test_26_a_text_too_long(ask, headers):
    send = ask("short", headers)

    assert_refused(send, {"answer": "x" * 64_000}, "Use at most 200 characters")
    before = rows()
    assert send({"answer": "x" * 10_000_000}).status_code == 413
    assert rows() == before


@WAYS
@pytest.mark.parametrize("kind", ["short", "numeric"])
def test_27_a_nul_character(ask, headers, kind):
    assert_refused(ask(kind, headers), {"answer": "6\x005"}, "could not be read")


@WAYS
@pytest.mark.parametrize("sent", [b"answer=%FF", b"answer=%ED%A0%80"])
def test_28_bytes_that_are_no_text(ask, headers, sent):
    def post(data):
        form = "application/x-www-form-urlencoded"
        return ask("short", headers)(data, content_type=form)

    QuestionFactory(kind="short")
    before = Response.objects.filter(answer__isnull=False).count()

    response = post(sent)

    assert response.status_code == 422
    assert "could not be read" in html(response)
    assert Response.objects.filter(answer__isnull=False).count() == before


TEXTS = ["🧠", "e\u0301\u0302", "\u202egaba\u202c", "ga\u200dba", "<b>GABA</b>", "İßﬁÅ"]


@WAYS
@pytest.mark.parametrize("text", TEXTS)
def test_29_any_text_is_kept_as_typed_and_shown_apart(
    ask, headers, text, learner_client
):
    send = ask("short", headers)

    send({"answer": text})

    assert Response.objects.get().answer == {"text": text}
    page = html(learner_client.get(slot(send.attempt)))
    shown = text.replace("<", "&lt;").replace(">", "&gt;")
    assert f'<bdi class="as-typed">{shown}</bdi>' in page
    assert f"<bdi>{shown}</bdi>" in html(
        learner_client.get(send.attempt.get_absolute_url())
    )


@pytest.mark.parametrize("text", ["gaba\u00a0", "GABA.", "ＧＡＢＡ", "  Gaba ?"])
def test_31_and_32_texts_are_compared_by_the_rule(ask, text):
    """Full-width letters are other letters; the rest is set aside."""
    ask("short")({"answer": text})

    assert Response.objects.get().fraction == (0 if text == "ＧＡＢＡ" else 1)


# The attempt ------------------------------------------------------------------------


@WAYS
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("single", "Choose an answer first"),
        ("multiple", "Choose an answer first"),
        ("matching", "Choose a match for each line first"),
        ("ordering", "Give each line a place first"),
        ("short", "Write an answer first"),
        ("numeric", "Write a number first"),
    ],
)
@pytest.mark.parametrize("data", [{}, {"answer": " "}, {"answer-1": ""}])
def test_14_nothing_answered(ask, headers, kind, said, data):
    assert_refused(ask(kind, headers), data, said)


@WAYS
@pytest.mark.parametrize("position", [0, 2, 99, 10**9])
def test_15_a_question_that_is_not_in_the_attempt(
    ask, learner_client, headers, position
):
    attempt = ask("single").attempt

    answer = {"answer": "a"}
    url = slot(attempt, position)

    assert learner_client.post(url, answer, headers=headers).status_code == 404


def test_33_the_attempt_of_a_deleted_quiz_keeps_its_answers(ask, learner_client):
    send = ask("single")
    Quiz.objects.all().delete()

    assert send({"answer": "b"}).status_code == 302

    results = learner_client.get(send.attempt.get_absolute_url())
    assert "Correct" in html(results)
    assert reverse("quizzes:attempts") in html(results)
