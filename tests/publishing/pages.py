"""Fill in the forms of the admin as a browser does."""

from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse

NEVER_SENT = {"submit", "button", "reset"}


def form_on(response: HttpResponse) -> dict[str, list[str]]:
    """What a browser would send if the page's form were sent as it stands."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    content = next(e for e in page.iter("div") if e.get("id") == "content")
    form = next(e for e in content.iter("form") if e.get("method") == "post")
    sent: dict[str, list[str]] = {}
    for control in form.iter():
        if control.get("name") and control.get("disabled") is None:
            for value in _values(control):
                sent.setdefault(control.get("name"), []).append(value)
    return sent


def _values(control: Element) -> list[str]:
    match control.tag:
        case "textarea":
            return ["".join(control.itertext()).replace("\n", "\r\n")]
        case "select":
            options = list(control.iter("option"))
            chosen = [one for one in options if one.get("selected") is not None]
            return [one.get("value", "") for one in chosen or options[:1]]
        case "input" if control.get("type") in {"checkbox", "radio"}:
            is_on = control.get("checked") is not None
            return [control.get("value", "on")] if is_on else []
        case "input" if control.get("type") not in NEVER_SENT:
            return [control.get("value", "")]
    return []


def errors_at(response: HttpResponse) -> dict[str, list[str]]:
    """What the form says is wrong, by field."""
    form = response.context["adminform"].form
    return {name: list(messages) for name, messages in form.errors.items()}


def text_of(response: HttpResponse) -> str:
    """The words of the page, without its markup."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return " ".join(" ".join(page.itertext()).split())
