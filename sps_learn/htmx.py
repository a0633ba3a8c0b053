"""The one line that lets a page and its fragments share a view and a template."""

from django.http import HttpRequest


def page_or_fragment(request: HttpRequest, template: str, fragment: str) -> str:
    """Name the fragment for an htmx swap, and the whole page for anything else."""
    htmx = request.htmx
    if htmx and not htmx.boosted and not htmx.history_restore_request:
        return f"{template}#{fragment}"
    return template
