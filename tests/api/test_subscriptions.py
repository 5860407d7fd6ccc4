"""Subscriptions over a websocket: who signs in how, and whose phases he hears of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from litestar import Litestar

from cpaudit.audits.models import Statement, StatementKind, TeamMember, TeamRole
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.service import start_audit
from cpaudit.phases import MethodKey
from cpaudit.storage.tables import now
from submissions.world import Desk, body_of, handed
from support.client import GraphqlClient
from support.stages import OpenWork
from support.world import Province

PROTOCOL = "graphql-transport-ws"
LISTEN = "subscription ($audit: ID) { phaseCompleted(audit: $audit) { id key passedAt gate { status } } }"
PATIENCE = 10
"""Seconds after which a test fails that waits for a message; none waits so long that passes."""


class Socket:
    """A client's end of a websocket to the application."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        self._received: asyncio.Queue[Any] = asyncio.Queue()

    async def run(self) -> None:
        """Serve the connection until one side closes it."""
        scope: Any = {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": "/graphql",
            "raw_path": b"/graphql",
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", b"cpaudit.test"), (b"sec-websocket-protocol", PROTOCOL.encode())],
            "client": ("127.0.0.1", 50_000),
            "server": ("cpaudit.test", 80),
            "subprotocols": [PROTOCOL],
            "state": {},
            "extensions": {},
        }
        await self._app(scope, self._sent.get, self._received.put)

    async def event(self) -> dict[str, Any]:
        """The next thing that the server does to the connection."""
        async with asyncio.timeout(PATIENCE):
            event: dict[str, Any] = await self._received.get()
        return event

    async def receive(self) -> dict[str, Any]:
        """The next message of the server."""
        event = await self.event()
        assert event["type"] == "websocket.send", event
        message: dict[str, Any] = json.loads(event["text"])
        return message

    def connect(self) -> None:
        """Ask for the connection."""
        self._sent.put_nowait({"type": "websocket.connect"})

    def send(self, type: str, **message: Any) -> None:
        """Send a message."""
        self._sent.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": type, **message})})

    def close(self) -> None:
        """Hang up."""
        self._sent.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def sign_in(self, headers: dict[str, str]) -> None:
        """Name oneself, and be accepted."""
        self.send("connection_init", payload=headers)
        assert (await self.receive())["type"] == "connection_ack"

    async def listen(self, query: str = LISTEN, **variables: Any) -> None:
        """Subscribe; when this returns, the server is listening for us."""
        self.send("subscribe", id="phases", payload={"query": query, "variables": variables})
        # The protocol does not confirm a subscription, but the answer to a later query comes after it was set up.
        self.send("subscribe", id="query", payload={"query": "{ viewer { role } }"})
        assert (await self.receive())["id"] == "query"
        assert await self.receive() == {"id": "query", "type": "complete"}


@asynccontextmanager
async def connected(app: Litestar) -> AsyncIterator[Socket]:
    """A connection on which nobody has signed in."""
    socket = Socket(app)
    serving = asyncio.create_task(socket.run())
    try:
        socket.connect()
        accepted = await socket.event()
        assert (accepted["type"], accepted["subprotocol"]) == ("websocket.accept", PROTOCOL)
        yield socket
    finally:
        socket.close()
        await asyncio.wait_for(serving, PATIENCE)


async def ready_audit(open_work: OpenWork, tenant: str, enterprise_id: str) -> str:
    """The id, as clients see it, of an audit of an enterprise whose first phase is ready."""
    async with open_work(tenant=tenant) as work:
        enterprise = await work.get(Enterprise, enterprise_id)
        # An industry of which no pack asks anything.
        enterprise.gb4754 = "C3610"
        audit_id = await start_audit(work, enterprise.id, method=MethodKey.HANDBOOK_1996, title="第一轮审计")
        own = {"tenant_id": work.actor.tenant, "audit_id": audit_id}
        work.session.add_all(
            [
                Statement(
                    **own,
                    kind=StatementKind.COMMITMENT,
                    text="承诺",
                    signed_by="厂长（示例）",
                    signed_on=now().date(),
                ),
                TeamMember(**own, name="张示例", department="厂部", role=TeamRole.LEADER),
                TeamMember(**own, name="李示例", department="车间"),
            ]
        )
        return f"Audit:{audit_id}"


async def new_enterprise(open_work: OpenWork) -> str:
    """The id of another enterprise of the chemicals department than the one its staff works for."""
    async with open_work() as work:
        row = Enterprise(
            tenant_id=work.actor.tenant, code="E-1", name="示例企业", gb4754="C3610", size_class=SizeClass.MEDIUM
        )
        return (await work.add(row, "enterpriseRegistered")).id


async def first_phase(graphql: GraphqlClient, audit: str) -> str:
    """The id of an audit's first phase."""
    read = "query ($id: ID!) { audit(id: $id) { phase(key: ORGANIZATION) { id } } }"
    return str((await graphql(read, id=audit))["audit"]["phase"]["id"])


async def complete(graphql: GraphqlClient, audit: str, tenant: str) -> None:
    """Close the first phase of an audit."""
    document = """mutation ($input: CompletePhaseInput!) { completePhase(input: $input) { __typename } }"""
    given = {"audit": audit, "phase": "ORGANIZATION"}
    answer = await graphql(document, tenant=tenant, input=given)
    assert answer["completePhase"]["__typename"] == "Audit"


async def test_a_member_hears_of_the_phases_of_his_tenant_and_of_no_other(
    app: Litestar, graphql: GraphqlClient, open_work: OpenWork, province: Province
) -> None:
    own, foreign = [await ready_audit(open_work, tenant, province.enterprises[tenant]) for tenant in ("chem", "light")]
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("viewer", "chem"))
        await socket.listen()
        await complete(graphql, foreign, "light")
        await complete(graphql, own, "chem")
        message = await socket.receive()
    assert (message["id"], message["type"]) == ("phases", "next")
    phase = message["payload"]["data"]["phaseCompleted"]
    assert phase["id"] == await first_phase(graphql, own)
    assert phase["passedAt"] is not None
    assert (phase["key"], phase["gate"]) == ("ORGANIZATION", {"status": "PASSED"})


async def test_who_asks_for_one_audit_hears_of_that_one(
    app: Litestar, graphql: GraphqlClient, open_work: OpenWork, province: Province
) -> None:
    other = await ready_audit(open_work, "chem", province.enterprises["chem"])
    wanted = await ready_audit(open_work, "chem", await new_enterprise(open_work))
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("auditor", "chem"))
        await socket.listen(audit=wanted)
        await complete(graphql, other, "chem")
        await complete(graphql, wanted, "chem")
        phase = (await socket.receive())["payload"]["data"]["phaseCompleted"]
    assert phase["id"] == await first_phase(graphql, wanted)


async def test_staff_hear_of_their_own_enterprise_only(
    app: Litestar, graphql: GraphqlClient, open_work: OpenWork, province: Province
) -> None:
    other = await ready_audit(open_work, "chem", await new_enterprise(open_work))
    own = await ready_audit(open_work, "chem", province.enterprises["chem"])
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("staff", "chem"))
        await socket.listen()
        await complete(graphql, other, "chem")
        await complete(graphql, own, "chem")
        phase = (await socket.receive())["payload"]["data"]["phaseCompleted"]
    assert phase["id"] == await first_phase(graphql, own)


async def test_who_is_handed_a_submission_hears_of_it(
    app: Litestar, graphql: GraphqlClient, open_work: OpenWork
) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", []))
    department = Desk(graphql, "chem")
    (waiting,) = await department.received()
    await department.accept(waiting["id"])
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("viewer", "lead"))
        await socket.listen("subscription { submissionReceived { fromTenant kind packet { title intact } } }")
        await department.report("submitSectorReport", "化工行业总结（示例）")
        message = await socket.receive()
    assert message["payload"]["data"]["submissionReceived"] == {
        "fromTenant": "chem",
        "kind": "SECTOR_REPORT",
        "packet": {"title": "化工行业总结（示例）", "intact": True},
    }


@pytest.mark.parametrize("token", ["Bearer nonsense", "Basic abc"])
async def test_a_bad_token_is_refused(app: Litestar, graphql: GraphqlClient, token: str) -> None:
    async with connected(app) as socket:
        socket.send("connection_init", payload={"Authorization": token})
        closed = await socket.event()
        assert (closed["type"], closed["code"]) == ("websocket.close", 4403)


async def test_a_stranger_is_told_to_sign_in(app: Litestar, graphql: GraphqlClient) -> None:
    async with connected(app) as socket:
        await socket.sign_in({})
        socket.send("subscribe", id="phases", payload={"query": LISTEN})
        message = await socket.receive()
    assert message["type"] in ("error", "next")
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_open_connection_is_served_with_the_plugins_that_are_enabled_by_now(
    app: Litestar, graphql: GraphqlClient
) -> None:
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("auditor", "chem"))
        for mutation, found in (("enablePlugin", True), ("disablePlugin", False)):
            await graphql(f'mutation {{ {mutation}(plugin: "light_industry") {{ __typename }} }}', as_="admin")
            socket.send("subscribe", id=mutation, payload={"query": "{ lightIndustry: light_industry { id } }"})
            answer = await socket.receive()
            assert (answer["type"] == "next" and "errors" not in answer["payload"]) is found
            if found:
                assert (await socket.receive())["type"] == "complete"


async def test_who_has_signed_out_is_not_served_on_an_open_connection(app: Litestar, graphql: GraphqlClient) -> None:
    async with connected(app) as socket:
        await socket.sign_in(graphql.headers("auditor", "chem"))
        await graphql("mutation { signOut { __typename } }")
        socket.send("subscribe", id="query", payload={"query": "{ viewer { role } }"})
        closed = await socket.event()
    assert (closed["type"], closed["code"]) == ("websocket.close", 4401)
