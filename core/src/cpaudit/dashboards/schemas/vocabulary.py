"""The words of this slice's API, most of other slices: made known before any type of this one uses them."""

from __future__ import annotations

import strawberry

from cpaudit.audits.models import AuditState, Scenario
from cpaudit.audits.schema import Audit
from cpaudit.dashboards.counted import Reason, Source
from cpaudit.dashboards.services.funnel import Standing
from cpaudit.dashboards.splits import Dimension
from cpaudit.engine import Grade
from cpaudit.enterprises.schema.vocabulary import SizeClass
from cpaudit.funding.models import ApplicationState
from cpaudit.funding.schemas.types import FundingTotal
from cpaudit.options.models import FundingSource
from cpaudit.phases import MethodKey, PhaseKey
from cpaudit.programmes.models import QuestionKind, QuestionState, StageKind
from cpaudit.programmes.schemas.inquiries import Question
from cpaudit.programmes.schemas.stages import ProgrammeStage
from cpaudit.quality.criteria import Measure
from cpaudit.quality.schemas.commendations import CommendationCriterionInput
from cpaudit.submissions.figures import FigureKind
from cpaudit.submissions.schemas.packets import PacketFigure

strawberry.enum(Dimension, name="DashboardDimension", description="By what a sum is split.")
strawberry.enum(Source, name="DashboardSource", description="From where a dashboard knows an audit.")
strawberry.enum(Reason, name="DashboardOmissionReason", description="Why something accepted is not counted.")
strawberry.enum(
    Standing, name="PhaseStanding", description="Where a phase of an audit stands, as far as its row tells."
)

MADE_KNOWN_BY = (Audit, FundingTotal, Question, ProgrammeStage, CommendationCriterionInput, PacketFigure)
"""Types of the modules that make the words of other slices known."""

__all__ = [
    "MADE_KNOWN_BY",
    "ApplicationState",
    "AuditState",
    "Dimension",
    "FigureKind",
    "FundingSource",
    "Grade",
    "Measure",
    "MethodKey",
    "PhaseKey",
    "QuestionKind",
    "QuestionState",
    "Reason",
    "Scenario",
    "SizeClass",
    "Source",
    "StageKind",
    "Standing",
]
