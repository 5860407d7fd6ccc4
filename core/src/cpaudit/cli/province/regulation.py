"""Limits before and after the audits, and readiness for management standards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cpaudit.cli.demo.client import DemoFailedError
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.programme import day
from cpaudit.permissions import Role

GROUPS = ("CONTEXT", "LEADERSHIP", "PLANNING", "SUPPORT", "OPERATION", "EVALUATION", "IMPROVEMENT")
COMPLIANCE = """query($audit: ID!) { audit(id: $audit) {
    enterprise { id readiness { standard ready } }
    compliance { before after planned rows { pollutant } obligations { kind state } } } }"""


def hold_against_limits(carried: Sequence[Carried]) -> dict[str, Counter[str]]:
    """Whether concluded audits keep their limits: how many, by what is found, before and after.

    Raises:
        DemoFailedError: an enterprise with permits has no limit that something is held against.
    """
    found: dict[str, Counter[str]] = {"before": Counter(), "after": Counter()}
    for each in carried:
        if not each.planned.concluded:
            continue
        compliance = each.office.as_(Role.VIEWER).ask(COMPLIANCE, audit=each.audit)["audit"]["compliance"]
        if not compliance["rows"]:
            raise DemoFailedError(f"{each.planned.code} has permits, and nothing is held against them")
        for when, counted in found.items():
            counted[compliance[when]] += 1
    return found


def make_ready(carried: Sequence[Carried]) -> bool:
    """Have the first concluded enterprise get ready for ISO 14000; gives whether it is.

    Raises:
        DemoFailedError: it is not, although every group of requirements is in place.
    """
    first = next(each for each in carried if each.planned.concluded)
    client, enterprise = first.office.as_(Role.AUDITOR), first.office.enterprises[first.planned.code]
    for group in GROUPS:
        mark = {"enterprise": enterprise, "standard": "ISO_14000", "group": group, "state": "IN_PLACE"}
        client.tell("recordReadiness", "ReadinessMark", {**mark, "reachedOn": day(30).isoformat()})
    marks = client.ask(COMPLIANCE, audit=first.audit)["audit"]["enterprise"]["readiness"]
    ready = next(each["ready"] for each in marks if each["standard"] == "ISO_14000")
    if ready is not True:
        raise DemoFailedError(f"{first.planned.code} is not ready for ISO 14000 with all groups in place")
    return True
