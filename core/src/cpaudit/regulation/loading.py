"""Compliance and readiness of many audits and enterprises, each loaded by a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import (
    AnnualFlow,
    AuditRecord,
    InventoryLine,
    Measurement,
    PollutionSource,
    Scenario,
    Stream,
    UnitProcess,
)
from cpaudit.audits.services.pinned import libraries_of
from cpaudit.audits.services.process_flows import measured_in
from cpaudit.enterprises.models import EnterpriseRecord, PermitLimit, RegulatoryRecord
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionChange, OptionEffect
from cpaudit.plugins import PluginHost
from cpaudit.regulation.compliance import Compliance, compliance_of
from cpaudit.regulation.models import ReadinessMark
from cpaudit.regulation.readiness import Readiness, readiness_of
from cpaudit.regulation.records import AuditRecords, Regulated

A = TypeVar("A", bound=AuditRecord)
E = TypeVar("E", bound=EnterpriseRecord)


async def compliances(
    session: AsyncSession, host: PluginHost, audits: Sequence[tuple[str, str]], on: date
) -> list[Compliance]:
    """The compliance of each audit, given as its id and its enterprise's. Thirteen statements for any number."""
    ids = [audit for audit, _ in audits]
    enterprises = {enterprise for _, enterprise in audits}
    records = await _of_enterprises(session, RegulatoryRecord, enterprises)
    limits = await _of_enterprises(session, PermitLimit, enterprises)
    inventory, annual, sources = (
        await _of_audits(session, InventoryLine, ids),
        await _of_audits(session, AnnualFlow, ids),
        await _of_audits(session, PollutionSource, ids),
    )
    units, streams, measurements = (
        await _of_audits(session, UnitProcess, ids),
        await _of_audits(session, Stream, ids),
        await _of_audits(session, Measurement, ids),
    )
    options, changes, effects = (
        await _of_audits(session, Option, ids),
        await _of_audits(session, OptionChange, ids),
        await _of_audits(session, OptionEffect, ids),
    )
    libraries: dict[str, Library] = await libraries_of(session, host, ids)
    return [
        compliance_of(
            Regulated.of(
                records[enterprise],
                limits[enterprise],
                AuditRecords(
                    libraries[audit],
                    inventory[audit],
                    annual[audit],
                    sources[audit],
                    units[audit],
                    streams[audit],
                    measured_in(Scenario.BEFORE, measurements[audit]),
                    measured_in(Scenario.AFTER, measurements[audit]),
                    options[audit],
                    by_option(changes[audit]),
                    by_option(effects[audit]),
                ),
            ),
            on,
        )
        for audit, enterprise in audits
    ]


async def readinesses(session: AsyncSession, enterprises: Sequence[str], on: date) -> list[tuple[Readiness, ...]]:
    """The readiness of each enterprise; two statements for any number."""
    marks = await _of_enterprises(session, ReadinessMark, enterprises)
    records = await _of_enterprises(session, RegulatoryRecord, enterprises)
    return [readiness_of(marks[each], records[each], on) for each in enterprises]


R = TypeVar("R", OptionChange, OptionEffect)


def by_option(rows: Sequence[R]) -> dict[str, list[R]]:
    """Option → its rows."""
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[row.option_id].append(row)
    return found


async def _of_audits(session: AsyncSession, table: type[A], ids: Collection[str]) -> dict[str, list[A]]:
    found: dict[str, list[A]] = defaultdict(list)
    for row in await session.exec(select(table).where(col(table.audit_id).in_(ids)).order_by(col(table.id))):
        found[row.audit_id].append(row)
    return found


async def _of_enterprises(session: AsyncSession, table: type[E], ids: Collection[str]) -> dict[str, list[E]]:
    found: dict[str, list[E]] = defaultdict(list)
    for row in await session.exec(select(table).where(col(table.enterprise_id).in_(ids)).order_by(col(table.id))):
        found[row.enterprise_id].append(row)
    return found
