"""Limits and orders as a report tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from cpaudit.audits.models import (
    AnnualFlow,
    InventoryLine,
    Measurement,
    PollutionSource,
    Stream,
    UnitProcess,
)
from cpaudit.engine import Finding, Trace
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionChange, OptionEffect
from cpaudit.regulation.compliance import Compliance, ComplianceRow, Standing, compliance_of
from cpaudit.regulation.loading import by_option
from cpaudit.regulation.obligations import Obligation
from cpaudit.regulation.records import AuditRecords, Regulated
from cpaudit.reporting import document as doc
from cpaudit.reporting.collect.amounts import shown, stated
from cpaudit.reporting.collect.enterprise import EnterpriseParts
from cpaudit.reporting.collect.terms import term
from cpaudit.reporting.collect.texts import COLON, joined
from cpaudit.reporting.formatting import format_quantity
from cpaudit.reporting.text import Text
from cpaudit.text import LANGUAGES

_SPACE: Mapping[str, str] = dict.fromkeys(LANGUAGES, " ")


def held_against_regulation(snapshot: Snapshot, library: Library, parts: EnterpriseParts, on: dt.date) -> Compliance:
    """The compliance of the audit on a day."""
    records = AuditRecords(
        library,
        snapshot.of(InventoryLine),
        snapshot.of(AnnualFlow),
        snapshot.of(PollutionSource),
        snapshot.of(UnitProcess),
        snapshot.of(Stream),
        snapshot.of(Measurement),
        snapshot.measured_after,
        snapshot.of(Option),
        by_option(snapshot.of(OptionChange)),
        by_option(snapshot.of(OptionEffect)),
    )
    return compliance_of(Regulated.of(parts.records, parts.limits, records), on)


def limits(compliance: Compliance) -> tuple[doc.LimitEntry, ...]:
    """The limits, those of records that are not in force among them."""
    return tuple(_entry(row) for row in compliance.rows)


def obligations(compliance: Compliance) -> tuple[doc.ObligationEntry, ...]:
    """All records of the enterprise on the day."""
    return tuple(
        doc.ObligationEntry(_record(each), term(each.state), each.days_left) for each in compliance.obligations
    )


def remarks(compliance: Compliance) -> tuple[Text, ...]:
    """What is to be known beside the limits."""
    return tuple(each.message for each in compliance.findings)


def traces(compliance: Compliance) -> Iterator[Trace]:
    """How the headroom of each limit came about."""
    for row in compliance.rows:
        for standing in (row.before, row.after, row.planned):
            if standing.trace is not None:
                yield standing.trace


def _entry(row: ComplianceRow) -> doc.LimitEntry:
    return doc.LimitEntry(
        _record(row.obligation),
        row.limit.pollutant,
        stated(row.limit.limit),
        row.applies,
        _standing(row.before),
        _standing(row.after),
        _standing(row.planned),
        tuple(_savings(row)),
        tuple(dict.fromkeys(each.message for each in _findings(row))),
    )


def _standing(standing: Standing) -> doc.LimitStanding:
    return doc.LimitStanding(standing.keeping, shown(standing.discharge), shown(standing.headroom))


def _savings(row: ComplianceRow) -> Iterator[Text]:
    for each in row.planned.savings:
        amount = joined((term(each.basis), format_quantity(shown(each.amount))), _SPACE)
        yield joined((each.option.code, amount), COLON)


def _findings(row: ComplianceRow) -> Iterator[Finding]:
    yield from row.before.findings
    # That nobody knows yet what comes after the audit is told by the missing figure.
    yield from (each for each in row.after.findings if each.code != "NO_FIGURE")
    yield from row.planned.findings


def _record(obligation: Obligation) -> Text:
    return joined((term(obligation.record.kind), obligation.record.number or ""), _SPACE)
