"""What can be wrong with a content pack, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cpaudit.errors import CpauditError, PathPart


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a content file; ``line`` and ``column`` count from 1, 0 means the file as a whole.

    In a CSV file ``column`` is the number of the cell, elsewhere the number of the character.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """One thing that is wrong (or, in a lenient reading, odd) in one place of a content pack.

    Attributes:
        file: path of the file within the pack, with forward slashes.
        line: from 1; 0 where the file as a whole is meant.
        column: from 1; in a CSV file the number of the cell.
        path: keys and indices from the root of the file to the value.
        message: what is wrong.
        remedy: what to do about it; may be empty.
    """

    file: str
    line: int
    column: int
    path: tuple[PathPart, ...]
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        path = ".".join(str(part) for part in self.path)
        text = f"{where}: {path}: {self.message}" if path else f"{where}: {self.message}"
        return f"{text} ({self.remedy})" if self.remedy else text


class ContentError(CpauditError):
    """A content pack cannot be used; all of its problems are named, not only the first.

    Attributes:
        problems: every problem found, in the order of files and lines.
    """

    code = "CONTENT_INVALID"

    def __init__(self, source: str, problems: Iterable[ContentProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        listing = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} in the content pack {source}:\n{listing}")


@dataclass(slots=True)
class ProblemLog:
    """Collects problems and warnings while a pack is read."""

    problems: list[ContentProblem] = field(default_factory=list)
    warnings: list[ContentProblem] = field(default_factory=list)

    def error(self, location: Location, path: Iterable[PathPart], message: str, remedy: str = "") -> None:
        """Note what makes the pack unusable."""
        self.problems.append(_problem(location, path, message, remedy))

    def warn(self, location: Location, path: Iterable[PathPart], message: str, remedy: str = "") -> None:
        """Note what is odd, but can be read."""
        self.warnings.append(_problem(location, path, message, remedy))


def _problem(location: Location, path: Iterable[PathPart], message: str, remedy: str) -> ContentProblem:
    return ContentProblem(location.file, location.line, location.column, tuple(path), message, remedy)
