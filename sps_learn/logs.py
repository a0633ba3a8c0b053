"""Log lines: one a record, and nothing of a person in them.

A name with a line break in it must not be able to forge a line, and what somebody
typed must not reach the log by way of an error message.
"""

import logging
import re
import traceback
from pathlib import Path

from django.db import OperationalError
from django.template import TemplateDoesNotExist

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
E_MAIL = re.compile(r"[^\s@<>\"'()=]+@[^\s@<>\"'()]+\.\w+")
RESET_LINK = re.compile(r"(/password/reset/key/)[^/\s]+")
QUERY = re.compile(r"(/[^\s?]*)\?\S+")

# Their messages speak of code, files and the database, not of what was typed.
TELLING_ERRORS = (
    AttributeError,
    ImportError,
    NameError,
    OSError,
    OperationalError,
    TemplateDoesNotExist,
    TypeError,
)


class OneLineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        if record.exc_info and record.exc_info[1]:
            line = f"{line} | {describe(record.exc_info[1])}"
        return escape(without_personal_data(line))


def escape(text: str) -> str:
    return CONTROL.sub(lambda it: it[0].encode("unicode_escape").decode(), text)


def without_personal_data(text: str) -> str:
    text = RESET_LINK.sub(r"\1[key]", text)
    text = QUERY.sub(r"\1?[query]", text)
    return E_MAIL.sub("[e-mail]", text)


def short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def describe(error: BaseException) -> str:
    """Say what went wrong and where, from the outermost call to the cause."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{short(frame.filename)}:{frame.lineno}" for frame in frames]
    told = f": {error}" if isinstance(error, TELLING_ERRORS) else ""
    line = f"{type(error).__name__}{told} at {' > '.join(places) or 'an unknown place'}"
    cause = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    return f"{line} | because of {describe(cause)}" if cause else line
