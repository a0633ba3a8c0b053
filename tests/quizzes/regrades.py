"""Answers that an older revision has marked, and what is done about them."""

import json
from datetime import timedelta

from quizzes import actions
from quizzes.models import (
    Attempt,
    MarkChange,
    Question,
    Recall,
    Regrade,
    Response,
)
from sps_learn.accounts.models import Notice, User
from tests.lessons.factories import NOON
from tests.quizzes.attempts import Slot, finished

THEN = NOON + timedelta(days=3)
LATER = NOON + timedelta(days=5)
RIGHT, WRONG = {"options": ["b"]}, {"options": ["a"]}


def correct(question: Question, key: str = "a", **changes):
    """Publish the question with another key; the revision that says so."""
    kept = {**question.draft, **changes}
    if "options" not in changes and "options" in kept:
        kept["options"] = [{**one, "key": one["id"] == key} for one in kept["options"]]
    question.draft = kept
    question.save(update_fields=["draft"])
    return question.publish(by=None, reason="The key was wrong", now=THEN)


def answered(question: Question, answer=None, *, others=(), **fields) -> Attempt:
    """A finished attempt that asks it, with other slots beside it."""
    return finished([Slot(answer, question=question), *others], **fields)


def confirm(revision, *, scope=None, by=None, now=THEN, digest=None) -> Regrade:
    """Look at the dry run and say yes to it."""
    scope = scope or actions.Scope()
    run = actions.preview_regrade(revision=revision, scope=scope)
    return actions.regrade(
        revision=revision,
        scope=scope,
        scope_in_words="All attempts",
        digest=digest or run.digest,
        reason="The key was wrong",
        by=by,
        now=now,
    )


def undo(regrade: Regrade, *, by=None, now=LATER) -> Regrade:
    return actions.undo_regrade(regrade=regrade, by=by, now=now)


KEPT = {
    Attempt: ("marks", "safety_missed", "finished_at", "answered"),
    Response: ("fraction", "graded_revision", "answer", "version"),
    Recall: ("last_fraction", "answers", "stability", "due_at", "corrected_at"),
    Regrade: ("digest", "undone_at"),
    MarkChange: ("response", "old_fraction", "new_fraction"),
    Notice: ("learner", "kind", "text", "read_at"),
    User: ("unread_notices",),
}


def state() -> str:
    """All that a regrade or its undoing may change."""
    rows = {
        model.__name__: sorted(map(repr, model.objects.values_list(*names)))
        for model, names in KEPT.items()
    }
    return json.dumps(rows)
