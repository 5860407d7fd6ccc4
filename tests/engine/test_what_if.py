"""What options would do: nothing without options, half of what remains the second time, and every unit closes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import (
    ChangeFactor,
    ChangePrice,
    ChangeYields,
    ClosureState,
    InvalidChange,
    InvalidNumber,
    NegativeFlow,
    Quantity,
    Recycle,
    ReduceFlow,
    RunningCost,
    SaveEnergy,
    Simulation,
    SimulationState,
    UnitError,
    UnknownStream,
    UnknownUnit,
    UnsolvableFlows,
    WhatIfOption,
    quantity,
    recompute,
    simulate,
)
from cpaudit.engine.process_changes import Change, GivenOptions
from cpaudit.engine.spending import Amount

# Washing, then drying, with two waste waters and a recycle; every figure is illustrative.
PLANT = (
    ("cloth", None, "wash"),
    ("water", None, "wash"),
    ("wet", "wash", "dry"),
    ("waste_water", "wash", None),
    ("condensate", "dry", "wash"),
    ("vapour", "dry", None),
    ("dry_cloth", "dry", None),
    ("power", None, "dry"),
)
FLOWS: dict[str, Amount | None] = {
    "cloth": quantity(10, "t/d"),
    "water": quantity(90, "t/d"),
    "wet": quantity(25, "t/d"),
    "waste_water": quantity(80, "t/d"),
    "condensate": quantity(5000, "kg/d"),
    "vapour": quantity(10, "t/d"),
    "dry_cloth": quantity(10, "t/d"),
    "power": quantity(2500, "kWh/d"),
}
# Cloth goes to cloth only; what else it is, is water.
YIELDS = {
    "wet": {"cloth": 1.0, "water": 0.15, "condensate": 0.3e-3},
    "waste_water": {"water": 0.85, "condensate": 0.7e-3},
    "dry_cloth": {"wet": 0.4},
}


def plant(options: GivenOptions, **changed: Amount | None) -> Simulation:
    return simulate(
        PLANT,
        options,
        flows={**FLOWS, **changed},
        prices={"water": quantity(4, "CNY/t"), "power": quantity(0.8, "CNY/kWh"), "waste_water": quantity(2, "CNY/t")},
        emission_factors={"waste_water": {"COD": quantity(0.5, "kg/t")}, "power": {"CO2": quantity(0.6, "kg/kWh")}},
    )


def flow(simulation: Simulation, stream: str) -> float:
    found = simulation.after.flows[stream]
    assert found is not None
    return found.value


def test_without_options_nothing_changes() -> None:
    simulation = plant([])
    assert simulation.steps == ()
    assert simulation.state is SimulationState.COMPLETE
    for stream, given_flow in FLOWS.items():
        assert isinstance(given_flow, Quantity)
        assert flow(simulation, stream) == given_flow.value
    assert simulation.before.cost == pytest.approx((90 * 4 + 2500 * 0.8 + 80 * 2) * 365.25)
    cod = simulation.before.emissions["COD"]
    assert cod is not None
    assert cod.value == pytest.approx(80 * 0.0005 * 365.25)
    assert cod.unit == "t/a"


def test_a_second_half_saves_half_of_what_remains() -> None:
    simulation = plant({"first": ReduceFlow("water", 0.5), "second": ReduceFlow("water", 0.5)})
    saved = [step.saved_flows["water"] for step in simulation.steps]
    assert [each.value for each in saved if each is not None] == pytest.approx([45, 22.5])
    assert flow(simulation, "water") == pytest.approx(22.5)


def test_the_steps_are_the_whole_difference() -> None:
    simulation = plant(
        {
            "less water": ReduceFlow("water", 0.1),
            "recycle": Recycle("waste_water", "dry", 0.1),
            "insulation": SaveEnergy("power", quantity(10, "kWh/t")),
        }
    )
    assert sum(step.saved_cost or math.nan for step in simulation.steps) == pytest.approx(simulation.saved_cost)


def test_less_input_goes_downstream_by_the_yields() -> None:
    simulation = simulate(
        [("in", None, "a"), ("mid", "a", "b"), ("w", "a", None), ("p", "b", None), ("v", "b", None)],
        [("less", ReduceFlow("in", 0.25))],
        flows={"in": 100, "mid": 80, "w": 20, "p": 60, "v": 20},
    )
    assert [flow(simulation, each) for each in ("in", "mid", "w", "p", "v")] == pytest.approx([75, 60, 15, 45, 15])


def test_given_yields_keep_materials_apart() -> None:
    simulation = simulate(PLANT, {"less": ReduceFlow("water", 0.5)}, flows=FLOWS, yields=YIELDS)
    assert flow(simulation, "waste_water") < 0.85 * 80
    before = simulate(PLANT, [], flows=FLOWS, yields=YIELDS)
    for stream in FLOWS:
        assert flow(before, stream) == pytest.approx(before.before.values[stream])


def test_what_an_output_loses_goes_with_the_others_or_where_it_is_said() -> None:
    network = [("in", None, "a"), ("p", "a", None), ("q", "a", None), ("w", "a", None)]
    flows = {"in": 100.0, "p": 60.0, "q": 20.0, "w": 20.0}
    shared = simulate(network, {"less waste": ReduceFlow("w", 0.5)}, flows=flows)
    assert [flow(shared, each) for each in "pqw"] == pytest.approx([67.5, 22.5, 10])
    named = simulate(network, {"less waste": ReduceFlow("w", amount=10, instead="q")}, flows=flows)
    assert [flow(named, each) for each in "pqw"] == pytest.approx([60, 30, 10])
    at_source = simulate(network, {"less waste": ReduceFlow("w", 0.5, instead="in")}, flows=flows)
    assert [flow(at_source, each) for each in ("in", "p", "q", "w")] == pytest.approx([90, 60, 20, 10])
    drained = simulate(network, {"less input": ReduceFlow("in", amount=10, instead="w")}, flows=flows)
    assert [flow(drained, each) for each in ("in", "p", "q", "w")] == pytest.approx([90, 60, 20, 10])


def test_new_yields_leave_the_unit_closed() -> None:
    simulation = plant({"better": ChangeYields("dry", {"vapour": 0.2})})
    assert flow(simulation, "vapour") == pytest.approx(0.2 * flow(simulation, "wet"))
    closure = simulation.after.balances["dry"]
    assert closure is not None
    assert closure.gap_fraction == pytest.approx(0)


def test_a_closed_loop_replaces_fresh_input() -> None:
    simulation = plant({"loop": Recycle("vapour", "wash", 0.6, replaces="water")})
    assert flow(simulation, "vapour→wash") == pytest.approx(6)
    assert flow(simulation, "water") == pytest.approx(84)
    assert flow(simulation, "vapour") == pytest.approx(4)
    assert flow(simulation, "waste_water") == pytest.approx(80)


def test_a_recycle_without_replacement_goes_round() -> None:
    """By hand: a tenth of 100 comes back, so that 100/(1 − 0.1) go through."""
    simulation = simulate(
        [("in", None, "a"), ("mid", "a", "b"), ("out", "b", None)],
        {"back": Recycle("out", "a", 0.1)},
        flows={"in": 100, "mid": 100, "out": 100},
    )
    assert flow(simulation, "mid") == pytest.approx(100 / 0.9)
    assert flow(simulation, "out") == pytest.approx(100)


def test_energy_follows_the_throughput_and_is_saved_for_each_unit_of_it() -> None:
    simulation = plant({"insulate": SaveEnergy("power", quantity(20, "kWh/t")), "less": ReduceFlow("power", 0.1)})
    assert flow(simulation, "power") == pytest.approx((2500 - 20 * 25) * 0.9)


def test_prices_factors_and_running_cost_count() -> None:
    simulation = plant(
        {
            "tariff": ChangePrice("power", quantity(0.4, "CNY/kWh")),
            "green": ChangeFactor("power", "CO2", quantity(0, "kg/kWh")),
            "operators": RunningCost(quantity(1, "万元/a")),
        }
    )
    assert [step.saved_cost for step in simulation.steps] == pytest.approx([2500 * 0.4 * 365.25, 0, -10_000])
    co2 = simulation.after.emissions["CO2"]
    assert co2 is not None
    assert co2.value == 0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (ReduceFlow("steam", 0.1), UnknownStream),
        (ReduceFlow("water", amount=quantity(91, "t/d")), InvalidChange),
        (ReduceFlow("water", amount=quantity(1, "GJ/d")), UnitError),
        (ReduceFlow("water", 0.1, instead="vapour"), InvalidChange),
        (ReduceFlow("water", amount=math.inf), InvalidNumber),
        (Recycle("waste_water", "dye"), UnknownUnit),
        (Recycle("waste_water", "dry", 1, replaces="water"), InvalidChange),
        (Recycle("water", "dry"), InvalidChange),
        (ChangeYields("dry", {"water": 0.1}), InvalidChange),
        (ChangeYields("dye", {"wet": 0.1}), UnknownUnit),
        (SaveEnergy("water", 1), InvalidChange),
        (SaveEnergy("power", quantity(1, "t")), UnitError),
        (SaveEnergy("power", quantity(101, "kWh/t")), InvalidChange),
        (ChangePrice("steam", 1), UnknownStream),
        (RunningCost(quantity(1, "EUR/a")), UnitError),
    ],
)
def test_a_change_that_cannot_be_made_is_a_named_error_that_names_its_option(
    change: Change, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        plant({"first": ReduceFlow("power", 0.01), "second": change})
    assert "second" in str(caught.value)


def test_less_than_nothing_does_not_flow() -> None:
    network = [("in", None, "a"), ("out", "a", None), ("make_up", None, "b"), ("mix", "b", None)]
    flows = {"in": 100, "out": 100, "make_up": 5, "mix": 5}
    with pytest.raises(NegativeFlow, match="make_up"):
        simulate(network, {"loop": Recycle("out", "b", 0.5, replaces="make_up")}, flows=flows)


def test_a_loop_that_lets_nothing_out_has_no_steady_state() -> None:
    network = [("in", None, "a"), ("mid", "a", "b"), ("out", "b", None)]
    with pytest.raises(UnsolvableFlows):
        simulate(network, {"all back": Recycle("out", "a", 1)}, flows={"in": 100, "mid": 100, "out": 100})


@pytest.mark.parametrize("bad", [1.01, -0.1, math.nan])
def test_a_fraction_is_from_0_to_1(bad: float) -> None:
    with pytest.raises(InvalidNumber):
        ReduceFlow("water", bad)
    with pytest.raises(InvalidNumber):
        Recycle("water", "wash", bad)
    with pytest.raises(InvalidNumber):
        ChangeYields("wash", {"wet": bad})


@pytest.mark.parametrize(
    "options",
    [
        [WhatIfOption("A", (ReduceFlow("water", 0.1),)), WhatIfOption("A", (ReduceFlow("water", 0.1),))],
        ["A"],
        {"A": []},
        {"A": ["less"]},
    ],
)
def test_options_that_are_none_are_named_errors(options: GivenOptions) -> None:
    with pytest.raises(InvalidChange):
        plant(options)


def test_a_reduction_has_one_size() -> None:
    with pytest.raises(InvalidChange):
        ReduceFlow("water")
    with pytest.raises(InvalidChange):
        ReduceFlow("water", 0.1, 5)


def test_a_change_that_reaches_what_is_not_measured_is_lost_and_says_so() -> None:
    simulation = plant({"less": ReduceFlow("water", 0.1)}, vapour=None)
    assert simulation.state is SimulationState.INCOMPLETE
    assert simulation.after.flows["water"] is not None
    assert simulation.after.flows["dry_cloth"] is None
    assert simulation.after.cost is None
    assert {each.code for each in simulation.missing} == {"UNKNOWN_FLOW", "LOST_FLOW"}


def test_a_change_that_stays_away_from_what_is_not_measured_is_told() -> None:
    simulation = plant({"less": ReduceFlow("power", 0.1)}, vapour=None)
    assert simulation.after.flows["dry_cloth"] is not None
    assert simulation.saved_cost == pytest.approx(250 * 0.8 * 365.25)


def test_streams_that_do_not_compare_are_named() -> None:
    simulation = plant({"less": ReduceFlow("water", 0.1)}, vapour=quantity(10, "Nm3/d"))
    assert {"NOT_REACTING", "LOST_FLOW"} <= {each.code for each in simulation.missing}
    assert simulation.after.balances["dry"] is None


AMOUNTS = st.floats(0.1, 1000)
PARTS = st.floats(0, 1)


@st.composite
def steady_plants(draw: st.DrawFn) -> dict[str, Quantity]:
    """Flows of two units with a recycle that close."""
    cloth, condensate, vapour, dry, waste = (draw(AMOUNTS) for _ in range(5))
    wet = condensate + vapour + dry
    return {
        "cloth": quantity(cloth, "t/d"),
        "water": quantity(wet + waste - condensate, "t/d"),
        "wet": quantity(wet, "t/d"),
        "waste_water": quantity(waste + cloth, "t/d"),
        "condensate": quantity(condensate, "t/d"),
        "vapour": quantity(vapour, "t/d"),
        "dry_cloth": quantity(dry, "t/d"),
        "power": quantity(100, "kWh/d"),
    }


REDUCTIONS = st.lists(
    st.builds(ReduceFlow, st.sampled_from(["water", "cloth", "vapour", "waste_water", "wet", "power"]), PARTS),
    max_size=3,
)
RECYCLES = st.lists(st.builds(Recycle, st.just("vapour"), st.just("wash"), st.floats(0, 0.9)), max_size=1)
OPTIONS = st.builds(lambda reductions, recycles: [*reductions, *recycles], REDUCTIONS, RECYCLES)


@given(steady_plants(), OPTIONS)
def test_a_plant_that_closes_closes_after_any_options(flows: dict[str, Quantity], changes: list[Change]) -> None:
    simulation = simulate(PLANT, {str(place): each for place, each in enumerate(changes)}, flows=flows)
    for balance in simulation.after.balances.values():
        assert balance is not None
        assert balance.state in (ClosureState.CLOSED, ClosureState.UNDEFINED)
        if balance.gap_fraction is not None:
            assert balance.gap_fraction == pytest.approx(0, abs=1e-6)
    assert all(value >= 0 for value in simulation.after.values.values())


@given(steady_plants(), PARTS, PARTS)
def test_the_order_of_options_that_share_nothing_does_not_matter(
    flows: dict[str, Quantity], first: float, second: float
) -> None:
    one, two = ("drying", ReduceFlow("vapour", first)), ("feeding", ReduceFlow("cloth", second))
    forward, backward = (simulate(PLANT, options, flows=flows).after.values for options in ([one, two], [two, one]))
    assert forward == pytest.approx(backward)


@given(steady_plants(), REDUCTIONS)
def test_the_unit_of_a_flow_changes_no_result(flows: dict[str, Quantity], changes: list[Change]) -> None:
    options = {str(place): each for place, each in enumerate(changes)}
    told = {**flows, "wet": quantity(flows["wet"].value * 1000, "kg/d")}
    one, two = (simulate(PLANT, options, flows=each).after.values for each in (flows, told))
    assert {**two, "wet": two["wet"] / 1000} == pytest.approx(one, abs=1e-9)


@given(steady_plants(), OPTIONS)
def test_every_step_is_recomputed_from_the_trace(flows: dict[str, Quantity], changes: list[Change]) -> None:
    simulation = simulate(
        PLANT,
        {str(place): each for place, each in enumerate(changes)},
        flows=flows,
        prices={"water": quantity(4, "CNY/t"), "vapour": quantity(-1, "CNY/t")},
        emission_factors={"waste_water": {"COD": quantity(0.5, "kg/t")}},
    )
    for trace in (simulation.trace, simulation.after.emission_trace("COD"), simulation.after.flow_trace("wet")):
        for step in trace.walk():
            assert recompute(step) == step.value
