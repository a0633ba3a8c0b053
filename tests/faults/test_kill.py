"""An answer that was acknowledged is there after the server was killed.

The real server with a database of its own, by plain HTTP, as a guest would.
"""

import re
import time

import pytest

from tests.faults.visitor import Visitor
from tests.sps_learn.markup import text_of
from tests.sps_learn.test_serve import Server, on_linux

# The process group is killed, and the database is a file that survives it.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite, on_linux]

QUIZ = "/practise/mechanism/"  # of as many questions as there are kills
MINE = re.compile("yours|Your answer|Your match|Matched|In its place|You put it")
KILLS = 10
START_SECONDS = 10


def restart(server: Server) -> float:
    """Start again after a kill; say after how many seconds it answered."""
    began = time.monotonic()
    server.start()
    return time.monotonic() - began


def test_an_acknowledged_answer_survives_a_kill_ten_times_in_a_row(server):
    visitor = Visitor(f"http://127.0.0.1:{server.port}")
    visitor.open(QUIZ)
    visitor.send(f"{QUIZ}start/")
    attempt = visitor.address.removesuffix("1/")
    waits, acknowledged = [], []

    for number in range(1, KILLS + 1):
        visitor.open(f"{attempt}{number}/")
        visitor.send(visitor.address, **visitor.some_answer(number))
        acknowledged.append(visitor.reasons())
        server.end()
        waits.append(restart(server))

        visitor.open(f"{attempt}{number}/")
        assert visitor.reasons() == acknowledged[-1]
        assert any(MINE.search(one) for one in visitor.reasons())

    for number, reasons in enumerate(acknowledged, start=1):
        visitor.open(f"{attempt}{number}/")
        assert visitor.reasons() == reasons
    visitor.open(attempt)
    assert f"of {KILLS}: Mechanism" in text_of(visitor.page.all("h1")[0])
    print(f"\nready again after {min(waits):.1f} to {max(waits):.1f} s")
    assert max(waits) < START_SECONDS
