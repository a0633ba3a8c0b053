"""The stories of an attempt: start it, answer in it, note something, finish it; and
of its marks, once a key was corrected. Beside them what learners do to their reviews.

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
from .plan import Replanned, change_plan, end_past_targets
from .regrade import BuiltUpon, Stale, regrade, undo_regrade
from .reopen import StaysClosed, reopen, why_closed
from .single import SingleQuestion, answer_single, single_slot
from .spread import put_reviews_back, spread_reviews
from .start import NoAttemptsLeft, pools, shortage, start_quiz

__all__ = [
    "BuiltUpon",
    "Conflict",
    "DryRun",
    "NoAttemptsLeft",
    "Replanned",
    "Scope",
    "Sent",
    "SingleQuestion",
    "Stale",
    "StaysClosed",
    "StepLocked",
    "TimeOver",
    "answer",
    "answer_single",
    "change_plan",
    "close_overdue",
    "count_answers",
    "end_past_targets",
    "finish",
    "finish_if_over",
    "first_waiting_step",
    "flag",
    "line_up",
    "pools",
    "preview_regrade",
    "put_reviews_back",
    "regrade",
    "reopen",
    "rule_out",
    "shortage",
    "single_slot",
    "spread_reviews",
    "start_practice",
    "start_quiz",
    "undo_regrade",
    "why_closed",
]
