"""A trace as text for a reader and as JSON for storage."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from cpaudit.engine.trace import FORMULAS, Conversion, FactorReference, Input, Trace, TraceError, Uncertainty, Value
from cpaudit.engine.units import PURE_NUMBER
from cpaudit.text import DEFAULT_LANGUAGE, LocalizedText

_WORDS: Final = {
    key: LocalizedText({"zh-CN": zh, "en": en})
    for key, zh, en in (
        ("source", "依据", "source"),
        ("interval", "区间", "interval"),
        ("from", "换算自", "converted from"),
        ("factor", "排放因子", "factor"),
        ("missing", "缺", "missing"),
        ("yes", "是", "yes"),
        ("no", "否", "no"),
        ("seed", "随机种子", "seed"),
        ("above", "见上", "see above"),
    )
}


def render_text(trace: Trace, lang: str = DEFAULT_LANGUAGE) -> str:
    """The trace as indented lines, result first, in the language *lang*; what recurs is shown once."""
    return "\n".join(_lines(trace, lang, 0, trace.symbol, "", set()))


def to_json(trace: Trace) -> str:
    """The trace as one JSON object; :func:`from_json` reads it back."""
    return json.dumps(asdict(trace), ensure_ascii=False, allow_nan=False)


def from_json(text: str) -> Trace:
    """The trace that :func:`to_json` wrote.

    Raises:
        TraceError: the text is not such a trace.
    """
    try:
        return _trace(json.loads(text))
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise TraceError(f"this is not a trace: {error}") from error


def _lines(trace: Trace, lang: str, depth: int, symbol: str, source: str, seen: set[Trace]) -> Iterator[str]:
    pad = "  " * depth
    if trace in seen:
        yield f"{pad}{symbol} = {_shown(trace.value, trace.unit, lang)} ({_word('above', lang)})"
        return
    seen.add(trace)
    known = FORMULAS.get(trace.formula)
    name = f" {known.name.in_language(lang)}" if known else ""
    yield f"{pad}{symbol} = {_shown(trace.value, trace.unit, lang)} ·{name}: {trace.expression}"
    if trace.source != source:
        yield f"{pad}  {_word('source', lang)}: {trace.source}"
    for uncertainty in trace.uncertainties:
        seed = "" if uncertainty.seed is None else f", {_word('seed', lang)} {uncertainty.seed}"
        ends = f"{uncertainty.lower:.6g} … {uncertainty.upper:.6g} {trace.unit}".rstrip()
        yield f"{pad}  {uncertainty.level:.0%} {_word('interval', lang)}: {ends} ({uncertainty.method}{seed})"
    for item in trace.inputs:
        if item.trace is not None:
            yield from _lines(item.trace, lang, depth + 1, _symbol(item), trace.source, seen)
        else:
            yield f"{pad}  {_input(item, lang)}"


def _input(item: Input, lang: str) -> str:
    line = f"{_symbol(item)} = {_shown(item.value, item.unit, lang)}"
    if item.conversion is not None and item.conversion.unit != item.unit:
        line += f" ({_word('from', lang)} {item.conversion.value:.6g} {item.conversion.unit})"
    if item.factor is not None:
        reference = item.factor
        parts = (f"{reference.pack} {reference.version}".strip(), reference.item, reference.source, reference.locator)
        # An emission factor is called one; a threshold comes from the library, too.
        kind = f"{_word('factor', lang)}: " if item.symbol == "EF" else ""
        line += f" [{kind}{', '.join(part for part in parts if part)}]"
    return line


def _symbol(item: Input) -> str:
    return f"{item.symbol}[{item.label}]" if item.label else item.symbol


def _shown(value: Value, unit: str, lang: str) -> str:
    if value is None:
        return _word("missing", lang)
    if isinstance(value, bool):
        return _word("yes" if value else "no", lang)
    if isinstance(value, tuple):
        return "(" + ", ".join(_shown(item, "", lang) for item in value) + ")"
    text = value if isinstance(value, str) else f"{value:.6g}"
    return f"{text} {unit}".rstrip() if unit != PURE_NUMBER else text


def _word(key: str, lang: str) -> str:
    return _WORDS[key].in_language(lang)


def _trace(fields: Mapping[str, Any]) -> Trace:
    return Trace(
        **{
            **fields,
            "value": _value(fields["value"]),
            "inputs": tuple(_read_input(item) for item in fields["inputs"]),
            "uncertainties": tuple(Uncertainty(**item) for item in fields["uncertainties"]),
        }
    )


def _read_input(fields: Mapping[str, Any]) -> Input:
    return Input(
        **{
            **fields,
            "value": _value(fields["value"]),
            "conversion": None if fields["conversion"] is None else Conversion(**fields["conversion"]),
            "factor": None if fields["factor"] is None else FactorReference(**fields["factor"]),
            "trace": None if fields["trace"] is None else _trace(fields["trace"]),
        }
    )


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        # some databases write 1e16 as 10000000000000000
        return float(value)
    if value is None or isinstance(value, bool | str | float):
        return value
    raise TypeError(f"{value!r} is no value of a trace")
