"""The calculators of light industry against published cases, textbook identities and hostile input."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.light_industry.conftest import PLUGIN, Ask
from cpaudit import ContentPack
from cpaudit.plugins import PluginHost
from cpaudit_light_industry.calculators import water_and_steam as if97
from cpaudit_light_industry.calculators.methane import CAPACITY, CORRECTION, Treatment

KELVIN = 273.15
amounts = st.floats(min_value=1e-3, max_value=1e6)
shares = st.floats(min_value=0, max_value=1)


def q(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit}


# Wastewater


def test_the_load_of_the_golden_dairy_is_table_6_9_of_the_ipcc(ask: Ask) -> None:
    """10 000 t of dairy products, 7 m3/t, 2.7 kg COD/m3: 189 t of COD (2006 IPCC Guidelines, Volume 5, Table 6.9)."""
    stream = {"name": "effluent", "volume": q(10_000 * 7, "m3"), "concentration": q(2700, "mg/L")}
    load = ask("wastewater_load", streams=[stream], output=q(10_000, "t"))

    assert load.value == pytest.approx(189_000)
    assert (load["c_m"], load["l"], load["q"]) == pytest.approx((2.7, 18.9, 7))


def test_streams_mix_by_load_and_not_by_concentration(ask: Ask) -> None:
    streams = [
        {"name": "strong", "volume": q(1, "m3"), "concentration": q(10, "g/L")},
        {"name": "weak", "volume": q(9, "m3"), "concentration": q(0, "mg/L")},
    ]
    load = ask("wastewater_load", streams=streams)

    assert load["c_m"] == pytest.approx(1.0)
    assert load.all("l") == []


def test_wastewater_without_volume_has_no_concentration(ask: Ask) -> None:
    streams = [{"name": "dry", "volume": q(0, "m3"), "concentration": q(5, "mg/L")}]

    assert ask("wastewater_load", streams=streams).all("c_m") == []


@settings(deadline=None, max_examples=40)
@given(entering=amounts, leaving=amounts, before=amounts, after=amounts)
def test_what_is_removed_is_the_efficiency_of_what_enters(
    ask: Ask, entering: float, leaving: float, before: float, after: float
) -> None:
    removal = ask(
        "wastewater_removal",
        influent_volume=q(entering, "m3"),
        effluent_volume=q(leaving, "m3"),
        measured=[{"measure": "COD", "influent": q(before, "kg/m3"), "effluent": q(after, "kg/m3")}],
    )

    assert removal["R"] == pytest.approx(removal["η"] * entering * before, rel=1e-6, abs=1e-6 * leaving * after)
    assert removal["η"] <= 1
    assert (removal.findings == ("LGT_LOAD_RISES",)) == (removal["R"] < 0)


def test_each_measure_has_its_own_efficiency(ask: Ask) -> None:
    measured = [
        {"measure": "COD", "influent": q(2000, "mg/L"), "effluent": q(100, "mg/L")},
        {"measure": "TOTAL_NITROGEN", "influent": q(80, "mg/L"), "effluent": q(20, "mg/L")},
        {"measure": "TOTAL_PHOSPHORUS", "influent": q(10, "mg/L"), "effluent": q(1, "mg/L")},
    ]
    removal = ask("wastewater_removal", influent_volume=q(500, "m3"), measured=measured)

    assert removal.all("η") == pytest.approx([0.95, 0.75, 0.9])
    assert removal.all("R") == pytest.approx([950, 30, 4.5])


def test_methane_capacity_is_the_oxygen_that_methane_takes() -> None:
    """CH4 + 2 O2: 16 g of methane for 64 g of oxygen, which is what COD counts."""
    assert pytest.approx(16.043 / (2 * 31.998), abs=0.001) == CAPACITY


@pytest.mark.parametrize(
    ("treatment", "code"),
    [
        (Treatment.UNTREATED_DISCHARGE, "LGT-WW-MCF-UNTR"),
        (Treatment.AEROBIC_WELL_MANAGED, "LGT-WW-MCF-AERWELL"),
        (Treatment.AEROBIC_OVERLOADED, "LGT-WW-MCF-AERBAD"),
        (Treatment.SLUDGE_DIGESTER, "LGT-WW-MCF-DIG"),
        (Treatment.ANAEROBIC_REACTOR, "LGT-WW-MCF-REACT"),
        (Treatment.SHALLOW_LAGOON, "LGT-WW-MCF-SHALLOW"),
        (Treatment.DEEP_LAGOON, "LGT-WW-MCF-DEEP"),
    ],
)
def test_methane_factors_of_the_calculator_are_those_of_the_pack(
    ask: Ask, light_industry: ContentPack, treatment: Treatment, code: str
) -> None:
    factor = next(each for each in light_industry.factors if each.code == code)
    methane = ask("wastewater_methane", cod=q(1, "t"), treatment=treatment)

    assert methane["EF"] == pytest.approx(factor.value)
    assert methane.value == pytest.approx(1000 * factor.value)
    assert len(CORRECTION) == 7


def test_recovered_methane_and_sludge_are_taken_off(ask: Ask) -> None:
    methane = ask(
        "wastewater_methane",
        cod=q(100, "t"),
        sludge=q(10, "t"),
        recovered=q(17, "t"),
        treatment="ANAEROBIC_REACTOR",
    )

    assert methane.value == pytest.approx((100 - 10) * 0.25 * 0.8 * 1000 - 17_000)


# Cleaning in place

PROGRAMME = [
    {"kind": "PRE_RINSE", "flow": q(12, "m3/h"), "duration": q(5, "min")},
    {"kind": "ALKALI", "flow": q(12, "m3/h"), "duration": q(10, "min"), "returned": 0.95},
    {"kind": "FINAL_RINSE", "flow": q(12, "m3/h"), "duration": q(4, "min")},
]


def test_cleaning_water_is_flow_times_duration_less_what_is_returned(ask: Ask) -> None:
    """12 m3/h: 1 m3, 2 m3 of which 5 % is fresh, 0.8 m3."""
    water = ask("cleaning_water", steps=PROGRAMME, cleanings=100, output=q(50, "t"))

    assert water["W"] == pytest.approx(1 + 0.1 + 0.8)
    assert water["V"] == pytest.approx(3.8)
    assert water["ρ"] == pytest.approx(1 - 1.9 / 3.8)
    assert (water.value, water["w"]) == pytest.approx((190, 3.8))
    assert water["S"] == pytest.approx(100 * 0.8)


def test_a_pre_rinse_that_is_returned_already_leaves_less_to_recover(ask: Ask) -> None:
    steps = [{**PROGRAMME[0], "returned": 0.6}, PROGRAMME[2]]

    # 0.6 of 1 m3 is taken from the 0.8 m3 of the final rinse, so that 0.2 m3 is left for the 0.4 m3 that is fresh
    assert ask("cleaning_water", steps=steps, cleanings=1)["S"] == pytest.approx(0.2)


def test_a_programme_without_a_final_rinse_has_nothing_to_recover(ask: Ask) -> None:
    assert ask("cleaning_water", steps=PROGRAMME[:2], cleanings=1).all("S") == []


@settings(deadline=None, max_examples=40)
@given(flow=amounts, minutes=amounts, returned=shares, cleanings=st.floats(min_value=1, max_value=1e5))
def test_fresh_and_returned_water_make_up_what_circulates(
    ask: Ask, flow: float, minutes: float, returned: float, cleanings: float
) -> None:
    step = {"kind": "PRE_RINSE", "flow": q(flow, "m3/h"), "duration": q(minutes, "min"), "returned": returned}
    water = ask("cleaning_water", steps=[step], cleanings=cleanings)

    assert water["W"] + returned * water["V"] == pytest.approx(water["V"])
    assert 0 <= water["W"] <= water["V"] * (1 + 1e-12)


# Steam


@pytest.mark.parametrize(
    ("kelvin", "pressure", "enthalpy"),
    [
        (300, 3, 115.331273),
        (500, 3, 975.542239),
        (300, 0.0035, 2549.91145),
        (700, 0.0035, 3335.68375),
    ],
)
def test_enthalpies_are_the_verification_values_of_if97(kelvin: float, pressure: float, enthalpy: float) -> None:
    """IAPWS R7-97(2012), Tables 5 and 15."""
    assert if97.enthalpy(pressure, kelvin - KELVIN) == pytest.approx(enthalpy, rel=1e-8)


@pytest.mark.parametrize(("pressure", "kelvin"), [(0.1, 372.755919), (1, 453.035632), (10, 584.149488)])
def test_saturation_temperatures_are_the_verification_values_of_if97(pressure: float, kelvin: float) -> None:
    """IAPWS R7-97(2012), Table 36."""
    assert if97.saturation_temperature(pressure) == pytest.approx(kelvin - KELVIN, abs=1e-5)


def test_density_is_the_verification_value_of_if97() -> None:
    """IAPWS R7-97(2012), Table 5: v = 0.100215168e-2 m3/kg at 300 K and 3 MPa."""
    assert if97.density(3, 300 - KELVIN) == pytest.approx(1 / 0.100215168e-2, rel=1e-8)


def test_heat_of_a_boiler_is_enthalpy_gained_by_steam_and_blow_down(ask: Ask) -> None:
    """Saturated steam of 1 MPa: h'' = 2777.12, h' = 762.68 kJ/kg (IF97); feedwater of 80 °C."""
    boiler = ask(
        "steam_heat",
        steam=q(10, "t"),
        pressure=q(10, "bar"),
        feedwater_temperature=q(80, "degC"),
        blowdown=0.05,
        fuel=q(30, "GJ"),
    )
    water = if97.enthalpy(1, 80)
    expected = 10 * (2777.1195 - water + 0.05 / 0.95 * (762.6828 - water)) / 1000

    assert boiler.value == pytest.approx(expected, rel=1e-6)
    assert boiler["η"] == pytest.approx(expected / 30, rel=1e-6)
    assert boiler.findings == ()


def test_a_boiler_that_gives_more_than_it_gets_is_told_so(ask: Ask) -> None:
    boiler = ask(
        "steam_heat", steam=q(10, "t"), pressure=q(1, "MPa"), feedwater_temperature=q(80, "degC"), fuel=q(1, "GJ")
    )

    assert boiler.findings == ("LGT_EFFICIENCY_ABOVE_ONE",)


def test_superheat_adds_to_the_heat_of_the_steam(ask: Ask) -> None:
    given = {"steam": q(1, "t"), "pressure": q(0.6, "MPa"), "feedwater_temperature": q(20, "degC")}

    assert ask("steam_heat", **given, temperature=q(200, "degC")).value > ask("steam_heat", **given).value
    assert ask("steam_heat", **given, dryness=0.9).value < ask("steam_heat", **given).value


@settings(deadline=None, max_examples=40)
@given(high=st.floats(0.2, 1.6), low=st.floats(0.1, 0.19))
def test_flash_steam_and_what_stays_liquid_hold_the_heat_of_the_condensate(ask: Ask, high: float, low: float) -> None:
    flash = ask("flash_steam", condensate=q(1, "t"), pressure=q(high, "MPa"), flash_pressure=q(low, "MPa"))
    share = flash["x"]
    after = share * if97.wet_enthalpy(low, 1) + (1 - share) * if97.wet_enthalpy(low, 0)

    assert after == pytest.approx(if97.wet_enthalpy(high, 0), rel=1e-9)
    assert 0 < share < 0.2
    assert flash.value == pytest.approx(share)


def test_water_is_heated_by_the_heat_of_condensation(ask: Ask) -> None:
    """1 m3 from 20 to 80 °C: about 998.2 kg · 60 K · 4.18 kJ/(kg·K) = 250 MJ, 119 kg of steam of 0.4 MPa."""
    heating = {
        "water": q(1, "m3"),
        "from_temperature": q(20, "degC"),
        "to_temperature": q(80, "degC"),
        "steam_pressure": q(0.4, "MPa"),
    }
    steam = ask("water_heating", **heating)
    heat = if97.wet_enthalpy(0.4, 1) - if97.wet_enthalpy(0.4, 0)

    assert steam["Q_w"] == pytest.approx(0.2504, rel=2e-3)
    assert steam.value == pytest.approx(steam["Q_w"] * 1000 / heat)
    assert ask("water_heating", **heating, loss=0.5).value == pytest.approx(2 * steam.value)


# Refrigeration and utilities


def test_cooling_milk_takes_its_sensible_heat_less_the_regenerators_share(ask: Ask) -> None:
    milk = {
        "name": "milk",
        "mass": q(1, "t"),
        "specific_heat": q(4.0, "kJ/(kg·K)"),
        "from_temperature": q(72, "degC"),
        "to_temperature": q(4, "degC"),
        "regenerated": 0.9,
    }

    assert ask("cooling_load", products=[milk]).value == pytest.approx(1000 * 4.0 * 68 * 0.1 / 1000)
    assert ask("cooling_load", products=[milk], other=q(2.8, "MJ")).value == pytest.approx(30)


def test_a_plant_is_measured_by_carnot(ask: Ask) -> None:
    """Between 263.15 K and 303.15 K Carnot reaches 263.15 / 40."""
    plant = ask(
        "refrigeration",
        cold=q(300, "kWh"),
        electricity=q(100, "kWh"),
        evaporating=q(-10, "degC"),
        condensing=q(30, "degC"),
    )

    assert plant.value == pytest.approx(3)
    assert plant["COP_C"] == pytest.approx(263.15 / 40)
    assert plant["ζ"] == pytest.approx(3 * 40 / 263.15)
    assert plant.all("ΔW") == []
    assert plant.findings == ()


@settings(deadline=None, max_examples=40)
@given(lift=st.floats(1, 25))
def test_colder_condensation_saves_the_same_share_of_the_lift(ask: Ask, lift: float) -> None:
    """W = Q (T_k - T_0) / (ζ T_0): the electricity is in proportion to the lift."""
    plant = ask(
        "refrigeration",
        cold=q(300, "kWh"),
        electricity=q(100, "kWh"),
        evaporating=q(-5, "degC"),
        condensing=q(35, "degC"),
        new_condensing=q(35 - lift, "degC"),
    )

    assert plant["ΔW"] == pytest.approx(100 * lift / 40)


def test_a_plant_better_than_carnots_is_told_so(ask: Ask) -> None:
    plant = ask(
        "refrigeration", cold=q(1, "GJ"), electricity=q(1, "kWh"), evaporating=q(0, "degC"), condensing=q(30, "degC")
    )

    assert plant.findings == ("LGT_BEYOND_CARNOT",)


def test_case_e_cooling_tower(ask: Ask) -> None:
    """AMO-Tools-Suite (US DOE/ORNL): 360 000 gal through the tower, conductivities 5 and 15."""
    tower = ask(
        "cooling_tower",
        circulated=q(360_000, "gal"),
        evaporated=0.2,
        make_up_conductivity=5,
        blow_down_conductivity=15,
    )
    gallon = 0.003785411784

    assert tower["C"] == 3
    assert tower["E"] / gallon == pytest.approx(72_000)
    assert tower.value / gallon == pytest.approx(108_000)
    assert tower["B"] / gallon == pytest.approx(36_000)


def test_case_e_three_phase_electricity(ask: Ask) -> None:
    """AMO-Tools-Suite (US DOE/ORNL): 800 V, 40 A, power factor 0.85, 8640 h."""
    drive = ask(
        "three_phase_electricity", voltage=q(800, "V"), current=q(40, "A"), power_factor=0.85, duration=q(8640, "h")
    )

    assert drive.value == pytest.approx(407_045.796, abs=0.0005)


# Hostile input

WATER = {"name": "x", "volume": q(1, "m3"), "concentration": q(1, "mg/L")}
BOILER = {"steam": q(1, "t"), "pressure": q(1, "MPa"), "feedwater_temperature": q(80, "degC")}
COLD = {
    "cold": q(1, "kWh"),
    "electricity": q(1, "kWh"),
    "evaporating": q(0, "degC"),
    "condensing": q(30, "degC"),
}
REMOVAL = {"measure": "COD", "influent": q(1, "mg/L"), "effluent": q(1, "mg/L")}


@pytest.mark.parametrize(
    ("calculator", "wrong", "path"),
    [
        ("wastewater_load", {"streams": [{**WATER, "volume": q(1, "t")}]}, ("streams", 0, "volume")),
        ("wastewater_load", {"streams": [WATER, {**WATER, "volume": q(-1, "m3")}]}, ("streams", 1, "volume")),
        ("wastewater_load", {"streams": [WATER], "output": q(0, "t")}, ("output",)),
        (
            "wastewater_load",
            {"streams": [{**WATER, "volume": q(1e50, "m3"), "concentration": q(1e50, "kg/m3")}]},
            (),
        ),
        ("wastewater_load", {"streams": [WATER], "output": q(1e-320, "t")}, ()),
        ("wastewater_removal", {"influent_volume": q(0, "m3"), "measured": [REMOVAL]}, ("influentVolume",)),
        (
            "wastewater_removal",
            {"influent_volume": q(1, "m3"), "measured": [REMOVAL, REMOVAL]},
            ("measured", 1, "measure"),
        ),
        (
            "wastewater_removal",
            {"influent_volume": q(1, "m3"), "measured": [{**REMOVAL, "influent": q(0, "mg/L")}]},
            ("measured", 0, "influent"),
        ),
        (
            "wastewater_methane",
            {"cod": q(1, "t"), "sludge": q(2, "t"), "treatment": "DEEP_LAGOON"},
            ("sludge",),
        ),
        (
            "wastewater_methane",
            {"cod": q(1, "t"), "recovered": q(2, "t"), "treatment": "DEEP_LAGOON"},
            ("recovered",),
        ),
        (
            "cleaning_water",
            {"steps": [{**PROGRAMME[0], "duration": q(-1, "min")}], "cleanings": 1},
            ("steps", 0, "duration"),
        ),
        ("steam_heat", {**BOILER, "pressure": q(0, "MPa")}, ("pressure",)),
        ("steam_heat", {**BOILER, "pressure": q(100, "MPa")}, ("pressure",)),
        ("steam_heat", {**BOILER, "temperature": q(100, "degC")}, ("temperature",)),
        ("steam_heat", {**BOILER, "temperature": q(5000, "degC")}, ("temperature",)),
        ("steam_heat", {**BOILER, "feedwater_temperature": q(-5, "degC")}, ("feedwaterTemperature",)),
        ("steam_heat", {**BOILER, "feedwater_temperature": q(200, "degC")}, ("feedwaterTemperature",)),
        (
            "flash_steam",
            {"condensate": q(1, "t"), "pressure": q(0.1, "MPa"), "flash_pressure": q(0.1, "MPa")},
            ("flashPressure",),
        ),
        (
            "water_heating",
            {
                "water": q(1, "m3"),
                "from_temperature": q(80, "degC"),
                "to_temperature": q(80, "degC"),
                "steam_pressure": q(1, "MPa"),
            },
            ("toTemperature",),
        ),
        (
            "water_heating",
            {
                "water": q(1, "m3"),
                "from_temperature": q(20, "degC"),
                "to_temperature": q(99, "degC"),
                "steam_pressure": q(0.05, "MPa"),
            },
            ("steamPressure",),
        ),
        (
            "cooling_load",
            {
                "products": [
                    {
                        "name": "x",
                        "mass": q(1, "kg"),
                        "specific_heat": q(4, "kJ/(kg·K)"),
                        "from_temperature": q(4, "degC"),
                        "to_temperature": q(72, "degC"),
                    }
                ]
            },
            ("products", 0, "toTemperature"),
        ),
        ("refrigeration", {**COLD, "electricity": q(0, "kWh")}, ("electricity",)),
        ("refrigeration", {**COLD, "evaporating": q(30, "degC")}, ("condensing",)),
        ("refrigeration", {**COLD, "evaporating": q(-300, "degC")}, ("evaporating",)),
        ("refrigeration", {**COLD, "new_condensing": q(-1, "degC")}, ("newCondensing",)),
        ("refrigeration", {**COLD, "new_evaporating": q(31, "degC")}, ("newEvaporating",)),
        (
            "cooling_tower",
            {
                "circulated": q(1, "m3"),
                "evaporated": 0.1,
                "make_up_conductivity": 5,
                "blow_down_conductivity": 5,
            },
            ("blowDownConductivity",),
        ),
        (
            "three_phase_electricity",
            {"voltage": q(1e50, "V"), "current": q(1e50, "A"), "power_factor": 1, "duration": q(1, "h")},
            (),
        ),
    ],
)
def test_an_input_that_cannot_be_is_the_callers_mistake_and_no_fault_of_the_plugin(
    plugin_host: PluginHost, calculator: str, wrong: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    found = plugin_host.contributed(PLUGIN).calculators[calculator]

    answer = plugin_host.call_calculator(PLUGIN, found, found.input.model_validate(wrong))

    assert answer.fault is None
    assert answer.mistake is not None
    assert answer.mistake.path == path


@settings(deadline=None, max_examples=40)
@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_whatever_is_taken_for_a_state_of_water(pressure: float, temperature: float) -> None:
    for read in (if97.enthalpy, if97.density):
        try:
            value = read(pressure, temperature)
        except if97.InvalidInput:
            continue
        assert math.isfinite(value)
        assert value >= -1
