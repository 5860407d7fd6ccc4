"""A report as the values that a template prints."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from cpaudit.reporting.document import Document
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.formatting import (
    UNKNOWN,
    format_amount,
    format_date,
    format_money,
    format_number,
    format_quantity,
)
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.labels import Label
from cpaudit.reporting.text import in_language
from cpaudit.reporting.word_templates.shapes import PAIR, Kind, Leaf, Listing, Record, Shape, report_shape
from cpaudit.reporting.words import WORDS, word
from cpaudit.text import LocalizedText

Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value] | None"


def context_of(report: Document, language: str) -> dict[str, Value]:
    """The values of *report* by the names of :func:`~cpaudit.reporting.word_templates.shapes.report_shape`.

    Texts are in *language*, numbers printed as in the report; what is not known is a dash, and an empty record
    where a record is expected. Charts are not among them: they are drawn where a template shows them.
    """
    values = _Writer(language)
    shape = report_shape(DocumentKind(report.kind.value))
    written = {
        name: values.write(getattr(report, name), shape.fields[name])
        for name in (field.name for field in dataclasses.fields(report))
        if name in shape.fields
    }
    return {
        "title": report.kind.heading.text(language),
        "language": language,
        "illustrative": report.illustrative,
        "warning": Label.ILLUSTRATIVE_WARNING.text(language) if report.illustrative else "",
        **written,
    }


class _Writer:
    def __init__(self, language: str) -> None:
        self._language = language

    def write(self, value: object, shape: Shape) -> Value:
        if value is None:
            return None if isinstance(shape, Record) else self._nothing(shape)
        if isinstance(value, Quantity):
            return self._quantity(value)
        if isinstance(value, Money):
            return self._money(value)
        if isinstance(value, StrEnum):
            known = (type(value), value.value) in WORDS
            return {"text": word(value, self._language) if known else value.value, "code": value.value}
        match shape:
            case Record():
                return self._record(value, shape)
            case Listing():
                return self._listing(value, shape)
            case Leaf():
                return self._leaf(value)

    def _nothing(self, shape: Shape) -> Value:
        return [] if isinstance(shape, Listing) else None if shape == Leaf(Kind.YES_NO) else UNKNOWN

    def _record(self, value: object, shape: Record) -> Value:
        if isinstance(value, tuple):
            return {name: self.write(each, shape.fields[name]) for name, each in zip(PAIR, value, strict=True)}
        return {name: self.write(getattr(value, name), each) for name, each in shape.fields.items()}

    def _listing(self, value: object, shape: Listing) -> Value:
        if isinstance(value, Mapping):
            entry = shape.of
            if not isinstance(entry, Record):
                raise TypeError("the entries of a mapping have keys and values")
            return [
                {"key": str(key), "value": self.write(each, entry.fields["value"])}
                for key, each in sorted(value.items())
            ]
        if not isinstance(value, tuple):
            raise TypeError(f"{type(value).__name__} is no list")
        return [self.write(each, shape.of) for each in value]

    def _leaf(self, value: object) -> Value:
        if isinstance(value, bool):
            return value
        if isinstance(value, dt.date):
            return format_date(value)
        if isinstance(value, int):
            # Years are whole numbers, too, and have no separators.
            return str(value)
        if isinstance(value, float | Decimal):
            return format_number(value)
        if isinstance(value, str | LocalizedText):
            return in_language(value, self._language)
        raise TypeError(f"a template cannot show {type(value).__name__}")

    def _quantity(self, value: Quantity) -> Value:
        known = value.value is not None
        return {
            "text": format_quantity(value),
            "value": format_number(value.value),
            "unit": in_language(value.unit, self._language),
            "status": word(value.status, self._language) if value.status else UNKNOWN,
            "known": known,
            "verified": value.verified,
        }

    def _money(self, value: Money) -> Value:
        return {
            "text": format_money(value),
            "amount": format_amount(value),
            "currency": in_language(value.currency, self._language),
            "known": value.amount is not None,
            "verified": value.verified,
        }
