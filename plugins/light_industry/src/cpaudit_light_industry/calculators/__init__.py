"""Calculators of light industry (hook ``cpaudit_calculators``)."""

from __future__ import annotations

from typing import TypeAlias

from cpaudit import Calculator
from cpaudit_light_industry.calculators.cleaning import CLEANING_WATER, CleaningWaterInput
from cpaudit_light_industry.calculators.methane import WASTEWATER_METHANE, WastewaterMethaneInput
from cpaudit_light_industry.calculators.refrigeration import (
    COOLING_LOAD_CALCULATOR,
    REFRIGERATION,
    CoolingLoadInput,
    RefrigerationInput,
)
from cpaudit_light_industry.calculators.steam import (
    FLASH_STEAM_CALCULATOR,
    STEAM_HEAT_CALCULATOR,
    WATER_HEATING,
    FlashSteamInput,
    SteamHeatInput,
    WaterHeatingInput,
)
from cpaudit_light_industry.calculators.utilities import (
    COOLING_TOWER,
    THREE_PHASE_ELECTRICITY,
    CoolingTowerInput,
    ThreePhaseInput,
)
from cpaudit_light_industry.calculators.wastewater import (
    WASTEWATER_LOAD,
    WASTEWATER_REMOVAL,
    WastewaterLoadInput,
    WastewaterRemovalInput,
)

AnyCalculator: TypeAlias = (
    Calculator[CleaningWaterInput]
    | Calculator[CoolingLoadInput]
    | Calculator[CoolingTowerInput]
    | Calculator[FlashSteamInput]
    | Calculator[RefrigerationInput]
    | Calculator[SteamHeatInput]
    | Calculator[ThreePhaseInput]
    | Calculator[WastewaterLoadInput]
    | Calculator[WastewaterMethaneInput]
    | Calculator[WastewaterRemovalInput]
    | Calculator[WaterHeatingInput]
)

CALCULATORS: tuple[AnyCalculator, ...] = (
    WASTEWATER_LOAD,
    WASTEWATER_REMOVAL,
    WASTEWATER_METHANE,
    CLEANING_WATER,
    COOLING_TOWER,
    STEAM_HEAT_CALCULATOR,
    FLASH_STEAM_CALCULATOR,
    WATER_HEATING,
    COOLING_LOAD_CALCULATOR,
    REFRIGERATION,
    THREE_PHASE_ELECTRICITY,
)
