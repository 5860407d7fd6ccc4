"""The mutations that every record of the programme has: add, change, remove."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import strawberry

from cpaudit.audits.schemas.records import (
    RecordAsRead,
    RemovedRecord,
    changes_of,
    columns_of_input,
    named,
    noun,
    reference,
    required_reference,
)
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import visible_id
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.work import Work

__all__ = [
    "NewEntry",
    "RecordAsRead",
    "adding",
    "changes",
    "changing",
    "not_for_staff",
    "of_own_enterprise",
    "reference",
    "removing",
    "required_reference",
    "values_of",
]

Add: TypeAlias = Callable[[Work, Columns], Awaitable[str]]
Change: TypeAlias = Callable[[Work, str, int, Columns], Awaitable[str]]


@strawberry.input(description="Something new in the programme.")
class NewEntry:
    client_mutation_id: str | None = strawberry.field(
        default=None, description="The caller's own name for this mutation; one that is repeated is done once."
    )


def values_of(given: object) -> Columns:
    """The columns that an input gives, as :func:`columns_of_input` reads them."""
    return columns_of_input(given, envelope=NewEntry)


def changes(given: type[NewEntry], *, without: tuple[str, ...] = ()) -> Any:
    """The input that changes what *given* adds; see :func:`changes_of`."""
    return changes_of(given, without=without, envelope=NewEntry)


def adding(answer: type, given: type[NewEntry], add: Kind[Any] | Add, told: str, *, verb: str = "add") -> Any:
    """The mutation ``addX``.

    Args:
        answer: the Strawberry type X.
        given: the mutation's input.
        add: the kind of record, or a service function of its own.
        told: the description.
        verb: the field's word for it.
    """

    async def method(self: object, work: Work, input: Any) -> str:
        act = add.add if isinstance(add, Kind) else add
        return await act(work, values_of(input))

    return command(answer)(named(method, verb, answer, given, told))


def changing(answer: type, given: Any, change: Kind[Any] | Change) -> Any:
    """The mutation ``changeX``; arguments as for :func:`adding`."""

    async def method(self: object, work: Work, input: Any) -> str:
        record_id = visible_id(input.id, answer, path=("input", "id"))
        act = change.change if isinstance(change, Kind) else change
        return await act(work, record_id, input.expected_version, values_of(input))

    return command(answer)(named(method, "change", answer, given, f"Change {_known(answer)}."))


def removing(answer: type, kind: Kind[Any]) -> Any:
    """The mutation ``removeX``."""

    async def method(self: object, work: Work, input: Any) -> RemovedRecord:
        await kind.remove(work, visible_id(input.id, answer, path=("input", "id")), input.expected_version)
        return RemovedRecord(id=input.id)

    told = f"Remove {_known(answer)} to which nothing refers."
    return command(RemovedRecord)(named(method, "remove", answer, RecordAsRead, told))


def _known(answer: type) -> str:
    return re.sub(r"\s+", " ", noun(answer))


def of_own_enterprise(context: RequestContext, table: Any) -> Any:
    """Of what belongs to enterprises, what belongs to the one that a member of its staff works for; all for others."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    return None if enterprise_id is None else table.c.enterprise_id == enterprise_id


def not_for_staff(context: RequestContext, table: Any) -> Any:
    """Nothing for enterprise staff; all for others."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    return None if enterprise_id is None else table.c.id.is_(None)
