"""A review finding: causes that name no unit process."""

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, ReviewFinding, Severity, hookimpl


@hookimpl
def cpaudit_review(audit: AuditView) -> Iterator[ReviewFinding]:
    """One finding for each cause without a place."""
    for cause in audit.causes:
        if cause.unit_process is None:
            yield ReviewFinding(
                code="GLS_CAUSE_PLACE",
                severity=Severity.WARNING,
                message=LocalizedText({"zh-CN": "原因未注明单元操作", "en": "A cause names no unit process"}),
                evidence=(LocalizedText({"zh-CN": cause.description, "en": cause.description}),),
                path=("causes", cause.id),
            )
