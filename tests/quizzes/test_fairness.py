"""Chance favours no place: the key of each shipped question, over 10,000 draws."""

from collections import Counter

import pytest

from quizzes.kinds.choice import keys_of
from quizzes.models import Question
from quizzes.selection import Row, as_blocks, draw

DRAWS = 10_000
POINTS = 1.5


@pytest.mark.slow
def test_the_key_of_every_question_stands_in_every_place_as_often(content):
    questions = Question.objects.published().filter(kind__in=["single", "true-false"])
    assert questions.count() > 20

    for question in questions.select_related("published"):
        candidate = question.published.as_candidate()
        if candidate.pinned:
            continue  # it keeps its place by design
        (key,) = keys_of(question.published.content)
        places = Counter(
            draw([Row(1, as_blocks([candidate]))], seed)[0].option_order.index(key)
            for seed in range(DRAWS)
        )
        even = 100 / len(candidate.options)
        for place in range(len(candidate.options)):
            share = 100 * places[place] / DRAWS
            assert share == pytest.approx(even, abs=POINTS), question.slug
