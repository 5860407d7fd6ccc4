"""A contender in a Python of its own, with packages that the project does not have, that works when told to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cpaudit.errors import CpauditError


class WorkerFailedError(CpauditError):
    """The process ended or answered nonsense; the message holds what it said."""

    code = "WORKER_FAILED"


class Worker:
    """A process that answers each line with one JSON object: ``seconds`` and ``figures``."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process = process
        self._log = log

    def seconds(self) -> float:
        """Do the work once and give the seconds that the process measured."""
        return self._ask()[0]

    def figures(self) -> list[float]:
        """Do the work once and give its figures, to hold them against those of others."""
        return self._ask()[1]

    def _ask(self) -> tuple[float, list[float]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write("work\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
            return float(answer["seconds"]), [float(figure) for figure in answer["figures"]]
        except (OSError, ValueError) as error:
            raise WorkerFailedError(self._log.read_text(errors="replace")[-2000:]) from error


@contextmanager
def worker(python: Path, script: Path, arguments: Sequence[str], directory: Path) -> Iterator[Worker]:
    """Run *script* for the time of the block; it works on one thread, as the others do."""
    log = directory / f"{script.stem}.log"
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [str(python), str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **threads},
        )
    try:
        yield Worker(process, log)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)
