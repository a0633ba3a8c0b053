"""Rules over many questions, each with a bank that it passes and one it does not."""

import pytest

from quizzes.linting import Item, bank_findings, bank_measures
from quizzes.linting.banks import FEWEST_TO_MEASURE, objective_findings
from tests.quizzes.linting.questions import OPTIONS, RATIONALE_OF_KEY, content, options

N = 20


def bank(number=N, topic="mechanism", **fields):
    """Sound questions; each field is a value, or a function of their number.

    The key lies in every place as often, so that no habit gains.
    """
    return [
        Item(
            content(
                id=f"q{n}",
                options=options(*OPTIONS, key=n % 4),
                **{
                    name: value(n) if callable(value) else value
                    for name, value in fields.items()
                },
            )
            if "options" not in fields
            else content(id=f"q{n}", options=fields["options"](n)),
            topic,
        )
        for n in range(number)
    ]


def said(rule, items):
    return [one.message for one in bank_findings(items) if one.rule == rule]


def test_a_fair_bank_passes_every_rule():
    assert bank_findings(bank()) == []


# Guessing -----------------------------------------------------------------------------


def test_m1_the_longest_option_is_not_the_key_too_often():
    longest = bank(options=lambda n: options("AA", "BBBB", "C", "DDD", key=1))

    assert said("M1", longest) == [
        "who goes by the longest option gains 75.0 points; at most 5",
        "who in mechanism goes by the longest option gains 75.0 points; at most 10",
    ]


def test_m3_no_place_has_the_key_too_often():
    assert len(said("M3.1", bank(options=lambda n: options(*OPTIONS, key=0)))) == 2


def test_m5_hardly_any_option_is_absolute():
    def absolute(n):
        texts = [*OPTIONS[:2], "It must shut a gate", "It never feeds an enzyme"]
        return options(*(texts if n < 2 else OPTIONS), key=n % 4)

    assert said("M5", bank(options=absolute)) == [
        "4 of 80 options have an absolute word"
    ]
    assert said("M5", bank(200, options=absolute)) == []


def test_few_questions_are_not_measured():
    few = bank(FEWEST_TO_MEASURE - 1, options=lambda n: options(*OPTIONS, key=0))

    assert said("M3.1", few) == []
    assert "gains" not in bank_measures(few)["bank"]


def test_a_topic_may_gain_more_than_the_bank():
    def skewed(n):
        return options(*OPTIONS, key=0 if n < 2 else n % 4)

    # 2 of 20 more than its share: 7.5 points, in a topic of a fair bank
    topic = bank(options=skewed)
    assert said("M3.1", [*topic, *bank(60, "symptoms")]) == []


def test_m12_who_learns_from_the_options_gains_nothing():
    longest = bank(40, options=lambda n: options("AA", "BBBB", "C", "DDD", key=1))

    assert said("M12", bank(40)) == []
    assert said("M12", longest) == [
        "who learns from options alone gets 100.0 % right; chance is 25.0 %"
    ]


def test_m14_keys_are_as_long_as_distractors():
    long = bank(options=lambda n: options("AA", "BBBB", "CC", "DD", key=1))

    assert said("M14", long) == [
        "keys are 2.00 times as long as distractors; 0.9 to 1.1"
    ]
    assert said("M14", bank()) == []


# How questions are put ----------------------------------------------------------------


def test_l02_hardly_any_question_asks_for_what_is_not():
    def stem(every):
        return lambda n: (
            "Which is **NOT** it here?" if n % every == 0 else "Which is it?"
        )

    assert said("L02", bank(100, stem=stem(50))) == []
    assert said("L02", bank(100, stem=stem(30))) == [
        "4 of 100 questions ask for what is not"
    ]


def test_l14_the_idea_is_in_the_stem():
    def short(n):
        return (
            "Why?" if n < 2 else "Why does the muscle stay stiff at rest, and how so?"
        )

    assert said("L14", bank(100, stem=short)) == []
    assert said("L14", bank(20, stem=short))[0].startswith("2 stems are shorter")


@pytest.mark.parametrize(("women", "passes"), [(2, False), (8, True), (19, False)])
def test_l22_vignettes_tell_of_women_and_men(women, passes):
    def vignette(n):
        who = "A woman" if n < women else "A man"
        return f"{who} of the town, {20 + 2 * n} years old, tells her brother."

    assert (said("L22", bank(vignette=vignette)) == []) is passes


def test_l22_vignettes_tell_of_people_of_many_ages():
    def aged(step):
        return lambda n: f"A {30 + step * (n % 5)}-year-old {['man', 'woman'][n % 2]}."

    assert said("L22", bank(vignette=aged(10))) == []
    assert said("L22", bank(vignette=aged(5))) == [
        "the ages lie in 3 decades; at least 4"
    ]


def test_f4_distractors_say_when_they_would_be_right():
    def plain(n):
        reasons = dict.fromkeys(range(4), RATIONALE_OF_KEY)
        return options(*OPTIONS, key=n % 4, rationales=reasons)

    (found,) = [one for one in bank_findings(bank(options=plain)) if one.rule == "F4"]
    assert found.is_warning
    assert found.message.startswith("60 of 60 distractors do not say when they fit")


@pytest.mark.parametrize(
    ("topic", "applied", "found"),
    [
        ("diagnosis", 12, []),
        ("diagnosis", 11, ["55 % ask to apply; at least 60 %"]),
        ("therapies", 13, ["65 % of therapies ask to apply; at least 70 %"]),
        ("mechanism", 8, ["40 % ask to apply; at least 60 %"]),
    ],
)
def test_m15_most_questions_ask_to_apply(topic, applied, found):
    def level(n):
        return "analyse" if n < applied else "understand"

    assert said("M15", bank(topic=topic, level=level)) == found


def test_m19_no_question_tells_the_key_of_another():
    first, *rest = bank()
    telling = Item(
        content(id="tells", stem=f"{first.texts[first.key]}. Why is that so?"),
        "mechanism",
    )

    # Other questions of these tests have the same key, and are named too.
    messages = said("M19", [first, telling])
    assert messages == ["its question holds the key of q0"]
    assert said("M19", [first, *rest]) == []


def test_m17_every_objective_has_its_questions():
    fewest = {"M1.1": N, "M1.2": 1}

    assert [one.message for one in objective_findings(bank(), fewest)] == [
        "M1.2 has 0 questions; at least 1"
    ]


def test_the_bank_and_each_topic_are_measured():
    measured = bank_measures([*bank(40), *bank(10, "symptoms")])

    assert measured["bank"]["questions"] == 50
    assert measured["bank"]["kinds"] == {"single": 50}
    assert measured["topics"]["symptoms"]["applied"] == 1.0
    assert measured["topics"]["mechanism"]["gains"]["M3.1"] == 0
    assert 0 <= measured["bank"]["choices_only"] <= 1


# Cases of “SPS or not?” ---------------------------------------------------------------


def judged(mimic, *keys):
    """Cases of a mimic; each is SPS (True) or is not."""
    return [
        Item(
            content(
                id=f"{mimic}-{n}",
                kind="true-false",
                mimic=mimic,
                options=options("True", "False", key=0 if is_sps else 1),
            ),
            "related",
        )
        for n, is_sps in enumerate(keys)
    ]


def test_mimic_a_look_alike_has_cases_of_both_keys():
    items = [*bank(), *judged("Tetanus", True, False), *judged("Dystonia", False)]

    assert said("mimic", items) == ["every case of Dystonia has the key False"]
    assert all(one.is_warning for one in bank_findings(items) if one.rule == "mimic")


def test_m17_a_case_of_the_trainer_is_none_that_a_quiz_may_ask():
    items = judged("Tetanus", True, False)

    (found,) = objective_findings(items, {"M1.1": 2})

    assert found.message == "M1.1 has 0 questions; at least 2"
