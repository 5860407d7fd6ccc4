"""What the plugin asks of a gate: water that flows into a unit process is measured."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, Phase, Requirement, StepKey, StreamKind, hookimpl


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """One requirement for each stream of water, in the phase with the measurements."""
    if all(step.key is not StepKey.MEASUREMENT for step in phase.steps):
        return
    measured = {each.stream for each in audit.measurements}
    for stream in audit.streams:
        if stream.kind is StreamKind.WATER:
            yield Requirement(
                met=stream.id in measured,
                code="DYE_WATER_MEASURED",
                message=LocalizedText(
                    {"zh-CN": f"“{stream.name}”未实测", "en": f"The water of {stream.name!r} is not measured"}
                ),
                remedy=LocalizedText({"zh-CN": "记录一次测量", "en": "Record a measurement of the stream"}),
                path=("streams", stream.code),
            )
