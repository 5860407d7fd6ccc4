"""cpaudit: cleaner production audits as a multi-tenant plugin framework.

This module is the plugin author's API: names re-exported, nothing defined.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from cpaudit.contributions import (
    AnswerView,
    AuditView,
    BalanceView,
    Calculation,
    Calculator,
    CalculatorInput,
    CauseView,
    ContentError,
    ContentPack,
    EnterpriseView,
    GraphqlExtension,
    GraphqlField,
    InventoryLineView,
    MeasurementView,
    OptionProposal,
    OptionView,
    PluginRequest,
    PluginSettings,
    ProposalReason,
    QuantityStatus,
    QuantityView,
    ReportChart,
    ReportChartKind,
    ReportSection,
    ReportSeries,
    ReportTable,
    Requirement,
    ReviewFinding,
    Severity,
    StreamKind,
    StreamView,
    SubmissionView,
    TargetView,
    UnitProcessView,
)
from cpaudit.deprecation import RemovedInCpaudit2
from cpaudit.errors import CpauditError, InvalidInput
from cpaudit.hookspecs import hookimpl
from cpaudit.permissions import Permission
from cpaudit.phases import Aspect, CostClass, MethodKey, Phase, PhaseKey, StepKey
from cpaudit.text import LocalizedText

if TYPE_CHECKING:
    from cpaudit.engine import (
        Conversion,
        FactorReference,
        Formula,
        Input,
        Quantity,
        Trace,
        Uncertainty,
        convert,
        quantity,
    )

__version__ = "0.1.0"

__all__ = [
    "AnswerView",
    "Aspect",
    "AuditView",
    "BalanceView",
    "Calculation",
    "Calculator",
    "CalculatorInput",
    "CauseView",
    "ContentError",
    "ContentPack",
    "Conversion",
    "CostClass",
    "CpauditError",
    "EnterpriseView",
    "FactorReference",
    "Formula",
    "GraphqlExtension",
    "GraphqlField",
    "Input",
    "InvalidInput",
    "InventoryLineView",
    "LocalizedText",
    "MeasurementView",
    "MethodKey",
    "OptionProposal",
    "OptionView",
    "Permission",
    "Phase",
    "PhaseKey",
    "PluginRequest",
    "PluginSettings",
    "ProposalReason",
    "Quantity",
    "QuantityStatus",
    "QuantityView",
    "RemovedInCpaudit2",
    "ReportChart",
    "ReportChartKind",
    "ReportSection",
    "ReportSeries",
    "ReportTable",
    "Requirement",
    "ReviewFinding",
    "Severity",
    "StepKey",
    "StreamKind",
    "StreamView",
    "SubmissionView",
    "TargetView",
    "Trace",
    "Uncertainty",
    "UnitProcessView",
    "convert",
    "hookimpl",
    "quantity",
]

_OF_ENGINE = frozenset(
    {"Conversion", "FactorReference", "Formula", "Input", "Quantity", "Trace", "Uncertainty", "convert", "quantity"}
)


def __getattr__(name: str) -> object:
    # The engine brings NumPy and SciPy along, for which the help of a command does not wait.
    if name in _OF_ENGINE:
        return getattr(import_module("cpaudit.engine"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
