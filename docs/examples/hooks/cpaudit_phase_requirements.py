"""A requirement: every stream of emissions is measured before the phase with the measurements closes."""

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, Phase, Requirement, StepKey, StreamKind, hookimpl


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    """One requirement for each stream; ``settings`` is not needed, and so not taken."""
    if all(step.key is not StepKey.MEASUREMENT for step in phase.steps):
        return
    measured = {each.stream for each in audit.measurements}
    for stream in audit.streams:
        if stream.kind is StreamKind.EMISSION:
            yield Requirement(
                met=stream.id in measured,
                code="GLS_EMISSION_MEASURED",
                message=LocalizedText(
                    {"zh-CN": "排放物流须实测", "en": f"The emission {stream.name!r} is not measured"}
                ),
                remedy=LocalizedText({"zh-CN": "记录一次测量", "en": "Record a measurement of the stream"}),
                path=("streams", stream.code),
            )
