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
from cpaudit.contributions.calculators import (
    Calculation,
    Calculator,
    CalculatorInput,
    TracedFormula,
    TracedValue,
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
from cpaudit.contributions.graphql_extension import (
    SUBJECTS,
    GraphqlExtension,
    GraphqlField,
    PluginRequest,
)
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
from cpaudit.contributions.manifest import (
    API_VERSION,
    OWN_PREFIX,
    SHARED_PACK,
    Industry,
    Manifest,
    Requires,
    Source,
)
from cpaudit.contributions.option_proposals import OptionProposal, ProposalReason
from cpaudit.contributions.options import OptionTemplate, Reduction
from cpaudit.contributions.pack import ContentPack, shared_pack
from cpaudit.contributions.plugin_settings import PluginSettings
from cpaudit.contributions.problems import ContentError, ContentProblem, Location
from cpaudit.contributions.processes import ProcessTemplate, Stream, StreamKind, UnitProcess
from cpaudit.contributions.published_figures import Benchmark, BenchmarkLevel, Consumption, EnergyBasis, HeatingValue
from cpaudit.contributions.reader import read_manifest
from cpaudit.contributions.report_sections import (
    ReportChart,
    ReportChartKind,
    ReportSection,
    ReportSeries,
    ReportTable,
    ReportValue,
)
from cpaudit.contributions.requirements import Requirement
from cpaudit.contributions.review_findings import ReviewFinding, Severity
from cpaudit.contributions.submission_view import SubmissionView
from cpaudit.contributions.substances import Medium, Substance
from cpaudit.contributions.vocabulary import RESOURCES

__all__ = [
    "API_VERSION",
    "OWN_PREFIX",
    "RESOURCES",
    "SHARED_PACK",
    "SUBJECTS",
    "Answer",
    "AnswerKind",
    "AnswerView",
    "AuditView",
    "BalanceLineView",
    "BalanceView",
    "Benchmark",
    "BenchmarkLevel",
    "Bounded",
    "Calculation",
    "Calculator",
    "CalculatorInput",
    "Category",
    "CauseView",
    "Checklist",
    "ChecklistItem",
    "Choice",
    "Condition",
    "Consumption",
    "ContentError",
    "ContentKind",
    "ContentPack",
    "ContentProblem",
    "Contribution",
    "Direction",
    "Distribution",
    "EmissionFactor",
    "EnergyBasis",
    "EnterpriseView",
    "Evidence",
    "EvidenceRule",
    "FlowDirection",
    "GraphqlExtension",
    "GraphqlField",
    "HeatingValue",
    "Indicator",
    "IndicatorSystem",
    "Industry",
    "InventoryLineView",
    "Location",
    "Manifest",
    "MeasurementView",
    "Medium",
    "Money",
    "OptionProposal",
    "OptionTemplate",
    "OptionView",
    "PluginRequest",
    "PluginSettings",
    "ProcessTemplate",
    "Product",
    "ProposalReason",
    "Qualitative",
    "Quantitative",
    "QuantityStatus",
    "QuantityView",
    "Reduction",
    "ReportChart",
    "ReportChartKind",
    "ReportSection",
    "ReportSeries",
    "ReportTable",
    "ReportValue",
    "Requirement",
    "Requires",
    "ReviewFinding",
    "Severity",
    "Source",
    "Stream",
    "StreamKind",
    "StreamView",
    "SubmissionView",
    "Substance",
    "TargetView",
    "Thresholds",
    "TracedFormula",
    "TracedValue",
    "UnitProcess",
    "UnitProcessView",
    "pack_directory",
    "read_manifest",
    "shared_pack",
]
