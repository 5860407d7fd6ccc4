"""The typed, frozen things a plugin may give, what it is shown, and the reader of content packs."""

from cpaudit.contributions.audit_view import (
    AnswerView,
    AuditView,
    BalanceLineView,
    BalanceView,
    CauseView,
    EnterpriseView,
    FlowDirection,
    InventoryLineView,
    MeasurementView,
    OptionView,
    QuantityStatus,
    QuantityView,
    StreamView,
    TargetView,
    UnitProcessView,
)
from cpaudit.contributions.checklists import (
    Answer,
    AnswerKind,
    Checklist,
    ChecklistItem,
    Choice,
    Condition,
    EvidenceRule,
)
from cpaudit.contributions.factors import Distribution, EmissionFactor
from cpaudit.contributions.fields import Bounded, ContentKind, Contribution, Evidence, Money, Product
from cpaudit.contributions.indicators import (
    Category,
    Direction,
    Indicator,
    IndicatorSystem,
    Qualitative,
    Quantitative,
    Thresholds,
)
from cpaudit.contributions.locate import pack_directory
from cpaudit.contributions.manifest import API_VERSION, OWN_PREFIX, Industry, Manifest, Requires, Source
from cpaudit.contributions.options import OptionTemplate, Reduction
from cpaudit.contributions.pack import ContentPack
from cpaudit.contributions.problems import ContentError, ContentProblem, Location
from cpaudit.contributions.processes import ProcessTemplate, Stream, StreamKind, UnitProcess
from cpaudit.contributions.reader import read_manifest
from cpaudit.contributions.requirements import Requirement

__all__ = [
    "API_VERSION",
    "OWN_PREFIX",
    "Answer",
    "AnswerKind",
    "AnswerView",
    "AuditView",
    "BalanceLineView",
    "BalanceView",
    "Bounded",
    "Category",
    "CauseView",
    "Checklist",
    "ChecklistItem",
    "Choice",
    "Condition",
    "ContentError",
    "ContentKind",
    "ContentPack",
    "ContentProblem",
    "Contribution",
    "Direction",
    "Distribution",
    "EmissionFactor",
    "EnterpriseView",
    "Evidence",
    "EvidenceRule",
    "FlowDirection",
    "Indicator",
    "IndicatorSystem",
    "Industry",
    "InventoryLineView",
    "Location",
    "Manifest",
    "MeasurementView",
    "Money",
    "OptionTemplate",
    "OptionView",
    "ProcessTemplate",
    "Product",
    "Qualitative",
    "Quantitative",
    "QuantityStatus",
    "QuantityView",
    "Reduction",
    "Requirement",
    "Requires",
    "Source",
    "Stream",
    "StreamKind",
    "StreamView",
    "TargetView",
    "Thresholds",
    "UnitProcess",
    "UnitProcessView",
    "pack_directory",
    "read_manifest",
]
