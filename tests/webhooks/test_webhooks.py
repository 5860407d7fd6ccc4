"""Webhooks: registered over GraphQL, fed by what is written, delivered by jobs."""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import json
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from litestar import Litestar
from sqlmodel import select, update

from cpaudit.api.app import create_app
from cpaudit.api.background import surroundings_of
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import Settings
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.jobs.embedded import EmbeddedRunner
from cpaudit.jobs.models import Job, JobState
from cpaudit.jobs.worker import QueueWorker
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import Event
from cpaudit.storage.sealing import SecretKeys, SecretUnreadable
from cpaudit.storage.tables import now
from cpaudit.webhooks import addresses, delivering, sending
from cpaudit.webhooks.addresses import LOOPBACK_SETTING
from cpaudit.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from cpaudit.webhooks.sealed import renew_webhook_secrets, signing_secret
from cpaudit.webhooks.signing import signed_headers
from support.client import GraphqlClient
from support.stages import OpenWork
from support.world import Province
from webhooks.receiver import Receiver, receiving

DoJobs = Callable[[], Awaitable[None]]

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
KEY = SecretKeys.new_key()
KEYS = SecretKeys([KEY])

REGISTER = """mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) {
    __typename ... on WebhookEndpoint { id url events active version } ... on Fault { code path message } } }"""
CHANGE = """mutation ($input: ChangeWebhookInput!) { changeWebhook(input: $input) {
    __typename ... on WebhookEndpoint { id url events active version } ... on Fault { code path message } } }"""
REDELIVER = """mutation ($input: RedeliverWebhookInput!) { redeliverWebhook(input: $input) {
    __typename ... on WebhookDelivery { id state } ... on Fault { code message } } }"""
DELIVERIES = """{ webhookDeliveries(orderBy: CREATED_AT_ASC) { nodes {
    id event body state attempts responseStatus error attemptedAt deliveredAt endpoint { url } } } }"""


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries may go to this machine."""
    monkeypatch.setenv(LOOPBACK_SETTING, "1")


@pytest.fixture
def app(database: Database, host: PluginHost, schemas: SchemaCache) -> Litestar:
    """The application on this test's database, with a key for secrets."""
    return create_app(Settings(str(database.url), keys=KEYS), database=database, host=host, schemas=schemas)


@pytest.fixture
def do_jobs(database: Database, host: PluginHost) -> DoJobs:
    """Does all jobs that are due, the way that the kind of database calls for."""
    surroundings = surroundings_of(database, host, KEYS)

    async def done() -> None:
        if database.is_postgresql:
            await QueueWorker(surroundings).run(wait=False, signals=False)
        else:
            await EmbeddedRunner(surroundings).drain()

    return done


async def register(graphql: GraphqlClient, url: str, as_: str = "admin", tenant: str = "chem", **given: Any) -> Any:
    webhook = {"url": url, "events": ["enterpriseRegistered"], "secret": SECRET, **given}
    return (await graphql(REGISTER, as_=as_, tenant=tenant, input=webhook))["registerWebhook"]


async def do_something(open_work: OpenWork, tenant: str = "chem", code: str = "E-9") -> str:
    async with open_work(tenant=tenant) as work:
        row = Enterprise(
            tenant_id=work.actor.tenant, code=code, name="示例企业", gb4754="C2611", size_class=SizeClass.SMALL
        )
        return (await work.add(row, "enterpriseRegistered")).id


async def deliveries(graphql: GraphqlClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await graphql(DELIVERIES, as_="admin"))["webhookDeliveries"]["nodes"]
    return found


async def test_what_is_done_is_told_signed_and_noted(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, database: Database, province: Province
) -> None:
    async with receiving() as receiver:
        endpoint = await register(graphql, receiver.url)
        assert (endpoint["url"], endpoint["active"], endpoint["version"]) == (receiver.url, True, 1)
        enterprise = await do_something(open_work)
        await do_something(open_work, "light")
        await do_jobs()
    [(headers, body)] = receiver.arrived
    [delivery] = await deliveries(graphql)
    assert headers[":request"] == "POST /hooks?from=cpaudit HTTP/1.1"
    assert headers["host"] == receiver.url.split("/")[2]
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert body.decode() == delivery["body"]
    told = json.loads(body)
    event = told["data"].pop("event")
    assert (told["type"], told["data"]) == (
        "enterpriseRegistered",
        {"tenant": "chem", "subjectType": "Enterprise", "subjectId": enterprise},
    )
    found = await graphql("query ($id: ID!) { node(id: $id) { ... on Event { action } } }", as_="admin", id=event)
    assert found["node"] == {"action": "enterpriseRegistered"}
    row_id = delivery["id"].partition(":")[2]
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=now().tzinfo)
    assert now() - at < timedelta(minutes=5)
    assert signed_headers(SECRET, row_id, at, body).items() <= headers.items()
    assert (delivery["state"], delivery["attempts"], delivery["responseStatus"], delivery["error"]) == (
        "DELIVERED",
        1,
        204,
        None,
    )


async def test_each_tenant_is_told_of_its_part_of_what_is_handed_over(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, province: Province
) -> None:
    events = ["enterpriseRegistered", "submissionReceived"]
    async with receiving() as sender, receiving() as addressee:
        await register(graphql, sender.url, events=events)
        await register(graphql, addressee.url, tenant="light", events=events)
        async with open_work() as work:
            row = Enterprise(
                tenant_id=work.actor.tenant, code="E-9", name="示例企业", gb4754="C2611", size_class=SizeClass.SMALL
            )
            await work.add(row, "enterpriseRegistered")
            async with work.handing_over(province.tenants["light"]) as there:
                there.record_about("ReceivedSubmission", "1", "submissionReceived")
        await do_jobs()
    told = [[json.loads(body) for _, body in receiver.arrived] for receiver in (sender, addressee)]
    assert [[(each["type"], each["data"]["tenant"]) for each in one] for one in told] == [
        [("enterpriseRegistered", "chem")],
        [("submissionReceived", "light")],
    ]


async def test_what_is_rolled_back_is_not_told(graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs) -> None:
    async def fail() -> None:
        async with open_work() as work:
            work.record_about("Enterprise", "x", "enterpriseRegistered")
            raise ZeroDivisionError

    async with receiving() as receiver:
        await register(graphql, receiver.url)
        with pytest.raises(ZeroDivisionError):
            await fail()
        await do_jobs()
    assert (receiver.arrived, await deliveries(graphql)) == ([], [])


async def test_a_delivery_that_is_refused_is_tried_again_after_longer_and_longer(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, database: Database, province: Province
) -> None:
    scope = Scope(province.tenants["chem"])
    waits = []
    async with receiving(["500 No", "302 Found", "429 Busy", "200 OK"]) as receiver:
        await register(graphql, receiver.url)
        await do_something(open_work)
        for _ in range(3):
            await do_jobs()
            async with database.writing(scope) as session:
                job = (await session.exec(select(Job).where(Job.kind == "deliverWebhook"))).one()
                assert job.state is JobState.QUEUED
                waits.append((job.due_at - now()).total_seconds())
                job.due_at = now()
                session.add(job)
                if database.is_postgresql:
                    await (await session.connection()).exec_driver_sql(
                        "UPDATE procrastinate_jobs SET scheduled_at = now()"
                    )
        await do_jobs()
    for wait, delay in zip(waits, (30, 60, 120), strict=True):
        assert delay * 0.8 <= wait <= delay * 1.1
    [delivery] = await deliveries(graphql)
    assert (delivery["state"], delivery["attempts"], delivery["responseStatus"]) == ("DELIVERED", 4, 200)
    ids = {headers["webhook-id"] for headers, _ in receiver.arrived}
    assert (len(receiver.arrived), len(ids), len({body for _, body in receiver.arrived})) == (4, 1, 1)


async def test_a_delivery_is_given_up_and_sent_again_when_somebody_asks(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs
) -> None:
    async with receiving(["410 Gone", "204 No Content"]) as receiver:
        await register(graphql, receiver.url)
        await do_something(open_work)
        [waiting] = await deliveries(graphql)
        refused = await graphql(REDELIVER, as_="admin", input={"id": waiting["id"]})
        assert refused["redeliverWebhook"]["code"] == "INVALID_INPUT"
        await do_jobs()
        [given_up] = await deliveries(graphql)
        assert (given_up["state"], given_up["responseStatus"], given_up["error"]) == ("FAILED", 410, "status 410")
        refused = await graphql(REDELIVER, as_="auditor", input={"id": waiting["id"]})
        assert refused["redeliverWebhook"]["__typename"] == "Denied"
        again = await graphql(REDELIVER, as_="admin", input={"id": waiting["id"]})
        assert again["redeliverWebhook"] == {
            "__typename": "WebhookDelivery",
            "id": waiting["id"],
            "state": "PENDING",
        }
        await do_jobs()
    [delivery] = await deliveries(graphql)
    assert (delivery["state"], delivery["attempts"]) == ("DELIVERED", 2)


async def test_a_redirect_is_not_followed_and_nobody_answering_is_noted(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs
) -> None:
    async with receiving() as inside, receiving([f"307 Go\r\nLocation: {inside.url}"]) as receiver:
        await register(graphql, receiver.url)
        await do_something(open_work)
        await do_jobs()
        assert inside.arrived == []
    [delivery] = await deliveries(graphql)
    assert (delivery["state"], delivery["responseStatus"]) == ("PENDING", 307)
    assert delivery["error"] == "the address redirects, which is not followed"

    await register(graphql, receiver.url)
    await do_something(open_work, code="E-10")
    await do_jobs()
    assert "the address does not answer: ConnectError" in {each["error"] for each in await deliveries(graphql)}


async def test_an_address_that_takes_for_ever_is_given_up(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 0.2)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        await register(graphql, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await do_something(open_work)
        await do_jobs()
    [delivery] = await deliveries(graphql)
    assert delivery["error"] in (
        "the address does not answer: TimeoutError",
        "the address does not answer: ReadTimeout",
    )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://127.0.0.1/", "leads inside"),
        ("https://localhost:8443/", "leads inside"),
        ("https://[::1]/", "leads inside"),
        ("https://[::ffff:10.0.0.1]/", "leads inside"),
        ("https://169.254.169.254/latest/meta-data", "leads inside"),
        ("https://100.64.0.1/", "leads inside"),
        ("http://127.0.0.1/", "https URL"),
        ("https://no-such-host.invalid/", "leads nowhere"),
    ],
)
async def test_an_address_inside_is_refused_when_it_is_registered(
    graphql: GraphqlClient, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.delenv(LOOPBACK_SETTING)
    refused = await register(graphql, url)
    assert (refused["code"], refused["path"]) == ("INVALID_INPUT", ["input", "url"])
    assert said in refused["message"]


async def test_a_name_that_leads_inside_later_is_refused_when_it_is_told(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiving() as receiver:
        port = receiver.url.split(":")[2].split("/")[0]
        meanings = iter(("8.8.8.8", "127.0.0.1"))

        async def rebound(host: str, port: int) -> list[addresses.Address]:
            return [ipaddress.ip_address(next(meanings))]

        monkeypatch.delenv(LOOPBACK_SETTING)
        monkeypatch.setattr(addresses, "look_up", rebound)
        assert (await register(graphql, f"https://rebinding.example.org:{port}/"))["active"] is True
        await do_something(open_work)
        await do_jobs()
        assert receiver.arrived == []
    [delivery] = await deliveries(graphql)
    assert "leads inside" in delivery["error"]


async def test_the_connection_goes_to_the_address_that_was_judged(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def once(host: str, port: int) -> list[addresses.Address]:
        asked.append(host)
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(addresses, "look_up", once)
    async with receiving() as receiver:
        # A name that the system itself does not know: whoever looked it up again would find nothing.
        url = receiver.url.replace("127.0.0.1", "hooks.invalid")
        await register(graphql, url)
        await do_something(open_work)
        await do_jobs()
    [(headers, _)] = receiver.arrived
    assert headers["host"] == url.split("/")[2]
    assert asked == ["hooks.invalid"] * 2


async def test_the_secret_is_never_shown_nor_stored_as_it_is(
    graphql: GraphqlClient, database: Database, province: Province
) -> None:
    async with receiving() as receiver:
        endpoint = await register(graphql, receiver.url)
        other = "whsec_" + base64.b64encode(bytes(reversed(range(32)))).decode()
        changed = {"id": endpoint["id"], "expectedVersion": 1, "secret": other}
        assert (await graphql(CHANGE, as_="admin", input=changed))["changeWebhook"]["version"] == 2
    async with database.looking(Scope(province.tenants["chem"])) as session:
        row = (await session.exec(select(WebhookEndpoint))).one()
        events = (await session.exec(select(Event).where(Event.subject_id == row.id))).all()
    assert signing_secret(KEYS, row) == other
    stored = json.dumps([row.model_dump(mode="json"), *(event.model_dump(mode="json") for event in events)])
    for secret in (SECRET, other):
        assert secret.removeprefix("whsec_") not in stored
    assert row.secrets["signing"] not in json.dumps([event.model_dump(mode="json") for event in events])
    row.id = "another"
    with pytest.raises(SecretUnreadable):
        signing_secret(KEYS, row)


async def test_secrets_are_sealed_anew_with_a_new_key(
    graphql: GraphqlClient, database: Database, province: Province
) -> None:
    await register(graphql, "http://127.0.0.1:1/")
    new = SecretKeys.new_key()
    both = SecretKeys([new, KEY])
    assert await renew_webhook_secrets(database, province.tenants.values(), both) == 1
    async with database.looking(Scope(province.tenants["chem"])) as session:
        row = (await session.exec(select(WebhookEndpoint))).one()
    assert signing_secret(SecretKeys([new]), row) == SECRET


async def test_what_is_no_webhook_is_refused(graphql: GraphqlClient) -> None:
    url = "http://127.0.0.1:1/"
    refused = [
        ({"events": ["somethingElse"]}, ["input", "events"]),
        ({"events": []}, ["input", "events"]),
        ({"secret": "short"}, ["input", "secret"]),
        ({"secret": "whsec_c2hvcnQ="}, ["input", "secret"]),
        ({"secret": "whsec_not base64!"}, ["input", "secret"]),
        ({"secret": "whsec_" + "A" * 400}, ["input", "secret"]),
        ({"url": "https://user:secret@example.org/"}, ["input", "url"]),
        ({"url": "https://example.org/\x00"}, ["input", "url"]),
    ]
    for given, path in refused:
        answer = await register(graphql, given.pop("url", url), **given)  # type: ignore[arg-type]
        assert (answer.get("code"), answer.get("path")) == ("INVALID_INPUT", path), given
        assert str(given.get("secret", "whsec_c2hvcnQ=")) not in answer["message"]


async def test_webhooks_are_a_matter_of_administrators(graphql: GraphqlClient) -> None:
    for person in ("auditor", "expert", "staff", "viewer"):
        assert (await register(graphql, "http://127.0.0.1:1/", person))["__typename"] == "Denied"
        [error] = await graphql.errors("{ webhooks { nodes { url } } }", as_=person)
        assert error["extensions"]["code"] == "DENIED"
    endpoint = await register(graphql, "http://127.0.0.1:1/")
    read = "query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { url } } }"
    assert (await graphql(read, as_="admin", tenant="light", id=endpoint["id"]))["node"] is None
    given = {"id": endpoint["id"], "expectedVersion": 1, "active": False}
    assert (await graphql(CHANGE, as_="admin", tenant="light", input=given))["changeWebhook"]["code"] == "NOT_FOUND"
    events = await graphql('{ webhookEvents { name description(lang: "en") } }', as_="viewer")
    assert {"name": "phaseCompleted", "description": "A phase was completed"} in events["webhookEvents"]


async def test_one_that_is_switched_off_is_told_nothing(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs
) -> None:
    async with receiving() as receiver:
        endpoint = await register(graphql, receiver.url)
        await do_something(open_work)
        off = {"id": endpoint["id"], "expectedVersion": 1, "active": False}
        assert (await graphql(CHANGE, as_="admin", input=off))["changeWebhook"]["active"] is False
        await do_something(open_work, code="E-10")
        await do_jobs()
        [delivery] = await deliveries(graphql)
        assert (delivery["state"], delivery["error"]) == ("FAILED", "the webhook is switched off")
        refused = await graphql(REDELIVER, as_="admin", input={"id": delivery["id"]})
        assert refused["redeliverWebhook"]["code"] == "INVALID_INPUT"
    assert receiver.arrived == []


async def test_deliveries_are_kept_for_a_month(
    graphql: GraphqlClient, open_work: OpenWork, database: Database, province: Province
) -> None:
    await register(graphql, "http://127.0.0.1:1/")
    await do_something(open_work)
    async with database.writing(Scope(province.tenants["chem"])) as session:
        await session.exec(update(WebhookDelivery).values(created_at=now() - timedelta(days=31)))
    await do_something(open_work, code="E-10")
    [delivery] = await deliveries(graphql)
    assert delivery["state"] == DeliveryState.PENDING


async def test_deliveries_are_jobs_of_which_nobody_is_told(
    graphql: GraphqlClient, open_work: OpenWork, do_jobs: DoJobs
) -> None:
    async with receiving() as receiver:
        await register(graphql, receiver.url, events=["jobSucceeded", "enterpriseRegistered"])
        await do_something(open_work)
        await do_jobs()
        await do_jobs()
    # Else each delivery would make another one.
    assert [delivery["event"] for delivery in await deliveries(graphql)] == ["enterpriseRegistered"]
    kinds = "{ jobs { nodes { kind state requestedBy { name } } } }"
    assert (await graphql(kinds, as_="admin"))["jobs"]["nodes"] == [
        {"kind": "deliverWebhook", "state": "SUCCEEDED", "requestedBy": None}
    ]
    assert (await graphql(kinds))["jobs"]["nodes"] == []


def test_the_last_attempt_comes_hours_after_the_first() -> None:
    waits = [delivering.FIRST_DELAY * 2**n for n in range(delivering.ATTEMPTS - 1)]
    assert timedelta(hours=4) < timedelta(seconds=sum(waits)) < timedelta(hours=12)


def certificate_for(name: str) -> tuple[bytes, bytes]:
    """A certificate that signs itself, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), plain


async def test_the_certificate_is_that_of_the_name_though_the_connection_goes_to_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certificate_for("hooks.example.org")
    (tmp_path / "both.pem").write_bytes(certificate + key)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(tmp_path / "both.pem")
    trusting = ssl.create_default_context(cadata=certificate.decode())
    monkeypatch.setattr(sending, "_certificates", lambda: trusting)

    async def here(host: str, port: int) -> list[addresses.Address]:
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(addresses, "look_up", here)
    receiver = Receiver()
    async with await asyncio.start_server(receiver.take, "127.0.0.1", 0, ssl=own) as server:
        port = server.sockets[0].getsockname()[1]
        target = await addresses.find_target(httpx.URL(f"https://hooks.example.org:{port}/"))
        assert await sending.send(target, b"{}", {}) == 204
        other = await addresses.find_target(httpx.URL(f"https://other.example.org:{port}/"))
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE"):
            await sending.send(other, b"{}", {})
    assert len(receiver.arrived) == 1


async def test_what_comes_back_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal read
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            while True:
                writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                await writer.drain()
                read += 1
        except ConnectionError:
            writer.close()

    async with await asyncio.start_server(endless, "127.0.0.1", 0) as server:
        url = httpx.URL(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        status = await sending.send(await addresses.find_target(url), b"{}", {})
    assert status == 200
    assert read < 1000
