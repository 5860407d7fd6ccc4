"""Phases 3 and 8 close on a rating that is certain, and are stale when it is made of something else."""

from __future__ import annotations

import shutil
from pathlib import Path

from cpaudit.audits.models import IndicatorValue, Scenario
from cpaudit.contributions import ContentPack
from cpaudit.engine import is_unit, quantity
from cpaudit.gates.gate import gates_of
from cpaudit.gates.snapshot import take_snapshots
from cpaudit.library import Library
from cpaudit.phases import PhaseKey
from cpaudit.plugins import PluginHost
from gates.ready import close_phases
from ratings.conftest import RatedAudit
from support import rated
from support.rated import amount, outputs, values
from support.stages import OpenWork


async def test_a_system_of_the_industry_asks_for_a_rating_whatever_benchmarks_there_are(audit: RatedAudit) -> None:
    (blocker,) = [each for each in await audit.blockers("PRE_ASSESSMENT") if each["code"] != "EARLIER_PHASE"]
    assert (blocker["code"], blocker["path"]) == ("RATING_BEFORE_MISSING", ["rating", "BEFORE"])
    assert rated.SYSTEM in blocker["message"]
    assert "recordIndicatorValues" in blocker["remedy"]
    assert "RATING_AFTER_MISSING" in await audit.codes("CONCLUSION")


async def test_an_incomplete_rating_blocks_and_names_what_is_missing_limiting_indicators_first(
    audit: RatedAudit,
) -> None:
    await audit.record(values=values(E_1=None, W_3=None))
    (blocker,) = [each for each in await audit.blockers("PRE_ASSESSMENT") if each["code"] != "EARLIER_PHASE"]
    assert blocker["code"] == "RATING_BEFORE_INCOMPLETE"
    assert blocker["path"] == ["rating", "BEFORE", rated.SYSTEM, "E-1", "W-3"]
    assert "missing E-1, W-3; output missing of car, lorry" in blocker["message"]
    (in_chinese,) = [
        each for each in await audit.blockers("PRE_ASSESSMENT", "zh-CN") if each["code"] != "EARLIER_PHASE"
    ]
    assert "缺少指标 E-1, W-3；缺少产量 car, lorry" in in_chinese["message"]


async def test_a_low_grade_is_no_blocker(audit: RatedAudit) -> None:
    await audit.record(values=values(E_1=amount(9, "GJ/t")), outputs=outputs())
    assert (await audit.rating("state"))["state"] == "BELOW"
    assert await audit.codes("PRE_ASSESSMENT") == ["EARLIER_PHASE"]


async def test_what_was_rated_before_is_rated_after(audit: RatedAudit) -> None:
    await audit.record(values=values(), outputs=outputs())
    assert "RATING_AFTER_INCOMPLETE" in await audit.codes("CONCLUSION")
    await audit.record("AFTER", values=values(), outputs=outputs())
    assert await audit.codes("CONCLUSION") == ["EARLIER_PHASE"]


async def test_where_nothing_of_the_system_applies_benchmarks_take_its_place(audit: RatedAudit) -> None:
    none = [{"indicator": each["indicator"], "notApplicableReason": "仅组装（示例）"} for each in values()]
    await audit.record(values=none)
    assert (await audit.rating("state"))["state"] == "NOT_APPLICABLE"
    assert await audit.codes("PRE_ASSESSMENT") == ["EARLIER_PHASE"]


async def test_a_changed_value_or_output_makes_the_gate_stale(audit: RatedAudit) -> None:
    await audit.record(values=values(), outputs=outputs())
    for phase in ("ORGANIZATION", "PLANNING", "PRE_ASSESSMENT"):
        assert (await audit.complete(phase))["__typename"] == "Audit"
    for changed in ({"values": values(W_3=amount(97, "%"))}, {"outputs": outputs(car=3001)}):
        await audit.record(**changed)
        assert await audit.status("PRE_ASSESSMENT") == "STALE"
        await audit.record(values=values(), outputs=outputs())
        assert await audit.status("PRE_ASSESSMENT") == "PASSED"
    await audit.record("AFTER", values=values())
    assert await audit.status("PRE_ASSESSMENT") == "PASSED"


async def test_a_system_that_asks_for_something_else_changes_the_checksum(
    audit: RatedAudit, audit_id: str, open_work: OpenWork, tmp_path: Path
) -> None:
    await audit.record(values=values(), outputs=outputs())
    changed = shutil.copytree(rated.PACK, tmp_path / "motor")
    system = changed / "indicators" / "vehicles.yaml"
    texts = system.read_text("utf-8")
    checksums = []
    async with open_work() as work:
        snapshot = (await take_snapshots(work.session, [audit_id]))[audit_id]
        for text in (texts, texts.replace("Energy per tonne", "Energy"), texts.replace("I: 4, II: 5", "I: 4, II: 5.1")):
            system.write_text(text, "utf-8")
            library = Library.of([ContentPack.from_directory(changed)])
            gates = gates_of(snapshot, library, PluginHost((), known_unit=is_unit), ())
            row = next(row for row in snapshot.phase_rows() if row.key is PhaseKey.PRE_ASSESSMENT)
            checksums.append(gates[row.id].checksum)
    as_it_was, only_renamed, stricter = checksums
    assert as_it_was == only_renamed
    assert as_it_was != stricter


async def test_a_value_that_a_newer_pack_does_not_take_any_more_is_not_known(
    audit: RatedAudit, audit_id: str, open_work: OpenWork, tmp_path: Path
) -> None:
    await audit.record(values=values(), outputs=outputs())
    changed = shutil.copytree(rated.PACK, tmp_path / "motor")
    system = changed / "indicators" / "vehicles.yaml"
    system.write_text(system.read_text("utf-8").replace("unit: GJ/t", "unit: kW"), "utf-8")
    async with open_work() as work:
        snapshot = (await take_snapshots(work.session, [audit_id]))[audit_id]
        library = Library.of([ContentPack.from_directory(changed)])
        gates = gates_of(snapshot, library, PluginHost((), known_unit=is_unit), ())
        row = next(row for row in snapshot.phase_rows() if row.key is PhaseKey.PRE_ASSESSMENT)
    incomplete = [each for each in gates[row.id].blockers if each.code == "RATING_BEFORE_INCOMPLETE"]
    assert [each.path[-1] for each in incomplete] == ["E-1"]


async def test_the_ratings_on_which_phases_were_closed_are_kept(
    audit: RatedAudit, audit_id: str, open_work: OpenWork
) -> None:
    for scenario in ("BEFORE", "AFTER"):
        await audit.record(scenario, values=values(), outputs=outputs())
    async with open_work() as work:
        await close_phases(work, audit_id)
    fields = (
        "results(first: 9, filter: { kind: RATING }) { nodes { subject value changed reproduced explain { value } } }"
    )
    for phase, scenario in (("PRE_ASSESSMENT", "BEFORE"), ("CONCLUSION", "AFTER")):
        (kept,) = (await audit.phase(phase, fields))["results"]["nodes"]
        assert kept["subject"] == f"{rated.SYSTEM} {scenario}"
        assert (kept["value"], kept["explain"]["value"]) == ("II", "II")
        assert (kept["changed"], kept["reproduced"]) == (False, True)
    async with open_work() as work:
        (value,) = await work.all(IndicatorValue, audit_id=audit_id, scenario=Scenario.AFTER, indicator="E-1")
        await work.change(value, None, "indicatorValueChanged", amount=quantity(9, "GJ/t"))
    (kept,) = (await audit.phase("CONCLUSION", fields))["results"]["nodes"]
    assert (kept["value"], kept["changed"], kept["reproduced"]) == ("II", True, True)
    assert await audit.status("CONCLUSION") == "STALE"
