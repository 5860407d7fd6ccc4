"""Which unit processes there are, and which streams run between them and the outside.

The network says nothing about amounts. What flows in a stream is given beside it, by the stream's code: mass,
water, energy, money or one substance, whatever adds up. Loops are allowed: a recycle (循环物流) is a stream
like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self, TypeAlias

import numpy as np
import numpy.typing as npt
import scipy

from cpaudit.engine.network_errors import (
    DisconnectedUnit,
    DuplicateCode,
    EmptyNetwork,
    InvalidStream,
    UnknownStream,
    UnknownUnit,
)

Indices = npt.NDArray[np.int64]

OUTSIDE_INDEX = -1
"""Where an index of a unit process is asked for and the stream comes from or goes to the outside."""


@dataclass(frozen=True, slots=True)
class ProcessStream:
    """A flow.

    Attributes:
        code: unique in the network.
        origin: code of the unit process it leaves; None for the outside.
        destination: code of the unit process it enters; None for the outside.
    """

    code: str
    origin: str | None
    destination: str | None


DrawnStream: TypeAlias = ProcessStream | tuple[str, str | None, str | None]
"""A stream as it may be given: the object, or its code, origin and destination."""


@dataclass(frozen=True)
class ProcessNetwork:
    """Unit processes and the streams between them; parts that no stream joins may stand side by side.

    Attributes:
        units: codes of the unit processes (单元操作), each touched by at least one stream.
        streams: the streams, in the order in which vectors over streams have their entries.

    Raises:
        EmptyNetwork: there are no streams.
        DuplicateCode: two units, or two streams, have one code.
        UnknownUnit: a stream begins or ends in a unit that is not in ``units``.
        InvalidStream: a stream touches no unit, or begins and ends in the same one.
        DisconnectedUnit: no stream touches a unit. Its balance says nothing, so that it is more likely a map that
            is not finished than a process.
    """

    units: tuple[str, ...]
    streams: tuple[ProcessStream, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", tuple(self.units))
        object.__setattr__(self, "streams", tuple(self.streams))
        if not self.streams:
            raise EmptyNetwork("the process network has no streams", path=("streams",), remedy="draw its streams")
        _require_distinct("units", self.units, self.unit_index)
        _require_distinct("streams", tuple(stream.code for stream in self.streams), self.stream_index)
        touched: set[str | None] = set()
        for stream in self.streams:
            self._require_ends(stream)
            touched.add(stream.origin)
            touched.add(stream.destination)
        alone = tuple(unit for unit in self.units if unit not in touched)
        if alone:
            raise DisconnectedUnit(alone)

    @classmethod
    def of(
        cls,
        streams: Iterable[DrawnStream],
        units: Iterable[str] | None = None,
    ) -> Self:
        """The network of ``(code, origin, destination)`` or :class:`ProcessStream`.

        Args:
            streams: None as origin or destination is the outside.
            units: by default those that the streams name, in the order in which they first occur.

        Raises:
            NetworkError: as for the class itself.
        """
        drawn = tuple(_drawn(place, each) for place, each in enumerate(streams))
        if units is None:
            ends = (end for stream in drawn for end in (stream.origin, stream.destination))
            units = dict.fromkeys(end for end in ends if end is not None)
        return cls(tuple(units), drawn)

    @cached_property
    def unit_index(self) -> Mapping[str, int]:
        """The place of each unit in ``units``."""
        return {code: place for place, code in enumerate(self.units)}

    @cached_property
    def stream_index(self) -> Mapping[str, int]:
        """The place of each stream in ``streams``."""
        return {stream.code: place for place, stream in enumerate(self.streams)}

    @cached_property
    def origins(self) -> Indices:
        """For each stream the place of its origin in ``units``, or :data:`OUTSIDE_INDEX`."""
        return self._ends(stream.origin for stream in self.streams)

    @cached_property
    def destinations(self) -> Indices:
        """For each stream the place of its destination in ``units``, or :data:`OUTSIDE_INDEX`."""
        return self._ends(stream.destination for stream in self.streams)

    @cached_property
    def incidence(self) -> scipy.sparse.csc_array:
        """A, units x streams: +1 where the stream enters the unit, −1 where it leaves it, so that A·x = 0 in steady
        state."""
        places = np.arange(len(self.streams))
        inward, outward = self.destinations != OUTSIDE_INDEX, self.origins != OUTSIDE_INDEX
        rows = np.concatenate([self.destinations[inward], self.origins[outward]])
        columns = np.concatenate([places[inward], places[outward]])
        signs = np.repeat([1.0, -1.0], [np.count_nonzero(inward), np.count_nonzero(outward)])
        return scipy.sparse.csc_array((signs, (rows, columns)), shape=(len(self.units), len(self.streams)))

    @cached_property
    def parts(self) -> Indices:
        """For each unit the number, from 0, of the connected part of the network in which it lies."""
        return self._labels("weak")

    @cached_property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """The groups of units in which what leaves a unit can come back to it, each in the order of ``units``."""
        labels = self._labels("strong")
        looped = np.flatnonzero(np.bincount(labels)[labels] > 1)
        groups: dict[int, list[str]] = {}
        for place in looped.tolist():
            groups.setdefault(int(labels[place]), []).append(self.units[place])
        return tuple(tuple(group) for group in groups.values())

    def stream(self, code: str) -> ProcessStream:
        """The stream with a code.

        Raises:
            UnknownStream: there is none.
        """
        if code not in self.stream_index:
            raise UnknownStream(f"the network has no stream {code!r}", path=("streams", code))
        return self.streams[self.stream_index[code]]

    def inputs(self, unit: str) -> tuple[ProcessStream, ...]:
        """The streams that enter a unit.

        Raises:
            UnknownUnit: there is no such unit.
        """
        return self._touching(unit)[0]

    def outputs(self, unit: str) -> tuple[ProcessStream, ...]:
        """The streams that leave a unit.

        Raises:
            UnknownUnit: there is no such unit.
        """
        return self._touching(unit)[1]

    @cached_property
    def _neighbours(self) -> Mapping[str, tuple[tuple[ProcessStream, ...], tuple[ProcessStream, ...]]]:
        found: dict[str, tuple[list[ProcessStream], list[ProcessStream]]] = {unit: ([], []) for unit in self.units}
        for stream in self.streams:
            if stream.destination is not None:
                found[stream.destination][0].append(stream)
            if stream.origin is not None:
                found[stream.origin][1].append(stream)
        return {unit: (tuple(inward), tuple(outward)) for unit, (inward, outward) in found.items()}

    def _touching(self, unit: str) -> tuple[tuple[ProcessStream, ...], tuple[ProcessStream, ...]]:
        if unit not in self.unit_index:
            raise UnknownUnit(f"the network has no unit process {unit!r}", path=("units", unit))
        return self._neighbours[unit]

    def _require_ends(self, stream: ProcessStream) -> None:
        path = ("streams", stream.code)
        if not isinstance(stream.code, str) or not stream.code:
            raise InvalidStream(f"{stream.code!r} is no code of a stream", path=path, remedy="name it")
        for name, end in (("origin", stream.origin), ("destination", stream.destination)):
            if end is not None and end not in self.unit_index:
                raise UnknownUnit(
                    f"the stream {stream.code!r} names the unit process {end!r}, which the network does not have",
                    path=(*path, name),
                )
        if stream.origin == stream.destination:
            what = "touches no unit process" if stream.origin is None else f"begins and ends in {stream.origin!r}"
            raise InvalidStream(f"the stream {stream.code!r} {what}", path=path)

    def _ends(self, ends: Iterable[str | None]) -> Indices:
        index = self.unit_index
        places = (OUTSIDE_INDEX if end is None else index[end] for end in ends)
        return np.fromiter(places, dtype=np.int64, count=len(self.streams))

    def _labels(self, connection: Literal["weak", "strong"]) -> Indices:
        inner = (self.origins != OUTSIDE_INDEX) & (self.destinations != OUTSIDE_INDEX)
        ends = (self.origins[inner], self.destinations[inner])
        count = len(self.units)
        graph = scipy.sparse.coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count, count))
        return scipy.sparse.csgraph.connected_components(graph, directed=True, connection=connection)[1].astype(
            np.int64
        )


GivenNetwork: TypeAlias = "ProcessNetwork | Iterable[DrawnStream] | Mapping[str, tuple[str | None, str | None]]"
"""A network, its streams, or code of a stream → its origin and destination."""


def read_network(given: GivenNetwork) -> ProcessNetwork:
    """A network, or the one of these streams.

    Raises:
        NetworkError: the streams make none.
    """
    if isinstance(given, ProcessNetwork):
        return given
    if isinstance(given, Mapping):
        # ends that are no pair are refused with the code before them
        pairs = ((code, ends if isinstance(ends, tuple | list) else ()) for code, ends in given.items())
        return ProcessNetwork.of((code, *ends) for code, ends in pairs)
    return ProcessNetwork.of(given)


def _drawn(place: int, given: DrawnStream) -> ProcessStream:
    if isinstance(given, ProcessStream):
        return given
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 3:
        raise InvalidStream(
            f"{given!r} is no stream", path=("streams", place), remedy="give its code, origin and destination"
        )
    return ProcessStream(*given)


def _require_distinct(name: str, codes: tuple[str, ...], index: Mapping[str, int]) -> None:
    if len(index) == len(codes):
        return
    # the index keeps the last place of each code
    twice = next(code for place, code in enumerate(codes) if index[code] != place)
    raise DuplicateCode(f"the code {twice!r} occurs twice", path=(name, twice))
