"""The formulas of reaction stoichiometry: coefficients ν, molar masses M, reactants r, co-products c, product P."""

from __future__ import annotations

from typing import Protocol

from cpaudit import Formula, LocalizedText

TROST = "B. M. Trost, Science 254 (1991) 1471"
SHELDON = "R. A. Sheldon, Green Chemistry 9 (2007) 1273"
STOICHIOMETRY = "stoichiometry of the balanced equation"


class Given(Protocol):
    """The inputs of a formula, by symbol."""

    def number(self, symbol: str) -> float:
        """The number of a symbol that occurs once."""
        ...

    def numbers(self, symbol: str) -> tuple[float, ...]:
        """Every number of a symbol."""
        ...


def _weighed(given: Given, symbol: str) -> float:
    """Σ ν·M over the substances of one kind."""
    pairs = zip(given.numbers(f"ν_{symbol}"), given.numbers(f"M_{symbol}"), strict=True)
    return sum((coefficient * mass for coefficient, mass in pairs), 0.0)


def _theoretical(given: Given) -> float:
    reactants = zip(given.numbers("m"), given.numbers("ν_r"), given.numbers("M_r"), strict=True)
    return min(m / (coefficient * mass) for m, coefficient, mass in reactants) * _weighed(given, "P")


def _e_factor(given: Given) -> float:
    obtained = given.number("m_P")
    return (sum(given.numbers("m_in")) - sum(given.numbers("m_back")) - obtained) / obtained


ATOM_ECONOMY = Formula(
    key="chemical.atom_economy",
    symbol="AE",
    name=LocalizedText({"zh-CN": "原子经济性", "en": "Atom economy"}),
    expression="AE = 100·ν_P·M_P/Σ ν_r·M_r",
    source=TROST,
    compute=lambda given: 100 * _weighed(given, "P") / _weighed(given, "r"),
)

LEAST_E_FACTOR = Formula(
    key="chemical.least_e_factor",
    symbol="E_min",
    name=LocalizedText({"zh-CN": "理论E因子（收率100%）", "en": "E-factor at full yield"}),
    expression="E_min = Σ ν_c·M_c/(ν_P·M_P)",
    source=SHELDON,
    compute=lambda given: _weighed(given, "c") / _weighed(given, "P"),
)

CONSUMPTION = Formula(
    key="chemical.theoretical_consumption",
    symbol="c_r",
    name=LocalizedText({"zh-CN": "理论消耗", "en": "Theoretical consumption"}),
    expression="c_r = 1000·ν_r·M_r/(ν_P·M_P)",
    source=STOICHIOMETRY,
    compute=lambda given: 1000 * _weighed(given, "r") / _weighed(given, "P"),
)

THEORETICAL = Formula(
    key="chemical.theoretical_output",
    symbol="m_T",
    name=LocalizedText({"zh-CN": "理论产量", "en": "Theoretical output"}),
    expression="m_T = min(m/(ν_r·M_r))·ν_P·M_P",
    source=STOICHIOMETRY,
    compute=_theoretical,
)

YIELD = Formula(
    key="chemical.yield",
    symbol="Y",
    name=LocalizedText({"zh-CN": "收率", "en": "Yield"}),
    expression="Y = 100·m_P/m_T",
    source=STOICHIOMETRY,
    compute=lambda given: 100 * given.number("m_P") / given.number("m_T"),
)

YIELD_LOSS = Formula(
    key="chemical.yield_loss",
    symbol="L",
    name=LocalizedText({"zh-CN": "收率损失", "en": "Yield loss"}),
    expression="L = m_T - m_P",
    source=STOICHIOMETRY,
    compute=lambda given: given.number("m_T") - given.number("m_P"),
)

E_FACTOR = Formula(
    key="chemical.e_factor",
    symbol="E",
    name=LocalizedText({"zh-CN": "E因子", "en": "E-factor"}),
    expression="E = (Σ m_in - Σ m_back - m_P)/m_P",
    source=SHELDON,
    compute=_e_factor,
)
