"""Molar masses in g/mol, and the mass ratios that follow from them.

From the standard atomic weights of IUPAC 2021, abridged to five digits.
"""

from __future__ import annotations

from typing import Final

_AL, _C, _CA, _FE, _MG, _O, _SI = 26.982, 12.011, 40.078, 55.845, 24.305, 15.999, 28.085

CO2: Final = _C + 2 * _O
CAO: Final = _CA + _O
MGO: Final = _MG + _O
SIO2: Final = _SI + 2 * _O
AL2O3: Final = 2 * _AL + 3 * _O
FE2O3: Final = 2 * _FE + 3 * _O
ALITE: Final = 3 * CAO + SIO2

SOURCE: Final = "IUPAC standard atomic weights 2021, abridged"

CAO_OF_ALITE: Final = 3 * CAO / ALITE
"""CaO in pure tricalcium silicate, 73.7 %: no clinker phase holds more, so that beyond it there is free lime only."""
