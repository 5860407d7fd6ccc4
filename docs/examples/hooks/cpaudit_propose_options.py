"""A proposal: an option of this plugin's pack for causes in equipment."""

from collections.abc import Iterator

from cpaudit import Aspect, AuditView, CauseView, LocalizedText, OptionProposal, ProposalReason, hookimpl


@hookimpl
def cpaudit_propose_options(audit: AuditView, causes: tuple[CauseView, ...]) -> Iterator[OptionProposal]:
    """Recover heat wherever equipment causes waste."""
    reasons = tuple(
        ProposalReason(
            text=LocalizedText(
                {"zh-CN": "设备原因，可回收余热", "en": "The equipment is the cause, and its heat can be used"}
            ),
            cause=cause.id,
            unit_process=cause.unit_process,
        )
        for cause in causes
        if cause.aspect is Aspect.EQUIPMENT
    )
    if reasons:
        yield OptionProposal(option="glass:option:GLS-O-01", reasons=reasons, relevance=0.8)
