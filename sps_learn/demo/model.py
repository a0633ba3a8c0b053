"""How a learner of the demo answers a question. Pure: imports nothing from Django.

Item response theory: with ability t, discrimination a, difficulty b and guessing c

    P(right) = c + (1 - c) / (1 + exp(-a (t - b)))

the three-parameter logistic model, and for c = 0 the one with two (Birnbaum 1968, in
Lord and Novick, Statistical theories of mental test scores, chapters 17 to 20). An
answer worth a part has a lower threshold b - PART, as a step of the graded response
model has (Samejima 1969, Psychometrika Monograph 17).

Ability grows with practice along an exponential curve, which fits the learning of one
person better than a power law (Heathcote, Brown and Mewhort 2000, Psychonomic Bulletin
and Review 7). The sizes are invented: nothing here was measured on anybody.

Chance is a hash of names, so that the same learner, question and day always come to
the same, in whatever order they are asked about.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from math import exp, factorial
from statistics import NormalDist

from quizzes.grading import Content, Verdict
from quizzes.scheduling import CERTAIN, FAIRLY_SURE, GUESSING

SEED = "sps-learn-demo-1"

PART = 0.9
# What having read the reasons of this question once is worth; at most for two times.
REREAD, REREADS_COUNTED = 0.35, 2
HARDER_BY_LEVEL = {"recall": -0.4, "understand": 0.0, "apply": 0.2, "analyse": 0.5}

QUICK_ANSWERS, SLOW_ANSWERS, SLOW_SHARE = 45, 160, 0.3
OVERCONFIDENT_SHARE, OVERCONFIDENCE = 0.2, 0.3
FAIRLY_SURE_FROM, CERTAIN_FROM = 0.5, 0.78


@dataclass(frozen=True, slots=True)
class Mind:
    """What one learner brings along."""

    name: str
    ability: float  # before the first answer; the average learner has 0
    gain: float  # what practice can add
    answers_to_learn: int  # after so many, 63 % of the gain is there
    overconfidence: float  # added to how likely it is to be right
    silence: float  # share of answers without a word of how sure

    def ability_after(self, answers: int) -> float:
        return self.ability + self.gain * (1 - exp(-answers / self.answers_to_learn))


@dataclass(frozen=True, slots=True)
class Item:
    """What one question asks for."""

    name: str
    difficulty: float
    discrimination: float
    guess: float


@dataclass(frozen=True, slots=True)
class Reaction:
    verdict: Verdict
    confidence: int | None  # as Response.Confidence has it


def unit(*names: object) -> float:
    """A number between 0 and 1, neither of them, that these names always give."""
    text = "/".join([SEED, *map(str, names)])
    digest = blake2b(text.encode(), digest_size=6).digest()
    return (int.from_bytes(digest) + 0.5) / 2**48


def normal(*names: object) -> float:
    """The same from the standard normal distribution."""
    return NormalDist().inv_cdf(unit(*names))


def mind_of(name: str) -> Mind:
    is_slow = unit(name, "slow") < SLOW_SHARE
    is_overconfident = unit(name, "overconfident") < OVERCONFIDENT_SHARE
    return Mind(
        name=name,
        ability=normal(name, "ability"),
        gain=0.5 + 0.8 * unit(name, "gain"),
        answers_to_learn=SLOW_ANSWERS if is_slow else QUICK_ANSWERS,
        overconfidence=OVERCONFIDENCE * is_overconfident + 0.1 * normal(name, "sure"),
        silence=0.6 if unit(name, "silent") < 0.2 else 0.1,
    )


def item_of(content: Content) -> Item:
    """The traits of a question, the same however its text is edited."""
    name = content["id"]
    difficulty = 1.2 * normal(name, "difficulty") + HARDER_BY_LEVEL[content["level"]]
    return Item(
        name=name,
        difficulty=max(-2.5, min(2.5, difficulty)),
        discrimination=max(0.6, min(2.4, 1.3 * exp(0.3 * normal(name, "slope")))),
        guess=guess_of(content),
    )


def guess_of(content: Content) -> float:
    """How likely blind choice is right: all equally likely, 0 where one must write."""
    match content["kind"]:
        case "single" | "true-false":
            return 1 / len(content["options"])
        case "multiple":
            return 1 / ((1 << len(content["options"])) - 1)
        case "matching":
            return 1 / factorial(sum(bool(pair["left"]) for pair in content["pairs"]))
        case "ordering":
            return 1 / factorial(len(content["items"]))
        case _:
            return 0.0


def probability(item: Item, ability: float, *, lower: float = 0.0) -> float:
    """P(right) of the formula above; with `lower` that of passing a lower threshold."""
    # exp() overflows at 710; nobody is 40 from a threshold by less than certainty.
    logit = max(-40.0, min(40.0, item.discrimination * (ability - item.difficulty)))
    logit = min(40.0, logit + item.discrimination * lower)
    return item.guess + (1 - item.guess) / (1 + exp(-logit))


def react(mind: Mind, item: Item, *, day: date, answers: int, reread: int) -> Reaction:
    """What the learner makes of the question that day.

    After so many answers to any question, and having read the reasons of this one so
    many times.
    """
    ability = mind.ability_after(answers) + REREAD * min(reread, REREADS_COUNTED)
    right = probability(item, ability)
    partly = probability(item, ability, lower=PART)
    drawn = unit(mind.name, item.name, day, "answer")
    if drawn < right:
        verdict = Verdict.RIGHT
    else:
        verdict = Verdict.PARTLY if drawn < partly else Verdict.WRONG
    return Reaction(verdict, confidence(mind, item, right, day))


def confidence(mind: Mind, item: Item, right: float, day: date) -> int | None:
    """How sure the learner says to be of what is right with this probability."""
    if unit(mind.name, item.name, day, "silent") < mind.silence:
        return None
    noise = 0.12 * normal(mind.name, item.name, day, "sure")
    felt = right + mind.overconfidence + noise
    if felt < FAIRLY_SURE_FROM:
        return GUESSING
    return CERTAIN if felt >= CERTAIN_FROM else FAIRLY_SURE
