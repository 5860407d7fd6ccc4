"""Numbers that were typed as text, with the separators that the sender declares."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from cpaudit.errors import InvalidInput

DECIMALS = (".", ",")
THOUSANDS = ("", ",", ".", " ", "'", "_")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers are written.

    Attributes:
        decimal: ``.`` or ``,``.
        thousands: what stands between groups of three digits; nothing by default, so that ``1,234`` is
            refused and not guessed at.

    Raises:
        InvalidInput: a separator is none of those known, or both are the same.
    """

    decimal: str = "."
    thousands: str = ""
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.decimal not in DECIMALS:
            raise InvalidInput(
                f"{self.decimal!r} is no decimal separator", path=("input", "decimal"), remedy="give . or ,"
            )
        if self.thousands not in THOUSANDS:
            raise InvalidInput(
                f"{self.thousands!r} is no thousands separator",
                path=("input", "thousands"),
                remedy="give a point, a comma, a space, an apostrophe, an underscore, or nothing",
            )
        if self.decimal == self.thousands:
            raise InvalidInput(
                "decimal and thousands separator are the same", path=("input", "thousands"), remedy="give two"
            )
        whole = r"\d+" if not self.thousands else rf"\d{{1,3}}(?:{re.escape(self.thousands)}\d{{3}})+|\d+"
        pattern = rf"([+-]?)({whole})(?:{re.escape(self.decimal)}(\d+))?(?:[eE]([+-]?\d{{1,3}}))?"
        object.__setattr__(self, "_pattern", re.compile(pattern, re.ASCII))

    def read(self, text: str) -> Decimal | None:
        """The number, to its last digit; None where the text is none in this format."""
        match = self._pattern.fullmatch(text.translate(_SPACES).strip().replace("\u2212", "-"))
        if match is None:
            return None
        sign, whole, fraction, exponent = match.groups()
        if self.thousands:
            whole = whole.replace(self.thousands, "")
        return Decimal(f"{sign}{whole}.{fraction or '0'}e{exponent or '0'}")
