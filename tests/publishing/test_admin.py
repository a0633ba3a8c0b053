"""Draft, publish, retire, restore: what all with revisions share, on a lesson."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from lessons.models import Lesson
from sps_learn.publishing.admin_forms import readable
from sps_learn.publishing.diff import changes
from tests.accounts.factories import UserFactory
from tests.conftest import client_of
from tests.lessons.factories import LessonFactory, ObjectiveFactory

from .pages import errors_at, form_on, text_of

pytestmark = pytest.mark.django_db

NEW_TEXT = "## The brake at rest {#rest}\r\n\r\nNerve cells keep the muscle quiet."
DECISIONS = ["publish", "retire", "bring_back", "restore"]


def staff(role, **fields):
    person = UserFactory(is_staff=True, **fields)
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def author_client():
    return client_of(staff("author", display_name="Ada"))


@pytest.fixture
def reviewer_client():
    return client_of(staff("reviewer", display_name="Rita"))


@pytest.fixture
def instructor_client():
    return client_of(staff("instructor"))


@pytest.fixture
def lesson():
    return LessonFactory(title="At rest")


def change_url(lesson):
    return reverse("admin:lessons_lesson_change", args=[lesson.pk])


def url(page, lesson, *number):
    return reverse(f"admin:publishing_lesson_{page}", args=[lesson.pk, *number])


def decision_url(page, lesson):
    return url(page, lesson, *([1] if page == "restore" else []))


def save_draft(client, lesson, **changes):
    return client.post(
        change_url(lesson), form_on(client.get(change_url(lesson))) | changes
    )


def publish(client, lesson, **said):
    page = client.get(url("publish", lesson))
    return client.post(
        url("publish", lesson), form_on(page) | {"reason": "Clearer"} | said
    )


def shown_to_learners(client, lesson):
    return client.get(lesson.get_absolute_url()).content.decode()


def last_entry():
    entry = LogEntry.objects.first()
    return entry and str(entry.get_change_message())


# Drafts ---------------------------------------------------------------------------


def test_a_saved_draft_is_not_what_learners_see(author_client, client, lesson):
    response = save_draft(author_client, lesson, body=NEW_TEXT)

    assert response.url == change_url(lesson)
    lesson.refresh_from_db()
    assert lesson.draft["body"] == NEW_TEXT.replace("\r\n", "\n")
    assert "keep the muscle quiet" not in shown_to_learners(client, lesson)


def test_the_page_says_what_publishing_would_change(author_client, lesson):
    save_draft(author_client, lesson, body=NEW_TEXT)

    words = text_of(author_client.get(change_url(lesson)))

    assert "The draft differs from what learners see." in words
    assert "− Nerve cells hold the muscle back." in words
    assert "+ Nerve cells keep the muscle quiet." in words
    assert "A reviewer publishes it." in words


def test_saving_the_page_as_it_is_changes_nothing(author_client, lesson):
    before = lesson.draft

    save_draft(author_client, lesson)

    lesson.refresh_from_db()
    assert lesson.draft == before
    assert not lesson.has_unpublished_changes


@pytest.mark.parametrize(
    ("button", "goal"),
    [
        ("_continue", "admin:lessons_lesson_change"),
        ("_preview", "lessons:preview_lesson"),
        ("_save", "admin:lessons_lesson_changelist"),
    ],
)
def test_each_button_leads_on(author_client, lesson, button, goal):
    response = save_draft(author_client, lesson, **{button: "x"})

    args = [] if goal.endswith("list") else [lesson.pk]
    assert response.url == reverse(goal, args=args)


def test_the_links_lead_to_preview_and_revisions(author_client, lesson):
    page = author_client.get(change_url(lesson)).content.decode()

    assert reverse("lessons:preview_lesson", args=[lesson.pk]) in page
    assert url("revisions", lesson) in page


def test_who_only_looks_reads_the_draft_and_cannot_send_it(instructor_client, lesson):
    page = instructor_client.get(change_url(lesson))

    assert "Nerve cells hold the muscle back." in text_of(page)
    assert "textarea" not in page.content.decode()
    assert instructor_client.post(change_url(lesson), {}).status_code == 403


# Two people at once ---------------------------------------------------------------


def test_the_second_of_two_who_save_gets_the_form_back(
    author_client, reviewer_client, lesson
):
    opened = form_on(reviewer_client.get(change_url(lesson)))
    save_draft(author_client, lesson, body=NEW_TEXT)

    response = reviewer_client.post(
        change_url(lesson), opened | {"title": "At rest and in motion"}
    )

    assert response.status_code == 409
    lesson.refresh_from_db()
    assert lesson.draft["title"] == "At rest"
    assert lesson.draft["body"] == NEW_TEXT.replace("\r\n", "\n")
    words = text_of(response)
    assert "Last saved by Ada" in words
    assert "− At rest + At rest and in motion" in words
    assert form_on(response)["title"] == ["At rest and in motion"]


def test_saving_again_after_the_warning_is_meant(
    author_client, reviewer_client, lesson
):
    opened = form_on(reviewer_client.get(change_url(lesson)))
    save_draft(author_client, lesson, body=NEW_TEXT)
    warned = reviewer_client.post(change_url(lesson), opened | {"title": "In motion"})

    response = reviewer_client.post(change_url(lesson), form_on(warned))

    assert response.status_code == 302
    lesson.refresh_from_db()
    assert lesson.draft["title"] == "In motion"
    assert "hold the muscle back" in lesson.draft["body"]


def test_the_same_text_sent_twice_is_no_conflict(author_client, lesson):
    opened = form_on(author_client.get(change_url(lesson))) | {"body": NEW_TEXT}
    author_client.post(change_url(lesson), opened)

    assert author_client.post(change_url(lesson), opened).status_code == 302


def test_a_page_that_does_not_say_what_it_showed_overwrites_nothing(
    author_client, lesson
):
    sent = form_on(author_client.get(change_url(lesson)))
    del sent["draft_seen"]

    response = author_client.post(change_url(lesson), sent | {"body": NEW_TEXT})

    assert response.status_code == 409
    lesson.refresh_from_db()
    assert not lesson.has_unpublished_changes


# Publishing -----------------------------------------------------------------------


def test_publishing_shows_learners_the_draft(reviewer_client, client, lesson):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)

    response = publish(reviewer_client, lesson, reason="The old sentence was vague")

    assert response.url == change_url(lesson)
    assert "keep the muscle quiet" in shown_to_learners(client, lesson)
    lesson.refresh_from_db()
    revision = lesson.published
    assert (revision.number, revision.reason) == (2, "The old sentence was vague")
    assert str(revision.author) == "Rita"
    assert last_entry() == "Published revision 2."


def test_the_confirmation_shows_the_difference_and_suggests_what_it_means(
    reviewer_client, lesson
):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)

    page = reviewer_client.get(url("publish", lesson))

    assert "+ Nerve cells keep the muscle quiet." in text_of(page)
    sent = form_on(page)
    assert sent["is_material"] == ["on"]
    assert sent["objectives"] == lesson.draft["objectives"]


def test_the_reviewer_says_whether_it_changes_what_one_should_know(
    reviewer_client, lesson
):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)
    sent = form_on(reviewer_client.get(url("publish", lesson))) | {"reason": "Typo"}
    del sent["is_material"]

    reviewer_client.post(url("publish", lesson), sent)

    lesson.refresh_from_db()
    assert (lesson.published.is_material, lesson.published.objectives) == (False, [])


def test_a_first_publication_is_not_asked_what_it_changes(reviewer_client, client):
    lesson = LessonFactory(published=False)
    assert client.get(lesson.get_absolute_url()).status_code == 404

    sent = form_on(reviewer_client.get(url("publish", lesson)))
    assert "is_material" not in sent
    publish(reviewer_client, lesson)

    assert client.get(lesson.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"is_material": "on", "objectives": []}, "objectives"),
        ({"objectives": ["M9.9"]}, "objectives"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(reviewer_client, lesson, said, field):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)

    response = publish(reviewer_client, lesson, **said)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert lesson.revisions.count() == 1


def test_only_what_was_looked_at_is_published(author_client, reviewer_client, lesson):
    save_draft(author_client, lesson, body=NEW_TEXT)
    looked_at = form_on(reviewer_client.get(url("publish", lesson)))
    save_draft(author_client, lesson, title="Another title")

    response = reviewer_client.post(
        url("publish", lesson), looked_at | {"reason": "Clearer"}
    )

    assert response.status_code == 409
    assert "Another title" in text_of(response)
    assert lesson.revisions.count() == 1


def test_there_is_nothing_to_publish_in_an_unchanged_draft(reviewer_client, lesson):
    page = reviewer_client.get(url("publish", lesson))

    assert "There is nothing to publish" in text_of(page)
    response = reviewer_client.post(url("publish", lesson), {"reason": "Again"})
    assert response.status_code == 409
    assert lesson.revisions.count() == 1


def test_a_draft_that_the_schema_refuses_is_not_published(reviewer_client, lesson):
    Lesson.objects.update(draft={**lesson.draft, "title": ""})

    page = reviewer_client.get(url("publish", lesson))

    assert "Must not be empty." in text_of(page)
    response = reviewer_client.post(url("publish", lesson), {"reason": "Try"})
    assert response.status_code == 422
    assert lesson.revisions.count() == 1


# Retiring -------------------------------------------------------------------------


def test_a_retired_lesson_is_gone_for_learners_until_it_is_brought_back(
    reviewer_client, client, lesson
):
    assert "no longer see" in text_of(reviewer_client.get(url("retire", lesson)))
    reviewer_client.post(url("retire", lesson))
    assert client.get(lesson.get_absolute_url()).status_code == 404
    assert last_entry() == "Retired."

    assert "again" in text_of(reviewer_client.get(url("bring_back", lesson)))
    reviewer_client.post(url("bring_back", lesson))
    assert client.get(lesson.get_absolute_url()).status_code == 200
    assert last_entry() == "Brought back."


def test_retiring_twice_is_retiring_once(reviewer_client, lesson):
    for _ in range(2):
        assert reviewer_client.post(url("retire", lesson)).url == change_url(lesson)

    assert LogEntry.objects.count() == 1


def test_looking_at_a_confirmation_changes_nothing(reviewer_client, lesson):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)
    before = Lesson.objects.values().get()

    for page in DECISIONS:
        assert reviewer_client.get(decision_url(page, lesson)).status_code == 200

    assert Lesson.objects.values().get() == before


# Revisions ------------------------------------------------------------------------


def test_every_revision_says_who_when_and_why(reviewer_client, lesson):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)
    publish(reviewer_client, lesson, reason="Clearer")

    words = text_of(reviewer_client.get(url("revisions", lesson)))

    assert "Revision 2 (learners see it)" in words
    assert "Rita Clearer Yes: " in words
    assert "Written for a test" in words


def test_a_revision_is_shown_with_what_it_changed(instructor_client, lesson):
    lesson.draft["body"] = NEW_TEXT
    lesson.publish(by=None, reason="Clearer", now=lesson.published.created_at)

    words = text_of(instructor_client.get(url("revision", lesson, 2)))

    assert "What it changed in revision 1" in words
    assert "− Nerve cells hold the muscle back." in words
    assert "Restore" not in words


def test_restoring_makes_the_draft_and_publishing_is_another_step(
    reviewer_client, client, lesson
):
    old = lesson.draft
    save_draft(reviewer_client, lesson, body=NEW_TEXT)
    publish(reviewer_client, lesson)
    page = reviewer_client.get(url("restore", lesson, 1))
    assert "+ Nerve cells hold the muscle back." in text_of(page)

    response = reviewer_client.post(url("restore", lesson, 1), form_on(page))

    assert response.url == change_url(lesson)
    lesson.refresh_from_db()
    assert lesson.draft == old
    assert "keep the muscle quiet" in shown_to_learners(client, lesson)
    assert last_entry() == "Restored revision 1 as the draft."


def test_restoring_warns_of_changes_that_were_never_published(reviewer_client, lesson):
    save_draft(reviewer_client, lesson, body=NEW_TEXT)

    page = reviewer_client.get(url("restore", lesson, 1))

    assert "never published" in text_of(page)


def test_a_draft_that_changed_meanwhile_is_not_replaced(
    author_client, reviewer_client, lesson
):
    looked_at = form_on(reviewer_client.get(url("restore", lesson, 1)))
    save_draft(author_client, lesson, body=NEW_TEXT)

    response = reviewer_client.post(url("restore", lesson, 1), looked_at)

    assert response.status_code == 409
    lesson.refresh_from_db()
    assert lesson.has_unpublished_changes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"key_idea": "A"}, {"key_idea": "B"}, ("key idea", ["- A", "+ B"])),
        ({"safety": False}, {"safety": True}, ("safety", ["- no", "+ yes"])),
        ({"roles": ["a"]}, {"roles": ["a", "b"]}, ("roles", ["- a", "+ a, b"])),
        ({"credit": 0.5}, {"credit": None}, ("credit", ["- 0.5"])),
        ({}, {"pair": {"left": "x", "n": 1}}, ("pair", ["+ left: x", "+ n: 1"])),
    ],
)
def test_a_change_is_shown_in_words_and_not_in_code(old, new, said):
    (change,) = readable(changes(old, new))

    assert (change.where, change.lines()) == said


# Who may --------------------------------------------------------------------------


@pytest.mark.parametrize("page", DECISIONS)
@pytest.mark.parametrize("who", ["author_client", "instructor_client"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_deciding_needs_the_right_to_publish(request, lesson, page, who, method):
    client = request.getfixturevalue(who)
    Lesson.objects.update(draft={**lesson.draft, "title": "New"})

    response = getattr(client, method)(decision_url(page, lesson), {"reason": "Mine"})

    assert response.status_code == 403
    lesson.refresh_from_db()
    assert (lesson.published.number, lesson.is_retired) == (1, False)
    assert lesson.draft["title"] == "New"


@pytest.mark.parametrize("who", ["client", "guest_client", "learner_client"])
@pytest.mark.parametrize("page", [*DECISIONS, "revisions", "change"])
def test_who_is_not_staff_is_sent_to_log_in(request, lesson, who, page):
    client = request.getfixturevalue(who)
    goal = change_url(lesson) if page == "change" else decision_url(page, lesson)

    for response in (client.get(goal), client.post(goal, {"reason": "Mine"})):
        assert response.status_code == 302
        assert "login" in response.url


@pytest.mark.parametrize("page", ["publish", "revisions"])
def test_a_lesson_that_does_not_exist_is_not_found(reviewer_client, lesson, page):
    lesson.pk += 1

    assert reviewer_client.get(url(page, lesson)).status_code == 404
    lesson.pk -= 1
    assert reviewer_client.get(url("revision", lesson, 7)).status_code == 404


def test_other_methods_are_refused(reviewer_client, lesson):
    for page in DECISIONS:
        assert reviewer_client.put(decision_url(page, lesson)).status_code == 405
    assert reviewer_client.post(url("revisions", lesson)).status_code == 405


def test_a_form_without_its_token_is_refused(lesson):
    client = client_of(staff("reviewer"))
    client.handler.enforce_csrf_checks = True

    assert client.post(url("retire", lesson)).status_code == 403
    lesson.refresh_from_db()
    assert not lesson.is_retired


# Deleting -------------------------------------------------------------------------


def test_what_was_published_is_retired_and_not_deleted(admin_client, lesson):
    goal = reverse("admin:lessons_lesson_delete", args=[lesson.pk])

    for response in (admin_client.get(goal), admin_client.post(goal, {"post": "yes"})):
        assert response.url == change_url(lesson)
    page = admin_client.get(change_url(lesson))
    assert "Retire it instead" in text_of(page)
    assert goal not in page.content.decode()
    assert Lesson.objects.exists()


def test_deleting_several_is_refused_when_one_was_published(admin_client, lesson):
    draft = LessonFactory(published=False, module=lesson.module)
    listing = reverse("admin:lessons_lesson_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [lesson.pk, draft.pk]}

    response = admin_client.post(listing, chosen | {"post": "yes"}, follow=True)

    assert "Retire it instead" in text_of(response)
    assert Lesson.objects.count() == 2


def test_a_draft_that_nobody_saw_can_be_deleted(admin_client):
    lesson = LessonFactory(published=False)

    admin_client.post(
        reverse("admin:lessons_lesson_delete", args=[lesson.pk]), {"post": "yes"}
    )

    assert not Lesson.objects.exists()


# Lists ----------------------------------------------------------------------------


def test_the_list_says_the_state_of_each(author_client, lesson):
    LessonFactory(published=False)
    LessonFactory(is_retired=True)
    Lesson.objects.filter(pk=lesson.pk).update(draft={**lesson.draft, "title": "New"})
    listing = reverse("admin:lessons_lesson_changelist")

    def found(state):
        rows = author_client.get(listing, {"state": state}).context["cl"].queryset
        return rows.count()

    words = text_of(author_client.get(listing))
    for state in ("Draft to publish", "Never published", "Retired"):
        assert state in words
    assert [found(s) for s in ("published", "changed", "never", "retired")] == [
        *(1, 2, 1, 1)
    ]


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    author_client, lesson, django_assert_max_num_queries
):
    listing = reverse("admin:lessons_lesson_changelist")
    author_client.get(listing)
    with django_assert_max_num_queries(20) as short:
        author_client.get(listing)
    LessonFactory.create_batch(
        9, module=lesson.module, objective=ObjectiveFactory(module=lesson.module)
    )

    with django_assert_max_num_queries(len(short)):
        author_client.get(listing)


def test_faults_come_back_beside_their_field_with_422(author_client, lesson):
    response = save_draft(author_client, lesson, title="")

    assert response.status_code == 422
    assert errors_at(response) == {"title": ["This field is required."]}
