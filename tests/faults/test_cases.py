"""Every case of the plan is covered by a test that exists, or waits for its feature."""

from pathlib import Path

import pytest

from tests.faults.cases import COVERED, TO_COME

TESTS = Path(__file__).parents[1]


def test_no_case_is_left_out():
    cases = [*map(str, range(1, 49)), *(f"T{number}" for number in range(1, 13))]

    assert sorted([*COVERED, *TO_COME]) == sorted(cases)


@pytest.mark.parametrize("case", COVERED)
def test_its_tests_exist(case):
    for named in COVERED[case].split():
        file, _, name = named.partition("::")

        assert f"\ndef {name}(" in (TESTS / file).read_text(), named
