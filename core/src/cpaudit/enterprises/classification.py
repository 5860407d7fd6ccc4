"""Codes of GB/T 4754-2017, the industrial classification for national economic activities (国民经济行业分类)."""

from __future__ import annotations

import re

from cpaudit.errors import InvalidInput, PathPart

_CODE = re.compile(r"([A-Z]?)([0-9]{2,4})")

# The last division (大类) of each section (门类); a section begins where the one before it ends.
_LAST_DIVISIONS = {
    "A": 5,
    "B": 12,
    "C": 43,
    "D": 46,
    "E": 50,
    "F": 52,
    "G": 60,
    "H": 62,
    "I": 65,
    "J": 69,
    "K": 70,
    "L": 72,
    "M": 75,
    "N": 79,
    "O": 82,
    "P": 83,
    "Q": 85,
    "R": 90,
    "S": 96,
    "T": 97,
}


def read_code(text: str, *path: PathPart) -> str:
    """A division, group or class (大类、中类、小类) in one form: the section's letter and two to four digits.

    The letter may be left out: the first two digits say which it is. That a group or class stands in
    the standard is not checked.

    Raises:
        InvalidInput: this is no such code, there is no such division, or it stands in another section.
    """
    match = _CODE.fullmatch(text.strip().upper())
    if match is None:
        raise InvalidInput(
            f"{text!r} is no code of GB/T 4754-2017",
            path=path,
            remedy="give two to four digits, with or without the section's letter, as 2611 or C2611",
        )
    letter, digits = match.groups()
    division = int(digits[:2])
    section = next((each for each, last in _LAST_DIVISIONS.items() if division <= last), None)
    if section is None or division == 0:
        raise InvalidInput(f"GB/T 4754-2017 has no division {digits[:2]}", path=path)
    if letter not in ("", section):
        raise InvalidInput(
            f"division {digits[:2]} of GB/T 4754-2017 stands in section {section}, not {letter}",
            path=path,
            remedy=f"write {section}{digits}",
        )
    return section + digits
