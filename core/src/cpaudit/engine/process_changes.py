"""What an option changes in a process: flows, yields, recycles, energy, prices, emission factors, running cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cpaudit.engine.numbers import share
from cpaudit.engine.spending import Amount
from cpaudit.errors import InvalidInput


class InvalidChange(InvalidInput):
    """A change that cannot be made: too much is taken away, or it says too little or contradicts itself."""

    code = "INVALID_CHANGE"


class NegativeFlow(InvalidChange):
    """A change after which less than nothing would flow in a stream."""

    code = "NEGATIVE_FLOW"


@dataclass(frozen=True, slots=True)
class ReduceFlow:
    """Less flows in a stream.

    What no longer flows there has to go elsewhere, or not come in at all. Where it is not said:

    - of a stream into the network, the outputs of the unit process that it enters follow by their yields;
    - of an output, the other outputs of the unit process take it over in their proportions;
    - energy is simply saved.

    Attributes:
        stream: its code.
        fraction: of what flows there when the option comes, from 0 to 1.
        amount: what no longer flows, in a unit of the flow; in the place of *fraction*.
        instead: another stream of the same unit process that changes by as much, the rest staying what it was:
            another output takes over what a reduced output loses; an input of the network that brings in less where
            an output is reduced at the source, and the other way round.
    """

    stream: str
    fraction: float | None = None
    amount: Amount | None = None
    instead: str | None = None

    def __post_init__(self) -> None:
        if (self.fraction is None) == (self.amount is None):
            raise InvalidChange(
                f"a reduction of {self.stream!r} without a size, or with two",
                path=("changes", self.stream),
                remedy="give either a fraction or an amount",
            )
        if self.fraction is not None:
            share(self.fraction, "changes", self.stream, "fraction")


@dataclass(frozen=True, slots=True)
class ChangeYields:
    """A unit process gives other parts of its input to its outputs.

    Attributes:
        unit: its code.
        yields: output → its part of all input, from 0 to 1. Outputs that are not named share what is left in
            their proportions, so that the balance of the unit process closes as far as before.
    """

    unit: str
    yields: Mapping[str, float]

    def __post_init__(self) -> None:
        if not self.yields:
            raise InvalidChange("no yield is given", path=("changes", self.unit))
        total = sum(share(each, "changes", self.unit, stream) for stream, each in self.yields.items())
        if total > 1 + 1e-12:
            raise InvalidChange(f"the yields of {self.unit!r} add up to {total:.6g}", path=("changes", self.unit))


@dataclass(frozen=True, slots=True)
class Recycle:
    """Part of an output goes back into a unit process: a loop is closed.

    Attributes:
        stream: the output.
        to: code of the unit process that takes it.
        fraction: of the output, from 0 to 1.
        replaces: a stream into the network that brings as much less into *to*; None where nothing is replaced.
    """

    stream: str
    to: str
    fraction: float = 1.0
    replaces: str | None = None

    def __post_init__(self) -> None:
        share(self.fraction, "changes", self.stream, "fraction")

    @property
    def code(self) -> str:
        """Code of the new stream."""
        return f"{self.stream}→{self.to}"


@dataclass(frozen=True, slots=True)
class SaveEnergy:
    """Less energy is used for each unit that a unit process takes in.

    Attributes:
        stream: the stream of energy, into the unit process.
        per_unit: energy for each unit of its material input, as ``kWh/t``; a plain number in the units of both.
    """

    stream: str
    per_unit: Amount


@dataclass(frozen=True, slots=True)
class ChangePrice:
    """A stream gets another price for each unit that flows."""

    stream: str
    price: Amount


@dataclass(frozen=True, slots=True)
class ChangeFactor:
    """A stream emits more or less of a pollutant for each unit that flows."""

    stream: str
    pollutant: str
    factor: Amount


@dataclass(frozen=True, slots=True)
class RunningCost:
    """What the option itself costs as long as it runs, in the period of the flows; negative where it earns."""

    amount: Amount


Change: TypeAlias = ReduceFlow | ChangeYields | Recycle | SaveEnergy | ChangePrice | ChangeFactor | RunningCost


@dataclass(frozen=True, slots=True)
class WhatIfOption:
    """An option as a list of changes, made in their order.

    Attributes:
        code: unique among the options of a simulation.
        changes: at least one.
    """

    code: str
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "changes", tuple(self.changes))
        if not self.changes:
            raise InvalidChange(f"the option {self.code!r} changes nothing", path=("options", self.code))


GivenOptions: TypeAlias = (
    Mapping[str, Change | Iterable[Change]] | Iterable[WhatIfOption | tuple[str, Change | Iterable[Change]]]
)
"""Options as they may be given: the objects, or codes with a change or several."""


def read_options(given: GivenOptions) -> tuple[WhatIfOption, ...]:
    """The options in their order.

    Raises:
        InvalidChange: two have one code, one has no change, or something is no option.
    """
    pairs = given.items() if isinstance(given, Mapping) else given
    options = tuple(each if isinstance(each, WhatIfOption) else _option(each) for each in pairs)
    codes = [each.code for each in options]
    for code in codes:
        if codes.count(code) > 1:
            raise InvalidChange(f"the option {code!r} stands there twice", path=("options", code))
    return options


def _option(pair: object) -> WhatIfOption:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise InvalidChange(f"{pair!r} is no option", path=("options",), remedy="give its code and its changes")
    code, changes = pair
    found = (changes,) if isinstance(changes, Change) else tuple(changes)
    for each in found:
        if not isinstance(each, Change):
            raise InvalidChange(f"{each!r} is no change", path=("options", str(code)))
    return WhatIfOption(str(code), found)
