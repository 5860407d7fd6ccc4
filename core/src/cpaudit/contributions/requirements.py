"""What a plugin asks of an audit before a phase closes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cpaudit.errors import InvalidInput, PathPart
from cpaudit.text import LocalizedText

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement, met or not; one that is not met is a blocker of the gate.

    Attributes:
        met: whether the audit fulfils it. What cannot be judged is not met.
        code: stable identifier, in capitals: ``CHM_ACID_BALANCE``.
        message: what is required, or what is wrong.
        remedy: what to do about it.
        path: where in the audit, from the outside in: ``("balances", "sulphur")``.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    met: bool
    code: str
    message: LocalizedText
    remedy: LocalizedText
    path: tuple[PathPart, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.met, bool):
            raise InvalidInput("met is True or False, nothing in between", path=("met",))
        check_code(self.code)
        for name in ("message", "remedy"):
            if not isinstance(getattr(self, name), LocalizedText):
                raise InvalidInput("a LocalizedText is expected", path=(name,))
        if not isinstance(self.path, tuple) or not all(isinstance(part, str | int) for part in self.path):
            raise InvalidInput("a tuple of names and indices is expected", path=("path",))


def check_code(code: object) -> None:
    """See that *code* is an identifier in capitals.

    Raises:
        InvalidInput: it is not.
    """
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise InvalidInput(f"{code!r} is not an identifier in capitals", path=("code",))
