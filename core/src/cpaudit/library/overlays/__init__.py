"""Overlays: what a tenant adds, overrides, tightens and hides in its packs; a revision applied, compared, rebased."""

from cpaudit.library.overlays.applying import Overlaid, apply
from cpaudit.library.overlays.changes import Change, ChangeKind, Revision
from cpaudit.library.overlays.differences import Difference, differences
from cpaudit.library.overlays.drafting import drafted
from cpaudit.library.overlays.lineage import Layer, Lineage
from cpaudit.library.overlays.places import FieldPath, Json
from cpaudit.library.overlays.rebasing import Choice, Decision, Outcome, OutcomeStatus, Rebase, rebase, settled

__all__ = [
    "Change",
    "ChangeKind",
    "Choice",
    "Decision",
    "Difference",
    "FieldPath",
    "Json",
    "Layer",
    "Lineage",
    "Outcome",
    "OutcomeStatus",
    "Overlaid",
    "Rebase",
    "Revision",
    "apply",
    "differences",
    "drafted",
    "rebase",
    "settled",
]
