"""The server of the demonstration: a process of its own that runs ``cpaudit serve``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

import httpx

from cpaudit.api.settings import DATABASE_URL
from cpaudit.cli.demo.client import DemoFailedError

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until a server that does not answer counts as failed."""

BETWEEN_LOOKS = 0.1
LAST_LINES = 20

_COMMAND = "from cpaudit.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait(self) -> int:
        """Wait until it ends; gives its exit code."""
        return self.process.wait()


@contextmanager
def running_server(database_url: str, port: int | None, log: Path, workers: int = 1) -> Iterator[Server]:
    """A server on the loopback address that answers, ended with the block.

    Args:
        port: None for one that is free.
        log: file for what the server writes.
        workers: processes that answer.

    Raises:
        DemoFailedError: it ended or did not answer in time; the message holds the end of its log.
    """
    chosen = port or _free_port()
    serve = ["serve", "--host", HOST, "--port", str(chosen), "--workers", str(workers)]
    with _running(serve, database_url, log) as process:
        server = Server(f"http://{HOST}:{chosen}", process, log)
        _await_answer(server)
        yield server


@contextmanager
def running_worker(database_url: str, log: Path) -> Iterator[None]:
    """``cpaudit worker`` for as long as the block runs, where the database needs one."""
    if not database_url.startswith("postgresql"):
        yield
        return
    with _running(["worker"], database_url, log):
        yield


@contextmanager
def _running(arguments: Sequence[str], database_url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Our own program in a process of its own, ended with the block."""
    # Not an argument: every process on the machine sees those, and the address may hold a password.
    environment = {**os.environ, DATABASE_URL: database_url}
    _end_orderly_when_told_to()
    with log.open("wb") as sink:
        # A session of its own: Ctrl-C then reaches the demonstration alone, which ends the server itself.
        process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            [sys.executable, "-c", _COMMAND, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _await_answer(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    # One client: each makes a TLS context, which costs more than the server has while it starts.
    with httpx.Client(base_url=server.address, timeout=BETWEEN_LOOKS * 10) as http:
        while time.monotonic() < deadline:
            if server.process.poll() is not None:
                code = server.process.returncode
                raise DemoFailedError(f"the server ended with exit code {code}:\n{_tail(server.log)}")
            try:
                if http.get("/health").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                # It does not listen yet.
                time.sleep(BETWEEN_LOOKS)
    raise DemoFailedError(f"the server did not answer within {PATIENCE:g} seconds:\n{_tail(server.log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-LAST_LINES:])


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_orderly_when_told_to() -> None:
    """Let SIGTERM unwind the program as Ctrl-C does, so that it does not leave a server behind."""

    def unwind(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, unwind)
