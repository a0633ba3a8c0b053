"""Which revisions may be counted together."""

import pytest

from quizzes.analysis.versions import Edition, versions_of
from tests.quizzes.factories import option, question_content

FIRST = question_content("q")
OPTIONS = FIRST["options"]


def editions(*contents, material=()):
    return [
        Edition(pk=100 + n, number=n, is_material=n in material, content=content)
        for n, content in enumerate(contents, start=1)
    ]


def names(*contents, **more):
    return [str(version) for version in versions_of(editions(*contents, **more))]


def test_a_question_that_was_published_once_is_one_version():
    (version,) = versions_of(editions(FIRST))

    assert (str(version), version.pks, version.newest.number) == (
        "revision 1",
        [101],
        1,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"stem": "What else?"},
        {"key_idea": "Another."},
        {"options": OPTIONS[::-1]},
        {"options": [{**one, "text": "Reworded"} for one in OPTIONS]},
        {"options": [{**one, "rationale": "Because."} for one in OPTIONS]},
    ],
)
def test_wording_order_and_reasons_go_on_with_the_version(change):
    assert names(FIRST, FIRST | change) == ["revisions 1 to 2"]


@pytest.mark.parametrize(
    "change",
    [
        {"options": [option("a", key=True), option("b"), option("c")]},
        {"options": OPTIONS[:2]},
        {"options": [OPTIONS[0] | {"credit": 0.5}, *OPTIONS[1:]]},
        {"scheme": "proportional"},
    ],
)
def test_what_decides_the_worth_of_an_answer_begins_another(change):
    assert names(FIRST, FIRST | change) == ["revision 1", "revision 2"]


@pytest.mark.parametrize(
    ("change", "is_alike"),
    [
        ({"options": [{**one, "key": not one["key"]} for one in OPTIONS]}, True),
        ({"stem": "What else?"}, True),
        ({"options": [*OPTIONS, option("z")]}, False),
        ({"options": OPTIONS[:1]}, False),
        ({"kind": "multiple"}, False),
    ],
)
def test_marked_again_it_counts_where_the_same_parts_were_shown(change, is_alike):
    newest = versions_of(editions(FIRST, FIRST | change, material={2}))[-1]

    assert newest.counts(shown=101, marked_by=102) is is_alike
    assert newest.counts(shown=102, marked_by=102)
    assert not newest.counts(shown=101, marked_by=101)


def test_a_change_that_the_reviewer_calls_material_begins_another():
    changed = FIRST | {"stem": "What else?"}

    assert names(FIRST, FIRST, changed, changed, material={3}) == [
        "revisions 1 to 2",
        "revisions 3 to 4",
    ]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("short", {"accept": [{"text": "glycine", "credit": 1.0}]}),
        ("numeric", {"unit": "Da"}),
        ("ordering", {"items": question_content("q", "ordering")["items"][::-1]}),
    ],
)
def test_other_kinds_have_their_own_key(kind, change):
    content = question_content("q", kind)

    assert names(content, content | {"stem": "Reworded"}) == ["revisions 1 to 2"]
    assert names(content, content | change) == ["revision 1", "revision 2"]
