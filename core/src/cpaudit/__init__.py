"""cpaudit: cleaner production audits as a multi-tenant plugin framework.

This module is the plugin author's API: names re-exported, nothing defined.
"""

from cpaudit.contributions import (
    AnswerView,
    AuditView,
    BalanceView,
    CauseView,
    ContentError,
    ContentPack,
    EnterpriseView,
    InventoryLineView,
    MeasurementView,
    OptionView,
    QuantityStatus,
    QuantityView,
    Requirement,
    StreamKind,
    StreamView,
    TargetView,
    UnitProcessView,
)
from cpaudit.errors import CpauditError
from cpaudit.hookspecs import hookimpl
from cpaudit.phases import Aspect, CostClass, MethodKey, Phase, PhaseKey, StepKey
from cpaudit.text import LocalizedText

__version__ = "0.1.0"

__all__ = [
    "AnswerView",
    "Aspect",
    "AuditView",
    "BalanceView",
    "CauseView",
    "ContentError",
    "ContentPack",
    "CostClass",
    "CpauditError",
    "EnterpriseView",
    "InventoryLineView",
    "LocalizedText",
    "MeasurementView",
    "MethodKey",
    "OptionView",
    "Phase",
    "PhaseKey",
    "QuantityStatus",
    "QuantityView",
    "Requirement",
    "StepKey",
    "StreamKind",
    "StreamView",
    "TargetView",
    "UnitProcessView",
    "hookimpl",
]
