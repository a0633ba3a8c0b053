"""What blueprints could draw: counted in bulk as it is drawn row by row."""

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


def of_any_kind():
    """Rows that ask for all combinations of bank, objective, level, role and cases."""
    banks = [None, *Bank.objects.all()]
    objectives = [None, *Objective.objects.all()]
    return [
        BlueprintRow(
            bank=bank,
            objective=objective,
            level=level,
            role=role,
            safety=safety,
            cases=cases,
            count=1,
        )
        for bank in banks
        for objective in objectives
        for level in ("", "apply", "understand")
        for role in ("", "student", "nurse")
        for safety in ("", "only", "none")
        for cases in (False, True)
    ]


def test_what_is_counted_is_what_is_drawn_from(bank, objective):
    other, more = ObjectiveFactory(), BankFactory()
    QuestionFactory(bank=more, objective=other, level="apply")
    QuestionFactory(bank=bank, objective=other, content={"safety": True})
    QuestionFactory(bank=more, objective=objective, content={"roles": ["student"]})
    QuestionFactory(bank=bank, objective=other, content={"roles": ["nurse"]})
    QuestionFactory(bank=bank, objective=other, is_retired=True)
    QuestionFactory(bank=bank, objective=other, published=False)
    QuestionFactory(
        bank=bank,
        objective=objective,
        kind="true-false",
        content={"mimic": "Tetanus"},
    )
    make_case(bank, "whole", objective)
    make_case(more, "half", other, published=(True, False))
    Case.objects.create(bank=bank, slug="empty", title="Empty", steps=[])
    case = make_case(more, "retired", other)
    Question.objects.filter(case=case, slug="retired-2").update(is_retired=True)
    rows = of_any_kind()
    supply = Supply.now()

    for one, drawn_from in zip(rows, pools(rows).rows, strict=True):
        counted = {block.key for block in supply.pool(one)}
        assert counted == {block.key for block in drawn_from.pool}, one.content()


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
