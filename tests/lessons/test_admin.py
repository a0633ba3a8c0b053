"""Writing lessons, terms, sources and figures: each fault beside its field."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from lessons.models import (
    Figure,
    Lesson,
    LessonRevision,
    Module,
    Objective,
    Reference,
    Term,
)
from quizzes.models import QuestionRevision
from tests.lessons.factories import (
    BODY,
    FigureFactory,
    LessonFactory,
    ModuleFactory,
    ObjectiveFactory,
    ReferenceFactory,
    TermFactory,
)
from tests.publishing.pages import errors_at, form_on, text_of
from tests.quizzes.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def url(model, page, *rows):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[row.pk for row in rows])


def send(client, goal, **changes):
    return client.post(goal, form_on(client.get(goal)) | changes)


def change(client, row, **changes):
    return send(client, url(type(row), "change", row), **changes)


def add(client, model, **fields):
    return send(client, url(model, "add"), **fields)


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def module():
    return ModuleFactory(title="The brake")


@pytest.fixture
def objective(module):
    return ObjectiveFactory(module=module, code="M1.1", text="Explain the brake.")


@pytest.fixture
def lesson(module, objective):
    return LessonFactory(module=module, objective=objective)


# Lessons --------------------------------------------------------------------------


def test_a_new_lesson_is_a_draft_at_the_end_of_its_module(
    admin_client, client, module, objective
):
    response = add(
        admin_client,
        Lesson,
        module=module.pk,
        title="GABA 😀",
        slug="gaba",
        objectives=["M1.1"],
        roles=["nurse"],
        body=BODY,
    )

    lesson = Lesson.objects.get()
    assert response.url == url(Lesson, "change", lesson)
    assert (lesson.title, lesson.slug, lesson.order) == ("GABA 😀", "gaba", 1)
    assert lesson.draft["roles"] == ["nurse"]
    assert lesson.published is None
    assert client.get(lesson.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": ""}, "title", "This field is required."),
        ({"title": "x" * 201}, "title", "at most 200 characters"),
        ({"title": "a\0b"}, "title", "Null characters are not allowed."),
        ({"objectives": []}, "objectives", "Tick at least one objective."),
        ({"objectives": ["M9.9"]}, "objectives", "M9.9 is not one of"),
        ({"roles": ["doctor"]}, "roles", "doctor is not one of"),
        ({"body": ""}, "body", "This field is required."),
        ({"body": "No heading"}, "body", "before the first section"),
        ({"body": "## Rest"}, "body", "Line 1 (“## Rest”)"),
        ({"body": f"{BODY}\n## Again {{#rest}}"}, "body", "'rest' is given twice"),
        ({"body": f"{BODY}\n# Title"}, "body", "the title stands above"),
        ({"body": f"{BODY}\n::: warning\nx\n:::"}, "body", "unknown note"),
        ({"body": f"{BODY}\n[@R999]"}, "body", "There is no reference R999."),
        ({"body": f"{BODY}\n[@causes:9]"}, "body", "causes has no paragraph 9."),
        ({"body": f"{BODY}\n{{{{term:gabba}}}}"}, "body", "There is no term gabba."),
        ({"body": f"{BODY}\n{{{{figure:x}}}}"}, "body", "There is no figure x."),
        ({"body": f"{BODY}\n{{{{check:x}}}}"}, "body", "There is no question x."),
    ],
)
def test_a_fault_is_said_beside_its_field(
    admin_client, lesson, changes, field, message
):
    ReferenceFactory(key="causes", kind="document", paragraphs=[{"n": 1}])

    response = change(admin_client, lesson, **changes)

    assert response.status_code == 422
    assert list(errors_at(response)) == [field]
    assert message in errors_at(response)[field][0]
    lesson.refresh_from_db()
    assert not lesson.has_unpublished_changes


def test_every_fault_of_a_text_names_its_line(admin_client, lesson):
    body = "## Rest {#rest}\n\nIt rests.[@R1]\n\n{{term:gabba}} and [@R2]"

    response = change(admin_client, lesson, body=body)

    assert errors_at(response)["body"] == [
        "Line 3 (“It rests.[@R1]”): There is no reference R1.",
        "Line 5 (“{{term:gabba}} and [@R2]”): There is no term gabba.",
        "Line 5 (“{{term:gabba}} and [@R2]”): There is no reference R2.",
    ]


def test_what_exists_may_be_mentioned(admin_client, lesson):
    ReferenceFactory(key="causes", paragraphs=[{"n": 2, "references": []}])
    TermFactory(slug="gaba")
    FigureFactory(slug="synapse")
    QuestionFactory(slug="mech-gad")
    body = f"{BODY}\n[@causes:2] {{{{term:gaba}}}}\n\n{{{{figure:synapse}}}}\n"

    response = change(admin_client, lesson, body=f"{body}\n{{{{check:mech-gad}}}}")

    assert response.status_code == 302


def test_a_case_of_the_trainer_is_no_question_for_a_lesson(admin_client, lesson):
    QuestionFactory(slug="roofer", kind="true-false", content={"mimic": "Tetanus"})

    response = change(admin_client, lesson, body=f"{BODY}\n\n{{{{check:roofer}}}}")

    (fault,) = errors_at(response)["body"]
    assert fault.endswith(
        "Question roofer is a case of “SPS or not?”, which no lesson asks."
    )


def test_an_objective_of_another_module_is_refused(admin_client, module, objective):
    ObjectiveFactory(code="S1.1")
    fields = {"module": module.pk, "title": "T", "slug": "t", "body": BODY}

    response = add(admin_client, Lesson, **fields, objectives=["M1.1", "S1.1"])

    assert errors_at(response) == {
        "objectives": ["S1.1 is not of the module The brake."]
    }


def test_only_objectives_of_its_module_are_offered_to_a_published_lesson(
    admin_client, lesson
):
    ObjectiveFactory(code="S1.1")

    page = admin_client.get(url(Lesson, "change", lesson)).content.decode()

    assert "Explain the brake." in page
    assert 'value="S1.1"' not in page


@pytest.mark.parametrize("slug", ["The Brake", "brake_1", "-brake", "brake--1", "é"])
def test_an_address_has_small_letters_figures_and_hyphens(
    admin_client, module, objective, slug
):
    fields = {"module": module.pk, "title": "T", "body": BODY, "objectives": ["M1.1"]}

    response = add(admin_client, Lesson, **fields, slug=slug)

    assert errors_at(response) == {
        "slug": ["Use small letters and figures, with single hyphens between words."]
    }


def test_two_lessons_of_a_module_have_two_addresses(admin_client, module, lesson):
    fields = {"module": module.pk, "title": "T", "body": BODY, "objectives": ["M1.1"]}

    response = add(admin_client, Lesson, **fields, slug=lesson.slug)

    assert errors_at(response) == {
        "slug": ["Another lesson of this module has this address."]
    }


def test_the_address_of_a_published_lesson_stays(admin_client, lesson):
    change(admin_client, lesson, slug="elsewhere", title="New")

    lesson.refresh_from_db()
    assert lesson.draft["title"] == "New"
    assert (lesson.slug, lesson.draft["slug"]) == 2 * (
        lesson.published.content["slug"],
    )


def test_the_address_of_a_draft_can_change(admin_client, module, objective):
    lesson = LessonFactory(module=module, objective=objective, published=False)

    change(admin_client, lesson, slug="elsewhere")

    lesson.refresh_from_db()
    assert (lesson.slug, lesson.draft["slug"]) == ("elsewhere", "elsewhere")


def test_a_draft_whose_sources_went_is_not_published(admin_client, lesson):
    Lesson.objects.update(draft={**lesson.draft, "body": f"{BODY}\n[@R404]"})
    goal = reverse("admin:publishing_lesson_publish", args=[lesson.pk])

    page = admin_client.get(goal)

    assert "There is no reference R404." in text_of(page)
    assert admin_client.post(goal, {"reason": "Try"}).status_code == 422


def test_a_new_title_shows_in_the_questions_that_lead_to_the_lesson(
    admin_client, lesson
):
    QuestionFactory(content={"lesson": f"{lesson.module.slug}/{lesson.slug}"})
    change(admin_client, lesson, title="A better title")

    send(
        admin_client,
        reverse("admin:publishing_lesson_publish", args=[lesson.pk]),
        reason="Better",
    )

    rendered = QuestionRevision.objects.get().rendered
    assert rendered["lesson"]["title"] == "A better title"


# Terms, sources, figures ----------------------------------------------------------


def html_of_lessons():
    return str([revision.rendered for revision in LessonRevision.objects.all()])


def test_a_corrected_term_shows_in_lessons_at_once(admin_client, module, objective):
    term = TermFactory(slug="gaba", term="GABA", definition="A messenger.")
    LessonFactory(module=module, objective=objective, body=f"{BODY}\n{{{{term:gaba}}}}")

    response = change(
        admin_client, term, definition="It calms nerve cells.", aliases="a\r\n\r\n b "
    )

    assert "It calms nerve cells." in html_of_lessons()
    assert "1 published texts show it now." in messages_of(response)
    term.refresh_from_db()
    assert term.aliases == ["a", "b"]


def test_a_corrected_source_shows_in_lessons_and_questions_at_once(
    admin_client, module, objective
):
    reference = ReferenceFactory(key="R30")
    LessonFactory(module=module, objective=objective, body=f"{BODY}\n[@R30]")
    QuestionFactory(content={"references": ["R30"]})

    response = change(admin_client, reference, title="How GABA is made")

    assert "How GABA is made" in html_of_lessons()
    assert "How GABA is made" in str(QuestionRevision.objects.get().rendered)
    assert "2 published texts show it now." in messages_of(response)


def test_a_new_drawing_shows_in_lessons_at_once(admin_client, module, objective):
    figure = FigureFactory(slug="synapse")
    body = f"{BODY}\n{{{{figure:synapse}}}}"
    LessonFactory(module=module, objective=objective, body=body)

    change(admin_client, figure, svg='<svg viewBox="0 0 9 9"><path d="M0 9h9"/></svg>')

    assert "M0 9h9" in html_of_lessons()


@pytest.mark.parametrize("field", ["svg", "svg_narrow"])
def test_a_drawing_that_could_run_something_is_refused(admin_client, field):
    figure = FigureFactory()

    response = change(admin_client, figure, **{field: "<svg><script/></svg>"})

    assert errors_at(response) == {field: ["<script> cannot be used in a drawing."]}


@pytest.mark.parametrize(
    ("model", "fields", "field"),
    [
        (Term, {"term": "GABA", "slug": "Gaba", "definition": "x"}, "slug"),
        (Reference, {"key": "9R", "kind": "article", "title": "x"}, "key"),
        (Reference, {"key": "R9", "kind": "An article", "title": "x"}, "kind"),
        (Reference, {"key": "R9", "kind": "article", "title": "x", "year": -1}, "year"),
        (Reference, {"key": "R9", "kind": "article", "title": "x", "url": "x"}, "url"),
    ],
)
def test_what_the_files_could_not_hold_is_refused(admin_client, model, fields, field):
    dates = {"checked": "21/11/2026"} if model is Reference else {}

    response = add(admin_client, model, **fields, **dates)

    assert list(errors_at(response)) == [field]
    assert not model.objects.exists()


def test_the_paragraphs_of_a_document_are_edited_as_yaml(admin_client):
    ReferenceFactory(key="R2")
    causes = ReferenceFactory(
        key="causes",
        kind="document",
        paragraphs=[
            {
                "n": 1,
                "topic": "mechanism",
                "verdict": "sound",
                "correction": "",
                "references": ["R2"],
            }
        ],
    )
    text = form_on(admin_client.get(url(Reference, "change", causes)))["paragraphs"][0]

    change(admin_client, causes, paragraphs=text.replace("sound", "wrong"))

    causes.refresh_from_db()
    assert causes.paragraphs[0]["verdict"] == "wrong"
    assert causes.paragraphs[0]["references"] == ["R2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- n: [1", "Line 1: "),
        ("- n: 1\n- n: one", "Line 1: 0.topic: Is missing."),
        ("- n: 1\n  topic: mechanism\n  verdict: fine", "Line 3: 0.verdict: "),
        (
            "- {n: 1, topic: mechanism, verdict: sound, correction: '',"
            " references: [R404]}",
            "Paragraph 1: there is no reference R404.",
        ),
    ],
)
def test_a_fault_in_the_yaml_names_its_line(admin_client, text, message):
    causes = ReferenceFactory(key="causes", kind="document")

    response = change(admin_client, causes, paragraphs=text)

    assert errors_at(response)["paragraphs"][0].startswith(message)


def test_a_name_that_texts_use_stays(admin_client):
    for row, name in [
        (TermFactory(), "slug"),
        (FigureFactory(), "slug"),
        (ReferenceFactory(), "key"),
        (ModuleFactory(), "slug"),
    ]:
        before = getattr(row, name)
        assert change(admin_client, row, **{name: "other"}).status_code == 302

        row.refresh_from_db()
        assert getattr(row, name) == before


def test_what_texts_use_cannot_be_deleted(admin_client, module, objective):
    reference, term = ReferenceFactory(key="R30"), TermFactory(slug="gaba")
    figure = FigureFactory(slug="synapse")
    body = f"{BODY}\n[@R30] {{{{term:gaba}}}}\n\n{{{{figure:synapse}}}}"
    lesson = LessonFactory(module=module, objective=objective, body=body)
    question = QuestionFactory(content={"references": ["R30"]})

    for row in (reference, term, figure):
        response = admin_client.post(url(type(row), "delete", row), {"post": "yes"})
        assert f"Lesson “{lesson}”" in text_of(response)
        if row == reference:
            assert f"Question {question}" in text_of(response)
        row.refresh_from_db()


def test_what_nobody_uses_can_be_deleted(admin_client):
    for row in (ReferenceFactory(), TermFactory(), FigureFactory()):
        admin_client.post(url(type(row), "delete", row), {"post": "yes"})

    assert not any(m.objects.exists() for m in (Reference, Term, Figure))


# Modules and objectives -----------------------------------------------------------


def test_a_module_and_its_objectives_are_written_on_one_page(admin_client, module):
    rows = {"objectives-TOTAL_FORMS": 1, "objectives-0-code": "M1.1"}

    response = change(
        admin_client,
        module,
        **rows,
        **{"objectives-0-order": 0, "objectives-0-text": "Explain it."},
    )

    assert response.status_code == 302
    assert Objective.objects.get().content()["text"] == "Explain it."


def test_the_questions_before_a_module_are_written_one_a_line(admin_client, module):
    first, second = QuestionFactory.create_batch(2)

    response = change(
        admin_client, module, pre_questions=f"{second.slug}\n\n {first.slug}\n"
    )

    assert response.status_code == 302
    module.refresh_from_db()
    assert module.pre_questions == [second.slug, first.slug]
    page = admin_client.get(url(Module, "change", module)).content.decode()
    assert f"{second.slug}\n{first.slug}</textarea>" in page


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("nix", "There is no question nix."),
        ("roofer", "Question roofer is a case of “SPS or not?”"),
        ("known\nknown", "Question known is given twice."),
    ],
)
def test_a_fault_of_the_questions_before_a_module_is_said(
    admin_client, module, written, fault
):
    QuestionFactory(slug="known")
    QuestionFactory(slug="roofer", kind="true-false", content={"mimic": "Tetanus"})

    response = change(admin_client, module, pre_questions=written)

    assert response.status_code == 422
    assert fault in text_of(response)
    module.refresh_from_db()
    assert module.pre_questions == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"code": "1.1", "text": "x"}, "code"),
        ({"code": "M1.1", "text": ""}, "text"),
        ({"code": "M1.1", "text": "x", "safety": "on"}, "card"),
    ],
)
def test_a_fault_of_an_objective_is_said_in_its_row(
    admin_client, module, fields, field
):
    rows = {f"objectives-0-{name}": value for name, value in fields.items()}

    response = change(
        admin_client,
        module,
        **{"objectives-TOTAL_FORMS": 1, "objectives-0-order": 0, **rows},
    )

    assert response.status_code == 422
    (formset,) = response.context["inline_admin_formsets"]
    assert list(formset.formset.errors[0]) == [field]
    assert not Objective.objects.exists()


def test_an_objective_that_a_lesson_serves_cannot_be_deleted(
    admin_client, module, lesson
):
    response = change(admin_client, module, **{"objectives-0-DELETE": "on"})

    assert f"M1.1 cannot be deleted: Lesson “{lesson}” serves it." in text_of(response)
    assert Objective.objects.exists()


def test_the_six_topics_are_fixed(admin_client, module):
    assert admin_client.get(reverse("admin:lessons_topic_add")).status_code == 403
    goal = url(type(module.topic), "delete", module.topic)
    assert admin_client.post(goal, {"post": "yes"}).status_code == 403
    assert change(admin_client, module.topic, title="New").status_code == 302


def test_a_module_with_lessons_cannot_be_deleted(admin_client, lesson):
    admin_client.post(url(Module, "delete", lesson.module), {"post": "yes"})

    assert Module.objects.exists()
