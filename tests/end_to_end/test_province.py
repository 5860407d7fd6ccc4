"""``cpaudit province --no-serve`` with few enterprises, in a process of its own: through every step, over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cpaudit.cli.demo.golden import GoldenAudit, PluginAudit, golden_audits
from cpaudit.cli.province.command import LEAST
from cpaudit.cli.province.plan import PHASES, Trait, plan
from cpaudit.cli.province.reconciling import held_against
from cpaudit.cli.province.varying import vary
from cpaudit.plugins import installed_sources
from cpaudit.programmes.models import StageKind

PLUGINS = ("building_materials", "chemical", "light_industry")
SECONDS = 480
"""Far more than a run takes; a run that hangs fails."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the command that has ended."""

    code: int
    out: str
    err: str
    folder: Path
    summary: dict[str, Any]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The least province that goes through every step."""
    directory = tmp_path_factory.mktemp("province")
    output = directory / "output"
    command = [sys.executable, "-c", "from cpaudit.cli import main; main()", "province", "--no-serve"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--enterprises", str(LEAST), "--output", str(output), "--language", "en"],
        cwd=directory,
        env={**os.environ, "TMPDIR": str(directory), "PYTHONIOENCODING": "utf-8", "COLUMNS": "160"},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((output / "summary.json").read_text("utf-8"))
    return Run(done.returncode, done.stdout, done.stderr, output, summary)


def test_every_report_is_the_sum_of_its_packets(province: Run) -> None:
    reports = province.summary["reports"]
    assert len(reports) == len(PLUGINS) + 1
    for report in reports:
        assert report["reconciles"], report["title"]
        for figure in report["figures"]:
            assert figure["value"] is not None or not figure["complete"]
            assert figure["value"] is None or Decimal(figure["value"]) == Decimal(figure["sumOfPackets"])
    (audits,) = [each for each in reports[-1]["figures"] if each["kind"] == "AUDITS"]
    assert audits["value"] == str(sum(each["accepted"] for each in province.summary["sectors"]))


def test_audits_help_to_keep_limits_and_what_nobody_measured_is_not_known(province: Run) -> None:
    before, after = (province.summary["limits"][when] for when in ("before", "after"))
    assert before["EXCEEDED"] > after.get("EXCEEDED", 0)
    assert after["WITHIN"] > 0
    assert after["UNKNOWN"] > 0


def test_the_chain_knows_returns_withdrawals_and_both_decisions(province: Run) -> None:
    sectors = province.summary["sectors"]
    assert sum(each["withdrawn"] for each in sectors) == len(PLUGINS)
    assert sum(each["returned"] for each in sectors) >= 1
    decided = {decision for each in sectors for decision in each["reviews"]}
    assert decided == {"PASSED", "NEEDS_WORK"}
    assert province.summary["commendations"]["commended"] >= 1


def test_money_is_granted_and_refused(province: Run) -> None:
    for each in province.summary["money"]:
        assert Decimal(each["granted"]) == Decimal(each["drawn"]) > Decimal(each["used"]) > 0
        assert each["refused"] >= 1


def test_everybody_sees_what_he_should(province: Run) -> None:
    assert province.summary["roles"]["wrong"] == 0
    roles = (province.folder / "roles.md").read_text("utf-8")
    assert "WRONG" not in roles
    for role in ("PLATFORM_ADMIN", "TENANT_ADMIN", "AUDITOR", "EXPERT", "ENTERPRISE_STAFF", "VIEWER"):
        assert f"| {role} |" in roles


def test_a_mistake_in_the_workbook_is_told_with_its_cell(province: Run) -> None:
    for each in province.summary["refusedCells"]:
        assert (each["sheet"], each["cell"]) == ("Enterprises", "D2")
        assert each["remedy"]


def test_documents_of_every_kind_are_there(province: Run) -> None:
    documents = province.summary["run"]["documents"]
    kinds = {each["kind"] for each in documents}
    assert kinds == {
        "audit report",
        "audit report by a job",
        "interim report",
        "sector report",
        "programme summary",
        "commendation list",
        "workbook",
        "calendar",
        "export",
    }
    for each in documents:
        assert (province.folder / each["file"]).stat().st_size == each["bytes"] > 0
    assert {each["language"] for each in documents} == {"zh-CN", "en"}


def test_dashboards_say_what_the_packets_say(province: Run) -> None:
    dashboards = province.summary["dashboards"]
    assert {each["dashboard"] for each in dashboards} == {"programme", "sector", "enterprise"}
    assert all(each["same"] and each["figures"] for each in dashboards)


def test_the_table_of_the_chain_and_the_logins_are_printed(province: Run) -> None:
    assert "The same to the last digit" in province.out
    assert "Logins of this run" in province.out


def test_of_300_enterprises_every_phase_is_occupied_and_every_trait_there() -> None:
    planned = plan(PLUGINS, 300)
    assert planned == plan(PLUGINS, 300)
    assert len({each.code for each in planned}) == len(planned) == 300
    assert len({each.city for each in planned}) == 13
    roll_out = {each.phases for each in planned if each.stage is StageKind.ROLL_OUT}
    assert roll_out == {None, *range(PHASES + 1)}
    assert {each.trait for each in planned if each.concluded} == set(Trait)


@pytest.fixture(scope="module")
def goldens() -> list[PluginAudit]:
    """The golden audits of all plugins, read once."""
    return [each for source in installed_sources() for each in golden_audits(source)]


@pytest.mark.parametrize("trait", Trait)
def test_a_varied_audit_is_whole_and_says_that_its_figures_are_made_up(
    goldens: list[PluginAudit], trait: Trait
) -> None:
    for golden in goldens:
        planned = replace(plan([golden.plugin], 20)[3], trait=trait, flows=2.0, money=0.5)
        made = vary(golden.audit, planned)
        assert list(made.problems()) == []
        assert made.enterprise.illustrative
        for was, option in zip(golden.audit.options, made.options, strict=True):
            assert option.figures.illustrative
            assert option.figures.source is None
            assert option.figures.investment == was.figures.investment / 2
        for was, measurement in zip(golden.audit.measurements, made.measurements, strict=False):
            grows = not was.amount.unit.endswith(("/m3", "/Nm3", "%"))
            assert measurement.amount.value == pytest.approx(was.amount.value * (2 if grows else 1), rel=1e-5)


def test_shares_and_compositions_stay_possible_however_they_are_varied(goldens: list[PluginAudit]) -> None:
    audits = {each.plugin: each.audit for each in goldens}
    for planned in plan(PLUGINS, 300)[::7]:
        for answers in vary(audits[planned.plugin], planned).answers.by_phase.values():
            for each in answers.values():
                assert each.amount is None or each.amount.unit != "%" or 0 < each.amount.value < 100


def test_copied_answers_are_those_of_the_first_enterprise_of_the_sector(goldens: list[PluginAudit]) -> None:
    (golden,) = (each for each in goldens if each.plugin == "chemical")
    planned = [each for each in plan(PLUGINS, 300) if each.plugin == "chemical"]
    first = vary(golden.audit, planned[0])
    copied, sound = (
        vary(golden.audit, next(each for each in planned[1:] if each.trait is trait and each.concluded))
        for trait in (Trait.COPIED, Trait.SOUND)
    )

    def said(audit: GoldenAudit) -> set[object]:
        return {
            (code, each.note, None if each.amount is None else each.amount.value)
            for answers in audit.answers.by_phase.values()
            for code, each in answers.items()
            if each.note is not None or each.amount is not None
        }

    assert said(copied) == said(first)
    assert not said(sound) & said(first)


def _packet(name: str, value: str | None) -> dict[str, Any]:
    figure = {"kind": "COST", "subject": "", "unit": "CNY 2024", "value": value, "complete": value is not None}
    return {"contentHash": name, "intact": True, "figures": [figure]}


@pytest.mark.parametrize(
    ("value", "terms", "fault"),
    [
        ("0.3", {"a": "0.1", "b": "0.2"}, None),
        ("0.30000000000000004", {"a": "0.1", "b": "0.2"}, "0.30000000000000004 in the report, 0.3 by its packets"),
        ("0.3", {"a": "0.2", "b": "0.1"}, "the terms are not what the packets say"),
        ("0.1", {"a": "0.1"}, "the terms are not what the packets say"),
    ],
)
def test_a_report_that_differs_in_the_last_digit_is_found(value: str, terms: dict[str, str], fault: str | None) -> None:
    figure = {"kind": "COST", "subject": "", "unit": "CNY 2024", "value": value, "complete": True, "without": []}
    report = {
        "title": "r",
        "owner": "o",
        "contentHash": "h",
        "reconciles": True,
        "notCounted": [],
        "packets": [{"contentHash": "a"}, {"contentHash": "b"}],
        "figures": [{**figure, "terms": [{"of": of, "value": each} for of, each in terms.items()]}],
    }
    found = held_against(report, [_packet("a", "0.1"), _packet("b", "0.2")])
    assert (found.faults == ()) is (fault is None)
    if fault is not None:
        assert any(fault in each for each in found.faults)
