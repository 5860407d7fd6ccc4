"""What people do about enterprises.

An enterprise has parts: departments and their work steps, products and their yearly outputs, regulatory
records and their limits. All parts are added, changed and removed in the same way; values are given by
column, as the row holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Table, UniqueConstraint

from cpaudit.enterprises.classification import read_code
from cpaudit.enterprises.models import (
    Department,
    Enterprise,
    EnterpriseRecord,
    PermitLimit,
    Product,
    ProductOutput,
    RegulatoryRecord,
    WorkStep,
)
from cpaudit.enterprises.rules import check, check_limit_of, check_output_of
from cpaudit.errors import Conflict, InvalidInput
from cpaudit.names import field_of
from cpaudit.permissions import Permission
from cpaudit.storage.tables import VersionedTable
from cpaudit.work import Work

Values = Mapping[str, object]
R = TypeVar("R", bound=VersionedTable)

_PARENTS: dict[type[EnterpriseRecord], tuple[str, type[Enterprise | EnterpriseRecord]]] = {
    Department: ("enterprise_id", Enterprise),
    WorkStep: ("department_id", Department),
    Product: ("enterprise_id", Enterprise),
    ProductOutput: ("product_id", Product),
    RegulatoryRecord: ("enterprise_id", Enterprise),
    PermitLimit: ("record_id", RegulatoryRecord),
}
"""Each kind of part: the column that names what it is a part of, and the table of that."""


async def register_enterprise(work: Work, values: Values) -> str:
    """A new enterprise; gives its id.

    Raises:
        Denied: the actor does not edit enterprises.
        InvalidInput: a value breaks a rule, or the code is taken.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    enterprise = _row(Enterprise, _classified({"tenant_id": work.actor.tenant, **values}))
    await _check(work, enterprise)
    await work.add(enterprise, "enterpriseRegistered")
    return enterprise.id


async def change_enterprise(work: Work, enterprise_id: str, expected_version: int, changes: Values) -> str:
    """Change columns of an enterprise; gives its id.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is no such enterprise.
        InvalidInput: a value breaks a rule, or the code is taken.
        Conflict: the enterprise changed meanwhile.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    enterprise = await work.get(Enterprise, enterprise_id, path=("input", "id"))
    return await _change(work, enterprise, expected_version, _classified(changes), "enterpriseChanged")


async def add_part(work: Work, kind: type[EnterpriseRecord], parent_id: str, values: Values) -> str:
    """A new part of an enterprise, or of one of its parts; gives its id.

    Args:
        kind: the table of the part.
        parent_id: the row to which it belongs, of the table that the kind asks for.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is nothing to which it could belong.
        InvalidInput: a value breaks a rule, or the part is there already.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    by, parent_table = _PARENTS[kind]
    parent = await work.get(parent_table, parent_id, path=("input", field_of(by)))
    enterprise_id = parent.enterprise_id if isinstance(parent, EnterpriseRecord) else parent.id
    own = {"tenant_id": work.actor.tenant, "enterprise_id": enterprise_id, by: parent_id}
    part = _row(kind, {**own, **values})
    await _check(work, part)
    await work.add(part, f"{_noun(kind)}Added")
    return part.id


async def change_part(
    work: Work, kind: type[EnterpriseRecord], part_id: str, expected_version: int, changes: Values
) -> str:
    """Change columns of a part; gives its id. A part stays where it belongs.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is no such part.
        InvalidInput: a value breaks a rule.
        Conflict: the part changed meanwhile.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    part = await work.get(kind, part_id, path=("input", "id"))
    return await _change(work, part, expected_version, changes, f"{_noun(kind)}Changed")


async def remove_part(work: Work, kind: type[EnterpriseRecord], part_id: str, expected_version: int) -> str:
    """Remove a part that has no parts of its own; gives the enterprise's id.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is no such part.
        InvalidInput: it has parts.
        Conflict: the part changed meanwhile.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    part = await work.get(kind, part_id, path=("input", "id"))
    _require_version(part, expected_version)
    for child, (by, parent_table) in _PARENTS.items():
        # Each removal is an event of its own, so nothing goes along with something else.
        if parent_table is kind and await work.all(child, **{by: part_id}):
            raise InvalidInput(
                f"the {_words(kind)} still has a {_words(child)}", path=("input", "id"), remedy="remove that first"
            )
    await work.remove(part, f"{_noun(kind)}Removed")
    return part.enterprise_id


async def _change(work: Work, row: VersionedTable, expected_version: int, changes: Values, action: str) -> str:
    _require_version(row, expected_version)
    columns = type(row).__table__.columns.keys()  # type: ignore[attr-defined]
    await _check(work, _row(type(row), {name: changes.get(name, getattr(row, name)) for name in columns}))
    await work.change(row, expected_version, action, **changes)
    return row.id


def _row(kind: type[R], values: Mapping[str, Any]) -> R:
    return kind(**values)


def _require_version(row: VersionedTable, expected: int) -> None:
    # Before the rules: what the caller saw may be what breaks them.
    if row.version != expected:
        raise Conflict(
            f"the {_words(type(row))} has version {row.version}, not {expected}",
            current_version=row.version,
            path=("input", "expectedVersion"),
        )


async def _check(work: Work, row: VersionedTable) -> None:
    check(row)
    await _check_unique(work, row)
    match row:
        case PermitLimit():
            check_limit_of(await work.get(RegulatoryRecord, row.record_id), row)
        case ProductOutput():
            check_output_of(await work.get(Product, row.product_id), row)
        case Product():
            for output in await work.all(ProductOutput, product_id=row.id):
                check_output_of(row, output)


async def _check_unique(work: Work, row: VersionedTable) -> None:
    table: Table = type(row).__table__  # type: ignore[attr-defined]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            columns = [column.name for column in constraint.columns if column.name != "tenant_id"]
            found = await work.all(type(row), **{name: getattr(row, name) for name in columns})
            if any(other.id != row.id for other in found):
                last = columns[-1]
                raise InvalidInput(
                    f"there is a {_words(type(row))} with the {field_of(last)} {getattr(row, last)!r} already",
                    path=("input", field_of(last)),
                )


def _classified(values: Values) -> dict[str, object]:
    code = values.get("gb4754")
    return dict(values) if not isinstance(code, str) else {**values, "gb4754": read_code(code, "input", "gb4754")}


def _words(kind: type[VersionedTable]) -> str:
    return str(kind.__tablename__).replace("_", " ")


def _noun(kind: type[VersionedTable]) -> str:
    return field_of(str(kind.__tablename__))
