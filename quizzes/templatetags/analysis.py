"""Numbers as the pages of item analysis say them."""

from django import template

from ..analysis import wording

register = template.Library()

for name in ("number", "share", "span", "share_span"):
    register.filter(name, getattr(wording, name))


@register.filter
def percent(value: float | None) -> str:
    """A number that is in % already."""
    return wording.NOTHING if value is None else f"{wording.number(value, 0)} %"


@register.filter
def lower_first(text: str) -> str:
    """A sentence as what follows a colon."""
    return text[:1].lower() + text[1:]
