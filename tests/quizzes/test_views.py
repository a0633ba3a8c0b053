"""Practise over HTTP: what a learner sees, is told, and cannot reach."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, Quiz, Recall, Response
from tests.conftest import client_of
from tests.quizzes.factories import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
    option,
)
from tests.quizzes.pages import HTMX, hidden, html, slot, start
from tests.quizzes.regrades import confirm, correct

# A question of four options, the first of them right.
FOUR = {
    "options": [
        option(name, key=name == "a", rationale=f"The reason for {name}.")
        for name in "abcd"
    ],
    "key_idea": "The idea of it.",
}


@pytest.fixture
def practice(db):
    QuestionFactory.create_batch(3, content=FOUR)
    return QuizFactory(count=3)


@pytest.fixture
def test_quiz(db):
    QuestionFactory.create_batch(2, content=FOUR)
    return QuizFactory(count=2, mode=Quiz.Mode.TEST, pass_mark=50)


# Starting --------------------------------------------------------------------


def test_the_practise_page_says_how_many_questions_and_how_long(client, practice):
    page = html(client.get(reverse("quizzes:practise")))

    assert "3 questions · about 3 min · practice" in page


@pytest.mark.parametrize("hidden", [{"is_published": False}, {"is_retired": True}])
def test_a_quiz_that_is_not_published_is_not_offered(client, practice, hidden):
    Quiz.objects.update(**hidden)

    assert practice.title not in html(client.get(reverse("quizzes:practise")))
    assert client.get(practice.get_absolute_url()).status_code == 404
    start = reverse("quizzes:start_quiz", args=[practice.slug])
    assert client.post(start).status_code == 404


@pytest.mark.parametrize(("begun", "shown"), [(5, 5), (6, 5)])
def test_the_practise_page_shows_the_last_few_that_were_begun(
    learner_client, learner, begun, shown
):
    AttemptFactory.create_batch(begun, learner=learner, quiz=None, purpose="built")

    page = html(learner_client.get(reverse("quizzes:practise")))

    assert page.count(">Go on<span") == shown
    assert ("All that you have begun" in page) is (begun > shown)


def test_reading_about_a_quiz_makes_no_guest(client, practice, django_user_model):
    client.get(practice.get_absolute_url())

    assert not django_user_model.objects.exists()


def test_a_stranger_who_starts_becomes_a_guest(client, practice, django_user_model):
    attempt = start(client, practice)

    assert attempt.learner == django_user_model.objects.get(is_guest=True)
    assert attempt.size == attempt.responses.count() == 3


def test_a_double_click_on_start_makes_one_attempt_and_one_guest(
    practice, django_user_model
):
    first, second = Client(), Client()
    page = html(first.get(practice.get_absolute_url()))
    second.cookies.update(first.cookies)
    url = reverse("quizzes:start_quiz", args=[practice.slug])
    posted = {"ticket": hidden(page, "ticket")}

    one, two = first.post(url, posted), second.post(url, posted)

    assert one["Location"] == two["Location"]
    assert Attempt.objects.count() == 1
    assert django_user_model.objects.count() == 1
    assert second.get(two["Location"], follow=True).status_code == 200


def test_a_ticket_from_another_browser_gives_no_way_into_the_attempt(practice):
    owner, thief = Client(), Client()
    page = html(owner.get(practice.get_absolute_url()))
    ticket = {"ticket": hidden(page, "ticket")}
    url = reverse("quizzes:start_quiz", args=[practice.slug])
    mine = owner.post(url, ticket)["Location"]
    thief.get(practice.get_absolute_url())

    theirs = thief.post(url, ticket)["Location"]

    assert theirs != mine
    assert thief.get(mine).status_code == 404


@pytest.mark.parametrize("ticket", ["", "nonsense", "a:b:c", "\x00"])
def test_a_start_without_a_good_ticket_starts_all_the_same(
    learner_client, practice, ticket
):
    url = reverse("quizzes:start_quiz", args=[practice.slug])

    assert learner_client.post(url, {"ticket": ticket}).status_code == 302
    assert Attempt.objects.count() == 1


def test_starting_again_goes_on_with_the_running_attempt(learner_client, practice):
    assert start(learner_client, practice) == Attempt.objects.get()
    url = reverse("quizzes:start_quiz", args=[practice.slug])

    learner_client.post(url)

    assert Attempt.objects.count() == 1


def test_a_quiz_that_asks_for_more_than_there_is_says_so(learner_client, practice):
    practice.rows.update(count=99)
    url = reverse("quizzes:start_quiz", args=[practice.slug])

    response = learner_client.post(url)

    assert response.status_code == 409
    assert "cannot start yet" in html(response)
    assert not Attempt.objects.exists()


# Practice ---------------------------------------------------------------------


def test_an_answer_shows_the_reason_of_every_option(learner_client, practice):
    attempt = start(learner_client, practice)
    before = html(learner_client.get(slot(attempt)))
    assert "The reason for" not in before

    response = learner_client.post(slot(attempt), {"answer": "b"}, follow=True)

    page = html(response)
    assert page.count("The reason for") == 4
    assert "Not the best answer." in page
    assert "Your answer" in page
    assert "The idea of" in page


def test_htmx_gets_the_card_the_title_and_one_announcement(learner_client, practice):
    attempt = start(learner_client, practice)

    response = learner_client.post(slot(attempt), {"answer": "a"}, headers=HTMX)

    page = html(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert page.count('hx-swap-oob="innerHTML"') == 1
    assert re.search(r'id="announce"[^>]*>Correct\.</p>', page)
    assert "<title>Correct. Question 1 of 3 – " in page
    assert re.search(r"<h2[^>]*autofocus>Correct\.</h2>", page)


def test_the_same_answer_twice_is_stored_once_and_answered_twice(
    learner_client, practice
):
    attempt = start(learner_client, practice)

    codes = [
        learner_client.post(slot(attempt), {"answer": "a"}, headers=HTMX).status_code
        for _ in range(3)
    ]

    assert codes == [200, 200, 200]
    attempt.refresh_from_db()
    assert (attempt.answered, attempt.marks) == (1, 1.0)
    assert Recall.objects.get().answers == 1


def test_another_answer_afterwards_is_told_which_one_counts(learner_client, practice):
    attempt = start(learner_client, practice)
    learner_client.post(slot(attempt), {"answer": "a"})

    response = learner_client.post(slot(attempt), {"answer": "b"}, headers=HTMX)

    assert response.status_code == 409
    assert "the one that counts" in html(response)
    assert attempt.responses.get(position=1).answer == {"options": ["a"]}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_nothing_chosen_is_an_error_that_keeps_the_page(
    learner_client, practice, headers
):
    attempt = start(learner_client, practice)

    response = learner_client.post(slot(attempt), {"confidence": 3}, headers=headers)

    page = html(response)
    assert response.status_code == 422
    assert re.search(r'name="confidence" value="3" checked', page)
    assert "There is a problem" in page
    assert "<title>Error: Question 1 of 3" in page
    assert attempt.responses.filter(answer__isnull=False).count() == 0


@pytest.mark.parametrize(
    "chosen",
    [
        "-1", "0", "2147483648", "9223372036854775808", "1e3", "a ", "A", "１", "٣",
        "0x1", "NaN", "null", "true", "", "\x00", "z", "a,b",
    ],
)  # fmt: skip
def test_an_option_that_is_not_of_the_question_is_refused(
    learner_client, practice, chosen
):
    attempt = start(learner_client, practice)

    response = learner_client.post(slot(attempt), {"answer": chosen})

    assert response.status_code == 422
    assert not attempt.responses.filter(answer__isnull=False).exists()


def test_two_answers_to_a_question_that_has_one_are_refused(learner_client, practice):
    attempt = start(learner_client, practice)

    response = learner_client.post(slot(attempt), {"answer": ["a", "b"]})

    assert response.status_code == 422


def test_ten_thousand_answers_are_refused(learner_client, practice):
    attempt = start(learner_client, practice)
    many = {"answer": ["a"] * 900}

    assert learner_client.post(slot(attempt), many).status_code == 422


@pytest.mark.parametrize("confidence", ["9", "x", "", "-1", "2"])
def test_confidence_never_stands_in_the_way(learner_client, practice, confidence):
    attempt = start(learner_client, practice)

    learner_client.post(slot(attempt), {"answer": "a", "confidence": confidence})

    stored = attempt.responses.get(position=1)
    assert stored.fraction == 1
    assert stored.confidence == (2 if confidence == "2" else None)


def test_fields_that_nobody_asked_for_change_nothing(learner_client, practice):
    attempt = start(learner_client, practice)

    learner_client.post(
        slot(attempt),
        {"answer": "b", "is_correct": "1", "score": "100", "user": "1", "fraction": 1},
    )

    assert attempt.responses.get(position=1).fraction == 0


def test_the_last_answer_ends_the_attempt_and_leads_to_the_results(
    learner_client, practice
):
    attempt = start(learner_client, practice)
    for position in (1, 2, 3):
        response = learner_client.post(
            slot(attempt, position), {"answer": "a"}, follow=True
        )

    assert "See the results" in html(response)
    page = html(learner_client.get(attempt.get_absolute_url()))
    assert "3 of 3" in page


def test_an_attempt_resumes_at_the_first_open_question(learner_client, practice):
    attempt = start(learner_client, practice)
    learner_client.post(slot(attempt), {"answer": "a"})

    response = learner_client.get(attempt.get_absolute_url())

    assert response["Location"] == slot(attempt, 2)


# Test mode --------------------------------------------------------------------


def test_a_test_shows_no_reason_before_it_is_finished(learner_client, test_quiz):
    attempt = start(learner_client, test_quiz)

    response = learner_client.post(slot(attempt), {"answer": "a", "version": 0})

    assert response["Location"] == slot(attempt, 2)
    for url in (slot(attempt), reverse("quizzes:check_answers", args=[attempt.pk])):
        assert "The reason for" not in html(learner_client.get(url))


def test_an_answer_of_a_test_can_be_changed_until_it_is_finished(
    learner_client, test_quiz
):
    attempt = start(learner_client, test_quiz)
    learner_client.post(slot(attempt), {"answer": "b", "version": 0})

    learner_client.post(slot(attempt), {"answer": "a", "version": 1})
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))

    attempt.refresh_from_db()
    assert (attempt.marks, attempt.answered, attempt.is_passed) == (1.0, 1, True)


def test_a_stale_tab_is_told_what_is_stored_and_may_send_its_own(
    learner_client, test_quiz
):
    attempt = start(learner_client, test_quiz)
    learner_client.post(slot(attempt), {"answer": "b", "version": 0})

    stale = learner_client.post(
        slot(attempt), {"answer": "c", "version": 0}, headers=HTMX
    )

    assert stale.status_code == 409
    assert "Use mine instead" in html(stale)
    assert attempt.responses.get(position=1).answer == {"options": ["b"]}
    version = hidden(html(stale), "version")
    learner_client.post(slot(attempt), {"answer": "c", "version": version})
    assert attempt.responses.get(position=1).answer == {"options": ["c"]}


def test_finishing_twice_is_finishing_once(learner_client, test_quiz):
    attempt = start(learner_client, test_quiz)
    learner_client.post(slot(attempt), {"answer": "a", "version": 0})
    url = reverse("quizzes:submit_attempt", args=[attempt.pk])

    first, second = learner_client.post(url), learner_client.post(url)

    assert first["Location"] == second["Location"] == attempt.get_absolute_url()
    assert Recall.objects.get().answers == 1


def test_an_answer_after_the_end_is_told_which_one_counts(learner_client, test_quiz):
    attempt = start(learner_client, test_quiz)
    learner_client.post(slot(attempt), {"answer": "a", "version": 0})
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))

    response = learner_client.post(slot(attempt), {"answer": "b", "version": 1})

    assert response.status_code == 409
    assert attempt.responses.get(position=1).answer == {"options": ["a"]}


def test_what_was_left_open_is_shown_as_such_and_counts_nothing(
    learner_client, test_quiz
):
    attempt = start(learner_client, test_quiz)
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))

    page = html(learner_client.get(attempt.get_absolute_url()))

    assert "Not passed this time" in page
    assert "left open" in page
    assert "Left unanswered." in html(learner_client.get(slot(attempt)))
    assert not Recall.objects.exists()


# Revisions ---------------------------------------------------------------------


def test_a_running_attempt_keeps_the_text_it_began_with(learner_client, practice):
    attempt = start(learner_client, practice)
    shown = attempt.responses.select_related("question").get(position=1)
    question = shown.question
    question.draft = {**question.draft, "stem": "A new wording, is it?"}
    question.publish(by=None, reason="Clearer", now=timezone.now())

    assert "A new wording" not in html(learner_client.get(slot(attempt)))
    learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))
    new = start(learner_client, practice)
    position = new.responses.get(question=question).position
    assert "A new wording" in html(learner_client.get(slot(new, position)))


def test_a_retired_question_still_opens_in_the_attempt_that_has_it(
    learner_client, practice
):
    attempt = start(learner_client, practice)
    question = attempt.responses.get(position=1).question
    question.is_retired = True
    question.save()

    learner_client.post(slot(attempt), {"answer": "a"})

    assert "Correct." in html(learner_client.get(slot(attempt)))


# A question by itself -------------------------------------------------------------


@pytest.fixture
def live(db):
    from tests.lessons.factories import ObjectiveFactory

    return QuestionFactory(
        objective=ObjectiveFactory(code="M1.1"),
        content={**FOUR, "vignette": "A man of 50 came in."},
    )


def ask(client: Client) -> dict[str, str]:
    return {"ticket": hidden(html(client.get("/")), "ticket")}


def test_the_live_question_is_answered_without_an_account(client, live):
    response = client.post(
        reverse("quizzes:answer_once"), {**ask(client), "answer": "a"}, follow=True
    )

    assert "Correct." in html(response)
    assert Attempt.objects.get().purpose == Attempt.Purpose.LIVE


def test_the_live_question_answered_twice_with_one_page_is_one_answer(client, live):
    posted = {**ask(client), "answer": "a"}
    url = reverse("quizzes:answer_once")

    first = client.post(url, posted, headers=HTMX)
    second = client.post(url, posted, headers=HTMX)

    assert (first.status_code, second.status_code) == (200, 200)
    assert Response.objects.count() == 1


@pytest.mark.parametrize(("sent", "status"), [("a", 200), ("b", 409)])
def test_sent_again_after_a_regrade_it_says_that_the_key_was_corrected(
    client, live, sent, status
):
    posted = {**ask(client), "answer": "a"}
    url = reverse("quizzes:answer_once")
    client.post(url, posted, headers=HTMX)
    confirm(correct(live, "b"))

    again = client.post(url, posted | {"answer": sent}, headers=HTMX)

    assert again.status_code == status
    assert "your mark was 1 and is 0 now" in html(again)


def test_a_live_question_republished_meanwhile_is_asked_anew(client, live):
    posted = {**ask(client), "answer": "a"}
    live.draft = {**live.draft, "stem": "Asked in another way?"}
    live.publish(by=None, reason="Clearer", now=timezone.now())

    response = client.post(reverse("quizzes:answer_once"), posted)

    assert response.status_code == 409
    assert "Asked in another way?" in html(response)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "\x00"])
def test_a_bad_ticket_is_a_clear_message(client, live, ticket):
    response = client.post(
        reverse("quizzes:answer_once"), {"ticket": ticket, "answer": "a"}
    )

    assert response.status_code == 422
    assert not Attempt.objects.exists()


def test_an_impossible_answer_makes_no_guest(client, live, django_user_model):
    posted = {**ask(client), "answer": "zz"}

    assert client.post(reverse("quizzes:answer_once"), posted).status_code == 422
    assert not django_user_model.objects.exists()


# Signed out meanwhile -------------------------------------------------------------


def test_after_a_lapsed_session_the_choice_is_offered_and_not_sent(learner, practice):
    client = client_of(learner)
    attempt = start(client, practice)
    client.logout()

    response = client.post(slot(attempt), {"answer": "b"})

    assert response.status_code == 302
    assert "answer%3Db" in response["Location"]
    page = html(client_of(learner).get(f"{slot(attempt)}?answer=b"))
    assert re.search(r'value="b" checked', page)
    assert "Your choice was kept" in page
    assert not attempt.responses.filter(answer__isnull=False).exists()


def test_htmx_is_sent_to_the_log_in_page_as_a_whole(client, practice):
    url = reverse("quizzes:question", args=[uuid4(), 1])

    response = client.post(url, {"answer": "b"}, headers=HTMX)

    assert response.status_code == 401
    assert response["HX-Redirect"].startswith(reverse("account_login"))


# Strangers, and costs ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["attempt", "check_answers", "question", "submit"])
def test_another_learners_attempt_is_not_there(learner, stranger_client, name):
    response = ResponseFactory(attempt__learner=learner)
    pk = response.attempt_id
    urls = {
        "attempt": reverse("quizzes:attempt", args=[pk]),
        "check_answers": reverse("quizzes:check_answers", args=[pk]),
        "question": reverse("quizzes:question", args=[pk, 1]),
        "submit": reverse("quizzes:submit_attempt", args=[pk]),
    }
    call = stranger_client.post if name == "submit" else stranger_client.get

    assert call(urls[name]).status_code == 404
    response.attempt.refresh_from_db()
    assert not response.attempt.is_finished


def test_my_attempts_are_mine(learner, stranger, learner_client):
    AttemptFactory(learner=learner, title="Of mine")
    AttemptFactory(learner=stranger, title="Of another")

    page = html(learner_client.get(reverse("quizzes:attempts")))

    assert "Of mine" in page
    assert "Of another" not in page


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1000000000", ""])
def test_a_page_number_without_sense_shows_the_nearest_page(
    learner, learner_client, number
):
    AttemptFactory.create_batch(21, learner=learner)

    response = learner_client.get(reverse("quizzes:attempts"), {"page": number})

    assert response.status_code == 200


@pytest.mark.parametrize("size", [3, 50])
def test_pages_of_an_attempt_cost_the_same_for_any_size(
    learner_client, django_assert_num_queries, db, size
):
    QuestionFactory.create_batch(size, content=FOUR)
    attempt = start(learner_client, QuizFactory(count=size))

    with django_assert_num_queries(5):  # session, user, slot, the next open one, due
        learner_client.get(slot(attempt))
    with django_assert_num_queries(13):  # these, 2 for the savepoint, 7 to store
        learner_client.post(slot(attempt), {"answer": "a"}, headers=HTMX)
    with django_assert_num_queries(12):  # none for the day again
        learner_client.post(slot(attempt, 2), {"answer": "a"}, headers=HTMX)
    with django_assert_num_queries(5):  # session, user, attempt, slots, due
        learner_client.get(reverse("quizzes:check_answers", args=[attempt.pk]))


@pytest.mark.parametrize("size", [2, 50])
def test_finishing_a_test_costs_the_same_for_any_size(
    learner_client, django_assert_num_queries, db, size
):
    QuestionFactory.create_batch(size, content=FOUR)
    attempt = start(learner_client, QuizFactory(count=size, mode=Quiz.Mode.TEST))
    attempt.responses.update(answer={"options": ["a"]}, answered_at=timezone.now())

    with django_assert_num_queries(13):
        learner_client.post(reverse("quizzes:submit_attempt", args=[attempt.pk]))
    assert Recall.objects.count() == size
    with django_assert_num_queries(9):
        learner_client.get(attempt.get_absolute_url())


def test_an_attempt_of_months_ago_opens(learner, learner_client):
    attempt = AttemptFactory(learner=learner, quiz=None)
    ResponseFactory(
        attempt=attempt,
        answer={"options": ["a"]},
        fraction=1.0,
        answered_at=timezone.now() - timedelta(days=200),
    )
    attempt.finished_at = attempt.started_at
    attempt.answered = 1
    attempt.save()

    assert learner_client.get(attempt.get_absolute_url()).status_code == 200


# Preview -----------------------------------------------------------------------


def test_the_preview_shows_the_draft_and_records_nothing(admin_client):
    question = QuestionFactory(published=False)

    page = html(
        admin_client.get(reverse("quizzes:preview_question", args=[question.pk]))
    )

    assert "Why b." in page
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("matching", "Why not."),
        ("ordering", "Why first."),
        ("short", "That is the enzyme."),
        ("numeric", "The other form."),
    ],
)
def test_every_kind_has_a_preview_with_its_reasons(admin_client, kind, reason):
    question = QuestionFactory(kind=kind, published=False)

    page = html(
        admin_client.get(reverse("quizzes:preview_question", args=[question.pk]))
    )

    assert page.count(f"What of {question.slug}?") == 2
    assert page.count(reason) == 1


# A sitting of one question -----------------------------------------------------------


@pytest.mark.parametrize("purpose", ["quiz", "built"])
def test_a_sitting_of_one_question_leads_to_its_results(
    learner_client, learner, purpose
):
    attempt = AttemptFactory(learner=learner, quiz=None, purpose=purpose)
    ResponseFactory(attempt=attempt)
    assert "Question 1 of 1" in html(learner_client.get(slot(attempt)))

    page = html(learner_client.post(slot(attempt), {"answer": "b"}, headers=HTMX))

    assert f'href="{attempt.get_absolute_url()}">See the results' in page


@pytest.mark.parametrize("purpose", ["live", "lesson-check"])
def test_a_question_by_itself_has_no_number_and_nothing_after_it(
    learner_client, learner, purpose
):
    attempt = AttemptFactory(learner=learner, quiz=None, purpose=purpose)
    ResponseFactory(attempt=attempt)

    page = html(learner_client.post(slot(attempt), {"answer": "b"}, headers=HTMX))

    assert "Question 1 of 1" not in page
    assert "See the results" not in page
