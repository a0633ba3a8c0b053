"""The real server with a database of its own."""

import subprocess
import sys

import pytest

from tests.sps_learn.test_serve import ROOT, Server


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
