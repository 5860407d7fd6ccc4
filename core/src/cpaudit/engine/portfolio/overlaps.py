"""What options save together that act on one stream: each later one only finds what the earlier ones left.

The model. Option *i* alone takes the fraction fᵢ of a stream and brings vᵢ ≥ 0. Of several, the one that brings most
for what it takes (vᵢ/fᵢ) acts first and counts in full; each further one counts for the fraction that is left:

    W = Σ_k v_k · Π_{j before k} (1 − f_j)

For the reduction of one subject v/f is the stream itself, the order does not matter, and W is the stream times
1 − Π(1 − fᵢ). Where it is not known how much is in the stream, it holds at least what the largest of the options takes
away: W grows with the stream, so that this gives the least that the options can save together, never too much.

Money diminishes with the same fractions: an option's yearly saving, or the present worth of its yearly flows, while
its investment is paid in full. An option that costs money every year acts last, costs what it costs, and takes nothing
from the others. With a tax, the present worth of a saving that has diminished is a little more than counted here
(depreciation still lowers the tax), so that the value of a portfolio is never overstated.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from cpaudit.engine.numbers import positive
from cpaudit.engine.portfolio.options import Measure, Objective, PortfolioOption
from cpaudit.errors import InvalidInput

Streams: TypeAlias = Mapping[str, Mapping[str, float]]
"""Stream → subject → how much of it there is in a year, before any option."""


@dataclass(frozen=True, slots=True)
class Group:
    """Options that act on one stream and diminish one another, dearest first.

    Attributes:
        stream: the stream.
        members: positions of the options.
        values: v of each, above zero.
        shares: f of each, above zero.
        assumed: whether a share rests on an assumption, because what is in the stream is not known.
    """

    stream: str
    members: tuple[int, ...]
    values: tuple[float, ...]
    shares: tuple[float, ...]
    assumed: bool


@dataclass(frozen=True)
class Contributions:
    """What options bring of one measure.

    Attributes:
        measure: of what.
        alone: what each brings alone; None where that is not known.
        fixed: the part of it that nothing diminishes; zero where it is not known.
        groups: the options that diminish one another.
    """

    measure: Measure
    alone: tuple[float | None, ...]
    fixed: tuple[float, ...]
    groups: tuple[Group, ...]

    def together(self, chosen: Sequence[bool]) -> float:
        """What the chosen ones bring together, of those for which it is known."""
        parts = [value for value, taken in zip(self.fixed, chosen, strict=True) if taken]
        return math.fsum([*parts, *(overlapped(*taken(group, chosen)) for group in self.groups)])

    @cached_property
    def _group_of(self) -> Mapping[int, Group]:
        return {member: group for group in self.groups for member in group.members}

    def gain(self, chosen: Sequence[bool], added: Collection[int]) -> float:
        """What the *added* options bring more where the chosen ones are there already."""
        new = [place for place in added if not chosen[place]]
        after = list(chosen)
        for place in new:
            after[place] = True
        touched = {id(self._group_of[place]): self._group_of[place] for place in new if place in self._group_of}
        more = [overlapped(*taken(group, after)) - overlapped(*taken(group, chosen)) for group in touched.values()]
        return math.fsum([*(self.fixed[place] for place in new), *more])

    def counted(self, chosen: Sequence[bool]) -> tuple[float | None, ...]:
        """What each chosen one counts for; the sum is what they bring together."""
        counts = [
            self.fixed[position] if taken and self.alone[position] is not None else None
            for position, taken in enumerate(chosen)
        ]
        for group in self.groups:
            left = 1.0
            for member, value, share in zip(group.members, group.values, group.shares, strict=True):
                if chosen[member]:
                    counts[member] = (counts[member] or 0.0) + value * left
                    left *= 1 - share
        return tuple(counts)


def overlapped(values: Sequence[float], shares: Sequence[float]) -> float:
    """W of options on one stream, given dearest first."""
    parts, left = [], 1.0
    for value, share in zip(values, shares, strict=True):
        parts.append(value * left)
        left *= 1 - share
    return math.fsum(parts)


def taken(group: Group, chosen: Sequence[bool]) -> tuple[list[float], list[float]]:
    """Values and shares of the chosen members."""
    kept = [place for place, member in enumerate(group.members) if chosen[member]]
    return [group.values[place] for place in kept], [group.shares[place] for place in kept]


def contributions(options: Sequence[PortfolioOption], measure: Measure, streams: Streams) -> Contributions:
    """What options bring of a measure, alone and together.

    Raises:
        InvalidInput: an option takes more from a stream than is in it.
    """
    alone = [option.value(measure) for option in options]
    fixed, gains = [0.0] * len(options), [0.0] * len(options)
    for position, (option, value) in enumerate(zip(options, alone, strict=True)):
        if value is None:
            continue
        # what is paid once, or costs every year, does not become less where others act on the stream too
        paid = (option.cost or 0.0) if measure.objective is Objective.NPV else 0.0
        gain = value + paid
        fixed[position], gains[position] = (-paid, gain) if gain > 0 else (value, 0.0)
    groups = []
    for stream, members in _members(options, measure).items():
        for together in members:
            acting = [position for position in together if gains[position] > 0]
            shares = {position: stream_share(options, options[position], measure, streams) for position in acting}
            acting = [position for position in acting if shares[position][0] > 0]
            if len(acting) < 2:
                continue
            acting.sort(key=lambda position: -gains[position] / shares[position][0])
            groups.append(
                Group(
                    stream,
                    tuple(acting),
                    tuple(gains[position] for position in acting),
                    tuple(shares[position][0] for position in acting),
                    any(shares[position][1] for position in acting),
                )
            )
    shared = {position for group in groups for position in group.members}
    for position, value in enumerate(alone):
        if position not in shared and value is not None:
            fixed[position] = value
    return Contributions(measure, tuple(alone), tuple(fixed), tuple(groups))


def _members(options: Sequence[PortfolioOption], measure: Measure) -> dict[str, list[list[int]]]:
    """Stream → the sets of options on it that take the same, or may do so."""
    on_stream: dict[str, list[int]] = defaultdict(list)
    for position, option in enumerate(options):
        if option.stream is not None:
            on_stream[option.stream].append(position)
    if measure.objective is Objective.REDUCTION:
        return {stream: [members] for stream, members in on_stream.items()}
    return {stream: _connected(options, members) for stream, members in on_stream.items()}


def _connected(options: Sequence[PortfolioOption], members: list[int]) -> list[list[int]]:
    """Options that have a subject in common, directly or through others; of which nothing is known, with all."""
    if any(not options[position].reductions for position in members):
        return [members]
    sets: list[tuple[set[str], list[int]]] = []
    for position in members:
        subjects = {name for name, value in (options[position].reductions or {}).items() if value is None or value > 0}
        joined = [position]
        apart = []
        for others, positions in sets:
            if others & subjects:
                subjects |= others
                joined = [*positions, *joined]
            else:
                apart.append((others, positions))
        sets = [*apart, (subjects, joined)]
    return [positions for _, positions in sets]


def stream_share(
    options: Sequence[PortfolioOption], option: PortfolioOption, measure: Measure, streams: Streams
) -> tuple[float, bool]:
    """The fraction of its stream that an option takes alone, and whether it is assumed.

    Raises:
        InvalidInput: it takes more than is in the stream.
    """
    stream = option.stream or ""
    if option.share is not None:
        return option.share, False
    if measure.subject is not None:
        return _of_stream(options, option, measure.subject, stream, streams)
    acting = [name for name, value in (option.reductions or {}).items() if value is None or value > 0]
    found = [_of_stream(options, option, subject, stream, streams) for subject in acting]
    # of an option that nobody knows how much it takes, the least that leaves nothing overstated: everything
    return max(found, default=(1.0, True))


def _of_stream(
    options: Sequence[PortfolioOption], option: PortfolioOption, subject: str, stream: str, streams: Streams
) -> tuple[float, bool]:
    reduction = (option.reductions or {}).get(subject)
    if reduction is None:
        return 1.0, True
    held = streams.get(stream, {}).get(subject)
    if held is None:
        largest = max((other.reductions or {}).get(subject) or 0.0 for other in options if other.stream == stream)
        return reduction / largest, True
    if reduction > positive(held, "streams", stream, subject) * (1 + 1e-9):
        raise InvalidInput(
            f"{option.name} takes {reduction:g} of {subject} from {stream}, which holds {held:g}",
            path=("options", option.name, "reductions", subject),
            remedy="correct the reduction, or what is in the stream",
        )
    return min(reduction / held, 1.0), False
