"""The words of content packs and plugins in the API. Made known before any type uses one of them."""

from __future__ import annotations

from enum import Enum

import strawberry
from strawberry.types.enum import has_enum_definition

from cpaudit.contributions import (
    AnswerKind,
    BenchmarkLevel,
    ContentKind,
    Direction,
    Distribution,
    EnergyBasis,
    Evidence,
    EvidenceRule,
    Medium,
    StreamKind,
)
from cpaudit.phases import Aspect, CostClass, PhaseKey, StepKey
from cpaudit.plugins import PluginStage, PluginStatus


def _name(members: type[Enum], description: str, name: str | None = None) -> None:
    # Phases, steps and aspects are words of the audits' API too, and one enumeration is declared once.
    if not has_enum_definition(members):
        strawberry.enum(members, name=name, description=description)


_name(Aspect, "The eight aspects (八个方面) along which causes and options are sorted.")
_name(CostClass, "Cost classes of options (无费、低费、中费、高费).")
_name(PhaseKey, "The phases of every method.")
_name(StepKey, "The steps of an audit, the same in every method.")
_name(StreamKind, "What flows in a stream, as the balances sort it.")
_name(AnswerKind, "How a question is answered; not applicable, with a reason, is always possible.")
_name(EvidenceRule, "Whether an answer needs a file that supports it.")
_name(ContentKind, "Kinds of items of content packs.")
_name(Distribution, "How a factor's values are distributed between its bounds.", "FactorDistribution")
_name(Evidence, "Whether a figure was read in the text that is named as its source.", "FigureEvidence")
_name(Direction, "Which way a quantitative indicator gets better.", "IndicatorDirection")
_name(Medium, "Where a substance is counted as it leaves a plant.", "SubstanceMedium")
_name(BenchmarkLevel, "What a published level is.", "PublishedLevelKind")
_name(
    EnergyBasis, "Whether water from combustion is counted as vapour (net) or as liquid (gross).", "HeatingValueBasis"
)
_name(PluginStatus, "Whether a plugin can be used.")
_name(PluginStage, "The stages of a plugin's life, in order.")

__all__ = [
    "AnswerKind",
    "Aspect",
    "BenchmarkLevel",
    "ContentKind",
    "CostClass",
    "Direction",
    "Distribution",
    "EnergyBasis",
    "Evidence",
    "EvidenceRule",
    "Medium",
    "PhaseKey",
    "PluginStage",
    "PluginStatus",
    "StepKey",
    "StreamKind",
]
