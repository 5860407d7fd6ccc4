"""What catalogues of words have in common: every entry is there in every language that reports are written in."""

from __future__ import annotations

from enum import Enum

from cpaudit.text import LocalizedText


class Phrase(Enum):
    """A heading, a column, a word of state, or a sentence with named gaps; its members stand in a catalogue."""

    _value_: LocalizedText

    def text(self, language: str) -> str:
        """The phrase in *language*."""
        return self._value_.in_language(language)

    def fill(self, language: str, **gaps: object) -> str:
        """The sentence in *language* with its gaps filled."""
        return self.text(language).format(**gaps)


def phrase(zh: str, en: str) -> LocalizedText:
    """An entry of a catalogue from its two languages."""
    return LocalizedText({"zh-CN": zh, "en": en})
