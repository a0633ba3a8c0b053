"""Regrading in the admin: look, confirm, undo; who may, and what comes back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import Attempt, MarkChange, Regrade
from tests.accounts.factories import UserFactory
from tests.conftest import client_of
from tests.lessons.factories import NOON
from tests.publishing.pages import form_on, text_of
from tests.quizzes.admin_pages import messages_of
from tests.quizzes.factories import QuestionFactory, QuizFactory, option
from tests.quizzes.regrades import LATER, RIGHT, WRONG, answered, confirm, correct

pytestmark = pytest.mark.django_db

DRY_RUN, UNDO = "admin:publishing_question_regrade", "admin:publishing_regrade_undo"


def staff(role):
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return client_of(person)


@pytest.fixture
def reviewer(db):
    return staff("reviewer")


@pytest.fixture
def corrected(question):
    """A question whose key was wrong, and an attempt that it made fail."""
    answered(question, WRONG, pass_mark=50)
    correct(question)
    return question


def dry_run(client, question, **scope):
    return client.get(reverse(DRY_RUN, args=[question.pk]), scope)


def say_yes(client, question, page=None, **changes):
    sent = form_on(page or dry_run(client, question)) | {"reason": "Wrong key"}
    return client.post(reverse(DRY_RUN, args=[question.pk]), sent | changes)


def change_page(client, row):
    name = f"admin:quizzes_{row._meta.model_name}_change"
    return client.get(reverse(name, args=[row.pk]))


# The way there --------------------------------------------------------------------


def test_a_question_offers_it_where_an_older_revision_marked_answers(
    reviewer, question
):
    answered(question, WRONG)
    before = text_of(change_page(reviewer, question))
    correct(question)
    after = change_page(reviewer, question)

    assert "Marks by older revisions" not in before
    assert "1 answer was marked by an older revision" in text_of(after)
    assert reverse(DRY_RUN, args=[question.pk]) in after.content.decode()


@pytest.mark.parametrize("role", ["author", "instructor"])
def test_who_does_not_publish_does_not_regrade(corrected, role):
    client = staff(role)
    regrade = confirm(corrected.published)
    undo = reverse(UNDO, args=[regrade.pk])

    assert "Marks by older revisions" not in text_of(change_page(client, corrected))
    assert dry_run(client, corrected).status_code == 403
    assert client.post(reverse(DRY_RUN, args=[corrected.pk])).status_code == 403
    assert client.get(undo).status_code == client.post(undo).status_code == 403
    assert change_page(client, regrade).status_code == 403
    assert Regrade.objects.standing().count() == 1


def test_a_draft_that_nobody_answered_has_nothing_to_regrade(reviewer, draft_of):
    assert dry_run(reviewer, draft_of("single")).status_code == 404
    assert reviewer.get(reverse(DRY_RUN, args=[99])).status_code == 404


# The dry run ----------------------------------------------------------------------


def test_the_dry_run_shows_numbers_and_marks_and_no_person(reviewer, corrected):
    page = dry_run(reviewer, corrected)
    said = text_of(page)

    assert "Marks that go up 1" in said
    assert "Attempts that become passed 1" in said
    attempt = Attempt.objects.get()
    assert f"{attempt.title} 21 November 2026 0 1 to passed" in said
    assert attempt.learner.email not in page.content.decode()
    assert not Regrade.objects.exists()


def test_the_dry_run_shows_what_differs_and_what_is_skipped(reviewer, question):
    answered(question, WRONG)
    answered(question, RIGHT)
    correct(question, options=[option("b"), option("c", key=True)])

    said = text_of(dry_run(reviewer, question))

    assert "What is different from revision 1" in said
    assert "1: What was answered is not among the answers any more." in said


def test_nothing_to_mark_again_is_said(reviewer, question):
    page = dry_run(reviewer, question)

    assert "Nothing to mark again" in text_of(page)
    assert page.status_code == 200
    assert not page.context["run"].judged


def test_attempts_are_chosen_and_the_choice_is_kept_to_the_end(reviewer, question):
    chosen = QuizFactory(title="This one")
    wanted = answered(question, WRONG, quiz=chosen)
    others = [
        answered(question, WRONG),
        answered(question, WRONG, quiz=chosen, started_at=NOON - timedelta(days=1)),
        answered(question, WRONG, quiz=chosen, started_at=NOON + timedelta(days=1)),
    ]
    shown = question.published
    correct(question)
    day = NOON.date().isoformat()
    scope = {"quiz": chosen.pk, "since": day, "until": day, "shown": shown.pk}

    page = dry_run(reviewer, question, **scope)
    sent = form_on(page) | {"reason": "Wrong key"}
    reviewer.post(reverse(DRY_RUN, args=[question.pk]), sent)

    assert page.context["run"].looked_at == 1
    regrade = Regrade.objects.get()
    assert regrade.changes.get().response.attempt == wanted
    assert "This one" in regrade.scope
    assert "Revision 1" in regrade.scope
    assert Attempt.objects.filter(marks=0).count() == len(others)


@pytest.mark.parametrize(
    "scope",
    [
        {"quiz": "999"},
        {"quiz": "x"},
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2026-11-03", "until": "2026-11-02"},
        {"shown": "-1"},
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(reviewer, corrected, scope):
    page = dry_run(reviewer, corrected, **scope)
    sent = {**scope, "reason": "Wrong key", "digest": "x"}
    posted = reviewer.post(reverse(DRY_RUN, args=[corrected.pk]), sent)

    assert (page.status_code, posted.status_code) == (400, 422)
    assert page.context["run"] is None
    assert not Regrade.objects.exists()


def test_the_page_costs_the_same_for_3_attempts_and_for_60(reviewer, where):
    costs = []
    for number in (3, 60):
        asked = QuestionFactory(objective=where)
        quiz = QuizFactory()
        for _ in range(number):
            answered(asked, WRONG, quiz=quiz, pass_mark=60)
        correct(asked)
        with CaptureQueriesContext(connection) as queries:
            dry_run(reviewer, asked)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


# Yes ------------------------------------------------------------------------------


def test_yes_gives_the_marks_and_is_recorded(reviewer, corrected):
    response = say_yes(reviewer, corrected)

    regrade = Regrade.objects.get()
    assert response.url == regrade.get_absolute_url()
    assert messages_of(response) == ["The marks are given anew."]
    assert (regrade.reason, regrade.scope) == ("Wrong key", "All attempts")
    assert regrade.done_by is not None
    assert Attempt.objects.get().is_passed
    done = text_of(reviewer.get(response.url))
    assert "Marks that go up 1" in done
    assert Attempt.objects.get().learner.email not in done


def test_without_a_reason_nothing_is_done(reviewer, corrected):
    response = say_yes(reviewer, corrected, reason=" ")

    assert response.status_code == 422
    assert "Say in a few words why marks are changed." in text_of(response)
    assert not Regrade.objects.exists()


def test_pressed_twice_it_is_done_once(reviewer, corrected):
    page = dry_run(reviewer, corrected)

    one, two = (say_yes(reviewer, corrected, page) for _ in range(2))

    assert one.url == two.url
    assert messages_of(two)[-1] == "This was done already."
    assert MarkChange.objects.count() == 1


def test_a_page_out_of_date_comes_back_with_the_new_numbers(reviewer, corrected):
    page = dry_run(reviewer, corrected)
    late = answered(corrected, WRONG)
    late.responses.update(
        shown_revision=corrected.revisions.last(),
        graded_revision=corrected.revisions.last(),
        fraction=0,
    )

    refused = say_yes(reviewer, corrected, page)

    assert refused.status_code == 409
    assert "Look at the new numbers, then confirm them." in text_of(refused)
    assert "Answers looked at 2" in text_of(refused)
    assert not Regrade.objects.exists()
    assert say_yes(reviewer, corrected, refused).status_code == 302
    assert MarkChange.objects.count() == 2


def test_fields_that_the_form_does_not_have_are_not_read(reviewer, corrected):
    lures = {"done_by": 1, "new_fraction": 0, "learner": 1, "revision": 1}

    say_yes(reviewer, corrected, **lures)

    assert MarkChange.objects.get().new_fraction == 1
    assert Regrade.objects.get().done_by.groups.get().name == "reviewer"


# Looking, and undoing -------------------------------------------------------------


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_regrades_are_looked_at_and_never_written(corrected, role):
    client = staff(role)
    regrade = confirm(corrected.published)
    pages = [
        reverse("admin:quizzes_regrade_add"),
        *(
            reverse(f"admin:quizzes_regrade_{page}", args=[regrade.pk])
            for page in ("change", "delete")
        ),
    ]

    listing = client.get(reverse("admin:quizzes_regrade_changelist"))

    assert corrected.slug in text_of(listing)
    assert change_page(client, regrade).status_code == 200
    assert {client.post(page, {"post": "yes"}).status_code for page in pages} == {403}
    assert Regrade.objects.count() == 1


def test_undoing_is_shown_first_and_then_done(reviewer, corrected):
    say_yes(reviewer, corrected)
    regrade = Regrade.objects.get()
    url = reverse(UNDO, args=[regrade.pk])

    asked = text_of(reviewer.get(url))
    assert Regrade.objects.standing().exists()
    response = reviewer.post(url)

    assert "1 answer gets the mark back that it had" in asked
    assert response.url == regrade.get_absolute_url()
    attempt = Attempt.objects.get()
    assert (attempt.marks, attempt.is_passed) == (0, False)
    page = reviewer.get(response.url)
    assert "Undone" in text_of(page)
    assert url not in page.content.decode()


def test_undone_twice_it_is_undone_once(reviewer, corrected):
    regrade = confirm(corrected.published)
    url = reverse(UNDO, args=[regrade.pk])

    responses = [reviewer.post(url) for _ in range(2)]

    assert [one.status_code for one in responses] == [302, 302]
    assert messages_of(responses[1])[-1] == "This was undone already."


def test_what_a_later_regrade_builds_on_is_not_undone(reviewer, corrected):
    first = confirm(corrected.published)
    second = confirm(correct(corrected, key="c"), now=LATER)
    url = reverse(UNDO, args=[first.pk])

    shown, sent = reviewer.get(url), reviewer.post(url)

    assert (shown.status_code, sent.status_code) == (200, 409)
    assert second.get_absolute_url() in sent.content.decode()
    assert Regrade.objects.standing().count() == 2


def test_a_regrade_that_never_was_is_not_undone(reviewer):
    assert reviewer.post(reverse(UNDO, args=[99])).status_code == 404


def test_the_person_who_did_it_may_leave(corrected, admin_client):
    reviewer = UserFactory()
    regrade = confirm(corrected.published, by=reviewer)

    reviewer.delete()

    regrade.refresh_from_db()
    assert regrade.done_by is None
    assert change_page(admin_client, regrade).status_code == 200


def test_a_learner_whose_marks_were_changed_can_be_erased(corrected, admin_client):
    confirm(corrected.published)
    person = Attempt.objects.get().learner
    url = reverse("admin:accounts_user_delete", args=[person.pk])

    assert admin_client.post(url, {"post": "yes"}).status_code == 302
    assert not MarkChange.objects.exists()
