"""Where a visitor may be sent: to addresses of this site and nowhere else."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 2_000  # characters


def is_local(address: str | None) -> bool:
    """Say whether a browser, however lenient, stays on this site with it."""
    if not address or len(address) > LONGEST_ADDRESS or not address.startswith("/"):
        return False
    # Browsers drop control characters and read a backslash as a slash.
    if "\\" in address or any(ord(letter) <= 32 for letter in address):
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def way_back(request: HttpRequest) -> str:
    """Name the page the visitor is on, to return to after signing in; or nothing."""
    if getattr(request, "htmx", False):
        here = request.htmx.current_url_abs_path
    elif request.method in {"GET", "HEAD"}:
        here = request.get_full_path()
    else:
        # What was posted to answers no GET: back to the page with the form.
        here = _path_on_this_host(request, request.headers.get("Referer", ""))
    return here if is_local(here) else ""


def _path_on_this_host(request: HttpRequest, address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc != request.get_host():
        return ""
    return parts._replace(scheme="", netloc="", fragment="").geturl()
