"""Superiors read what was handed over and nothing else; and what was handed over cannot be changed unnoticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from graphql import GraphQLObjectType, build_schema, get_named_type
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from cpaudit.api.sdl import core_sdl
from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.models import Packet
from cpaudit.submissions.packets import compressed, text_of
from submissions.world import Desk
from support.stores import Store
from support.world import Province

Seat = Callable[..., Desk]

FORGED = """
query ($id: ID!) { packet(id: $id) { intact versions { intact } } }
"""


def _lists() -> list[str]:
    """The root fields that give lists of rows."""
    query = build_schema(core_sdl()).query_type
    assert query is not None
    found = []
    for name, field in query.fields.items():
        named = get_named_type(field.type)
        if isinstance(named, GraphQLObjectType) and "nodes" in named.fields:
            node = get_named_type(named.fields["nodes"].type)
            if isinstance(node, GraphQLObjectType) and "id" in node.fields:
                found.append(name)
    return sorted(found)


async def test_nobody_else_reads_the_audit_or_anything_of_it(audit: str, desk: Seat) -> None:
    sent = await desk().submit(audit, copies=("city",))
    lists = _lists()
    assert {"audits", "enterprises", "options", "events", "receivedSubmissions", "packets"} <= set(lists)
    query = "{ " + " ".join(f"{name}(first: 200) {{ nodes {{ id }} }}" for name in lists) + " }"
    own = await desk(as_="admin").read(query)
    of_chem = {each["id"] for name in lists if name != "tenants" for each in own[name]["nodes"]}
    # Packet and submission have their sender's ids with whom they were handed to; nothing else is there.
    handed = {sent["packet"]["id"], sent["id"].replace("Submission:", "ReceivedSubmission:")}
    others = sorted(of_chem - handed)
    nodes = "{ " + " ".join(f'a{n}: node(id: "{each}") {{ id }}' for n, each in enumerate(others[:90])) + " }"
    for tenant in ("city", "lead", "light"):
        theirs = await desk(tenant, "admin").read(query)
        seen = {each["id"] for name in lists for each in theirs[name]["nodes"]} & of_chem
        assert seen == (handed if tenant == "city" else set())
        assert all(found is None for found in (await desk(tenant, "admin").read(nodes)).values())


async def test_members_of_an_enterprise_see_its_own_packets_only(audit: str, desk: Seat, province: Province) -> None:
    await desk().submit(audit)
    query = "{ packets { nodes { title } } receivedSubmissions { nodes { title } } }"
    assert all(len(found["nodes"]) == 1 for found in (await desk(as_="staff").read(query)).values())
    assert all(found["nodes"] == [] for found in (await desk("city", "staff").read(query)).values())


async def test_the_database_refuses_to_change_or_delete_a_packet(
    audit: str, desk: Seat, database: Database, province: Province
) -> None:
    await desk().submit(audit)
    scope = Scope(province.tenants["city"])

    async def forge(change: str) -> None:
        async with database.writing(scope) as session:
            await (await session.connection()).execute(text(change))

    for change in ("UPDATE packet SET owner = 'light'", "DELETE FROM packet"):
        with pytest.raises(DBAPIError):
            await forge(change)


async def _write(database: Database, column: str, value: object, scope: Scope) -> None:
    """Change a column of a tenant's packets as who owns the database, past all walls."""
    async with database.engine.begin() as connection:
        statement = f"UPDATE packet SET {column} = :value WHERE tenant_id = :tenant"  # noqa: S608 - a column of ours
        changed = await connection.execute(text(statement), {"value": value, "tenant": scope.tenant_id})
        assert changed.rowcount == 1


async def test_who_owns_the_database_and_forges_a_packet_is_found_out(
    audit: str, desk: Seat, store: Store, database: Database, province: Province
) -> None:
    store.spoil(database)
    await desk().submit(audit)
    (received,) = await desk().received("id version packet { id }")
    scope = Scope(province.tenants["chem"])
    async with database.looking(scope) as session:
        packet = (await session.exec(select(Packet))).one()
    other = text_of(packet.content, packet.content_hash).replace('"1200"', '"9200"')
    identifier = received["packet"]["id"]
    forgeries: tuple[tuple[str, object, object], ...] = (
        ("content_hash", "0" * 64, packet.content_hash),
        ("owner", "light", "chem"),
        ("content", b"no zlib", packet.content),
        ("content", compressed(other), compressed(other)),
    )
    async with database.engine.begin() as connection:
        if database.is_postgresql:
            await connection.execute(text("ALTER TABLE packet DISABLE TRIGGER packet_is_append_only"))
        else:
            await connection.execute(text("DROP TRIGGER packet_refuses_update"))
    for column, forged, afterwards in forgeries:
        await _write(database, column, forged, scope)
        told = (await desk().read(FORGED, id=identifier))["packet"]
        assert told == {"intact": False, "versions": [{"intact": False}]}, column
        await _write(database, column, afterwards, scope)
    figures = "query ($id: ID!) { packet(id: $id) { figures { value } } }"
    (error,) = await desk().graphql.errors(figures, id=identifier)
    assert error["extensions"]["code"] == "TAMPERED"
    refused = await desk().accept(received["id"])
    assert refused["code"] == "TAMPERED"
    # The copy in the other tenant is what was handed over.
    (copy,) = await desk("city").received("packet { intact figures(kind: SAVING_PLANNED) { value } }")
    assert copy["packet"] == {"intact": True, "figures": [{"value": "1200"}]}
