"""Rows for every table of a tenant, made from the tables themselves; everything in them is made up."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, String, Table, insert
from sqlmodel import AutoString

from cpaudit.api.tables import metadata
from cpaudit.engine import Factor, Quantity, QuantityStatus, estimate, to_json
from cpaudit.storage.columns import EnumType, LocalizedTextType, MoneyType, QuantityType, UtcDateTime
from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.packets import canonical, compressed, hash_of
from cpaudit.text import LocalizedText

UNITS = ("t", "kg", "m3", "kWh", "mg/Nm3", "GJ")
FILLED_BY_HAND = {"tenant", "account", "access_token", "member", "enabled_plugin", "alembic_version"}

_CHANGE = {
    "kind": "OVERRIDE_FIELD",
    "ref": "glass:factor:GLS-NOX",
    "path": ["value"],
    "value": 3.5,
    "base_version": "0.1.0",
    "base_value": 4.2,
    "author": "somebody",
    "at": "2026-01-02T00:00:00+00:00",
    "since": 1,
    "reason": "illustrative",
}
_JSON = {
    "written": _CHANGE,
    "changes": [_CHANGE],
    "bases": [["glass", "0.1.0", "hash"]],
    "reasons": [{"kind": "ASPECT", "weight": 1.0, "text": {"en": "it acts on the aspect"}, "cause": "1"}],
    "figures": [["PROPOSED", "", ""], ["SAVING", "CNY 2024", "1200"]],
    "members": {"digest": ["tenant", "1200"]},
    "scores": {"F1": 3.0, "F2": 7.5},
    "evidence_ids": [],
    "copies": ["city"],
    "findings": [["balances", "not measured"]],
    "points": {"BALANCE_UNMEASURED": "10"},
    "thresholds": {"copied_share": "0.8"},
    "weights": {"points": {"BALANCE_UNMEASURED": "10"}, "thresholds": {}},
    "unjudged": ["TEAM_WITHOUT_PRODUCTION"],
    "found": [
        {
            "code": "BALANCE_UNMEASURED",
            "severity": "SERIOUS",
            "message": {"en": "nothing was measured"},
            "path": ["balances"],
            "evidence": [],
            "plugin": None,
        }
    ],
    "deductions": [["BALANCE_UNMEASURED", "1", "15"]],
    "criteria": [],
    "results": [["score", "90", "YES"]],
    "trace": json.loads(to_json(estimate(Quantity(2, "t"), Factor(0.5, "kg", "t", "dust")).trace)),
    "value": 0.25,
    "pins": [["chemical", "1.0", "hash"]],
    "settings": {"share": 0.5},
    "secrets": {},
    "input": {"audit": "1", "format": "docx"},
    "checkpoint": {"done": 1},
    "fault": {"code": "INVALID_INPUT", "message": "the input was wrong", "path": ["input"], "remedy": ""},
    "events": ["phaseCompleted"],
    "industries": ["C26"],
    "regions": ["city"],
    "size_classes": ["LARGE"],
    "aspects": ["PRODUCT"],
    "topics": ["illustrative"],
    "pattern_pins": [["chemical", "1.0", "hash"]],
    "pilot_selection.weights": {"REPRESENTATIVENESS": 3.0, "LEADERSHIP": 2.0, "STRENGTH": 2.0, "MANAGEMENT": 1.0},
    "ranking": None,
    "decided_detail": None,
    "columns": {"value": "Factor"},
    "constants": {"year": "2020"},
    "translations": {"pollutant": {"carbon dioxide": "CO2"}},
    "conditions": [{"fact": "AUDIT_ROUND", "operator": "AT_LEAST", "values": ["1"]}],
    "judged": [{"fact": "AUDIT_ROUND", "operator": "AT_LEAST", "values": ["1"], "value": "2", "met": True}],
    "before": {"name": "old"},
    "after": {"name": "new", "list": [1, 2]},
}


async def fill_tenant(
    database: Database, tenant_id: str, *, rows: int, seed: int, first: int = 0
) -> dict[str, list[str]]:
    """Put *rows* rows into each table of a tenant; gives their ids by table. Texts carry the tenant's id.

    Args:
        rows: of each table.
        seed: of what is left to chance.
        first: number of the first row; rows of one tenant made by two calls have different numbers.
    """
    chance = random.Random(seed)
    made: dict[str, list[str]] = defaultdict(list)
    async with database.writing(Scope(tenant_id)) as session:
        connection = await session.connection()
        for table in metadata.sorted_tables:
            if "tenant_id" not in table.c or table.name in FILLED_BY_HAND:
                continue
            for number in range(first, first + rows):
                values = _row(table, tenant_id, number, first, made, chance)
                made[table.name].append(values["id"])
                await connection.execute(insert(table).values(values))
    return made


def _row(
    table: Table, tenant_id: str, number: int, first: int, made: dict[str, list[str]], chance: random.Random
) -> dict[str, Any]:
    row: dict[str, Any] = {"tenant_id": tenant_id, "id": f"{chance.getrandbits(128):032x}"}
    targets = {
        constraint.column_keys[1]: constraint.referred_table.name
        for constraint in table.foreign_key_constraints
        if len(constraint.column_keys) == 2
    }
    if "audit_id" in table.c:
        targets.setdefault("audit_id", "audit")
    for column in table.c:
        if column.name in row:
            continue
        if column.name in targets:
            known = made[targets[column.name]]
            # In turn and not at random, because some tables allow one row for each row of another.
            empty = column.nullable and (not known or chance.random() < 0.3)
            row[column.name] = None if empty else known[(number - first) % len(known)]
        elif column.nullable and chance.random() < 0.3:
            row[column.name] = None
        else:
            row[column.name] = _value(column, tenant_id, number, chance)
    return _sealed(row) if table.name == "packet" else row


_BODY = {
    "enterprise": {
        "code": "E1",
        "name": "示例企业",
        "gb4754": "C2611",
        "sizeClass": "LARGE",
        "city": "示例市",
        "illustrative": True,
    },
    "audit": {"title": "示例", "round": 1, "method": "HANDBOOK_1996", "gates": []},
    "measures": {},
    "results": [],
    "figures": [],
    "packets": [],
}
"""What a packet says, of whatever kind it is."""


def _sealed(packet: dict[str, Any]) -> dict[str, Any]:
    """A packet whose content is what its columns say."""
    names = ("chain", "number", "title")
    text = canonical(
        {
            **{name: packet[name] for name in names},
            "kind": packet["kind"].value,
            "previous": packet["previous_hash"],
            "owner": {"code": packet["owner"]},
            "body": _BODY,
        }
    )
    return packet | {"content": compressed(text), "content_hash": hash_of(text)}


def _value(column: Column[Any], tenant_id: str, number: int, chance: random.Random) -> Any:
    match column.type:
        case EnumType(members=members):
            return list(members)[(number if column.name in ("kind", "key") else chance.randrange(99)) % len(members)]
        case QuantityType():
            value = chance.choice((0.0, 1.5, 1200.25, 1e9))
            return Quantity(value, chance.choice(UNITS), status=chance.choice(list(QuantityStatus)))
        case LocalizedTextType():
            return LocalizedText({"zh-CN": f"文字 {number} {tenant_id}", "en": f"text {number} {tenant_id}"})
        case MoneyType() if column.name == "subsidy":
            # One above the investment is refused, and the others are left to chance.
            return Decimal(0)
        case MoneyType():
            return Decimal(chance.randrange(10**9)) / 10 ** chance.randrange(5)
        case UtcDateTime():
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(10**6))
        case Date():
            return date(2026, 1, 1) + timedelta(days=chance.randrange(1000))
        case Boolean() if column.name == "enabled":
            # An own pack that is enabled would have to be a pack.
            return False
        case Boolean():
            return chance.random() < 0.5
        case Integer():
            return number + 1 if column.name in ("round", "year", "position", "number") else chance.randrange(1, 90)
        case Float() if column.table.name == "pilot_score":
            return chance.choice((1.0, 5.5, 10.0))
        case Float():
            return chance.choice((0.05, 0.1, 0.5))
        case LargeBinary():
            return b"content"
        case String() | AutoString() if column.name == "quality_score":
            # A decimal, which is read as one.
            return f"{number % 100}.5"
        case String() | AutoString():
            return "CNY" if column.name == "currency" else _text(column, tenant_id, number)
        case _:
            named = f"{column.table.name}.{column.name}"
            return _JSON[named if named in _JSON else column.name]


def _text(column: Column[Any], tenant_id: str, number: int) -> str:
    length = _length(column)
    # The number stays where there is little room: some columns are unique.
    text = f"{column.name} {number} {tenant_id}" if length > 20 else f"{number} {column.name}"
    return text[:length]


def _length(column: Column[Any]) -> int:
    return getattr(column.type, "length", None) or 10_000
