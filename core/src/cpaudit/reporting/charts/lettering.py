"""Text in charts: what the font can show, how wide it is, and where it breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from matplotlib.font_manager import FontProperties, get_font

from cpaudit.reporting.fonts import font_path
from cpaudit.reporting.text import printable

_MISSING = "?"
_ELLIPSIS = "…"
_DPI = 72
# A Chinese character may stand alone on a line, a word may not be cut.
_PIECES = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+|\s+")


def font_properties(size: float, *, bold: bool = False) -> FontProperties:
    """The report's font at *size* points."""
    return FontProperties(fname=str(font_path(bold)), size=size)


def showable(text: str, *, bold: bool = False) -> str:
    """*text* in one line; what the font has no shape for becomes its plain form (SO₂ to SO2) or a question mark."""
    known = _characters(bold)
    line = " ".join(printable(text).split())
    if known.issuperset(map(ord, line)):
        return line
    plain = (c if ord(c) in known else unicodedata.normalize("NFKC", c) for c in line)
    return "".join(c if ord(c) in known else _MISSING for c in "".join(plain))


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width in points of *text* as a chart would show it, in one line."""
    font = get_font(str(font_path(bold)))
    font.set_size(size, _DPI)
    font.set_text(showable(text, bold=bold), 0.0)
    width, _ = font.get_width_height()
    return float(width) / 64


def pieces(text: str) -> list[str]:
    """*text* cut where a line may break: words, spaces, and single Chinese characters."""
    return _PIECES.findall(text)


def wrap(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break *text* into at most *lines* lines no wider than *width* points; what is cut ends in an ellipsis."""
    broken = [""]
    for piece in pieces(showable(text, bold=bold)):
        if len(broken) > lines:
            break
        if text_width(broken[-1] + piece, size, bold=bold) <= width:
            broken[-1] += piece
        elif text_width(piece, size, bold=bold) <= width:
            broken.append(piece.lstrip())
        else:
            for character in piece:
                if len(broken) > lines:
                    break
                if text_width(broken[-1] + character, size, bold=bold) > width:
                    broken.append("")
                broken[-1] += character
    broken = [line.rstrip() for line in broken if line.strip()] or [""]
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and text_width(last + _ELLIPSIS, size, bold=bold) > width:
        last = last[:-1]
    return [*broken[: lines - 1], last + _ELLIPSIS]


def size_for_whole_words(texts: Iterable[str], width: float, *, largest: float, smallest: float) -> float:
    """The largest size at which no word of *texts* has to be cut to fit into *width* points, or *smallest*."""
    words = {piece for text in texts for piece in pieces(showable(text))}
    widest = max((text_width(word, largest) for word in words), default=0.0)
    return max(smallest, min(largest, largest * width / widest)) if widest else largest


@lru_cache(maxsize=2)
def _characters(bold: bool) -> frozenset[int]:
    return frozenset(get_font(str(font_path(bold))).get_charmap())
