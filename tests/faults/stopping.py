"""Stop a deed after its k-th write, as a fault of the database or a kill would."""

import os
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import OperationalError, connection, transaction

type Deed = Callable[[], object]
type State = dict[str, list[str]]

WRITES = ("INSERT", "UPDATE", "DELETE")
OURS = {"accounts", "account", "admin", "lessons", "quizzes", "sessions"}


class Stopped(OperationalError):
    """Nothing comes after this: the connection, or the process, is gone."""


@contextmanager
def writes_seen_by(notice: Callable[[], None]) -> Iterator[None]:
    """Call `notice` after each INSERT, UPDATE, DELETE and COMMIT."""

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.lstrip("( ").upper().startswith(WRITES):
            notice()
        return result

    commit = connection._commit

    def commit_and_notice():
        commit()
        notice()

    # Django hands no COMMIT to a wrapper of `execute`.
    with (
        connection.execute_wrapper(watch),
        mock.patch.object(connection, "_commit", commit_and_notice),
    ):
        yield


@contextmanager
def after_write(k: int, do: Callable[[], None]) -> Iterator[None]:
    seen = 0

    def notice():
        nonlocal seen
        seen += 1
        if seen == k:
            do()

    with writes_seen_by(notice):
        yield


def writes_of(deed: Deed) -> int:
    """How many writes the deed makes, its commits included; takes it back."""
    seen = 0

    def notice():
        nonlocal seen
        seen += 1

    with transaction.atomic():
        with writes_seen_by(notice):
            deed()
        transaction.set_rollback(True)
    return seen


def raise_stopped() -> None:
    raise Stopped


def stopped_by_a_fault(deed: Deed, k: int) -> bool:
    """Do it, with a fault after the k-th write; say whether it came so far."""
    try:
        with after_write(k, raise_stopped):
            deed()
    except Stopped:
        return True
    return False


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stopped_by_a_kill(deed: Deed, k: int) -> bool:
    """The same in a process of its own, which is killed there."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()  # its threads do not live in a child
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child == 0:
        code = 1
        try:
            with after_write(k, kill_oneself):
                deed()
            code = 0
        finally:
            os._exit(code)  # of the test run itself nothing may happen twice
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the deed failed by itself"
    return False


def state() -> State:
    """Every row of ours. Without the ids that the database counts up by itself:

    an INSERT that was taken back has used one up.
    """
    return {
        model._meta.label: sorted(map(repr, rows_of(model)))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
    }


def rows_of(model) -> list[dict[str, Any]]:
    counted = {"AutoField", "BigAutoField"}
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type() in counted)
    ]
    return list(model._base_manager.values(*fields))


def changed(before: State, after: State) -> dict[str, tuple[int, int]]:
    """Which tables differ, with how many rows they have; for a message."""
    return {
        name: (len(before[name]), len(after[name]))
        for name in before
        if before[name] != after[name]
    }
