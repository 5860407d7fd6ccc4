"""What a packet takes from an audit: its figures to the last digit, and the facts of how it was made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import select

from cpaudit.audits.models import AnnualFlow, Answer, Audit, Evidence, FlowKind, InventoryLine, Scenario
from cpaudit.contributions import AnswerKind, EvidenceRule
from cpaudit.engine import Quantity
from cpaudit.engine.headroom import Keeping
from cpaudit.gates.snapshot import Snapshot, take_snapshots
from cpaudit.options.models import Funding, FundingSource, Option, OptionEffect, OptionState
from cpaudit.phases import Aspect, CostClass
from cpaudit.programmes.models import Programme, Stage, StageAudit, StageKind
from cpaudit.reporting.document import LimitEntry, LimitStanding
from cpaudit.reporting.figures import Quantity as Shown
from cpaudit.submissions.audit_figures import figures_of, measures_of, standing_of
from cpaudit.submissions.facts import facts_of
from cpaudit.submissions.figures import Figure, FigureKind
from cpaudit.submissions.models import Packet
from cpaudit.submissions.packets import open_packet
from cpaudit.text import LocalizedText
from cpaudit.work import Work
from submissions.world import Desk
from support.stages import OpenWork


def option(own: dict[str, str], code: str, **more: Any) -> Option:
    given = {"aspect": Aspect.MANAGEMENT, "cost_class": CostClass.MEDIUM, "state": OptionState.VERIFIED, **more}
    return Option(**own, code=code, name=code, origin="STAFF", **given)


async def test_a_packet_tells_when_its_audit_began_and_in_which_stage(
    audit: str, open_work: OpenWork, desk: Callable[..., Desk]
) -> None:
    name = LocalizedText({"zh-CN": "试点", "en": "pilots"})
    audit_id = audit.removeprefix("Audit:")
    async with open_work() as work:
        own = {"tenant_id": work.actor.tenant}
        programme = Programme(**own, code="P", name=name)
        stage = Stage(
            **own,
            programme_id=programme.id,
            code="S",
            kind=StageKind.MUNICIPAL_PILOT,
            name=name,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
        )
        for row in (programme, stage, StageAudit(**own, stage_id=stage.id, audit_id=audit_id)):
            work.session.add(row)
            await work.session.flush()
        started = (await work.get(Audit, audit_id)).created_at
    assert (await desk().submit(audit))["state"] == "SUBMITTED"
    async with open_work() as work:
        (packet,) = await work.all(Packet)
        told = open_packet(packet).body["audit"]
        assert told["stage"] == {"code": "S", "kind": "MUNICIPAL_PILOT", "name": dict(name)}
        assert told["startedAt"] == started.isoformat()


async def snapshot_with(work: Work, audit: str, rows: Callable[[dict[str, str]], list[Any]]) -> Snapshot:
    """The audit with more records."""
    audit_id = audit.removeprefix("Audit:")
    made = rows({"tenant_id": work.actor.tenant, "audit_id": audit_id})
    # In the order in which they stand: some refer to others.
    for row in made:
        work.session.add(row)
        await work.session.flush()
    return (await take_snapshots(work.session, [audit_id]))[audit_id]


async def test_figures_are_exact_and_say_what_is_not_known(audit: str, open_work: OpenWork) -> None:
    def rows(own: dict[str, str]) -> list[Any]:
        first = option(own, "M1", investment=Decimal("0.1"), actual_cost=Decimal("0.3"), price_year=2024)
        second = option(own, "M2", investment=Decimal("0.2"), price_year=2024)
        proposed = option(own, "M3", investment=Decimal(999), price_year=2024, state=OptionState.PROPOSED)
        return [
            first,
            second,
            proposed,
            OptionEffect(
                **own, option_id=first.id, subject="H2O", planned=Quantity(0.1, "t"), actual=Quantity(0.7, "t")
            ),
            OptionEffect(**own, option_id=second.id, subject="H2O", planned=Quantity(0.2, "kg")),
            OptionEffect(**own, option_id=proposed.id, subject="H2O", planned=Quantity(1e6, "t")),
            Funding(**own, option_id=first.id, source=FundingSource.OWN_FUNDS, amount=Decimal("0.1")),
            Funding(**own, option_id=second.id, source=FundingSource.OWN_FUNDS, amount=Decimal("0.2")),
            _line(own, "a", Scenario.BEFORE, 0.1),
            _line(own, "b", Scenario.BEFORE, 0.2),
            _line(own, "c", Scenario.AFTER, 0.15),
        ]

    async with open_work() as work:
        snapshot = await snapshot_with(work, audit, rows)
        figures = {(each.kind.value, each.subject, each.unit): each for each in figures_of(snapshot)}
        measures = measures_of(snapshot)
    investment = figures["INVESTMENT", "", "CNY 2024"]
    assert (investment.value, {term.of for term in investment.terms}) == ("0.3", {"M1", "M2", "F1"})
    # Of the option that was verified before nobody knows what it cost.
    assert investment.complete is False
    assert figures["COST", "", "CNY 2024"].value == "0.3"
    assert figures["SAVED_PLANNED", "H2O", "kg"].value == "100.2"
    saved = figures["SAVED", "H2O", "t"]
    assert (saved.value, saved.complete, [term.value for term in saved.terms]) == ("0.7", False, ["0.7", None])
    assert figures["FUNDING", "OWN_FUNDS", "CNY"].value == "0.3"
    assert figures["OPTIONS", "PROPOSED", "1"].value == "1"
    assert figures["OPTIONS_CARRIED_OUT", "MEDIUM", "1"].value == "2"
    assert (figures["TARGETS", "", "1"].value, figures["TARGETS_MET", "", "1"].value) == ("2", "1")
    # The engine's sum as it is printed, with the trace that gives it again.
    before: Figure = figures["EMISSION_BEFORE", "COD", "t"]
    assert before.value == repr(0.1 + 0.2)
    assert before.trace is not None
    assert measures["INVESTED_OPTIONS_CARRIED_OUT"] == "2"
    # The other one is due years after the audit.
    assert measures["TARGETS_MET_SHARE"] == "1"
    assert measures["LARGEST_REDUCTION"] == "0.5"
    # Whether the options are effective is not known of all.
    assert measures["EFFECTIVE_SHARE"] is None


def _line(own: dict[str, str], name: str, scenario: Scenario, amount: float) -> InventoryLine:
    return InventoryLine(**own, name=name, pollutant="COD", scenario=scenario, emission=Quantity(amount, "t"))


async def test_facts_tell_how_the_audit_was_made_and_not_what_was_answered(audit: str, open_work: OpenWork) -> None:
    async with open_work() as work:
        items = work.library.checklist_items()
        asked = [each for each in items if each.answer is AnswerKind.YES_NO_PARTIAL]
        needs = next(each for each in asked if each.evidence is EvidenceRule.REQUIRED)
        other = next(each for each in asked if each.checklist == needs.checklist and each.code != needs.code)
        free = [each for each in items if each.answer in (AnswerKind.TEXT, AnswerKind.NUMBER)]
        text = next(each for each in free if each.evidence is EvidenceRule.OPTIONAL)
        template = next(each for each in work.library.options() if each.annual_saving is not None)
        words = "本厂的密封点已经全部更换并登记在册"

        def rows(own: dict[str, str]) -> list[Any]:
            file = Evidence(**own, file_name="a.txt", media_type="text/plain", size=1, sha256="f" * 64, content=b"x")
            templated = option(own, "T1", template=template.ref, annual_saving=Decimal(500))
            return [
                file,
                Answer(**own, item=needs.ref, value="yes", score=1.0),
                Answer(**own, item=other.ref, value="no", score=0.0, note=words, evidence_ids=[file.id]),
                Answer(**own, item=text.ref, amount=Quantity(12.5, "t")),
                Answer(**own, item="gone:checklist_item:X", value="yes"),
                templated,
                OptionEffect(**own, option_id=templated.id, subject="钢材", planned=Quantity(3, "t")),
                AnnualFlow(**own, year=2024, kind=FlowKind.INPUT, substance="钢材", amount=Quantity(900, "t")),
            ]

        snapshot = await snapshot_with(work, audit, rows)
        facts = facts_of(snapshot, work.library, [])
        assert (await work.session.exec(select(Evidence.id))).all() == [snapshot.of(Evidence)[0].id]
    reference = f"{needs.pack}:checklist:{needs.checklist}"
    assert facts["checklists"] == [{"checklist": reference, "yes": 1, "partial": 0, "no": 1, "notApplicable": 0}]
    assert facts["evidence"] == {"files": [["f" * 64, 1]], "missing": [needs.ref]}
    # One digest for the note and one for the number; a yes is nobody's own word.
    assert len(facts["answers"]) == 2
    assert words not in str(facts)
    assert facts["balances"] == [{"name": "水平衡", "lines": 2, "known": 2, "measured": 2, "explained": False}]
    assert facts["phases"][0]["phase"] == "ORGANIZATION"
    assert facts["team"]["fromProduction"] is None
    (templated,) = [each for each in facts["savings"] if each["option"] == "T1"]
    assert templated["saving"] == "500"
    assert templated["range"]["currency"] == template.annual_saving.currency  # type: ignore[union-attr]
    assert {"option": "T1", "subject": "钢材", "value": "3", "unit": "t", "carriedOut": True} in facts["effects"]
    # Of what the enterprise takes in the latest year counts.
    steel = [each["value"] for each in facts["consumption"] if each["subject"] == "钢材"]
    assert steel == ["1200"]


async def test_kept_limits_are_counted_where_their_records_are_in_force(audit: str, open_work: OpenWork) -> None:
    def standing(keeping: Keeping) -> LimitStanding:
        return LimitStanding(keeping, Shown(None, "t"), Shown(None, "t"))

    def limit(before: Keeping, after: Keeping, *, applies: bool = True) -> LimitEntry:
        three = (standing(each) for each in (before, after, Keeping.WITHIN))
        return LimitEntry("排污许可证", "COD", Shown(1, "t"), applies, *three)

    limits = [
        limit(Keeping.EXCEEDED, Keeping.WITHIN),
        limit(Keeping.UNKNOWN, Keeping.WITHIN),
        limit(Keeping.EXCEEDED, Keeping.EXCEEDED, applies=False),
    ]
    async with open_work() as work:
        snapshot = await snapshot_with(work, audit, lambda own: [])
        found = {(each.kind, each.subject): each.value for each in standing_of(snapshot, work.library, limits)}
    assert found == {
        (FigureKind.LIMITS, "AFTER:WITHIN"): "2",
        (FigureKind.LIMITS, "BEFORE:EXCEEDED"): "1",
        (FigureKind.LIMITS, "BEFORE:UNKNOWN"): "1",
    }


async def test_a_packet_tells_the_stage_and_the_report_when_it_was_accepted(
    audit: str, open_work: OpenWork, desk: Callable[..., Desk]
) -> None:
    async with open_work() as work:
        own = {"tenant_id": work.actor.tenant}
        name = LocalizedText({"zh-CN": "省级试点（示例）", "en": "Provincial pilots (example)"})
        programme = await work.add(Programme(**own, code="p", name=name), "programmeSet")
        days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        stage = Stage(
            **own, **days, programme_id=programme.id, code="first", kind=StageKind.PROVINCIAL_PILOT, name=name
        )
        await work.add(stage, "stageSet")
        work.session.add(StageAudit(**own, stage_id=stage.id, audit_id=audit.removeprefix("Audit:")))
    await desk().submit(audit)
    (received,) = await desk().received("id version")
    await desk().accept(received["id"], received["version"])
    report = await desk().report("submitSectorReport")
    async with open_work() as work:
        opened = open_packet(await work.get(Packet, report["packet"]["id"].removeprefix("Packet:")))
    (listed,) = opened.body["packets"]
    assert listed["stage"] == {"kind": "PROVINCIAL_PILOT", "code": "first", "name": dict(name)}
    days_of = [datetime.fromisoformat(listed[each]) for each in ("startedAt", "concludedAt", "acceptedAt")]
    assert days_of == sorted(days_of)
