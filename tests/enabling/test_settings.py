"""Settings of plugins: checked by their model, kept for each tenant, and secrets that nobody reads back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any, Literal

import pytest
from pydantic import SecretStr, field_validator, model_validator
from sqlalchemy import text

from cpaudit import PluginSettings
from cpaudit.storage.database import Database
from cpaudit.storage.sealing import SecretKeys
from enabling.acts import KEY, KILN_ASKED, SECRET, Serve, configure, enable, kiln, known
from support.client import GraphqlClient
from support.world import Province

TOKEN = [{"name": "registry_token", "value": SECRET}]


@contextmanager
def everything_logged() -> Iterator[StringIO]:
    """All that any logger writes meanwhile; an application sets up handlers of its own, so pytest's hears nothing."""
    stream, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


async def asked(graphql: GraphqlClient, province: Province, tenant: str = "chem") -> list[str]:
    """What the kiln's hook says at the first gate of a new audit, or the code of its fault."""
    started = await graphql(
        "mutation ($input: StartAuditInput!) { startAudit(input: $input) { ... on Audit { id } } }",
        tenant=tenant,
        input={"enterprise": f"Enterprise:{province.enterprises[tenant]}", "title": "示例", "clientMutationId": tenant},
    )
    query = """query ($id: ID!) { audit(id: $id) {
        phase(key: ORGANIZATION) { gate { blockers { code plugin message(lang: "en") } } }
    } }"""
    audit = (await graphql(query, tenant=tenant, id=started["startAudit"]["id"]))["audit"]
    blockers = [each for each in audit["phase"]["gate"]["blockers"] if each["plugin"] == "kiln"]
    return [each["message"] if each["code"] == KILN_ASKED else each["code"] for each in blockers]


async def test_what_was_never_set_has_its_defaults(serve: Serve, province: Province) -> None:
    graphql = serve(kiln())
    await enable(graphql, "kiln")
    told = await known(graphql)
    assert told is not None
    settings = told["settings"]
    assert settings.pop("jsonSchema")["properties"]["share"]["maximum"] == 1
    assert settings == {
        "version": 0,
        "values": {"share": 0.3, "region": ""},
        "secrets": ["registry_token"],
        "secretsSet": [],
        "problem": None,
    }
    assert await asked(graphql, province) == ["share 0.3 region  token "]


async def test_a_hook_gets_what_its_own_tenant_has_set(serve: Serve, province: Province) -> None:
    graphql = serve(kiln())
    for tenant, region in (("chem", "north"), ("city", "south")):
        await enable(graphql, "kiln", tenant=tenant)
        answer = await configure(graphql, tenant=tenant, settings={"region": region}, secrets=TOKEN)
        assert (answer["__typename"], answer["settings"]["version"]) == ("Plugin", 1)
    length = len(SECRET)
    assert await asked(graphql, province) == [f"share 0.3 region north token {length}"]
    assert await asked(graphql, province, "city") == [f"share 0.3 region south token {length}"]


async def test_settings_take_effect_at_once_on_every_server_and_stay_while_a_plugin_is_disabled(
    serve: Serve, province: Province
) -> None:
    one, other = serve(kiln()), serve(kiln())
    await configure(one, settings={"share": 0.5})
    await enable(other, "kiln")
    assert await asked(other, province) == ["share 0.5 region  token "]
    await configure(one, expectedVersion=1, settings={})
    assert await asked(other, province) == ["share 0.3 region  token "]


@pytest.mark.parametrize(
    ("settings", "path", "message"),
    [
        ({"share": 1.5}, ["input", "settings", "share"], "less than or equal to 1"),
        ({"sahre": 0.5}, ["input", "settings", "sahre"], "Extra inputs are not permitted"),
        ({"region": 5}, ["input", "settings", "region"], "valid string"),
        ({"region": "a\x00b"}, ["input", "settings"], "NUL"),
        ({"region": "x" * 70_000}, ["input", "settings"], "more than 65536 characters"),
        ({"registry_token": SECRET}, ["input", "settings", "registry_token"], "is a secret"),
        ("text", ["input", "settings"], "no object"),
    ],
)
async def test_what_the_model_does_not_accept_is_refused_with_its_place(
    serve: Serve, settings: Any, path: list[str], message: str
) -> None:
    refused = await configure(serve(kiln()), settings=settings)
    assert (refused["__typename"], refused["code"], refused["path"]) == ("InvalidInput", "INVALID_INPUT", path)
    assert message in refused["message"]
    assert SECRET not in json.dumps(refused)


async def test_a_change_of_what_somebody_else_changed_meanwhile_is_a_conflict(serve: Serve) -> None:
    graphql = serve(kiln())
    await configure(graphql, settings={"share": 0.5})
    refused = await configure(graphql, settings={"share": 0.6})
    assert (refused["__typename"], refused["currentVersion"]) == ("Conflict", 1)
    told = await known(graphql)
    assert told is not None
    assert told["settings"]["values"]["share"] == 0.5


async def test_a_repeated_change_is_made_once(serve: Serve) -> None:
    graphql = serve(kiln())
    answers = [await configure(graphql, settings={"share": 0.5}, clientMutationId="set") for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["settings"]["version"] == 1


async def test_a_dry_run_tells_whether_the_plugin_accepts_it_and_keeps_nothing(serve: Serve) -> None:
    graphql = serve(kiln())
    assert (await configure(graphql, settings={"share": 2}, dryRun=True))["code"] == "INVALID_INPUT"
    accepted = await configure(graphql, settings={"share": 0.5}, secrets=TOKEN, dryRun=True)
    assert (accepted["settings"]["version"], accepted["settings"]["secretsSet"]) == (0, [])


async def test_only_who_manages_plugins_sees_and_sets_them(serve: Serve) -> None:
    graphql = serve(kiln())
    await enable(graphql, "kiln")
    await configure(graphql, settings={"share": 0.5})
    assert (await configure(graphql, as_="auditor"))["code"] == "DENIED"
    for as_ in ("auditor", "viewer", "root"):
        told = await known(graphql, as_=as_)
        assert told is not None
        assert told["settings"] is None


async def test_a_plugin_without_settings_has_none_to_set(serve: Serve) -> None:
    graphql = serve(kiln())
    assert (await configure(graphql, plugin="chemical"))["message"] == "the plugin 'chemical' takes no settings"
    assert (await configure(graphql, plugin="oven"))["code"] == "NOT_FOUND"


class TellingSettings(PluginSettings):
    """A model whose author was careless: its errors repeat what they were given."""

    registry_token: SecretStr | None = None
    mode: Literal["plain", "odd", "fails"] = "plain"

    @field_validator("registry_token")
    @classmethod
    def _shouts(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and token.get_secret_value().endswith("!"):
            raise ValueError(f"not {token.get_secret_value().upper()}")
        return token

    @model_validator(mode="after")
    def _repeats(self) -> TellingSettings:
        secret = "" if self.registry_token is None else self.registry_token.get_secret_value()
        if self.mode == "odd":
            raise ValueError(f"{secret} does not go with odd")
        if self.mode == "fails":
            raise RuntimeError(secret)
        return self


@pytest.mark.parametrize(
    ("settings", "secret"), [({}, f"{SECRET}!"), ({"mode": "odd"}, SECRET), ({"mode": "fails"}, SECRET)]
)
async def test_a_secret_is_in_no_error_whatever_the_model_says(
    serve: Serve, settings: dict[str, str], secret: str
) -> None:
    graphql = serve(kiln(settings=TellingSettings))
    with everything_logged() as log:
        refused = await configure(graphql, settings=settings, secrets=[{"name": "registry_token", "value": secret}])
    assert refused["__typename"] == "InvalidInput"
    assert SECRET.casefold() not in f"{json.dumps(refused)}{log.getvalue()}".casefold()


async def test_a_secret_is_written_and_never_read_back(serve: Serve, database: Database) -> None:
    graphql = serve(kiln())
    await enable(graphql, "kiln")
    with everything_logged() as log:
        answer = await configure(graphql, settings={"share": 0.5}, secrets=TOKEN)
        assert answer["settings"]["secretsSet"] == ["registry_token"]
        told = [answer, await known(graphql), await graphql("{ plugins { name settings { values } } }", as_="admin")]
        told.append(await graphql("{ events { nodes { action before after } } }", as_="admin"))
    assert SECRET not in json.dumps(told)
    assert SECRET not in log.getvalue()
    assert "POST" in log.getvalue()
    async with database.engine.connect() as connection:
        for table in ("plugin_settings", "event"):
            rows = (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608 - names of the test
            assert rows
            assert SECRET not in str(rows)


async def test_secrets_that_are_not_named_stay_and_null_takes_one_away(serve: Serve) -> None:
    graphql = serve(kiln())
    await configure(graphql, secrets=TOKEN)
    kept = await configure(graphql, expectedVersion=1, settings={"share": 0.5})
    assert kept["settings"]["secretsSet"] == ["registry_token"]
    gone = await configure(graphql, expectedVersion=2, secrets=[{"name": "registry_token", "value": None}])
    assert gone["settings"]["secretsSet"] == []


async def test_secrets_that_are_none_are_refused(serve: Serve) -> None:
    graphql = serve(kiln())
    unknown = await configure(graphql, secrets=[{"name": "share", "value": SECRET}])
    assert unknown["path"] == ["input", "secrets", "share"]
    twice = await configure(graphql, secrets=[*TOKEN, *TOKEN])
    assert "twice" in twice["message"]
    assert SECRET not in json.dumps([unknown, twice])


async def test_without_a_key_no_secret_is_stored_and_it_is_said_why(serve: Serve) -> None:
    graphql = serve(kiln(), keys="")
    refused = await configure(graphql, secrets=TOKEN)
    assert (refused["code"], refused["path"]) == ("CONFIGURATION", ["CPAUDIT_SECRET_KEY"])
    assert "cpaudit secret key" in refused["remedy"]
    assert (await configure(graphql, settings={"share": 0.5}))["settings"]["values"]["share"] == 0.5


async def test_a_plugin_whose_secret_cannot_be_opened_is_degraded_and_its_hooks_are_not_called(
    serve: Serve, province: Province
) -> None:
    before = serve(kiln())
    await enable(before, "kiln")
    await configure(before, secrets=TOKEN)
    graphql = serve(kiln(), keys=SecretKeys.new_key())
    told = await known(graphql)
    assert told is not None
    assert (told["health"]["status"], told["health"]["stage"]) == ("DEGRADED", "SETTINGS")
    assert "cannot be read with the keys of this server" in told["settings"]["problem"]
    assert await asked(graphql, province) == ["PLUGIN_FAILED"]
    set_anew = await configure(graphql, expectedVersion=1, secrets=TOKEN)
    assert set_anew["health"]["status"] == "READY"


async def test_a_replaced_key_opens_what_the_old_one_sealed(serve: Serve) -> None:
    await configure(serve(kiln()), secrets=TOKEN)
    told = await known(serve(kiln(), keys=f"{SecretKeys.new_key()},{KEY}"))
    assert told is not None
    assert told["settings"]["problem"] is None


class StricterSettings(PluginSettings):
    """What a later version of the kiln can be set to."""

    share: float = 0.3
    fuel: str


async def test_a_version_that_does_not_accept_what_is_stored_is_degraded_in_that_tenant(
    serve: Serve, province: Province
) -> None:
    before = serve(kiln())
    await enable(before, "kiln")
    await configure(before, settings={"region": "north"}, secrets=TOKEN)
    graphql = serve(kiln("2.0", StricterSettings))
    told = await known(graphql)
    assert told is not None
    assert (told["health"]["status"], told["health"]["stage"]) == ("DEGRADED", "SETTINGS")
    assert "fuel: Field required; region: Extra inputs" in told["health"]["message"]
    assert told["settings"]["values"] == {"region": "north"}
    assert await asked(graphql, province) == ["PLUGIN_FAILED"]
    repaired = await configure(graphql, expectedVersion=1, settings={"fuel": "gas"})
    assert (repaired["health"]["status"], repaired["settings"]["secretsSet"]) == ("READY", [])
