"""What a case is: one question, contenders that answer it with the same figures, and bars.

A case is a module of this package that defines ``CASE`` and is listed in :mod:`benchmarks.engine.cases`. Its
``run`` makes the data, checks that all contenders give the same figures, has :mod:`benchmarks.engine.turns` time
them in turns, and judges its bars with ``Timings.ratio``, the median of the ratios of rounds:

    def run(scale: Scale) -> CaseResult:
        contenders = (Contender("cpaudit", "cpaudit", ours), Contender("floor", "bare numpy", floor))
        timings = take_turns(contenders, scale.rounds)
        bars = (Bar("cpaudit ÷ bare numpy", 2.0, True, timings.ratio("cpaudit", "floor")),)
        return CaseResult("name", "Title", "what is done, and what each contender is spared", timings, bars)

    CASE = Case("name", run)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.bar import Bar


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is done.

    Attributes:
        quick: so little that the figures only show that everything runs.
        rounds: how often each contender is timed.
    """

    quick: bool
    rounds: int

    def size(self, full: int, quick: int) -> int:
        """*full*, or *quick* of a quick run."""
        return quick if self.quick else full


FULL = Scale(quick=False, rounds=15)
QUICK = Scale(quick=True, rounds=3)


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to answer the question.

    Attributes:
        key: unique in the case.
        title: for readers, versions included.
        seconds: does the work once and gives the seconds that it took; see ``turns.timed`` and ``worker.Worker``.
        share: of the case's work that it does, where all of it would take too long; its seconds are divided by it.
    """

    key: str
    title: str
    seconds: Callable[[], float]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each round, for the whole of the case's work."""

    title: str
    share: float
    seconds: Sequence[float]
    median: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "median", median(self.seconds))


@dataclass(frozen=True, slots=True)
class Timings:
    """How long each contender took, round by round."""

    contenders: Mapping[str, Timing]

    def ratio(self, dividend: str, divisor: str) -> float | None:
        """The median over the rounds of one contender's time divided by another's; None where one is absent."""
        if dividend not in self.contenders or divisor not in self.contenders:
            return None
        pairs = zip(self.contenders[dividend].seconds, self.contenders[divisor].seconds, strict=True)
        return median(mine / other for mine, other in pairs)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case found out.

    Attributes:
        key: of the case.
        title: for readers.
        how: what is done, and what a contender is spared.
        timings: of its contenders.
        bars: what has to be kept.
        figures: other figures worth telling, name → number with unit.
        absent: why a contender could not take part.
    """

    key: str
    title: str
    how: str
    timings: Timings
    bars: Sequence[Bar]
    figures: Mapping[str, str] = field(default_factory=dict)
    absent: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case by its name, and how it is run."""

    key: str
    run: Callable[[Scale], CaseResult]
