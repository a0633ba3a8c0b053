"""Each rule for one question, with what it passes and what it does not."""

import pytest

from quizzes.linting import Item, item_findings
from tests.quizzes.linting.questions import (
    KEY,
    NAMES,
    OPTIONS,
    TODAY,
    content,
    item,
    options,
    said,
)


def changed_option(at, text):
    texts = [*OPTIONS]
    texts[at] = text
    return options(*texts)


def test_the_question_of_these_tests_passes_every_rule():
    assert item_findings(item(), NAMES, TODAY) == []


# The stem -----------------------------------------------------------------------------


def test_l01_a_stem_is_a_closed_question():
    assert said("L01", stem="Which of these calms the cell? ") == []
    assert said("L01", stem="The cell is calmed by") == [
        "the stem does not end with a question mark"
    ]
    assert said("L01", kind="multiple", stem="Name what calms the cell.") == []


@pytest.mark.parametrize(
    ("stem", "word"),
    [
        ("What is it?", ""),
        ("She is not well. What is it?", ""),
        ("Which is **NOT** a trigger?", ""),
        ("What is notable?", ""),
        ("Which is not a trigger?", "not"),
        ("Which is NOT a trigger?", "not"),
        ("What is seen except a tremor?", "except"),
        ("Which is the least likely?", "least"),
    ],
)
def test_l02_a_stem_does_not_ask_for_what_is_not(stem, word):
    assert said("L02", stem=stem) == (
        [f"the stem asks for what is {word}"] if word else []
    )


@pytest.mark.parametrize(
    ("vignette_words", "level", "passes"),
    [
        (106, "apply", True),
        (107, "apply", False),
        (26, "recall", True),
        (27, "recall", False),
    ],
)
def test_l12_a_question_is_short(vignette_words, level, passes):
    found = said("L12", vignette="word " * vignette_words, level=level)

    assert (found == []) is passes


@pytest.mark.parametrize(
    ("stem", "passes"),
    [
        ("Which of the following is true?", False),
        ("Which of these statements about GAD is correct?", False),
        ("Which statement is right?", False),
        ("Which hand is the right one?", True),
        ("Which of these calms the cell?", True),
    ],
)
def test_l13_a_stem_does_not_ask_which_is_true(stem, passes):
    assert (said("L13", stem=stem) == []) is passes


@pytest.mark.parametrize("field", ["objective", "level", "roles"])
def test_l19_a_question_says_whom_and_what_it_is_for(field):
    assert said("L19") == []
    assert said("L19", **{field: ""}) == [f"it has no {field}"]


def test_l20_a_stem_can_be_read():
    hard = (
        "Considering pharmacological modification of inhibitory neurotransmission,"
        " individualised multidisciplinary deliberation necessitates which?"
    )

    assert said("L20", stem=hard)[0].endswith("at most 12")
    assert said("L20", stem="What does γ-aminobutyric acid do to the cell?") == []


# The options --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("All of the above", False),
        ("None of these", False),
        ("Both of them", False),
        ("A and C", False),
        ("Neither", False),
        ("All four limbs of the person", True),
        ("GABA and glycine", True),
    ],
)
def test_l03_no_option_names_others(text, passes):
    assert (said("L03", options=changed_option(0, text)) == []) is passes


def test_l04_one_option_is_the_key():
    assert said("L04") == []
    two = options(*OPTIONS)
    two[0]["key"] = True
    assert said("L04", options=two) == ["2 options are the key"]
    assert said("L04", kind="multiple", options=two) == []


@pytest.mark.parametrize(
    ("number", "passes"), [(2, False), (3, True), (5, True), (6, False)]
)
def test_l05_there_are_three_to_five_options(number, passes):
    texts = [*OPTIONS, "It moves a pump across the thin wall", "It hides a gap"][
        :number
    ]

    assert (said("L05", options=options(*texts)) == []) is passes


def test_l06_no_option_is_inside_another():
    assert said("L06") == []
    nested = changed_option(0, "The channel for the messenger")
    assert said("L06", options=nested) == [
        "“The channel for the messenger” is contained in"
        " “It opens a channel for the messenger”"
    ]
    assert said("L06", options=options("1", "10", "100")) == []


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (("Fear", "Pain", "Cold"), True),
        (("Fear", "pain", "Cold"), False),
        (("Fear.", "Pain", "Cold"), False),
        (("Moving fast", "Turning round", "Cold air", "Touch"), False),
        (("Moving fast", "Turning round", "Sitting up", "Touch"), True),
        (("2 hours", "5 hours", "9 hours", "Days"), True),
    ],
)
def test_l07_options_are_alike_in_form(texts, passes):
    assert (said("L07", options=options(*texts)) == []) is passes


@pytest.mark.parametrize(
    ("lengths", "passes"),
    [((10, 10, 10, 22), True), ((20, 20, 20, 32), True), ((10, 10, 10, 23), False)],
)
def test_l08_options_are_alike_in_length(lengths, passes):
    texts = ["AbCdEf"[at] * length for at, length in enumerate(lengths)]

    assert (said("L08", options=options(*texts)) == []) is passes


def test_l09_no_option_alone_is_absolute():
    one = changed_option(0, "It never lets chloride into it")
    two = changed_option(0, "It never lets chloride into it")
    two[2]["text"] = "It must shut the gate of the fibre"

    assert said("L09", options=one)[0].endswith("alone has an absolute word")
    assert said("L09", options=two) == said("L09") == []


def test_l10_no_option_leaves_open_how_often():
    assert said("L10") == []
    assert said("L10", options=changed_option(0, "It often lets in more chloride"))


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        (("1 in 10", "2 in 10", "3 in 10"), None),
        (("5 years", "10 years", "20 years"), None),
        (("10 years", "5 years", "20 years"), "the numbers are not in ascending order"),
        (("1.5 cm", "2 cm", "3 cm"), "the numbers have different decimals"),
        (("1 to 5 days", "4 to 8 days", "9 to 12 days"), "the ranges overlap"),
        (("1 to 4 days", "5 to 8 days", "9 to 12 days"), None),
        (("2 legs", "1 arm", "3 ribs"), None),
    ],
)
def test_l11_numbers_stand_in_order(texts, fault):
    assert said("L11", options=options(*texts)) == ([fault] if fault else [])


def test_l14_what_all_options_begin_with_belongs_in_the_stem():
    alike = options("It is the cell", "It is the gap", "It is the wall")
    almost = options("It is the cell", "It is the gap", "It is a wall")

    assert said("L14", options=alike)
    assert said("L14", options=almost) == said("L14") == []


def test_l15_a_word_of_the_stem_in_the_key_alone_is_a_warning():
    stem = "What does the messenger do?"
    shared = changed_option(0, "It brings one more messenger to it")

    (found,) = item_findings(item(stem=stem), NAMES, TODAY)
    assert (found.rule, found.is_warning) == ("L15", True)
    assert "messenger" in found.message
    assert said("L15", stem=stem, options=shared) == said("L15") == []


@pytest.mark.parametrize(
    ("stem", "key", "other", "passes"),
    [
        ("Her GAD65 is high. What is it?", "It is GAD65 itself", "It is a gate", False),
        (
            "Her GAD65 is high. What is it?",
            "It is GAD65 itself",
            "It is no GAD65",
            True,
        ),
        ("A sign named by Babinski: what?", "The sign of Babinski", "A gate", False),
        ("IVIG helped. What was given?", "Pooled immunoglobulin", "A pill", False),
        ("It helped. What was given?", "Pooled immunoglobulin", "A pill", True),
    ],
)
def test_l16_the_question_does_not_give_the_name_of_the_key_away(
    stem, key, other, passes
):
    texts = options(other, key, "It is the wall of it", "It is a pump")

    assert (said("L16", stem=stem, options=texts) == []) is passes


# The rest -----------------------------------------------------------------------------


def test_l17_a_source_is_there_and_was_looked_at():
    assert said("L17", checked="2024-11-25") == []
    assert said("L17", checked="2024-11-23") == [
        "it was last checked on 2024-11-23, more than two years ago"
    ]
    assert said("L17", references=[]) == ["it has no source"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stem", "A man suffers from SPS. What helps?"),
        ("vignette", "A man suffers from SPS."),
        ("key_idea", "He suffers from SPS."),
        ("options", changed_option(KEY, "He suffers from a gap in the cell")),
    ],
)
def test_l21_words_about_people_are_looked_at_everywhere(field, value):
    assert said("L21", **{field: value}) == ["“suffers from”: say has, or lives with"]


def test_no_question_holds_a_dose():
    assert said("no-dose", vignette="She takes 5 mg of it.")
    assert said("no-dose") == []


@pytest.mark.parametrize("kind", ["matching", "ordering", "short", "numeric"])
def test_kinds_without_options_pass_what_is_about_options(kind):
    parts = {"pairs": [{"id": "a", "left": "A", "right": "B", "rationale": "Why."}]}

    found = item_findings(item(kind=kind, options=None, **parts), NAMES, TODAY)

    assert found == []


def test_content_of_these_tests_can_lack_a_field():
    assert "options" not in content(options=None)


# Cases of “SPS or not?” ---------------------------------------------------------------


def judged(*texts, pinned=True):
    return [{**one, "pinned": pinned} for one in options(*texts, key=0)]


@pytest.mark.parametrize(
    ("mimic", "given", "messages"),
    [
        ("Tetanus", judged("True", "False"), []),
        ("", judged("Yes", "No", pinned=False), []),
        (
            "Tetanus",
            judged("Yes", "No"),
            ["it names a mimic, and its options are not True and False"],
        ),
        (
            "Tetanus",
            judged("False", "True"),
            ["it names a mimic, and its options are not True and False"],
        ),
        (
            "Tetanus",
            judged("True", "False", pinned=False),
            ["it names a mimic, and True and False are not pinned"],
        ),
    ],
)
def test_mimic_a_case_of_the_trainer_is_true_or_false(mimic, given, messages):
    assert said("mimic", kind="true-false", mimic=mimic, options=given) == messages


def test_mimic_a_case_of_the_trainer_is_no_step():
    step = Item(
        content(kind="true-false", mimic="Tetanus", options=judged("True", "False")),
        in_case=True,
    )

    found = [one.message for one in item_findings(step, NAMES, TODAY)]

    assert "it names a mimic, and is a step of a case" in found
