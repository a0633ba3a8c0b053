"""Writing questions and quizzes: each fault beside its field or in its option's row."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lessons.models import Lesson
from quizzes.models import Attempt, Bank, BlueprintRow, Case, Question, Quiz
from tests.lessons.factories import (
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    ReferenceFactory,
)
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.factories import (
    PARTS,
    AttemptFactory,
    BankFactory,
    BlueprintRowFactory,
    QuestionFactory,
    QuizFactory,
    ResponseFactory,
)

pytestmark = pytest.mark.django_db

PLAYABLE = ["single", "multiple", "true-false"]
KEPT_AS_DRAFTS = ["matching", "ordering", "short", "numeric"]


def url(model, page, *rows):
    name = f"admin:quizzes_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk for row in rows])


def send(client, goal, **changes):
    return client.post(goal, form_on(client.get(goal)) | changes)


def change(client, row, **changes):
    return send(client, url(type(row), "change", row), **changes)


def option(number, **fields):
    return {f"options-{number}-{name}": value for name, value in fields.items()}


def row_errors(response):
    """What is wrong in the options, by row and field."""
    options = response.context["adminform"].form.options
    return {
        (number, field): list(messages)
        for number, errors in enumerate(options.errors)
        for field, messages in errors.items()
    }


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def where(db):
    """What a question of the factory leads to and rests on."""
    module = ModuleFactory(slug="mechanism")
    objective = ObjectiveFactory(module=module, code="M1.1")
    LessonFactory(module=module, slug="the-normal-brake", objective=objective)
    ReferenceFactory(key="R2")
    ReferenceFactory(key="causes", kind="document", paragraphs=[{"n": 1}])
    return objective


@pytest.fixture
def question(where):
    return QuestionFactory(slug="mech-gad", objective=where)


@pytest.fixture
def draft_of(where):
    """A draft of any kind."""
    return lambda kind: QuestionFactory(
        slug=f"mech-{kind}", objective=where, kind=kind, published=False
    )


# Questions ------------------------------------------------------------------------


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


@pytest.mark.parametrize("kind", [*PLAYABLE, *KEPT_AS_DRAFTS])
def test_saving_the_page_as_it_is_changes_nothing(admin_client, draft_of, kind):
    question = draft_of(kind)
    before = question.draft

    response = change(admin_client, question)

    assert response.status_code == 302
    question.refresh_from_db()
    # Stored in the order of the schema, whatever was left out filled in.
    assert question.draft == question.checked_draft().content()
    assert question.draft == type(question)(draft=before).checked_draft().content()


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
        ({"parts": "pairs: []"}, "parts", "This kind has options instead"),
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
    ("changes", "row", "message"),
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
    admin_client, question, changes, row, message
):
    response = change(admin_client, question, **changes)

    assert response.status_code == 422
    assert message in row_errors(response)[row][0]
    assert message in text_of(response)
    question.refresh_from_db()
    assert not question.has_unpublished_changes


def test_every_fault_is_said_at_once(admin_client, question):
    changes = option(0, rationale="") | option(1, rationale="")

    response = change(admin_client, question, **changes, stem="", references="R404")

    assert {"stem", "references"} < set(errors_at(response))
    assert set(row_errors(response)) == {(0, "rationale"), (1, "rationale")}


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
        (of_one_option, "A question has 2 to 12 options; this one has 1."),
        (of_thirteen_options, "A question has 2 to 12 options; this one has 13."),
        (true_or_false, "A true-false question has two options."),
    ],
)
def test_a_fault_of_all_options_is_said_above_them(
    admin_client, question, changes, message
):
    response = change(admin_client, question, **changes(question))

    assert response.status_code == 422
    options = response.context["adminform"].form.options
    assert list(options.non_form_errors()) == [message]
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


# Kinds that cannot be answered yet ------------------------------------------------


@pytest.mark.parametrize("kind", KEPT_AS_DRAFTS)
def test_the_parts_of_other_kinds_are_edited_as_yaml(admin_client, draft_of, kind):
    question = draft_of(kind)
    page = form_on(admin_client.get(url(Question, "change", question)))
    old = "GABA" if kind in {"matching", "short"} else "First"
    text = page["parts"][0].replace(old, "Glycine").replace("65.0", "66.0")

    change(admin_client, question, parts=text)

    question.refresh_from_db()
    assert {name: question.draft[name] for name in PARTS[kind]} != PARTS[kind]
    assert "Glycine" in str(question.draft) or "66.0" in str(question.draft)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("", "Line 1: pairs: Is missing."),
        ("pairs:\n- [", "Line 2: "),
        ("- a list", "Write keys and values"),
        ("items: []", "Line 1: pairs: Is missing."),
        ("pairs:\n- right: x\n- left: 5\n  right: y", "Line 3: pairs.1.left: Must be"),
        ("pairs:\n- right: x\n- right: y\nunit: kg", "Line 4: unit: Is not a known"),
    ],
)
def test_a_fault_in_the_yaml_names_its_line(admin_client, draft_of, parts, message):
    response = change(admin_client, draft_of("matching"), parts=parts)

    assert response.status_code == 422
    assert list(errors_at(response)) == ["parts"]
    assert errors_at(response)["parts"][0].startswith(message)


def test_a_change_of_kind_loses_nothing_in_silence(admin_client, question, draft_of):
    for row, kind in [(question, "matching"), (draft_of("matching"), "single")]:
        before = row.draft

        assert change(admin_client, row, kind=kind).status_code == 422

        row.refresh_from_db()
        assert row.draft == before


@pytest.mark.parametrize("kind", KEPT_AS_DRAFTS)
def test_what_cannot_be_answered_yet_stays_a_draft(admin_client, draft_of, kind):
    question = draft_of(kind)
    goal = reverse("admin:publishing_question_publish", args=[question.pk])

    assert "cannot be answered yet" in text_of(admin_client.get(goal))
    assert admin_client.post(goal, {"reason": "Try"}).status_code == 422
    page = admin_client.get(url(Question, "change", question)).content.decode()
    assert reverse("quizzes:preview_question", args=[question.pk]) not in page


def test_a_question_of_a_case_stays_a_draft(admin_client, draft_of):
    question = draft_of("single")
    question.case = Case.objects.create(bank=question.bank, slug="c", title="A case")
    question.save()
    goal = reverse("admin:publishing_question_publish", args=[question.pk])

    assert "It belongs to a case" in text_of(admin_client.get(goal))
    page = text_of(admin_client.get(url(Question, "change", question)))
    assert "A case" in page


# Banks ----------------------------------------------------------------------------


def test_a_bank_that_holds_questions_cannot_be_deleted(admin_client, question):
    goal = url(Bank, "delete", question.bank)

    page = admin_client.get(goal)

    assert question.slug in text_of(page)
    admin_client.post(goal, {"post": "yes"})
    assert Bank.objects.filter(pk=question.bank_id).exists()


def test_the_slug_of_a_bank_fits_the_files(admin_client, question):
    topic = question.bank.topic
    fields = {"title": "New", "slug": "New_Bank", "topic": topic.pk}

    response = send(admin_client, url(Bank, "add"), **fields)

    assert list(errors_at(response)) == ["slug"]


# Quizzes --------------------------------------------------------------------------


def row(number, **fields):
    return {f"rows-{number}-{name}": value for name, value in fields.items()}


def test_a_quiz_says_how_many_questions_each_row_can_draw_from(admin_client, where):
    bank = BankFactory()
    QuestionFactory.create_batch(3, bank=bank, objective=where)
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    BlueprintRowFactory(quiz=quiz, bank=bank, level="recall", count=5)

    words = text_of(admin_client.get(url(Quiz, "change", quiz)))

    assert "5, 5 too few" not in words
    assert "0, 5 too few" in words


def test_a_quiz_that_cannot_be_started_is_said_when_it_is_saved(admin_client, where):
    bank = BankFactory()
    QuestionFactory.create_batch(2, bank=bank, objective=where)
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz, bank=bank, count=2)
    assert len(messages_of(change(admin_client, quiz))) == 1

    response = change(admin_client, quiz, **row(0, count=3))

    assert messages_of(response)[0].startswith("The quiz cannot be started yet. Row 1")
    assert BlueprintRow.objects.get().count == 3


def test_a_new_quiz_needs_a_row(admin_client, where):
    fields = {"title": "T", "slug": "t", "summary": "S", "mode": "practice"}

    response = send(admin_client, url(Quiz, "add"), **fields)
    assert response.status_code == 422
    assert not Quiz.objects.exists()

    send(admin_client, url(Quiz, "add"), **fields, **row(0, count=1))
    assert BlueprintRow.objects.get().quiz.slug == "t"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"slug": "My_Quiz"}, "slug"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"mode": "exam"}, "mode"),
    ],
)
def test_a_fault_of_a_quiz_is_said_beside_its_field(admin_client, fields, field):
    sound = {"title": "T", "slug": "t", "summary": "S", "mode": "practice"}

    response = send(admin_client, url(Quiz, "add"), **sound | fields, **row(0, count=1))

    assert list(errors_at(response)) == [field]


@pytest.mark.parametrize("count", [0, 101])
def test_a_row_draws_between_1_and_100_questions(admin_client, count):
    quiz = QuizFactory()
    BlueprintRowFactory(quiz=quiz)

    assert change(admin_client, quiz, **row(0, count=count)).status_code == 422


# What learning made ---------------------------------------------------------------


def test_attempts_are_listed_without_their_answers(admin_client, learner):
    attempt = AttemptFactory(learner=learner, title="A sitting")
    response = ResponseFactory(attempt=attempt, chosen=["b"])

    pages = [
        admin_client.get(url(Attempt, "changelist")),
        admin_client.get(url(Attempt, "change", attempt)),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "A sitting" in text_of(page)
        assert "0 of 1" in text_of(page)
        for secret in (response.question.slug, "Answer b", "marks", "seed"):
            assert secret not in page.content.decode()


def test_attempts_cannot_be_added_changed_or_deleted(admin_client, learner):
    attempt = AttemptFactory(learner=learner)
    goals = [
        url(Attempt, "add"),
        url(Attempt, "change", attempt),
        url(Attempt, "delete", attempt),
    ]

    for goal in goals:
        assert admin_client.post(goal, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [attempt.pk]}
    admin_client.post(url(Attempt, "changelist"), chosen | {"post": "yes"})
    assert Attempt.objects.exists()


def test_a_learner_with_attempts_can_be_erased(admin_client, learner):
    AttemptFactory(learner=learner)
    goal = reverse("admin:accounts_user_delete", args=[learner.pk])

    response = admin_client.post(goal, {"post": "yes"})

    assert response.status_code == 302
    assert not Attempt.objects.exists()


def test_attempts_are_not_searched_by_password(admin_client):
    filters = {"learner__password__startswith": "md5"}

    response = admin_client.get(url(Attempt, "changelist"), filters)

    assert response.status_code == 400


def test_cases_are_only_looked_at(admin_client, question):
    case = Case.objects.create(
        bank=question.bank, slug="case", title="A case", steps=["mech-gad"]
    )

    assert "mech-gad" in text_of(admin_client.get(url(Case, "change", case)))
    assert admin_client.post(url(Case, "change", case), {}).status_code == 403


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
