"""The three mutations that every record of an audit has: add, change, remove.

A slice declares what a new record is given as an input; the input of a change, in which every field may
be left out, is made from it, and so are the mutations.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, get_type_hints

import strawberry
from strawberry import UNSET
from strawberry.types.base import get_object_definition

import cpaudit.audits.schemas.vocabulary  # noqa: F401 - every record of an audit is spoken of in it
from cpaudit.audits.services.records import Columns, Records
from cpaudit.graphql.commands import command
from cpaudit.graphql.quantities import QuantityInput
from cpaudit.graphql.reading import visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.texts import LocalizedTextInput
from cpaudit.names import field_of
from cpaudit.work import Work

REFERENCE = "cpaudit.reference"


Add: TypeAlias = Callable[[Work, str, Columns], Awaitable[str]]
Change: TypeAlias = Callable[[Work, str, int, Columns], Awaitable[str]]


@strawberry.input(description="Something new in an audit.")
class NewRecord:
    audit: strawberry.ID
    client_mutation_id: str | None = strawberry.field(
        default=None, description="The caller's own name for this mutation; one that is repeated is done once."
    )


@strawberry.input(description="Something in an audit, as the caller read it.")
class RecordAsRead:
    id: strawberry.ID
    expected_version: int = strawberry.field(description="The `version` that the caller read.")


@strawberry.type(description="The record is gone.")
class RemovedRecord:
    id: strawberry.ID


def reference(type_name: str, *, default: Any = None, description: str | None = None) -> Any:
    """An input's field that names another record of the audit by its id."""
    return strawberry.field(default=default, description=description, metadata={REFERENCE: type_name})


def required_reference(type_name: str, *, description: str | None = None) -> Any:
    """Like :func:`reference`, and a new record cannot do without."""
    return strawberry.field(description=description, metadata={REFERENCE: type_name})


def changes_of(given: type, *, without: Sequence[str] = (), envelope: type = NewRecord) -> type[RecordAsRead]:
    """The input that changes what *given* adds: its fields, each of which may be left out.

    Args:
        given: ``AddXInput`` or ``RecordXInput``; the result is called ``ChangeXInput``.
        without: fields that stay what they were.
        envelope: the input whose fields are no columns.
    """
    around = {*_ENVELOPE_AS_READ, *(each.python_name for each in _definition(envelope).fields)}
    name = re.sub(r"^[A-Z][a-z]+", "Change", given.__name__)
    hints = get_type_hints(given, include_extras=True)
    fields = {
        each.python_name: each for each in _definition(given).fields if each.python_name not in (*around, *without)
    }
    body: dict[str, Any] = {
        "__module__": given.__module__,
        "__annotations__": {field: hints[field] | None for field in fields},
        **{
            field: strawberry.field(default=UNSET, description=each.description, metadata=each.metadata)
            for field, each in fields.items()
        },
    }
    return strawberry.input(description="What changes; what is left out stays.")(type(name, (RecordAsRead,), body))


def columns_of_input(given: object, *, without: Sequence[str] = (), envelope: type = NewRecord) -> dict[str, object]:
    """The columns that an input gives, its quantities, texts and ids read; what was left out is left out.

    Raises:
        InvalidInput: a quantity is none, or an id is no id.
        NotFound: an id is one of another type.
    """
    around = {*_ENVELOPE_AS_READ, *(each.python_name for each in _definition(envelope).fields)}
    columns: dict[str, object] = {}
    for each in _definition(type(given)).fields:
        name, value = each.python_name, getattr(given, each.python_name)
        if value is UNSET or name in (*around, *without):
            continue
        path = ("input", field_of(name))
        if (type_name := each.metadata.get(REFERENCE)) is not None:
            columns[f"{name}_id"] = None if value is None else row_id(value, type_name, path=path)
        else:
            columns[name] = value.read(*path) if isinstance(value, QuantityInput | LocalizedTextInput) else value
    return columns


def adding(answer: type, given: type[NewRecord], add: Records[Any] | Add, *, verb: str = "add") -> Any:
    """The mutation ``addX``.

    Args:
        answer: the Strawberry type X.
        given: the mutation's input.
        add: the kind of record, or a service function of its own.
        verb: the field's word for it.
    """

    async def method(self: object, work: Work, input: Any) -> str:
        audit_id, columns = audit_id_of(input), columns_of_input(input)
        if isinstance(add, Records):
            return str((await add.add(work, audit_id, columns)).id)
        return await add(work, audit_id, columns)

    return command(answer)(named(method, verb, answer, given, f"Record {noun(answer)} in an audit."))


def changing(answer: type, given: type[RecordAsRead], change: Records[Any] | Change) -> Any:
    """The mutation ``changeX``; arguments as for :func:`adding`."""

    async def method(self: object, work: Work, input: Any) -> str:
        record_id, columns = visible_id(input.id, answer, path=("input", "id")), columns_of_input(input)
        if isinstance(change, Records):
            return str((await change.change(work, record_id, input.expected_version, columns)).id)
        return await change(work, record_id, input.expected_version, columns)

    return command(answer)(named(method, "change", answer, given, f"Change {noun(answer)}."))


def removing(answer: type, remove: Records[Any] | Callable[[Work, str, int], Awaitable[None]]) -> Any:
    """The mutation ``removeX``."""

    async def method(self: object, work: Work, input: Any) -> RemovedRecord:
        record_id = visible_id(input.id, answer, path=("input", "id"))
        act = remove.remove if isinstance(remove, Records) else remove
        await act(work, record_id, input.expected_version)
        return RemovedRecord(id=input.id)

    told = f"Remove {noun(answer)} to which nothing refers."
    return command(RemovedRecord)(named(method, "remove", answer, RecordAsRead, told))


def audit_id_of(given: NewRecord) -> str:
    """The audit to which an input adds something."""
    return row_id(given.audit, "Audit", path=("input", "audit"))


def named(method: Callable[..., Any], verb: str, answer: type, given: type, told: str) -> Callable[..., Any]:
    """*method* as if it had been written out for this type: ``command`` reads name, signature and docstring."""
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    method.__name__ = f"{verb}_{_snake(answer)}"
    method.__doc__ = told
    method.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("self", positional),
            inspect.Parameter("work", positional, annotation=Work),
            inspect.Parameter("input", positional, annotation=given),
        ]
    )
    return method


def _snake(cls: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def noun(cls: type) -> str:
    words = _snake(cls).replace("_", " ")
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def _definition(cls: type) -> Any:
    return get_object_definition(cls, strict=True)


_ENVELOPE_AS_READ = frozenset(each.python_name for each in _definition(RecordAsRead).fields)
"""Fields of every input of a change that are no columns."""
