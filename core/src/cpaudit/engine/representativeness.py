"""How like its sector an enterprise pollutes: the similarity of two compositions of pollution (污染代表性)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.engine.numbers import finite, non_negative
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.ranking import HIGHEST_SCORE, LOWEST_SCORE
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.units import ratio
from cpaudit.errors import InvalidInput

LEAST_POLLUTANTS = 2
"""A composition of one pollutant is the same everywhere, and tells nothing."""


class LoadGap(StrEnum):
    """Why a pollutant keeps the similarity from being known."""

    ENTERPRISE_UNKNOWN = "ENTERPRISE_UNKNOWN"
    SECTOR_UNKNOWN = "SECTOR_UNKNOWN"
    SECTOR_HAS_NONE = "SECTOR_HAS_NONE"
    TOO_FEW_POLLUTANTS = "TOO_FEW_POLLUTANTS"
    NOTHING_DISCHARGED = "NOTHING_DISCHARGED"


@dataclass(frozen=True, slots=True)
class ProfileShare:
    """One pollutant of both profiles.

    Attributes:
        pollutant: what is discharged.
        enterprise: m, as it was given; None where it is not known.
        sector: M, as it was given; None where it is not known.
        part: r = m/M, the enterprise's part of what the sector discharges; None where one of them is not known.
        share: a = r/Σr, what the pollutant has of the enterprise's profile; None where the similarity is not known.
    """

    pollutant: str
    enterprise: Quantity | None
    sector: Quantity | None
    part: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Representativeness:
    """The similarity of an enterprise's pollution to its sector's.

    Attributes:
        shares: every pollutant that one of both profiles names, in the order of their names.
        value: S from 1/n to 1, n being the number of pollutants that the sector discharges; None where it is not known.
        score: R = 1 + 9·S, on the scale of the other criteria; None likewise.
        gaps: pollutant → why it keeps S from being known; the empty name stands for the profile as a whole.
    """

    shares: tuple[ProfileShare, ...]
    value: float | None
    score: float | None
    gaps: tuple[tuple[str, LoadGap], ...]

    @property
    def trace(self) -> Trace:
        """How the score came about."""
        inputs = []
        for each in self.shares:
            gap = dict(self.gaps).get(each.pollutant)
            if each.enterprise is None or each.sector is None or gap is not None:
                inputs.append(Input("m", None, label=each.pollutant))
                continue
            factor = ratio(each.enterprise.unit, each.sector.unit)
            given = Conversion(each.enterprise.value, each.enterprise.unit, factor)
            unit = each.sector.unit
            inputs.append(Input("m", each.enterprise.value * factor, unit, each.pollutant, conversion=given))
            inputs.append(Input("M", each.sector.value, unit, each.pollutant))
        return _SCORE.trace(self.score, [_SIMILARITY.trace(self.value, inputs).as_input()])


def representativeness(
    enterprise: Mapping[str, Quantity | None], sector: Mapping[str, Quantity | None]
) -> Representativeness:
    """Hold the composition of an enterprise's pollution against that of its sector.

    cpaudit's own definition. Amounts of different pollutants do not add up, so each is taken as the part r = m/M that
    the enterprise has of what the sector discharges of it (normalisation, as in ISO 14044, 4.4.3.2). The sector's own
    profile is then 1/n of each of the n pollutants, and the profiles are compared by the percentage similarity of
    Renkonen (1938): S = Σ min(a, 1/n) with a = r/Σr. S is 1 where the enterprise has the same part of every
    pollutant, and 1/n where it discharges a single one. How large the enterprise is does not count.

    What is not known is no zero: a pollutant that only one of the profiles knows leaves S unknown.

    Args:
        enterprise: pollutant → amount in a year; None where it is discharged and nobody knows how much.
        sector: the same of the whole sector, in units that convert.

    Raises:
        InvalidNumber: an amount is negative.
        UnitError: an enterprise's amount does not convert to the sector's unit.
    """
    for name, given in (("enterprise", enterprise), ("sector", sector)):
        if not isinstance(given, Mapping):
            raise InvalidInput("loads are given by pollutant", path=(name,), remedy="give a mapping")
    parts: dict[str, float | None] = {}
    gaps: list[tuple[str, LoadGap]] = []
    for pollutant in sorted({*enterprise, *sector}):
        part, gap = _part(pollutant, enterprise.get(pollutant), sector.get(pollutant))
        parts[pollutant] = part
        if gap is not None:
            gaps.append((pollutant, gap))
    discharged = [part for part in parts.values() if part is not None]
    if not gaps and len(discharged) < LEAST_POLLUTANTS:
        gaps.append(("", LoadGap.TOO_FEW_POLLUTANTS))
    elif not gaps and not any(discharged):
        gaps.append(("", LoadGap.NOTHING_DISCHARGED))
    compared = [pollutant for pollutant, part in parts.items() if part is not None]
    shares_of = {} if gaps else dict(zip(compared, _shares(discharged), strict=True))
    value = None if gaps else _similarity(discharged)
    shares = tuple(
        ProfileShare(
            pollutant,
            enterprise.get(pollutant),
            sector.get(pollutant),
            part,
            shares_of.get(pollutant),
        )
        for pollutant, part in parts.items()
    )
    return Representativeness(shares, value, None if value is None else _score(value), tuple(gaps))


def _part(pollutant: str, own: Quantity | None, whole: Quantity | None) -> tuple[float | None, LoadGap | None]:
    """The enterprise's part of the sector's load, or why there is none; neither where both discharge nothing."""
    if own is not None:
        non_negative(own.value, "enterprise", pollutant)
    if whole is not None:
        non_negative(whole.value, "sector", pollutant)
    if own is None:
        return None, LoadGap.ENTERPRISE_UNKNOWN
    if whole is None:
        return None, LoadGap.SECTOR_UNKNOWN
    amount = own.value * ratio(own.unit, whole.unit)
    if whole.value == 0:
        # The enterprise is one of the sector, so that the sector's figure cannot be right.
        return None, None if amount == 0 else LoadGap.SECTOR_HAS_NONE
    return finite(amount / whole.value, "enterprise", pollutant), None


def _shares(parts: list[float]) -> list[float]:
    # By the largest first, because a sum of large numbers may be none.
    largest = max(parts)
    relative = [part / largest for part in parts]
    total = math.fsum(relative)
    return [part / total for part in relative]


def _similarity(parts: list[float]) -> float:
    return math.fsum(min(share, 1 / len(parts)) for share in _shares(parts))


def _score(similarity: float) -> float:
    return LOWEST_SCORE + (HIGHEST_SCORE - LOWEST_SCORE) * similarity


def _similarity_of(arguments: Arguments) -> float | None:
    if None in arguments.all("m"):
        return None
    pairs = zip(arguments.numbers("m"), arguments.numbers("M"), strict=True)
    parts = [own / whole for own, whole in pairs if whole]
    return _similarity(parts) if len(parts) >= LEAST_POLLUTANTS and any(parts) else None


def _score_of(arguments: Arguments) -> float | None:
    similarity = arguments.maybe("S")
    return None if similarity is None else _score(similarity)


_OWN = "cpaudit's own definition, after the percentage similarity of Renkonen (1938)"
_SIMILARITY: Formula = formula(
    "representativeness.similarity",
    "S",
    "污染结构相似度",
    "similarity of the pollution profiles",
    "S = Σ min(r/Σr, 1/n), r = m/M",
    _OWN,
    _similarity_of,
)
_SCORE = formula("representativeness.score", "R", "污染代表性得分", "score", "R = 1 + 9·S", _OWN, _score_of)
