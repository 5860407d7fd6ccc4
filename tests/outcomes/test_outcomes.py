"""A tenant's own outcomes are there at once; across tenants only what at least five enterprises have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlmodel import select

from cpaudit.audits.models import Audit, AuditState
from cpaudit.enterprises.models import Enterprise
from cpaudit.errors import Denied
from cpaudit.options.models import OptionState
from cpaudit.outcomes.models import JOB_TENANT, OutcomeContribution, OutcomePublication, SharedOutcome
from cpaudit.outcomes.sharing import aggregate
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.event_log import Event
from outcomes.world import TEMPLATE, concluded
from support.client import GraphqlClient
from support.world import ROOT, Province

Read = Callable[..., Awaitable[list[dict[str, Any]]]]

QUARTILES = "{ count q1 median q3 }"
MONEY = "{ count q1 median q3 currency priceYear }"
SHOWN = f"""scope sector proposed implemented rejected enterprises illustrative
    saving {MONEY} cost {MONEY} savingRatio {QUARTILES} costRatio {QUARTILES} payback {QUARTILES}"""
CONSENT = """mutation { consentToSharing(input: {}) {
    __typename ... on OutcomeConsent { givenAt revokedAt } ... on Fault { code } } }"""
REVOKE = """mutation { revokeSharing(input: {}) {
    __typename ... on OutcomeConsent { revokedAt } ... on Fault { code } } }"""
AGGREGATE = """mutation { aggregateOutcomes {
    __typename ... on OutcomeAggregation { tenants published kept withheld } ... on Fault { code } } }"""
ENABLE = 'mutation { enablePlugin(plugin: "chemical") { __typename } }'


@pytest.fixture
def outcomes(graphql: GraphqlClient) -> Read:
    """The outcomes of the option, as a person of a tenant sees them."""

    async def read(tenant: str = "chem", scope: str | None = None, as_: str = "auditor") -> list[dict[str, Any]]:
        document = (
            f'{{ library {{ item(ref: "{TEMPLATE}") {{ ... on OptionTemplate {{ outcomes {{ {SHOWN} }} }} }} }} }}'
        )
        found = (await graphql(document, as_=as_, tenant=tenant))["library"]["item"]["outcomes"]
        return [each for each in found if scope in (None, each["scope"])]

    return read


async def test_a_tenants_own_outcomes_are_told_at_once(database: Database, province: Province, outcomes: Read) -> None:
    chem = province.tenants["chem"]
    assert await outcomes() == []
    await concluded(database, chem, "甲", saving=40_000, cost=80_000)
    await concluded(database, chem, "乙", saving=60_000, cost=120_000)
    await concluded(database, chem, "丙", state=OptionState.REJECTED, saving=None, cost=None)
    await concluded(database, chem, "丁", running=True)

    (found,) = await outcomes()

    assert (found["scope"], found["sector"], found["illustrative"]) == ("OWN", "26", False)
    assert (found["proposed"], found["enterprises"], found["implemented"], found["rejected"]) == (3, 3, 2, 1)
    (saving,) = found["saving"]
    assert (saving["currency"], saving["priceYear"], saving["count"]) == ("CNY", 2024, 2)
    assert [float(saving[each]) for each in ("q1", "median", "q3")] == [45_000, 50_000, 55_000]
    assert found["savingRatio"] == {"count": 2, "q1": 0.9, "median": 1.0, "q3": 1.1}
    assert found["costRatio"] == {"count": 2, "q1": 0.9, "median": 1.0, "q3": 1.1}
    assert found["payback"] == {"count": 2, "q1": 2.0, "median": 2.0, "q3": 2.0}


async def test_what_is_not_known_or_not_verified_is_no_figure(
    database: Database, province: Province, outcomes: Read
) -> None:
    chem = province.tenants["chem"]
    await concluded(database, chem, "甲", state=OptionState.IMPLEMENTED)
    await concluded(database, chem, "乙", saving=None)

    (found,) = await outcomes()

    assert found["implemented"] == 2
    assert (found["saving"], found["savingRatio"], found["payback"]) == ([], None, None)
    assert found["costRatio"]["count"] == 1


async def test_money_of_two_currencies_or_price_years_is_not_put_together(
    database: Database, province: Province, outcomes: Read
) -> None:
    chem = province.tenants["chem"]
    await concluded(database, chem, "甲")
    await concluded(database, chem, "乙", price_year=2025)
    await concluded(database, chem, "丙", currency="EUR")
    await concluded(database, chem, "丁", price_year=None)

    (found,) = await outcomes()

    bases = [(each["currency"], each["priceYear"], each["count"]) for each in found["saving"]]
    assert bases == [("CNY", None, 1), ("CNY", 2024, 1), ("CNY", 2025, 1), ("EUR", 2024, 1)]
    assert found["savingRatio"]["count"] == 4


async def test_an_audit_that_is_opened_again_says_nothing_until_it_is_concluded(
    database: Database, province: Province, outcomes: Read
) -> None:
    chem = province.tenants["chem"]
    audit_id = await concluded(database, chem, "甲")
    assert len(await outcomes()) == 1
    async with database.writing(Scope(chem)) as session:
        audit = (await session.exec(select(Audit).where(Audit.id == audit_id))).one()
        audit.state = AuditState.RUNNING
        session.add(audit)
    assert await outcomes() == []


async def test_sectors_stand_apart(database: Database, province: Province, outcomes: Read) -> None:
    chem = province.tenants["chem"]
    await concluded(database, chem, "甲")
    await concluded(database, chem, "乙", gb4754="C3011")
    assert [(each["sector"], each["proposed"]) for each in await outcomes()] == [("26", 1), ("30", 1)]


async def test_enterprise_staff_learns_nothing_of_other_enterprises(
    database: Database, province: Province, outcomes: Read
) -> None:
    await concluded(database, province.tenants["chem"], "甲")
    assert await outcomes(as_="staff") == []
    assert len(await outcomes(as_="viewer")) == 1


async def share(graphql: GraphqlClient, *tenants: str) -> dict[str, Any]:
    """Have tenants consent, and the platform aggregate; what the job says it did."""
    for tenant in tenants:
        answer = await graphql(CONSENT, as_="admin", tenant=tenant)
        assert answer["consentToSharing"]["__typename"] == "OutcomeConsent"
    found: dict[str, Any] = (await graphql(AGGREGATE, as_=ROOT))["aggregateOutcomes"]
    return found


async def test_five_enterprises_are_told_of_and_four_are_not(
    database: Database, province: Province, graphql: GraphqlClient, outcomes: Read
) -> None:
    await graphql(ENABLE, as_="admin", tenant="light")
    for number in range(4):
        await concluded(database, province.tenants["chem"], f"企业 {number}", saving=50_000 + number)
    assert (await share(graphql, "chem"))["published"] == 0
    assert await outcomes("light") == []

    await concluded(database, province.tenants["chem"], "企业 4", saving=50_004)
    assert (await share(graphql))["published"] > 0

    (found,) = await outcomes("light")
    assert (found["scope"], found["proposed"], found["implemented"]) == ("SHARED", 5, 5)
    assert found["rejected"] is None
    assert [float(found["saving"][0][each]) for each in ("q1", "median", "q3")] == [50_000] * 3
    assert [each["scope"] for each in await outcomes("chem")] == ["OWN", "SHARED"]


async def test_without_consent_nothing_is_handed_over(
    database: Database, province: Province, graphql: GraphqlClient, outcomes: Read
) -> None:
    for number in range(6):
        await concluded(database, province.tenants["chem"], f"企业 {number}")
    assert await share(graphql) == {
        "__typename": "OutcomeAggregation",
        "tenants": 0,
        "published": 0,
        "kept": 0,
        "withheld": 0,
    }
    assert await outcomes(scope="SHARED") == []


async def test_what_is_made_up_for_show_is_not_handed_over(
    database: Database, province: Province, graphql: GraphqlClient, outcomes: Read
) -> None:
    for number in range(6):
        await concluded(database, province.tenants["chem"], f"企业 {number}", illustrative=True)
    assert (await share(graphql, "chem"))["published"] == 0
    (own,) = await outcomes()
    assert (own["scope"], own["illustrative"]) == ("OWN", True)


async def test_revoking_takes_a_tenants_part_out_of_the_next_aggregation(
    database: Database, province: Province, graphql: GraphqlClient, outcomes: Read
) -> None:
    for tenant in ("chem", "light"):
        for number in range(5):
            await concluded(database, province.tenants[tenant], f"{tenant} {number}")
    await share(graphql, "chem", "light")
    assert [each["proposed"] for each in await outcomes(scope="SHARED")] == [10]

    revoked = (await graphql(REVOKE, as_="admin", tenant="light"))["revokeSharing"]
    assert revoked["revokedAt"]
    async with database.looking(Scope(province.tenants["light"])) as session:
        assert (await session.exec(select(OutcomeContribution))).all() == []
        actions = set((await session.exec(select(Event.action))).all())
    assert {"outcomeConsentGiven", "outcomesHandedOver", "outcomeConsentRevoked"} <= actions

    await share(graphql)
    assert [each["proposed"] for each in await outcomes(scope="SHARED")] == [5]
    again = (await graphql(REVOKE, as_="admin", tenant="light"))["revokeSharing"]
    assert again["code"] == "INVALID_INPUT"


async def test_one_more_enterprise_does_not_change_what_is_told(
    database: Database, province: Province, graphql: GraphqlClient, outcomes: Read
) -> None:
    for number in range(5):
        await concluded(database, province.tenants["chem"], f"企业 {number}")
    await share(graphql, "chem")
    before = await outcomes(scope="SHARED")
    await concluded(database, province.tenants["chem"], "第六家", saving=9_000_000)
    told = await share(graphql)
    assert told["published"] == 0
    assert await outcomes(scope="SHARED") == before


async def test_only_the_administrator_of_a_tenant_consents_and_only_the_platform_aggregates(
    graphql: GraphqlClient, database: Database, province: Province
) -> None:
    for as_ in ("auditor", "expert", "staff", "viewer"):
        assert (await graphql(CONSENT, as_=as_))["consentToSharing"]["code"] == "DENIED"
        assert (await graphql(AGGREGATE, as_=as_))["aggregateOutcomes"]["code"] == "DENIED"
    with pytest.raises(Denied):
        await aggregate(database, province.actor("admin"))


async def test_consenting_twice_is_consenting_once(graphql: GraphqlClient) -> None:
    await graphql(CONSENT, as_="admin")
    await graphql(CONSENT, as_="admin")
    assert (await graphql("{ outcomeConsents { totalCount } }", as_="admin"))["outcomeConsents"]["totalCount"] == 1


async def test_what_was_handed_over_and_who_was_counted_stay_behind_walls(
    database: Database, province: Province, graphql: GraphqlClient
) -> None:
    for number in range(5):
        await concluded(database, province.tenants["chem"], f"企业 {number}")
    await share(graphql, "chem", "light")
    for tenant, count in (("chem", 5), ("light", 0), ("city", 0)):
        async with database.looking(Scope(province.tenants[tenant])) as session:
            assert len((await session.exec(select(OutcomeContribution))).all()) == count
            assert (await session.exec(select(OutcomePublication))).all() == []
        listed = await graphql("{ outcomeContributions { totalCount } }", as_="admin", tenant=tenant)
        assert listed["outcomeContributions"]["totalCount"] == count
    async with database.looking(PLATFORM) as session:
        shared = (await session.exec(select(SharedOutcome))).all()
        assert (await session.exec(select(OutcomeContribution))).all() == []
    async with database.looking(Scope(province.tenants["chem"])) as session:
        enterprises = (await session.exec(select(Enterprise))).all()
    private = {text for each in enterprises for text in (each.id, each.name)} | set(province.tenants.values())
    assert shared
    assert not any(text in str(row.model_dump()) for row in shared for text in private)
    async with database.looking(Scope(JOB_TENANT)) as session:
        assert (await session.exec(select(OutcomePublication))).all() != []


async def test_the_list_of_options_asks_for_all_outcomes_at_once(
    database: Database, province: Province, graphql: GraphqlClient
) -> None:
    await concluded(database, province.tenants["chem"], "甲")
    document = '{ library { options(first: 50) { nodes { ref outcomes(sector: "26") { proposed } } } } }'
    nodes = (await graphql(document))["library"]["options"]["nodes"]
    assert {node["ref"]: node["outcomes"] for node in nodes if node["outcomes"]} == {TEMPLATE: [{"proposed": 1}]}
