"""Where the regulatory records of an enterprise stand on a day: in force, lapsed, overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpaudit.enterprises.models import RegulatoryKind, RegulatoryRecord, RegulatoryStatus


class ObligationState(StrEnum):
    """Where a regulatory record stands on a day.

    OPEN, OVERDUE and FULFILLED are of deadline treatment orders. OPEN is also an order whose deadline is not known.
    """

    PENDING = "PENDING"
    NOT_YET = "NOT_YET"
    IN_FORCE = "IN_FORCE"
    LAPSED = "LAPSED"
    REVOKED = "REVOKED"
    OPEN = "OPEN"
    OVERDUE = "OVERDUE"
    FULFILLED = "FULFILLED"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A regulatory record on a day.

    Attributes:
        days_left: until its last day, that day not counted; below zero afterwards; None where it has no last day, or
            nothing is left to be done.
    """

    record: RegulatoryRecord
    state: ObligationState
    days_left: int | None


def obligation_of(record: RegulatoryRecord, on: date) -> Obligation:
    """Where a record stands on a day; its last day is still in time."""
    state = _state(record, on)
    ended = state in (ObligationState.FULFILLED, ObligationState.REVOKED)
    days = None if record.valid_until is None or ended else (record.valid_until - on).days
    return Obligation(record, state, days)


def _state(record: RegulatoryRecord, on: date) -> ObligationState:
    over = record.valid_until is not None and record.valid_until < on
    match record.status:
        case RegulatoryStatus.PENDING:
            return ObligationState.PENDING
        case RegulatoryStatus.REVOKED:
            return ObligationState.REVOKED
        case RegulatoryStatus.FULFILLED:
            return ObligationState.FULFILLED
        case RegulatoryStatus.EXPIRED if record.kind is not RegulatoryKind.DEADLINE_TREATMENT_ORDER:
            return ObligationState.LAPSED
        case RegulatoryStatus.EXPIRED:
            return ObligationState.OVERDUE
    if record.kind is RegulatoryKind.DEADLINE_TREATMENT_ORDER:
        return ObligationState.OVERDUE if over else ObligationState.OPEN
    if record.issued_on is not None and on < record.issued_on:
        return ObligationState.NOT_YET
    return ObligationState.LAPSED if over else ObligationState.IN_FORCE
