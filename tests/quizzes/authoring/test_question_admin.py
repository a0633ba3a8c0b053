"""Writing questions: each fault beside its field, or in its option's row."""

import pytest
from django.urls import reverse

from lessons.models import Lesson
from quizzes.models import Case, Question
from sps_learn.publishing.files import digest
from tests.lessons.factories import LessonFactory, ObjectiveFactory
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.admin_pages import change, row, row_errors, send, url
from tests.quizzes.factories import PARTS, BankFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def option(number, /, **fields):
    return row("options", number, **fields)


def options_of(response):
    return response.context["adminform"].form.lists["options"]


# Drafts ---------------------------------------------------------------------------


def new_question(bank, **changes):
    return {
        "bank": bank.pk,
        "slug": "mech-new",
        "kind": "single",
        "objective": "M1.1",
        "level": "apply",
        "roles": ["student"],
        "stem": "Which one?",
        **option(0, text="This", key="on", rationale="It is."),
        **option(1, text="That", rationale="It is not."),
        "key_idea": "This, not that.",
        "lesson": "mechanism/the-normal-brake#rest",
        "references": "R2, causes:1",
        "checked": "21/11/2026",
        **changes,
    }


def test_a_new_question_is_a_draft_with_all_its_options(admin_client, where):
    bank = BankFactory()

    response = send(admin_client, url(Question, "add"), **new_question(bank))

    question = Question.objects.get()
    assert response.url == url(Question, "change", question)
    assert (question.slug, question.bank, question.published) == (
        *("mech-new", bank, None),
    )
    assert [one["id"] for one in question.draft["options"]] == ["a", "b"]
    assert question.draft["references"] == ["R2", "causes:1"]
    assert question.draft["checked"] == "2026-11-21"


def test_a_new_question_is_played_once_it_is_published(admin_client, where):
    send(admin_client, url(Question, "add"), **new_question(BankFactory()))
    question = Question.objects.get()
    assert not Question.objects.for_play().exists()

    goal = reverse("admin:publishing_question_publish", args=[question.pk])
    send(admin_client, goal, reason="New")

    assert Question.objects.for_play().get() == question


@pytest.mark.parametrize("kind", PARTS)
def test_saving_the_page_as_it_is_changes_nothing(admin_client, draft_of, kind):
    question = draft_of(kind)
    before = question.draft

    response = change(admin_client, question)

    assert response.status_code == 302
    question.refresh_from_db()
    # Stored in the order of the schema, whatever was left out filled in.
    assert question.draft == question.checked_draft().content()
    assert question.draft == type(question)(draft=before).checked_draft().content()


def test_a_mimic_is_saved_in_the_draft_and_drawn_by_once_published(
    admin_client, draft_of
):
    question = draft_of("true-false")

    change(admin_client, question, mimic="Tetanus")

    question.refresh_from_db()
    assert question.draft["mimic"] == "Tetanus"
    assert question.checked_draft().for_file()["mimic"] == "Tetanus"
    goal = reverse("admin:publishing_question_publish", args=[question.pk])
    send(admin_client, goal, reason="New")
    assert Question.objects.for_trainer().get().mimic == "Tetanus"


def test_what_a_lesson_asks_becomes_no_case_of_the_trainer(admin_client, draft_of):
    question = draft_of("true-false")
    lesson = LessonFactory(
        body=f"## Check {{#check}}\n\n{{{{check:{question.slug}}}}}\n"
    )
    message = f"The lesson “{lesson}” asks this question: take it out there first."

    response = change(admin_client, question, mimic="Tetanus")

    assert errors_at(response) == {"mimic": [message]}
    question.refresh_from_db()
    assert "mimic" not in question.draft


def test_a_draft_with_a_mimic_waits_while_a_lesson_asks_it(admin_client, draft_of):
    """The lesson was written after the mimic was, and both are drafts."""
    question = draft_of("true-false")
    change(admin_client, question, mimic="Tetanus")
    LessonFactory(body=f"## Check {{#check}}\n\n{{{{check:{question.slug}}}}}\n")

    goal = reverse("admin:publishing_question_publish", args=[question.pk])
    page = text_of(admin_client.get(goal))

    assert "take it out there first" in page
    admin_client.post(goal, {"reason": "New"})
    assert not Question.objects.for_trainer().exists()


def test_without_a_mimic_the_draft_keeps_its_digest(admin_client, draft_of):
    question = draft_of("true-false")
    before = digest(question.checked_draft().content())

    change(admin_client, question)

    question.refresh_from_db()
    assert "mimic" not in question.draft
    assert digest(question.draft) == before


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"slug": "Mech GAD"}, "slug", "Use small letters and figures"),
        ({"slug": "mech-taken"}, "slug", "Another question has this id."),
        ({"kind": "essay"}, "kind", "essay is not one of"),
        ({"objective": ""}, "objective", "This field is required."),
        ({"objective": "M9.9"}, "objective", "M9.9 is not one of"),
        ({"level": "x"}, "level", "x is not one of"),
        ({"roles": []}, "roles", "Tick at least one."),
        ({"vignette": "word " * 121}, "vignette", "121 words; at most 120 are read."),
        ({"stem": " "}, "stem", "This field is required."),
        ({"stem": "a\0b"}, "stem", "Null characters are not allowed."),
        ({"key_idea": ""}, "key_idea", "This field is required."),
        ({"lesson": "mechanism/nowhere"}, "lesson", "is not one of the available"),
        ({"references": ""}, "references", "Name at least one source."),
        ({"references": "R2 R404"}, "references", "There is no reference R404."),
        ({"references": "causes:7"}, "references", "causes has no paragraph 7."),
        ({"references": "causes:x"}, "references", "“causes:x” is not a source"),
        ({"checked": "soon"}, "checked", "Enter a valid date."),
    ],
)
def test_a_fault_is_said_beside_its_field(
    admin_client, where, draft_of, changes, field, message
):
    QuestionFactory(slug="mech-taken", objective=where)
    question = draft_of("single")

    response = change(admin_client, question, **changes)

    assert response.status_code == 422
    assert list(errors_at(response)) == [field]
    assert message in errors_at(response)[field][0]
    question.refresh_from_db()
    assert question.slug == "mech-single"


def test_a_vignette_of_120_words_is_taken(admin_client, question):
    assert change(admin_client, question, vignette="word " * 120).status_code == 302


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        (option(0, rationale=""), (0, "rationale"), "Say why"),
        (option(0, text=""), (0, "text"), "Write the text of the option."),
        (option(2, text="answer  A"), (0, "text"), "Another option has the same text."),
        (option(0, key="on"), (1, "key"), "2 options are keys; this kind has one."),
        (option(0, credit="0"), (0, "credit"), "Credit lies above 0"),
        (option(0, credit="1.5"), (0, "credit"), "Credit lies above 0"),
        (option(0, credit="nan"), (0, "credit"), "Enter a number."),
        (option(3, text="More"), (3, "rationale"), "Say why"),
    ],
)
def test_a_fault_of_an_option_is_said_in_its_row(
    admin_client, question, changes, place, message
):
    response = change(admin_client, question, **changes)

    assert response.status_code == 422
    assert message in row_errors(options_of(response))[place][0]
    assert message in text_of(response)
    question.refresh_from_db()
    assert not question.has_unpublished_changes


def test_every_fault_is_said_at_once(admin_client, question):
    changes = option(0, rationale="") | option(1, rationale="")

    response = change(admin_client, question, **changes, stem="", references="R404")

    assert {"stem", "references"} < set(errors_at(response))
    assert set(row_errors(options_of(response))) == {(0, "rationale"), (1, "rationale")}


def without_key(question):
    return option(1, key=[])


def of_one_option(question):
    return option(0, DELETE="on") | option(2, DELETE="on")


def of_thirteen_options(question):
    more = {"options-TOTAL_FORMS": 13}
    for number in range(3, 13):
        more |= option(number, text=f"Option {number}", rationale="Why.")
    return more


def true_or_false(question):
    return {"kind": "true-false"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (without_key, "No option is the key: tick the right one."),
        (of_one_option, "There must be 2 to 12 options; here is 1."),
        (of_thirteen_options, "There must be 2 to 12 options; here are 13."),
        (true_or_false, "There must be exactly 2 options; here are 3."),
    ],
)
def test_a_fault_of_all_options_is_said_above_them(
    admin_client, question, changes, message
):
    response = change(admin_client, question, **changes(question))

    assert response.status_code == 422
    assert list(options_of(response).non_form_errors()) == [message]
    assert message in text_of(response)


def test_a_question_with_several_answers_may_have_several_keys(admin_client, question):
    response = change(admin_client, question, kind="multiple", **option(0, key="on"))

    assert response.status_code == 302


def test_an_option_can_be_added_deleted_and_moved(admin_client, question):
    changes = option(0, DELETE="on") | option(2, ORDER=1)
    changes |= option(3, text="Answer d", rationale="Why d.", pinned="on", credit="0.5")

    change(admin_client, question, **changes)

    question.refresh_from_db()
    assert [(one["id"], one["text"]) for one in question.draft["options"]] == [
        ("c", "Answer c"),
        ("b", "Answer b"),
        ("d", "Answer d"),
    ]
    assert question.draft["options"][2]["credit"] == 0.5
    assert question.draft["options"][2]["pinned"]


def test_the_id_of_an_option_is_never_given_to_another(admin_client, question):
    change(admin_client, question, **option(2, DELETE="on"))
    change(admin_client, question, **option(2, text="New", rationale="Why."))

    question.refresh_from_db()
    assert [one["id"] for one in question.draft["options"]] == ["a", "b", "d"]


def test_an_id_cannot_be_sent_twice(admin_client, question):
    response = change(admin_client, question, **option(0, id="b"))

    assert errors_at(response) == {"__all__": ["Id b is given twice."]}


def test_the_id_and_the_bank_of_a_published_question_stay(admin_client, question):
    other = BankFactory()

    change(admin_client, question, slug="elsewhere", bank=other.pk, stem="New?")

    question.refresh_from_db()
    assert question.draft["stem"] == "New?"
    assert (question.slug, question.draft["id"]) == ("mech-gad", "mech-gad")
    assert question.bank != other


def test_a_lesson_that_is_gone_is_seen_and_not_saved(admin_client, question):
    Lesson.objects.update(is_retired=True)

    page = admin_client.get(url(Question, "change", question))
    response = change(admin_client, question)

    assert "mechanism/the-normal-brake (not there any more)" in text_of(page)
    assert errors_at(response) == {
        "lesson": ["There is no lesson or section mechanism/the-normal-brake."]
    }


def test_a_question_may_lead_to_a_lesson_that_is_still_a_draft(admin_client, question):
    module = Lesson.objects.get().module
    objective = ObjectiveFactory(module=module)
    LessonFactory(module=module, slug="new", objective=objective, published=False)

    response = change(admin_client, question, lesson="mechanism/new#weak")

    assert response.status_code == 302


def test_two_who_save_at_once_lose_nothing(admin_client, question):
    goal = url(Question, "change", question)
    opened = form_on(admin_client.get(goal))
    admin_client.post(goal, opened | option(1, rationale="A better reason."))

    response = admin_client.post(goal, opened | {"stem": "Another question?"})

    assert response.status_code == 409
    assert "− A better reason." in text_of(response)
    question.refresh_from_db()
    assert question.draft["options"][1]["rationale"] == "A better reason."


def test_the_preview_shows_the_draft(admin_client, question):
    response = change(admin_client, question, stem="Which now?", _preview="x")

    assert response.url == reverse("quizzes:preview_question", args=[question.pk])
    assert "Which now?" in text_of(admin_client.get(response.url, follow=True))


# Steps of a case ------------------------------------------------------------------


@pytest.fixture
def step(draft_of):
    """A draft that is a step of a case."""
    step = draft_of("single")
    step.case = Case.objects.create(
        bank=step.bank, slug="mrs-k", title="Mrs K", steps=[step.slug]
    )
    step.save()
    return step


def test_a_question_says_of_which_case_it_is(admin_client, step):
    page = admin_client.get(url(Question, "change", step))

    assert "Mrs K" in text_of(page)


def test_a_case_knows_its_steps_by_id_so_the_id_stays(admin_client, step):
    change(admin_client, step, slug="elsewhere", stem="New?")

    step.refresh_from_db()
    assert (step.slug, step.draft["stem"]) == ("mech-single", "New?")


def test_a_step_is_not_deleted_from_under_its_case(admin_client, step):
    goal = url(Question, "delete", step)

    assert "Case “Mrs K”" in text_of(admin_client.get(goal))
    admin_client.post(goal, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [step.pk]}
    admin_client.post(url(Question, "changelist"), chosen | {"post": "yes"})

    assert Question.objects.filter(pk=step.pk).exists()


def test_a_step_is_published_like_any_question(admin_client, step):
    goal = reverse("admin:publishing_question_publish", args=[step.pk])

    send(admin_client, goal, reason="New")

    step.refresh_from_db()
    assert step.is_published


# Queries --------------------------------------------------------------------------


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    admin_client, question, django_assert_max_num_queries
):
    listing = url(Question, "changelist")
    admin_client.get(listing)
    with django_assert_max_num_queries(20) as short:
        admin_client.get(listing)
    QuestionFactory.create_batch(9, bank=question.bank, objective=question.objective)

    with django_assert_max_num_queries(len(short)):
        admin_client.get(listing)


@pytest.mark.parametrize("kind", ["single", "matching"])
def test_a_page_costs_the_same_however_many_rows_it_has(
    admin_client, draft_of, django_assert_max_num_queries, kind
):
    question = draft_of(kind)
    goal = url(Question, "change", question)
    admin_client.get(goal)
    with django_assert_max_num_queries(20) as short:
        admin_client.get(goal)
    name = "options" if kind == "single" else "pairs"
    question.draft[name] = [
        {**question.draft[name][0], "id": letter} for letter in "abcdefghijkl"
    ]
    question.save()

    with django_assert_max_num_queries(len(short)):
        admin_client.get(goal)
