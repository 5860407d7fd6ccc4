"""``cpaudit demo --no-serve`` in a process of its own: published cases through whole audits, over HTTP.

The figures of cases A, C, D and F are held against what the demonstration's summary says; see tests/cases
for their sources.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cpaudit.cli.demo.golden import read_golden_audit
from cpaudit.contributions import ContentError
from cpaudit.engine import annuity

PLUGINS = ("building_materials", "chemical", "light_industry")
LANGUAGES = ("zh-CN", "en")
SECONDS = 480
"""Far more than a run takes; a run that hangs fails."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the command that has ended."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def summary(self) -> dict[str, dict[str, Any]]:
        """What the run says of each audit, by plugin."""
        audits: list[dict[str, Any]] = json.loads((self.folder / "summary.json").read_text("utf-8"))
        return {audit["plugin"]: audit for audit in audits}

    def option(self, plugin: str, code: str) -> dict[str, Any]:
        """One option of the audit of a plugin."""
        return next(option for option in self.summary[plugin]["options"] if option["code"] == code)


def run_demo(directory: Path, *arguments: str) -> Run:
    """Run ``cpaudit demo --no-serve`` in a directory of its own, where its temporary files go too."""
    output = directory / "output"
    command = [sys.executable, "-c", "from cpaudit.cli import main; main()", "demo", "--no-serve"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--output", str(output), "--language", "en", *arguments],
        cwd=directory,
        env={**os.environ, "TMPDIR": str(directory), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr, output)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run, shared by the tests that look at it."""
    run = run_demo(tmp_path_factory.mktemp("demo"))
    assert run.code == 0, run.err
    return run


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_audit_is_concluded_with_all_gates_passed(demo: Run, plugin: str) -> None:
    audit = demo.summary[plugin]
    assert audit["state"] == "CONCLUDED"
    assert [phase["gate"] for phase in audit["phases"]] == ["PASSED"] * 8


def test_closing_a_phase_before_its_work_is_done_is_refused_in_every_phase(demo: Run) -> None:
    assert demo.err.count("GateBlocked") == 8 * len(PLUGINS)
    assert demo.err.count("READY, passed") == 8 * len(PLUGINS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plugin", PLUGINS)
def test_reports_are_written_in_both_formats_and_languages(demo: Run, plugin: str, language: str) -> None:
    enterprise = demo.summary[plugin]["enterprise"]
    page = (demo.folder / f"{plugin}-{language}.html").read_text("utf-8")
    assert f'lang="{language}"' in page
    assert enterprise in page
    document = Document(str(demo.folder / f"{plugin}-{language}.docx"))
    assert any(enterprise in paragraph.text for paragraph in document.paragraphs)
    assert document.inline_shapes


def test_the_sulphuric_acid_plant_keeps_its_limits_after_the_audit(demo: Run) -> None:
    page = (demo.folder / "chemical-en.html").read_text("utf-8")
    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    assert "Discharge permit EX-0002 SO2 1,200 mg/Nm3 Yes 1,200 mg/Nm3 Kept Kept Kept 800 mg/Nm3" in said
    assert "Total emission quota SO2 150 t/a Yes 362.9 t/a Exceeded Kept Kept 29.04 t/a" in said


def test_a_login_for_each_role_is_printed(demo: Run) -> None:
    for role in ("PLATFORM_ADMIN", "TENANT_ADMIN", "AUDITOR", "EXPERT", "ENTERPRISE_STAFF", "VIEWER"):
        assert re.search(rf"{role} +\S+@\S+ +\S+ +cpa_", demo.out), role


def test_case_a_comes_out_of_the_waste_heat_boiler(demo: Run) -> None:
    option = demo.option("building_materials", "BLD-O-33")
    assert option["state"] == "VERIFIED"
    assert option["feasible"] is True
    assert option["n"] == pytest.approx(4.6, abs=0.05)
    assert option["npv"] / 10_000 == pytest.approx(100.96, abs=0.005)
    assert option["irr"] == pytest.approx(0.1726, abs=0.00005)


def test_case_c_comes_out_of_the_dairy(demo: Run) -> None:
    printed = {
        "LGT-O-01": (2280, 21_050, 1),
        "LGT-O-02": (4650, 6950, 8),
        "LGT-O-03": (0, 350, 0),
        "LGT-O-04": (350, 3290, 1),
        "LGT-O-05": (90, 440, 3),
        "LGT-O-06": (13_030, 22_100, 7),
    }
    seen = {code: demo.option("light_industry", code) for code in printed}
    for code, (cost, saving, months) in printed.items():
        assert (seen[code]["investment"], seen[code]["annual_saving"]) == (cost, saving)
        assert seen[code]["payback_months"] == pytest.approx(months, abs=1)
    assert sum(option["investment"] for option in seen.values()) == 20_400
    assert sum(option["annual_saving"] for option in seen.values()) == 54_180


@pytest.mark.parametrize(
    ("code", "years", "yearly_cost", "state"),
    [("CHM-O-05", 15, 171_000, "REJECTED"), ("CHM-O-06", 10, 2900, "VERIFIED")],
)
def test_case_d_comes_out_of_the_sulphuric_acid_plant(
    demo: Run, code: str, years: int, yearly_cost: float, state: str
) -> None:
    option = demo.option("chemical", code)
    assert option["state"] == state
    assert option["feasible"] is False
    assert annuity(-option["npv"], 0.06, years) == pytest.approx(yearly_cost, rel=0.02)


def test_the_sulphur_dioxide_of_case_d_falls_as_printed(demo: Run) -> None:
    (emission,) = demo.summary["chemical"]["emissions"]
    assert (emission["pollutant"], emission["unit"]) == ("SO2", "t")
    assert emission["before"] == pytest.approx(36_000 * 1200e-9 * 8400)
    assert emission["after"] == pytest.approx(36_000 * 400e-9 * 8400)


def test_case_f_comes_out_of_the_kiln_line(demo: Run) -> None:
    audit = demo.summary["building_materials"]
    (emission,) = audit["emissions"]
    assert emission["before"] == pytest.approx(0.52 * 975_000)
    assert emission["after"] == pytest.approx(0.52 * 910_000)
    (balance,) = audit["balances"]
    outputs = 975_000 * (1 + 0.65 * 0.785 * 1.02 + 0.02)
    assert balance["gap"] == pytest.approx(1 - outputs / 1_512_000, abs=1e-6)
    assert balance["within_tolerance"] is True


def test_a_database_that_holds_tenants_is_left_alone(demo: Run, tmp_path: Path) -> None:
    found = re.search(r"Database: (sqlite:\S+)", demo.err)
    assert found
    again = run_demo(tmp_path, "--database", found[1])
    assert again.code == 1
    assert "holds tenants already" in again.err
    assert not (again.folder / "summary.json").exists()


def test_a_golden_audit_whose_figure_has_no_basis_is_refused_with_its_line(tmp_path: Path) -> None:
    (file,) = Path(__file__).parents[2].glob("plugins/chemical/src/*/golden/sulphuric_acid.yaml")
    lines = file.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines) if "source: bref-aaf Table 4.12, investment" in text)
    edited = tmp_path / file.name
    for was, becomes, problem in (
        ("source: bref-aaf Table 4.12, investment", "investment", "exactly one of source, derived and illustrative"),
        ("source: bref-aaf", "source: hearsay", "'hearsay' is not among the sources"),
    ):
        edited.write_text("\n".join([*lines[:line], lines[line].replace(was, becomes), *lines[line + 1 :]]), "utf-8")
        with pytest.raises(ContentError, match=problem) as refused:
            read_golden_audit(edited)
        assert [each.line for each in refused.value.problems] == [line + 1]
