"""Each rule for lessons, with a text that it passes and one that it does not."""

import pytest

from lessons.linting import (
    MOST_MINUTES,
    MOST_WORDS_IN_SECTION,
    cited_paragraphs,
    figures_shown,
    findings,
    measure,
)
from lessons.markup import Figure, Library, Term
from lessons.time import WORDS_PER_MINUTE

LIBRARY = Library(
    terms={"gad": Term("glutamic acid decarboxylase", "An enzyme.")},
    figures={"synapse": Figure("A synapse", "Two cells.", "<svg></svg>")},
)
SENTENCE = "The calm word of the cell is lost. "  # 8 words


def found(text, rule=None):
    """What is said of a section with this text; only of one rule, if it is named."""
    said = findings(f"## A heading {{#here}}\n\n{text}", LIBRARY)
    return [one.message for one in said if rule in (None, one.rule)]


def words(number):
    return SENTENCE * (number // 8) + "word " * (number % 8)


def test_a_plain_cited_text_passes_every_rule():
    text = (
        "The muscles are healthy.[@R2] About 68% had stiff legs.[@R17]\n\n"
        "{{figure:synapse}}\n\n"
        "Three things help:\n\n- rest[@R3]\n- warmth\n\n"
        "::: safety Look first\nIt may hurt.[@causes:2]\n:::\n\n{{check:one}}"
    )

    assert found(text) == []


# Length -------------------------------------------------------------------------------


def test_a_lesson_takes_eight_minutes_at_most():
    most = MOST_MINUTES * WORDS_PER_MINUTE
    sections = "".join(
        f"## H {{#s{n}}}\n\n{words(most // 8 - 2)}[@R2]\n\n" for n in range(8)
    )

    assert [one.rule for one in findings(sections, LIBRARY)] == []
    longer = f"{sections}## H {{#more}}\n\n{words(40)}[@R2]"
    assert [one.rule for one in findings(longer, LIBRARY)] == ["T8"]


def test_a_section_has_at_most_so_many_words():
    assert found(f"{words(MOST_WORDS_IN_SECTION)}[@R2]", "section-length") == []
    assert found(f"{words(MOST_WORDS_IN_SECTION + 1)}[@R2]", "section-length") == [
        "the section #here has 251 words; at most 250"
    ]


def test_a_long_section_is_named_with_its_line():
    body = f"## One {{#one}}\n\nA cell.[@R2]\n\n## Two {{#two}}\n\n{words(260)}[@R2]"

    (one,) = findings(body, LIBRARY)
    assert (one.line, one.rule) == (5, "section-length")


# Reading level ------------------------------------------------------------------------

HARD = (
    "Pharmacological modification of inhibitory neurotransmission necessitates"
    " individualised multidisciplinary deliberation.[@R2]"
)


def test_a_hard_text_is_named_with_its_grade():
    (message,) = found(HARD, "L20")

    assert message.endswith("at most 9")


@pytest.mark.parametrize(
    "text",
    [
        "The {{term:gad}} of a cell helps.[@R2]",
        "The {{term:gad|decarboxylating enzymes}} help.[@R2]",
        "The glutamic acid decarboxylase of a cell helps.[@R2]",
        "| deliberation | modification |\n|--|--|\n| necessitates | pharmacology |\n"
        "\nA cell.[@R2]",
        "### Pharmacological modification\n\nA cell.[@R2]",
    ],
)
def test_terms_tables_and_headings_do_not_make_it_hard(text):
    assert found(text, "L20") == []


# Sources ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It is stiff.[@R2]",
        "It is [@R2] stiff.",
        "- stiff[@R2]\n- sore",
        "It has parts.[@R2]\n\n- stiff\n- sore",
        "It has parts:\n\n- stiff[@R2]",
        "| a | b |\n|--|--|\n| c | d[@R2] |",
        "| a | b[@R2] |\n|--|--|\n| c | 9% |",
        "{{check:one}}",
        "In 227 people it was so.[@R2]",
        "The GAD65 test of the 5-HT kind.[@R2] It is the GAD65 test.",
    ],
)
def test_a_paragraph_with_its_source_passes(text):
    assert found(text, "cited") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It is stiff.", "no source: “It is stiff.”"),
        ("- stiff\n- sore", "no source: “stiffsore”"),
        ("It is sore.[@R2]\n\nIt is stiff.", "no source: “It is stiff.”"),
        ("It has parts:\n\n- stiff", "no source: “stiff”"),
        ("::: evidence\nWeak.\n:::", "no source: “Weak.”"),
        ("It is stiff.[@R2] It was so in 68%.", "no source behind “68”"),
        ("It is stiff.[@R2] It was so in 1.5 of ten.", "no source behind “1.5”"),
    ],
)
def test_a_paragraph_or_a_number_without_its_source_is_named(text, message):
    assert found(text, "cited") == [message]


# Wording ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("She suffers from SPS.", "suffers from"),
        ("Sufferers know it.", "Sufferers"),
        ("He is wheelchair-bound.", "wheelchair-bound"),
        ("She is confined to a chair.", "confined to a chair"),
        ("He complains of pain.", "complains of"),
        ("The stiff man syndrome.", "stiff man"),
        ("Give 10 mg.", "10 mg"),
        ("2 g/kg is given.", "2 g/kg"),
    ],
)
def test_words_that_a_text_about_people_avoids_are_named(text, word):
    (message,) = found(f"{text}[@R2]", "L21") + found(f"{text}[@R2]", "no-dose")

    assert message.startswith(f"“{word}”")


@pytest.mark.parametrize(
    "text",
    [
        "She lives with SPS.",
        "It is confined to one leg.",
        "At first it was called “stiff man syndrome”.",
        "Stiff person syndrome.",
        "10 of 20 people walked 5 metres.",
        "Glucose was 5 mmol.",
        "The disabled parking place.",
    ],
)
def test_other_words_pass(text):
    assert found(f"{text}[@R2]", "L21") == found(f"{text}[@R2]", "no-dose") == []


# Over several -------------------------------------------------------------------------


def test_what_lessons_cite_and_show_is_gathered():
    bodies = ["## A {#a}\n\nB.[@causes:2] [@R2]", "## C {#c}\n\n{{figure:synapse}}"]

    assert cited_paragraphs(bodies) == {("causes", 2)}
    assert figures_shown(bodies) == {"synapse"}


def test_a_lesson_is_measured():
    measured = measure("## A {#a}\n\nThe cell is calm.[@R2]", LIBRARY)

    assert (measured.minutes, measured.words, measured.longest_section) == (1, 4, 4)
    assert measured.grade == pytest.approx(0.39 * 4 + 11.8 - 15.59, abs=0.05)
