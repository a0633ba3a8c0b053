import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from sps_learn.context import appearance
from tests.accounts.factories import GuestFactory, UserFactory


@pytest.mark.parametrize(
    ("cookie", "theme"),
    [
        ("light", "light"),
        ("dim", "dim"),
        ("dark", "dark"),
        ("system", "system"),
        ("", "system"),
        ('"><script>', "system"),
    ],
)
def test_a_theme_is_one_of_four(rf, cookie, theme):
    request = rf.get("/")
    request.COOKIES["theme"] = cookie

    assert appearance(request)["theme"] == theme


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("home", ""),
        ("about", ""),
        ("help", "help"),
        ("progress", "progress"),
        ("lessons:modules", "learn"),
        ("lessons:glossary", "learn"),
        ("quizzes:practise", "practise"),
        ("quizzes:attempts", "practise"),
        ("quizzes:review", "review"),
        ("accounts:settings", ""),
        ("account_login", ""),
    ],
)
def test_the_navigation_knows_where_it_is(rf, name, section):
    request = rf.get("/")
    request.resolver_match = resolve(reverse(name))

    assert appearance(request)["section"] == section


def test_a_page_that_does_not_exist_is_in_no_section(rf):
    assert appearance(rf.get("/"))["section"] == ""


def test_answers_are_counted_only_for_the_page_that_shows_them(
    rf, db, django_assert_num_queries
):
    request = rf.get("/")
    request.user = GuestFactory()

    with django_assert_num_queries(0):
        count = appearance(request)["answers_here"]

    assert count() == 0


def test_a_stranger_has_answered_nothing(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert appearance(request)["answers_here"]() == 0


@pytest.mark.parametrize("factory", [GuestFactory, UserFactory])
@pytest.mark.parametrize("wanted", [True, False])
def test_larger_type_is_for_whoever_wants_it(rf, db, factory, wanted):
    request = rf.get("/")
    request.user = factory(prefers_larger_type=wanted)

    assert appearance(request)["has_larger_type"]() == wanted


def test_nobody_is_looked_at_before_a_page_shows_it(rf):
    def look():
        raise AssertionError

    request = rf.get("/")
    request.user = SimpleLazyObject(look)

    appearance(request)

    with pytest.raises(AssertionError):
        appearance(request)["has_larger_type"]()


def test_a_stranger_and_a_request_without_anybody_see_the_usual_type(rf):
    request = rf.get("/")
    assert appearance(request)["has_larger_type"]() is False

    request.user = AnonymousUser()
    assert appearance(request)["has_larger_type"]() is False
