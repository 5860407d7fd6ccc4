"""How the demonstration tells what it does: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from cpaudit.cli.output import note_console


class AuditProgress:
    """Tells how far an audit is, phase by phase."""

    def __init__(self, console: Console, title: str, progress: Progress | None, phases: int) -> None:
        self._console = console
        self._title = title
        self._progress = progress
        self._task: TaskID | None = None if progress is None else progress.add_task(title, total=phases, status="")

    def working(self, phase: str) -> None:
        """A phase has begun."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, status=phase)

    def refused(self, phase: str, blockers: tuple[str, ...]) -> None:
        """The phase was not closed before its work was done."""
        more = f" (and {len(blockers) - 1} more)" if len(blockers) > 1 else ""
        self._line(f"{phase}: GateBlocked, {blockers[0]}{more}")

    def passed(self, phase: str) -> None:
        """The phase was closed."""
        self._line(f"{phase}: READY, passed")
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)

    def _line(self, text: str) -> None:
        self._console.print(Text(f"  {self._title}: {text}"))


class StepProgress:
    """Tells how far a step with many parts is: a bar on a terminal, every tenth of it in a line elsewhere."""

    def __init__(self, console: Console, title: str, progress: Progress | None, parts: int) -> None:
        self._console = console
        self._title = title
        self._progress = progress
        self._parts = max(1, parts)
        self._done = 0
        self._task: TaskID | None = None if progress is None else progress.add_task(title, total=self._parts, status="")

    def advance(self) -> None:
        """One more part is done."""
        self._done += 1
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=min(self._done, self._parts))
        elif self._done * 10 // self._parts > (self._done - 1) * 10 // self._parts and self._done < self._parts:
            self._console.print(Text(f"  {self._title}: {self._done} of {self._parts}"))

    def finished(self, seconds: float) -> None:
        """All of it is done."""
        self._console.print(Text(f"{self._title}: done in {seconds:.1f} s"))
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=self._parts)


class Narrator:
    """Writes beside the result, so that a pipe sees the result alone."""

    def __init__(self, console: Console, progress: Progress | None) -> None:
        self._console = console
        self._progress = progress

    def say(self, text: str) -> None:
        """A line about the demonstration as a whole."""
        self._console.print(Text(text))

    def audit(self, title: str, phases: int) -> AuditProgress:
        """The progress of one audit."""
        return AuditProgress(self._console, title, self._progress, phases)

    def step(self, title: str, parts: int) -> StepProgress:
        """The progress of a step with so many parts."""
        return StepProgress(self._console, title, self._progress, parts)


@contextmanager
def narration() -> Iterator[Narrator]:
    """A narrator: with a bar for each audit on a terminal, with lines only elsewhere."""
    console = note_console()
    if not console.is_terminal:
        yield Narrator(console, None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TextColumn("{task.fields[status]}"), TimeElapsedColumn(), console=console) as progress:
        yield Narrator(console, progress)
