"""Which answer is right, and why, is in no response before it may be shown.

Each question is asked again and again with another key. As long as it is open, every
response has to be the same to the letter, whichever option is the key.
"""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lessons.models import Lesson, Topic
from quizzes.models import Attempt, Question, Quiz
from quizzes.querysets import FIRST_IDEAS
from tests.accounts.factories import UserFactory
from tests.lessons.factories import NOON, LessonFactory, ObjectiveFactory
from tests.quizzes.factories import BankFactory, QuestionFactory, QuizFactory

from .access_samples import HTMX, start, undone, without_tokens

pytestmark = pytest.mark.django_db


OPTIONS = {"single": "abcd", "true-false": "ab", "multiple": "abcd"}
KEYS = {
    "single": [{one} for one in "abcd"],
    "true-false": [{"a"}, {"b"}],
    "multiple": [{"a"}, {"b", "d"}, {"a", "b", "c", "d"}],
    # Which partner the lines have, which order is right, what is accepted.
    "matching": ["wxyz", "xwyz", "zyxw"],
    "ordering": ["wxyz", "zyxw", "xwzy"],
    "short": [["right"], ["left", "right"]],
    "numeric": [[1], [250, 3]],
}
REASONS = ("RATIONALE", "KEY IDEA", "Key idea", "Correct answer", "Not the best")


def parts(kind, key):
    """What a question of the kind has, with this key."""
    match kind:
        case "matching":
            return {"pairs": list(pairs(key))}
        case "ordering":
            return {
                "items": [
                    {
                        "id": f"secretly-{n}",
                        "text": f"Item {one}",
                        "rationale": "RATIONALE",
                    }
                    for n, one in enumerate(key)
                ]
            }
        case "short":
            wrong = {"match": "wrong", "rationale": "RATIONALE"}
            accept = [{"text": text} for text in key]
            return {"accept": accept, "wrong": [wrong]}
        case "numeric":
            wrong = {"value": -9.0, "rationale": "RATIONALE"}
            accept = [{"value": float(value)} for value in key]
            return {"accept": accept, "wrong": [wrong], "unit": "m"}
        case _:
            return {"options": list(options(kind, key))}


def pairs(partners):
    for n, right in enumerate(partners):
        left = f"Line {n}" if n < 3 else ""  # the fourth is a distractor
        yield {
            "id": f"secretly-{n}",
            "left": left,
            "right": f"Partner {right}",
            "rationale": "RATIONALE",
        }


def options(kind, keys):
    for name in OPTIONS[kind]:
        yield {
            "id": name,
            "text": f"The text of {name}",
            "key": name in keys,
            "rationale": f"RATIONALE {name} " + "so. " * (name in keys),
        }


@pytest.fixture(autouse=True)
def same_chance_and_time(monkeypatch, time_machine):
    """Nothing but the key is to differ."""
    time_machine.move_to(NOON, tick=False)
    monkeypatch.setattr("quizzes.sitting.tickets.new_seed", lambda: 1)


def publish_questions(kind: str, keys: set[str], topic: Topic) -> None:
    """Two questions that differ from others in nothing but their key."""
    words = {"vignette": "A person of 40.", "key_idea": "KEY IDEA", **parts(kind, keys)}
    objective = ObjectiveFactory(code=FIRST_IDEAS[0], text="Know.")
    bank = BankFactory(title="Bank", topic=topic)
    for slug in ("one", "two"):
        QuestionFactory(
            bank=bank, slug=slug, kind=kind, objective=objective, content=words
        )


# What a learner may do while a question is open ----------------------------------


def fingerprint(response: HttpResponse) -> str:
    body = without_tokens(response)
    to = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
    headers = sorted({*response.headers} - {"Content-Length"})
    said = f"{response.status_code} {to} {headers} {set_aside_the_draw(body)}"
    return re.sub("[0-9a-f]{8}-[0-9a-f-]{27}", "...", said)


def set_aside_the_draw(body: str) -> str:
    """Where lines and partners are drawn from a list, chance alone puts them in order.

    The list is stored in the order of the key, so the same seed puts another partner
    first; which one is no more likely for one key than for another.
    """
    return re.sub(r"(Partner|Item) [w-z]", r"\1", body)


def both_ways(client: Client, url: str, data: dict) -> Iterator[HttpResponse]:
    yield client.post(url, data)
    yield client.post(url, data, headers=HTMX)


def pages_around(client: Client, attempt: Attempt) -> Iterator[HttpResponse]:
    url = reverse("quizzes:question", args=[attempt.pk, 1])
    yield client.get(url)
    yield client.get(url, headers=HTMX)
    yield client.get(url, {"answer": ["a", "b"]})
    for name in ("attempt", "check_answers", "print_attempt", "time_left"):
        yield client.get(reverse(f"quizzes:{name}", args=[attempt.pk]))
    for name in ("quizzes:attempts", "progress", "accounts:export_data"):
        yield client.get(reverse(name))
    for pool in ("unseen", "wrong", "flagged", "due"):
        yield client.get(reverse("quizzes:build"), {"pool": pool})


# Whatever the kind, none of these can be taken.
REFUSED = (
    {},
    {"answer": ["z", "z"]},
    {"answer": ["a", "a"], "answer-1": "0"},
    {"answer": ["a", "z"], "answer-1": ["1", "2"]},
)


NOTES = (
    {"flag": "yes", "answer": "a", "answer-1": "1"},
    {"rule_out": "a"},
    {"rule_out": "b", "answer": "b"},
)


def in_practice(client: Client, attempt: Attempt) -> Iterator[HttpResponse]:
    """Everything but to send an answer that could be taken."""
    url = reverse("quizzes:question", args=[attempt.pk, 1])
    for data in REFUSED + NOTES:
        yield from both_ways(client, url, data)
    yield from pages_around(client, attempt)


def in_a_test(client: Client, attempt: Attempt) -> Iterator[HttpResponse]:
    """Answer all, change an answer, and stop short of submitting."""
    yield from in_practice(client, attempt)
    url = reverse("quizzes:question", args=[attempt.pk, 1])
    one, other = ANSWERS[kind_asked(attempt)]
    for version, answer in enumerate([one, other, one]):
        yield client.post(url, {**answer, "version": version})
        yield from both_ways(client, url, {**other, "version": 9})
    yield client.post(url, {**other, "version": 3}, headers=HTMX)
    yield client.post(url.replace("/1/", "/2/"), one)
    yield from pages_around(client, attempt)


def lines(*places: str) -> dict[str, str]:
    return {f"answer-{n}": place for n, place in enumerate(places, start=1)}


# Two answers that can be taken, by kind.
ANSWERS = {
    **dict.fromkeys(OPTIONS, ({"answer": "a"}, {"answer": "b"})),
    "matching": (lines("1", "2", "3"), lines("2", "1", "4")),
    "ordering": (lines("1", "2", "3", "4"), lines("4", "3", "2", "1")),
    "short": ({"answer": "right"}, {"answer": "wrong"}),
    "numeric": ({"answer": "1"}, {"answer": "-9"}),
}


def kind_asked(attempt: Attempt) -> str:
    return attempt.responses.first().question.kind


SITTINGS = {"practice": in_practice, "test": in_a_test}


def alone(client: Client, page: str) -> Iterator[HttpResponse]:
    """A question that stands by itself on a page."""
    found = client.get(page)
    yield found
    yield client.get(page, headers=HTMX)
    for answer in REFUSED:
        data = {"ticket": ticket_in(found), **answer}
        yield from both_ways(client, reverse("quizzes:answer_once"), data)


def ticket_in(response: HttpResponse) -> str:
    return re.search('name="ticket" value="([^"]+)"', response.content.decode())[1]


def prepare(kind: str, place: str, keys: set[str]) -> tuple[Client, Attempt | str]:
    """A client, and the attempt or the page that asks the question."""
    lesson = LessonFactory(
        module__slug="module",
        module__title="Module",
        slug="lesson",
        title="Lesson",
        objective=ObjectiveFactory(code="X2.1", text="Read.", module__slug="other"),
        body="## Check {#check}\n\n{{check:one}}\n",
    )
    publish_questions(kind, keys, lesson.module.topic)
    client = Client()
    if place == "front page":
        return client, reverse("home")
    if place == "lesson":
        return client, lesson.get_absolute_url()
    learner = UserFactory(email="amina@example.org")
    client.force_login(learner)
    quiz = QuizFactory(title="A quiz", mode=place, count=2)
    return client, start(learner, quiz.slug)


def story(kind: str, place: str, keys: set[str]) -> Iterator[HttpResponse]:
    """All responses while the question is open."""
    client, asked = prepare(kind, place, keys)
    return SITTINGS.get(place, alone)(client, asked)


OPTION_COUNTS = {kind: len(options) for kind, options in OPTIONS.items()}
OPTION_COUNTS |= {"matching": 4, "ordering": 4}

# Every kind in a practice in every run; ./dev test --all takes each everywhere.
PLACES = [
    *[(kind, "practice") for kind in KEYS],
    *[
        pytest.param(kind, place, marks=pytest.mark.slow if kind != "single" else ())
        for kind in KEYS
        for place in ("test", "lesson")
    ],
    ("single", "front page"),
]


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_an_open_question_looks_the_same_whatever_its_key(kind, place):
    stories = []
    for keys in KEYS[kind]:
        with undone():
            stories.append([fingerprint(one) for one in story(kind, place, keys)])

    for responses in zip(*stories, strict=True):
        assert len(set(responses)) == 1


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_an_open_question_says_nothing_of_its_reasons(kind, place):
    for response in story(kind, place, KEYS[kind][0]):
        body = response.content.decode()

        assert response.status_code < 500
        assert [words for words in REASONS if words in body] == []


@pytest.mark.parametrize("place", ["practice", "test", "lesson"])
@pytest.mark.parametrize("kind", ["matching", "ordering"])
def test_no_page_names_a_part_whose_name_would_tell_its_place(kind, place):
    """The ids of pairs and items follow the key, so forms send places instead."""
    for response in story(kind, place, KEYS[kind][0]):
        assert "secretly-" not in without_tokens(response)


def last_page(kind: str, place: str, client: Client, asked: Attempt | str) -> str:
    """Answer, finish, and look."""
    answer = ANSWERS[kind][0]
    if place in SITTINGS:
        url = reverse("quizzes:question", args=[asked.pk, 1])
        client.post(url, answer)
        if place == "test":
            client.post(reverse("quizzes:submit_attempt", args=[asked.pk]))
    else:
        data = {"ticket": ticket_in(client.get(asked)), **answer}
        url = client.post(reverse("quizzes:answer_once"), data).url
    return client.get(url).content.decode()


@pytest.mark.parametrize(("kind", "place"), PLACES)
def test_once_it_is_answered_every_reason_is_there(kind, place):
    page = last_page(kind, place, *prepare(kind, place, KEYS[kind][0]))

    assert page.count("RATIONALE") == {**OPTION_COUNTS, "short": 1, "numeric": 1}[kind]
    assert "KEY IDEA" in page


# What is shipped ----------------------------------------------------------------


def reasons_in(rendered: dict) -> list[str]:
    """The reasons of a question, whatever its kind."""
    lists = [rendered.get(name, []) for name in ("options", "pairs", "items")]
    reasons = [part["rationale"] for parts in lists for part in parts]
    return reasons + rendered.get("wrong", [])


def test_no_page_of_the_shipped_content_gives_a_reason_away(content, learner):
    client = Client()
    client.force_login(learner)
    addresses = [reverse(name) for name in ("home", "quizzes:practise", "progress")]
    addresses += [lesson.get_absolute_url() for lesson in Lesson.objects.published()]
    for quiz in Quiz.objects.all():
        attempt = start(learner, quiz.slug)
        addresses += [quiz.get_absolute_url(), attempt.get_absolute_url()]
        addresses += [slot.get_absolute_url() for slot in attempt.responses.all()]
        addresses.append(reverse("quizzes:check_answers", args=[attempt.pk]))
    pages = [client.get(address, follow=True).content.decode() for address in addresses]

    shown = "\n".join(pages)
    for question in Question.objects.published():
        reasons = reasons_in(question.published.rendered)
        assert [words for words in reasons if words in shown] == []
        assert question.published.rendered["key_idea"] not in shown


def test_the_key_has_no_favourite_letter_in_the_shipped_banks(content):
    """The id of an option is in the page: it must not tell which one is right."""
    keys = Counter(
        option["id"]
        for question in Question.objects.published().filter(kind="single")
        for option in question.published.content["options"]
        if option["key"]
    )

    assert max(keys.values()) <= 0.4 * keys.total()
