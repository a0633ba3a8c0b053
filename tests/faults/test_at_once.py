"""Twenty requests of one learner at once, to the real server: each thing happens once.

With the content that ships, on SQLite; test_parallel.py does it on both databases.
"""

import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.visitor import Visitor
from tests.sps_learn.test_serve import on_linux

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, on_linux]

AT_ONCE = 20
QUIZ = "/practise/mixed-test/"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def post_at_once(visitor: Visitor, address: str, *sent: dict[str, str]) -> Counter:
    """Post each of these at the same time; how often which answer came."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.cookies)

    def post(data):
        request = urllib.request.Request(
            visitor.site + address,
            urllib.parse.urlencode(data).encode(),
            {"Cookie": cookies},
        )
        straight = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
        try:
            straight.open(request, timeout=60)
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get("Location", "")
        raise AssertionError("neither a redirect nor a refusal")

    with ThreadPoolExecutor(len(sent)) as threads:
        return Counter(threads.map(post, sent))


def two_answers(visitor: Visitor) -> tuple[dict[str, str], dict[str, str]]:
    """Two that differ, to the question of the page, of whatever kind."""
    hidden = visitor.hidden(visitor.address)
    one, other = visitor.some_answer(1), visitor.some_answer(2)
    if one == other:  # places: the other way round
        other = dict(zip(one, reversed(one.values()), strict=True))
    return {**hidden, **one}, {**hidden, **other}


@pytest.fixture
def ask(server):
    """Ask the server's database, or change it."""
    file = Path(server.environment["SPS_VAR"]) / "db.sqlite3"

    def ask(sql):
        with closing(sqlite3.connect(file, timeout=20)) as database, database:
            return database.execute(sql).fetchall()

    return ask


def test_whatever_is_sent_twenty_times_at_once_happens_once(server, ask):
    ask("UPDATE quizzes_quiz SET attempts_allowed = 1 WHERE slug = 'mixed-test'")
    visitor = Visitor(f"http://127.0.0.1:{server.port}")
    visitor.open("/practise/mixed/")
    visitor.send("/practise/mixed/start/")  # now a guest, for the rest of the story
    ask("DELETE FROM quizzes_response")
    ask("DELETE FROM quizzes_attempt")

    visitor.open(QUIZ)
    start = f"{QUIZ}start/"
    tickets = []
    for _ in range(AT_ONCE):  # of as many windows
        visitor.open(QUIZ)
        tickets.append(visitor.hidden(start))
    begun = post_at_once(visitor, start, *tickets)

    ((code, attempt),) = begun
    assert (code, begun.total()) == (302, AT_ONCE)
    assert ask("SELECT count(*) FROM quizzes_attempt") == [(1,)]

    visitor.open(attempt)
    slot = visitor.address
    one, other = two_answers(visitor)
    said = post_at_once(visitor, slot, *[one] * (AT_ONCE // 2), *[other] * 5)

    assert {code for code, _ in said} == {302, 409}
    assert ask("SELECT sum(version) FROM quizzes_response") == [(1,)]
    assert ask("SELECT answered FROM quizzes_attempt") == [(1,)]

    visitor.open(f"{attempt}check/")
    end = post_at_once(
        visitor, f"{attempt}submit/", *[visitor.hidden(f"{attempt}submit/")] * AT_ONCE
    )

    assert end == {(302, attempt): AT_ONCE}
    assert ask("SELECT sum(answers) FROM quizzes_recall") == [(1,)]
    assert ask(
        "SELECT marks = (SELECT sum(fraction) FROM quizzes_response)"
        " FROM quizzes_attempt WHERE finished_at IS NOT NULL"
    ) == [(1,)]
    assert post_at_once(visitor, start, *tickets) == {(409, ""): AT_ONCE}
    assert ask("SELECT count(*) FROM quizzes_attempt") == [(1,)]
