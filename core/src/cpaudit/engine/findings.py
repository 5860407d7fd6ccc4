"""What the engine has to say about a result: a code to act on and a sentence to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpaudit.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion that was judged, or one thing to know about a result.

    Attributes:
        code: stable identifier.
        message: one sentence for each language.
        passed: whether the criterion is met; None where that is not known, or nothing is judged.
    """

    code: str
    message: LocalizedText
    passed: bool | None = None


def finding(code: str, zh: str, en: str, passed: bool | None = None) -> Finding:
    """A finding from its two sentences."""
    return Finding(code, LocalizedText({"zh-CN": zh, "en": en}), passed)


def verdict(criteria: Iterable[bool | None]) -> bool | None:
    """False where one criterion fails, else None where one is unknown, else True: unknown never passes."""
    judged = tuple(criteria)
    if False in judged:
        return False
    return None if None in judged else True
