"""How the plugin says things in both languages."""

from __future__ import annotations

from cpaudit import LocalizedText


def text(zh: str, en: str) -> LocalizedText:
    """A text in the two languages of the plugin."""
    return LocalizedText({"zh-CN": zh, "en": en})
