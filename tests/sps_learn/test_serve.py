"""The server on a real port: which addresses it takes, and what a kill leaves."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from sps_learn.serve import free_ip, split_address

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


class Server:
    """`python -m sps_learn.serve` on a port of its own."""

    log = None  # where what it says goes, if not to the test run

    def __init__(self, var: Path) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sps_learn.settings",
            "SPS_VAR": str(var),
            "SPS_URL": f"http://127.0.0.1:{self.port}",
        }

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sps_learn.serve", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            env=self.environment,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait_until_it_answers()

    def answers(self) -> bool:
        address = f"http://127.0.0.1:{self.port}/health/live"
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def wait_until_it_answers(self) -> None:
        wait_until(lambda: self.answers() or self.process.poll() is not None)
        assert self.process.poll() is None

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(holds, seconds: float = START_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.end()


@pytest.mark.parametrize(
    ("address", "parts"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("[::1]:8000", ("::1", 8000))],
)
def test_an_address_is_a_host_and_a_port(address, parts):
    assert split_address(address) == parts


def test_a_name_becomes_a_number():
    assert free_ip("localhost", free_port()) in {"127.0.0.1", "::1"}


def test_a_taken_port_says_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(
            SystemExit, match=f"is taken: .* ./dev run 127.0.0.1:{port + 1}"
        ):
            free_ip("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(SystemExit, match=r"192\.0\.2\.1:8000 cannot be used"):
        free_ip("192.0.2.1", 8000)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@on_linux
@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_every_process_at_once(server, stop):
    processes = [server.process.pid, *server.workers()]

    server.process.send_signal(stop)

    assert server.process.wait(timeout=9) == 0
    assert not any(is_alive(pid) for pid in processes)


@on_linux
@pytest.mark.slow
def test_a_killed_worker_is_replaced(server):
    killed = server.workers()[0]

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: len(set(server.workers()) - {killed}) == 2)
    server.wait_until_it_answers()


@on_linux
@pytest.mark.slow
def test_workers_killed_again_and_again_do_not_end_the_server(server):
    for _ in range(12):
        for worker in server.workers()[:1]:
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.2)

    server.wait_until_it_answers()


@on_linux
@pytest.mark.slow
def test_a_killed_server_takes_its_workers_along_and_starts_again_at_once(server):
    workers = server.workers()
    assert len(workers) == 2

    server.process.kill()
    server.process.wait()
    server.start()

    wait_until(lambda: not any(is_alive(pid) for pid in workers))
