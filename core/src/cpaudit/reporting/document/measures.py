"""Options in a report: register, screening, feasibility, funding, outcome."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.phases import Aspect, CostClass
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.text import Text


class OptionOrigin(StrEnum):
    """Who proposed the option."""

    LIBRARY = "LIBRARY"
    STAFF = "STAFF"
    EXPERT = "EXPERT"


class OptionState(StrEnum):
    """How far the option has come."""

    PROPOSED = "PROPOSED"
    SCREENED = "SCREENED"
    STUDIED = "STUDIED"
    RECOMMENDED = "RECOMMENDED"
    SCHEDULED = "SCHEDULED"
    IMPLEMENTED = "IMPLEMENTED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"

    @property
    def carried_out(self) -> bool:
        """Whether the option has been put into practice."""
        return self in (OptionState.IMPLEMENTED, OptionState.VERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """The economic result of an option, in the handbook's terms.

    Attributes:
        payback_years: N = I/F in years; 0 where nothing is invested; None where unknown or never.
        simple_payback_years: investment/annual saving before tax, for an option of which no more is known.
        npv_ratio: NPVR = NPV/I, a fraction.
        irr: the internal rate of return as a fraction.
        has_irr: False where the cash flow has no root, which is a result and not a gap.
        feasible: whether every criterion is met; None where it cannot be judged.
        reasons: which criteria are met or missed.
    """

    investment: Money
    annual_saving: Money
    payback_years: float | None = None
    simple_payback_years: float | None = None
    npv: Money | None = None
    npv_ratio: float | None = None
    irr: float | None = None
    has_irr: bool = True
    feasible: bool | None = None
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """One environmental effect of an option, as a reduction: measured, and planned."""

    name: Text
    reduction: Quantity
    planned: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an option cost and brought: effective at ≥ 80 % of the planned effect for ≤ 120 % of the planned cost."""

    actual_cost: Money
    actual_saving: Money
    finished: dt.date | None = None
    effects: tuple[MeasuredEffect, ...] = ()
    effective: bool | None = None


@dataclass(frozen=True, slots=True)
class ProposalNote:
    """Why an option of the library was proposed, as it was when the option was adopted.

    Attributes:
        reasons: each with what it weighs in the score.
        source: the plugin that proposed it; empty for cpaudit itself.
    """

    score: float
    reasons: tuple[tuple[Text, float], ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionEntry:
    """One option of the register (方案汇总表).

    Attributes:
        code: how the report refers to it, for example F3.
        verified: False where it was adopted from a template that has not been checked against its source.
        proposal: why it was proposed, where it was adopted from a proposal.
    """

    code: str
    name: Text
    aspect: Aspect
    cost_class: CostClass
    origin: OptionOrigin
    state: OptionState
    description: Text = ""
    rejection: Text = ""
    economics: Economics | None = None
    planned_start: dt.date | None = None
    planned_end: dt.date | None = None
    owner: Text = ""
    outcome: Outcome | None = None
    verified: bool = True
    proposal: ProposalNote | None = None


class ScreeningVerdict(StrEnum):
    """What screening decided."""

    KEPT = "KEPT"
    DEFERRED = "DEFERRED"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class ScreeningRecord:
    """The screening of one option: weighted total, rank, verdict (None while it is open), reason."""

    option: str
    verdict: ScreeningVerdict | None
    total: float | None = None
    rank: int | None = None
    reason: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeasibilityStudy:
    """The study of one medium- or high-cost option, referred to by its code."""

    option: str
    technical: Text = ""
    environmental: Text = ""
    economic: Text = ""
    recommended: bool | None = None
    conclusion: Text = ""


@dataclass(frozen=True, slots=True)
class FundingSource:
    """Where the money for an option comes from."""

    option: str
    source: Text
    amount: Money
