"""A guest's way through the real pages, form by form, tokens and all."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from sps_learn.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.sps_learn.markup import Page, text_of

pytestmark = pytest.mark.usefixtures("content")


class Visitor:
    """A browser without JavaScript that sends the forms of the page it is on."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def open(self, address: str) -> None:
        self._arrive(self.client.get(address, follow=True))

    def send(self, address: str, **fields) -> None:
        """Send the form with this action, hidden fields included."""
        form = next(f for f in self.page.all("form") if f.get("action") == address)
        hidden = {
            field.get("name"): field.get("value")
            for field in form.iter("input")
            if field.get("type") == "hidden"
        }
        self._arrive(self.client.post(address, hidden | fields, follow=True))

    def _arrive(self, response) -> None:
        assert response.status_code == 200
        self.page = Page(response.content.decode())

    @property
    def words(self) -> str:
        return text_of(self.page.root)

    def answer_the_live_question(self) -> None:
        self.open(reverse("home"))
        self.send(reverse("quizzes:answer_once"), answer="a")


@pytest.fixture
def visitor():
    return Visitor()


def test_an_answer_given_before_signing_up_is_still_there_after(visitor):
    visitor.answer_the_live_question()
    guest = User.objects.get()

    visitor.open(reverse("account_signup"))
    assert "the 1 answer given here" in visitor.words
    visitor.send(
        reverse("account_signup"), email="noor@example.org", password1=PASSWORD
    )

    person = User.objects.get()
    assert person == guest
    assert not person.is_guest
    assert Attempt.objects.get().learner == person


@pytest.mark.parametrize(("choice", "kept"), [("yes", 1), ("no", 0)])
def test_an_answer_given_before_signing_in_is_asked_about(visitor, choice, kept):
    member = UserFactory(email="amina@example.org")
    visitor.answer_the_live_question()

    visitor.open(reverse("account_login"))
    visitor.send(reverse("account_login"), login=member.email, password=PASSWORD)
    assert "Add the 1 answer given here before you signed in?" in visitor.words
    visitor.send(reverse("accounts:join_guest"), choice=choice)

    assert list(User.objects.all()) == [member]
    assert Attempt.objects.filter(learner=member).count() == kept
    assert Attempt.objects.count() == kept


def test_a_guest_who_finishes_leaves_nothing(visitor):
    visitor.answer_the_live_question()

    visitor.open(reverse("accounts:finish"))
    assert "The 1 answer given here" in visitor.words
    visitor.send(reverse("accounts:finish"))

    assert "this computer is clear" in visitor.words
    assert not User.objects.exists()
    assert not Attempt.objects.exists()


def test_a_guest_takes_everything_along_as_a_file(visitor):
    visitor.answer_the_live_question()

    data = visitor.client.get(reverse("accounts:export_data")).json()

    assert len(data["quizzes.Attempt"]) == 1
    assert data["accounts.User"][0]["is_guest"] is True


def test_a_form_that_was_open_before_the_guest_was_made_is_still_good(visitor):
    visitor.open(reverse("home"))
    before = visitor.page
    visitor.send(reverse("quizzes:answer_once"), answer="a")

    visitor.page = before
    visitor.send(reverse("set_theme"), theme="dark")

    assert visitor.page.root.get("data-theme") == "dark"
