"""What enabled plugins add to the report of an audit."""

from __future__ import annotations

from cpaudit.contributions import ReportSection, ReviewFinding
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import view_of
from cpaudit.plugins import PluginFault, PluginHost, aside
from cpaudit.reporting.document import PluginPart


async def plugin_parts(snapshot: Snapshot, host: PluginHost, enabled: tuple[str, ...]) -> tuple[PluginPart, ...]:
    """The part of each plugin that has something to say; the event loop does not wait for them."""
    if not any(host.implements(hook, enabled) for hook in ("cpaudit_review", "cpaudit_report_sections")):
        return ()
    return await aside(_parts, snapshot, host, enabled)


def _parts(snapshot: Snapshot, host: PluginHost, enabled: tuple[str, ...]) -> tuple[PluginPart, ...]:
    view = view_of(snapshot, enabled)
    findings: dict[str, list[ReviewFinding]] = {}
    sections: dict[str, tuple[ReportSection, ...]] = {}
    failed: set[str] = set()
    for found in host.call_review(enabled, view):
        if found.value.code == PluginFault.code:
            failed.add(found.plugin)
        else:
            findings.setdefault(found.plugin, []).append(found.value)
    for answer in host.call_report_sections(enabled, view):
        if answer.fault is not None:
            failed.add(answer.plugin)
        sections[answer.plugin] = answer.value or ()
    names = {plugin.name: plugin.manifest.name for plugin in host.plugins if plugin.fit and plugin.manifest is not None}
    ordered = [*(name for name in names if name in enabled), *sorted(set(enabled) - names.keys())]
    parts = (
        PluginPart(names.get(name, name), tuple(findings.get(name, ())), sections.get(name, ()), name in failed)
        for name in ordered
    )
    return tuple(part for part in parts if part.findings or part.sections or part.failed)
