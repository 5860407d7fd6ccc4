"""Text as a report takes it in, and as it may be printed."""

from __future__ import annotations

import re

from cpaudit.errors import InvalidInput
from cpaudit.text import LANGUAGES, LocalizedText

Text = str | LocalizedText
"""What people typed stands as it is; what a catalogue names is there in every language of the catalogue."""

# What XML 1.0 does not allow (section 2.2): a DOCX that contains one of these does not open, and an HTML page
# may not contain them either. Lone surrogates cannot be encoded at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """*text* with every character that XML forbids replaced, and line ends as ``\\n``."""
    return _UNPRINTABLE.sub(_REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def in_language(text: Text, language: str) -> str:
    """The printable form of *text* in *language*, or in the nearest language there is."""
    return printable(text.in_language(language) if isinstance(text, LocalizedText) else text)


def require_language(language: str) -> str:
    """*language*, where reports exist in it.

    Raises:
        InvalidInput: there is no report in this language.
    """
    if language not in LANGUAGES:
        raise InvalidInput(
            f"no report is written in {language!r}",
            path=("language",),
            remedy=f"use one of {', '.join(LANGUAGES)}",
        )
    return language
