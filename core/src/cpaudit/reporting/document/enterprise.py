"""The enterprise as the overview of a report describes it (企业概况)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


class YearlyKind(StrEnum):
    """What a row of figures over the years is about."""

    INPUT = "INPUT"
    OUTPUT = "OUTPUT"
    DISCHARGE = "DISCHARGE"


@dataclass(frozen=True, slots=True)
class YearlyFigures:
    """One input, output or discharge over the years; a year that is missing is unknown."""

    kind: YearlyKind
    name: Text
    unit: str
    by_year: Mapping[int, Quantity]


@dataclass(frozen=True, slots=True)
class Department:
    """A department or workshop: what it does for production, who heads it, and the work steps in it."""

    name: Text
    work_steps: tuple[Text, ...] = ()
    kind: Text = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class RegulatoryRecord:
    """A pollutant declaration, a discharge permit, a deadline treatment order, a management system, a quota."""

    kind: Text
    reference: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    content: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseProfile:
    """The enterprise as it stands when the report is written.

    Attributes:
        industry_code: class of GB/T 4754, for example ``2611``.
        size: size class, in words.
        established: the year in which it was established.
        products: outputs of the enterprise per year (products only, not the audit focus).
    """

    name: Text
    industry_code: str = ""
    industry_name: Text = ""
    size: Text = ""
    address: Text = ""
    legal_representative: str = ""
    established: int | None = None
    employees: int | None = None
    description: Text = ""
    departments: tuple[Department, ...] = ()
    products: tuple[YearlyFigures, ...] = ()
    records: tuple[RegulatoryRecord, ...] = ()
