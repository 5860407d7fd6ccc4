"""Numbers only: units, balances, emission inventories, ranking, economics, effect, each result with its trace.

Pure functions over frozen objects; nothing here reads, writes or asks the time.
"""

from cpaudit.contributions import QuantityStatus
from cpaudit.engine.acceptance import PAYBACK_LIMITS, PaybackClass
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
from cpaudit.engine.gross_errors import ChiSquare, Elimination, Suspect
from cpaudit.engine.inventory_lines import InventoryLines
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
from cpaudit.engine.process_network import ProcessNetwork, ProcessStream
from cpaudit.engine.quantities import Quantity, convert, multiply, quantity
from cpaudit.engine.ranking import InvalidScore, RankedRow, Ranking, rank
from cpaudit.engine.reconciliation import ReconciledStream, Reconciliation, ReconciliationState, reconcile
from cpaudit.engine.rendering import from_json, render_text, to_json
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

__all__ = [
    "FORMULAS",
    "PAYBACK_LIMITS",
    "Appraisal",
    "ChiSquare",
    "Closure",
    "ClosureState",
    "Comparison",
    "Conversion",
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
    "FlowMeasurement",
    "Formula",
    "GivenMeasurement",
    "GivenMeasurements",
    "IllConditioned",
    "Input",
    "InvalidNumber",
    "InvalidScore",
    "InvalidStream",
    "Inventory",
    "InventoryLines",
    "NetworkError",
    "NothingMeasured",
    "Outcome",
    "PaybackClass",
    "ProcessNetwork",
    "ProcessStream",
    "Quantity",
    "QuantityStatus",
    "RankedRow",
    "Ranking",
    "ReconciledStream",
    "Reconciliation",
    "ReconciliationState",
    "Suspect",
    "Total",
    "Trace",
    "TraceError",
    "Uncertainty",
    "UnitError",
    "UnknownStream",
    "UnknownUncertainty",
    "UnknownUnit",
    "Value",
    "WarmingPotentials",
    "annuity",
    "appraise",
    "close_balance",
    "compare",
    "compatible",
    "convert",
    "effect",
    "estimate",
    "from_json",
    "interpolated_irr",
    "inventory",
    "irr",
    "is_unit",
    "multiply",
    "npv",
    "payback",
    "quantity",
    "rank",
    "recompute",
    "reconcile",
    "render_text",
    "to_json",
    "warming_potentials",
]
