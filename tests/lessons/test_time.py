import pytest

from lessons.time import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n\t", 0),
        ("Muscle", 1),
        ("Nerves hold muscle back.", 4),
        ("anti-GAD65", 1),
        ("the patient’s brake", 3),
        ("don't", 1),
        ("1956–1963", 1),
        ("one - two", 2),
        ("74% of 16", 3),
        ("… – —", 0),
        ("snake_case", 2),
        ("Müller à côté", 3),
    ],
)
def test_words_are_counted_as_a_reader_would(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "figures", "minutes"),
    [
        (0, 0, 1),
        (1, 0, 1),
        (200, 0, 1),
        (201, 0, 2),
        (400, 0, 2),
        (100, 1, 1),
        (200, 1, 2),
        (1000, 0, 5),
        (1000, 2, 6),
        (0, 3, 2),
    ],
)
def test_reading_takes_whole_minutes_at_200_words_and_two_figures_each(
    words, figures, minutes
):
    assert reading_minutes(words, figures) == minutes
