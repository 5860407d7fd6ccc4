"""Option economics: the net present value of each option as a bar, with its payback beside it."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.reporting.chart_data import datum
from cpaudit.reporting.charts.canvas import (
    BLUE,
    GREY,
    LABEL,
    MUTED,
    SMALL,
    VERMILLION,
    Canvas,
    empty_state,
)
from cpaudit.reporting.charts.chart import Chart, data_of
from cpaudit.reporting.charts.lettering import text_width, wrap
from cpaudit.reporting.document import OptionEntry
from cpaudit.reporting.document.measures import Economics
from cpaudit.reporting.figures import Money
from cpaudit.reporting.formatting import format_money, format_number
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language

_NAME_WIDTH = 140.0
_BARS_LEFT = 150.0
_ROW = 28.0
_BAR = 14.0
_MOST_BARS = 20


def option_economics(key: str, options: Sequence[OptionEntry], currency: str, language: str) -> Chart:
    """Draw the options whose net present value is known in *currency*, the largest first.

    Amounts in two currencies do not share an axis; each currency has a chart of its own.
    """
    priced = sorted(
        (
            (float(npv.amount), option, option.economics, npv)
            for option in options
            if option.economics
            and (npv := option.economics.npv)
            and npv.amount is not None
            and npv.currency == currency
        ),
        key=lambda entry: (-entry[0], entry[1].code),
    )
    rows = tuple(
        (f"{option.code} {in_language(option.name, language)}", format_money(npv), payback_label(economics, language))
        for _, option, economics, npv in priced
    )
    values = [value for value, _, _, _ in priced]
    canvas = _draw(values, rows, language) if priced else empty_state(Label.NO_ECONOMICS.text(language))
    return Chart(
        key=key,
        title=Label.OPTION_ECONOMICS.text(language),
        alt=Label.OPTION_ECONOMICS_ALT.fill(language, items="; ".join(f"{name}: {npv}" for name, npv, _ in rows)),
        columns=tuple(label.text(language) for label in (Label.OPTION, Label.NPV, Label.PAYBACK)),
        rows=rows,
        figure=canvas.figure,
        data=data_of(
            language,
            (
                ("option", Label.OPTION),
                ("npv", Label.NPV),
                ("currency", Label.CURRENCY),
                ("paybackYears", Label.PAYBACK),
            ),
            (
                (f"{option.code} {in_language(option.name, language)}", value, currency, datum(economics.payback_years))
                for value, option, economics, _ in priced
            ),
        ),
    )


def currencies(options: Sequence[OptionEntry]) -> tuple[str, ...]:
    """The currencies in which net present values are known, sorted."""
    values = [option.economics.npv for option in options if option.economics and option.economics.npv]
    return tuple(sorted({npv.currency for npv in values if _known(npv)}))


def payback_label(economics: Economics, language: str) -> str:
    """The payback period in words."""
    if economics.payback_years is None:
        return Label.PAYBACK_UNKNOWN.text(language)
    if economics.payback_years == 0:
        return Label.PAYBACK_IMMEDIATE.text(language)
    return Label.PAYBACK_LABEL.fill(language, years=format_number(economics.payback_years, decimals=1))


def _draw(values: Sequence[float], rows: Sequence[tuple[str, str, str]], language: str) -> Canvas:
    shown, left_out = values[:_MOST_BARS], len(values) - _MOST_BARS
    canvas = Canvas(height=_ROW * len(shown) + 12 + (16 if left_out > 0 else 0))
    widest = max(text_width(f"{npv} · {payback}", SMALL) for _, npv, payback in rows[:_MOST_BARS])
    lowest, highest = min(0.0, *shown), max(0.0, *shown)
    scale = (canvas.width - _BARS_LEFT - widest - 10) / ((highest - lowest) or 1.0)
    zero = _BARS_LEFT - lowest * scale
    for index, (value, (name, npv, payback)) in enumerate(zip(shown, rows, strict=False)):
        middle = 6 + _ROW * (index + 0.5)
        canvas.lines((_NAME_WIDTH, middle), wrap(name, _NAME_WIDTH, LABEL), align="right")
        start, end = sorted((zero, zero + value * scale))
        canvas.box((start, middle - _BAR / 2), end - start, _BAR, color=BLUE if value >= 0 else VERMILLION)
        # Right of the bar or, where the bar runs to the left, right of the zero line: never over a bar or a name.
        canvas.text((max(end, zero) + 5, middle), f"{npv} · {payback}", size=SMALL, color=MUTED)
    canvas.line([(zero, 4), (zero, 6 + _ROW * len(shown))], color=GREY)
    if left_out > 0:
        note = Label.MORE_OPTIONS.fill(language, count=left_out)
        canvas.text((_BARS_LEFT, canvas.height - 9), note, size=SMALL, color=MUTED)
    return canvas


def _known(npv: Money) -> bool:
    return npv.amount is not None
