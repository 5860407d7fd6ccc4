"""Names as Python writes them, and as GraphQL does."""

from __future__ import annotations


def camel_case(name: str, *, upper: bool = False) -> str:
    """A name in snake_case as GraphQL writes it; *upper* for a type."""
    first, *others = name.split("_")
    return (first.capitalize() if upper else first) + "".join(part.capitalize() for part in others)


def field_of(column: str) -> str:
    """The name under which a client gives a column: ``valid_until`` is ``validUntil``, ``record_id`` is ``record``."""
    return camel_case(column.removesuffix("_id"))
