"""What was sent before and comes again, by the numbers of the security plan.

Section 4, cases 3, 4, 13, 34 and 35; section 3, T8 to T10. A replay harms nothing:
the rows are the same before and after.
"""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from quizzes.models import Attempt, BlueprintRow, Question, Quiz, Recall, Response
from tests.lessons.factories import NOON
from tests.quizzes.factories import QuestionFactory, QuizFactory, option
from tests.quizzes.pages import HTMX, hidden, html, slot, start

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAYS = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])


@pytest.fixture
def at(time_machine):
    def at(later):
        time_machine.move_to(NOON + later, tick=False)

    at(timedelta(0))
    return at


@pytest.fixture
def quiz(at, db):
    QuestionFactory.create_batch(2)
    return QuizFactory(count=2, mode=Quiz.Mode.TEST)


@pytest.fixture
def attempt(quiz, learner_client):
    return start(learner_client, quiz)


def rows():
    return [list(model.objects.values()) for model in (Attempt, Response, Recall)]


def submit(client, attempt, **more):
    url = reverse("quizzes:submit_attempt", args=[attempt.pk])
    return client.post(url, more.pop("data", {}), **more)


# Again, later ---------------------------------------------------------------------


@WAYS
def test_3_a_recorded_save_after_a_newer_one(learner_client, attempt, at, headers):
    recorded = {"answer": "a", "version": "0"}
    learner_client.post(slot(attempt), recorded)
    learner_client.post(slot(attempt), {"answer": "b", "version": "1"})
    before = rows()
    at(HOUR)

    again = learner_client.post(slot(attempt), recorded, headers=headers)

    assert again.status_code == 409
    assert "Another answer was saved meanwhile" in html(again)
    assert rows() == before


@WAYS
@pytest.mark.parametrize(("answer", "status"), [("a", 409), ("b", "the same")])
def test_3_a_recorded_save_after_the_end(
    learner_client, attempt, at, headers, answer, status
):
    """The stored answer once more is the success that it was."""
    learner_client.post(slot(attempt), {"answer": "b"})
    submit(learner_client, attempt)
    before = rows()
    at(HOUR)

    data = {"answer": answer, "version": "0"}
    again = learner_client.post(slot(attempt), data, headers=headers)

    assert again.status_code == (status if status == 409 else 200 if headers else 302)
    assert rows() == before


@WAYS
def test_3_a_recorded_save_after_the_limit(learner_client, quiz, at, headers):
    Quiz.objects.update(time_limit_minutes=10)
    attempt = start(learner_client, quiz)
    recorded = {"answer": "b", "version": "0"}
    learner_client.post(slot(attempt), recorded)
    at(HOUR)
    late = learner_client.post(slot(attempt), recorded, headers=headers)
    before = rows()

    again = learner_client.post(slot(attempt), recorded, headers=headers)

    assert [late.status_code, again.status_code] == [422, 422]
    assert rows() == before


def test_4_the_submit_of_yesterday_shows_the_results_and_changes_nothing(
    learner_client, attempt, at
):
    """Not 409: finishing twice is finishing once, however late the second comes."""
    learner_client.post(slot(attempt), {"answer": "b"})
    submit(learner_client, attempt)
    before = rows()
    at(25 * HOUR)

    again = submit(learner_client, attempt, follow=True)

    assert again.redirect_chain == [(attempt.get_absolute_url(), 302)]
    assert "1 of 2" in html(again)
    assert rows() == before


def test_4_it_ends_no_attempt_that_was_begun_since(learner_client, attempt, quiz, at):
    submit(learner_client, attempt)
    at(25 * HOUR)
    newer = start(learner_client, quiz)

    submit(learner_client, attempt)

    newer.refresh_from_db()
    assert not newer.is_finished


@pytest.mark.parametrize("position", [1, 2])
def test_13_after_the_end_the_way_back_leads_to_no_form(
    learner_client, attempt, position
):
    learner_client.post(slot(attempt), {"answer": "b"})
    submit(learner_client, attempt)

    page = learner_client.get(slot(attempt, position))
    check = learner_client.get(reverse("quizzes:check_answers", args=[attempt.pk]))

    assert "Save and go on" not in html(page)
    assert 'name="answer"' not in html(page)
    assert "no-store" in page["Cache-Control"]  # so that the browser asks anew
    assert check["Location"] == attempt.get_absolute_url()


@WAYS
def test_t8_an_answer_after_the_submit_leaves_the_stored_one(
    learner_client, attempt, headers
):
    learner_client.post(slot(attempt), {"answer": "b"})
    submit(learner_client, attempt)
    before = rows()

    for position, version in [(1, 1), (1, 0), (1, 99), (2, 0)]:
        data = {"answer": "a", "version": version}
        late = learner_client.post(slot(attempt, position), data, headers=headers)

        assert late.status_code == 409
    assert rows() == before


# Changed meanwhile ------------------------------------------------------------------

KEY_IN_A = [option("a", key=True), option("b"), option("c")]


def test_34_a_quiz_that_is_edited_leaves_the_running_attempt_alone(
    learner_client, attempt, quiz
):
    asked = attempt.responses.get(position=1).question
    asked.draft = asked.draft | {"stem": "Asked anew?", "options": KEY_IN_A}
    asked.publish(by=None, reason="A new key", now=NOON)
    assert asked.published.number == 2
    BlueprintRow.objects.filter(quiz=quiz).update(count=1)

    page = html(learner_client.get(slot(attempt)))
    learner_client.post(slot(attempt), {"answer": "b"})
    learner_client.post(slot(attempt, 2), {"answer": "b"})
    submit(learner_client, attempt)

    assert "Asked anew?" not in page
    attempt.refresh_from_db()
    assert (attempt.size, attempt.marks) == (2, 2)
    assert attempt.responses.get(position=1).graded_revision.number == 1


@WAYS
def test_t9_an_option_of_a_newer_revision_is_none_of_the_one_that_is_shown(
    learner_client, attempt, headers
):
    asked = attempt.responses.get(position=1).question
    added = option("q")
    asked.draft = asked.draft | {"options": [*asked.draft["options"], added]}
    asked.publish(by=None, reason="One more", now=NOON)
    assert asked.published.number == 2
    before = rows()

    sent = learner_client.post(slot(attempt), {"answer": "q"}, headers=headers)

    assert sent.status_code == 422
    assert rows() == before


def test_35_a_question_that_was_asked_cannot_be_deleted(learner_client, attempt):
    with pytest.raises(ProtectedError):
        Question.objects.all().delete()

    learner_client.post(slot(attempt), {"answer": "b"})
    submit(learner_client, attempt)
    attempt.refresh_from_db()
    assert attempt.marks == 1


# T10: what the sender claims ----------------------------------------------------------

CLAIMS = {
    "score": "100",
    "marks": "2",
    "fraction": "1",
    "is_correct": "1",
    "is_passed": "1",
    "answered": "2",
    "seed": "1",
    "started_at": "2020-01-01",
    "finished_at": "2030-01-01",
    "seen_at": "2030-01-01",
    "time_limit_minutes": "999",
    "minutes_at_start": "999",
    "is_timed_out": "",
    "safety_missed": "0",
    "learner": "1",
    "user_id": "1",
    "cohort_id": "1",
    "is_late": "",
    "graded_revision": "1",
    "purpose": "live",
    "gives_feedback_at_once": "1",
}


def without_names(values):
    """Rows without what chance decides."""
    chance = {"id", "attempt_id", "seed", "question_id", "shown_revision_id"}
    chance |= {"graded_revision_id", "option_order"}
    return [{k: v for k, v in row.items() if k not in chance} for row in values]


def lived(client, quiz, claims):
    """Start, answer, note and submit, with these fields in every form."""
    page = html(client.get(quiz.get_absolute_url()))
    data = {"ticket": hidden(page, "ticket"), **claims}
    url = reverse("quizzes:start_quiz", args=[quiz.slug])
    path = client.post(url, data)["Location"]
    attempt = Attempt.objects.get(pk=path.split("/")[2])
    client.post(slot(attempt), {"flag": "no", **claims})
    client.post(slot(attempt), {"answer": "a", "version": "0", **claims})
    submit(client, attempt, data=claims)
    page = html(client.get(reverse("quizzes:build")))
    data = {"ticket": hidden(page, "ticket"), "count": "5", **claims}
    assert client.post(reverse("quizzes:build"), data).status_code == 302
    kept = [
        without_names(model.objects.order_by("pk").values())
        for model in (Attempt, Response, Recall)
    ]
    kept[0].sort(key=repr)
    kept[1].sort(key=repr)
    for model in (Attempt, Recall):
        model.objects.all().delete()
    return kept


def test_t10_what_the_sender_claims_leaves_the_rows_as_without_it(learner_client, quiz):
    assert lived(learner_client, quiz, CLAIMS) == lived(learner_client, quiz, {})
