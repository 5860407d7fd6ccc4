"""A list for commendation (表彰名单) as data: who is commended, on which criteria, and who is not and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class CommendationCriterion:
    """A criterion, and what it asks at least; empty for the decision of a reviewer, which is asked of everybody."""

    code: str
    name: Text
    at_least: str


@dataclass(frozen=True, slots=True)
class CommendationResult:
    """A criterion held against an audit; ``value`` None is unknown, and so is ``met``."""

    code: str
    name: Text
    value: Text | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class CommendationEntry:
    """An audit that was held against the criteria.

    Attributes:
        rank: among the commended; None for others. Equal figures share a rank.
        owner: who made the audit's packet.
        results: in the order of the criteria.
        reason: why it is not commended.
    """

    rank: int | None
    enterprise: str
    owner: Text
    industry: str
    content_hash: str
    results: tuple[CommendationResult, ...]
    reason: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommendationReport:
    """Everything that the document of a list says.

    Attributes:
        name: what its tenant calls it.
        issued_on: when it was decided, or composed where it is a draft.
        state: of the list; ``draft`` is True where nobody has decided yet.
        decided_on, reason: of the decision.
        ranked_by: name of the criterion by whose figure the commended are ranked.
        others: considered and not commended.
    """

    kind: DocumentKind = DocumentKind.COMMENDATION_LIST
    name: str
    issued_by: Text
    issued_on: dt.date
    composed_on: dt.date
    decided_on: dt.date | None = None
    state: Text
    draft: bool = False
    reason: str = ""
    illustrative: bool = False
    criteria: tuple[CommendationCriterion, ...]
    ranked_by: Text = ""
    commended: tuple[CommendationEntry, ...] = ()
    others: tuple[CommendationEntry, ...] = ()
