"""What a plugin proposes to do about the causes of waste, and why."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.contributions.review_findings import check_texts
from cpaudit.errors import InvalidInput
from cpaudit.text import LocalizedText


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReason:
    """Why an option is proposed.

    Attributes:
        text: one sentence for people.
        cause: id of the cause that it would remove, where it is one of the audit's.
        answer: reference of the checklist item whose answer calls for it, ``pack:checklist_item:code``.
        unit_process: id of the unit process in which it works.
        pollutant: what it reduces.
    """

    text: LocalizedText
    cause: str | None = None
    answer: str | None = None
    unit_process: str | None = None
    pollutant: str | None = None

    def __post_init__(self) -> None:
        check_texts(self.text, "text")
        for name in ("cause", "answer", "unit_process", "pollutant"):
            if not isinstance(getattr(self, name), str | None):
                raise InvalidInput("a text or None is expected", path=(name,))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionProposal:
    """An option of the library that would serve an audit.

    Attributes:
        option: reference of the option, ``pack:option:code``.
        reasons: why, at least one.
        relevance: from 0 to 1, how well it fits; 0 advises against an option that others may propose.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    option: str
    reasons: tuple[ProposalReason, ...]
    relevance: float = 0.5

    def __post_init__(self) -> None:
        parts = self.option.split(":") if isinstance(self.option, str) else []
        if len(parts) != 3 or parts[1] != "option" or not all(parts):
            raise InvalidInput(f"{self.option!r} is no reference pack:option:code", path=("option",))
        if not isinstance(self.reasons, tuple) or not all(isinstance(each, ProposalReason) for each in self.reasons):
            raise InvalidInput("a tuple of ProposalReason is expected", path=("reasons",))
        if not self.reasons:
            raise InvalidInput("a proposal without a reason helps nobody", path=("reasons",))
        if isinstance(self.relevance, bool) or not isinstance(self.relevance, float | int):
            raise InvalidInput("a number is expected", path=("relevance",))
        if not 0 <= self.relevance <= 1:
            raise InvalidInput(f"{self.relevance} is not between 0 and 1", path=("relevance",))
