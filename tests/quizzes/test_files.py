"""Banks and quizzes as files: every kind, every fault, and back again."""

import pytest
import yaml

from lessons.models import Objective
from quizzes.actions import pools
from quizzes.models import Bank, BlueprintRow, Case, Question, Quiz
from sps_learn import content
from sps_learn.publishing.writing import to_yaml
from tests.quizzes.factories import PARTS, QuestionFactory, option
from tests.sps_learn.small_content import (
    BANK,
    KINDS,
    LESSON,
    QUIZZES,
    Files,
    question,
    texts,
)

HEAD = {"bank": "mechanism", "topic": "mechanism", "title": "Mechanism"}


@pytest.fixture
def files(db, tmp_path):
    return Files(tmp_path)


@pytest.fixture
def bank(files):
    """Write one bank's file; the lessons ask for nothing and no quiz draws."""
    files.replace(LESSON, "{{check:single-one}}\n", "")
    files.remove(KINDS)

    def write(*questions, cases=(), head=HEAD, name=BANK):
        whole = {**head, "questions": list(questions), "cases": list(cases)}
        files.write(name, to_yaml(whole))

    return write


# Faults of a question --------------------------------------------------------------


def with_options(*options):
    return {"options": list(options)}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": "Bad Id"}, "questions.0.id: String should match"),
        ({"id": "x" * 101}, "questions.0.id: must have at most 100 characters"),
        ({"kind": "essay"}, "questions.0: unknown kind 'essay'; there are 'single'"),
        ({"scheme": "half"}, "questions.0.scheme: Input should be 'all'"),
        ({"objective": "X9.9"}, "questions.0.objective: no objective X9.9"),
        ({"level": "guess"}, "questions.0.level: Input should be 'recall'"),
        ({"roles": []}, "questions.0.roles: List should have at least 1 item"),
        ({"roles": ["carer"]}, "questions.0.roles.0: Input should be 'student'"),
        ({"safety": "true"}, "questions.0.safety: must be true or false, not 'true'"),
        ({"stem": ""}, "questions.0.stem: must not be empty"),
        ({"stem": "   "}, "questions.0.stem: must not be empty"),
        ({"vignette": "word " * 121}, "questions.0: vignette has more than 120 words"),
        ({"key_idea": ""}, "questions.0.key_idea: must not be empty"),
        ({"lesson": "mechanism/nix"}, "questions.0.lesson: no lesson mechanism/nix"),
        (
            {"lesson": "mechanism/the-normal-brake#nix"},
            "questions.0.lesson: no lesson mechanism/the-normal-brake#nix",
        ),
        ({"references": []}, "questions.0.references: List should have at least 1"),
        ({"references": ["R9"]}, "questions.0.references.0: no reference R9"),
        (
            {"references": ["R2", "causes:7"]},
            "questions.0.references.1: causes has no paragraph 7",
        ),
        ({"references": ["causes:²"]}, "questions.0.references.0: String should match"),
        ({"checked": "soon"}, "questions.0.checked: must be a day such as"),
        ({"colour": "red"}, "questions.0.colour: is not a known field"),
        (with_options(option("a", key=True)), "questions.0.options: List should have"),
        (with_options(option("a"), option("b")), "questions.0: no option is the key"),
        (
            with_options(option("a", key=True), option("b", key=True)),
            "questions.0: 2 options are keys; this kind has one",
        ),
        (
            with_options(option("a", key=True), option("a")),
            "questions.0: id a is given twice",
        ),
        (
            with_options(option("a", key=True), option("b", rationale="")),
            "questions.0: option b has no rationale",
        ),
        (
            with_options(option("a", key=True), option("b", credit=1.0)),
            "questions.0: option b gives full credit and is not the key",
        ),
        (
            with_options(option("a", key=True), option("b", text="ANSWER  A")),
            "questions.0: option a repeats the text of another",
        ),
        (
            with_options(option("a", key=True), option("b", text=True)),
            "questions.0.options.1.text: must be text, not True; put it in quotes",
        ),
        (
            with_options(option("a", key=True), option("b", credit=1.5)),
            "questions.0.options.1.credit: Input should be less than or equal to 1",
        ),
        (
            with_options(option("a", key=True), option("b", credit=0)),
            "questions.0.options.1.credit: Input should be greater than 0",
        ),
        (
            with_options(option("a", key=True), option("b", credit=True)),
            "questions.0.options.1.credit: must be a number, not True",
        ),
        (
            with_options(option("a", key=True), option("<b>")),
            "questions.0.options.1.id: String should match",
        ),
    ],
)
def test_a_fault_of_a_question_is_named_with_line_and_path(
    files, bank, changed, problem
):
    bank(question("single-one", **changed))

    found = [line for line in files.problems() if line.startswith(BANK)]

    (line,) = found
    place, _, told = line.removeprefix(f"{BANK}:").partition(": ")
    assert told.startswith(problem)
    assert place.isdecimal()
    assert int(place) >= 5


@pytest.mark.parametrize(
    ("kind", "changed", "problem"),
    [
        ("multiple", with_options(option("a"), option("b")), "no option is a key"),
        (
            "true-false",
            with_options(option("a", key=True), option("b"), option("c")),
            "options: List should have at most 2 items",
        ),
        ("matching", {"pairs": [{"id": "a", "right": "x"}]}, "pairs: List should have"),
        ("ordering", {"items": [{"id": "a", "text": "x"}]}, "items: List should have"),
        ("short", {"accept": []}, "accept: List should have at least 1 item"),
        ("short", {"wrong": [{"match": "x"}]}, "wrong.0.rationale: is missing"),
        (
            "short",
            {"accept": [{"text": "x" * 201}]},
            "accept.0.text: must have at most 200 characters",
        ),
        ("numeric", {"accept": []}, "accept: List should have at least 1 item"),
        (
            "numeric",
            {"accept": [{"value": "65"}]},
            "accept.0.value: must be a number, not '65'",
        ),
        (
            "numeric",
            {"accept": [{"value": float("nan")}]},
            "accept.0.value: Input should be a finite number",
        ),
        (
            "numeric",
            {"accept": [{"value": 1.0, "tolerance": -1.0}]},
            "accept.0.tolerance: Input should be greater than or equal to 0",
        ),
    ],
)
def test_a_fault_of_a_kind_is_named(files, bank, kind, changed, problem):
    bank(question("one", kind, **changed))

    (found,) = [line for line in files.problems() if line.startswith(BANK)]

    assert f": questions.0{'' if ' ' in problem.split(':')[0] else '.'}" in found
    assert problem in found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: must hold keys and values"),
        ("- a list\n", "1: must hold keys and values"),
        ("bank: mechanism\n", "1: topic: is missing"),
        (to_yaml({**HEAD, "questions": 3}), "4: questions: must be a list"),
        (to_yaml({**HEAD, "questions": ["x"]}), "5: questions.0: must hold keys"),
        (to_yaml({**HEAD, "topic": "nursing"}), "2: topic: no topic nursing"),
        (to_yaml({**HEAD, "colour": "red"}), "4: colour: is not a known field"),
    ],
)
def test_a_faulty_bank_is_named(files, text, problem):
    files.write("quizzes/banks/other.yaml", text)

    found = [line for line in files.problems() if "other.yaml" in line]

    assert any(
        line.startswith(f"quizzes/banks/other.yaml:{problem}") for line in found
    ), found


def test_a_fault_of_the_head_does_not_hide_those_of_the_questions(files, bank):
    bank(question("one", stem=""), head={**HEAD, "title": ""})

    assert [line for line in files.problems() if line.startswith(BANK)] == [
        f"{BANK}:3: title: must not be empty",
        f"{BANK}:15: questions.0.stem: must not be empty",
    ]


def test_faults_of_several_questions_are_all_named(files, bank):
    bank(
        question("one", stem="", level="guess"),
        question("two"),
        question("three", options=[option("a"), option("b")]),
    )

    told = [line.split(": ", 1)[1] for line in files.problems() if BANK in line]
    assert [line[:25] for line in told] == [
        "questions.0.level: Input ",
        "questions.0.stem: must no",
        "questions.2: no option is",
    ]


def test_an_id_is_given_once_over_all_banks(files):
    files.write(
        "quizzes/banks/other.yaml",
        to_yaml({**HEAD, "bank": "other", "questions": [question("single-one")]}),
    )

    assert files.problems() == [
        "quizzes/banks/other.yaml:5: questions.0.id: single-one is given twice"
    ]


def test_a_bank_in_several_files_has_one_head(files):
    files.replace(KINDS, "title: Mechanism", "title: Another")

    assert files.problems() == [
        f"{KINDS}:1: bank: topic and title differ from those in mechanism.yaml"
    ]


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ({"steps": ["nix"]}, "cases.1.steps.0: no question nix in this file"),
        ({"steps": ["single-one"]}, "cases.1.steps.0: no question single-one in this"),
        ({"steps": ["step-one"]}, "cases.1.steps.0: step-one is given twice"),
        (
            {"steps": ["matching-one", "matching-one"]},
            "cases.1.steps.1: matching-one is given twice",
        ),
        ({"id": "a-case"}, "cases.1.id: a-case is given twice"),
        ({"steps": []}, "cases.1.steps: List should have at least 1 item"),
        ({"title": ""}, "cases.1.title: must not be empty"),
    ],
)
def test_a_fault_of_a_case_is_named(files, case, problem):
    whole = {"id": "other", "title": "Other", "steps": ["matching-one"], **case}
    indented = "  " + to_yaml([whole]).replace("\n", "\n  ").rstrip(" ")
    files.write(KINDS, files.read(KINDS) + indented)

    (found,) = files.problems()

    assert found.startswith(f"{KINDS}:")
    assert f": {problem}" in found


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("bank: mechanism", "bank: nix", "7: 0.blueprint.0.bank: no bank nix"),
        ("objective: M1.1", "objective: X9.9", "8: 0.blueprint.0.objective: no objec"),
        ("count: 1", "count: 0", "11: 0.blueprint.0.count: Input should be greater"),
        ("role: nurse", "role: carer", "10: 0.blueprint.0.role: Input should be"),
        ("mode: practice", "mode: fun", "4: 0.mode: Input should be 'practice'"),
        ("topic: mechanism", "topic: nursing", "5: 0.topic: no topic nursing"),
        ("pass_mark: 80", "pass_mark: 180", "12: 0.pass_mark: Input should be less"),
        ("- slug: mechanism", "- slug: A quiz", "1: 0.slug: String should match"),
    ],
)
def test_a_fault_of_a_quiz_is_named(files, old, new, problem):
    files.replace(QUIZZES, old, new)

    (found,) = files.problems()

    assert found.startswith(f"{QUIZZES}:{problem}")


def test_a_quiz_is_given_once(files):
    files.write(QUIZZES, files.read(QUIZZES) * 2)

    assert files.problems() == [f"{QUIZZES}:15: 1.slug: mechanism is given twice"]


@pytest.mark.parametrize(
    ("text", "problem"), [("", "must be a list"), (None, "is missing")]
)
def test_the_file_of_quizzes_must_be_there_and_a_list(files, text, problem):
    files.remove(QUIZZES) if text is None else files.write(QUIZZES, text)

    assert files.problems() == [f"{QUIZZES}:1: {problem}"]


# Every kind ------------------------------------------------------------------------


def test_every_kind_is_loaded_and_published(files):
    report = files.load()

    loaded = {row.kind: row for row in Question.objects.filter(case=None)}
    assert loaded.keys() == PARTS.keys()
    assert all(row.is_published for row in loaded.values())
    assert report.notes == []


def test_every_kind_is_checked_against_its_schema_when_loaded(files):
    files.load()

    for row in Question.objects.all():
        parts = PARTS[row.kind]
        for name, given in parts.items():
            for part, expected in zip(row.draft[name], given, strict=True):
                if isinstance(expected, dict):
                    assert expected.items() <= part.items()


def test_a_case_is_loaded_with_its_steps_in_order(files):
    files.load()

    case = Case.objects.get()
    assert case.steps == ["step-one", "step-two"]
    steps = Question.objects.filter(case=case)
    assert [row.slug for row in steps.order_by("order")] == case.steps
    assert [row.slug for row in case.published_steps] == case.steps


def test_a_question_that_joins_a_case_later_is_not_drawn_any_more(files):
    files.load()
    single = Question.objects.get(slug="single-one")
    assert single.case is None
    files.replace(
        BANK,
        "cases: []\n",
        to_yaml({"cases": [{"id": "new", "title": "New", "steps": ["single-one"]}]}),
    )

    files.load()

    single.refresh_from_db()
    assert single.case.slug == "new"
    row = BlueprintRow(quiz=Quiz.objects.get(), bank=single.bank, count=1)
    assert single.pk not in pools([row]).revisions


def test_a_question_that_leaves_a_case_is_asked_by_itself(files):
    files.load()
    files.replace(KINDS, "      - step-one\n", "")

    files.load()

    row = Question.objects.get(slug="step-one")
    assert row.case is None
    assert row.is_published


def test_a_question_moves_to_another_bank_with_its_row(files):
    files.load()
    before = Question.objects.get(slug="single-one")
    text = files.read(BANK)
    files.remove(BANK)
    files.write(
        "quizzes/banks/other.yaml",
        text.replace("bank: mechanism", "bank: other").replace(
            "title: Mechanism", "title: Other"
        ),
    )

    files.load()

    after = Question.objects.get(slug="single-one")
    assert (after.pk, after.bank.slug, after.file) == (before.pk, "other", "other")
    assert after.published == before.published


def test_the_order_of_questions_is_loaded_too(files, bank):
    bank(question("one"), question("two"))
    files.load()
    bank(question("two"), question("one"))

    files.load()

    slugs = Question.objects.order_by("order").values_list("slug", flat=True)
    assert list(slugs) == ["two", "one"]


# Ids -------------------------------------------------------------------------------


def test_options_without_an_id_get_one_that_dump_writes(files, bank, tmp_path_factory):
    bare = [
        {name: value for name, value in one.items() if name != "id"}
        for one in (option("x", key=True), option("y"), option("z"))
    ]
    bank(question("one", options=[bare[0], {**bare[1], "id": "a"}, bare[2]]))

    files.load()

    row = Question.objects.get()
    assert [one["id"] for one in row.draft["options"]] == ["b", "a", "c"]
    target = tmp_path_factory.mktemp("dump")
    content.dump(target)
    written = texts(target)[BANK]
    assert (
        written.index("- id: b") < written.index("- id: a") < written.index("- id: c")
    )
    files.write(BANK, written)
    assert files.load().counts.keys() == {"unchanged"}


@pytest.mark.parametrize(
    ("kind", "field"),
    [("multiple", "options"), ("matching", "pairs"), ("ordering", "items")],
)
def test_parts_of_every_kind_get_ids(files, bank, kind, field):
    parts = [
        {name: value for name, value in part.items() if name != "id"}
        for part in PARTS[kind][field]
    ]
    bank(question("one", kind, **{field: parts}))

    files.load()

    given = [part["id"] for part in Question.objects.get().draft[field]]
    assert given == ["a", "b", "c"][: len(parts)]


# Rows ------------------------------------------------------------------------------


def test_a_quiz_is_loaded_with_its_rows(files):
    files.load()

    quiz = Quiz.objects.get()
    assert (quiz.mode, quiz.topic.slug, quiz.pass_mark) == ("practice", "mechanism", 80)
    (row,) = quiz.rows.all()
    assert (row.bank.slug, row.objective.code) == ("mechanism", "M1.1")
    assert (row.level, row.role, row.count) == ("", "nurse", 1)
    assert quiz.is_published


@pytest.mark.parametrize("limit", ["attempts_allowed", "time_limit_minutes"])
def test_a_quiz_with_a_limit_is_loaded_and_published(files, limit):
    files.replace(QUIZZES, f"{limit}: null", f"{limit}: 20")

    report = files.load()

    assert report.notes == []
    assert getattr(Quiz.objects.published().get(), limit) == 20


def test_a_quiz_whose_rows_find_too_little_is_not_published_and_says_which(files):
    files.replace(QUIZZES, "count: 1", "count: 99")

    report = files.load()

    (said,) = report.notes
    assert said.startswith("quiz mechanism: not published. Row 1 asks for 99 questions")
    assert not Quiz.objects.published().exists()


def test_a_quiz_is_published_once_its_rows_find_enough(files):
    files.replace(QUIZZES, "count: 1", "count: 99")
    files.load()
    files.replace(QUIZZES, "count: 99", "count: 1")

    files.load()

    assert Quiz.objects.published().exists()


def test_a_quiz_that_was_taken_away_stays_away(files):
    files.load()
    Quiz.objects.update(is_retired=True)

    files.load()

    assert not Quiz.objects.published().exists()


def test_a_quiz_that_was_unpublished_here_stays_so_until_its_file_changes(files):
    files.load()
    Quiz.objects.update(is_published=False)

    report = files.load()

    assert not Quiz.objects.published().exists()
    assert report.notes == ["quiz mechanism: not published here, left alone"]
    files.load(overwrite=True)
    assert Quiz.objects.published().exists()


def test_a_published_quiz_that_became_short_stays_and_is_named(files):
    files.load()
    Question.objects.update(is_retired=True)

    report = files.load()

    assert Quiz.objects.published().exists()
    (said,) = (note for note in report.notes if note.startswith("quiz"))
    assert said.startswith("quiz mechanism: cannot be started. Row 1 asks for")


def test_a_row_may_count_cases(files):
    files.replace(QUIZZES, "objective: M1.1", "objective: null")
    files.replace(QUIZZES, "count: 1", "cases: true\n      count: 1")

    report = files.load()

    assert report.notes == []
    assert Quiz.objects.get().rows.get().cases


def test_a_new_blueprint_replaces_the_rows(files):
    files.load()
    files.replace(QUIZZES, "count: 1", "count: 3")

    report = files.load()

    assert report.counts["updated"] == 1
    assert [row.count for row in Quiz.objects.get().rows.all()] == [3]


def test_an_instructors_row_keeps_the_quiz_as_it_is(files):
    files.load()
    BlueprintRow.objects.create(quiz=Quiz.objects.get(), order=1, count=2)
    files.replace(QUIZZES, "count: 1", "count: 3")

    report = files.load()

    assert "quiz mechanism: changed here since, left alone" in report.notes
    assert Quiz.objects.get().rows.count() == 2

    files.load(overwrite=True)
    assert [row.count for row in Quiz.objects.get().rows.all()] == [3]


# Dumping ---------------------------------------------------------------------------


def test_a_question_written_in_the_admin_goes_to_its_banks_file(
    files, tmp_path_factory
):
    files.load()
    row = QuestionFactory(
        slug="written-here",
        bank=Bank.objects.get(),
        objective=Objective.objects.get(code="M1.1"),
    )
    target = tmp_path_factory.mktemp("dump")

    content.dump(target)

    assert (row.file, row.order) == ("mechanism", 1)
    written = texts(target)[BANK]
    assert written.index("id: single-one") < written.index("id: written-here")


def test_a_bank_without_questions_is_written_too(files, bank, tmp_path_factory):
    bank(question("one"))
    empty = to_yaml(
        {**HEAD, "bank": "empty", "title": "Empty", "questions": [], "cases": []}
    )
    files.write("quizzes/banks/empty.yaml", empty)
    files.load()
    target = tmp_path_factory.mktemp("dump")

    content.dump(target)

    assert texts(target)["quizzes/banks/empty.yaml"] == empty


def test_learners_version_is_written_and_not_an_unfinished_draft(
    files, tmp_path_factory
):
    files.load()
    row = Question.objects.get(slug="single-one")
    row.draft = {**row.draft, "stem": "Not finished"}
    row.save()
    target = tmp_path_factory.mktemp("dump")

    content.dump(target)

    assert texts(target)[BANK] == files.read(BANK)


@pytest.mark.parametrize("scheme", ["all", "proportional", "right-minus-wrong"])
def test_every_kind_and_case_comes_back_with_its_scheme(
    files, bank, tmp_path_factory, scheme
):
    written = [question(f"{kind}-{scheme}", kind, scheme=scheme) for kind in PARTS]
    steps = [question(f"step-{n}", "short", spelling_slack=True) for n in (1, 2)]
    case = {"id": "unfolds", "title": "It unfolds", "steps": ["step-2", "step-1"]}
    bank(*written, *steps, cases=[case])
    row = {"bank": "mechanism", "objective": None, "level": None, "role": None}
    files.write(QUIZZES, to_yaml([quiz_with({**row, "cases": True, "count": 1})]))
    files.load()
    target = tmp_path_factory.mktemp("dump")

    content.dump(target)

    for name in (BANK, QUIZZES):
        written = yaml.safe_load((target / name).read_text("utf-8"))
        assert written == yaml.safe_load(files.read(name))


def test_the_mimic_of_a_case_comes_back_and_others_have_none(
    files, bank, tmp_path_factory
):
    written = [
        question("of-the-trainer", "true-false", mimic="Tetanus"),
        question("of-a-quiz", "true-false"),
    ]
    bank(*written)
    files.load()
    target = tmp_path_factory.mktemp("dump")

    content.dump(target)

    assert yaml.safe_load(texts(target)[BANK])["questions"] == [
        yaml.safe_load(to_yaml(one)) for one in written
    ]
    mimics = Question.objects.order_by("order").values_list("mimic", flat=True)
    assert list(mimics) == ["Tetanus", ""]
    assert "mimic" not in Question.objects.get(slug="of-a-quiz").draft


def test_no_lesson_asks_a_case_of_the_trainer(files, bank):
    bank(question("of-the-trainer", "true-false", mimic="Tetanus"))
    files.replace(LESSON, "::: safety", "{{check:of-the-trainer}}\n\n::: safety")

    assert files.problems() == [
        f"{LESSON}:17: of-the-trainer is a case of “SPS or not?”, which no lesson asks"
    ]


def quiz_with(row):
    """A quiz as a file holds it, of one row."""
    return {
        "slug": "unfolding",
        "title": "Unfolding",
        "summary": "A case.",
        "mode": "test",
        "topic": None,
        "blueprint": [row],
        "pass_mark": 80,
        "attempts_allowed": 3,
        "time_limit_minutes": 20,
    }
