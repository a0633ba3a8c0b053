"""Writing quizzes: what a row could draw, and what may be published."""

import html5lib
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from quizzes.models import BlueprintRow, Question, Quiz
from tests.lessons.factories import ObjectiveFactory
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.cases import make_case
from tests.quizzes.factories import (
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
)
from tests.sps_learn.access_samples import Role, person

pytestmark = pytest.mark.django_db

LIST = "admin:quizzes_quiz_changelist"
SOUND = {"title": "T", "slug": "t", "summary": "S", "mode": "practice"}


def url(page, *rows):
    return reverse(f"admin:quizzes_quiz_{page}", args=[row.pk for row in rows])


def send(client, goal, **changes):
    return client.post(goal, form_on(client.get(goal)) | changes)


def change(client, quiz, **changes):
    return send(client, url("change", quiz), **changes)


def row(number, **fields):
    return {f"rows-{number}-{name}": value for name, value in fields.items()}


def row_errors(response):
    """What is wrong in the rows, by number and field."""
    formset = response.context["inline_admin_formsets"][0].formset
    return {
        (number, field): list(messages)
        for number, errors in enumerate(formset.errors)
        for field, messages in errors.items()
    }


def messages_of(response):
    return [(one.level_tag, one.message) for one in get_messages(response.wsgi_request)]


def available_on(response):
    """The words under "available", row by row."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    cells = (e for e in page.iter("td") if "field-available" in e.get("class", ""))
    return ["".join(cell.itertext()).strip() for cell in cells]


def state_of(client, quiz):
    """What the list says of the quiz."""
    page = html5lib.parse(
        client.get(reverse(LIST)).content.decode(), namespaceHTMLElements=False
    )
    for line in page.iter("tr"):
        words = {cell.get("class"): "".join(cell.itertext()) for cell in line}
        if words.get("field-__str__", words.get("field-title")) == quiz.title:
            return words["field-state"]
    raise AssertionError(f"{quiz} is not in the list")


@pytest.fixture
def objective(db):
    return ObjectiveFactory(code="M1.1")


@pytest.fixture
def bank(objective):
    """A bank with three questions."""
    found = BankFactory(title="Mechanism")
    QuestionFactory.create_batch(3, bank=found, objective=objective)
    return found


# What a row could draw ------------------------------------------------------------


def test_a_row_counts_single_questions_or_whole_cases(admin_client, bank, objective):
    make_case(bank, "one", objective)
    make_case(bank, "two", objective)
    make_case(bank, "half", objective, published=(True, False))
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)
    BlueprintRowFactory(quiz=quiz, level="recall", count=5)
    BlueprintRowFactory(quiz=quiz, level="recall", cases=True, count=1)

    page = admin_client.get(url("change", quiz))

    assert available_on(page)[:4] == ["3", "2", "0; 5 too few", "0; 1 too few"]


def test_a_row_that_others_leave_too_little_says_so(admin_client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    BlueprintRowFactory(quiz=quiz, count=2)

    page = admin_client.get(url("change", quiz))

    assert available_on(page)[:2] == ["3", "3, but other rows leave 1; 1 too few"]


def test_a_page_with_faults_counts_for_the_rows_as_they_stand(admin_client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)

    page = change(admin_client, quiz, title="", **row(0, count=5))

    assert available_on(page)[0] == "3; 2 too few"


def test_an_author_reads_the_rows_without_changing_them(client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    BlueprintRowFactory(quiz=quiz, count=3)
    client.force_login(person(Role.AU))

    page = client.get(url("change", quiz))

    assert page.status_code == 200
    assert available_on(page) == ["3", "3, but other rows leave 1; 2 too few"]


# Writing --------------------------------------------------------------------------


def test_a_new_quiz_needs_a_row(admin_client, bank):
    response = send(admin_client, url("add"), **SOUND)
    assert response.status_code == 422
    assert row_errors(response) == {(0, "count"): ["This field is required."]}
    assert not Quiz.objects.exists()

    send(admin_client, url("add"), **SOUND, **row(0, count=1))
    assert BlueprintRow.objects.get().quiz.slug == "t"


def test_a_quiz_keeps_a_row(admin_client, bank):
    quiz = QuizFactory(count=1)

    response = change(admin_client, quiz, **row(0, DELETE="on"))

    assert response.status_code == 422
    assert "A quiz needs at least one row" in text_of(response)
    assert BlueprintRow.objects.exists()


def test_saving_the_page_as_it_is_changes_nothing(admin_client, bank, objective):
    quiz = QuizFactory(
        is_published=True, pass_mark=80, attempts_allowed=3, time_limit_minutes=20
    )
    BlueprintRowFactory(quiz=quiz, bank=bank, level="understand", count=1)
    BlueprintRowFactory(quiz=quiz, objective=objective, role="nurse", count=1)
    before = (quiz.content(), list(quiz.rows.values()))

    assert change(admin_client, quiz).status_code == 302

    quiz.refresh_from_db()
    assert quiz.is_published
    assert (quiz.content(), list(quiz.rows.values())) == before


def test_limits_and_cases_are_written_here(admin_client, bank, objective):
    make_case(bank, "one", objective)
    limits = {"pass_mark": 70, "attempts_allowed": 2, "time_limit_minutes": 30}

    send(admin_client, url("add"), **SOUND, **limits, **row(0, count=1, cases="on"))

    quiz = Quiz.objects.get()
    assert {name: quiz.content()[name] for name in limits} == limits
    assert quiz.rows.get().cases


def test_a_row_without_a_place_goes_to_the_end(admin_client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, order=7, count=1)

    change(admin_client, quiz, **row(1, count=2))

    assert list(quiz.rows.values_list("order", "count")) == [(7, 1), (8, 2)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"slug": "My_Quiz"}, "slug"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"pass_mark": 0}, "pass_mark"),
        ({"mode": "exam"}, "mode"),
        ({"attempts_allowed": 0}, "attempts_allowed"),
        ({"time_limit_minutes": 0}, "time_limit_minutes"),
        ({"time_limit_minutes": 99_999}, "time_limit_minutes"),
    ],
)
def test_a_fault_of_a_quiz_is_said_beside_its_field(admin_client, fields, field):
    response = send(admin_client, url("add"), **SOUND | fields, **row(0, count=1))

    assert response.status_code == 422
    assert list(errors_at(response)) == [field]


@pytest.mark.parametrize("count", ["0", "101", ""])
def test_a_row_draws_between_1_and_100(admin_client, count):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, count=3)

    response = change(admin_client, quiz, **row(0, count=count))

    assert response.status_code == 422
    assert list(row_errors(response)) == [(0, "count")]


def test_a_quiz_draws_at_most_200(admin_client):
    quiz = QuizFactory()
    for count in (100, 60, 40):
        BlueprintRowFactory(quiz=quiz, count=count)
    assert change(admin_client, quiz).status_code == 302

    response = change(admin_client, quiz, **row(1, count=61))

    assert response.status_code == 422
    assert list(row_errors(response)) == [(2, "count")]
    assert "at most 200; with this row it is 201" in text_of(response)
    assert change(
        admin_client, quiz, **row(1, count=61), **row(2, DELETE="on")
    ).has_header("Location")


# Publishing -----------------------------------------------------------------------


def test_a_quiz_that_can_be_drawn_is_published(admin_client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=3)

    response = change(admin_client, quiz, is_published="on")

    assert response.url == reverse(LIST)
    assert [level for level, _ in messages_of(response)] == ["success"]
    assert Quiz.objects.published().get() == quiz


@pytest.mark.parametrize("was_published", [False, True])
def test_a_quiz_that_is_short_is_not_published_and_nothing_is_lost(
    admin_client, bank, was_published
):
    quiz = QuizFactory(is_published=was_published)
    BlueprintRowFactory(quiz=quiz, count=1, level="understand")
    BlueprintRowFactory(quiz=quiz, bank=bank, count=1)

    response = change(
        admin_client, quiz, title="New", is_published="on", **row(1, count=5)
    )

    assert response.url == url("change", quiz)
    assert messages_of(response)[0] == (
        "error",
        "Not published. Row 2 asks for 5 questions; 2 can be drawn for it."
        " All that you wrote is saved.",
    )
    quiz.refresh_from_db()
    assert (quiz.title, quiz.is_published) == ("New", False)
    assert list(quiz.rows.values_list("count", flat=True)) == [1, 5]
    assert available_on(admin_client.get(response.url))[1] == (
        "3, but other rows leave 2; 3 too few"
    )


def test_a_new_quiz_that_is_short_is_kept_as_a_draft(admin_client, bank):
    fields = SOUND | {"is_published": "on"} | row(0, count=4)

    response = send(admin_client, url("add"), **fields)

    quiz = Quiz.objects.get()
    assert response.url == url("change", quiz)
    assert "Row 1 asks for 4 questions; 3" in messages_of(response)[0][1]
    assert not quiz.is_published


def test_a_draft_that_is_short_is_warned_of(admin_client, bank):
    quiz = QuizFactory(is_published=False)
    BlueprintRowFactory(quiz=quiz, bank=bank, cases=True, count=1)

    response = change(admin_client, quiz)

    assert messages_of(response)[0] == (
        "warning",
        "Row 1 asks for 1 case; 0 can be drawn for it."
        " It can be published once there are enough.",
    )


def test_the_form_leads_to_the_trial_draw(admin_client):
    quiz = QuizFactory(is_published=False)

    page = admin_client.get(url("change", quiz)).content.decode()

    assert reverse("quizzes:preview_quiz", args=[quiz.pk]) in page
    assert "view_on_site" not in page
    assert f'href="{quiz.get_absolute_url()}"' not in page


# The list -------------------------------------------------------------------------


def test_the_list_says_size_and_state(admin_client, bank, objective):
    make_case(bank, "one", objective)
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, count=3)
    BlueprintRowFactory(quiz=quiz, cases=True, count=1)
    draft = QuizFactory(count=9, is_published=False)
    retired = QuizFactory(count=9, is_retired=True)

    assert state_of(admin_client, quiz) == "Published"
    assert state_of(admin_client, draft) == "Draft"
    assert state_of(admin_client, retired) == "Retired"
    assert "3 questions and 1 case" in text_of(admin_client.get(reverse(LIST)))


def test_a_later_shortage_is_said_in_the_list(admin_client, bank):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    BlueprintRowFactory(quiz=quiz, bank=bank, count=1)
    assert state_of(admin_client, quiz) == "Published"

    Question.objects.filter(pk=Question.objects.first().pk).update(is_retired=True)

    assert state_of(admin_client, quiz) == "Published, but row 2 is short"


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("published", ["good", "short"]),
        ("short", ["short"]),
        ("draft", ["draft"]),
        ("retired", ["retired"]),
    ],
)
def test_the_list_is_filtered_by_state(admin_client, bank, state, found):
    QuizFactory(slug="good", count=1)
    QuizFactory(slug="short", count=9)
    QuizFactory(slug="draft", count=9, is_published=False)
    QuizFactory(slug="retired", count=9, is_retired=True)

    page = admin_client.get(reverse(LIST), {"state": state})

    assert [quiz.slug for quiz in page.context["cl"].result_list] == found


# What a page costs ----------------------------------------------------------------


def test_more_rows_and_quizzes_cost_no_more_queries(
    admin_client, bank, objective, django_assert_max_num_queries
):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, objective=objective, count=1)
    QuizFactory(is_published=True, count=9)
    pages = [url("change", quiz), reverse(LIST), reverse(LIST) + "?state=short"]
    costs = []
    for page in pages:
        admin_client.get(page)
        with django_assert_max_num_queries(25) as cost:
            admin_client.get(page)
        costs.append(len(cost))

    for number in range(6):
        make_case(bank, f"more-{number}", objective)
        BlueprintRowFactory(quiz=quiz, bank=bank, objective=objective, count=1)
        QuizFactory(is_published=True, count=number + 1)
        QuizFactory(is_published=True, count=90)

    for page, cost in zip(pages, costs, strict=True):
        with django_assert_max_num_queries(cost):
            admin_client.get(page)
