"""Whether the changelog of a plugin's project tells of its present version."""

from __future__ import annotations

import re
from pathlib import Path

from cpaudit.authoring.conformance.findings import CheckResult, Finding, Severity

CHANGELOG = ("changelog", "Changelog")
CHANGELOG_FILE = "CHANGELOG.md"

_HEADING = re.compile(r"^## \[?v?(\d[\w.+\-]*)\]?")


def check_changelog(root: Path, version: str) -> CheckResult:
    """The first version that the changelog tells of is the present one, and something is told of it.

    Args:
        root: the directory that holds the changelog.
        version: of the pack.
    """
    file = root / CHANGELOG_FILE
    if not file.is_file():
        return CheckResult.left_out(*CHANGELOG, f"there is no {CHANGELOG_FILE}")
    lines = file.read_text("utf-8").splitlines()
    headings = [(number, found[1]) for number, line in enumerate(lines, start=1) if (found := _HEADING.match(line))]
    if not headings or headings[0][1] != version:
        line, first = headings[0] if headings else (1, "none")
        message = f"the latest version in it is {first}, the pack is {version}"
        return _wrong(line, message, f"add a heading '## {version}' with what is new, moved and changed")
    start = headings[0][0]
    end = headings[1][0] - 1 if len(headings) > 1 else len(lines)
    if not any(line.strip() for line in lines[start:end]):
        return _wrong(start, f"nothing is told of {version}", "say what is new, moved and changed")
    return CheckResult.of(*CHANGELOG, ())


def _wrong(line: int, message: str, remedy: str) -> CheckResult:
    return CheckResult.of(*CHANGELOG, [Finding(Severity.ERROR, message, CHANGELOG_FILE, line, remedy)])
