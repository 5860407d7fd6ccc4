"""What a quality review finds: with how much it matters and on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpaudit.contributions import ReviewFinding, Severity
from cpaudit.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    Attributes:
        code: stable identifier; of the core's one of :data:`cpaudit.quality.weights.POINTS`.
        path: where in the audit, from the outside in.
        evidence: on what it rests, a sentence each.
        plugin: which plugin found it; None for the core.
    """

    code: str
    severity: Severity
    message: LocalizedText
    path: tuple[str, ...] = ()
    evidence: tuple[LocalizedText, ...] = ()
    plugin: str | None = None


def found(
    code: str, severity: Severity, zh: str, en: str, *path: str, evidence: tuple[LocalizedText, ...] = ()
) -> Found:
    """A finding of the core from its two sentences."""
    return Found(code, severity, both(zh, en), path, evidence)


def both(zh: str, en: str) -> LocalizedText:
    """A sentence in both languages."""
    return LocalizedText({"zh-CN": zh, "en": en})


def of_plugin(finding: ReviewFinding, plugin: str) -> Found:
    """What a plugin found."""
    return Found(
        finding.code,
        finding.severity,
        finding.message,
        tuple(str(part) for part in finding.path),
        finding.evidence,
        plugin,
    )


def written(finding: Found) -> dict[str, object]:
    """A finding as a review keeps it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": dict(finding.message),
        "path": list(finding.path),
        "evidence": [dict(each) for each in finding.evidence],
        "plugin": finding.plugin,
    }


def read(stored: Mapping[str, Any]) -> Found:
    """A finding that a review keeps."""
    return Found(
        stored["code"],
        Severity(stored["severity"]),
        LocalizedText(stored["message"]),
        tuple(stored["path"]),
        tuple(LocalizedText(each) for each in stored["evidence"]),
        stored["plugin"],
    )
