"""Reconciliation: flows that balance, as near to the measured ones as their uncertainties allow, and never a guess."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import (
    FlowClass,
    FlowMeasurement,
    InvalidNumber,
    NothingMeasured,
    ProcessNetwork,
    Quantity,
    ReconciliationState,
    UnitError,
    UnknownStream,
    UnknownUncertainty,
    convert,
    quantity,
    reconcile,
)

SPLIT = ProcessNetwork.of([("a", None, "s"), ("b", "s", None), ("c", "s", None)])
SERIES = ProcessNetwork.of([("in", None, "x"), ("mid", "x", "y"), ("out", "y", None)])


def test_two_measurements_of_one_flow_give_the_weighted_mean() -> None:
    network = ProcessNetwork.of([("in", None, "x"), ("out", "x", None)])
    result = reconcile(network, {"in": (10, 1), "out": (13, 2)})
    expected = (10 / 1 + 13 / 4) / (1 + 1 / 4)
    assert result.adjusted["in"].value == pytest.approx(expected, rel=1e-12)
    assert result.adjusted["out"].value == pytest.approx(expected, rel=1e-12)
    assert result.estimate.flow_deviations == pytest.approx(math.sqrt(1 / (1 + 1 / 4)))
    assert result.chi_square.statistic == pytest.approx(3**2 / (1 + 4))
    assert result.stream("in").standardised_adjustment == pytest.approx(3 / math.sqrt(5))


def test_at_one_unit_each_flow_takes_its_share_of_the_gap_by_its_variance() -> None:
    result = reconcile(SPLIT, {"a": (100, 3), "b": (60, 2), "c": (33, 1)})
    gap, variances = 100 - 60 - 33, 9 + 4 + 1
    assert result.adjusted["a"].value == pytest.approx(100 - gap * 9 / variances)
    assert result.adjusted["b"].value == pytest.approx(60 + gap * 4 / variances)
    assert result.adjusted["c"].value == pytest.approx(33 + gap * 1 / variances)
    assert result.estimate.flow_deviations**2 == pytest.approx([9 * 5 / 14, 4 * 10 / 14, 13 / 14])
    assert result.chi_square.statistic == pytest.approx(gap**2 / variances)
    assert result.chi_square.degrees_of_freedom == 1
    # printed in any table of χ²
    assert result.chi_square.critical == pytest.approx(3.841, abs=5e-4)
    assert result.state is ReconciliationState.CONSISTENT


def test_an_interval_is_3_92_standard_deviations_wide() -> None:
    interval = quantity(100, "t", lower=94, upper=106)
    result = reconcile(SPLIT, {"a": interval, "b": FlowMeasurement(60, 2, "t"), "c": FlowMeasurement(33, 1, "t")})
    assert result.estimate.deviations[0] == pytest.approx(12 / 3.919928, rel=1e-6)
    adjusted = result.adjusted["b"]
    assert adjusted.lower is not None
    assert adjusted.upper is not None
    assert (adjusted.upper - adjusted.lower) / 3.919928 == pytest.approx(result.estimate.flow_deviations[1], rel=1e-6)


def test_a_flow_that_was_not_measured_follows_from_the_others_with_their_uncertainty() -> None:
    result = reconcile(SPLIT, {"a": (100, 3), "b": (60, 4)})
    row = result.stream("c")
    assert row.classification is FlowClass.OBSERVABLE
    assert row.measured is None
    assert row.adjusted is not None
    assert row.adjusted.value == pytest.approx(40)
    assert result.estimate.flow_deviations[2] == pytest.approx(5)


def test_without_redundancy_there_is_no_test_and_no_pass() -> None:
    result = reconcile(SPLIT, {"a": (100, 3), "b": (60, 4)})
    assert result.state is ReconciliationState.NO_REDUNDANCY
    assert (result.chi_square.statistic, result.chi_square.critical, result.chi_square.passed) == (None, None, None)
    assert result.chi_square.degrees_of_freedom == 0
    assert [warning.code for warning in result.warnings] == ["NO_REDUNDANCY"]
    assert result.suspects == ()
    assert result.stream("a").classification is FlowClass.NONREDUNDANT
    assert result.stream("a").standardised_adjustment is None


def test_what_no_measurement_determines_stays_unknown() -> None:
    result = reconcile(SPLIT, {"a": (100, 3)})
    for code in ("b", "c"):
        assert result.stream(code).classification is FlowClass.UNOBSERVABLE
        assert result.stream(code).adjusted is None
    assert set(result.adjusted) == {"a"}


def test_around_a_unit_without_measurements_the_total_is_still_checked() -> None:
    network = ProcessNetwork.of(
        [("in", None, "x"), ("p", "x", "y"), ("q", "x", "y"), ("back", "y", "x"), ("out", "y", None)]
    )
    result = reconcile(network, {"in": (10, 1), "out": (12, 1)})
    assert result.adjusted["in"].value == result.adjusted["out"].value == pytest.approx(11)
    assert {result.stream(code).classification for code in ("p", "q", "back")} == {FlowClass.UNOBSERVABLE}


def test_a_recycle_larger_than_the_feed_is_reconciled() -> None:
    network = ProcessNetwork.of(
        [("feed", None, "m"), ("mixed", "m", "r"), ("raw", "r", "s"), ("recycle", "s", "m"), ("product", "s", None)]
    )
    measured = {"feed": (10, 0.5), "mixed": (110, 4), "raw": (108, 4), "recycle": (97, 4), "product": (9.8, 0.5)}
    result = reconcile(network, measured)
    assert np.abs(network.incidence @ result.estimate.flows).max() < 1e-12 * 110
    assert result.adjusted["feed"].value == pytest.approx(result.adjusted["product"].value, rel=1e-12)


def test_a_closed_loop_without_the_outside_is_reconciled() -> None:
    ring = ProcessNetwork.of([("ab", "a", "b"), ("bc", "b", "c"), ("ca", "c", "a")])
    result = reconcile(ring, {"ab": (10, 1), "bc": (11, 1), "ca": (12, 1)})
    assert [result.adjusted[code].value for code in ("ab", "bc", "ca")] == pytest.approx([11, 11, 11])
    assert result.chi_square.degrees_of_freedom == 2


def test_separate_parts_do_not_touch_each_other() -> None:
    both = ProcessNetwork.of([*SPLIT.streams, *SERIES.streams])
    first = {"a": (100, 3), "b": (60, 2), "c": (33, 1)}
    result = reconcile(both, {**first, "in": (5, 1), "out": (6, 1)})
    for code, adjusted in reconcile(SPLIT, first).adjusted.items():
        assert result.adjusted[code].value == pytest.approx(adjusted.value, rel=1e-12)
    assert result.chi_square.degrees_of_freedom == 2


def test_repeated_measurements_count_as_their_mean_and_as_a_check() -> None:
    result = reconcile(SPLIT, {"a": [(99, 3), (101, 3)], "b": (60, 2), "c": (33, 1)})
    assert result.stream("a").measured is not None
    assert result.estimate.measured[0] == pytest.approx(100)
    assert result.estimate.deviations[0] == pytest.approx(3 / math.sqrt(2))
    assert result.chi_square.degrees_of_freedom == 2
    once = reconcile(SPLIT, {"a": (100, 3 / math.sqrt(2)), "b": (60, 2), "c": (33, 1)})
    assert once.chi_square.statistic is not None
    assert result.chi_square.statistic == pytest.approx(once.chi_square.statistic + 2 * (1 / 3) ** 2)


def test_a_gross_error_fails_the_test_and_leads_the_suspects() -> None:
    network = ProcessNetwork.of(
        [
            ("feed", None, "m"),
            ("mixed", "m", "r"),
            ("raw", "r", "s"),
            ("recycle", "s", "m"),
            ("product", "s", None),
            ("steam", None, "r"),
        ]
    )
    true = {"feed": 100.0, "mixed": 150.0, "raw": 170.0, "recycle": 50.0, "product": 120.0, "steam": 20.0}
    measured = {code: (value, 0.02 * value) for code, value in true.items()}
    measured["mixed"] = (120.0, 0.02 * 150)
    result = reconcile(network, measured)
    assert result.state is ReconciliationState.INCONSISTENT
    assert (result.suspects[0].code, result.suspects[0].rank) == ("mixed", 1)
    assert result.stream("mixed").suspect_rank == 1
    step = result.eliminations[0]
    assert step.code == "mixed"
    assert step.flow == pytest.approx(150, rel=0.01)
    assert step.chi_square.passed is True
    assert len(result.eliminations) == 1


def test_streams_that_the_balances_cannot_tell_apart_share_a_rank() -> None:
    result = reconcile(SERIES, {"in": (100, 1), "out": (110, 1)})
    assert {(suspect.code, suspect.rank) for suspect in result.suspects} == {("in", 1), ("out", 1)}
    assert result.eliminations[0].equivalents == ("out",)
    assert result.eliminations[0].chi_square.passed is None


def test_a_flow_that_turns_negative_is_said_and_not_cut_off() -> None:
    result = reconcile(
        SPLIT, {"a": quantity(1, "t", lower=0.9, upper=1.1), "b": quantity(3, "t", lower=2.9, upper=3.1)}
    )
    assert result.adjusted["c"].value == pytest.approx(-2)
    assert "NEGATIVE_FLOW" in [warning.code for warning in result.warnings]
    energy = {"a": quantity(1, "GJ", lower=0.9, upper=1.1), "b": quantity(3, "GJ", lower=2.9, upper=3.1)}
    assert "NEGATIVE_FLOW" not in [warning.code for warning in reconcile(SPLIT, energy).warnings]


def test_a_unit_without_outputs_is_named() -> None:
    network = ProcessNetwork.of([("in", None, "x"), ("out", "x", None), ("leak", "x", "sump")])
    result = reconcile(network, {"in": (10, 1), "out": (9, 1)})
    warning = next(each for each in result.warnings if each.code == "ONE_SIDED_UNIT")
    assert "sump" in warning.message.in_language("en")


def test_flows_of_zero_are_flows() -> None:
    result = reconcile(SPLIT, {"a": (0, 1), "b": (0, 1), "c": (0, 1)})
    assert [row.adjusted.value for row in result.streams if row.adjusted is not None] == [0, 0, 0]
    assert result.chi_square.passed is True


def test_units_may_be_mixed_and_the_first_one_counts() -> None:
    mixed = reconcile(
        SPLIT,
        {
            "a": FlowMeasurement(100, 3, "t"),
            "b": FlowMeasurement(60e3, 2e3, "kg"),
            "c": FlowMeasurement(33, 1, "t{ash}"),
        },
    )
    assert mixed.unit == mixed.adjusted["c"].unit == "t"
    assert mixed.adjusted["c"].value == pytest.approx(33.5)


def test_measurements_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(UnitError):
        reconcile(SPLIT, {"a": FlowMeasurement(1, 1, "t"), "b": FlowMeasurement(1, 1, "GJ")})
    with pytest.raises(UnitError):
        reconcile(SPLIT, {"a": FlowMeasurement(1, 1, "degC"), "b": FlowMeasurement(1, 1, "degC")})


@pytest.mark.parametrize(
    "measured",
    [
        quantity(1, "t"),
        quantity(1, "t", lower=0.5),
        quantity(1, "t", lower=1, upper=1),
        (1, 0),
        1.0,
    ],
)
def test_a_measurement_that_does_not_say_how_far_it_may_be_off_is_refused(measured: object) -> None:
    with pytest.raises(UnknownUncertainty) as caught:
        reconcile(SPLIT, {"b": measured})  # type: ignore[dict-item]
    assert caught.value.path == ("measurements", "b")


@pytest.mark.parametrize("measured", [(math.nan, 1), (1, math.inf), (1, -1), (1, math.nan), "1", ("1", 1), ([1], 2)])
def test_what_is_no_number_is_refused(measured: object) -> None:
    with pytest.raises(InvalidNumber):
        reconcile(SPLIT, {"b": measured})  # type: ignore[dict-item]


def test_a_negative_mass_is_refused_and_negative_energy_is_not() -> None:
    with pytest.raises(InvalidNumber, match="negative"):
        reconcile(SPLIT, {"a": FlowMeasurement(-1, 1, "t")})
    assert reconcile(SPLIT, {"a": FlowMeasurement(-1, 1, "GJ")}).adjusted["a"].value == -1


def test_nothing_measured_and_unknown_streams_are_named_errors() -> None:
    with pytest.raises(NothingMeasured):
        reconcile(SPLIT, {})
    with pytest.raises(NothingMeasured):
        reconcile(SPLIT, {"a": None, "b": []})
    with pytest.raises(UnknownStream):
        reconcile(SPLIT, {"z": (1, 1)})
    with pytest.raises(UnknownStream):
        reconcile(SPLIT, {"a": (1, 1)}).explain("z")


def _dense(
    incidence: np.ndarray, places: np.ndarray, values: np.ndarray, deviations: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flows, deviations and which of them are determined, by singular values: slow, and a different way."""
    _, singular, right = np.linalg.svd(incidence)
    free = right[int((singular > 1e-10).sum()) :].T
    left, scaled, turned = np.linalg.svd(free[places] / deviations[:, None])
    rank = int((scaled > 1e-9).sum())
    inverse = free @ turned[:rank].T @ (left[:, :rank] / scaled[:rank]).T
    loose = np.abs(free @ turned[rank:].T).max(axis=1, initial=0)
    return inverse @ (values / deviations), np.linalg.norm(inverse, axis=1), loose < 1e-8


def test_random_networks_agree_with_a_dense_solution() -> None:
    random = np.random.default_rng(20)
    for _ in range(200):
        units, count = int(random.integers(1, 9)), int(random.integers(1, 22))
        ends = random.integers(-1, units, (4 * count, 2))
        ends = ends[ends[:, 0] != ends[:, 1]][:count]
        if not len(ends):
            continue
        names = [[None if place < 0 else f"u{place}" for place in row] for row in ends.tolist()]
        network = ProcessNetwork.of([(f"s{place}", *row) for place, row in enumerate(names)])
        places = np.flatnonzero(random.random(len(ends)) < random.choice([0.3, 0.6, 0.9, 1]))
        if not len(places):
            continue
        values, deviations = random.uniform(1, 100, len(places)), 10 ** random.uniform(-1, 1, len(places))
        result = reconcile(
            network,
            {
                f"s{place}": (v, s)
                for place, v, s in zip(places.tolist(), values.tolist(), deviations.tolist(), strict=True)
            },
        )
        flows, spread, known = _dense(network.incidence.toarray(), places, values, deviations)
        estimate = result.estimate
        assert (~np.isnan(estimate.flows)).tolist() == known.tolist()
        assert estimate.flows[known] == pytest.approx(flows[known], abs=1e-9 * values.max())
        assert estimate.flow_deviations[known] == pytest.approx(spread[known], abs=1e-8 * deviations.max())
        before = np.full(len(ends), np.nan)
        before[places] = deviations
        reduced = before[places] ** 2 - spread[places] ** 2 > 1e-9 * before[places] ** 2
        assert estimate.classification.redundant[places].tolist() == reduced.tolist()


def _exactly(
    incidence: np.ndarray, values: list[float], deviations: list[float]
) -> tuple[list[Fraction], list[Fraction]]:
    """Flows and variances of a network that is measured throughout, in fractions, which do not round."""
    rows = [[Fraction(int(entry)) for entry in row] for row in incidence.tolist()]
    variances = [Fraction(deviation) ** 2 for deviation in deviations]
    covariance = [[Fraction(0)] * len(values) for _ in values]
    for place, variance in enumerate(variances):
        covariance[place][place] = variance
    flows = [Fraction(value) for value in values]
    # one balance after the other: each is a measurement without error of what must be zero
    for row in rows:
        weights = [sum(a * b for a, b in zip(line, row, strict=True)) for line in covariance]
        spread = sum(a * b for a, b in zip(weights, row, strict=True))
        if not spread:
            continue
        gap = sum(a * b for a, b in zip(flows, row, strict=True))
        flows = [flow - weight * gap / spread for flow, weight in zip(flows, weights, strict=True)]
        covariance = [
            [entry - one * other / spread for entry, other in zip(line, weights, strict=True)]
            for line, one in zip(covariance, weights, strict=True)
        ]
    return flows, [covariance[place][place] for place in range(len(values))]


@pytest.mark.parametrize("decades", [0, 3, 6, 8])
def test_grams_beside_kilotonnes_are_reconciled_to_the_last_digits(decades: int) -> None:
    small = 10.0**-decades
    network = ProcessNetwork.of(
        [
            ("feed", None, "a"),
            ("main", "a", "b"),
            ("product", "b", None),
            ("trace in", None, "a"),
            ("trace out", "b", "c"),
            ("drain", "c", None),
            ("back", "c", "a"),
        ]
    )
    values = [1000.0, 1010.0, 1003.0, 3 * small, 2 * small, 1.2 * small, 0.9 * small]
    deviations = [0.02 * value for value in values]
    result = reconcile(network, dict(zip(network.stream_index, zip(values, deviations, strict=True), strict=True)))
    flows, variances = _exactly(network.incidence.toarray(), values, deviations)
    assert result.estimate.flows == pytest.approx([float(flow) for flow in flows], rel=1e-6)
    assert result.estimate.flow_deviations == pytest.approx([math.sqrt(each) for each in variances], rel=1e-6)
    gap = np.abs(network.incidence @ result.estimate.flows)
    assert np.all(gap <= 1e-9 * (abs(network.incidence) @ np.abs(result.estimate.flows)))


@st.composite
def networks(draw: st.DrawFn) -> tuple[ProcessNetwork, dict[str, Quantity]]:
    """A network in which each unit lies on a chain from the outside to the outside, with more streams across it."""
    units = draw(st.integers(1, 8))
    chain = [None, *(f"u{place}" for place in range(units)), None]
    ends = list(pairwise(chain))
    more = st.tuples(st.sampled_from(chain), st.sampled_from(chain)).filter(lambda pair: pair[0] != pair[1])
    ends += draw(st.lists(more, max_size=12))
    network = ProcessNetwork.of([(f"s{place}", *pair) for place, pair in enumerate(ends)])
    measured = {}
    for stream in network.streams:
        if draw(st.booleans()) or not measured:
            value = draw(st.floats(1e-2, 1e4))
            half = value * draw(st.floats(1e-2, 0.5))
            measured[stream.code] = quantity(value, "t/h", lower=value - half, upper=value + half)
    return network, measured


@given(networks())
def test_reconciled_networks_close(case: tuple[ProcessNetwork, dict[str, Quantity]]) -> None:
    network, measured = case
    flows = reconcile(network, measured).estimate.flows
    unknown = abs(network.incidence) @ np.isnan(flows).astype(float) > 0
    known = np.nan_to_num(flows)
    gap, through = np.abs(network.incidence @ known), abs(network.incidence) @ np.abs(known)
    largest = max(amount.value for amount in measured.values())
    assert np.all((gap <= 1e-9 * through) | (gap <= 1e-12 * largest) | unknown)


@given(networks())
def test_reconciling_never_makes_a_flow_less_certain(case: tuple[ProcessNetwork, dict[str, Quantity]]) -> None:
    network, measured = case
    estimate = reconcile(network, measured).estimate
    taken = estimate.classification.measured
    assert np.all(estimate.flow_deviations[taken] <= estimate.deviations[taken] * (1 + 1e-12))


@given(networks(), st.sampled_from(["kg/h", "lb/h", "t/d", "万t/a"]))
def test_the_unit_changes_nothing(case: tuple[ProcessNetwork, dict[str, Quantity]], unit: str) -> None:
    network, measured = case
    plain = reconcile(network, measured)
    other = reconcile(network, {code: convert(amount, unit) for code, amount in measured.items()})
    largest = max(amount.value for amount in measured.values())
    assert other.unit == unit
    for code, adjusted in plain.adjusted.items():
        back = convert(other.adjusted[code], "t/h")
        assert back.value == pytest.approx(adjusted.value, rel=1e-7, abs=1e-9 * largest)
    assert other.chi_square.degrees_of_freedom == plain.chi_square.degrees_of_freedom
    assert other.estimate.statistic == pytest.approx(plain.estimate.statistic, rel=1e-6, abs=1e-9)


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_streams_and_measurements_changes_nothing(
    case: tuple[ProcessNetwork, dict[str, Quantity]], random: object
) -> None:
    network, measured = case
    streams, items = list(network.streams), list(measured.items())
    random.shuffle(streams)  # type: ignore[attr-defined]
    random.shuffle(items)  # type: ignore[attr-defined]
    plain, other = reconcile(network, measured), reconcile(ProcessNetwork.of(streams), dict(items))
    largest = max(amount.value for amount in measured.values())
    assert set(other.adjusted) == set(plain.adjusted)
    for code, adjusted in plain.adjusted.items():
        assert other.adjusted[code].value == pytest.approx(adjusted.value, rel=1e-7, abs=1e-9 * largest)
        assert other.stream(code).classification is plain.stream(code).classification
