"""What a plugin has to say about an audit under review, which keeps nothing from being closed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpaudit.contributions.requirements import check_code
from cpaudit.errors import InvalidInput, PathPart
from cpaudit.text import LocalizedText


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "INFO"
    """Good to know."""
    WARNING = "WARNING"
    """Somebody should look at it."""
    SERIOUS = "SERIOUS"
    """It puts a result in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFinding:
    """One thing that a reviewer should look at.

    Attributes:
        code: stable identifier, in capitals: ``GLS_CULLET_SHARE``.
        severity: how much it matters.
        message: what was found, in one sentence.
        evidence: on what it rests, one sentence each: the figures that were compared, and where they stand.
        path: where in the audit, from the outside in: ``("streams", "S3")``.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    code: str
    severity: Severity
    message: LocalizedText
    evidence: tuple[LocalizedText, ...] = ()
    path: tuple[PathPart, ...] = ()

    def __post_init__(self) -> None:
        check_code(self.code)
        if not isinstance(self.severity, Severity):
            raise InvalidInput("a Severity is expected", path=("severity",))
        check_texts(self.message, "message")
        check_texts(self.evidence, "evidence")
        check_path(self.path)


def check_texts(given: object, *path: str) -> None:
    """See that *given* is a text, or a tuple of texts.

    Raises:
        InvalidInput: it is not.
    """
    texts = given if isinstance(given, tuple) else (given,)
    if not all(isinstance(each, LocalizedText) for each in texts):
        raise InvalidInput("a LocalizedText is expected", path=path)


def check_path(given: object) -> None:
    """See that *given* is a path.

    Raises:
        InvalidInput: it is not.
    """
    if not isinstance(given, tuple) or not all(isinstance(part, str | int) for part in given):
        raise InvalidInput("a tuple of names and indices is expected", path=("path",))
