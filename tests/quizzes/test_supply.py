"""What blueprints could draw: what each row asks for, and whether there is enough."""

import pytest

from lessons.models import Objective
from quizzes.actions import pools
from quizzes.models import Bank, BlueprintRow, Case, Question
from quizzes.supply import Supply
from tests.lessons.factories import ObjectiveFactory
from tests.quizzes.cases import make_case
from tests.quizzes.factories import BankFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(db):
    return ObjectiveFactory(code="M1.1")


@pytest.fixture
def bank(objective):
    """A bank with three questions."""
    found = BankFactory(title="Mechanism")
    QuestionFactory.create_batch(3, bank=found, objective=objective)
    return found


@pytest.fixture
def stock(objective):
    """Of two banks and objectives; for some people only; not to be drawn."""
    other = ObjectiveFactory(code="M1.2")
    bank, more = BankFactory(), BankFactory(slug="more")
    for slug, fields in {
        "plain": {},
        "elsewhere": {"bank": more},
        "applied": {"level": "apply", "objective": other},
        "student": {"content": {"roles": ["student"]}},
        "nurse": {"content": {"roles": ["nurse"]}},
        "safe": {"content": {"safety": True}},
        "retired": {"is_retired": True},
        "draft": {"published": False},
        "trained": {"kind": "true-false", "content": {"mimic": "Tetanus"}},
    }.items():
        QuestionFactory(slug=slug, **{"bank": bank, "objective": objective} | fields)
    make_case(bank, "whole", objective)
    make_case(more, "other", other)
    make_case(bank, "half", objective, published=(True, False))
    Case.objects.create(bank=bank, slug="empty", title="Empty", steps=[])
    gone = make_case(bank, "gone", objective)
    Question.objects.filter(case=gone, slug="gone-2").update(is_retired=True)


ALL = {"plain", "elsewhere", "applied", "student", "nurse", "safe"}


@pytest.mark.parametrize(
    ("fields", "questions", "cases"),
    [
        ({}, ALL, {"whole", "other"}),
        ({"bank": "more"}, {"elsewhere"}, {"other"}),
        ({"objective": "M1.2"}, {"applied"}, {"other"}),
        ({"level": "apply"}, {"applied"}, set()),
        ({"level": "understand"}, ALL - {"applied"}, {"whole", "other"}),
        ({"role": "student"}, ALL - {"nurse"}, {"whole", "other"}),
        ({"role": "nurse"}, ALL - {"student"}, {"whole", "other"}),
        ({"safety": "only"}, {"safe"}, set()),
        ({"safety": "none"}, ALL - {"safe"}, {"whole", "other"}),
        ({"bank": "more", "level": "apply"}, set(), set()),
    ],
)
def test_a_row_draws_what_is_published_and_fits_it(stock, fields, questions, cases):
    named = {
        "bank": lambda slug: Bank.objects.get(slug=slug),
        "objective": lambda code: Objective.objects.get(code=code),
    }
    row = {key: named.get(key, str)(value) for key, value in fields.items()}
    asked = [BlueprintRow(count=1, cases=is_case, **row) for is_case in (False, True)]

    single, whole = pools(asked).rows

    steps = Question.objects.in_bulk([block.steps[0].id for block in single.pool])
    assert {one.slug for one in steps.values()} == questions
    found = Case.objects.filter(pk__in=[block.case for block in whole.pool])
    assert {one.slug for one in found} == cases


def test_a_shortage_names_the_first_row_that_others_leave_too_little(bank):
    rows = [BlueprintRow(count=2, bank=bank), BlueprintRow(count=2)]

    short = Supply.now().shortage(rows)

    assert str(short) == "Row 2 asks for 2 questions; 1 can be drawn for it."
    assert short.in_brief == "row 2 is short"


def test_a_blueprint_without_rows_is_short():
    assert str(Supply.now().shortage([])) == "It has no rows."


def test_any_number_of_rows_costs_two_queries(bank, django_assert_num_queries):
    rows = [BlueprintRow(count=1, bank=bank, cases=cases) for cases in (False, True)]

    with django_assert_num_queries(2):
        supply = Supply.now()
        supply.shortage(rows * 5)
