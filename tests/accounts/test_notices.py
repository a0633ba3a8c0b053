"""What learners are told, and what they have read of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sps_learn.accounts.models import Notice, User
from sps_learn.accounts.notices import mark_read, recount_unread, tell, withdraw_unread
from tests.accounts.factories import NoticeFactory, UserFactory
from tests.lessons.factories import NOON

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
URL = "/notices/"


def unread_in_row(person):
    return User.objects.get(pk=person.pk).unread_notices


def told(learner, *titles, **fields):
    notices = [
        NoticeFactory.build(
            learner=learner, title=title, made_at=NOON + timedelta(minutes=n), **fields
        )
        for n, title in enumerate(titles)
    ]
    tell(notices)
    return notices


# The rows -------------------------------------------------------------------------


def test_the_number_in_the_row_equals_a_recount_whatever_happens(learner):
    other = UserFactory()
    one, _ = told(learner, "One", "Two", about="this")
    told(learner, "Three", about="that")
    told(other, "One", about="this")

    def agree():
        for person in (learner, other):
            counted = Notice.objects.for_learner(person).unread().count()
            assert unread_in_row(person) == counted
        return unread_in_row(learner), unread_in_row(other)

    assert agree() == (3, 1)
    for _ in range(2):
        mark_read(learner, now=NOON, notice=one.pk)
        assert agree() == (2, 1)
    withdraw_unread("this")
    assert agree() == (1, 0)
    assert Notice.objects.about("this").get() == one  # it was read
    mark_read(learner, now=NOON)
    assert agree() == (0, 0)


def test_a_number_that_is_wrong_is_put_right(learner):
    told(learner, "One")
    User.objects.update(unread_notices=7)

    recount_unread([learner.pk])

    assert unread_in_row(learner) == 1


def test_telling_many_costs_the_same_as_telling_few(django_assert_num_queries):
    for number in (3, 60):
        people = UserFactory.create_batch(number)
        notices = [NoticeFactory.build(learner=person) for person in people]
        with django_assert_num_queries(5):  # with a savepoint, and its release
            tell(notices)


# The page -------------------------------------------------------------------------


def test_the_page_is_empty_kindly(learner_client):
    page = learner_client.get(URL).content.decode()

    assert "No notices" in page
    assert "Mark" not in page


def test_notices_stand_there_newest_first_with_a_way_to_what_they_are_about(
    learner, learner_client
):
    told(learner, "The first", link="/attempts/", link_label="See it")
    told(learner, "The <second>")
    Notice.objects.filter(title="The first").update(made_at=NOON - timedelta(days=1))

    page = learner_client.get(URL).content.decode()

    assert page.index("The &lt;second&gt;") < page.index("The first")
    assert '<a href="/attempts/">See it</a>' in page
    assert page.count(">New<") == 2


def test_looking_reads_nothing_and_a_button_does(learner, learner_client):
    one, two = told(learner, "One", "Two")

    learner_client.get(URL)
    assert unread_in_row(learner) == 2
    response = learner_client.post(URL, {"notice": one.pk})

    assert response.url == URL
    assert Notice.objects.unread().get() == two
    assert unread_in_row(learner) == 1


def test_all_are_read_at_once(learner, learner_client):
    told(learner, "One", "Two")

    learner_client.post(URL, {"notice": "all"})

    assert not Notice.objects.unread().exists()


def test_htmx_gets_the_list_alone(learner, learner_client):
    one, _ = told(learner, "One", "Two")

    response = learner_client.post(URL, {"notice": one.pk}, headers=HTMX)

    body = response.content.decode()
    assert (response.status_code, "<html" in body) == (200, False)
    assert body.count(">New<") == 1
    assert "Mark all as read" not in body  # one is left


def test_a_notice_of_another_is_as_one_that_never_was(learner_client, stranger):
    (theirs,) = told(stranger, "Theirs")

    for notice in (theirs.pk, 0, 2**70, "x", "", "١"):
        assert learner_client.post(URL, {"notice": notice}).status_code == 404

    assert "Theirs" not in learner_client.get(URL).content.decode()
    assert unread_in_row(stranger) == 1


def test_a_guest_reads_theirs_and_a_stranger_signs_in(guest, guest_client, client):
    told(guest, "For a guest")

    assert "For a guest" in guest_client.get(URL).content.decode()
    assert client.get(URL).url == f"/accounts/login/?next={URL}"


@pytest.mark.parametrize("number", ["0", "99", "x", "-1"])
def test_many_notices_come_in_pages(learner, learner_client, number):
    told(learner, *(f"Notice {n}" for n in range(25)))

    first = learner_client.get(URL).content.decode()
    strange = learner_client.get(URL, {"page": number})

    assert first.count("<h2") == 20
    assert "Page 1 of 2" in first
    assert strange.status_code == 200


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_costs_the_same_for_any_number(
    learner, learner_client, number, django_assert_num_queries
):
    told(learner, *("One" for _ in range(number)))

    with django_assert_num_queries(5):  # session, person, how many, the page, due
        learner_client.get(URL)


# The menu -------------------------------------------------------------------------


def test_the_menu_says_how_many_are_new_and_nothing_where_none_is(
    learner, learner_client
):
    help_page = reverse("help")
    before = learner_client.get(help_page).content.decode()
    told(learner, "One", "Two")

    after = learner_client.get(help_page).content.decode()

    assert URL in before
    assert "new notice" not in before
    assert '2<span class="vh"> new notices</span>' in after
    assert "Notices (2 new)" in after


def test_the_menu_costs_no_query(learner, learner_client, django_assert_num_queries):
    told(learner, "One")

    with django_assert_num_queries(3):  # session, person, what is due for review
        learner_client.get(reverse("help"))
