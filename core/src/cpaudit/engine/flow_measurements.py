"""What was measured in the streams of a network, and how far each measurement may be off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from cpaudit.engine.balance import additive_factor, is_signed
from cpaudit.engine.network_errors import NothingMeasured, UnknownStream, UnknownUncertainty
from cpaudit.engine.numbers import LARGEST, InvalidNumber, finite
from cpaudit.engine.process_network import Indices, ProcessNetwork
from cpaudit.engine.quantities import Quantity
from cpaudit.engine.units import PURE_NUMBER, Unit, parse
from cpaudit.errors import PathPart

Floats = npt.NDArray[np.float64]

NORMAL_95 = 1.959963984540054
"""Half the width of the 95 % interval of a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class FlowMeasurement:
    """A measured flow with its standard deviation, both in ``unit``."""

    value: float
    deviation: float
    unit: str = PURE_NUMBER


GivenMeasurement: TypeAlias = Quantity | FlowMeasurement | tuple[float, float]
"""A measured flow: a quantity with its 95 % interval, or a value with its standard deviation."""

GivenMeasurements: TypeAlias = Mapping[str, GivenMeasurement | Sequence[GivenMeasurement] | None]
"""What was measured in each stream, by its code: one measurement, several of them, or None for nothing."""


@dataclass(frozen=True, slots=True)
class MeasuredFlows:
    """Measurements in one unit, each as it was given beside it.

    Attributes:
        unit: of ``values`` and ``deviations``.
        places: for each measurement the place of its stream in the network.
        values: y of each measurement.
        deviations: σ of each measurement, above zero.
        given: each measurement as it was given.
        factors: what turns the given value into ``unit``.
    """

    unit: str
    places: Indices
    values: Floats
    deviations: Floats
    given: tuple[GivenMeasurement, ...]
    factors: tuple[float, ...]


def read_measurements(
    network: ProcessNetwork, measurements: GivenMeasurements, unit: str | None = None
) -> MeasuredFlows:
    """The measurements in *unit*, by default that of the first one.

    Raises:
        NothingMeasured: there is no measurement.
        UnknownStream: a code is not that of a stream.
        UnknownUncertainty: a measurement has no interval, or one of no width.
        InvalidNumber: a number is not finite, or a flow that is not energy is negative.
        UnitError: the measurements do not measure the same thing.
    """
    places: list[int] = []
    given: list[GivenMeasurement] = []
    for code, several in measurements.items():
        place = network.stream_index.get(code)
        if place is None:
            raise UnknownStream(f"the network has no stream {code!r}", path=("measurements", code))
        for each in _several(several, code):
            places.append(place)
            given.append(each)
    if not given:
        raise NothingMeasured("no flow was measured", path=("measurements",), remedy="measure at least one stream")
    units = _Units(unit or _unit_of(given[0]))
    read = [_read(each, network, place) for place, each in zip(places, given, strict=True)]
    values, deviations = (np.array([row[column] for row in read], dtype=np.float64) for column in (0, 1))
    turned = [units.into(row[2]) for row in read]
    factors = [factor for factor, _ in turned]
    _require_sign(network, places, values, np.array([signed for _, signed in turned]))
    found = MeasuredFlows(
        units.target, np.array(places), values * factors, deviations * factors, tuple(given), tuple(factors)
    )
    _require_size(network, found)
    return found


def _require_sign(
    network: ProcessNetwork, places: Sequence[int], values: Floats, signed: npt.NDArray[np.bool_]
) -> None:
    negative = np.flatnonzero((values < 0.0) & ~signed)
    if len(negative):
        path = ("measurements", network.streams[places[negative[0]]].code)
        raise InvalidNumber(f"{values[negative[0]]:g} is negative", path=path, remedy="turn the stream around")


def _require_size(network: ProcessNetwork, flows: MeasuredFlows) -> None:
    sizes = np.maximum(np.abs(flows.values), flows.deviations)
    for wrong in np.flatnonzero(~((sizes <= LARGEST) & (flows.deviations > 0.0))).tolist():
        path = ("measurements", network.streams[flows.places[wrong]].code)
        finite(float(sizes[wrong]), *path)
        # a width so small that it is nothing in the common unit
        raise UnknownUncertainty("the interval has no width", path=path, remedy="say how far it may be off")


class _Units:
    """What turns each unit into the first one; each is looked up once."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._known: dict[str, tuple[float, bool]] = {}

    def into(self, unit: str) -> tuple[float, bool]:
        """The factor, and whether flows in this unit may be negative."""
        if unit not in self._known:
            parsed: Unit = parse(unit)
            self._known[unit] = (additive_factor(unit, self.target), is_signed(parsed))
        return self._known[unit]


def _several(given: GivenMeasurement | Sequence[GivenMeasurement] | None, code: str) -> Iterable[GivenMeasurement]:
    if given is None:
        return ()
    if isinstance(given, Quantity | FlowMeasurement):
        return (given,)
    if isinstance(given, tuple) and len(given) == 2 and not any(_is_measurement(each) for each in given):
        return (given,)  # type: ignore[return-value]
    if isinstance(given, Sequence) and not isinstance(given, str):
        return given  # type: ignore[return-value]
    path = ("measurements", code)
    finite(given, *path)
    raise UnknownUncertainty(
        f"{given!r} does not say how far it may be off", path=path, remedy="give the value and its standard deviation"
    )


def _is_measurement(given: object) -> bool:
    return isinstance(given, Quantity | FlowMeasurement | tuple)


def _unit_of(given: GivenMeasurement) -> str:
    return given.unit if isinstance(given, Quantity | FlowMeasurement) else PURE_NUMBER


def _read(given: GivenMeasurement, network: ProcessNetwork, place: int) -> tuple[float, float, str]:
    """Value, standard deviation and unit."""
    if (
        isinstance(given, Quantity)
        and given.lower is not None
        and given.upper is not None
        and given.lower < given.upper
    ):
        return given.value, deviation_of(given.lower, given.upper), given.unit
    path: tuple[PathPart, ...] = ("measurements", network.streams[place].code)
    if isinstance(given, Quantity):
        if given.lower is None or given.upper is None:
            raise UnknownUncertainty(
                f"{given} has no interval", path=path, remedy="give the 95 % interval of the measurement"
            )
        value, deviation, unit = given.value, deviation_of(given.lower, given.upper), given.unit
    else:
        if isinstance(given, FlowMeasurement):
            value, deviation, unit = given.value, given.deviation, given.unit
        elif isinstance(given, tuple) and len(given) == 2:
            value, deviation, unit = (*given, PURE_NUMBER)
        else:
            raise InvalidNumber(f"{given!r} is no measurement", path=path, remedy="give value and standard deviation")
        value, deviation = finite(value, *path), finite(deviation, *path)
    if deviation < 0:
        raise InvalidNumber(f"the standard deviation {deviation:g} is negative", path=path)
    if deviation == 0:
        raise UnknownUncertainty(
            f"{value:g} {unit} is given as exact, and no measurement is", path=path, remedy="say how far it may be off"
        )
    return value, deviation, unit


def deviation_of(lower: float, upper: float) -> float:
    """The standard deviation of a normal distribution whose 95 % interval is as wide."""
    return (upper - lower) / (2 * NORMAL_95)
