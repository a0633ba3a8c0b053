"""Two questions a supervisor may ask: does it run, and can it serve."""

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer at all: the process runs."""
    return HttpResponse(content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say by the status alone whether pages can be served."""
    problem = why_not_ready()
    if problem:
        logger.warning("Not ready: %s", problem)
    return HttpResponse(status=503 if problem else 200, content_type="text/plain")


def why_not_ready() -> str:
    """Name what is missing, for the log only; empty when nothing is."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error as error:
        return f"the database cannot be read ({type(error).__name__})"
    missing = newest_migrations() - applied.keys()
    return f"{len(missing)} apps wait for migrate" if missing else ""


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """List the last migration of each app; read from disk once a process."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
