"""Numbers only: units, balances, emission inventories, ranking, economics, effect, each result with its trace.

Pure functions over frozen objects; nothing here reads, writes or asks the time.
"""

from cpaudit.contributions import Direction, QuantityStatus
from cpaudit.engine.acceptance import PAYBACK_LIMITS, PaybackClass
from cpaudit.engine.appraisal_table import AppraisalTable, appraise_many
from cpaudit.engine.assessors import PanelScore, panel_score
from cpaudit.engine.balance import Closure, ClosureState, close_balance
from cpaudit.engine.cash_flow import annuity, interpolated_irr, irr, npv, payback
from cpaudit.engine.comparison import Comparison, compare
from cpaudit.engine.economics import Appraisal, appraise
from cpaudit.engine.effectiveness import Effect, Outcome, effect
from cpaudit.engine.emission_inventory import Inventory, Total, inventory
from cpaudit.engine.estimation import Estimate, EstimateState, estimate
from cpaudit.engine.factors import Distribution, Factor
from cpaudit.engine.findings import Finding
from cpaudit.engine.flow_classification import FlowClass
from cpaudit.engine.flow_measurements import FlowMeasurement, GivenMeasurement, GivenMeasurements
from cpaudit.engine.flow_model import UnsolvableFlows
from cpaudit.engine.fuel_energy import (
    FuelEnergy,
    HeatingValue,
    StandardCoal,
    estimate_from_fuel,
    fuel_energy,
    standard_coal,
)
from cpaudit.engine.grades import GRADES, Grade, GradeSpan
from cpaudit.engine.grading import NOT_APPLICABLE, IndicatorValue
from cpaudit.engine.gross_errors import ChiSquare, Elimination, Suspect
from cpaudit.engine.indicator_systems import IndicatorScheme, Limits, SchemeIndicator
from cpaudit.engine.inventory_lines import InventoryLines
from cpaudit.engine.loss_costs import price_losses
from cpaudit.engine.loss_results import CostKind, CostState, FlowCost, LossCosts
from cpaudit.engine.network_errors import (
    DisconnectedUnit,
    DuplicateCode,
    EmptyNetwork,
    IllConditioned,
    InvalidStream,
    NetworkError,
    NothingMeasured,
    UnknownStream,
    UnknownUncertainty,
    UnknownUnit,
)
from cpaudit.engine.numbers import InvalidNumber
from cpaudit.engine.plausibility import Plausibility, plausibility
from cpaudit.engine.portfolio import (
    MOST_INPUTS,
    Abatement,
    AbatementCurve,
    LeftOut,
    LeftOutReason,
    NotOnCurve,
    Objective,
    OffCurve,
    Portfolio,
    PortfolioOption,
    PortfolioState,
    PortfolioTotal,
    SolverFailed,
    Swing,
    abatement_curve,
    select_portfolio,
    tornado,
)
from cpaudit.engine.process_changes import (
    ChangeFactor,
    ChangePrice,
    ChangeYields,
    InvalidChange,
    NegativeFlow,
    Recycle,
    ReduceFlow,
    RunningCost,
    SaveEnergy,
    WhatIfOption,
)
from cpaudit.engine.process_network import ProcessNetwork, ProcessStream
from cpaudit.engine.quantities import Quantity, convert, multiply, quantity
from cpaudit.engine.quartiles import Quartiles, quartiles
from cpaudit.engine.ranking import InvalidScore, RankedRow, Ranking, rank
from cpaudit.engine.rating import rate
from cpaudit.engine.rating_result import LEAST_INDEX, GradeIndex, IndicatorGrade, Rating, RatingState
from cpaudit.engine.reconciliation import ReconciledStream, Reconciliation, ReconciliationState, reconcile
from cpaudit.engine.rendering import from_json, render_text, to_json
from cpaudit.engine.representativeness import LoadGap, ProfileShare, Representativeness, representativeness
from cpaudit.engine.rounds import Change, ComparedFigure, RoundComparison, compare_rounds
from cpaudit.engine.simulation import PlantState, Simulation, SimulationState, Step
from cpaudit.engine.trace import (
    FORMULAS,
    Conversion,
    FactorReference,
    Formula,
    Input,
    Trace,
    TraceError,
    Uncertainty,
    Value,
    recompute,
)
from cpaudit.engine.units import UnitError, compatible, is_unit
from cpaudit.engine.warming import WarmingPotentials, warming_potentials
from cpaudit.engine.what_if import simulate

__all__ = [
    "FORMULAS",
    "GRADES",
    "LEAST_INDEX",
    "MOST_INPUTS",
    "NOT_APPLICABLE",
    "PAYBACK_LIMITS",
    "Abatement",
    "AbatementCurve",
    "Appraisal",
    "AppraisalTable",
    "Change",
    "ChangeFactor",
    "ChangePrice",
    "ChangeYields",
    "ChiSquare",
    "Closure",
    "ClosureState",
    "ComparedFigure",
    "Comparison",
    "Conversion",
    "CostKind",
    "CostState",
    "Direction",
    "DisconnectedUnit",
    "Distribution",
    "DuplicateCode",
    "Effect",
    "Elimination",
    "EmptyNetwork",
    "Estimate",
    "EstimateState",
    "Factor",
    "FactorReference",
    "Finding",
    "FlowClass",
    "FlowCost",
    "FlowMeasurement",
    "Formula",
    "FuelEnergy",
    "GivenMeasurement",
    "GivenMeasurements",
    "Grade",
    "GradeIndex",
    "GradeSpan",
    "HeatingValue",
    "IllConditioned",
    "IndicatorGrade",
    "IndicatorScheme",
    "IndicatorValue",
    "Input",
    "InvalidChange",
    "InvalidNumber",
    "InvalidScore",
    "InvalidStream",
    "Inventory",
    "InventoryLines",
    "LeftOut",
    "LeftOutReason",
    "Limits",
    "LoadGap",
    "LossCosts",
    "NegativeFlow",
    "NetworkError",
    "NotOnCurve",
    "NothingMeasured",
    "Objective",
    "OffCurve",
    "Outcome",
    "PanelScore",
    "PaybackClass",
    "PlantState",
    "Plausibility",
    "Portfolio",
    "PortfolioOption",
    "PortfolioState",
    "PortfolioTotal",
    "ProcessNetwork",
    "ProcessStream",
    "ProfileShare",
    "Quantity",
    "QuantityStatus",
    "Quartiles",
    "RankedRow",
    "Ranking",
    "Rating",
    "RatingState",
    "ReconciledStream",
    "Reconciliation",
    "ReconciliationState",
    "Recycle",
    "ReduceFlow",
    "Representativeness",
    "RoundComparison",
    "RunningCost",
    "SaveEnergy",
    "SchemeIndicator",
    "Simulation",
    "SimulationState",
    "SolverFailed",
    "StandardCoal",
    "Step",
    "Suspect",
    "Swing",
    "Total",
    "Trace",
    "TraceError",
    "Uncertainty",
    "UnitError",
    "UnknownStream",
    "UnknownUncertainty",
    "UnknownUnit",
    "UnsolvableFlows",
    "Value",
    "WarmingPotentials",
    "WhatIfOption",
    "abatement_curve",
    "annuity",
    "appraise",
    "appraise_many",
    "close_balance",
    "compare",
    "compare_rounds",
    "compatible",
    "convert",
    "effect",
    "estimate",
    "estimate_from_fuel",
    "from_json",
    "fuel_energy",
    "interpolated_irr",
    "inventory",
    "irr",
    "is_unit",
    "multiply",
    "npv",
    "panel_score",
    "payback",
    "plausibility",
    "price_losses",
    "quantity",
    "quartiles",
    "rank",
    "rate",
    "recompute",
    "reconcile",
    "render_text",
    "representativeness",
    "select_portfolio",
    "simulate",
    "standard_coal",
    "to_json",
    "tornado",
    "warming_potentials",
]
