"""Many requests at the same moment, to the real server on the database of the tests.

The rows are made by the factories, and the server is told where they are.
"""

import http.client
import threading
import time
import urllib.parse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.sps_learn.test_serve import Server

type Post = tuple[str, dict[str, str]]  # where to, and the fields of its form
TOKEN = "x" * 32


class ServerOfTests(Server):
    """The real server, on the database that the tests write to."""

    def __init__(self, var: Path) -> None:
        super().__init__(var)
        self.log = (var / "server.log").open("w+b")
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
        }

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()

    def end(self) -> None:
        super().end()
        self.log.close()


def database_url() -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    who = urllib.parse.quote(own["USER"], safe="")
    if own["PASSWORD"]:
        who += ":" + urllib.parse.quote(own["PASSWORD"], safe="")
    host = urllib.parse.quote(own["HOST"], safe="")
    return f"postgres://{who}@{host}:{own['PORT'] or 5432}/{own['NAME']}"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    location: str


class Crowd:
    """As many windows of one learner as there are requests, each kept open."""

    def __init__(self, server: Server, client: Client, size: int) -> None:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session};"
            f" {settings.CSRF_COOKIE_NAME}={TOKEN}",
        }
        self.port = server.port
        self.threads = ThreadPoolExecutor(size)
        self.own, self.windows = threading.local(), []
        self.waits: list[float] = []

    def post_at_once(self, posts: Sequence[Post]) -> list[Reply]:
        together = threading.Barrier(len(posts))

        def post(one: Post) -> Reply:
            where, fields = one
            fields = fields | {"csrfmiddlewaretoken": TOKEN}
            body = urllib.parse.urlencode(fields).encode()
            window = self._window()
            together.wait(timeout=60)
            began = time.monotonic()
            window.request("POST", where, body, self.headers)
            with window.getresponse() as response:
                response.read()
                self.waits.append(time.monotonic() - began)
                return Reply(response.status, response.headers.get("Location", ""))

        return list(self.threads.map(post, posts))

    def _window(self) -> http.client.HTTPConnection:
        if not hasattr(self.own, "window"):
            address = ("127.0.0.1", self.port)
            self.own.window = http.client.HTTPConnection(*address, timeout=60)
            self.windows.append(self.own.window)
        return self.own.window

    def close(self) -> None:
        self.threads.shutdown()
        for window in self.windows:
            window.close()


# What an attempt has counted, against its slots: one statement, and so one moment.
TORN = """
    SELECT count(*) FROM quizzes_attempt
    JOIN (
        SELECT attempt_id, count(answer) AS given, count(fraction) AS graded,
            coalesce(sum(fraction), 0) AS sum_of_marks, max(version) AS saves
        FROM quizzes_response GROUP BY attempt_id
    ) slots ON slots.attempt_id = quizzes_attempt.id
    WHERE answered <> given OR abs(marks - sum_of_marks) > 0.000001
        OR (finished_at IS NOT NULL AND graded <> size)
        OR saves > 1
"""


class Watch:
    """Looks for torn sums the whole time that a `with` lasts."""

    def __enter__(self) -> Self:
        self.looks = self.torn = 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def _look(self) -> None:
        try:
            while not self.is_over.wait(0.02):
                with connection.cursor() as cursor:
                    cursor.execute(TORN)
                    self.torn += cursor.fetchone()[0]
                self.looks += 1
        finally:
            connection.close()

    def __exit__(self, *fault: object) -> None:
        self.is_over.set()
        self.thread.join()
