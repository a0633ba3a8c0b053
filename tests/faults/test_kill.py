"""An answer that was acknowledged is there after the server was killed.

The real server with a database of its own, by plain HTTP, as a guest would.
"""

import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from tests.sps_learn.markup import Page, text_of
from tests.sps_learn.test_serve import ROOT, Server, on_linux

# The process group is killed, and the database is a file that survives it.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite, on_linux]

QUIZ = "/practise/mixed/"
KILLS = 10
START_SECONDS = 10


class Visitor:
    """A browser without JavaScript: it keeps cookies and sends forms."""

    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        # No proxy of the machine between the test and its server.
        self.opener = urllib.request.build_opener(
            cookies, urllib.request.ProxyHandler({})
        )

    def open(self, address: str, data: dict[str, str] | None = None) -> None:
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.opener.open(self.site + address, body, timeout=20) as response:
            self.page = Page(response.read().decode())
            self.address = urllib.parse.urlsplit(response.url).path

    def send(self, action: str, **fields: str) -> None:
        """Send the form with this address, its hidden fields included."""
        form = next(f for f in self.page.all("form") if f.get("action") == action)
        hidden = {
            field.get("name"): field.get("value")
            for field in form.iter("input")
            if field.get("type") == "hidden"
        }
        self.open(action, hidden | fields)

    def options(self) -> list[str]:
        fields = self.page.all("input")
        return [e.get("value") for e in fields if e.get("name") == "answer"]

    def reasons(self) -> list[str]:
        """Each option with its marks and its reason; empty before the answer."""
        return [
            text_of(item)
            for item in self.page.all("li")
            if "answer" in item.get("class", "").split()
        ]


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.environment.pop("DATABASE_URL", None)
    subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env=server.environment,
        check=True,
        capture_output=True,
    )
    try:
        server.start()
        yield server
    finally:
        server.end()


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
        options = visitor.options()
        visitor.send(visitor.address, answer=options[number % len(options)])
        acknowledged.append(visitor.reasons())
        server.end()
        waits.append(restart(server))

        visitor.open(f"{attempt}{number}/")
        assert visitor.reasons() == acknowledged[-1]
        assert any("yours" in one or "Your answer" in one for one in visitor.reasons())

    for number, reasons in enumerate(acknowledged, start=1):
        visitor.open(f"{attempt}{number}/")
        assert visitor.reasons() == reasons
    visitor.open(attempt)
    assert f"of {KILLS}: Mixed practice" in text_of(visitor.page.all("h1")[0])
    print(f"\nready again after {min(waits):.1f} to {max(waits):.1f} s")
    assert max(waits) < START_SECONDS
