"""The stories of an attempt: start it, answer in it, note something, finish it; and
of its marks, once a key was corrected.

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
from .dry_run import DryRun, Scope, preview_regrade
from .finish import close_overdue, finish, finish_if_over
from .line_up import line_up
from .mark import flag, rule_out
from .regrade import BuiltUpon, Stale, regrade, undo_regrade
from .reopen import StaysClosed, reopen, why_closed
from .single import SingleQuestion, answer_single, single_slot
from .start import NoAttemptsLeft, pools, shortage, start_quiz

__all__ = [
    "BuiltUpon",
    "Conflict",
    "DryRun",
    "NoAttemptsLeft",
    "Scope",
    "Sent",
    "SingleQuestion",
    "Stale",
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
    "line_up",
    "pools",
    "preview_regrade",
    "regrade",
    "reopen",
    "rule_out",
    "shortage",
    "single_slot",
    "start_practice",
    "start_quiz",
    "undo_regrade",
    "why_closed",
]
