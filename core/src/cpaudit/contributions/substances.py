"""Substances (污染物词汇表): the keys that name pollutants, so that one thing has one name in all packs."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from cpaudit.contributions.fields import ContentKind, Contribution, Label, Text


class Medium(StrEnum):
    """Where a substance is counted as it leaves a plant."""

    AIR = "air"
    WATER = "water"
    WASTE = "waste"
    ANY = "any"


def _cas_number(text: str) -> str:
    match = re.fullmatch(r"(\d{2,7})-(\d{2})-(\d)", text)
    if match is None:
        raise ValueError("a CAS number looks like 7732-18-5")
    digits = reversed(match[1] + match[2])
    if sum(position * int(digit) for position, digit in enumerate(digits, start=1)) % 10 != int(match[3]):
        raise ValueError(f"the check digit of the CAS number {text} is wrong")
    return text


CasNumber = Annotated[str, AfterValidator(_cas_number)]
"""A CAS registry number, whose check digit is right."""


class Substance(Contribution):
    """A word of the vocabulary: its code is what ``pollutant`` and ``measure`` name.

    Attributes:
        cas: CAS registry number; None for sums and parameters, which have none.
        medium: where it is counted.
        note: what the sum comprises, how the parameter is determined.
    """

    kind: ClassVar[ContentKind] = ContentKind.SUBSTANCE

    name: Text
    cas: CasNumber | None = None
    medium: Medium
    note: Label | None = None
