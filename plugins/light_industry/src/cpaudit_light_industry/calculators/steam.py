"""Heat that a boiler puts into steam, steam that flashes from condensate, and heating of water."""

from __future__ import annotations

from pydantic import Field

from cpaudit import (
    Calculation,
    Calculator,
    CalculatorInput,
    Formula,
    Input,
    InvalidInput,
    Quantity,
    ReviewFinding,
    Severity,
    Trace,
)
from cpaudit_light_industry.calculators import water_and_steam as if97
from cpaudit_light_industry.calculators.given import amount, given, number, positive, result
from cpaudit_light_industry.wording import text

_BALANCE = "energy balance (first law of thermodynamics)"
_PRESSURE = "Absolute pressure: what the gauge shows plus that of the air."


class SteamHeatInput(CalculatorInput):
    """Steam of one pressure over a period."""

    steam: Quantity = Field(description="Mass of steam over the period, in t for example.")
    pressure: Quantity = Field(description=_PRESSURE)
    temperature: Quantity | None = Field(None, description="Of superheated steam; left out for saturated steam.")
    dryness: float = Field(1.0, gt=0, le=1, description="Of saturated steam.")
    feedwater_temperature: Quantity
    blowdown: float = Field(0.0, ge=0, lt=1, description="Share of the feedwater that is blown down.")
    fuel: Quantity | None = Field(None, description="Heat of the fuel over the period, by net calorific value.")


class FlashSteamInput(CalculatorInput):
    """Boiling condensate whose pressure is let down."""

    condensate: Quantity = Field(description="Mass over the period.")
    pressure: Quantity = Field(description=_PRESSURE)
    flash_pressure: Quantity = Field(description="To which it is let down, absolute.")


class WaterHeatingInput(CalculatorInput):
    """Water that steam heats through a surface; the condensate leaves boiling."""

    water: Quantity = Field(description="Volume over the period, in m3 for example.")
    from_temperature: Quantity
    to_temperature: Quantity
    steam_pressure: Quantity = Field(description=_PRESSURE)
    loss: float = Field(0.0, ge=0, lt=1, description="Share of the heat of the steam that does not reach the water.")


STEAM_ENTHALPY = Formula(
    key="light_industry.saturated_steam_enthalpy",
    symbol="h_s",
    name=text("饱和蒸汽焓", "Enthalpy of saturated steam"),
    expression="h_s = h(p, x)",
    source=if97.SOURCE,
    compute=lambda given: if97.wet_enthalpy(given.number("p"), given.number("x")),
)
STATE_ENTHALPY = Formula(
    key="light_industry.enthalpy",
    symbol="h",
    name=text("水或过热蒸汽焓", "Enthalpy of water or superheated steam"),
    expression="h = h(p, T)",
    source=if97.SOURCE,
    compute=lambda given: if97.enthalpy(given.number("p"), given.number("T")),
)
WATER_DENSITY = Formula(
    key="light_industry.water_density",
    symbol="ρ",
    name=text("水的密度", "Density of water"),
    expression="ρ = ρ(p, T)",
    source=if97.SOURCE,
    compute=lambda given: if97.density(given.number("p"), given.number("T")),
)
STEAM_HEAT = Formula(
    key="light_industry.steam_heat",
    symbol="Q",
    name=text("锅炉有效输出热量", "Heat put into steam"),
    expression="Q = m · (h_s - h_fw) + m · b / (1 - b) · (h_bw - h_fw)",
    source=f"{_BALANCE}; blow-down leaves as boiling water",
    compute=lambda given: (
        given.number("m")
        * (
            given.number("h_s")
            - given.number("h_fw")
            + given.number("b") / (1 - given.number("b")) * (given.number("h_bw") - given.number("h_fw"))
        )
        / 1000
    ),
)
EFFICIENCY = Formula(
    key="light_industry.boiler_efficiency",
    symbol="η",
    name=text("锅炉正平衡效率", "Boiler efficiency, input-output method"),
    expression="η = Q / Q_fuel",
    source="input-output (direct, 正平衡) method, by net calorific value",
    compute=lambda given: given.number("Q") / given.number("Q_fuel"),
)
FLASH_SHARE = Formula(
    key="light_industry.flash_share",
    symbol="x",
    name=text("闪蒸率", "Share that flashes"),
    expression="x = (h_1 - h_2) / (h_s - h_2)",
    source=f"{_BALANCE}: letting down changes no enthalpy",
    compute=lambda given: (given.number("h_1") - given.number("h_2")) / (given.number("h_s") - given.number("h_2")),
)
FLASH_STEAM = Formula(
    key="light_industry.flash_steam",
    symbol="m_f",
    name=text("闪蒸汽量", "Flash steam"),
    expression="m_f = m · x",
    source="definition of the share that flashes",
    compute=lambda given: given.number("m") * given.number("x"),
)
WATER_HEAT = Formula(
    key="light_industry.water_heat",
    symbol="Q_w",
    name=text("加热水所需热量", "Heat to the water"),
    expression="Q_w = V · ρ · (h_to - h_from)",
    source=_BALANCE,
    compute=lambda given: given.number("V") * given.number("ρ") * (given.number("h_to") - given.number("h_from")) / 1e6,
)
HEATING_STEAM = Formula(
    key="light_industry.heating_steam",
    symbol="m_s",
    name=text("加热用汽量", "Steam for heating"),
    expression="m_s = Q_w / ((1 - l) · (h_s - h_c))",
    source=f"{_BALANCE}; the condensate leaves boiling",
    compute=lambda given: (
        given.number("Q_w") * 1000 / ((1 - given.number("l")) * (given.number("h_s") - given.number("h_c")))
    ),
)
_ATMOSPHERE = Input("p", 0.101325, "MPa")


def steam_heat(asked: SteamHeatInput) -> Calculation:
    """Heat put into steam and blow-down in GJ; further: enthalpies, and the efficiency where the fuel is known.

    Raises:
        InvalidInput: a state is out of range, the steam is no steam, or more heat is put out than in.
    """
    steam = amount("m", asked.steam, "t", "steam")
    pressure = given("p", asked.pressure, "MPa", "pressure")
    boiling = _saturated(pressure, 0.0, "pressure")
    produced = _produced(asked, pressure)
    feedwater = _liquid(pressure, asked.feedwater_temperature, "feedwaterTemperature")
    heat = result(
        STEAM_HEAT,
        [
            steam,
            produced.as_input(symbol="h_s"),
            feedwater.as_input(symbol="h_fw"),
            Input("b", asked.blowdown),
            boiling.as_input(symbol="h_bw"),
        ],
        "GJ",
    )
    if asked.fuel is None:
        return Calculation(heat, (produced, feedwater))
    efficiency = result(EFFICIENCY, [heat.as_input(), positive("Q_fuel", asked.fuel, "GJ", "fuel")], "1")
    return Calculation(heat, (efficiency, produced, feedwater), tuple(_impossible(efficiency)))


def flash_steam(asked: FlashSteamInput) -> Calculation:
    """Mass of flash steam in t; further: the share that flashes.

    Raises:
        InvalidInput: the pressure does not fall, or is out of range.
    """
    high = given("p", asked.pressure, "MPa", "pressure")
    low = given("p", asked.flash_pressure, "MPa", "flashPressure")
    if number(low) >= number(high):
        raise InvalidInput("the pressure does not fall", path=("flashPressure",))
    share = result(
        FLASH_SHARE,
        [
            _saturated(high, 0.0, "pressure").as_input(symbol="h_1"),
            _saturated(low, 0.0, "flashPressure").as_input(symbol="h_2"),
            _saturated(low, 1.0, "flashPressure").as_input(symbol="h_s"),
        ],
        "1",
    )
    condensate = amount("m", asked.condensate, "t", "condensate")
    return Calculation(result(FLASH_STEAM, [condensate, share.as_input()], "t"), (share,))


def water_heating(asked: WaterHeatingInput) -> Calculation:
    """Mass of heating steam in t; further: the heat that reaches the water in GJ.

    Raises:
        InvalidInput: the water does not get warmer, the steam is too cold for it, or a state is out of range.
    """
    cold = _liquid(_ATMOSPHERE, asked.from_temperature, "fromTemperature")
    warm = _liquid(_ATMOSPHERE, asked.to_temperature, "toTemperature")
    pressure = given("p", asked.steam_pressure, "MPa", "steamPressure")
    dry, boiling = (_saturated(pressure, dryness, "steamPressure") for dryness in (1.0, 0.0))
    if number(warm.as_input()) <= number(cold.as_input()):
        raise InvalidInput("the water does not get warmer", path=("toTemperature",))
    target = number(given("T", asked.to_temperature, "degC", "toTemperature"))
    if target >= if97.saturation_temperature(number(pressure)):
        raise InvalidInput("steam of this pressure is no warmer than the water", path=("steamPressure",))
    at_entry = given("T", asked.from_temperature, "degC", "fromTemperature")
    heat = result(
        WATER_HEAT,
        [
            amount("V", asked.water, "m3", "water"),
            result(WATER_DENSITY, [_ATMOSPHERE, at_entry], "kg/m3").as_input(),
            warm.as_input(symbol="h_to"),
            cold.as_input(symbol="h_from"),
        ],
        "GJ",
    )
    steam = result(
        HEATING_STEAM,
        [
            heat.as_input(),
            Input("l", asked.loss),
            dry.as_input(symbol="h_s"),
            boiling.as_input(symbol="h_c"),
        ],
        "t",
    )
    return Calculation(steam, (heat,))


def _produced(asked: SteamHeatInput, pressure: Input) -> Trace:
    if asked.temperature is None:
        return _saturated(pressure, asked.dryness, "pressure")
    temperature = given("T", asked.temperature, "degC", "temperature")
    if number(temperature) <= if97.saturation_temperature(number(pressure)):
        raise InvalidInput(
            "at this pressure that is no superheated steam",
            path=("temperature",),
            remedy="leave the temperature out for saturated steam",
        )
    return _at(STATE_ENTHALPY, [pressure, temperature], "temperature")


def _saturated(pressure: Input, dryness: float, *path: str) -> Trace:
    return _at(STEAM_ENTHALPY, [pressure, Input("x", dryness)], *path)


def _liquid(pressure: Input, quantity: Quantity, *path: str) -> Trace:
    temperature = given("T", quantity, "degC", *path)
    if number(temperature) >= if97.saturation_temperature(number(pressure)):
        raise InvalidInput("at this temperature the water boils", path=path)
    return _at(STATE_ENTHALPY, [pressure, temperature], *path)


def _at(formula: Formula, inputs: list[Input], *path: str) -> Trace:
    try:
        return result(formula, inputs, "kJ/kg")
    except InvalidInput as error:
        raise InvalidInput(error.message, path=path, remedy=error.remedy) from error


def _impossible(efficiency: Trace) -> list[ReviewFinding]:
    if number(efficiency.as_input()) <= 1:
        return []
    return [
        ReviewFinding(
            code="LGT_EFFICIENCY_ABOVE_ONE",
            severity=Severity.SERIOUS,
            message=text(
                "锅炉效率高于100%：检查蒸汽量、燃料量和热值",
                "the boiler gives out more heat than it gets: check steam, fuel and calorific value",
            ),
            path=("fuel",),
        )
    ]


STEAM_HEAT_CALCULATOR = Calculator(
    id="steam_heat",
    name=STEAM_HEAT.name,
    description=text(
        "由蒸汽量、绝对压力、给水温度和排污率计算锅炉有效热量；给出燃料热量时得正平衡效率",
        "Heat put into steam from mass, absolute pressure, feedwater and blow-down; with fuel the efficiency",
    ),
    input=SteamHeatInput,
    calculate=steam_heat,
    formulas=(STEAM_ENTHALPY, STATE_ENTHALPY, STEAM_HEAT, EFFICIENCY),
)
FLASH_STEAM_CALCULATOR = Calculator(
    id="flash_steam",
    name=FLASH_STEAM.name,
    description=text(
        "饱和冷凝水降压时产生的二次蒸汽量", "Steam that flashes from boiling condensate when its pressure is let down"
    ),
    input=FlashSteamInput,
    calculate=flash_steam,
    formulas=(STEAM_ENTHALPY, FLASH_SHARE, FLASH_STEAM),
)
WATER_HEATING = Calculator(
    id="water_heating",
    name=HEATING_STEAM.name,
    description=text(
        "间接加热清洗水、工艺水所需的饱和蒸汽量；冷凝水按饱和水排出",
        "Saturated steam for heating cleaning or process water through a surface; the condensate leaves boiling",
    ),
    input=WaterHeatingInput,
    calculate=water_heating,
    formulas=(STEAM_ENTHALPY, STATE_ENTHALPY, WATER_DENSITY, WATER_HEAT, HEATING_STEAM),
)
