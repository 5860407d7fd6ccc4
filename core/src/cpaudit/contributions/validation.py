"""Makes a model of the plain values in a document, and tells what is wrong in the document's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cpaudit.contributions.documents import Document, JsonLike
from cpaudit.contributions.fields import Frozen
from cpaudit.contributions.problems import ProblemLog
from cpaudit.errors import PathPart

_Model = TypeVar("_Model", bound=Frozen)

_READER_FILLS_IN = "items"
"""The one key that a file gives (as maps) and the reader too (as models): the items of a checklist."""


def build_model(
    model: type[_Model],
    document: Document,
    path: tuple[PathPart, ...],
    given: Mapping[str, object],
    log: ProblemLog,
    *,
    strict: bool,
) -> _Model | None:
    """Make a model of the map at *path*; None after noting in *log* why not.

    Args:
        given: fields that the reader sets; a file that sets one of them has an unknown key.
        strict: an unknown key is an error, otherwise a warning; either way the rest is read and judged.
    """
    raw = value_at(document.data, path)
    if not isinstance(raw, dict):
        log.error(document.locate(path), path, "a map of keys and values is expected")
        return None
    data = {**raw, **given}
    built, details = _validate(model, data, "forbid")
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    wrong = [detail for detail in details if detail["type"] != "extra_forbidden"]
    if unknown and not wrong:
        # Rules over several fields are judged only where no key is unknown.
        built, wrong = _validate(model, data, "ignore")
    unknown += [(key,) for key in given if key in raw and key != _READER_FILLS_IN]
    note = log.error if strict else log.warn
    for loc in unknown:
        note(document.locate((*path, *loc)), (*path, *loc), "unknown key")
    for detail in wrong:
        where = (*path, *detail["loc"])
        log.error(document.locate(where), where, _message(detail))
    return built


def value_at(data: JsonLike, path: tuple[PathPart, ...]) -> JsonLike:
    """The value at a path that is known to exist."""
    for part in path:
        match data, part:
            case dict(), str():
                data = data[part]
            case list(), int():
                data = data[part]
    return data


def _validate(
    model: type[_Model], data: Mapping[str, object], extra: Literal["forbid", "ignore"]
) -> tuple[_Model | None, list[ErrorDetails]]:
    try:
        return model.model_validate(data, extra=extra), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_context=False, include_input=False)


def _message(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "is missing"
    message = detail["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
