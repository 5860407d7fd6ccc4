"""A plugin that uses every extension point of cpaudit once. Everything in it is illustrative."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import (
    AuditView,
    Calculator,
    CauseView,
    ContentPack,
    GraphqlExtension,
    LocalizedText,
    OptionProposal,
    Phase,
    PluginSettings,
    ProposalReason,
    ReportSection,
    Requirement,
    ReviewFinding,
    Severity,
    SubmissionView,
    hookimpl,
)
from cpaudit_dummy.calculators import DOUBLED, Doubled
from cpaudit_dummy.fields import FIELDS
from cpaudit_dummy.sections import section
from cpaudit_dummy.settings import DummySettings

HEARD: list[str] = []
"""What the listeners were told, latest last; tests read it."""


@hookimpl
def cpaudit_content() -> ContentPack:
    return ContentPack.of_package(__name__)


@hookimpl
def cpaudit_calculators() -> tuple[Calculator[Doubled], ...]:
    return (DOUBLED,)


@hookimpl
def cpaudit_settings() -> type[PluginSettings]:
    return DummySettings


@hookimpl
def cpaudit_graphql() -> GraphqlExtension:
    return FIELDS


@hookimpl
def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> Iterator[Requirement]:
    yield Requirement(
        met=bool(audit.targets),
        code="DUMMY_TARGETS",
        message=LocalizedText({"zh-CN": "须有目标", "en": f"{phase.name['en']} needs a target"}),
        remedy=LocalizedText({"zh-CN": "设置目标", "en": "Set a target"}),
        path=("targets",),
    )


@hookimpl
def cpaudit_review(audit: AuditView, settings: PluginSettings | None) -> Iterator[ReviewFinding]:
    least = settings.least_answers if isinstance(settings, DummySettings) else 1
    if len(audit.answers) < least:
        yield ReviewFinding(
            code="DUMMY_FEW_ANSWERS",
            severity=Severity.INFO,
            message=LocalizedText({"zh-CN": "答案太少", "en": f"Fewer than {least} answers"}),
        )


@hookimpl
def cpaudit_propose_options(audit: AuditView, causes: tuple[CauseView, ...]) -> Iterator[OptionProposal]:
    for cause in causes:
        text = LocalizedText({"zh-CN": "示例理由", "en": "An illustrative reason"})
        yield OptionProposal(option="dummy:option:DUMMY-O-01", reasons=(ProposalReason(text=text, cause=cause.id),))


@hookimpl
def cpaudit_report_sections(audit: AuditView) -> tuple[ReportSection, ...]:
    return (section(audit),)


@hookimpl
def cpaudit_phase_completed(audit: AuditView, phase: Phase) -> None:
    HEARD.append(f"{audit.id} {phase.key}")


@hookimpl
def cpaudit_audit_concluded(audit: AuditView) -> None:
    HEARD.append(f"{audit.id} concluded")


@hookimpl
def cpaudit_submission_received(submission: SubmissionView) -> None:
    HEARD.append(f"{submission.kind} from {submission.sender}")
