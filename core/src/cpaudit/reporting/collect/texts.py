"""Texts that are put together from several: what people typed, beside what a catalogue names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpaudit.audits.models import Statement
from cpaudit.reporting.text import Text
from cpaudit.text import LANGUAGES, LocalizedText, localized

COMMA: Mapping[str, str] = {"zh-CN": "，", "en": ", "}
SEMICOLON: Mapping[str, str] = {"zh-CN": "；", "en": "; "}
COLON: Mapping[str, str] = {"zh-CN": "：", "en": ": "}
LINE: Mapping[str, str] = dict.fromkeys(LANGUAGES, "\n")
_SIGNATURE: Mapping[str, str] = {"zh-CN": "（{by}，{on}）", "en": "({by}, {on})"}


def joined(parts: Sequence[Text], separator: Mapping[str, str]) -> Text:
    """The parts in a row, those that are empty left out.

    Args:
        separator: what stands between two parts, by language.
    """
    shown = [part for part in parts if part]
    if not shown:
        return ""
    return LocalizedText(
        {language: separator[language].join(_in(part, language) for part in shown) for language in LANGUAGES}
    )


def signed(statement: Statement | None) -> Text:
    """A statement with the name of the person who signed it and the date; empty where there is none."""
    if statement is None:
        return ""
    by, on = statement.signed_by, statement.signed_on.isoformat()
    signature = {language: text.format(by=by, on=on) for language, text in _SIGNATURE.items()}
    return joined((statement.text, LocalizedText(signature)), LINE)


def _in(text: Text, language: str) -> str:
    return localized(text, language) if isinstance(text, LocalizedText) else text
