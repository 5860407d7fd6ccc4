"""Calculators of building materials: what one factor times one activity cannot say."""

from __future__ import annotations

from typing import TypeAlias

from cpaudit import Calculator
from cpaudit_building_materials.calculators.carbonates import CARBONATES, CarbonatesInput
from cpaudit_building_materials.calculators.clinker_from_output import CLINKER_FROM_OUTPUT, ClinkerFromOutputInput
from cpaudit_building_materials.calculators.clinker_from_raw_meal import CLINKER_FROM_RAW_MEAL, ClinkerFromRawMealInput
from cpaudit_building_materials.calculators.clinker_moduli import CLINKER_MODULI, ClinkerModuliInput
from cpaudit_building_materials.calculators.glass import GLASS, GlassInput
from cpaudit_building_materials.calculators.lime import LIME, LimeInput
from cpaudit_building_materials.calculators.stack_load import STACK_LOAD, StackLoadInput

__all__ = ["CALCULATORS", "Calculators"]

Calculators: TypeAlias = tuple[
    Calculator[ClinkerFromOutputInput],
    Calculator[ClinkerFromRawMealInput],
    Calculator[ClinkerModuliInput],
    Calculator[CarbonatesInput],
    Calculator[LimeInput],
    Calculator[GlassInput],
    Calculator[StackLoadInput],
]

CALCULATORS: Calculators = (
    CLINKER_FROM_OUTPUT,
    CLINKER_FROM_RAW_MEAL,
    CLINKER_MODULI,
    CARBONATES,
    LIME,
    GLASS,
    STACK_LOAD,
)
"""In the order in which the schema shows them."""
