"""Figures over the years as a table, a year a column."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.blocks import Align
from cpaudit.reporting.cells import quantity_cell
from cpaudit.reporting.document import YearlyFigures
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.labels import Label


def write_yearly_table(draft: Draft, caption: Label, figures: Sequence[YearlyFigures], *, with_kind: bool) -> None:
    """Add a table of every year that any row knows; a year that a row lacks is a dash."""
    years = sorted({year for row in figures for year in row.by_year})
    kind_column = ((Label.KIND, 0.8),) if with_kind else ()
    draft.table(
        caption,
        (*kind_column, (Label.NAME, 2.0), (Label.UNIT, 0.8), *((str(year), 1.2, Align.RIGHT) for year in years)),
        (
            (
                *((draft.word(row.kind),) if with_kind else ()),
                row.name,
                row.unit,
                *(quantity_cell(row.by_year.get(year), with_unit=False) for year in years),
            )
            for row in figures
        ),
    )
