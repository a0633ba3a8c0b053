from collections import Counter

import pytest

from quizzes.grading import Verdict, gap, grade, kind_of, read_answer
from sps_learn.demo.answers import ATTRACTED, answer, attracted, fields
from tests.quizzes.factories import PARTS, option, question_content

CHANCES = [n / 50 for n in range(50)]

# Enough parts that an answer in part exists, in every kind.
RICH = {
    "single": {
        "options": [option("a", key=True), option("b", credit=0.5), *map(option, "cd")]
    },
    "multiple": {
        "options": [option("a", key=True), option("b", key=True), *map(option, "cd")]
    },
    "matching": {
        "pairs": [
            {"id": one, "left": f"Line {one}", "right": f"To {one}", "rationale": ""}
            for one in "abc"
        ]
    },
    "ordering": {
        "items": [{"id": one, "text": one, "rationale": ""} for one in "abcd"]
    },
    "short": {},
    "numeric": {
        "accept": [
            {"value": 65.0, "tolerance": 1.0, "credit": 1.0},
            {"value": 67.0, "tolerance": 0.0, "credit": 0.5},
        ],
        "wrong": [],
    },
}


def sent(content, verdict, chance):
    """The answer as the site reads it from a form."""
    order = kind_of(content).shuffled(content)[::-1]
    return read_answer(content, order, fields(content, order, verdict, chance))


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("verdict", [Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG])
def test_every_kind_takes_what_is_sent_as_complete(kind, verdict):
    content = question_content("some-question", kind, scheme="proportional")

    for chance in CHANCES:
        given = sent(content, verdict, chance)
        assert given == answer(content, verdict, chance)
        assert not gap(content, given)


@pytest.mark.parametrize("kind", RICH)
def test_an_outcome_is_graded_as_it_was_meant(kind):
    scheme = "proportional"
    content = question_content("some-question", kind, scheme=scheme, **RICH[kind])

    worth = {
        verdict: [grade(content, sent(content, verdict, c)).fraction for c in CHANCES]
        for verdict in (Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG)
    }

    assert set(worth[Verdict.RIGHT]) == {1.0}
    assert 0 < min(worth[Verdict.PARTLY]) <= max(worth[Verdict.PARTLY]) < 1
    assert max(worth[Verdict.WRONG]) < min(worth[Verdict.PARTLY])


@pytest.mark.parametrize("kind", PARTS)
def test_what_is_meant_to_be_wrong_is_not_right(kind):
    content = question_content("some-question", kind)

    for chance in CHANCES:
        assert grade(content, sent(content, Verdict.WRONG, chance)).fraction == 0


def test_one_distractor_attracts_most():
    chosen = Counter(attracted("some-question", "abcd", chance) for chance in CHANCES)

    (best, times), *others = chosen.most_common()
    assert times == ATTRACTED * len(CHANCES)
    assert len(others) == 3
    assert attracted("some-question", "abcd", 0.0) == best
    favourites = {attracted(f"question-{n}", "abcd", 0.0) for n in range(40)}
    assert favourites == set("abcd")
