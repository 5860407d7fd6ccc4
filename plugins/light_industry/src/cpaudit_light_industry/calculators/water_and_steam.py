"""Properties of water and steam by the industrial formulation IAPWS-IF97.

The figures come from the library ``seuif97``; what lies outside the range in which steam and water of the food
and paper industries are met is refused.
"""

from __future__ import annotations

import math

import seuif97

from cpaudit import InvalidInput

SOURCE = "IAPWS-IF97, Revised Release on the Industrial Formulation 1997 (IAPWS R7-97(2012))"
GREATEST_PRESSURE = 16.0
"""MPa, absolute; far above boilers of these industries, and below what region 3 would need."""
LEAST_PRESSURE = 0.000611657
"""MPa, of the triple point."""
GREATEST_TEMPERATURE = 800.0
"""°C, the end of regions 1 and 2."""

_ENTHALPY, _DENSITY, _TEMPERATURE = 4, 2, 1


def saturation_temperature(pressure: float) -> float:
    """Temperature in °C at which water boils under an absolute pressure in MPa.

    Raises:
        InvalidInput: the pressure is out of range.
    """
    return _known(seuif97.px(_pressure(pressure), 0.0, _TEMPERATURE))


def wet_enthalpy(pressure: float, dryness: float) -> float:
    """Specific enthalpy in kJ/kg at saturation; dryness 0 is boiling water, 1 dry steam.

    Raises:
        InvalidInput: the pressure or the dryness is out of range.
    """
    if not 0 <= dryness <= 1:
        raise InvalidInput(f"a dryness of {dryness:g} does not lie between 0 and 1")
    return _known(seuif97.px(_pressure(pressure), dryness, _ENTHALPY))


def enthalpy(pressure: float, temperature: float) -> float:
    """Specific enthalpy in kJ/kg of water or superheated steam, from MPa (absolute) and °C.

    Raises:
        InvalidInput: one of them is out of range.
    """
    return _known(seuif97.pt(_pressure(pressure), _temperature(temperature), _ENTHALPY))


def density(pressure: float, temperature: float) -> float:
    """Density in kg/m3, from MPa (absolute) and °C.

    Raises:
        InvalidInput: one of them is out of range.
    """
    return _known(seuif97.pt(_pressure(pressure), _temperature(temperature), _DENSITY))


def _pressure(value: float) -> float:
    if not LEAST_PRESSURE <= value <= GREATEST_PRESSURE:
        raise InvalidInput(
            f"an absolute pressure of {value:g} MPa is out of range",
            remedy=f"give {LEAST_PRESSURE:g} to {GREATEST_PRESSURE:g} MPa, gauge pressure plus that of the air",
        )
    return value


def _temperature(value: float) -> float:
    if not 0 <= value <= GREATEST_TEMPERATURE:
        raise InvalidInput(f"a temperature of {value:g} °C is out of range", remedy="give one from 0 to 800 °C")
    return value


def _known(value: object) -> float:
    # Outside its range the library answers with large negative numbers.
    if not isinstance(value, float) or not math.isfinite(value) or value <= -1000:
        raise InvalidInput("there is no such state of water or steam")
    return value
