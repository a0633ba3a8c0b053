"""The stories of an attempt: start it, answer in it, note something, finish it.

Each is one transaction; what it returns has been written. Time and seed come in as
arguments.
"""

from .answer import (
    Conflict,
    Sent,
    StepLocked,
    TimeOver,
    answer,
    count_answers,
    first_waiting_step,
)
from .build import start_practice
from .finish import close_overdue, finish, finish_if_over
from .mark import flag, rule_out
from .reopen import StaysClosed, reopen, why_closed
from .single import SingleQuestion, answer_single, single_slot
from .start import NoAttemptsLeft, pools, shortage, start_quiz

__all__ = [
    "Conflict",
    "NoAttemptsLeft",
    "Sent",
    "SingleQuestion",
    "StaysClosed",
    "StepLocked",
    "TimeOver",
    "answer",
    "answer_single",
    "close_overdue",
    "count_answers",
    "finish",
    "finish_if_over",
    "first_waiting_step",
    "flag",
    "pools",
    "reopen",
    "rule_out",
    "shortage",
    "single_slot",
    "start_practice",
    "start_quiz",
    "why_closed",
]
