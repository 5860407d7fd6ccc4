"""Identifiers of nodes: the type's name and the row's id, as in ``Audit:0192…``."""

from __future__ import annotations

from collections.abc import Sequence

from cpaudit.errors import InvalidInput, NotFound, PathPart


def node_identifier(type_name: str, row: str) -> str:
    """The identifier that clients see."""
    return f"{type_name}:{row}"


def split_identifier(identifier: str, *, path: Sequence[PathPart] = ("id",)) -> tuple[str, str]:
    """The type's name and the row's id.

    Raises:
        InvalidInput: this is no identifier.
    """
    type_name, separator, row = identifier.partition(":")
    if not separator or not type_name or not row or "\x00" in row:
        raise InvalidInput(f"{identifier!r} is no identifier", path=path, remedy="use an id that the API gave")
    return type_name, row


def row_id(identifier: str, type_name: str | None = None, *, path: Sequence[PathPart] = ("id",)) -> str:
    """The row's id; of a *type_name* where one is given.

    Raises:
        InvalidInput: this is no identifier.
        NotFound: it is one of another type.
    """
    found, row = split_identifier(identifier, path=path)
    if type_name is not None and found != type_name:
        raise NotFound(f"there is no {type_name} with the id {identifier!r}", path=path)
    return row
