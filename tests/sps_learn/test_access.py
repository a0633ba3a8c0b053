"""Who may use which address: the table (sps_learn/access.py) against the site."""

from itertools import product

import pytest

from sps_learn.access import TABLE, Answer, Role, rows_for

from .access_samples import (
    SAMPLES,
    STATUSES,
    Sample,
    Visit,
    World,
    in_words,
    is_seen,
    leads_to_log_in,
    rows_in_all_tables,
    undone,
    url_names,
    visit_of,
    writes_noted,
)

pytestmark = pytest.mark.django_db

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
OTHER_METHODS = ("POST", "PUT", "DELETE")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all tests of this file; each undoes what it does."""
    with django_db_blocker.unblock(), undone():
        yield World.make()


# The table ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({name for name in url_names() if name}))
def test_an_address_has_exactly_one_row(name):
    assert len(rows_for(name)) == 1


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_row_has_an_address(row):
    assert any(row in rows_for(name) for name in url_names())


def test_every_row_outside_the_admin_has_a_sample():
    names = {row.name for row in TABLE if not row.name.startswith("admin:")}

    assert names == {sample.name for sample in SAMPLES}


# The site -------------------------------------------------------------------------


def surprise(world: World, sample: Sample, visit: Visit) -> str:
    """What differs from the table, in words; nothing when all is as it says."""
    (row,) = rows_for(sample.name)
    answer = row.answer(visit.role, visit.method)
    with writes_noted() as writes:
        response = visit_of(world, sample, visit)
    if answer is Answer.OK:
        seen = sample.expected(visit.role, visit.method, htmx=visit.htmx)
        right = is_seen(response, seen)
    elif answer is Answer.LOG_IN:
        right = leads_to_log_in(response, htmx=visit.htmx)
    else:
        right = response.status_code == STATUSES[answer]
    if not right:
        return f"{visit}: {in_words(response)}, not {answer.name}"
    if writes and not (answer is Answer.OK and visit.method == "POST"):
        return f"{visit}: {writes}"
    return ""


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_everybody_gets_what_the_table_says(world, sample):
    before = rows_in_all_tables()
    surprises = [
        surprise(world, sample, Visit(role, method, htmx))
        for role, method, htmx in product(Role, SAFE_METHODS, (False, True))
    ]
    assert rows_in_all_tables() == before

    for role, method, htmx in product(Role, OTHER_METHODS, (False, True)):
        with undone():
            surprises.append(surprise(world, sample, Visit(role, method, htmx)))
    assert [words for words in surprises if words] == []
