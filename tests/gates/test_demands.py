"""What gates ask beyond the core: checklists of the enterprise's industry, and whatever plugins ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

import cpaudit_chemical
from cpaudit import AuditView, LocalizedText, Phase, Requirement, StepKey, hookimpl
from cpaudit.audits.models import Answer, Stream, UnitProcess
from cpaudit.audits.services.checklist import GivenAnswer, answer_items
from cpaudit.audits.services.evidence import upload_evidence
from cpaudit.contributions import StreamKind
from cpaudit.engine import is_unit
from cpaudit.enterprises.models import Enterprise
from cpaudit.gates.gate import Gate, GateStatus, gates_of
from cpaudit.gates.service import start_audit
from cpaudit.gates.snapshot import take_snapshots
from cpaudit.library import Library
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.storage.database import Database
from cpaudit.work import Work
from gates.acts import AuditActs
from gates.ready import record_all
from support.client import GraphqlClient
from support.stages import OpenWork
from support.statements import counted
from support.world import Province

ASSESSMENT_STEPS = (StepKey.PROCESS_FLOW, StepKey.MEASUREMENT, StepKey.BALANCES, StepKey.CAUSES)


@pytest.fixture
async def chemical_id(open_work: OpenWork, province: Province) -> str:
    """The row's id of an audit of a chemical enterprise; the core's gates are ready, no question is answered."""
    async with open_work() as work:
        audit_id = await start_audit(
            work, province.enterprises["chem"], method=MethodKey.HANDBOOK_1996, title="第一轮审计"
        )
        await record_all(work, audit_id)
        return audit_id


@pytest.fixture
def chemical(graphql: GraphqlClient, chemical_id: str) -> AuditActs:
    """That audit."""
    return AuditActs(graphql, f"Audit:{chemical_id}")


def item(code: str) -> str:
    """The reference of an item of the chemical pack."""
    return f"chemical:checklist_item:{code}"


@pytest.fixture
def asked_first(host: PluginHost) -> tuple[str, ...]:
    """The codes of what the chemical pack asks in the phase of organisation."""
    first = (StepKey.COMMITMENT, StepKey.TEAM)
    return tuple(each.code for each in host.pack("chemical").checklist_items if each.step in first)


async def test_the_checklists_of_the_enterprises_industry_have_to_be_answered(
    chemical: AuditActs, asked_first: tuple[str, ...]
) -> None:
    (blocker,) = await chemical.blockers("ORGANIZATION")
    assert (blocker["code"], blocker["path"], blocker["plugin"]) == ("CHECKLIST_OPEN", ["checklists", "chemical"], None)
    assert len(asked_first) == 7
    assert blocker["message"] == f"7 checklist items are not answered: {', '.join(asked_first[:5])} …"
    assert "answerChecklistItems" in blocker["remedy"]
    (in_chinese,) = await chemical.blockers("ORGANIZATION", "zh-CN")
    assert in_chinese["message"].startswith("7 个检查项未回答")


async def test_the_checklists_of_other_industries_are_not_asked(ready: AuditActs) -> None:
    assert await ready.status("ORGANIZATION") == "READY"


async def test_answers_open_the_gate_once_their_evidence_is_there(
    chemical: AuditActs, chemical_id: str, open_work: OpenWork, asked_first: tuple[str, ...]
) -> None:
    async with open_work() as work:
        await answer_items(work, chemical_id, [GivenAnswer(item(code), "yes") for code in asked_first])
    missing = await chemical.blockers("ORGANIZATION")
    needing = ["CHM-ORG-001", "CHM-ORG-002", "CHM-ORG-003", "CHM-ORG-004", "CHM-ORG-005"]
    assert sorted((each["code"], each["path"][1]) for each in missing) == [
        ("EVIDENCE_MISSING", item(code)) for code in needing
    ]
    async with open_work() as work:
        file = await upload_evidence(
            work, chemical_id, file_name="承诺书.txt", media_type="text/plain", content="承诺".encode()
        )
        given = (
            *(GivenAnswer(item(code), "yes", evidence_ids=(file,)) for code in needing[1:]),
            GivenAnswer(item(needing[0]), not_applicable_reason="仅一个车间"),
        )
        await answer_items(work, chemical_id, given)
    assert await chemical.status("ORGANIZATION") == "READY"
    assert (await chemical.complete("ORGANIZATION"))["__typename"] == "Audit"


async def test_a_question_with_a_condition_is_asked_when_it_holds(
    chemical: AuditActs, chemical_id: str, open_work: OpenWork, host: PluginHost
) -> None:
    asked = [each.code for each in host.pack("chemical").checklist_items if each.step in ASSESSMENT_STEPS]
    assert "CHM-ASM-010" in asked
    async with open_work() as work:
        others = [each for each in asked if each not in ("CHM-ASM-010", "CHM-PRE-014")]
        await answer_items(
            work, chemical_id, [GivenAnswer(item(code), not_applicable_reason="示例") for code in others]
        )
    assert "CHECKLIST_OPEN" not in await chemical.codes("ASSESSMENT")
    for scheme, is_open in (("single_contact", True), ("double_contact", False)):
        async with open_work() as work:
            await answer_items(work, chemical_id, [GivenAnswer(item("CHM-PRE-014"), scheme)])
        found = [each["message"] for each in await chemical.blockers("ASSESSMENT") if each["code"] == "CHECKLIST_OPEN"]
        assert found == (["1 checklist items are not answered: CHM-ASM-010"] if is_open else [])


async def test_a_changed_answer_makes_the_gate_stale(
    chemical: AuditActs, chemical_id: str, open_work: OpenWork, asked_first: tuple[str, ...]
) -> None:
    async def answer(**given: str) -> None:
        async with open_work() as work:
            await answer_items(work, chemical_id, [GivenAnswer(item(code), **given) for code in asked_first])

    await answer(not_applicable_reason="示例")
    await chemical.complete("ORGANIZATION")
    await answer(not_applicable_reason="另一理由")
    assert await chemical.status("ORGANIZATION") == "STALE"
    await answer(not_applicable_reason="示例")
    assert await chemical.status("ORGANIZATION") == "PASSED"
    async with open_work() as work:
        assert {row.version for row in await work.all(Answer, audit_id=chemical_id)} == {3}


async def test_what_a_plugin_asks_blocks_in_its_name(
    chemical: AuditActs, chemical_id: str, open_work: OpenWork
) -> None:
    async with open_work() as work:
        (unit,) = await work.all(UnitProcess, audit_id=chemical_id)
        gas = Stream(
            tenant_id=work.actor.tenant,
            audit_id=chemical_id,
            code="S3",
            name="尾气",
            kind=StreamKind.EMISSION,
            origin_id=unit.id,
            substance="SO2",
        )
        await work.add(gas, "streamAdded")
    of_plugins = [each for each in await chemical.blockers("ASSESSMENT") if each["plugin"] is not None]
    assert [(each["code"], each["plugin"]) for each in of_plugins] == [("CHM_TAIL_GAS_SO2", "chemical")]


def plugin(requirements: Callable[[], Iterator[Requirement]]) -> PluginHost:
    """The chemical plugin, asking for something else."""

    @hookimpl
    def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> list[Requirement]:
        return list(requirements()) if phase.key is PhaseKey.ORGANIZATION else []

    hooks = SimpleNamespace(
        cpaudit_content=cpaudit_chemical.cpaudit_content, cpaudit_phase_requirements=cpaudit_phase_requirements
    )
    return PluginHost([PluginSource.of_object("chemical", hooks)], known_unit=is_unit)


async def first_gate(work: Work, audit_id: str, host: PluginHost) -> Gate:
    """The gate of the first phase, with these plugins."""
    snapshot = (await take_snapshots(work.session, [audit_id]))[audit_id]
    gates = gates_of(snapshot, Library.of(()), host, ("chemical",))
    return gates[snapshot.phase_rows()[0].id]


async def test_a_plugin_that_fails_blocks_the_gate(ready: AuditActs, audit_id: str, open_work: OpenWork) -> None:
    def broken() -> Iterator[Requirement]:
        raise KeyError("kiln")

    async with open_work() as work:
        gate = await first_gate(work, audit_id, plugin(broken))
    assert gate.status is GateStatus.BLOCKED
    assert [(each.code, each.plugin) for each in gate.blockers] == [("PLUGIN_FAILED", "chemical")]
    assert set(gate.blockers[0].message) == {"zh-CN", "en"}


async def test_what_a_plugin_sees_differently_changes_the_checksum(
    ready: AuditActs, audit_id: str, open_work: OpenWork
) -> None:
    text = LocalizedText({"zh-CN": "需要平衡", "en": "a balance is needed"})

    def asking(*met: bool) -> PluginHost:
        codes = ("X_FIRST", "X_SECOND")
        made = [
            Requirement(met=each, code=code, message=text, remedy=text) for code, each in zip(codes, met, strict=True)
        ]
        return plugin(lambda: iter(made))

    async with open_work() as work:
        fine, bad = [await first_gate(work, audit_id, asking(True, met)) for met in (True, False)]
    assert (fine.status, bad.status) == (GateStatus.READY, GateStatus.BLOCKED)
    assert [each.code for each in bad.blockers] == ["X_SECOND"]
    assert fine.checksum != bad.checksum


async def test_the_gates_of_three_audits_cost_the_statements_of_one(
    graphql: GraphqlClient, database: Database, open_work: OpenWork, ready: AuditActs
) -> None:
    query = "{ audits { nodes { phases { gate { status blockers { code } } } } } }"
    costs = []
    for code in ("second", "third"):
        await graphql(query)
        with counted(database) as statements:
            await graphql(query)
        costs.append(len(statements))
        async with open_work() as work:
            row = Enterprise(**(await _enterprise(work)) | {"code": code})
            await work.add(row, "enterpriseRegistered")
            audit_id = await start_audit(work, row.id, method=MethodKey.GUIDE_2018, title=code)
            await record_all(work, audit_id)
    with counted(database) as statements:
        read = await graphql(query)
    assert len(read["audits"]["nodes"]) == 3
    assert {*costs, len(statements)} == {costs[0]}


async def _enterprise(work: Work) -> dict[str, object]:
    (row,) = await work.all(Enterprise, code="car")
    return row.model_dump(exclude={"id"})
