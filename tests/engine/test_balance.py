"""A balance is closed by its data: in any unit, and never by a stream that was not measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import ClosureState, InvalidNumber, Quantity, UnitError, close_balance, convert, multiply, quantity
from cpaudit.errors import InvalidInput

MASSES = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=6)
UNITS = st.sampled_from(["t", "kg", "g", "lb", "万t"])


def test_mixed_units_close_in_the_first_one() -> None:
    closure = close_balance([quantity(1, "t"), quantity(500, "kg")], [quantity(1.45, "t{clinker}")])
    assert closure.unit == "t"
    assert closure.gap is not None
    assert closure.gap.value == pytest.approx(0.05)
    assert closure.gap_fraction == pytest.approx(0.05 / 1.5)
    assert closure.state is ClosureState.CLOSED
    assert closure.warnings == ()


@pytest.mark.parametrize(("out", "state"), [(95, "CLOSED"), (94.9, "OPEN"), (105, "CLOSED"), (105.1, "OPEN")])
def test_the_tolerance_is_inclusive_and_holds_on_both_sides(out: float, state: str) -> None:
    closure = close_balance([quantity(100, "t")], [quantity(out, "t")])
    assert closure.state == state
    assert closure.within_tolerance is (state == "CLOSED")


def test_a_stream_that_was_not_measured_is_not_zero() -> None:
    closure = close_balance([quantity(100, "t")], [quantity(100, "t"), None])
    assert closure.state is ClosureState.INCOMPLETE
    assert (closure.gap, closure.gap_fraction, closure.within_tolerance) == (None, None, None)
    assert [warning.code for warning in closure.warnings] == ["MISSING_STREAM"]


@pytest.mark.parametrize(
    ("inputs", "outputs", "code"), [([], [quantity(1, "t")], "NO_INPUTS"), ([quantity(1, "t")], [], "NO_OUTPUTS")]
)
def test_a_side_without_streams_is_incomplete(inputs: list[Quantity], outputs: list[Quantity], code: str) -> None:
    closure = close_balance(inputs, outputs)
    assert closure.state is ClosureState.INCOMPLETE
    assert [warning.code for warning in closure.warnings] == [code]


def test_accumulation_may_take_everything_or_give_it_back() -> None:
    assert close_balance([quantity(1, "t")], [], accumulation=quantity(1, "t")).gap_fraction == 0
    drawn = close_balance([quantity(1, "t")], [quantity(3, "t")], accumulation=quantity(-2, "t"))
    assert drawn.state is ClosureState.CLOSED


def test_inputs_of_zero_leave_the_fraction_undefined() -> None:
    closure = close_balance([quantity(0, "t")], [quantity(1, "t")])
    assert closure.state is ClosureState.UNDEFINED
    assert closure.gap_fraction is None
    assert closure.gap is not None
    assert closure.gap.value == -1


def test_a_heat_balance_is_signed_and_a_mass_balance_is_not() -> None:
    closure = close_balance([quantity(100, "GJ/h")], [quantity(115, "GJ/h"), quantity(-4000, "kWh/h")])
    assert closure.gap_fraction == pytest.approx(-0.006)
    with pytest.raises(InvalidNumber) as caught:
        close_balance([quantity(100, "t"), quantity(-1, "t")], [quantity(99, "t")])
    assert caught.value.path == ("inputs", 1)


def test_a_substance_is_balanced_by_concentration() -> None:
    day = quantity(1, "d")
    cod_in = multiply(quantity(1200, "mg/L"), quantity(50, "m3/h"), day, unit="kg")
    cod_out = multiply(quantity(400, "mg/L"), quantity(150, "m3/h"), day, unit="kg")
    assert close_balance([cod_in], [cod_out]).state is ClosureState.CLOSED


@pytest.mark.parametrize(
    ("stated", "warned"),
    [(0.03, False), (0.034, False), (0.0, True), (quantity(3000, "kg"), False), (quantity(2, "t"), True)],
)
def test_a_stated_gap_that_disagrees_with_the_data_is_a_warning(stated: float | Quantity, warned: bool) -> None:
    closure = close_balance([quantity(100, "t")], [quantity(97, "t")], stated_gap=stated)
    assert [warning.code for warning in closure.warnings] == (["STATED_GAP_DISAGREES"] if warned else [])
    assert closure.gap_fraction == pytest.approx(0.03)


def test_the_gap_has_an_interval_where_every_stream_has_one() -> None:
    closure = close_balance([quantity(100, "t", lower=97, upper=103)], [quantity(98, "t", lower=94, upper=102)])
    assert closure.gap is not None
    assert closure.gap.lower == pytest.approx(-3)
    assert closure.gap.upper == pytest.approx(7)
    assert close_balance([quantity(100, "t", lower=97, upper=103)], [quantity(98, "t")]).gap == quantity(
        2, "t", status=closure.gap.status
    )


@pytest.mark.parametrize(("first", "second"), [("t", "m3"), ("t", "GJ"), ("m3", "Nm3"), ("kg/t{a}", "kg/t{b}")])
def test_streams_that_do_not_measure_the_same_are_refused(first: str, second: str) -> None:
    with pytest.raises(UnitError):
        close_balance([quantity(1, first)], [quantity(1, second)])


def test_temperatures_and_empty_balances_are_refused() -> None:
    with pytest.raises(InvalidInput):
        close_balance([quantity(20, "degC")], [quantity(20, "degC")])
    with pytest.raises(InvalidInput):
        close_balance([None], [None])
    with pytest.raises(InvalidInput):
        close_balance([quantity(1, "t")], [quantity(1, "t")], tolerance=5)


@given(MASSES, MASSES, UNITS, UNITS)
def test_a_balance_does_not_depend_on_the_choice_of_units(
    inputs: list[float], outputs: list[float], first: str, second: str
) -> None:
    plain = close_balance([quantity(m, "t") for m in inputs], [quantity(m, "t") for m in outputs])
    mixed = close_balance(
        [convert(quantity(m, "t"), first) for m in inputs], [convert(quantity(m, "t"), second) for m in outputs]
    )
    assert plain.gap_fraction is not None
    assert mixed.gap_fraction == pytest.approx(plain.gap_fraction, rel=1e-9, abs=1e-12)


@given(MASSES, st.floats(0, 0.5))
def test_what_leaves_besides_a_known_share_is_that_share(inputs: list[float], lost: float) -> None:
    closure = close_balance([quantity(m, "t") for m in inputs], [quantity(m * (1 - lost), "t") for m in inputs])
    assert closure.gap_fraction == pytest.approx(lost, abs=1e-9)
