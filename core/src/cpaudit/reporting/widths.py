"""How wide the columns of a table are: as the chapter weighs them, but never narrower than a word."""

from __future__ import annotations

from collections.abc import Iterable

from cpaudit.reporting.blocks import Table
from cpaudit.reporting.charts.lettering import pieces, showable, text_width

# The text width of a page and the size of table text, in points, as both file formats set them.
_PAGE = 455.0
_TEXT = 9.0
_PADDING = 10.0
# Readers have other fonts than the one measured with.
_SLACK = 1.03
# One hash or one address may not push the other columns off the page.
_WIDEST_WORD = 0.25
# Chinese text may break anywhere, but a number, a date or a short term should not.
_SHORT_TERM = 4


def column_shares(table: Table) -> tuple[float, ...]:
    """The share of the table's width that each column gets; they add up to 1."""
    total = sum(column.weight for column in table.columns)
    weights = [column.weight / total for column in table.columns]
    needs = [
        max(
            _word_width([column.heading], bold=True),
            _word_width([row[index].marked_text for row in table.rows], bold=False),
        )
        for index, column in enumerate(table.columns)
    ]
    return _fitted(weights, [min(_WIDEST_WORD, (need + _PADDING) / _PAGE) for need in needs])


def _fitted(weights: list[float], needs: list[float]) -> tuple[float, ...]:
    """Raise each share to what its column needs, and take that from the columns that have more than they need."""
    if sum(needs) >= 1:
        return tuple(need / sum(needs) for need in needs)
    raised: set[int] = set()
    while True:
        free = 1 - sum(needs[index] for index in raised)
        flexible = sum(weight for index, weight in enumerate(weights) if index not in raised)
        shares = tuple(
            needs[index] if index in raised else weight / flexible * free for index, weight in enumerate(weights)
        )
        narrow = {index for index, share in enumerate(shares) if index not in raised and share < needs[index]}
        if not narrow:
            return shares
        raised |= narrow


def _word_width(texts: Iterable[str], *, bold: bool) -> float:
    """The width in points of the widest part that should not break."""
    words = {word for text in texts for word in showable(text, bold=bold).split()}
    unbreakable = {part for word in words for part in ([word] if len(word) <= _SHORT_TERM else pieces(word))}
    return max((text_width(part, _TEXT, bold=bold) for part in unbreakable), default=0.0) * _SLACK
