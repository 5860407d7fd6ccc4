"""Tables of audits, one module for each part of the work."""

from cpaudit.audits.models.assessment import Balance, BalanceKind, BalanceLine, Cause, Measurement, Stream, UnitProcess
from cpaudit.audits.models.audit import (
    Audit,
    AuditPhase,
    AuditPin,
    AuditRecord,
    AuditState,
    PinnedContent,
    ReplacedPin,
)
from cpaudit.audits.models.checklist import Answer, Evidence
from cpaudit.audits.models.costs import StreamPrice, UnitCost
from cpaudit.audits.models.inventory import Benchmark, InventoryLine, Scenario
from cpaudit.audits.models.preparation import (
    Obstacle,
    ObstacleKind,
    PlanTask,
    Statement,
    StatementKind,
    TeamMember,
    TeamRole,
    Training,
)
from cpaudit.audits.models.rating import IndicatorValue, RatingOutput
from cpaudit.audits.models.survey import (
    AnnualFlow,
    FlowKind,
    FocusCandidate,
    FocusFactor,
    Medium,
    PollutionSource,
    Target,
    TargetBasis,
    TargetHorizon,
)
from cpaudit.engine import Grade

__all__ = [
    "AnnualFlow",
    "Answer",
    "Audit",
    "AuditPhase",
    "AuditPin",
    "AuditRecord",
    "AuditState",
    "Balance",
    "BalanceKind",
    "BalanceLine",
    "Benchmark",
    "Cause",
    "Evidence",
    "FlowKind",
    "FocusCandidate",
    "FocusFactor",
    "Grade",
    "IndicatorValue",
    "InventoryLine",
    "Measurement",
    "Medium",
    "Obstacle",
    "ObstacleKind",
    "PinnedContent",
    "PlanTask",
    "PollutionSource",
    "RatingOutput",
    "ReplacedPin",
    "Scenario",
    "Statement",
    "StatementKind",
    "Stream",
    "StreamPrice",
    "Target",
    "TargetBasis",
    "TargetHorizon",
    "TeamMember",
    "TeamRole",
    "Training",
    "UnitCost",
    "UnitProcess",
]
