"""The rows of every kind of question, as an author meets them without JavaScript."""

import pytest

from quizzes.authoring.kind_forms import KINDS, SCHEMES
from quizzes.models import Question
from quizzes.schemas import QUESTION
from tests.lessons.factories import NOON
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.admin_pages import change, row, row_errors, send, url
from tests.quizzes.factories import PARTS, BankFactory

pytestmark = pytest.mark.django_db


def lists_of(response):
    return response.context["adminform"].form.lists


def sent(key, *rows):
    return {
        name: value
        for number, fields in enumerate(rows)
        for name, value in row(key, number, **fields).items()
    }


WRITTEN = {
    "single": sent(
        "options",
        {"text": "GABA", "key": "on", "rationale": "It calms."},
        {"text": "GAD", "rationale": "The enzyme.", "credit": "0.5", "pinned": "on"},
    ),
    "multiple": sent(
        "options",
        {"text": "GABA", "key": "on", "rationale": "It calms."},
        {"text": "Glycine", "key": "on", "rationale": "It calms too."},
        {"text": "GAD", "rationale": "The enzyme."},
    ),
    "true-false": sent(
        "options",
        {"text": "True", "key": "on", "rationale": "It calms."},
        {"text": "False", "rationale": "It does."},
    ),
    "matching": sent(
        "pairs",
        {"left": "GAD", "right": "makes GABA", "rationale": "The enzyme."},
        {"left": "GABA", "right": "calms"},
        {"right": "excites", "rationale": "Glutamate does."},
    ),
    "ordering": sent(
        "items",
        {"text": "Second", "ORDER": "2"},
        {"text": "First", "rationale": "It begins.", "ORDER": "1"},
    ),
    "short": {
        "spelling_slack": "on",
        **sent("accepted_text", {"text": "GABA"}, {"text": "it", "credit": "0.5"}),
        **sent("wrong_text", {"match": "GAD", "rationale": "The enzyme."}),
    },
    "numeric": {
        "unit": "kDa",
        **sent("accepted_value", {"value": "65", "tolerance": "1"}),
        **sent("wrong_value", {"value": "-67.5", "rationale": "The other form."}),
    },
}
STORED = {
    "matching": {
        "pairs": [
            {
                "id": "a",
                "left": "GAD",
                "right": "makes GABA",
                "rationale": "The enzyme.",
            },
            {"id": "b", "left": "GABA", "right": "calms", "rationale": ""},
            {"id": "c", "left": "", "right": "excites", "rationale": "Glutamate does."},
        ]
    },
    "ordering": {
        "items": [
            {"id": "a", "text": "First", "rationale": "It begins."},
            {"id": "b", "text": "Second", "rationale": ""},
        ]
    },
    "short": {
        "accept": [{"text": "GABA", "credit": 1.0}, {"text": "it", "credit": 0.5}],
        "wrong": [{"match": "GAD", "rationale": "The enzyme."}],
        "spelling_slack": True,
    },
    "numeric": {
        "accept": [{"value": 65.0, "tolerance": 1.0, "credit": 1.0}],
        "unit": "kDa",
        "wrong": [{"value": -67.5, "tolerance": 0.0, "rationale": "The other form."}],
    },
}


def new_question(**changes):
    return {
        "bank": BankFactory().pk,
        "slug": "mech-new",
        "objective": "M1.1",
        "level": "apply",
        "roles": ["student"],
        "stem": "Which one?",
        "key_idea": "This, not that.",
        "lesson": "mechanism/the-normal-brake#rest",
        "references": "R2",
        "checked": "21/11/2026",
        **changes,
    }


# Adding and changing --------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_any_kind_is_added(admin_client, where, kind):
    goal = f"{url(Question, 'add')}?kind={kind}"

    response = send(admin_client, goal, **new_question(), **WRITTEN[kind])

    assert response.status_code == 302
    question = Question.objects.get()
    assert question.draft["kind"] == kind
    assert question.draft == question.checked_draft().content()
    for name, parts in STORED.get(kind, {}).items():
        assert question.draft[name] == parts


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_the_rows_of_its_kind_and_no_others(admin_client, draft_of, kind):
    page = form_on(admin_client.get(url(Question, "change", draft_of(kind))))

    keys = {name.split("-")[0] for name in page if name.endswith("-TOTAL_FORMS")}
    assert keys == KINDS[kind].keys
    assert ("unit" in page) == (kind == "numeric")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_what_its_kind_and_each_scheme_mean(admin_client, draft_of, kind):
    words = text_of(admin_client.get(url(Question, "change", draft_of(kind))))

    assert KINDS[kind].sentence in words
    assert KINDS[kind].schemes in words


def test_every_kind_of_the_schema_has_its_rows_and_fields():
    kinds = QUESTION.json_schema()["discriminator"]["mapping"]

    assert set(KINDS) == set(kinds) == set(PARTS)
    for kind, parts in PARTS.items():
        shown = {rows.name for rows in KINDS[kind].rows} | {*KINDS[kind].fields}
        assert {*parts} <= shown
    assert len(SCHEMES) == 3


@pytest.mark.parametrize(
    ("kind", "changes", "name", "parts"),
    [
        (
            "matching",
            row("pairs", 0, right="builds GABA"),
            "pairs",
            [("a", "builds GABA"), ("b", "calms nerve cells"), ("c", "a distractor")],
        ),
        (
            "matching",
            row("pairs", 0, DELETE="on") | row("pairs", 3, left="x", right="y"),
            "pairs",
            [("b", "calms nerve cells"), ("c", "a distractor"), ("d", "y")],
        ),
        (
            "ordering",
            row("items", 0, ORDER=3) | row("items", 2, text="Between", ORDER=2),
            "items",
            [("b", "Second"), ("c", "Between"), ("a", "First")],
        ),
    ],
)
def test_a_part_keeps_its_id_and_a_new_one_gets_its_own(
    admin_client, draft_of, kind, changes, name, parts
):
    question = draft_of(kind)

    change(admin_client, question, **changes)

    question.refresh_from_db()
    text = "right" if kind == "matching" else "text"
    assert [(one["id"], one[text]) for one in question.draft[name]] == parts


def test_an_id_that_a_published_part_had_is_never_given_again(admin_client, draft_of):
    question = draft_of("ordering")
    change(admin_client, question, **row("items", 2, text="Third"))
    question.refresh_from_db()
    question.publish(by=None, reason="", now=NOON)
    change(admin_client, question, **row("items", 2, DELETE="on"))

    change(admin_client, question, **row("items", 2, text="Another"))

    question.refresh_from_db()
    assert [one["id"] for one in question.draft["items"]] == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("kind", "changes", "name", "value"),
    [
        ("short", row("accepted_text", 1, DELETE="on"), "accept", 1),
        ("short", row("wrong_text", 0, DELETE="on"), "wrong", 0),
        ("short", row("wrong_text", 1, match="no", rationale="Why."), "wrong", 2),
        ("numeric", row("accepted_value", 1, value="5", credit="0.5"), "accept", 2),
        ("numeric", row("wrong_value", 0, DELETE="on"), "wrong", 0),
    ],
)
def test_answers_are_added_and_deleted(
    admin_client, draft_of, kind, changes, name, value
):
    question = draft_of(kind)

    assert change(admin_client, question, **changes).status_code == 302

    question.refresh_from_db()
    assert len(question.draft[name]) == value


# Faults ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "changes", "place", "message"),
    [
        ("matching", "pairs", row("pairs", 0, right=""), (0, "right"), "Write the"),
        ("matching", "pairs", row("pairs", 3, left="x"), (3, "right"), "Write the"),
        (
            *("matching", "pairs", row("pairs", 1, left="gad ")),
            *((1, "left"), "Another pair has the same left side."),
        ),
        (
            *("matching", "pairs", row("pairs", 2, right="makes  GABA")),
            *((2, "right"), "A distractor must differ"),
        ),
        ("ordering", "items", row("items", 1, text=""), (1, "text"), "Write the item."),
        (
            *("ordering", "items", row("items", 2, text="FIRST")),
            *((2, "text"), "Another item has the same text."),
        ),
        ("short", "accept", row("accepted_text", 0, text=""), (0, "text"), "Write the"),
        (
            *("short", "accept", row("accepted_text", 0, text="x" * 201)),
            *((0, "text"), "at most 200"),
        ),
        (
            *("short", "accept", row("accepted_text", 2, text="gaba.")),
            *((2, "text"), "Another answer is the same"),
        ),
        (
            *("short", "wrong", row("wrong_text", 0, match="Gaba")),
            *((0, "match"), "Another answer is the same"),
        ),
        (
            *("short", "accept", row("accepted_text", 2, text="...")),
            *((2, "text"), "nothing here but marks"),
        ),
        (
            *("short", "accept", row("accepted_text", 1, credit="2")),
            *((1, "credit"), "Credit lies above 0"),
        ),
        (
            *("short", "wrong", row("wrong_text", 0, rationale="")),
            *((0, "rationale"), "Say why"),
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, value="")),
            *((0, "value"), "Write the number."),
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, value="inf")),
            *((0, "value"), "Enter a number."),
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, tolerance="-1")),
            *((0, "tolerance"), "A tolerance is 0 or more."),
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, credit="0")),
            *((0, "credit"), "Credit lies above 0"),
        ),
        (
            *("numeric", "wrong", row("wrong_value", 0, tolerance="x")),
            *((0, "tolerance"), "Enter a number."),
        ),
        (
            *("numeric", "wrong", row("wrong_value", 0, rationale="")),
            *((0, "rationale"), "Say why"),
        ),
    ],
)
def test_a_fault_of_a_part_is_said_in_its_row(
    admin_client, draft_of, kind, name, changes, place, message
):
    question = draft_of(kind)
    before = question.draft

    response = change(admin_client, question, **changes)

    assert response.status_code == 422
    assert message in row_errors(lists_of(response)[name])[place][0]
    assert not lists_of(response)[name].non_form_errors()
    assert message in text_of(response)
    question.refresh_from_db()
    assert question.draft == before


@pytest.mark.parametrize(
    ("kind", "name", "changes", "message"),
    [
        (
            *("matching", "pairs", row("pairs", 0, DELETE="on")),
            "Fewer than two pairs have a left side.",
        ),
        (
            "matching",
            "pairs",
            row("pairs", 0, DELETE="on") | row("pairs", 2, DELETE="on"),
            "There must be 2 to 12 pairs; here is 1.",
        ),
        (
            *("ordering", "items", row("items", 0, DELETE="on")),
            "There must be 2 to 12 items; here is 1.",
        ),
        (
            "short",
            "accept",
            row("accepted_text", 0, DELETE="on") | row("accepted_text", 1, DELETE="on"),
            "There must be at least 1 accepted answer; there is none.",
        ),
        (
            *("short", "accept", row("accepted_text", 0, DELETE="on")),
            "No accepted answer gives full credit.",
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, DELETE="on")),
            "There must be at least 1 accepted answer; there is none.",
        ),
        (
            *("numeric", "accept", row("accepted_value", 0, credit="0.9")),
            "No accepted answer gives full credit.",
        ),
    ],
)
def test_a_fault_of_a_whole_list_is_said_above_it(
    admin_client, draft_of, kind, name, changes, message
):
    response = change(admin_client, draft_of(kind), **changes)

    assert response.status_code == 422
    assert list(lists_of(response)[name].non_form_errors()) == [message]
    assert message in text_of(response)


def test_what_only_the_schema_refuses_stands_in_its_row_too(admin_client, draft_of):
    changes = row("items", 0, id="Not an id") | row("items", 1, id="Nor this")

    response = change(admin_client, draft_of("ordering"), **changes)

    found = row_errors(lists_of(response)["items"])
    assert list(found) == [(0, "__all__"), (1, "__all__")]
    assert len(errors_at(response)["__all__"]) == 1
    assert found[0, "__all__"][0] in text_of(response)


# Another kind ---------------------------------------------------------------------


def test_another_kind_shows_its_rows_and_keeps_what_was_written(admin_client, question):
    before = question.draft

    response = change(
        admin_client, question, kind="matching", stem="Which pairs?", vignette="A case."
    )

    assert response.status_code == 422
    assert list(errors_at(response)) == ["kind"]
    page = form_on(response)
    assert page["stem"] == ["Which pairs?"]
    assert page["pairs-TOTAL_FORMS"] == ["4"]
    assert KINDS["matching"].sentence in text_of(response)
    question.refresh_from_db()
    assert question.draft == before


def test_the_rows_of_another_kind_are_filled_in_and_saved(admin_client, question):
    page = form_on(change(admin_client, question, kind="matching"))

    goal = url(Question, "change", question)
    response = admin_client.post(goal, page | WRITTEN["matching"])

    assert response.status_code == 302
    question.refresh_from_db()
    assert question.draft["kind"] == "matching"
    assert "options" not in question.draft
    # Ids of the options stay theirs.
    assert [one["id"] for one in question.draft["pairs"]] == ["d", "e", "f"]
    assert question.published.content["kind"] == "single"


def test_the_first_kind_chosen_again_has_its_rows_back(admin_client, question):
    goal = url(Question, "change", question)
    changed = row("options", 0, text="Rewritten")
    page = form_on(change(admin_client, question, kind="numeric", **changed))
    page = form_on(admin_client.post(goal, page | {"unit": "kg", "kind": "short"}))

    response = admin_client.post(goal, page | {"kind": "single"})

    assert response.status_code == 302
    question.refresh_from_db()
    assert question.draft["options"][0]["text"] == "Rewritten"
    assert len(question.draft["options"]) == 3
    assert "unit" not in question.draft


def test_kinds_that_share_their_rows_change_at_once(admin_client, question):
    response = change(admin_client, question, kind="multiple")

    assert response.status_code == 302
    question.refresh_from_db()
    assert question.draft["kind"] == "multiple"


def test_a_new_question_may_begin_with_its_kind_alone(admin_client, where):
    response = send(admin_client, url(Question, "add"), kind="ordering")

    assert list(errors_at(response)) == ["kind"]
    assert "This field is required" not in text_of(response)
    page = form_on(response)
    goal = url(Question, "add")
    written = admin_client.post(goal, page | new_question() | WRITTEN["ordering"])
    assert written.status_code == 302
    assert Question.objects.get().draft["items"] == STORED["ordering"]["items"]


def test_an_unknown_kind_in_the_address_begins_with_the_usual_one(admin_client, where):
    page = form_on(admin_client.get(f"{url(Question, 'add')}?kind=essay"))

    assert "options-TOTAL_FORMS" in page
