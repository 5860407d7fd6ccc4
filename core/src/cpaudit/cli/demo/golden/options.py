"""The options of a golden audit, from where they come from to what they brought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.cli.demo.golden.basis import Amount, Grounded, Record
from cpaudit.contributions.fields import Code, Key, Label, Number, Text, Year
from cpaudit.options.models import FundingSource, OptionOrigin, Verdict
from cpaudit.phases import Aspect, CostClass

Money = Annotated[Decimal, Field(allow_inf_nan=False)]
"""An amount in the currency of its option; a saving that is negative costs money."""


class Proposal(Record):
    """An option that staff or an expert proposes."""

    name: Text
    description: Text | None = None
    aspect: Aspect
    cost_class: CostClass
    origin: OptionOrigin
    proposed_by: Text


class Figures(Grounded):
    """What an option costs and saves, as its source prints it; money is that of the option."""

    investment: Money
    annual_saving: Money
    currency: Label
    price_year: Year


class Assumptions(Grounded):
    """What the economics need beside the figures."""

    life_years: int = Field(ge=1)
    tax_rate: Number
    discount_rate: Number
    benchmark_rate: Number


class Effect(Grounded):
    """What an option saves in a year."""

    not_sent: ClassVar[frozenset[str]] = Grounded.not_sent | {"actual"}

    subject: Label
    planned: Amount
    actual: Amount | None = None


class Study(Grounded):
    """The technical and environmental part of a feasibility study."""

    technical: Verdict
    technical_note: Text
    environmental: Verdict
    environmental_note: Text


class Funding(Grounded):
    """Money for an option."""

    source_of_money: FundingSource
    amount: Money


class Execution(Grounded):
    """How an option was carried out, and what it cost and brought."""

    starts_on: date
    ends_on: date
    owner: Text
    implemented_on: date
    actual_cost: Money
    actual_saving: Money | None = None
    verified_on: date


class ScreeningFactor(Record):
    """A factor of the screening with its weight W."""

    code: Code
    name: Text
    weight: Number


class Screening(Grounded):
    """The weights of the screening, and the scores R by option and factor."""

    factors: list[ScreeningFactor]
    scores: dict[Code, dict[Code, Number]]


class GoldenOption(Record):
    """An option of the library (``template``, a code of the plugin's pack or the shared one), or one that is proposed.

    Attributes:
        obvious: whether it is carried out as soon as it is found, in phase 3; only where it costs little.
        reject_reason: why it is not recommended; the others are carried out.
    """

    code: Code
    template: Code | None = None
    proposal: Proposal | None = None
    unit_process: Key | None = None
    obvious: bool = False
    figures: Figures
    assumptions: Assumptions
    effects: tuple[Effect, ...] = ()
    study: Study | None = None
    reject_reason: Text | None = None
    funding: tuple[Funding, ...] = ()
    execution: Execution | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.template is None) == (self.proposal is None):
            raise ValueError("an option is of the library or proposed: give exactly one of template and proposal")
        if (self.reject_reason is None) == (self.execution is None):
            raise ValueError("an option is carried out or rejected: give exactly one of execution and reject_reason")
        return self
