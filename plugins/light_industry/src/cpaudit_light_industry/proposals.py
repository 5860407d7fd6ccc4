"""Options for what a question with choices says; ``suggests`` of a checklist item knows yes and no only."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, CauseView, OptionProposal, ProposalReason
from cpaudit_light_industry.levels import PACK
from cpaudit_light_industry.streams import is_cleaning
from cpaudit_light_industry.wording import text

_QUESTION = f"{PACK}:checklist_item:LGT-ASM-004"
_WAYS_OF_CLEANING = {
    "cip_single": (
        "LGT-O-22",
        text(
            "清洗水一次性使用，末次冲洗水可作下次预冲洗",
            "Cleaning water is used once: the final rinse can be the next pre-rinse",
        ),
    ),
    "manual": (
        "LGT-O-44",
        text(
            "人工清洗的用水不受控，可评估就地清洗",
            "Cleaning by hand has no limit of water: cleaning in place is worth a look",
        ),
    ),
}


def proposals(audit: AuditView, causes: tuple[CauseView, ...]) -> Iterator[OptionProposal]:
    """The option that fits the way of cleaning, for each cause at a unit process of cleaning in place.

    Without such a cause the way of cleaning alone is the reason.
    """
    answer = audit.answer(_QUESTION)
    found = None if answer is None or answer.value is None else _WAYS_OF_CLEANING.get(answer.value)
    if found is None:
        return
    code, why = found
    cleaning = {unit.id for unit in audit.unit_processes if is_cleaning(unit)}
    located = [cause for cause in causes if cause.unit_process in cleaning]
    reasons = tuple(
        ProposalReason(text=why, cause=each.id, answer=_QUESTION, unit_process=each.unit_process) for each in located
    )
    yield OptionProposal(
        option=f"{PACK}:option:{code}",
        reasons=reasons or (ProposalReason(text=why, answer=_QUESTION),),
        relevance=0.8,
    )
