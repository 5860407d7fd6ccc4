"""Limits of permits and quotas, and how the enterprise keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.engine.headroom import Keeping
from cpaudit.reporting.figures import Quantity
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class LimitStanding:
    """A discharge beside its limit in one state of the enterprise; what is not known has no value."""

    keeping: Keeping
    discharge: Quantity
    headroom: Quantity


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """One limit.

    Attributes:
        record: the kind of the record that sets it, with its number.
        applies: whether that record is in force on the day of the report.
        planned: with the recommended options.
        savings: what each of these saves and where that comes from.
        remarks: why something is not known, and what else is to be looked at.
    """

    record: Text
    pollutant: str
    limit: Quantity
    applies: bool
    before: LimitStanding
    after: LimitStanding
    planned: LimitStanding
    savings: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ObligationEntry:
    """A regulatory record on the day of the report."""

    record: Text
    state: Text
    days_left: int | None
