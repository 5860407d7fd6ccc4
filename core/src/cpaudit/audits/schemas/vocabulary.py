"""The enumerations that the records of an audit use, made known to GraphQL before any type names them."""

from __future__ import annotations

import strawberry

from cpaudit.audits.models import (
    BalanceKind,
    FlowKind,
    Grade,
    Medium,
    ObstacleKind,
    Scenario,
    StatementKind,
    TargetBasis,
    TargetHorizon,
    TeamRole,
)
from cpaudit.contributions import FlowDirection, StreamKind
from cpaudit.engine import Change, ClosureState, RatingState
from cpaudit.phases import Aspect, StepKey

strawberry.enum(Aspect, description="The eight aspects (八个方面) along which causes and options are sorted.")
strawberry.enum(Change, description="Whether something became better; UNKNOWN where that cannot be said.")
strawberry.enum(BalanceKind, description="What a balance is of.")
strawberry.enum(ClosureState, description="What can be said about a balance.")
strawberry.enum(FlowDirection, description="Which way a flow runs, seen from the unit process.")
strawberry.enum(FlowKind, description="Which way a yearly flow goes, seen from the enterprise.")
strawberry.enum(Grade, description="Grades of an indicator; UNGRADED where it is not known, which is never a pass.")
strawberry.enum(Medium, description="Where pollution goes.")
strawberry.enum(ObstacleKind, description="What an obstacle is made of.")
strawberry.enum(RatingState, description="What can be said about a rating.")
strawberry.enum(Scenario, description="The enterprise before the audit's options, or after them.")
strawberry.enum(StatementKind, description="A deliverable that is a text somebody answers for.")
strawberry.enum(StepKey, description="The steps of an audit, the same in every method.")
strawberry.enum(StreamKind, description="What flows in a stream, as the balances sort it.")
strawberry.enum(TargetBasis, description="Whether a target is an amount, or an amount per unit of product.")
strawberry.enum(TargetHorizon, description="When a target is to be met.")
strawberry.enum(TeamRole, description="What a person is in the audit team.")
