"""What a phase was closed on is kept as it was, beside what comes out of the data now."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from cpaudit.audits.models import (
    Balance,
    InventoryLine,
    Measurement,
    Scenario,
    Stream,
    StreamPrice,
    UnitCost,
    UnitProcess,
)
from cpaudit.engine import Factor, estimate, quantity, to_json
from cpaudit.gates.kept import hash_of, recomputed
from cpaudit.gates.models import KeptResult, ResultKind
from cpaudit.gates.results import GIVERS
from cpaudit.options.models import Funding, FundingSource, Option, OptionEffect
from cpaudit.phases import PhaseKey, StepKey
from cpaudit.storage.database import Database, Scope
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import close_phases, measured
from support.stages import OpenWork

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
            effect = OptionEffect(
                tenant_id=work.actor.tenant,
                audit_id=audit_id,
                option_id=option.id,
                subject="废水",
                planned=measured(3.3, "m3/d"),
            )
            await work.add(effect, "optionEffectAdded")
        await _record_flows(work, audit_id)
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
        # No pack has an indicator system for motor vehicles; ratings that are kept are in tests/ratings.
        assert {row.kind for row in rows} == set(ResultKind) - {ResultKind.RATING}
        for row in rows:
            value = recomputed(row.trace)
            assert (list(value) if isinstance(value, tuple) else value) == row.value


async def test_an_open_phase_tells_the_results_on_which_it_would_be_closed(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        for option in await work.all(Option, audit_id=audit_id):
            await work.change(option, None, "optionChanged", scores={"effect": 7.0}, **ECONOMICS)
        await _record_flows(work, audit_id)
    fields = "currentResults(first: %d) { kind subject value unit explain { value text } }"
    found = {
        phase: {each["kind"] for each in (await ready.phase(phase, fields % 50))["currentResults"]}
        for phase in ("PRE_ASSESSMENT", "ASSESSMENT", "OPTION_GENERATION", "FEASIBILITY", "IMPLEMENTATION")
    }
    assert found == {
        "PRE_ASSESSMENT": {"FOCUS_RANKING"},
        "ASSESSMENT": {"LOSS_COSTS", "BALANCE", "RECONCILIATION"},
        "OPTION_GENERATION": {"SCREENING_RANKING"},
        "FEASIBILITY": {"ECONOMICS", "PORTFOLIO"},
        "IMPLEMENTATION": {"EFFECT"},
    }
    assert len((await ready.phase("ASSESSMENT", fields % 1))["currentResults"]) == 1


async def _record_flows(work: Work, audit_id: str) -> None:
    """Measure both streams again, with intervals, and price what comes in."""
    own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
    for stream in await work.all(Stream, audit_id=audit_id):
        amount = quantity(99.5, "m3/d", lower=97.3, upper=101.7)
        await work.add(Measurement(**own, stream_id=stream.id, amount=amount), "measurementAdded")
        if stream.origin_id is None:
            await work.add(StreamPrice(**own, stream_id=stream.id, price=quantity(4.1, "CNY/m3")), "streamPriceAdded")


async def test_the_choice_of_options_is_kept_as_recommended_and_as_funded(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        options = {option.code: option for option in await work.all(Option, audit_id=audit_id)}
        for option in options.values():
            await work.change(option, None, "optionChanged", **ECONOMICS)
        own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
        money = Funding(**own, option_id=options["F1"].id, source=FundingSource.OWN_FUNDS, amount=Decimal(3500))
        await work.add(money, "fundingAdded")
        await close_phases(work, audit_id)
    kinds = {each["kind"]: each for each in await _kept(ready, PhaseKey.FEASIBILITY)}
    assert set(kinds["PORTFOLIO"]["subject"].split(", ")) == {"F1", "F2"}
    (funded,) = [each for each in await _kept(ready, PhaseKey.IMPLEMENTATION) if each["kind"] == "PORTFOLIO"]
    assert funded["subject"] in ("F1", "F2")
    async with open_work() as work:
        (money,) = await work.all(Funding, audit_id=audit_id)
        await work.change(money, None, "fundingChanged", amount=Decimal(6000))
    (funded,) = [each for each in await _kept(ready, PhaseKey.IMPLEMENTATION) if each["kind"] == "PORTFOLIO"]
    assert (funded["changed"], funded["reproduced"]) == (True, True)


async def test_options_that_do_not_compare_keep_no_phase_from_closing(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        for option in await work.all(Option, audit_id=audit_id):
            currency = "EUR" if option.code == "F2" else "CNY"
            await work.change(option, None, "optionChanged", **(ECONOMICS | {"currency": currency}))
        await close_phases(work, audit_id, PhaseKey.FEASIBILITY)
    assert {each["kind"] for each in await _kept(ready, PhaseKey.FEASIBILITY)} == {"ECONOMICS"}


@pytest.mark.parametrize("table", [StreamPrice, UnitCost, Measurement], ids=["price", "cost", "measurement"])
async def test_other_prices_and_measurements_make_the_cost_of_losses_stale(
    ready: AuditActs, audit_id: str, open_work: OpenWork, table: type[StreamPrice | UnitCost | Measurement]
) -> None:
    async with open_work() as work:
        await _record_flows(work, audit_id)
        own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
        (unit,) = await work.all(UnitProcess, audit_id=audit_id)
        cost = UnitCost(**own, unit_process_id=unit.id, energy=quantity(0, "CNY/d"), system=quantity(70, "CNY/d"))
        await work.add(cost, "unitCostAdded")
        (waste,) = [each for each in await work.all(Stream, audit_id=audit_id) if each.destination_id is None]
        await work.add(StreamPrice(**own, stream_id=waste.id, price=quantity(2, "CNY/m3")), "streamPriceAdded")
        await close_phases(work, audit_id, PhaseKey.ASSESSMENT)
    assert await ready.status("ASSESSMENT") == "PASSED"
    async with open_work() as work:
        row = next(row for row in await work.all(table, audit_id=audit_id) if getattr(row, "measured_on", True))
        changed = {
            StreamPrice: {"price": quantity(2.5, "CNY/m3")},
            UnitCost: {"system": quantity(71, "CNY/d")},
            Measurement: {"amount": measured(99, "m3/d")},
        }
        await work.change(row, None, "changed", **changed[table])
    assert await ready.status("ASSESSMENT") == "STALE"
    kept = {(each["kind"], each["subject"]): each for each in await _kept(ready)}
    assert kept["LOSS_COSTS", "S2 废水"]["changed"] is True
    assert kept["LOSS_COSTS", ""]["value"] == 1
    assert kept["RECONCILIATION", ""]["changed"] is False


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
