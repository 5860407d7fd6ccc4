"""The question a portfolio answers: which options may be chosen, under which rules, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from cpaudit.engine.numbers import finite, non_negative
from cpaudit.engine.portfolio.options import Measure, Objective, PortfolioOption
from cpaudit.engine.portfolio.overlaps import Contributions, Streams, contributions
from cpaudit.engine.portfolio.programme import Choice, Rules
from cpaudit.errors import InvalidInput


class Unavailable(StrEnum):
    """Why an option may not be chosen at all."""

    UNKNOWN_INVESTMENT = "UNKNOWN_INVESTMENT"
    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    REQUIREMENT_UNAVAILABLE = "REQUIREMENT_UNAVAILABLE"
    CONTRADICTORY = "CONTRADICTORY"


def net_cost(investments: Iterable[float], subsidies: Iterable[float]) -> Decimal:
    """Σ investment − Σ subsidies of the figures as they are written: 0.1 and 0.2 fit a budget of 0.3."""
    paid = sum((Decimal(repr(float(each))) for each in investments), Decimal(0))
    return paid - sum((Decimal(repr(float(each))) for each in subsidies), Decimal(0))


@dataclass(frozen=True)
class Problem:
    """Options, and what is asked of the choice among them.

    Attributes:
        budget: None for no limit.
        targets: subject → the least reduction.
        mandatory: names of options that are taken in any case.
        streams: what is in the streams on which the options act.
    """

    options: tuple[PortfolioOption, ...]
    budget: float | None
    measure: Measure
    low_cost_first: bool = False
    targets: Mapping[str, float] = field(default_factory=dict)
    mandatory: frozenset[str] = frozenset()
    streams: Streams = field(default_factory=dict)
    gap: float = 1e-6
    time_limit: float = 10.0

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each option stands."""
        return {option.name: place for place, option in enumerate(self.options)}

    @cached_property
    def wanted(self) -> Contributions:
        """What the options bring of the objective."""
        return self.brought(self.measure)

    @cached_property
    def _brought(self) -> dict[Measure, Contributions]:
        return {}

    def brought(self, measure: Measure) -> Contributions:
        """What the options bring of a measure."""
        if measure not in self._brought:
            self._brought[measure] = contributions(self.options, measure, self.streams)
        return self._brought[measure]

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """Everything that some option reduces, in the order in which it is named first."""
        return tuple(dict.fromkeys(name for option in self.options for name in option.reductions or ()))

    @cached_property
    def excludes(self) -> tuple[tuple[int, int], ...]:
        """Pairs that exclude each other, said by either; names that are not among the options exclude nothing."""
        pairs = {
            (min(place, self.position[other]), max(place, self.position[other]))
            for place, option in enumerate(self.options)
            for other in option.excludes
            if other in self.position
        }
        return tuple(sorted(pairs))

    @cached_property
    def requires(self) -> tuple[tuple[int, int], ...]:
        """Pairs of an option and one that it requires."""
        return tuple(
            (place, self.position[other])
            for place, option in enumerate(self.options)
            for other in option.requires
            if other in self.position
        )

    @cached_property
    def unavailable(self) -> Mapping[int, tuple[Unavailable, str]]:
        """Position → why that option cannot be chosen, and the name of another option where that is the reason."""
        found: dict[int, tuple[Unavailable, str]] = {}
        for place, option in enumerate(self.options):
            if option.cost is None:
                found[place] = (Unavailable.UNKNOWN_INVESTMENT, "")
            elif self.wanted.alone[place] is None:
                found[place] = (Unavailable.UNKNOWN_VALUE, "")
        changed = True
        while changed:
            changed = False
            for place, option in enumerate(self.options):
                if place in found:
                    continue
                for other in option.requires:
                    if other not in self.position or self.position[other] in found:
                        found[place] = (Unavailable.REQUIREMENT_UNAVAILABLE, other)
                        changed = True
                        break
                needed = self.needed(place)
                clash = next((pair for pair in self.excludes if pair[0] in needed and pair[1] in needed), None)
                if place not in found and clash is not None:
                    against = next(each for each in reversed(clash) if each != place)
                    found[place] = (Unavailable.CONTRADICTORY, self.options[against].name)
                    changed = True
        return found

    def needed(self, place: int) -> frozenset[int]:
        """An option with everything that it requires, directly or through others."""
        needed, waiting = {place}, [place]
        while waiting:
            for other in self.options[waiting.pop()].requires:
                found = self.position.get(other)
                if found is not None and found not in needed:
                    needed.add(found)
                    waiting.append(found)
        return frozenset(needed)

    @cached_property
    def _costs(self) -> tuple[Decimal, ...]:
        return tuple(
            Decimal(0) if option.investment is None else net_cost([option.investment], [option.subsidy])
            for option in self.options
        )

    def spent(self, choice: Choice) -> float:
        """What the budget pays of a choice."""
        return float(self._sum(choice))

    def _sum(self, choice: Choice) -> Decimal:
        return sum((cost for cost, taken in zip(self._costs, choice, strict=True) if taken), Decimal(0))

    def fits(self, choice: Choice) -> bool:
        """Whether a choice fits the budget."""
        return self.budget is None or self._sum(choice) <= Decimal(repr(float(self.budget)))

    def slack(self, choice: Choice) -> float | None:
        """What is left of the budget; None where there is no limit."""
        return None if self.budget is None else float(Decimal(repr(float(self.budget))) - self._sum(choice))

    def rules(self, *, least: Iterable[int] = (), among: Iterable[int] | None = None, targets: bool = True) -> Rules:
        """The rules for the solver.

        Args:
            least: positions that have to be chosen.
            among: positions that may be chosen; by default all that are available.
            targets: whether the minimum reductions hold.
        """
        open_to = set(range(len(self.options)) if among is None else among) - set(self.unavailable)
        limit = None if self.budget is None else Decimal(repr(float(self.budget)))
        cheap = {place for place in open_to if limit is None or self._costs[place] <= limit}
        must = set(least)
        count = range(len(self.options))
        return Rules(
            costs=tuple(map(float, self._costs)),
            fits=self.fits,
            budget=self.budget,
            least=tuple(place in must for place in count),
            most=tuple(place in cheap or place in must for place in count),
            requires=self.requires,
            excludes=self.excludes,
            targets=tuple(self._targets()) if targets else (),
        )

    def _targets(self) -> Iterator[tuple[Contributions, float]]:
        for subject, least in self.targets.items():
            yield self.brought(Measure(Objective.REDUCTION, subject)), least

    def changed(self, **changes: object) -> Problem:
        """The same question with other figures."""
        return replace(self, **changes)  # type: ignore[arg-type]


def problem(
    options: Sequence[PortfolioOption],
    *,
    budget: float | None,
    objective: Objective | str,
    subject: str | None,
    low_cost_first: bool,
    targets: Mapping[str, float] | None,
    mandatory: Iterable[str],
    streams: Streams | None,
    gap: float,
    time_limit: float,
) -> Problem:
    """The question, looked at.

    Raises:
        InvalidInput: the objective is none, the budget is negative, a target or a mandatory option does not exist.
    """
    limit = None if budget is None else non_negative(budget, "budget")
    known = {name for option in options for name in option.reductions or ()}
    wanted = {name: finite(least, "targets", name) for name, least in (targets or {}).items()}
    for name in wanted:
        if name not in known:
            raise InvalidInput(f"no option reduces {name!r}", path=("targets", name), remedy=_listed(known))
    names = {option.name for option in options}
    forced = frozenset([mandatory] if isinstance(mandatory, str) else mandatory)
    for name in sorted(forced - names):
        raise InvalidInput(f"there is no option {name!r}", path=("mandatory", name))
    if not 0 <= finite(gap, "gap") < 1:
        raise InvalidInput("the gap is not a fraction below 1", path=("gap",))
    if finite(time_limit, "time_limit") <= 0:
        raise InvalidInput("the time limit is not above zero", path=("time_limit",))
    return Problem(
        tuple(options),
        limit,
        read_measure(objective, subject, known),
        low_cost_first,
        wanted,
        forced,
        streams or {},
        gap,
        time_limit,
    )


def read_measure(objective: Objective | str, subject: str | None, known: Iterable[str]) -> Measure:
    """What is to be made large: an objective, ``reduction`` with its subject, or the subject itself.

    Raises:
        InvalidInput: there is no such objective or subject.
    """
    subjects = set(known)
    if not isinstance(objective, Objective):
        if objective in subjects and subject is None:
            return Measure(Objective.REDUCTION, objective)
        try:
            objective = Objective(objective.upper())
        except ValueError as error:
            remedy = f"one of {', '.join(Objective)}; {_listed(subjects)}"
            raise InvalidInput(f"there is no objective {objective!r}", path=("objective",), remedy=remedy) from error
    if objective is not Objective.REDUCTION:
        if subject is not None:
            raise InvalidInput(f"{objective} has no subject", path=("subject",), remedy="leave it out")
        return Measure(objective)
    if subject is None or subject not in subjects:
        fault = "a reduction of what?" if subject is None else f"no option reduces {subject!r}"
        raise InvalidInput(fault, path=("subject",), remedy=_listed(subjects))
    return Measure(objective, subject)


def _listed(subjects: Iterable[str]) -> str:
    names = sorted(subjects)
    return f"options reduce {', '.join(names)}" if names else "no option has a reduction on record"
