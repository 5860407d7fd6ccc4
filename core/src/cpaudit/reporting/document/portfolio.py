"""The choice among options in a report: what is chosen within the funding, how sure that is, what a reduction costs."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit.reporting.figures import Money
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class ChosenOption:
    """An option of the portfolio, by its code: what it costs, and what it counts for, overlaps counted once."""

    option: str
    cost: Money
    counted: Money


@dataclass(frozen=True, slots=True)
class OmittedOption:
    """An option that is not chosen or not on a curve, by its code, and why."""

    option: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One bar of the tornado.

    Attributes:
        option: code; empty for what all options share.
        input: what was varied.
        low, high: between what.
        is_rate: whether both are fractions of a year.
        value_low, value_high: the best value at either end; None where nothing is feasible.
        changes_choice: whether other options are chosen at some end.
    """

    option: str
    input: Text
    low: float
    high: float
    value_low: float | None
    value_high: float | None
    changes_choice: bool
    is_rate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The options that bring the largest net present value.

    Attributes:
        budget: the funding on record; None where there is none, and every option can be paid.
        value: what the chosen ones bring together; None where no choice is feasible.
        spread: the fraction by which an input was varied that has no range of its own.
    """

    budget: Money | None
    spent: Money
    value: Money | None
    chosen: tuple[ChosenOption, ...]
    omitted: tuple[OmittedOption, ...]
    swings: tuple[Swing, ...] = ()
    spread: float = 0.0
    findings: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class AbatementStep:
    """One option on the curve: reduction in the curve's unit, cost in the curve's currency per unit."""

    option: str
    name: Text
    reduction: float
    cost_per_unit: float
    cumulative: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AbatementCurve:
    """What a unit of reduction of one subject costs, option by option from left to right."""

    subject: str
    unit: str
    currency: str
    steps: tuple[AbatementStep, ...]
    omitted: tuple[OmittedOption, ...] = ()
    findings: tuple[Text, ...] = ()
