"""How what is spent in unit processes is carried along streams to where it leaves: by shares of mass, loops solved."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import scipy

from cpaudit.engine.numbers import InvalidNumber

Carrier: TypeAlias = tuple[str, str | None, float | None]
"""A stream that carries cost: where it comes from, where it goes (None for outside), its amount (None unknown)."""


@dataclass(frozen=True)
class Carrying:
    """The streams out of unit processes, of each unit process in amounts that can be compared.

    Attributes:
        units: the unit processes, each a quantity centre (物量中心).
        carriers: the streams that leave them.
    """

    units: tuple[str, ...]
    carriers: tuple[Carrier, ...]

    @cached_property
    def shares(self) -> tuple[float | None, ...]:
        """For each carrier its share of what its unit process spends, None where it is not known."""
        leaving: dict[str, list[float | None]] = defaultdict(list)
        for origin, _, amount in self.carriers:
            leaving[origin].append(amount)
        totals = {unit: _total(amounts) for unit, amounts in leaving.items()}
        return tuple(
            share_of(amount, totals[origin], alone=len(leaving[origin]) == 1) for origin, _, amount in self.carriers
        )

    @cached_property
    def dead_ends(self) -> frozenset[str]:
        """Unit processes from which nothing finds a way out."""
        before = defaultdict(list)
        leads_out = set()
        for (origin, destination, _), share in zip(self.carriers, self.shares, strict=True):
            if share == 0:
                continue
            if destination is None:
                leads_out.add(origin)
            else:
                before[destination].append(origin)
        return frozenset(self.units) - _reached(leads_out, before)

    def costs(self, own: Sequence[float | None]) -> tuple[float | None, ...]:
        """What is spent in each unit process and what is carried into it; None where it is not known.

        Args:
            own: what is spent in each unit process itself, None where that is not known.

        Raises:
            InvalidNumber: an amount of money grows beyond what a number can hold.
        """
        unknown = self._unknown(own)
        kept = [unit for unit in self.units if unit not in self.dead_ends]
        solved = self._solved(kept, dict(zip(self.units, own, strict=True)))
        # What goes round in a dead end would grow without end; what enters it is counted by `stuck`.
        return tuple(None if unit in unknown else solved.get(unit) for unit in self.units)

    def carried(self, own: Sequence[float | None]) -> tuple[float | None, ...]:
        """What each carrier carries, None where it is not known; *own* and errors as for :meth:`costs`."""
        spent, costs = self.spent_in(own), self.costs(own)
        found: list[float | None] = []
        for (origin, _, _), share in zip(self.carriers, self.shares, strict=True):
            if share == 0 or origin not in spent:
                found.append(0.0)
            else:
                cost = costs[self._place[origin]]
                found.append(None if share is None or cost is None else cost * share)
        return tuple(found)

    def stuck(self, own: Sequence[float | None], carried: Sequence[float | None]) -> float | None:
        """What is spent in dead ends or carried into them, and so leaves with no stream; None where not known."""
        spent = [each for unit, each in zip(self.units, own, strict=True) if unit in self.dead_ends]
        entering = [
            each
            for (origin, destination, _), each in zip(self.carriers, carried, strict=True)
            if destination in self.dead_ends and origin not in self.dead_ends
        ]
        return _total([*spent, *entering])

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {unit: place for place, unit in enumerate(self.units)}

    @cached_property
    def _after(self) -> Mapping[str, list[str]]:
        after = defaultdict(list)
        for (origin, destination, _), share in zip(self.carriers, self.shares, strict=True):
            if destination is not None and share != 0:
                after[origin].append(destination)
        return after

    def spent_in(self, own: Sequence[float | None]) -> frozenset[str]:
        """The unit processes in which something is spent, or may be, there or before."""
        return _reached({unit for unit, each in zip(self.units, own, strict=True) if each != 0}, self._after)

    def _unknown(self, own: Sequence[float | None]) -> frozenset[str]:
        spent = self.spent_in(own)
        first = {unit for unit, each in zip(self.units, own, strict=True) if each is None}
        for (origin, destination, _), share in zip(self.carriers, self.shares, strict=True):
            if share is None and destination is not None and origin in spent:
                first.add(destination)
        return _reached(first, self._after)

    def _solved(self, kept: Sequence[str], own: Mapping[str, float | None]) -> dict[str, float]:
        if not kept:
            return {}
        place = {unit: row for row, unit in enumerate(kept)}
        rows, columns, values = [*range(len(kept))], [*range(len(kept))], [1.0] * len(kept)
        for (origin, destination, _), share in zip(self.carriers, self.shares, strict=True):
            if share and origin in place and destination in place:
                rows.append(place[destination])
                columns.append(place[origin])
                values.append(-share)
        matrix = scipy.sparse.csc_array((values, (rows, columns)), shape=(len(kept), len(kept)))
        given = np.array([own[unit] or 0.0 for unit in kept])
        found = scipy.sparse.linalg.splu(matrix).solve(given)
        if not np.isfinite(found).all():
            raise InvalidNumber("the costs add up to more than a number can hold", path=("flows",))
        return dict(zip(kept, found.tolist(), strict=True))


def share_of(amount: float | None, total: float | None, *, alone: bool) -> float | None:
    """What part of the total the amount is.

    Args:
        alone: whether the total is of this amount only; then all of it is, however much that is.
    """
    if alone and amount is None:
        return 1.0
    if amount is None or total is None:
        return None
    return amount / total if total > 0 else 0.0


def _total(amounts: Sequence[float | None]) -> float | None:
    known = [each for each in amounts if each is not None]
    return math.fsum(known) if len(known) == len(amounts) else None


def _reached(start: Iterable[str], ways: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Whatever is reached from *start*, itself included."""
    found, ahead = set(start), list(start)
    while ahead:
        for each in ways.get(ahead.pop(), ()):
            if each not in found:
                found.add(each)
                ahead.append(each)
    return frozenset(found)
