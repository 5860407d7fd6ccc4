"""A packet leaves as a file on a grant of whose data it is; both sides have it in their logs, and it expires."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta

import httpx
from sqlmodel import select

from cpaudit.storage.database import Database, Scope
from cpaudit.storage.tables import now
from cpaudit.submissions.figures import Figure, FigureKind
from cpaudit.submissions.models import PacketExport, ReceivedGrant
from cpaudit.submissions.services.exports import figures_as_csv
from submissions.world import Desk, body_of, handed
from support.stages import OpenWork
from support.world import Province

Seat = Callable[..., Desk]

SAVED = Figure(kind=FigureKind.SAVED, subject="COD", unit="t", value="0.30", complete=False)


async def packet_of(desk: Desk) -> dict[str, str]:
    (found,) = await desk.received("packet { id contentHash }")
    return dict(found["packet"])


async def fetch(desk: Desk, path: str) -> httpx.Response:
    return await desk.graphql.http.get(path, headers=desk.graphql.headers(desk.as_, desk.tenant))


async def actions(database: Database, province: Province, tenant: str) -> list[str]:
    from cpaudit.storage.event_log import Event

    async with database.looking(Scope(province.tenants[tenant])) as session:
        return [each.action for each in await session.exec(select(Event).order_by(Event.id)) if "xport" in each.action]


async def test_without_a_grant_of_the_owner_nothing_leaves(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [SAVED]), copies=("city",))
    for tenant in ("city", "chem"):
        packet = await packet_of(desk(tenant))
        refused = await desk(tenant).export(packet["id"])
        assert (refused["__typename"], refused["remedy"]) == (
            "Denied",
            "ask the administrator of chem for one",
        )
    # A grant of somebody else, for somebody else, or of another kind is none.
    await desk("city", "admin").grant("city")
    await desk(as_="admin").grant("light")
    await desk(as_="admin").grant("city", kind="SECTOR_REPORT")
    assert (await desk("city").export(packet["id"]))["__typename"] == "Denied"


async def test_the_exported_text_is_the_one_of_the_hash_and_both_sides_log_it(
    open_work: OpenWork, desk: Seat, database: Database, province: Province
) -> None:
    async with open_work() as work:
        await handed(work, body_of("=a", [SAVED]), copies=("city",))
    granted = await desk(as_="admin").grant("city", days=2)
    packet = await packet_of(desk("city"))
    made = await desk("city").export(packet["id"])
    file = await fetch(desk("city"), made["downloadPath"])
    assert file.status_code == 200
    assert hashlib.sha256(file.content).hexdigest() == packet["contentHash"]
    assert file.headers["content-type"] == "application/json"

    table = await desk("city").export(packet["id"], "CSV")
    rows = list(csv.reader(io.StringIO((await fetch(desk("city"), table["downloadPath"])).text.lstrip("\ufeff"))))
    assert rows[1] == [packet["contentHash"], "SAVED", "COD", "t", "total", "0.30", "false"]

    assert await actions(database, province, "city") == [
        "exportGrantReceived",
        "packetExported",
        "exportFetched",
        "packetExported",
        "exportFetched",
    ]
    assert await actions(database, province, "chem") == [
        "exportGranted",
        "packetExportedElsewhere",
        "exportFetchedElsewhere",
        "packetExportedElsewhere",
        "exportFetchedElsewhere",
    ]

    revoked = {"id": granted["id"], "expectedVersion": 1}
    await desk(as_="admin").act("revokeExportGrant", "id revokedAt", "ExportGrant", revoked)
    assert (await fetch(desk("city"), made["downloadPath"])).status_code == 403
    assert (await desk("city").export(packet["id"]))["__typename"] == "Denied"


async def test_an_export_ends_with_its_grant_and_after_an_hour(
    open_work: OpenWork, desk: Seat, database: Database, province: Province
) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [SAVED]))
    await desk(as_="admin").grant("chem", days=1)
    made = await desk().export((await packet_of(desk()))["id"])
    async with database.writing(Scope(province.tenants["chem"])) as session:
        export = (await session.exec(select(PacketExport))).one()
        assert export.expires_at - export.requested_at <= timedelta(hours=1, minutes=1)
        export.expires_at = now() - timedelta(seconds=1)
        session.add(export)
    assert (await fetch(desk(), made["downloadPath"])).status_code == 404
    async with database.writing(Scope(province.tenants["chem"])) as session:
        grant = (await session.exec(select(ReceivedGrant))).one()
        grant.expires_at = now() - timedelta(seconds=1)
        session.add(grant)
    assert (await desk().export((await packet_of(desk()))["id"]))["__typename"] == "Denied"


async def test_who_may_grant_and_export_and_for_how_long(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [SAVED]))
    assert (await desk().grant("chem"))["__typename"] == "Denied"
    admin = desk(as_="admin")
    for days in (-1, 367):
        assert (await admin.grant("chem", days=days))["path"] == ["input", "expiresAt"]
    assert (await admin.grant("chem", purpose=" "))["path"] == ["input", "purpose"]
    assert (await admin.grant("nowhere"))["__typename"] == "NotFound"
    await admin.grant("chem")
    packet = await packet_of(desk())
    for role in ("staff", "viewer", "expert"):
        assert (await desk(as_=role).export(packet["id"]))["__typename"] == "Denied"
    made = await desk().export(packet["id"])
    assert (await fetch(desk(as_="viewer"), made["downloadPath"])).status_code == 403
    assert (await fetch(desk("city", "admin"), made["downloadPath"])).status_code == 404
    for name in ("%00.json", "x.json", ".csv", "%F0%9F%92%A9", "1" * 5000):
        assert (await fetch(desk(), f"/exports/{name}")).status_code == 404, name


def test_a_spreadsheet_takes_no_text_for_a_formula() -> None:
    figure = Figure(kind=FigureKind.SAVED, subject="=1+1", unit="t", value="-5")
    assert "'=1+1,t,total,-5,true" in figures_as_csv([figure], "0" * 64)
