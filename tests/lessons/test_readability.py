import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.readability import count_syllables, mask_terms, school_grade


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("the", 1),
        ("brake", 1),
        ("muscle", 2),
        ("stiffness", 2),
        ("whole", 1),
        ("helped", 1),
        ("rested", 2),
        ("neuron", 2),
        ("inhibition", 4),
        ("hmm", 1),
        ("Rigidity", 4),
    ],
)
def test_syllables_are_counted(word, syllables):
    assert count_syllables(word) == syllables


def test_the_grade_is_that_of_the_formula():
    # 0.39 * 12 / 2 + 11.8 * 16 / 12 - 15.59
    text = "The cat sat on the mat. Nobody helped the animal at all."

    assert school_grade([text]) == pytest.approx(0.39 * 6 + 11.8 * 16 / 12 - 15.59)


def test_a_block_ends_a_sentence_whatever_it_ends_with():
    assert school_grade(["one two", "three"]) == school_grade(["one two. Three."])


def test_a_point_inside_a_number_ends_no_sentence():
    with_number, without = "about 1.5 metres of it", "about metres of it"

    assert school_grade([with_number]) == school_grade([without])


@pytest.mark.parametrize("blocks", [[], [""], ["…"], ["12 %"]])
def test_without_words_there_is_no_grade(blocks):
    assert school_grade(blocks) is None


def test_long_words_and_long_sentences_raise_the_grade():
    plain = "The arm is stiff. It hurts. It is worse in the cold."
    long_sentence = "The arm is stiff and it hurts and it is worse in the cold."
    long_words = "The extremity is inflexible. It aggravates. It deteriorates."

    assert school_grade([long_sentence]) > school_grade([plain])
    assert school_grade([long_words]) > school_grade([plain])


def test_technical_terms_weigh_like_one_short_word():
    text = "Glutamic acid decarboxylase (GAD65) and benzodiazepines, not acids."

    masked = mask_terms(text, ["glutamic acid decarboxylase", "benzodiazepine", "acid"])

    assert masked == "term (term) and term, not term."


def test_a_term_inside_a_longer_word_stays():
    assert mask_terms("a paragraph on rag", ["rag"]) == "a paragraph on term"


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_has_a_grade_or_none(text, terms):
    grade = school_grade([mask_terms(text, terms)])

    assert grade is None or grade >= 0.39 + 11.8 - 15.59
