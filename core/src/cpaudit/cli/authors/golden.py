"""Golden audits as a check: the demonstration's walk through all phases, on a server in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from cpaudit.authoring.conformance import CheckResult, Finding, Severity
from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.demo.golden import PluginAudit, golden_audits
from cpaudit.cli.demo.progress import AuditProgress
from cpaudit.cli.demo.province import Founder
from cpaudit.cli.demo.walk import start_audit, walk
from cpaudit.contributions import ContentError
from cpaudit.permissions import Role
from cpaudit.phases import METHODS
from cpaudit.tenancy.models import TenantKind
from cpaudit.testing.server import ServerKit

if TYPE_CHECKING:
    from cpaudit.plugins.project import PluginProject

GOLDEN = ("golden", "Golden audits, through all phases")
_LANGUAGE = "en"


def check_golden_audits(project: PluginProject) -> Sequence[CheckResult]:
    """Take every golden audit of a plugin from its start to its conclusion."""
    try:
        audits = golden_audits(project.source())
    except ContentError as error:
        found = [Finding(Severity.ERROR, each.message, f"golden/{each.file}", each.line) for each in error.problems]
        return [CheckResult.of(*GOLDEN, found)]
    if not audits:
        return [CheckResult.left_out(*GOLDEN, "the plugin has none: golden/*.yaml in its package")]
    with tempfile.TemporaryDirectory(prefix="cpaudit-golden-") as directory:
        kit = ServerKit(project.source(), Path(directory))
        return [CheckResult.of(*GOLDEN, [finding for audit in audits for finding in _walk(kit, audit)])]


def _walk(kit: ServerKit, golden: PluginAudit) -> Sequence[Finding]:
    title = golden.audit.title.in_language(_LANGUAGE)
    with kit.server() as server:
        stranger = Client(server.http, _LANGUAGE)
        founder = Founder(stranger, Client(server.http, _LANGUAGE, server.root.token))
        try:
            lead = founder.body("lead", TenantKind.LEADING_GROUP)
            department = founder.department(golden, lead)
            audit = start_audit(department)
            phases = len(METHODS[golden.audit.method].phases)
            walk(department, audit, AuditProgress(Console(quiet=True), title, None, phases))
            state = department.as_(Role.VIEWER).ask("query($id: ID!) { audit(id: $id) { state } }", id=audit)
        except DemoFailedError as error:
            return [Finding(Severity.ERROR, f"{title}: {error.message}", remedy=error.remedy)]
        concluded = state["audit"]["state"] == "CONCLUDED"
    return [] if concluded else [Finding(Severity.ERROR, f"{title}: it is not concluded after all phases")]
