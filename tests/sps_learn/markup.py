"""Read a page as a strict parser does, and ask what must hold on every page."""

import re
from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMED_BY_ITSELF = {"hidden", "submit", "button"}
SITE = " · SPS Learn"


class Page:
    """A parsed page; parsing fails on the first error in the HTML."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.elements = [e for e in self.root.iter() if isinstance(e.tag, str)]
        self.ids = Counter(e.get("id") for e in self.elements if e.get("id"))

    def all(self, *tags: str) -> list[Element]:
        return [e for e in self.elements if e.tag in tags]

    @property
    def title(self) -> str:
        return text_of(self.all("title")[0])

    def faults(self) -> list[str]:
        """What is wrong with the page, in words; an empty list when nothing is."""
        return [
            *self._faults_of_frame(),
            *self._faults_of_headings(),
            *self._faults_of_policy(),
            *self._faults_of_references(),
            *self._faults_of_forms(),
        ]

    def _faults_of_frame(self) -> list[str]:
        found = []
        if self.root.get("lang") != "en-GB":
            found.append("no lang")
        if not self.title.endswith(SITE) or len(self.title) == len(SITE):
            found.append(f"title {self.title!r}")
        for tag in ("header", "main", "footer", "h1", "title"):
            if (count := len(self.all(tag))) != 1:
                found.append(f"{count} {tag}")
        names = [nav.get("aria-label", nav.get("aria-labelledby")) for nav in self.navs]
        if names.count("Main") != 1 or len(set(names)) < len(names):
            found.append(f"nav {names}")
        if (first := self.all("a")[0]).get("href") != "#main":
            found.append(f"first link {first.get('href')}")
        return found

    @property
    def navs(self) -> list[Element]:
        return self.all("nav")

    def _faults_of_headings(self) -> list[str]:
        levels = [HEADINGS.index(e.tag) + 1 for e in self.all(*HEADINGS)]
        steps = zip([0, *levels], levels, strict=False)
        return [f"h{new} after h{old}" for old, new in steps if new > old + 1]

    def _faults_of_policy(self) -> list[str]:
        """What the Content-Security-Policy would block, or a third party would see."""
        found = []
        for element in self.elements:
            found += [
                f"{name} on {element.tag}"
                for name in element.attrib
                if name == "style" or name.startswith("on")
            ]
            if element.tag == "style" or (
                element.tag == "script" and not element.get("src")
            ):
                found.append(f"inline {element.tag}")
            for name in ("src", "action"):
                if not (element.get(name) or "/").startswith("/"):
                    found.append(f"{name} {element.get(name)}")
        return found

    def _faults_of_references(self) -> list[str]:
        found = [f"id {name} {n} times" for name, n in self.ids.items() if n > 1]
        for element in self.elements:
            named = [
                *element.get("aria-labelledby", "").split(),
                *element.get("aria-describedby", "").split(),
                *filter(None, [element.get("for"), element.get("form")]),
            ]
            if re.match("#.", element.get("href", "")):
                named.append(element.get("href")[1:])
            found += [f"nothing has the id {n}" for n in named if n not in self.ids]
        return found

    def _faults_of_forms(self) -> list[str]:
        labelled = {e.get("for") for e in self.all("label")}
        found = [
            f"no label for {e.get('name')}"
            for e in self.all("input", "select", "textarea")
            if e.get("type") not in NAMED_BY_ITSELF
            and e.get("hidden") is None
            and e.get("id") not in labelled
        ]
        primary = [e for e in self.elements if "primary" in e.get("class", "").split()]
        if len(primary) > 1:
            found.append(f"{len(primary)} primary buttons")
        for form in self.all("form"):
            if not form.get("method"):
                found.append("form without a method")
        return found


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
