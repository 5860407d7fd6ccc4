"""The processes of servers: started, waited for, measured, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import psutil
from benchmarks.reads.connection import Client, Request

from cpaudit.errors import CpauditError

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0
"""Seconds that a server may take to its first answer."""


class ServerFailedError(CpauditError):
    """A server ended, or did not answer in time; the message holds the end of its log."""

    code = "SERVER_FAILED"


class ServerProcess:
    """A server that runs, with the processes that it started itself."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self._process = process
        self._log = log
        self.port = port

    def resident_bytes(self) -> int:
        """Memory of the server and the processes that it started, shared pages counted once for each."""
        parent = psutil.Process(self._process.pid)
        return sum(each.memory_info().rss for each in (parent, *parent.children(recursive=True)))

    def first_answer(self, request: Request) -> bytes:
        """Ask until the server answers with 200; gives that answer.

        Raises:
            ServerFailedError: the server ended, or answers with something else, or not at all.
        """
        end = time.monotonic() + PATIENCE
        status: object = "no connection"
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with Client(self.port) as client:
                    status, answer = client.ask(request)
                if status == 200:
                    return answer
                status = (status, answer[:300])
            except (OSError, HTTPException) as error:
                status = error
            # Fine enough for start-ups of whole seconds, and leaves the processor to the server.
            time.sleep(0.01)
        raise ServerFailedError(f"{status}\n{self._log.read_text(errors='replace')[-3000:]}")


@contextmanager
def server_process(
    command: Sequence[str], port: int, *, environment: Mapping[str, str] | None = None
) -> Iterator[ServerProcess]:
    """Run a server for the time of the block; afterwards it and its children have ended."""
    with tempfile.TemporaryDirectory(prefix="cpaudit-bench-") as directory:
        log = Path(directory) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                list(command),
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        try:
            yield ServerProcess(process, port, log)
        finally:
            _end(process)


def granian(target: str, port: int) -> list[str]:
    """The command that serves an application as ``cpaudit serve`` does: Granian, one worker."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1"),
        *("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", target),
    ]


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end(process: subprocess.Popen[bytes]) -> None:
    family = [process.pid]
    with suppress(psutil.NoSuchProcess):
        family += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pid in family[1:]:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()
