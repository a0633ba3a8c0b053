"""Putting questions into unfolding cases: steps as rows, one case a question."""

import pytest

from lessons.models import Lesson
from quizzes.files import dump
from quizzes.models import Case, Question
from tests.conftest import client_of
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.admin_pages import change, messages_of, row, row_errors, send, url
from tests.quizzes.factories import BankFactory, QuestionFactory, ResponseFactory
from tests.sps_learn.test_roles import staff

pytestmark = pytest.mark.django_db

WAITS = "Not drawn until every step is published."


def step(number, /, slug="", **fields):
    return row("steps", number, question=slug, **fields)


def rows_of(response):
    return response.context["adminform"].form.steps


def choices_on(page, number=0):
    """The ids that a step may be, as the page offers them."""
    field = page.context["adminform"].form.steps.forms[number].fields["question"]
    return {
        slug
        for one, shown in field.choices
        for slug in ([one] if isinstance(shown, str) else dict(shown))
        if slug
    }


def slugs_in(case):
    return set(case.questions.values_list("slug", flat=True))


@pytest.fixture
def bank(db):
    return BankFactory(slug="symptoms")


@pytest.fixture
def questions(bank, where):
    """Three published questions of the bank, in no case."""
    return [
        QuestionFactory(bank=bank, slug=slug, objective=where)
        for slug in ("walk", "fall", "test")
    ]


@pytest.fixture
def case(bank, questions):
    """A case whose steps are the first two of them."""
    case = Case.objects.create(
        bank=bank, slug="mrs-k", title="Mrs K", steps=["walk", "fall"], file=bank.slug
    )
    case.questions.add(*questions[:2])
    return case


def new_case(bank, **changes):
    return {"title": "Mr B", "slug": "mr-b", "bank": bank.pk, **changes}


# Adding and changing --------------------------------------------------------------


def test_a_new_case_takes_its_steps_in_order(admin_client, bank, questions):
    steps = step(0, "test") | step(1, "walk")

    response = send(admin_client, url(Case, "add"), **new_case(bank), **steps)

    assert response.status_code == 302
    case = Case.objects.get()
    assert (case.title, case.slug, case.bank) == ("Mr B", "mr-b", bank)
    assert case.steps == ["test", "walk"]
    assert [one.slug for one in case.published_steps] == ["test", "walk"]
    assert Question.objects.get(slug="fall").case is None


def test_saving_the_page_as_it_is_changes_nothing(admin_client, case):
    before = case.fingerprint()

    assert change(admin_client, case).status_code == 302

    case.refresh_from_db()
    assert case.fingerprint() == before
    assert slugs_in(case) == {"walk", "fall"}


def test_steps_are_moved_added_and_taken_out(admin_client, case):
    changes = step(0, "walk", DELETE="on") | step(1, "fall", ORDER=2)

    change(admin_client, case, **changes, **step(2, "test", ORDER=1), title="Mrs L")

    case.refresh_from_db()
    assert (case.title, case.steps) == ("Mrs L", ["test", "fall"])
    assert slugs_in(case) == {"test", "fall"}
    assert Question.objects.get(slug="walk").case is None


def test_a_question_taken_out_can_be_asked_by_itself_again(admin_client, case):
    change(admin_client, case, **step(1, "fall", DELETE="on"))

    page = admin_client.get(url(Case, "add"))
    assert choices_on(page) == {"fall", "test"}


def test_only_questions_of_its_bank_in_no_other_case_are_offered(
    admin_client, case, questions
):
    QuestionFactory(slug="elsewhere", objective=questions[0].objective)
    other = Case.objects.create(bank=case.bank, slug="other", title="Other")
    other.questions.add(questions[2])

    assert choices_on(admin_client.get(url(Case, "change", case))) == {"walk", "fall"}
    assert choices_on(admin_client.get(url(Case, "add"))) == {"elsewhere"}


def test_each_step_says_whether_it_is_published(admin_client, case, where):
    page = admin_client.get(url(Case, "change", case))
    assert text_of(page).count("Published. Open") == 2
    assert WAITS not in text_of(page)

    QuestionFactory(slug="new", bank=case.bank, objective=where, published=False)
    change(admin_client, case, **step(2, "new"))

    words = text_of(admin_client.get(url(Case, "change", case)))
    assert "Not published yet. Open new" in words
    assert WAITS in words


def test_the_list_says_which_cases_are_drawn(
    admin_client, case, questions, django_assert_max_num_queries
):
    listing = url(Case, "changelist")
    assert 'alt="True"' in admin_client.get(listing).content.decode()
    Question.objects.filter(slug="walk").update(is_retired=True)
    with django_assert_max_num_queries(12) as one:
        assert 'alt="True"' not in admin_client.get(listing).content.decode()

    for number in range(4):
        other = Case.objects.create(bank=case.bank, slug=f"c{number}", title="C")
        other.questions.add(questions[2])
    with django_assert_max_num_queries(len(one)):
        admin_client.get(listing)


def test_what_the_admin_made_of_a_case_can_be_written_to_files(
    admin_client, case, questions
):
    Question.objects.filter(slug="test").update(file="symptoms/more", order=7)

    change(admin_client, case, **step(2, "test"))

    (text,) = [text for name, text in dump() if "symptoms" in name]
    assert "id: test" in text
    assert text.index("id: fall") < text.index("id: test") < text.index("id: mrs-k")


def test_a_case_of_questions_from_elsewhere_lies_where_they_lie(
    admin_client, bank, questions
):
    Question.objects.filter(slug="test").update(file="symptoms/more")

    send(admin_client, url(Case, "add"), **new_case(bank), **step(0, "test"))

    assert Case.objects.get().file == "symptoms/more"


# Faults ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": ""}, "title", "This field is required."),
        ({"slug": "Mr_B"}, "slug", "Use small letters and figures"),
        ({"slug": "mrs-k"}, "slug", "Another case has this id."),
        ({"bank": ""}, "bank", "This field is required."),
    ],
)
def test_a_fault_is_said_beside_its_field(
    admin_client, bank, case, changes, field, message
):
    fields = new_case(bank) | changes | step(0, "test")

    response = send(admin_client, url(Case, "add"), **fields)

    assert response.status_code == 422
    assert list(errors_at(response)) == [field]
    assert message in errors_at(response)[field][0]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "number", "message"),
    [
        (step(2, "elsewhere"), 2, "elsewhere is in another case, or there is no such"),
        (step(2, "walk"), 2, "Another step is the same question."),
        (step(1, ""), 1, "Choose a question, or delete this step."),
    ],
)
def test_a_fault_of_a_step_is_said_in_its_row(
    admin_client, case, where, changes, number, message
):
    QuestionFactory(slug="elsewhere", objective=where)

    response = change(admin_client, case, **changes)

    assert response.status_code == 422
    assert message in row_errors(rows_of(response))[number, "question"][0]
    assert message in text_of(response)
    case.refresh_from_db()
    assert case.steps == ["walk", "fall"]


def test_a_step_of_a_new_case_is_of_the_bank_that_was_chosen(
    admin_client, bank, questions, where
):
    other = QuestionFactory(slug="elsewhere", objective=where)
    steps = step(0, "walk") | step(1, other.slug)

    response = send(admin_client, url(Case, "add"), **new_case(bank), **steps)

    found = row_errors(rows_of(response))
    assert list(found) == [(1, "question")]
    assert "It is not a question of the bank" in found[1, "question"][0]
    assert not Case.objects.exists()


def test_a_case_without_steps_is_refused(admin_client, bank, case):
    message = "There must be at least 1 step; there is none."
    added = send(admin_client, url(Case, "add"), **new_case(bank))
    emptied = change(
        admin_client, case, **step(0, "walk", DELETE="on"), **step(1, DELETE="on")
    )

    for response in (added, emptied):
        assert response.status_code == 422
        assert list(rows_of(response).non_form_errors()) == [message]
        assert message in text_of(response)


def test_of_two_cases_only_the_first_gets_a_question(admin_client, case, bank):
    """Both authors had opened their page while the question was free."""
    goal = url(Case, "add")
    opened = form_on(admin_client.get(goal)) | new_case(bank) | step(0, "test")
    change(admin_client, case, **step(2, "test"))

    response = admin_client.post(goal, opened)

    assert response.status_code == 422
    assert (0, "question") in row_errors(rows_of(response))
    assert Question.objects.get(slug="test").case == case


def test_a_step_that_is_gone_is_seen_and_not_saved(admin_client, case):
    case.steps = ["walk", "gone"]
    case.save()

    page = admin_client.get(url(Case, "change", case))
    response = change(admin_client, case)

    assert "gone (not there any more)" in text_of(page)
    assert row_errors(rows_of(response)) == {
        (1, "question"): ["There is no such question any more."]
    }


def test_a_question_that_a_lesson_asks_too_is_pointed_out(admin_client, case):
    lesson = Lesson.objects.get()
    lesson.draft["body"] += "\n\n{{check:fall}}\n"
    lesson.save()

    said = messages_of(change(admin_client, case))

    assert f"fall is also asked in the lesson “{lesson}”, without its case." in said
    assert len(said) == 2


# Names and deletion ---------------------------------------------------------------


def ask(case, learner):
    ResponseFactory(
        attempt__learner=learner, question=case.questions.first(), case=case
    )


def test_the_id_changes_until_the_case_has_been_asked(admin_client, case, learner):
    change(admin_client, case, slug="mrs-l")
    case.refresh_from_db()
    assert case.slug == "mrs-l"
    ask(case, learner)

    change(admin_client, case, slug="mrs-m", bank=BankFactory().pk)

    case.refresh_from_db()
    assert (case.slug, case.bank.slug) == ("mrs-l", "symptoms")


def test_a_case_of_the_files_keeps_its_id(admin_client, case):
    case.note_as_loaded()

    page = form_on(admin_client.get(url(Case, "change", case)))

    assert "slug" not in page


@pytest.mark.parametrize("in_the_list", [True, False])
def test_a_case_is_deleted_and_its_questions_are_free(admin_client, case, in_the_list):
    if in_the_list:
        chosen = {"action": "delete_selected", "_selected_action": [case.pk]}
        admin_client.post(url(Case, "changelist"), chosen | {"post": "yes"})
    else:
        admin_client.post(url(Case, "delete", case), {"post": "yes"})

    assert not Case.objects.exists()
    assert Question.objects.filter(case=None).count() == 3


def test_a_case_that_was_asked_is_not_deleted(admin_client, case, learner):
    ask(case, learner)
    goal = url(Case, "delete", case)

    assert "Answers to “Mrs K”" in text_of(admin_client.get(goal))
    admin_client.post(goal, {"post": "yes"})

    assert slugs_in(Case.objects.get()) == {"walk", "fall"}


# Rights and queries ---------------------------------------------------------------


@pytest.mark.parametrize("role", ["author", "reviewer"])
def test_who_writes_questions_writes_cases_and_deletes_none(role, case, bank):
    client = client_of(staff(role))

    assert change(client, case, title="Mrs L").status_code == 302
    fields = new_case(bank) | step(0, "test")
    assert send(client, url(Case, "add"), **fields).status_code == 302
    goal = url(Case, "delete", case)
    assert client.post(goal, {"post": "yes"}).status_code == 403
    assert Case.objects.count() == 2


def test_an_instructor_looks_at_a_case(case):
    client = client_of(staff("instructor"))

    page = client.get(url(Case, "change", case))

    assert "walk, fall" in text_of(page)
    assert "steps-TOTAL_FORMS" not in page.content.decode()
    assert client.post(url(Case, "change", case), {}).status_code == 403
    assert client.get(url(Case, "add")).status_code == 403


def test_a_page_costs_the_same_however_many_steps_it_has(
    admin_client, case, where, django_assert_max_num_queries
):
    goal = url(Case, "change", case)
    admin_client.get(goal)
    with django_assert_max_num_queries(15) as short:
        admin_client.get(goal)
    more = QuestionFactory.create_batch(9, bank=case.bank, objective=where)
    case.questions.add(*more)
    case.steps += [question.slug for question in more]
    case.save()

    with django_assert_max_num_queries(len(short)):
        admin_client.get(goal)
