"""Who may come in, and as what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from cpaudit.api.identify import Identifier
from cpaudit.errors import Unauthenticated
from cpaudit.graphql.announcements import Announcer
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.tables import now
from cpaudit.tenancy import service
from cpaudit.tenancy.models import AccessToken, Account, Member
from cpaudit.tenancy.tokens import hash_token
from cpaudit.work import Announcement
from support.client import GraphqlClient
from support.world import PASSWORD, Province

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password}) { __typename ... on Session { token } ... on Denied { message } }
}
"""
WHO = "{ viewer { role platformAdmin tenant { code } plugins } }"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_names_the_person_and_his_role(graphql: GraphqlClient) -> None:
    data = await graphql("{ viewer { role tenant { code } plugins } }", as_="expert", tenant="light")
    assert data == {"viewer": {"role": "EXPERT", "tenant": {"code": "light"}, "plugins": ["light_industry"]}}


async def test_signing_in_gives_a_token_that_works(graphql: GraphqlClient) -> None:
    signed_in = await graphql(SIGN_IN, as_=None, email="Auditor.Chem@example.org ", password=PASSWORD)
    answer = await graphql.raw(WHO, as_=None, headers=bearer(signed_in["signIn"]["token"]))
    assert answer.json()["data"]["viewer"]["role"] == "AUDITOR"


async def test_a_wrong_password_and_an_unknown_address_look_the_same(graphql: GraphqlClient) -> None:
    wrong = await graphql(SIGN_IN, as_=None, email="auditor.chem@example.org", password="not the password")
    unknown = await graphql(SIGN_IN, as_=None, email="nobody@example.org", password="not the password")
    assert wrong == unknown
    assert wrong["signIn"]["__typename"] == "Denied"


async def test_only_hashes_of_passwords_and_tokens_are_kept(database: Database, province: Province) -> None:
    person = province.person("auditor")
    async with database.looking(PLATFORM) as session:
        account = (await session.exec(select(Account).where(Account.email == person.email))).one()
        hashes = (await session.exec(select(AccessToken.token_hash))).all()
    assert account.password_hash is not None
    assert account.password_hash.startswith("$argon2id$")
    assert hash_token(person.token) in hashes
    assert person.token not in hashes


async def test_a_stranger_is_nobody(graphql: GraphqlClient) -> None:
    assert await graphql(WHO, as_=None) == {"viewer": None}


async def test_a_stranger_reads_nothing(graphql: GraphqlClient) -> None:
    (error,) = await graphql.errors("{ members { nodes { name } } }", as_=None)
    assert error["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_stranger_changes_nothing(graphql: GraphqlClient) -> None:
    (error,) = await graphql.errors('mutation { enablePlugin(plugin: "chemical") { __typename } }', as_=None)
    assert error["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("header", ["Bearer cpa_unknown", "Bearer ", "Basic cm9vdDpyb290"])
async def test_a_token_that_is_none_is_refused(graphql: GraphqlClient, header: str) -> None:
    answer = await graphql.raw(WHO, as_=None, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_expired_token_is_refused(graphql: GraphqlClient, database: Database, province: Province) -> None:
    async with database.writing(PLATFORM) as session:
        own = col(AccessToken.token_hash) == hash_token(province.person("auditor").token)
        await session.exec(update(AccessToken).where(own).values(expires_at=now() - timedelta(seconds=1)))
    assert (await graphql.raw(WHO)).status_code == 401


async def test_a_token_is_of_no_use_after_signing_out(graphql: GraphqlClient) -> None:
    assert (await graphql.raw(WHO)).status_code == 200
    await graphql("mutation { signOut { ... on SignedOut { done } } }")
    assert (await graphql.raw(WHO)).status_code == 401


async def test_a_token_that_another_process_revokes_is_of_no_use_when_identities_are_looked_up_again(
    database: Database, province: Province, host: PluginHost
) -> None:
    token = province.person("auditor").token
    headers = {"authorization": f"Bearer {token}"}
    believing = Identifier(database, host, Announcer(), seconds=3600)
    looking = Identifier(database, host, Announcer(), seconds=0)
    for identifier in (believing, looking):
        assert (await identifier.identify(headers)).actor == province.actor("auditor")
    await service.sign_out(database, token)
    assert (await believing.identify(headers)).actor == province.actor("auditor")
    with pytest.raises(Unauthenticated):
        await looking.identify(headers)


async def test_who_has_been_looked_up_is_looked_up_again_after_an_act_that_may_change_it(
    database: Database, province: Province, host: PluginHost
) -> None:
    announcer = Announcer()
    identifier = Identifier(database, host, announcer, seconds=3600)
    headers = {"authorization": f"Bearer {province.person('auditor').token}"}
    await identifier.identify(headers)
    await service.sign_out(database, province.person("auditor").token)
    announcer.announce([Announcement(province.tenants["light"], "optionProposed", "Option", "1")])
    assert (await identifier.identify(headers)).actor is not None
    announcer.announce([Announcement(province.tenants["chem"], "memberChanged", "Member", "1")])
    with pytest.raises(Unauthenticated):
        await identifier.identify(headers)


async def test_a_member_of_several_tenants_names_one(graphql: GraphqlClient) -> None:
    in_chem = await graphql(WHO, as_="adviser", tenant="chem")
    in_light = await graphql(WHO, as_="adviser", tenant="light")
    assert (in_chem["viewer"]["role"], in_light["viewer"]["role"]) == ("EXPERT", "VIEWER")
    assert in_light["viewer"]["tenant"] == {"code": "light"}


async def test_a_member_of_several_tenants_who_names_none_is_told_how(graphql: GraphqlClient) -> None:
    answer = await graphql.raw(WHO, as_="adviser", tenant=None)
    assert answer.status_code == 403
    assert "X-Tenant" in answer.json()["errors"][0]["extensions"]["remedy"]


@pytest.mark.parametrize("named", ["building", "no such tenant"])
async def test_a_tenant_one_is_no_member_of_looks_like_one_that_does_not_exist(
    graphql: GraphqlClient, named: str
) -> None:
    answer = await graphql.raw(WHO, headers={"X-Tenant": named})
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["message"] == "this account is no member of that tenant"


async def test_a_member_who_lost_access_is_out(graphql: GraphqlClient, database: Database, province: Province) -> None:
    async with database.writing(Scope(province.tenants["chem"])) as session:
        await session.exec(
            update(Member).where(col(Member.id) == province.actor("auditor").member_id).values(active=False)
        )
    assert (await graphql.raw(WHO)).status_code == 403


async def test_the_platforms_administrator_reads_no_tenants_data(graphql: GraphqlClient) -> None:
    assert (await graphql(WHO, as_="root"))["viewer"] == {
        "role": None,
        "platformAdmin": True,
        "tenant": None,
        "plugins": [],
    }
    for field in ("members", "events", "enterprises"):
        (error,) = await graphql.errors(f"{{ {field} {{ nodes {{ id }} totalCount }} }}", as_="root")
        assert error["extensions"]["code"] == "DENIED", field


async def test_the_platforms_administrator_reads_no_tenants_node(graphql: GraphqlClient, province: Province) -> None:
    node = f"Enterprise:{province.enterprises['chem']}"
    (error,) = await graphql.errors("query ($id: ID!) { node(id: $id) { id } }", as_="root", id=node)
    assert error["extensions"]["code"] == "DENIED"


async def test_an_operator_issues_tokens_of_a_bounded_life(database: Database, province: Province) -> None:
    email = province.person("viewer").email
    token = await service.issue_token(database, email, "script", timedelta(days=1))
    actor = await service.authenticate(database, token, None)
    assert actor == province.actor("viewer")
    with pytest.raises(service.InvalidInput, match="between a moment and a year"):
        await service.issue_token(database, email, "script", timedelta(days=1000))
    with pytest.raises(service.NotFound):
        await service.issue_token(database, "nobody@example.org", "script")
