"""What is known of an option when it competes for a budget: the input of a portfolio and of an abatement curve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from cpaudit.engine.economics import Appraisal, appraise
from cpaudit.engine.numbers import InvalidNumber, finite, non_negative, positive, share
from cpaudit.errors import InvalidInput, PathPart
from cpaudit.phases import CostClass


class Objective(StrEnum):
    """What a portfolio is to make as large as it can be."""

    NPV = "NPV"
    ANNUAL_SAVING = "ANNUAL_SAVING"
    REDUCTION = "REDUCTION"


@dataclass(frozen=True)
class Measure:
    """What is added up over options: money, or the reduction of one subject (a pollutant or a resource)."""

    objective: Objective
    subject: str | None = None

    @cached_property
    def name(self) -> str:
        """The subject, or ``npv`` or ``annual_saving``."""
        return self.subject if self.subject is not None else self.objective.value.lower()


@dataclass(frozen=True, kw_only=True)
class PortfolioOption:
    """One option. Money is in one currency for all options; what is not known is None, never zero.

    Attributes:
        name: tells it from the others.
        investment: before subsidies.
        subsidy: what others pay of it; the budget pays the rest.
        annual_saving: P per year; negative where the option costs money every year.
        years: over which it is written off and flows are counted; without them its NPV is not known.
        tax_rate: as a fraction.
        discount_rate: per year, as a fraction.
        npv: where it is given instead of computed.
        reductions: subject → how much less a year; a subject that is not in it is not acted on, None is unknown.
            None in the place of the mapping: nothing is known of what the option acts on.
        requires: names of options without which this one cannot be chosen.
        excludes: names of options that cannot be chosen together with this one.
        cost_class: says what "low cost first" takes first.
        stream: on which it acts; options on one stream do not save the same twice.
        share: of the stream that it takes away alone, from 0 to 1; by default its reduction over what is in the stream.
        ranges: input → its lower and upper end, for the sensitivity: ``investment``, ``annual_saving``, ``npv``, or a
            subject.
    """

    name: str
    investment: float | None = None
    subsidy: float = 0
    annual_saving: float | None = None
    years: float | None = None
    tax_rate: float | None = 0
    discount_rate: float | None = 0
    npv: float | None = None
    reductions: Mapping[str, float | None] | None = None
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    cost_class: CostClass | None = None
    stream: str | None = None
    share: float | None = None
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)

    @property
    def cost(self) -> float | None:
        """What the budget pays: the investment less subsidies."""
        return None if self.investment is None else self.investment - self.subsidy

    @cached_property
    def appraisal(self) -> Appraisal | None:
        """Its economics; None where a figure is not known, or its NPV was given."""
        figures = (self.investment, self.annual_saving, self.years, self.tax_rate, self.discount_rate)
        if self.npv is not None or None in figures:
            return None
        investment, saving, years, tax, rate = (float(each or 0) for each in figures)
        return appraise(investment, saving, years=years, tax_rate=tax, discount_rate=rate, subsidy=self.subsidy)

    def value(self, measure: Measure) -> float | None:
        """What the option brings of *measure* alone; None where that is not known."""
        if measure.objective is Objective.ANNUAL_SAVING:
            return self.annual_saving
        if measure.objective is Objective.NPV:
            return self.npv if self.appraisal is None else self.appraisal.npv
        return None if self.reductions is None else self.reductions.get(measure.subject or "", 0.0)

    @property
    def low_cost(self) -> bool:
        """Whether it costs nothing or little (无低费方案)."""
        return self.investment == 0 or (self.cost_class is not None and not self.cost_class.needs_study)


AnyOption: TypeAlias = "PortfolioOption | Mapping[str, object]"
Options: TypeAlias = "Sequence[AnyOption] | Mapping[str, AnyOption]"

_FIELDS = tuple(each.name for each in fields(PortfolioOption))


def read_options(given: Options) -> tuple[PortfolioOption, ...]:
    """The options, each looked at.

    Args:
        given: options, or mappings with their fields; also by name.

    Raises:
        InvalidInput: there is none, two have one name, a field does not exist, or a number is not finite or out of
            its range.
    """
    if isinstance(given, Mapping):
        pairs: Iterable[tuple[PathPart, AnyOption]] = list(given.items())
    else:
        pairs = list(enumerate(given))
    options = tuple(_read(each, key) for key, each in pairs)
    if not options:
        raise InvalidInput("there are no options to choose from", path=("options",))
    names = [option.name for option in options]
    twice = next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise InvalidInput(f"two options have the name {twice!r}", path=("options", twice))
    return options


def _read(given: AnyOption, key: PathPart) -> PortfolioOption:
    if isinstance(given, PortfolioOption):
        return _checked(given, ("options", given.name))
    path = ("options", key)
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{given!r} is no option", path=path, remedy="give a PortfolioOption, or its fields by name")
    unknown = [name for name in given if name not in _FIELDS]
    if unknown:
        raise InvalidInput(f"an option has no {unknown[0]!r}", path=path, remedy=f"it has {', '.join(_FIELDS)}")
    return _checked(PortfolioOption(**{"name": str(key), **given}), path)  # type: ignore[arg-type]


def _checked(option: PortfolioOption, path: tuple[PathPart, ...]) -> PortfolioOption:
    """The option with plain floats and tuples, each figure within its range."""
    figures = {
        name: None if value is None else check(value, *path, name)
        for name, check in _CHECKS.items()
        for value in (getattr(option, name),)
    }
    subsidy = non_negative(option.subsidy, *path, "subsidy")
    investment = figures["investment"]
    if investment is not None and subsidy > investment:
        raise InvalidNumber(f"the subsidy {subsidy:g} exceeds the investment {investment:g}", path=(*path, "subsidy"))
    requires, excludes = _names(option.requires, *path, "requires"), _names(option.excludes, *path, "excludes")
    if option.name in requires or option.name in excludes:
        raise InvalidInput("an option neither requires nor excludes itself", path=path)
    return replace(
        option,
        **figures,  # type: ignore[arg-type]
        subsidy=subsidy,
        reductions=_reductions(option.reductions, *path, "reductions"),
        requires=requires,
        excludes=excludes,
        cost_class=_cost_class(option.cost_class, *path, "cost_class"),
        ranges=_ranges(option.ranges, *path, "ranges"),
    )


_CHECKS: Mapping[str, Callable[..., float]] = {
    "investment": non_negative,
    "annual_saving": finite,
    "years": positive,
    "tax_rate": share,
    "discount_rate": share,
    "npv": finite,
    "share": share,
}


def _names(given: object, *path: PathPart) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, Iterable):
        raise InvalidInput(f"{given!r} is no list of names", path=path)
    return tuple(str(each) for each in given)


def _reductions(given: object, *path: PathPart) -> dict[str, float | None] | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{given!r} does not tell what is reduced", path=path, remedy="give subject → reduction")
    return {str(name): None if value is None else finite(value, *path, name) for name, value in given.items()}


def _cost_class(given: object, *path: PathPart) -> CostClass | None:
    if given is None:
        return None
    try:
        return CostClass(str(given))
    except ValueError as error:
        remedy = f"one of {', '.join(CostClass)}"
        raise InvalidInput(f"there is no cost class {given!r}", path=path, remedy=remedy) from error


def _ranges(given: object, *path: PathPart) -> dict[str, tuple[float | None, float | None]]:
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{given!r} tells no ranges", path=path, remedy="give input → (lower, upper)")
    found: dict[str, tuple[float | None, float | None]] = {}
    for name, ends in given.items():
        if not isinstance(ends, Sequence) or len(ends) != 2:
            raise InvalidInput(f"{ends!r} is no range", path=(*path, name), remedy="give its lower and its upper end")
        low, high = (None if end is None else finite(end, *path, name) for end in ends)
        if low is not None and high is not None and low > high:
            raise InvalidNumber("the lower end lies above the upper one", path=(*path, name))
        found[str(name)] = (low, high)
    return found
