"""Every failure cpaudit can name: one hierarchy, each class with a stable code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cpaudit.text import LocalizedText

PathPart = str | int


class CpauditError(Exception):
    """A failure that says what was wrong, where, and what to do.

    Attributes:
        code: stable identifier of the kind of failure, in capitals.
        message: what was wrong, in one sentence.
        path: where, from the outside in (argument, field, index; or file, line, column).
        remedy: what the reader can do about it; empty where there is nothing to do.
    """

    code: ClassVar[str] = "CPAUDIT_ERROR"

    def __init__(self, message: str, *, path: Sequence[PathPart] = (), remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path: tuple[PathPart, ...] = tuple(path)
        self.remedy = remedy

    @property
    def extensions(self) -> dict[str, object]:
        """What a GraphQL error carries beside its message."""
        return {"code": self.code, "path": [str(part) for part in self.path], "remedy": self.remedy}

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.path)
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} ({self.remedy})" if self.remedy else text


class InvalidInput(CpauditError):
    """A value that cannot be accepted."""

    code = "INVALID_INPUT"


class NotFound(CpauditError):
    """The thing does not exist, or the caller may not know that it does."""

    code = "NOT_FOUND"


class Denied(CpauditError):
    """The caller's role does not allow this."""

    code = "DENIED"


class Unauthenticated(CpauditError):
    """Nobody is signed in, or the token is not valid."""

    code = "UNAUTHENTICATED"


class Conflict(CpauditError):
    """The object changed since the caller read it.

    Attributes:
        current_version: the version that is stored now.
    """

    code = "CONFLICT"

    def __init__(
        self,
        message: str,
        *,
        current_version: int,
        path: Sequence[PathPart] = (),
        remedy: str = "read the object again and repeat the change on its current state",
    ) -> None:
        super().__init__(message, path=path, remedy=remedy)
        self.current_version = current_version


class ConfigurationError(CpauditError):
    """The installation is not set up as it has to be."""

    code = "CONFIGURATION"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps a phase from closing.

    Attributes:
        plugin: the plugin that asks for it; None for the core.
    """

    code: str
    path: tuple[PathPart, ...]
    message: LocalizedText
    remedy: LocalizedText
    plugin: str | None = None


class GateBlocked(CpauditError):
    """A phase cannot be closed yet."""

    code = "GATE_BLOCKED"

    def __init__(self, message: str, blockers: Sequence[Blocker], *, path: Sequence[PathPart] = ()) -> None:
        super().__init__(message, path=path, remedy="do what each blocker's remedy says")
        self.blockers = tuple(blockers)
