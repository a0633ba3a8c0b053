"""Serve the site: `python -m sps_learn.serve HOST:PORT`, where ./dev run ends.

granian runs two worker processes of one thread each. A worker that dies is
replaced; when the server itself is killed, its workers leave the port by
themselves, so that the next start finds it free.
"""

import argparse
import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from sps_learn import env

WORKERS = 2
LAST_REQUEST_SECONDS = 10
# Workers see within the one that their server was killed; a start waits the other.
WATCH_SECONDS = 0.25
TAKEN_SECONDS = 1.5
VAR_DIR = Path(__file__).resolve().parent.parent / "var"
# Names the file by which a worker says that it could load the site.
LOADED_FILE = "SPS_SERVE_LOADED"


def main() -> None:
    take_default_signals()
    parser = argparse.ArgumentParser(prog="python -m sps_learn.serve")
    parser.add_argument("address", metavar="HOST:PORT", type=split_address)
    parser.add_argument("--check", action="store_true", help="only try the address")
    options = parser.parse_args()
    ip = free_ip(*options.address)
    if not options.check:
        serve(ip, options.address[1])


def split_address(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def free_ip(host: str, port: int) -> str:
    """The numeric address to listen at, or the end with one line that says why."""
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError:
        raise SystemExit(f"{host} is not known as an address; try 127.0.0.1.") from None
    family, *_, name = found[0]
    give_up_at = time.monotonic() + TAKEN_SECONDS
    while error := why_not(family, name):
        if error.errno == errno.EACCES:
            raise SystemExit(f"Port {port} is not allowed here; try one above 1023.")
        if error.errno != errno.EADDRINUSE:
            raise SystemExit(f"{host}:{port} cannot be used: {error.strerror}.")
        if time.monotonic() > give_up_at:
            raise SystemExit(
                f"{host}:{port} is taken: end what runs there, or choose another port,"
                f" such as ./dev run {host}:{port + 1}"
            )
        time.sleep(0.1)
    return str(name[0])


def why_not(family: int, name: tuple[str | int, ...]) -> OSError | None:
    # Without SO_REUSEPORT: granian sets it, and would share the port with a stranger.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(name)
            probe.listen()
        except OSError as error:
            return error
    return None


def serve(ip: str, port: int) -> None:
    from granian import Granian

    loaded = Path(env.text("SPS_VAR", str(VAR_DIR)), f"loaded-{port}")
    loaded.unlink(missing_ok=True)
    os.environ[LOADED_FILE] = str(loaded)
    # At once: a worker that is told to stop while it loads would sleep through it.
    os.register_at_fork(after_in_child=take_default_signals)
    while True:
        server = Granian(
            "sps_learn.serve:load",
            factory=True,
            address=ip,
            port=port,
            interface="wsgi",
            websockets=False,
            workers=WORKERS,
            blocking_threads=1,
            respawn_failed_workers=True,
            respawn_interval=1,
            workers_kill_timeout=LAST_REQUEST_SECONDS,
            log_level="warning",
        )
        server.on_reload(partial(end_without_terminal, sys.stdin.isatty()))
        with suppress(SystemExit):
            server.serve()
        if server.interrupt_signal:
            break
        if not loaded.exists():
            raise SystemExit("The site could not be loaded; the reason is above.")
        # granian takes a worker that dies twice in five seconds for broken
        # and ends. This one has served before, so it was killed.
        take_default_signals()
        time.sleep(0.2)

    loaded.unlink(missing_ok=True)


def load() -> Callable[..., object]:
    """The application, loaded inside a worker."""
    # Ctrl-C reaches every process, and the server then sends SIGTERM: granian's
    # workers hang when they are told twice.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    from sps_learn.wsgi import application

    Path(os.environ[LOADED_FILE]).touch()
    return application


def end_without_terminal(had_terminal: bool) -> None:
    """SIGHUP loads the workers anew, unless it says that the terminal was closed."""
    if had_terminal and not sys.stdin.isatty():
        os.kill(os.getpid(), signal.SIGTERM)


def take_default_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def end_with(server: int) -> None:
    """End this worker, its last request answered, once `server` has died."""
    while os.getppid() == server:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_REQUEST_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
