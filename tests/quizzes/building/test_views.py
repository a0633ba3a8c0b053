"""Build my own practice over HTTP: counting, starting, and what is refused."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import ValidationError

from quizzes import schemas
from quizzes.models import Attempt
from tests.lessons.factories import TopicFactory
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    RecallFactory,
    ResponseFactory,
)

URL = "/practise/build/"
HTMX = {"HX-Request": "true"}


def html(response) -> str:
    return response.content.decode()


def words(response) -> str:
    """What the page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", html(response)).split())


def box(response, name: str, value: str) -> str:
    """The tag of a checkbox or a radio."""
    found = re.findall(rf'<input[^>]*name="{name}"[^>]*>', html(response))
    (tag,) = (one for one in found if f'value="{value}"' in one)
    return tag


def ticket(response) -> str:
    return re.search(r'name="ticket" value="([^"]*)"', html(response))[1]


def start(client: Client, **chosen):
    return client.post(URL, {"ticket": ticket(client.get(URL)), **chosen})


def attempt_at(response) -> Attempt:
    return Attempt.objects.get(pk=response["Location"].split("/")[2])


@pytest.fixture
def questions(db):
    return QuestionFactory.create_batch(3)


# The page -------------------------------------------------------------------------


def test_it_has_its_own_address_before_those_of_quizzes(client, questions):
    assert reverse("quizzes:build") == URL
    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("slug", ["build", "once"])
def test_no_quiz_may_take_the_address_of_another_page(slug):
    content = {
        "slug": slug,
        "title": "A quiz",
        "summary": "What it asks.",
        "mode": "practice",
        "blueprint": [{"count": 1}],
    }

    with pytest.raises(ValidationError, match="address of another page"):
        schemas.QuizContent.model_validate(content)
    assert schemas.QuizContent.model_validate(content | {"slug": f"{slug}-up"})


def test_the_practise_page_and_the_help_lead_to_it(client, db):
    for page in ("quizzes:practise", "help"):
        assert f'href="{URL}"' in html(client.get(reverse(page)))


def test_a_stranger_sees_everything_as_new_and_nothing_is_stored(
    client, questions, django_user_model
):
    page = client.get(URL)

    assert "Not asked yet 3 questions" in words(page)
    assert "Flagged 0 questions" in words(page)
    assert "3 questions fit; 10 were asked: all 3 are taken." in words(page)
    assert "You need no account." in words(page)
    assert not django_user_model.objects.exists()


def test_each_pool_has_its_number_within_the_topics_of_the_address(
    learner, learner_client, questions
):
    symptoms = QuestionFactory(bank__topic__slug="symptoms")
    RecallFactory(learner=learner, question=questions[0], last_fraction=0.0)
    attempt = AttemptFactory(learner=learner)
    ResponseFactory(attempt=attempt, question=questions[0], is_flagged=True)

    everywhere = learner_client.get(URL)
    there = learner_client.get(URL, {"topic": "symptoms", "pool": "unseen"})

    assert "Not asked yet 3 questions" in words(everywhere)
    assert "Not fully right last time 1 question" in words(everywhere)
    assert "Flagged 1 question" in words(everywhere)
    assert "Flagged 0 questions" in words(there)
    assert "1 question fits and is taken." in words(there)
    assert "checked" in box(there, "topic", "symptoms")
    assert "checked" in box(there, "pool", "unseen")
    assert "checked" not in box(there, "topic", questions[0].bank.topic.slug)
    assert symptoms.objective.text in words(there)


def test_the_usual_number_is_chosen_beforehand(client, questions):
    page = client.get(URL, {"pool": "unseen"})

    assert "checked" in box(page, "count", "10")


def test_the_page_says_that_cases_are_left_out(client, questions):
    assert "Questions of an unfolding case are not among these" in words(
        client.get(URL)
    )


def test_before_there_is_any_question_the_page_leads_to_the_lessons(client, db):
    page = client.get(URL)

    assert "There is no question yet to choose from." in words(page)
    assert "Start" not in words(page)


def test_an_empty_pool_says_why_and_offers_the_nearest(client, questions):
    page = client.get(URL, {"pool": "flagged", "count": "5"})

    assert page.status_code == 200
    assert "Nothing here is flagged yet. Flag a question" in words(page)
    assert "?pool=unseen&amp;count=5" in html(page)


def test_with_htmx_only_the_counts_come_and_those_beside_the_pools(client, questions):
    fragment = client.get(URL, {"pool": "wrong"}, headers=HTMX)

    assert "<form" not in html(fragment)
    assert "Nothing here was answered wrong" in words(fragment)
    for pool, number in {"unseen": 3, "wrong": 0, "flagged": 0, "due": 0}.items():
        assert re.search(
            rf'id="count-{pool}" hx-swap-oob="true">{number} question', html(fragment)
        )


def test_with_htmx_what_is_no_longer_offered_is_said_where_the_counts_are(
    client, questions
):
    fragment = client.get(URL, {"topic": "gone"}, headers=HTMX)

    assert fragment.status_code == 422
    assert "Choose topics from the list." in words(fragment)


@pytest.mark.parametrize("size", [1, 20])
def test_the_page_costs_the_same_however_long_the_history(
    learner, learner_client, django_assert_num_queries, size
):
    for _ in range(size):
        recall = RecallFactory(learner=learner, last_fraction=0.0)
        attempt = AttemptFactory(learner=learner)
        ResponseFactory(attempt=attempt, question=recall.question, is_flagged=True)
    chosen = {"topic": "mechanism", "pool": ["wrong", "flagged", "due"]}

    # Session, user, topics, objectives, counts, what is due; not in a fragment.
    with django_assert_num_queries(6):
        page = learner_client.get(URL, chosen)
    with django_assert_num_queries(5):
        learner_client.get(URL, chosen, headers=HTMX)

    assert f"Flagged {size} question" in words(page)


# Counting without script ----------------------------------------------------------


def test_count_again_leads_to_the_page_with_the_choice_and_starts_nothing(
    client, questions
):
    chosen = {"pool": ["unseen", "due"], "topic": "mechanism", "count": "20"}

    response = client.post(URL, {**chosen, "recount": "yes", "ticket": "t"})

    assert response["Location"] == (
        f"{URL}?topic=mechanism&pool=unseen&pool=due&count=20"
    )
    page = client.get(response["Location"])
    assert "checked" in box(page, "pool", "due")
    assert "3 questions fit; 20 were asked: all 3 are taken." in words(page)
    assert not Attempt.objects.exists()


# Starting -------------------------------------------------------------------------


def test_a_learner_starts_what_was_chosen(learner, learner_client, questions):
    QuestionFactory(bank__topic__slug="symptoms")
    topic = questions[0].bank.topic

    attempt = attempt_at(
        start(learner_client, topic=topic.slug, pool="unseen", count=5)
    )

    assert attempt.learner == learner
    assert attempt.title == f"My practice: {topic.title}, new"
    assert {slot.question for slot in attempt.responses.all()} == {*questions}


def test_one_objective_can_be_practised(learner_client, questions):
    chosen = questions[1]

    attempt = attempt_at(start(learner_client, objective=chosen.objective.code))

    assert [slot.question for slot in attempt.responses.all()] == [chosen]


def test_a_stranger_who_starts_becomes_a_guest(client, questions, django_user_model):
    attempt = attempt_at(start(client))

    assert attempt.learner == django_user_model.objects.get(is_guest=True)
    assert client.get(attempt.get_absolute_url(), follow=True).status_code == 200


def test_a_double_click_makes_one_attempt_and_one_guest(questions, django_user_model):
    first, second = Client(), Client()
    posted = {"ticket": ticket(first.get(URL)), "pool": "unseen"}
    second.cookies.update(first.cookies)

    one, two = first.post(URL, posted), second.post(URL, posted)

    assert one["Location"] == two["Location"]
    assert Attempt.objects.count() == django_user_model.objects.count() == 1
    assert second.get(two["Location"], follow=True).status_code == 200


def test_a_double_click_of_a_learner_makes_one_attempt(learner_client, questions):
    posted = {"ticket": ticket(learner_client.get(URL)), "pool": "unseen"}

    one, two = learner_client.post(URL, posted), learner_client.post(URL, posted)

    assert one["Location"] == two["Location"]


def test_the_same_form_with_another_choice_makes_another_practice(
    learner_client, questions
):
    form = {"ticket": ticket(learner_client.get(URL))}

    learner_client.post(URL, {**form, "count": "5"})
    learner_client.post(URL, {**form, "count": "20"})

    assert Attempt.objects.count() == 2
    practise = words(learner_client.get(reverse("quizzes:practise")))
    assert practise.count("Go on with My practice: all topics") == 2


def test_the_form_of_another_browser_gives_no_way_into_its_attempt(questions):
    owner, thief = Client(), Client()
    form = {"ticket": ticket(owner.get(URL))}
    mine = owner.post(URL, form)["Location"]
    thief.get(URL)

    assert thief.post(URL, form)["Location"] != mine


@pytest.mark.parametrize("sent", ["", "made-up"])
def test_without_a_good_ticket_a_start_is_still_a_start(
    learner_client, questions, sent
):
    assert attempt_at(learner_client.post(URL, {"ticket": sent})).size == 3


def test_a_practice_is_answered_to_its_results(learner_client, questions):
    attempt = attempt_at(start(learner_client))
    for slot in attempt.responses.all():
        learner_client.post(slot.get_absolute_url(), {"answer": "b", "version": 0})

    results = learner_client.get(attempt.get_absolute_url())

    assert "3 of 3: My practice: all topics" in words(results)


# What is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("topic", "astrology", "Choose topics from the list."),
        ("topic", "nursing", "Choose topics from the list."),  # has no questions
        ("objective", "Z9.9", "Choose an objective from the list."),
        ("pool", "easy", "Choose which questions from the list."),
        ("count", "7", "Choose how many questions from the list."),
        ("count", "-1", "Choose how many questions from the list."),
        ("count", "", "Choose how many questions."),
        ("count", "\0", "Choose how many questions from the list."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_offered_is_refused_beside_its_field(
    client, questions, method, field, value, message, django_user_model
):
    TopicFactory(slug="nursing")
    sent = {"topic": "mechanism", "pool": "unseen", "count": "20"} | {field: value}

    page = getattr(client, method)(URL, sent)

    assert page.status_code == 422
    assert html(page).count(message) == 2  # in the summary, and beside the field
    assert f'id="id_{field}_error"' in html(page)
    kept = {"topic": "mechanism", "pool": "unseen", "count": "20"}
    kept.pop(field, None)
    assert all("checked" in box(page, *one) for one in kept.items())
    assert "<title>Error: Build my own practice" in html(page)
    assert not django_user_model.objects.exists()
    assert not Attempt.objects.exists()


def test_a_start_where_nothing_fits_is_refused_with_the_reason(
    learner_client, questions
):
    page = start(learner_client, pool="flagged", topic="mechanism")

    assert page.status_code == 422
    assert 'href="#id_pool_0">Nothing here is flagged yet.' in html(page)
    assert "checked" in box(page, "pool", "flagged")
    assert "checked" in box(page, "topic", "mechanism")
    assert not Attempt.objects.exists()


def test_a_stranger_for_whom_nothing_fits_stays_a_stranger(
    client, questions, django_user_model
):
    assert start(client, pool="wrong").status_code == 422
    assert not django_user_model.objects.exists()


def test_an_objective_outside_the_topics_is_refused_beside_it(
    learner_client, questions
):
    QuestionFactory(bank__topic__slug="symptoms")
    objective = questions[0].objective.code

    page = start(learner_client, topic="symptoms", objective=objective)

    assert page.status_code == 422
    assert (
        'href="#id_objective">No question of these topics is on this objective.'
        in html(page)
    )
    assert f'value="{objective}" selected' in html(page)
