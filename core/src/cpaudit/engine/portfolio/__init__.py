"""Options under a budget: which to choose, how sure that is, and what a unit of reduction costs."""

from cpaudit.engine.portfolio.abatement import Abatement, AbatementCurve, NotOnCurve, OffCurve, abatement_curve
from cpaudit.engine.portfolio.options import Objective, PortfolioOption
from cpaudit.engine.portfolio.programme import SolverFailed
from cpaudit.engine.portfolio.result import LeftOut, LeftOutReason, Portfolio, PortfolioState, PortfolioTotal, Swing
from cpaudit.engine.portfolio.selection import select_portfolio, tornado
from cpaudit.engine.portfolio.sensitivity import MOST_INPUTS

__all__ = [
    "MOST_INPUTS",
    "Abatement",
    "AbatementCurve",
    "LeftOut",
    "LeftOutReason",
    "NotOnCurve",
    "Objective",
    "OffCurve",
    "Portfolio",
    "PortfolioOption",
    "PortfolioState",
    "PortfolioTotal",
    "SolverFailed",
    "Swing",
    "abatement_curve",
    "select_portfolio",
    "tornado",
]
