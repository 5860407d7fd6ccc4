"""Pollution of enterprises and of sectors, and how representative one is of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.engine import Quantity, Representativeness, UnitError, compatible, representativeness
from cpaudit.enterprises.classification import read_code
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import EnterpriseLoad, SectorLoad
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.work import Work

FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class PollutionProfile:
    """An enterprise against its sector in one year.

    Attributes:
        industry: code of the sector, the narrowest that includes the enterprise and has figures; None where none has.
        year: of the figures; None likewise.
        compared: None where the sector has no figures, or one cannot be held against the other.
        problem: why not, in that case.
    """

    industry: str | None
    year: int | None
    compared: Representativeness | None
    problem: str | None = None


async def _sensible(work: Work, load: EnterpriseLoad | SectorLoad) -> None:
    if not FIRST_YEAR <= load.year <= LAST_YEAR:
        raise InvalidInput(f"{load.year} is no year of a figure", path=("input", "year"))
    if load.amount is not None and load.amount.value < 0:
        raise InvalidInput("nobody discharges less than nothing", path=("input", "amount", "value"))


async def _comparable(work: Work, load: EnterpriseLoad | SectorLoad) -> None:
    """Figures of one pollutant convert into each other, so that they can be compared at all."""
    same = {"pollutant": load.pollutant, "medium": load.medium, "year": load.year}
    known: Sequence[EnterpriseLoad | SectorLoad] = [
        *await work.all(EnterpriseLoad, **same),
        *await work.all(SectorLoad, **same),
    ]
    for other in known:
        if other.id == load.id or other.amount is None or load.amount is None:
            continue
        if not compatible(other.amount.unit, load.amount.unit):
            raise InvalidInput(
                f"{load.amount.unit} does not convert to {other.amount.unit}, in which others are given",
                path=("input", "amount", "unit"),
            )


ENTERPRISE_LOADS = Kind(EnterpriseLoad, Permission.EDIT_ENTERPRISES, rules=(_sensible, _comparable))
SECTOR_LOADS = Kind(SectorLoad, Permission.PLAN_PROGRAMMES, rules=(_sensible, _comparable))


async def record_sector_load(work: Work, columns: Columns) -> str:
    """Record what a sector discharged; gives the record's id. Raises as :meth:`Kind.add` does."""
    work.require(Permission.PLAN_PROGRAMMES)
    return await SECTOR_LOADS.add(
        work, {**columns, "industry": read_code(str(columns["industry"]), "input", "industry")}
    )


Loads: TypeAlias = Mapping[tuple[str, int], Mapping[str, Quantity | None]]
"""(industry or enterprise, year) → pollutant → amount."""


@dataclass(frozen=True, slots=True)
class HeldLoads:
    """The loads that are recorded of some enterprises and of the sectors that include them."""

    sectors: Loads
    own: Loads

    def profile_of(self, enterprise: Enterprise, year: int | None) -> PollutionProfile:
        """The profile of an enterprise against its sector.

        Args:
            year: of the figures; by default the latest year for which the sector has any.
        """
        for code in _codes(enterprise):
            years = [each for industry, each in self.sectors if industry == code and year in (None, each)]
            if years:
                chosen = max(years)
                own = self.own.get((enterprise.id, chosen), {})
                try:
                    compared = representativeness(own, self.sectors[code, chosen])
                except UnitError as error:
                    return PollutionProfile(code, chosen, None, error.message)
                return PollutionProfile(code, chosen, compared)
        return PollutionProfile(None, None, None, "no load of the sector is recorded")


async def loads_of(session: AsyncSession, enterprises: Sequence[Enterprise]) -> HeldLoads:
    """What is recorded of enterprises and their sectors; two statements for all of them."""
    wanted = {code for each in enterprises for code in _codes(each)}
    sectors: dict[tuple[str, int], dict[str, Quantity | None]] = defaultdict(dict)
    for load in (await session.exec(select(SectorLoad).where(col(SectorLoad.industry).in_(wanted)))).all():
        sectors[load.industry, load.year][f"{load.pollutant} ({load.medium})"] = load.amount
    own: dict[tuple[str, int], dict[str, Quantity | None]] = defaultdict(dict)
    ids = [each.id for each in enterprises]
    for held in (await session.exec(select(EnterpriseLoad).where(col(EnterpriseLoad.enterprise_id).in_(ids)))).all():
        own[held.enterprise_id, held.year][f"{held.pollutant} ({held.medium})"] = held.amount
    return HeldLoads(sectors, own)


def _codes(enterprise: Enterprise) -> list[str]:
    """The industries that include an enterprise, the narrowest first: ``C2611``, ``C261``, ``C26``."""
    return [enterprise.gb4754[:length] for length in range(len(enterprise.gb4754), 2, -1)]
