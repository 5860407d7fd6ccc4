"""What a phase was closed on is kept as it was, beside what comes out of the data now."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from cpaudit.audits.models import Balance, InventoryLine, Measurement, Scenario
from cpaudit.engine import Factor, estimate, to_json
from cpaudit.gates.kept import hash_of, recomputed
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.gates.results import GIVERS
from cpaudit.options.models import Option
from cpaudit.phases import PhaseKey, StepKey
from cpaudit.storage.database import Database, Scope
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import close_phases, measured

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]

ECONOMICS = {
    "investment": Decimal(3000),
    "life_years": 7,
    "tax_rate": 0.25,
    "discount_rate": 0.08,
    "currency": "CNY",
    "price_year": 2026,
}
"""Illustrative."""

FIELDS = """
    totalCount
    nodes {
        id closing kind subject value unit keptAt contentHash reproduced changed
        keptBy { id }
        pins { pack packVersion contentHash }
        explain { symbol value json text(lang: "en") }
        current { value unit explain { value } }
    }
"""


async def _kept(audit: AuditActs, phase: PhaseKey = PhaseKey.ASSESSMENT, given: str = "first: 50") -> list[Any]:
    found = (await audit.phase(phase, f"results({given}) {{ {FIELDS} }}"))["results"]
    return list(found["nodes"])


async def test_a_phase_that_is_open_has_kept_nothing(ready: AuditActs) -> None:
    assert await _kept(ready) == []


async def test_closing_keeps_value_trace_and_content(concluded: AuditActs, audit_id: str, open_work: OpenWork) -> None:
    (balance,) = await _kept(concluded)
    assert (balance["kind"], balance["closing"]) == ("BALANCE", 1)
    assert balance["value"] == balance["current"]["value"] == balance["explain"]["value"]
    assert balance["changed"] is False
    assert balance["reproduced"] is True
    assert balance["explain"]["json"]["formula"] == "balance.gap_fraction"
    assert "gap/Σ in" in balance["explain"]["text"]
    assert balance["keptBy"] is not None
    async with open_work() as work:
        pins = work.library.pins()
    assert balance["contentHash"] == hash_of(pins)
    assert [each["contentHash"] for each in balance["pins"]] == [pin.content_hash for pin in pins]


async def test_every_kept_trace_gives_the_same_digits_again(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        for option in await work.all(Option, audit_id=audit_id):
            await work.change(option, None, "optionChanged", scores={"effect": 7.0}, **ECONOMICS)
        activity = measured(1234.5, "t")
        estimated = estimate(activity, Factor(0.1, "kg", "t", "dust"))
        line = InventoryLine(
            tenant_id=work.actor.tenant,
            audit_id=audit_id,
            scenario=Scenario.BEFORE,
            name="示例",
            pollutant="dust",
            activity=activity,
            emission=estimated.emission,
            trace=json.loads(to_json(estimated.trace)),
        )
        await work.add(line, "inventoryLineAdded")
        await close_phases(work, audit_id)
    async with open_work() as work:
        rows = await work.all(KeptResult, audit_id=audit_id)
        # An industry without an indicator system has no rating.
        assert {row.kind for row in rows} == set(ResultKind) - {ResultKind.RATING}
        for row in rows:
            value = recomputed(row.trace)
            assert (list(value) if isinstance(value, tuple) else value) == row.value


async def test_what_changes_afterwards_is_told_beside_what_was_kept(
    concluded: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    (before,) = await _kept(concluded)
    async with open_work() as work:
        (reading, _) = await work.all(Measurement, audit_id=audit_id)
        await work.change(reading, None, "measurementChanged", amount=measured(103, "m3/d"))
    (after,) = await _kept(concluded)
    assert after["value"] == before["value"]
    assert after["changed"] is True
    assert after["current"]["value"] != after["value"]
    assert after["reproduced"] is True
    assert await concluded.status("ASSESSMENT") == "STALE"


async def test_a_result_whose_subject_is_gone_has_changed_and_has_no_present_value(
    concluded: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        (balance,) = await work.all(Balance, audit_id=audit_id)
        await work.remove(balance, "balanceRemoved")
    (kept,) = await _kept(concluded)
    assert kept["current"] is None
    assert kept["changed"] is True


async def test_closing_again_keeps_a_new_set_and_leaves_the_old_one(
    concluded: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    await concluded.reopen("ASSESSMENT")
    async with open_work() as work:
        (reading, _) = await work.all(Measurement, audit_id=audit_id)
        await work.change(reading, None, "measurementChanged", amount=measured(101, "m3/d"))
    assert (await concluded.complete("ASSESSMENT"))["__typename"] == "Audit"
    second, first = await _kept(concluded)
    assert (second["closing"], first["closing"]) == (2, 1)
    assert (second["changed"], first["changed"]) == (False, True)
    assert [each["closing"] for each in await _kept(concluded, given="filter: {closing: 1}")] == [1]


async def test_a_kept_result_can_neither_be_changed_nor_removed(
    concluded: AuditActs, audit_id: str, database: Database, open_work: OpenWork
) -> None:
    async with open_work() as work:
        scope = Scope(work.actor.tenant)
    for statement in (
        update(KeptResult).where(col(KeptResult.audit_id) == audit_id).values(unit="kg"),
        delete(KeptResult).where(col(KeptResult.audit_id) == audit_id),
    ):
        with pytest.raises(DBAPIError):
            async with database.writing(scope) as session:
                await session.exec(statement)


async def test_another_tenant_sees_no_kept_result(concluded: AuditActs) -> None:
    (kept,) = await _kept(concluded)
    document = "query ($id: ID!) { node(id: $id) { id } }"
    assert (await concluded.graphql(document, id=kept["id"]))["node"] == {"id": kept["id"]}
    assert (await concluded.graphql(document, tenant="light", id=kept["id"]))["node"] is None


async def test_a_gate_that_refuses_keeps_nothing(audit: AuditActs, audit_id: str, open_work: OpenWork) -> None:
    assert (await audit.complete("ORGANIZATION"))["__typename"] == "GateBlocked"
    async with open_work() as work:
        assert await work.all(KeptResult, audit_id=audit_id) == []


async def test_the_other_phases_keep_theirs(ready: AuditActs, audit_id: str, open_work: OpenWork) -> None:
    async with open_work() as work:
        await close_phases(work, audit_id, PhaseKey.PRE_ASSESSMENT)
    assert [each["kind"] for each in await _kept(ready, PhaseKey.PRE_ASSESSMENT)] == ["FOCUS_RANKING"]
    assert StepKey.RESULTS in GIVERS
