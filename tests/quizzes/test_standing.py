"""Histories of real answers, and where the teaching plan (1.7) says that they lead.

How a history is written stands in school.py.
"""

import pytest

from quizzes.mastery import State
from quizzes.recall import rebuild
from tests.quizzes.school import SECURED, School

NEW, LEARNING, FAMILIAR, FADING, SECURE = State

# What it shows, the questions published, the history, the day it is looked at, where
# the learner stands then.
HISTORIES = [
    # New, Learning.
    ("nothing answered", 4, "", 0, NEW),
    ("one of four", 4, "0: 1+", 0, LEARNING),
    ("one of four, wrong", 4, "0: 1-", 0, LEARNING),
    ("all but one of four", 4, "0: 1+ 2+ 3+", 0, LEARNING),
    ("all but one of six", 8, "0: 1+ 2+ 3+ 4+ 5+", 0, LEARNING),
    ("all wrong", 3, "0: 1- 2- 3-", 0, LEARNING),
    # Familiar: 70 % of the last min(6, n), each question once.
    ("six of eight", 8, "0: 1+ 2+ 3+ 4+ 5+ 6+", 0, FAMILIAR),
    ("69 %", 3, "0: 1=69 2=69 3=69", 0, LEARNING),
    ("70 %", 3, "0: 1=70 2=70 3=70", 0, FAMILIAR),
    ("67 % of six", 8, "0: 1- 2- 3+ 4+ 5+ 6+", 0, LEARNING),
    ("70 % of six", 8, "0: 1- 2=70 3+ 4=50 5+ 6+", 0, FAMILIAR),
    ("the first of seven wrong", 8, "0: 1- 2- 3+ 4+ 5+ 6+ 7+", 0, FAMILIAR),
    ("the last of seven wrong", 8, "0: 3+ 4+ 5+ 6+ 7+ 1- 2-", 0, LEARNING),
    ("the one question there is", 1, "0: 1+", 0, FAMILIAR),
    ("one question many times", 8, "0: 1+ | 1*: 1+ | 2: 1+ | 3: 1+", 3, LEARNING),
    ("wrong at first, right later", 3, "0: 1- 2- 3- | 0: 1+ 2+ 3+", 0, FAMILIAR),
    ("right at first, wrong later", 3, "0: 1+ 2+ 3+ | 1: 1- 2-", 1, LEARNING),
    # Secure: 85 % of the last min(8, n).
    ("three days, one mixed", 3, SECURED, 2, SECURE),
    ("84 %", 3, "0*: 1=84 | 1: 2=84 | 2: 1=84 2=84 3=84", 2, FAMILIAR),
    ("85 %", 3, "0*: 1=85 | 1: 2=85 | 2: 1=85 2=85 3=85", 2, SECURE),
    ("seven of eight", 8, "0*: 8- 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("six of eight", 8, "0*: 8- 7- 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, FAMILIAR),
    ("seven seen of eight", 8, "0*: 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, FAMILIAR),
    ("seven seen of seven", 7, "0*: 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("eight seen of nine", 9, "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+", 2, SECURE),
    ("the ninth last wrong", 9, "0: 9- 8+ | 1*: 7+ 6+ 5+ 4+ | 2: 3+ 2+ 1+", 2, SECURE),
    # Secure: at least three questions.
    ("two questions only", 2, "0*: 1+ 2+ | 1: 1+ 2+ | 2: 1+ 2+", 2, FAMILIAR),
    ("one question only", 1, "0*: 1+ | 1: 1+ | 2: 1+", 2, FAMILIAR),
    # Secure: on three days.
    ("two days", 3, "0*: 1+ 2+ 3+ | 1: 1+ 2+ 3+", 1, FAMILIAR),
    ("three times on two days", 3, "0*: 1+ 2+ 3+ | 1: 1+ | 1: 2+", 1, FAMILIAR),
    ("a day for each question", 3, "0: 1+ | 1*: 2+ | 2: 3+", 2, SECURE),
    ("a day on which it was wrong", 3, "0*: 1- | 1: 1+ 2+ | 2: 3+", 2, SECURE),
    # Secure: one of them in an attempt over several topics.
    ("never mixed", 3, "0: 1+ 2+ 3+ | 1: 1+ | 2: 1+", 2, FAMILIAR),
    ("mixed long ago", 3, "0*: 1+ | 1: 1+ 2+ 3+ | 2: 1+ 2+ 3+", 2, SECURE),
    (
        "mixed, but with none of the last eight",
        9,
        "0*: 9+ | 0: 8+ 7+ 6+ | 1: 5+ 4+ 3+ | 2: 2+ 1+",
        2,
        FAMILIAR,
    ),
    # What comes after.
    ("wrong after secure", 3, f"{SECURED} | 3: 2-", 3, LEARNING),
    ("right again after that", 3, f"{SECURED} | 3: 2- | 3: 2+", 3, SECURE),
    (
        "one wrong of eight after secure",
        8,
        "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+ | 3: 8-",
        3,
        SECURE,
    ),
    (
        "two wrong of eight after secure",
        8,
        "0*: 8+ 7+ 6+ 5+ | 1: 4+ 3+ | 2: 2+ 1+ | 3: 8- 7-",
        3,
        LEARNING,
    ),
    # The questions that are published.
    ("one more published", 3, f"{SECURED} | publish 1", 2, LEARNING),
    (
        "one more published and answered",
        3,
        f"{SECURED} | publish 1 | 2: 4+",
        2,
        SECURE,
    ),
    (
        "one more published, of eight",
        8,
        "0: 1+ 2+ 3+ 4+ 5+ 6+ | publish 1",
        0,
        FAMILIAR,
    ),
    ("the one not seen retired", 4, f"{SECURED} | retire 4", 2, SECURE),
    ("one of four retired", 4, f"{SECURED} | 2: 4- | retire 4", 2, SECURE),
    ("one of three retired", 3, f"{SECURED} | retire 3", 2, FAMILIAR),
    ("one retired and put back", 3, f"{SECURED} | retire 3 | return 3", 2, SECURE),
    ("all retired", 3, f"{SECURED} | retire 1 2 3", 2, NEW),
    # Fading, when more than half have faded: after one right answer recall is 80.8 %
    # on the 7th day and 79.6 % on the 8th; after two, two days apart, 80.1 % on the
    # 36th day of rest and 79.8 % on the 37th.
    ("seven days later", 3, SECURED, 7, SECURE),
    ("eight days later", 3, SECURED, 8, FADING),
    ("a year later", 3, SECURED, 365, FADING),
    ("one of three faded", 3, f"{SECURED} | 2: 2+", 38, SECURE),
    ("two of three faded", 3, f"{SECURED} | 2: 2+", 39, FADING),
    ("two of four faded", 4, "0*: 1+ 2+ 3+ 4+ | 1: 1+ | 2: 1+ 2+", 10, SECURE),
    ("three of four faded", 4, "0*: 1+ 2+ 3+ 4+ | 1: 1+ | 2: 1+", 10, FADING),
    ("reviewed in time", 3, f"{SECURED} | 6: 1+ 2+ 3+", 20, SECURE),
    ("reviewed after a long rest", 3, f"{SECURED} | 100: 1+ 2+ 3+", 100, SECURE),
    ("one of three reviewed after it", 3, f"{SECURED} | 100: 2+", 100, FADING),
    ("two of three reviewed after it", 3, f"{SECURED} | 100: 2+ 3+", 100, SECURE),
    ("missed after a long rest", 3, f"{SECURED} | 100: 1+ 2+ 3-", 100, LEARNING),
    ("what is familiar does not fade", 3, "0: 1+ 2+ 3+", 365, FAMILIAR),
]


@pytest.mark.parametrize(
    ("questions", "history", "day", "state"),
    [pytest.param(*row, id=f"{name}, of {row[0]}") for name, *row in HISTORIES],
)
def test_a_history_leads_to_its_state(learner, questions, history, day, state):
    school = School(learner, questions)

    school.live(history)

    kept = school.standings(day)
    assert {name: one.state for name, one in kept.items()} == dict.fromkeys(kept, state)
    rebuild(learner)
    assert school.standings(day) == kept
