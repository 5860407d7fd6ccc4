"""Rows that options need beside their own, loaded for all options of a read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import col, select

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.models import AuditRecord, Measurement, Scenario, Stream, StreamPrice, UnitProcess
from cpaudit.audits.services.pinned import libraries_of
from cpaudit.audits.services.process_flows import measured_in
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library
from cpaudit.options.models import FeasibilityStudy, Option, OptionChange, OptionEffect, ScreeningFactor
from cpaudit.options.what_if import ProcessRecords

R = TypeVar("R", bound=AuditRecord)

MOST_COMPARED = 100


async def options_by_id(context: RequestContext, audits: Collection[str]) -> Mapping[str, Option]:
    """The options of these audits."""
    return {option.id: option for option in await _of_audits(context, Option, audits)}


async def effects_by_option(context: RequestContext, audits: Collection[str]) -> Mapping[str, Sequence[OptionEffect]]:
    """Option → its effects, for the options of these audits."""
    found: dict[str, list[OptionEffect]] = defaultdict(list)
    for effect in await _of_audits(context, OptionEffect, audits):
        found[effect.option_id].append(effect)
    return found


async def changes_by_option(context: RequestContext, audits: Collection[str]) -> Mapping[str, Sequence[OptionChange]]:
    """Option → what it changes in the process map, for the options of these audits."""
    found: dict[str, list[OptionChange]] = defaultdict(list)
    for change in await _of_audits(context, OptionChange, audits):
        found[change.option_id].append(change)
    return found


async def process_of(context: RequestContext, audit: str) -> ProcessRecords:
    """The process map of an audit, with what was measured before options were carried out, and its prices."""
    return ProcessRecords(
        units=await _of_audits(context, UnitProcess, [audit]),
        streams=await _of_audits(context, Stream, [audit]),
        measurements=measured_in(Scenario.BEFORE, await _of_audits(context, Measurement, [audit])),
        prices=await _of_audits(context, StreamPrice, [audit]),
    )


async def studies_by_option(context: RequestContext, audits: Collection[str]) -> Mapping[str, FeasibilityStudy]:
    """Option → its study, for the options of these audits."""
    return {study.option_id: study for study in await _of_audits(context, FeasibilityStudy, audits)}


async def screening_of(
    context: RequestContext, audits: Collection[str]
) -> Mapping[str, tuple[Sequence[ScreeningFactor], Sequence[Option]]]:
    """Audit → its screening factors and its options."""
    factors, options = defaultdict(list), defaultdict(list)
    for factor in await _of_audits(context, ScreeningFactor, audits):
        factors[factor.audit_id].append(factor)
    for option in await _of_audits(context, Option, audits):
        options[option.audit_id].append(option)
    return {audit: (factors[audit], options[audit]) for audit in audits}


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """The options of one audit, with their effects by option, where they may act, and the content it uses."""

    options: Sequence[Option]
    effects: Mapping[str, Sequence[OptionEffect]]
    processes: Sequence[UnitProcess]
    library: Library


async def options_of(context: RequestContext, audits: Sequence[str]) -> list[AuditOptions]:
    """The options of each of these audits."""
    options, processes = defaultdict(list), defaultdict(list)
    for option in await _of_audits(context, Option, audits):
        options[option.audit_id].append(option)
    for process in await _of_audits(context, UnitProcess, audits):
        processes[process.audit_id].append(process)
    effects = await effects_by_option(context, audits)
    async with context.database.looking(context.scope) as session:
        libraries = await libraries_of(session, context.host, audits)
    return [AuditOptions(options[audit], effects, processes[audit], libraries[audit]) for audit in audits]


async def competing_options(context: RequestContext, ids: Sequence[str], *, least: int = 2) -> list[Option]:
    """The options with these ids, in their order.

    Raises:
        NotFound: the caller sees no such option.
        InvalidInput: there are none or too many, one stands there twice, or they belong to several audits.
    """
    path = ("ids",)
    if not least <= len(ids) <= MOST_COMPARED:
        raise InvalidInput(f"{len(ids)} options", path=path, remedy=f"give from {least} to {MOST_COMPARED}")
    if len(set(ids)) < len(ids):
        raise InvalidInput("an option stands here twice", path=path)
    query = select(Option).where(col(Option.id).in_(ids), *_own(context, Option))
    async with context.database.looking(context.scope) as session:
        found = {option.id: option for option in (await session.exec(query)).all()}
    for position, each in enumerate(ids):
        if each not in found:
            raise NotFound("there is no option with this id", path=(*path, position))
    if len({option.audit_id for option in found.values()}) > 1:
        raise InvalidInput("the options belong to several audits", path=path, remedy="compare options of one audit")
    return [found[each] for each in ids]


async def _of_audits(context: RequestContext, table: type[R], audits: Collection[str]) -> Sequence[R]:
    query = select(table).where(col(table.audit_id).in_(audits), *_own(context, table)).order_by(col(table.id))
    async with context.database.looking(context.scope) as session:
        return (await session.exec(query)).all()


def _own(context: RequestContext, table: type[AuditRecord]) -> list[Any]:
    narrower = of_own_audits(context, table.__table__)  # type: ignore[attr-defined]
    return [] if narrower is None else [narrower]
