"""``cpaudit plugin check``: the conformance kit at the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.failures import FAILED
from cpaudit.cli.output import JsonOption, note, progress_of, result_console, write_json, write_table

if TYPE_CHECKING:
    from cpaudit.authoring.conformance import CheckResult, ConformanceReport, Coverage

_STATUS = {"passed": "green", "failed": "bold red", "left_out": "yellow"}


def check(
    path: Annotated[Path, typer.Argument(help="The plugin's project, or the directory of a pack.")] = Path(),
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 for a warning too.")] = False,
    golden: Annotated[
        bool, typer.Option("--golden/--no-golden", help="Take the plugin's golden audits through all phases.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Check a plugin before it is published: content with file and line, code, schema, and tenants on a real server."""
    from cpaudit.authoring.conformance import check as run_checks
    from cpaudit.cli.authors.golden import check_golden_audits

    with progress_of("Checking", shown=not as_json) as progress:
        report = run_checks(path, progress=progress, more=check_golden_audits if golden else lambda project: ())
    if as_json:
        write_json(_as_data(report))
    else:
        _show(report)
    if not report.passed or (strict and report.warnings):
        raise typer.Exit(FAILED)


def _show(report: ConformanceReport) -> None:
    from rich.text import Text

    console = result_console()
    for each in report.checks:
        console.print(Text.assemble((f"{each.status.replace('_', ' '):9}", _STATUS[each.status]), f" {each.title}"))
        for finding in each.findings:
            console.print(Text(f"    {finding.severity}: {finding}"))
    if report.coverage is not None:
        _show_coverage(report.coverage)
    failed = sum(each.status == "failed" for each in report.checks)
    verdict = "passed" if report.passed else f"{failed} of {len(report.checks)} checks failed"
    note(f"{report.subject}: {verdict}, {report.warnings} warnings.")


def _show_coverage(coverage: Coverage) -> None:
    from cpaudit.phases import Aspect

    columns = ("Phase", "Unit process", *(aspect.replace("_", " ").capitalize() for aspect in Aspect))
    rows = [
        (row.phase, row.process or "whole plant", *(row.items.get(aspect, "") for aspect in Aspect))
        for row in coverage.rows
    ]
    write_table("Checklist items and options", columns, rows, nothing="The pack has neither questions nor options.")
    for what, without in (
        ("phases", coverage.phases_without),
        ("aspects", coverage.aspects_without),
        ("unit processes", coverage.processes_without),
    ):
        if without:
            note(f"Nothing for the {what} {', '.join(without)}.")


def _as_data(report: ConformanceReport) -> dict[str, object]:
    coverage = report.coverage
    return {
        "subject": report.subject,
        "passed": report.passed,
        "warnings": report.warnings,
        "checks": [_check_as_data(each) for each in report.checks],
        "coverage": None
        if coverage is None
        else {
            "rows": [
                {"phase": row.phase, "process": row.process or None, "items": dict(row.items)} for row in coverage.rows
            ],
            "phasesWithout": list(coverage.phases_without),
            "aspectsWithout": list(coverage.aspects_without),
            "processesWithout": list(coverage.processes_without),
        },
    }


def _check_as_data(check: CheckResult) -> dict[str, object]:
    findings = [
        {
            "severity": each.severity,
            "message": each.message,
            "file": each.file or None,
            "line": each.line or None,
            "remedy": each.remedy or None,
        }
        for each in check.findings
    ]
    return {"key": check.key, "title": check.title, "status": check.status, "findings": findings}
