"""A passed gate holds as long as what it judged is unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from cpaudit.audits.models import Measurement, Obstacle, Scenario
from cpaudit.gates.service import PHASE_COMPLETED
from cpaudit.phases import PhaseKey
from cpaudit.storage.event_log import Event
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import close_phases, measured
from support.stages import OpenWork

COMMITMENT = "示例 COMMITMENT"
"""The text with which the phase was closed."""


@pytest.fixture
async def passed(open_work: OpenWork, ready: AuditActs, audit_id: str) -> AuditActs:
    """The audit with its first two phases closed."""
    async with open_work() as work:
        await close_phases(work, audit_id, PhaseKey.PLANNING)
    return ready


async def test_a_later_edit_makes_the_gate_stale_and_the_edit_back_makes_it_passed(passed: AuditActs) -> None:
    checksum = (await passed.phase("ORGANIZATION", "gate { checksum }"))["gate"]["checksum"]
    await passed.state("另一份承诺", version=1)
    changed = (await passed.phase("ORGANIZATION", "passedAt gate { status checksum }"))["gate"]
    assert changed["status"] == "STALE"
    assert changed["checksum"] != checksum
    assert await passed.status("PLANNING") == "PASSED"

    await passed.state(COMMITMENT, version=2)
    gate = (await passed.phase("ORGANIZATION", "gate { status checksum }"))["gate"]
    assert gate == {"status": "PASSED", "checksum": checksum}


async def test_an_edit_of_something_else_leaves_the_gate_passed(passed: AuditActs) -> None:
    add = """mutation ($input: AddCauseInput!) { addCause(input: $input) { __typename } }"""
    cause = {"audit": passed.audit, "aspect": "STAFF", "description": "培训不足"}
    assert (await passed.graphql(add, input=cause))["addCause"] == {"__typename": "Cause"}
    statuses = await passed.statuses()
    assert (statuses["ORGANIZATION"], statuses["PLANNING"]) == ("PASSED", "PASSED")


async def test_a_difference_in_the_last_digit_is_an_edit(
    open_work: OpenWork, concluded: AuditActs, audit_id: str
) -> None:
    async with open_work() as work:
        (reading, _) = await work.all(Measurement, audit_id=audit_id)
        reading.amount = measured(100.0000001, "m3/d")
        work.session.add(reading)
    assert await concluded.status("ASSESSMENT") == "STALE"


async def test_what_was_measured_afterwards_belongs_to_the_results_and_to_no_assessment(
    open_work: OpenWork, concluded: AuditActs, audit_id: str
) -> None:
    async with open_work() as work:
        (reading, _) = await work.all(Measurement, audit_id=audit_id)
        again = Measurement(
            tenant_id=reading.tenant_id,
            audit_id=audit_id,
            stream_id=reading.stream_id,
            amount=measured(80, "m3/d"),
            scenario=Scenario.AFTER,
        )
        await work.add(again, "measurementAdded")
    statuses = await concluded.statuses()
    assert {phase for phase, status in statuses.items() if status != "PASSED"} == {"CONCLUSION"}
    assert statuses["CONCLUSION"] == "STALE"


async def test_a_stale_phase_keeps_later_ones_from_closing(passed: AuditActs) -> None:
    await passed.state("另一份承诺", version=1)
    refused = await passed.complete("PRE_ASSESSMENT")
    assert refused["__typename"] == "GateBlocked"
    assert refused["blockers"][0]["path"] == ["phases", "ORGANIZATION"]
    assert (await passed.complete("ORGANIZATION"))["__typename"] == "Audit"
    assert await passed.status("ORGANIZATION") == "PASSED"
    assert (await passed.complete("PRE_ASSESSMENT"))["__typename"] == "Audit"


async def test_a_stale_phase_is_not_closed_again_before_an_earlier_one(
    passed: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    async with open_work() as work:
        await _forget_obstacles(work, audit_id)
    await passed.state("另一份承诺", version=1)
    assert list((await passed.statuses()).values())[:2] == ["STALE", "STALE"]
    assert await passed.codes("PLANNING") == ["EARLIER_PHASE", "OBSTACLES_MISSING"]
    assert (await passed.complete("PLANNING"))["__typename"] == "GateBlocked"


async def _forget_obstacles(work: Work, audit_id: str) -> None:
    for obstacle in await work.all(Obstacle, audit_id=audit_id):
        await work.remove(obstacle, "obstacleRemoved")


@pytest.mark.parametrize("reason", ["", "  ", "由" * 2001, "a\0b"], ids=["none", "blank", "too long", "null character"])
async def test_a_phase_is_reopened_for_a_reason(passed: AuditActs, reason: str) -> None:
    refused = await passed.reopen("PLANNING", reason)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "reason"])
    assert await passed.status("PLANNING") == "PASSED"


async def test_a_phase_that_is_not_passed_is_not_reopened(passed: AuditActs) -> None:
    refused = await passed.reopen("ASSESSMENT")
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "phase"])


async def test_the_reason_for_reopening_stays_on_record(passed: AuditActs, open_work: OpenWork) -> None:
    reopened = await passed.reopen("PLANNING", "工作计划要改")
    assert reopened["__typename"] == "Audit"
    phase = await passed.phase("PLANNING", "passedAt passedBy { name } reopenedAt reopenReason gate { status }")
    assert phase["reopenedAt"] is not None
    assert (phase["passedAt"], phase["passedBy"], phase["reopenReason"]) == (None, None, "工作计划要改")
    assert phase["gate"]["status"] == "READY"
    await passed.complete("PLANNING")
    async with open_work() as work:
        query = select(Event).where(Event.action == "phaseReopened")
        (event,) = (await work.session.exec(query)).all()
    assert (event.after or {})["reopen_reason"] == "工作计划要改"


async def test_each_act_on_a_phase_is_one_event(passed: AuditActs, open_work: OpenWork) -> None:
    async def events() -> list[str]:
        async with open_work() as work:
            found: Any = await work.session.exec(select(Event.action).order_by(col(Event.id)))
            return list(found.all())

    before = await events()
    await passed.complete("PRE_ASSESSMENT")
    await passed.reopen("PRE_ASSESSMENT")
    assert (await events())[len(before) :] == [PHASE_COMPLETED, "phaseReopened"]
