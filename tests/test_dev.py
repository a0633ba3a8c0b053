"""The developer commands and the lock, as one meets them on a fresh clone."""

import os
import re
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))


# The caller's SPS_URL and the like would change what is tested here.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("SPS_", "DATABASE_", "DJANGO_"))
}


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "dev", *arguments],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def requirements(lock: Path) -> list[str]:
    """Each requirement with its hashes, on one line."""
    joined = lock.read_text().replace("\\\n", " ")
    return [
        line
        for line in joined.splitlines()
        if line and not line.lstrip().startswith("#")
    ]


def names(lock: Path) -> set[str]:
    return {requirement.split()[0] for requirement in requirements(lock)}


def test_there_is_a_lock_for_running_for_postgresql_and_for_developing():
    assert [lock.name for lock in LOCKS] == [
        "requirements-dev.txt",
        "requirements-postgres.txt",
        "requirements.txt",
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock):
    assert not re.search(r"://|--(extra-)?index|--find-links", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_version_and_a_hash(lock):
    for requirement in requirements(lock):
        assert re.match(
            r"[\w.\[\],-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", requirement
        )


def test_a_larger_lock_holds_the_smaller_one():
    runtime, postgres, development = (
        names(ROOT / f"requirements{kind}.txt") for kind in ("", "-postgres", "-dev")
    )

    assert runtime < postgres < development


def test_no_command_shows_the_usage():
    answer = dev()

    assert answer.returncode == 0
    assert answer.stdout.startswith("usage: ./dev COMMAND")


def test_an_unknown_command_ends_with_2_and_the_usage():
    answer = dev("nonsense")

    assert answer.returncode == 2
    assert "no command 'nonsense'" in answer.stderr
    assert "usage: ./dev COMMAND" in answer.stderr


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:notaport",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:",
        ":8000",
        "8000",
        "127.0.0.1",
        "::1:8000",
        "a b:8000",
        "http://127.0.0.1:8000",
    ],
)
def test_a_malformed_address_is_one_clear_line(address):
    answer = dev("run", address)

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "./dev run 127.0.0.1:8000" in answer.stderr


def test_a_taken_port_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        answer = dev("run", f"127.0.0.1:{port}")

    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert f"127.0.0.1:{port} is taken" in answer.stderr


@contextmanager
def served(var: Path) -> Iterator[tuple[float, Path]]:
    """./dev run on a free port: the seconds until it answered, and what it printed."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    ready = f"http://{address}/health/ready"
    printed = var / "printed"
    start = time.monotonic()
    with printed.open("w") as output:
        process = subprocess.Popen(
            [ROOT / "dev", "run", address],
            env={**ENVIRONMENT, "SPS_VAR": str(var)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        while process.poll() is None and time.monotonic() < start + 120:
            try:
                with urllib.request.urlopen(ready, timeout=5):
                    break
            except urllib.error.HTTPError:
                raise
            except OSError:
                time.sleep(0.02)
        assert process.poll() is None, printed.read_text()
        yield time.monotonic() - start, printed
        # As Ctrl-C in a terminal: to every process of the group.
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=30) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.slow
def test_run_prepares_everything_once_and_starts_again_within_three_seconds(tmp_path):
    with served(tmp_path) as (_, printed):
        first = printed.read_text()
    assert re.search(r"password +\w{5}-\w{5}-\w{5}-\w{5}\n", first)
    assert (tmp_path / "static" / "staticfiles.json").exists()

    for _ in range(3):
        before = processor_seconds()
        with served(tmp_path) as (seconds, printed):
            assert printed.read_text().count("\n") == 1  # the address
        # Where other work takes the processor, its time tells what the clock cannot:
        # 2 s for three processes that load Django, 9 s where all is prepared anew.
        if seconds < 3 or processor_seconds() - before < 5:
            return
    pytest.fail(f"the last of three starts took {seconds:.1f} s")


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
