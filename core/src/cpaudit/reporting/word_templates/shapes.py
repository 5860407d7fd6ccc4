"""What a template can name: the shape of a report's data, read from the types of its data model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from cpaudit.reporting.document import AuditReport, CommendationReport, ProgrammeReport
from cpaudit.reporting.figures import Money, Quantity
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.text import LocalizedText


class Kind(Enum):
    """What a single value is."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    PICTURE = "picture"


@dataclasses.dataclass(frozen=True)
class Leaf:
    """A value that is printed."""

    kind: Kind


@dataclasses.dataclass(frozen=True)
class Record:
    """Named values."""

    fields: Mapping[str, Shape]


@dataclasses.dataclass(frozen=True)
class Listing:
    """Any number of values of one shape."""

    of: Shape


Shape = Leaf | Record | Listing

TEXT, NUMBER, YES_NO, PICTURE = map(Leaf, Kind)

QUANTITY = Record({"text": TEXT, "value": NUMBER, "unit": TEXT, "status": TEXT, "known": YES_NO, "verified": YES_NO})
MONEY = Record({"text": TEXT, "amount": TEXT, "currency": TEXT, "known": YES_NO, "verified": YES_NO})
WORD = Record({"text": TEXT, "code": TEXT})
CHART = Record({"title": TEXT, "alt": TEXT, "picture": PICTURE})
COVER = {"title": TEXT, "language": TEXT, "illustrative": YES_NO, "warning": TEXT}

PAIR = ("first", "second")
"""Names of the members of a pair of values."""

# What plugins add has parts of several shapes; the report that cpaudit lays out itself has it.
LEFT_OUT = {"plugins"}


MODELS: Mapping[DocumentKind, type] = {
    DocumentKind.AUDIT: AuditReport,
    DocumentKind.INTERIM: AuditReport,
    DocumentKind.SECTOR_REPORT: ProgrammeReport,
    DocumentKind.PROGRAMME_SUMMARY: ProgrammeReport,
    DocumentKind.COMMENDATION_LIST: CommendationReport,
}
"""What each kind of document is as data."""


@cache
def report_shape(kind: DocumentKind = DocumentKind.AUDIT) -> Record:
    """The shape of what a template gets: the fields of a document, the words of its cover, and its charts."""
    fields = _record(MODELS[kind]).fields
    return Record({**COVER, **fields, "charts": Listing(CHART)})


def documented(shape: Shape, path: str = "") -> Iterator[tuple[str, str]]:
    """Every name and what it is, in the order of the data model; ``[]`` stands behind a list."""
    match shape:
        case Leaf():
            yield path, shape.kind.value
        case Listing():
            yield from documented(shape.of, f"{path}[]")
        case Record():
            for name, each in shape.fields.items():
                yield from documented(each, f"{path}.{name}" if path else name)


def _shape(hint: Any) -> Shape:
    if hint is Quantity:
        return QUANTITY
    if hint is Money:
        return MONEY
    if isinstance(hint, type):
        return _shape_of_class(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _one_of([each for each in arguments if each is not type(None)])
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return Listing(_shape(arguments[0]))
    if origin is tuple and len(arguments) == 2:
        return Record(dict(zip(PAIR, map(_shape, arguments), strict=True)))
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return Listing(Record({"key": _shape(arguments[0]), "value": _shape(arguments[1])}))
    raise TypeError(f"a template cannot show {hint!r}")


def _shape_of_class(hint: type) -> Shape:
    if issubclass(hint, StrEnum):
        return WORD
    if issubclass(hint, str | dt.date | LocalizedText):
        return TEXT
    if hint is bool:
        return YES_NO
    if issubclass(hint, int | float | Decimal):
        return NUMBER
    if dataclasses.is_dataclass(hint):
        return _record(hint)
    raise TypeError(f"a template cannot show {hint!r}")


def _one_of(hints: list[Any]) -> Shape:
    shapes = list(dict.fromkeys(repr(_shape(each)) for each in hints))
    if len(shapes) != 1:
        raise TypeError(f"a template cannot show one of {hints!r}")
    return _shape(hints[0])


def _record(model: type) -> Record:
    hints = get_type_hints(model)
    names = [field.name for field in dataclasses.fields(model)]
    return Record({name: _shape(hints[name]) for name in names if name not in LEFT_OUT})
