"""Reconciliation of 10 000 streams against one sparse solve of the same system, and from 1000 to 100 000 streams."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Contender, Scale, Timings
from benchmarks.engine.turns import take_turns, timed
from benchmarks.machine import versions_of
from scipy import sparse
from scipy.sparse.linalg import spsolve

from cpaudit import engine

SEED = 20260102
UNITS_PER_STREAM = 0.4
UNMEASURED = 0.1
NEARLY_NOTHING = 1e-12
LEAST, MIDDLE, MOST = 1_000, 10_000, 100_000
LARGEST_EXPONENT = 1.2
HOW = (
    "Units in a line with more streams between near ones, recycles among them, and to and from the outside; every "
    "tenth stream is not measured, the others with 95 % intervals (all illustrative). cpaudit is given codes and "
    "quantities: it checks and reads them, classifies every stream, adjusts the flows and makes the global test; "
    "where named, it also gives the uncertainty of each flow, unmeasured ones included, and the measurement test. The "
    "floor is one scipy.sparse.linalg.spsolve of the least squares' equations over all streams, measured or not, with "
    "a multiplier for each unit, its matrix made before the clock starts: it gives the flows, and no more. What was "
    "not measured has a weight of nearly nothing in it, without which the matrix is singular where a stream is not "
    "observable. The normal equations of a network that is measured throughout are shown beside it."
)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plant:
    """A network with its measurements, and the systems of equations that a user would write down."""

    network: engine.ProcessNetwork
    measured: dict[str, engine.Quantity]
    equations: sparse.csc_array
    right: Floats
    normal: sparse.csc_array


def plant_of(streams: int) -> Plant:
    """A plant with so many streams; the flows of a true state, measured with errors."""
    random = np.random.default_rng(SEED)
    units = int(streams * UNITS_PER_STREAM)
    near = np.arange(units)
    more = streams - units - 1
    one = random.integers(0, units, more)
    other = np.clip(one + random.geometric(0.1, more) * random.choice([-1, 1], more), -1, units - 1)
    other[other == one] = -1
    turned = random.random(more) < 0.5
    origins = np.concatenate([[-1], near, np.where(turned, one, other)])
    destinations = np.concatenate([[0], near[1:], [-1], np.where(turned, other, one)])
    names = [[None if unit < 0 else f"u{unit}" for unit in ends] for ends in (origins.tolist(), destinations.tolist())]
    network = engine.ProcessNetwork.of(
        (f"s{place}", *ends) for place, ends in enumerate(zip(names[0], names[1], strict=True))
    )
    true = random.uniform(1, 100, more)
    entering, leaving = (np.bincount(ends[units + 1 :] + 1, true, units + 1)[1:] for ends in (destinations, origins))
    line = np.cumsum(entering - leaving)
    feed = 100 - min(0.0, float(line.min()))
    true = np.concatenate([[feed], feed + line, true])
    shares = random.uniform(0.02, 0.2, streams)
    values = np.abs(true * (1 + shares / 2 * random.standard_normal(streams)))
    half = values * shares
    known = random.random(streams) >= UNMEASURED
    measured = {
        f"s{place}": engine.quantity(value, "t/h", lower=value - width, upper=value + width)
        for place, (value, width) in enumerate(zip(values.tolist(), half.tolist(), strict=True))
        if known[place]
    }
    balances = network.incidence
    weights = np.square(1.959963984540054 / half) * np.where(known, 1.0, NEARLY_NOTHING)
    equations = sparse.block_array([[sparse.diags_array(weights), balances.T], [balances, None]], format="csc")
    right = np.concatenate([weights * values, np.zeros(units)])
    normal = sparse.csc_array(balances @ sparse.diags_array(np.square(half)) @ balances.T)
    return Plant(network, measured, equations, right, normal)


def run(scale: Scale) -> CaseResult:
    """Measure the case."""
    sizes = (LEAST, scale.size(MIDDLE, 2 * LEAST), scale.size(MOST, 4 * LEAST))
    plants = [plant_of(size) for size in sizes]
    _agree(plants[1])
    middle = plants[1]
    contenders = [
        Contender(f"cpaudit_{size}", f"cpaudit, {size:,} streams", timed(_flows_of(plant)))
        for size, plant in zip(sizes, plants, strict=True)
    ]
    contenders += [
        Contender(f"full_{size}", f"cpaudit, {size:,} streams, uncertainties and suspects", timed(_all_of(plant)))
        for size, plant in zip(sizes, plants, strict=True)
    ]
    title = f"{sizes[1]:,} streams ({versions_of('scipy')})"
    contenders += [
        Contender("floor", f"spsolve, {title}", timed(lambda: spsolve(middle.equations, middle.right))),
        Contender("normal", f"spsolve, normal equations, {title}", timed(lambda: _normal(middle))),
    ]
    timings = take_turns(contenders, scale.rounds, "Reconciliation")
    flows, full = (_exponent(timings, key, sizes[0], sizes[2]) for key in ("cpaudit", "full"))
    return CaseResult(
        "reconciliation",
        f"Reconciliation of {sizes[1]:,} streams",
        HOW,
        timings,
        (
            Bar("reconciliation: cpaudit ÷ one sparse solve", 2.0, True, timings.ratio(f"cpaudit_{sizes[1]}", "floor")),
            Bar(f"reconciliation: exponent from {sizes[0]:,} to {sizes[2]:,} streams", LARGEST_EXPONENT, True, flows),
            Bar("reconciliation: exponent with uncertainties and suspects", LARGEST_EXPONENT, True, full),
        ),
        figures={
            "with uncertainties and suspects ÷ one sparse solve": _shown(timings.ratio(f"full_{sizes[1]}", "floor")),
            "flows and global test ÷ normal equations": _shown(timings.ratio(f"cpaudit_{sizes[1]}", "normal")),
        },
    )


def _flows_of(plant: Plant) -> Callable[[], object]:
    return lambda: engine.reconcile(plant.network, plant.measured).chi_square


def _all_of(plant: Plant) -> Callable[[], object]:
    def work() -> object:
        found = engine.reconcile(plant.network, plant.measured)
        return found.chi_square, found.estimate.flow_deviations, found.suspects

    return work


def _normal(plant: Plant) -> Floats:
    solved: Floats = spsolve(plant.normal, np.ones(plant.normal.shape[0]))
    return solved


def _agree(plant: Plant) -> None:
    """The flows of the floor are those of cpaudit wherever they are determined."""
    found = engine.reconcile(plant.network, plant.measured).estimate.flows
    solved = spsolve(plant.equations, plant.right)[: len(found)]
    known = ~np.isnan(found)
    if not np.abs(found[known] - solved[known]).max() < 1e-6 * np.abs(found[known]).max():
        raise AssertionError("the sparse solve gives other flows")


def _exponent(timings: Timings, key: str, least: int, most: int) -> float | None:
    ratio = timings.ratio(f"{key}_{most}", f"{key}_{least}")
    return None if ratio is None else math.log(ratio) / math.log(most / least)


def _shown(ratio: float | None) -> str:
    return "not measured" if ratio is None else f"{ratio:.2f} x"


CASE = Case("reconciliation", run)
