"""What a gate judged, as plain JSON that is the same for the same content, in whatever order it was recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from cpaudit.audits.models import AuditRecord
from cpaudit.engine import Quantity

_BOOKKEEPING = frozenset({"id", "tenant_id", "audit_id", "version"})


def exact(amount: Quantity | None) -> list[Any] | None:
    """Every digit of a quantity; as text it is rounded, so that two amounts may look alike."""
    return None if amount is None else [amount.value, amount.unit, amount.lower, amount.upper, amount.status.value]


def contents(row: AuditRecord, codes: Mapping[str, str]) -> dict[str, Any]:
    """What people recorded in a row.

    Args:
        codes: id of a record that others refer to → its code, by which it is told in place of the id.
    """
    return {
        name: codes.get(value, value) if name.endswith("_id") else _plain(value)
        for name in type(row).model_fields
        if name not in _BOOKKEEPING
        for value in (getattr(row, name),)
    }


def unordered(rows: Iterable[Any]) -> list[Any]:
    """Plain JSON of things that have no order, in an order that depends on nothing but them."""
    return sorted(rows, key=_written)


def digest(looked_at: Any) -> str:
    """SHA-256 of plain JSON, in hexadecimal."""
    return hashlib.sha256(_written(looked_at).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return exact(value)
    return value if value is None or isinstance(value, int | float) else str(value)


def _written(looked_at: Any) -> str:
    return json.dumps(looked_at, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
