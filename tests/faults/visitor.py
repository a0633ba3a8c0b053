"""Somebody without JavaScript at the real server."""

import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.sps_learn.markup import Page, text_of


class Visitor:
    """A browser without JavaScript: it keeps cookies and sends forms."""

    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.cookies = cookies.cookiejar
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
        self.open(action, self.hidden(action) | fields)

    def hidden(self, action: str) -> dict[str, str]:
        """What the form with this address sends unseen."""
        form = next(f for f in self.page.all("form") if f.get("action") == action)
        return {
            field.get("name"): field.get("value")
            for field in form.iter("input")
            if field.get("type") == "hidden"
        }

    def some_answer(self, number: int) -> dict[str, str]:
        """What can be answered to the question of the page, of whatever kind."""
        lists = [e.get("name") for e in self.page.all("select")]
        if places := [name for name in lists if name.startswith("answer-")]:
            return {name: str(place) for place, name in enumerate(places, start=1)}
        fields = [e for e in self.page.all("input") if e.get("name") == "answer"]
        if fields[0].get("type") == "text":
            return {"answer": str(number)}
        return {"answer": fields[number % len(fields)].get("value")}

    def reasons(self) -> list[str]:
        """Each option with its marks and its reason; empty before the answer."""
        return [
            text_of(item)
            for item in self.page.all("li")
            if "answer" in item.get("class", "").split()
        ]
