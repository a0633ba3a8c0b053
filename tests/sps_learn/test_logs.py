import logging
import sys

import pytest
from django.db import IntegrityError, OperationalError

from sps_learn.logs import OneLineFormatter


def line_of(message, *args, error: BaseException | None = None) -> str:
    record = logging.LogRecord(
        "sps", logging.ERROR, "file.py", 1, message, args, raised(error)
    )
    return OneLineFormatter().format(record)


def raised(error):
    if error is None:
        return None
    try:
        raise error
    except type(error):
        return sys.exc_info()


@pytest.mark.parametrize(
    "name",
    [
        "Amina\n2026-01-01 ERROR forged",
        "a\r\nb",
        "a\x00b",
        "a\x1b[31mb",
        "a\u2028b",
        "a\x85b",
    ],
)
def test_nobody_can_forge_a_line(name):
    line = line_of("Hello %s", name)

    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Mail for amina.k+x@example.org failed", "amina"),
        ("Key (email)=(amina@example.org) already exists", "amina"),
        ("/accounts/password/reset/key/1-abc-0123456789/", "0123456789"),
        ("GET /search/?q=my+own+words done", "own"),
        ("postgres://user:hunter2@db.example.org/sps", "hunter2"),
    ],
)
def test_lines_hold_nothing_of_a_person(text, secret):
    assert secret not in line_of(text)
    assert secret not in line_of("%s", text)


def test_a_line_says_when_what_and_where_from():
    line = line_of("Mail written to %s", "var/mail/1.log")

    assert "ERROR sps: Mail written to var/mail/1.log" in line
    assert line[:4].isdigit()


def test_an_error_tells_its_place_but_not_what_was_typed():
    line = line_of("Failed", error=IntegrityError("value 'my answer text'"))

    assert "IntegrityError at " in line
    assert "test_logs.py:" in line
    assert "my answer text" not in line


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), AttributeError("no part")]
)
def test_an_error_that_speaks_of_the_machine_is_told_in_full(error):
    assert str(error) in line_of("Failed", error=error)


def test_the_cause_of_an_error_is_named_too():
    error = RuntimeError("typed words")
    error.__cause__ = OperationalError("disk full")

    line = line_of("Failed", error=error)

    assert "RuntimeError at" in line
    assert "because of OperationalError: disk full" in line
    assert "typed words" not in line


def test_a_fault_in_a_page_is_one_line_in_the_log(client, db, monkeypatch, caplog):
    client.raise_request_exception = False

    def fail(*args):
        raise ValueError("typed\nwords")

    monkeypatch.setattr("sps_learn.context.section_of", fail)

    client.get("/about/?q=typed")

    (record,) = caplog.records
    line = OneLineFormatter().format(record)
    assert "Internal Server Error: /about/" in line
    assert "ValueError at" in line
    assert "typed" not in line
    assert "\n" not in line
