"""A department's overlay: drafted, reviewed by a second person, published, and counted from then on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cpaudit.storage.database import Database
from support.client import GraphqlClient
from support.own_content import Drafting

FACTOR = "chemical:factor:CHM-NH3-CO2-CSR"
OPTION = "chemical:option:CHM-O-01"
VALUE = """query ($ref: ID!) {
  library { item(ref: $ref) { ref ... on EmissionFactor { value } } }
  chemical { item(ref: $ref) { ref ... on EmissionFactor { value } } }
}"""
LINEAGE = """query ($ref: ID!, $path: [String!]!) { fieldLineage(ref: $ref, path: $path) {
  value layers { pack packVersion revision was value change { author at reason } } } }"""


PINS_OF_CHEMICAL = "SELECT audit_id, content_hash, overlay_revision FROM audit_pin WHERE pack = 'chemical'"


async def value_of(graphql: GraphqlClient, tenant: str = "chem", ref: str = FACTOR) -> Any:
    """What the library says of an item, and the plugin's own field in the same words."""
    answer = await graphql(VALUE, tenant=tenant, ref=ref)
    assert answer["library"] == answer["chemical"]
    return answer["library"]["item"]


async def published(drafting: Drafting) -> dict[str, Any]:
    """Submit a draft, and have the auditor publish it."""
    await drafting.submit()
    answer = await drafting.publish()
    assert answer["__typename"] == "OverlayRevision", answer
    return answer


async def test_a_published_overlay_counts_and_says_where_a_value_comes_from(
    graphql: GraphqlClient, drafting: Drafting
) -> None:
    before = await value_of(graphql)
    await drafting.begin()
    draft = await drafting.override(FACTOR, "value", 1.5)
    (change,) = draft["changes"]
    assert (change["value"], change["baseValue"], change["since"]) == (1.5, before["value"], None)
    assert await value_of(graphql) == before
    assert (await published(drafting))["number"] == 1
    assert (await value_of(graphql))["value"] == 1.5
    lineage = (await graphql(LINEAGE, ref=FACTOR, path=["value"]))["fieldLineage"]
    pack, ours = lineage["layers"]
    assert (pack["value"], pack["revision"], pack["change"]) == (before["value"], None, None)
    assert (ours["was"], ours["value"], ours["revision"]) == (before["value"], 1.5, 1)
    assert ours["change"]["reason"] == "illustrative"
    author = await graphql("query ($id: ID!) { node(id: $id) { ... on Member { role } } }", id=ours["change"]["author"])
    assert author["node"]["role"] == "EXPERT"


async def test_a_hidden_item_is_absent_and_everything_else_stays(graphql: GraphqlClient, drafting: Drafting) -> None:
    query = "{ library { options(first: 100) { totalCount nodes { code } } } chemical { counts { options } } }"
    before = await graphql(query)
    await drafting.begin()
    await drafting.hide(OPTION)
    await published(drafting)
    after = await graphql(query)
    assert after["library"]["options"]["totalCount"] == before["library"]["options"]["totalCount"] - 1
    assert after["chemical"]["counts"]["options"] == before["chemical"]["counts"]["options"] - 1
    assert (await graphql("query ($ref: ID!) { library { item(ref: $ref) { ref } } }", ref=OPTION))["library"] == {
        "item": None
    }
    assert (await graphql(LINEAGE, ref=OPTION, path=["name"]))["fieldLineage"] is None


async def test_an_overlay_is_one_tenants_only(graphql: GraphqlClient, drafting: Drafting) -> None:
    await graphql('mutation { enablePlugin(plugin: "chemical") { __typename } }', as_="admin", tenant="light")
    before = await value_of(graphql, "light")
    await drafting.begin()
    await drafting.override(FACTOR, "value", 1.5)
    made = await published(drafting)
    assert await value_of(graphql, "light") == before
    query = "query ($id: ID!) { node(id: $id) { id } overlayRevisions { totalCount } overlayDrafts { totalCount } }"
    for identifier in (made["id"], drafting.id):
        answer = await graphql(query, as_="admin", tenant="light", id=identifier)
        assert answer == {"node": None, "overlayRevisions": {"totalCount": 0}, "overlayDrafts": {"totalCount": 0}}


async def test_a_change_that_would_make_an_invalid_item_is_refused_with_item_and_field(drafting: Drafting) -> None:
    await drafting.begin()
    answer = await drafting.override(FACTOR, "unit", "furlong_per_cow")
    assert answer["__typename"] == "InvalidContent"
    assert [(each["file"], each["line"], each["path"]) for each in answer["problems"]] == [(FACTOR, None, ["unit"])]
    assert (await drafting.override(FACTOR, "note", "a\x00b"))["__typename"] == "InvalidInput"
    assert (await drafting.override(FACTOR, "nothing.here", 1))["__typename"] == "InvalidContent"
    assert (await drafting.hide("chemical:factor:NONE"))["__typename"] == "NotFound"
    assert (await drafting.hide("light_industry:factor:NONE"))["__typename"] == "NotFound"
    assert (await drafting.hide("no reference"))["__typename"] == "InvalidInput"
    assert (await drafting.override(FACTOR, "value", 1.5))["__typename"] == "OverlayDraft"


async def test_a_demand_is_tightened_and_never_loosened(drafting: Drafting) -> None:
    await drafting.begin()
    ref = "chemical:checklist_item:CHM-ORG-001"
    draft = await drafting.tighten(ref, "evidence", "required")
    if draft["__typename"] == "InvalidInput":
        assert draft["message"].endswith("has this value already")
    refused = await drafting.tighten(ref, "evidence", "optional")
    assert refused["__typename"] == "InvalidContent"
    assert "stays required" in refused["problems"][0]["message"]


async def test_who_drafts_does_not_publish(drafting: Drafting) -> None:
    await drafting.begin(as_="auditor")
    await drafting.override(FACTOR, "value", 1.5, as_="auditor")
    await drafting.submit()
    assert (await drafting.publish(as_="expert"))["__typename"] == "Denied"
    refused = await drafting.publish(as_="auditor")
    assert (refused["__typename"], refused["path"]) == ("Denied", ["input", "draft"])
    assert (await drafting.publish(as_="admin"))["__typename"] == "OverlayRevision"


async def test_where_one_person_alone_may_publish_that_person_does(graphql: GraphqlClient, drafting: Drafting) -> None:
    members = (await graphql("{ members { nodes { id role version } } }", as_="admin"))["members"]["nodes"]
    (auditor,) = [each for each in members if each["role"] == "AUDITOR"]
    change = "mutation ($input: ChangeMemberInput!) { changeMember(input: $input) { __typename } }"
    given = {"id": auditor["id"], "expectedVersion": auditor["version"], "role": "EXPERT"}
    await graphql(change, as_="admin", input=given)
    await drafting.begin(as_="admin")
    await drafting.override(FACTOR, "value", 1.5, as_="admin")
    await drafting.submit(as_="admin")
    assert (await drafting.publish(as_="admin"))["__typename"] == "OverlayRevision"


@pytest.mark.parametrize("as_", ["viewer", "staff"])
async def test_who_may_not_draft_sees_what_is_published_and_no_draft(
    graphql: GraphqlClient, drafting: Drafting, as_: str
) -> None:
    assert (await drafting.begin(as_=as_))["__typename"] == "Denied"
    await drafting.begin()
    await drafting.hide(OPTION)
    errors = await graphql.errors("{ overlayDrafts { totalCount } }", as_=as_)
    assert [error["extensions"]["code"] for error in errors] == ["DENIED"]
    await published(drafting)
    assert await graphql("{ overlayRevisions { nodes { number } } }", as_=as_) == {
        "overlayRevisions": {"nodes": [{"number": 1}]}
    }


async def test_a_draft_is_sent_back_changed_and_submitted_again(drafting: Drafting) -> None:
    await drafting.begin()
    await drafting.hide(OPTION)
    await drafting.submit()
    assert (await drafting.override(FACTOR, "value", 1.5))["__typename"] == "InvalidInput"
    sent_back = await drafting.reject("say why the option is hidden")
    assert (sent_back["state"], sent_back["reason"]) == ("DRAFT", "say why the option is hidden")
    assert (await drafting.discard(OPTION))["changes"] == []
    assert (await drafting.submit())["__typename"] == "InvalidInput"
    await drafting.override(FACTOR, "value", 1.5)
    assert [each["ref"] for each in (await published(drafting))["changes"]] == [FACTOR]


async def test_a_tenant_works_on_one_draft_at_a_time(drafting: Drafting) -> None:
    await drafting.begin()
    held = drafting.id
    assert (await drafting.begin())["__typename"] == "InvalidInput"
    assert (drafting.id, (await drafting.withdraw())["state"]) == (held, "WITHDRAWN")
    assert (await drafting.begin())["id"] != held


async def test_a_change_on_a_draft_that_changed_meanwhile_is_a_conflict(drafting: Drafting) -> None:
    await drafting.begin()
    seen = drafting.version
    await drafting.hide(OPTION)
    drafting.version = seen
    assert (await drafting.override(FACTOR, "value", 1.5))["__typename"] == "Conflict"


async def test_publishing_twice_in_one_name_is_done_once(graphql: GraphqlClient, drafting: Drafting) -> None:
    await drafting.begin()
    await drafting.hide(OPTION)
    await drafting.submit()
    first = await drafting.publish(clientMutationId="once")
    assert await drafting.publish(clientMutationId="once") == first
    assert await graphql("{ overlayRevisions { totalCount } }") == {"overlayRevisions": {"totalCount": 1}}


async def test_a_later_revision_holds_the_earlier_one_and_tells_the_difference(
    graphql: GraphqlClient, drafting: Drafting
) -> None:
    await drafting.begin()
    await drafting.hide(OPTION)
    await published(drafting)
    assert (await drafting.begin())["basedOn"] == 1
    await drafting.override(FACTOR, "value", 1.5)
    made = await published(drafting)
    assert {each["ref"]: each["since"] for each in made["changes"]} == {OPTION: 1, FACTOR: 2}
    query = """query ($id: ID!) { overlayRevision(id: $id) {
      differences { ref path before { kind } after { kind value } } since: differences(since: 2) { ref } } }"""
    found = (await graphql(query, id=made["id"]))["overlayRevision"]
    after = {"kind": "OVERRIDE_FIELD", "value": 1.5}
    assert found == {"differences": [{"ref": FACTOR, "path": ["value"], "before": None, "after": after}], "since": []}


async def test_a_published_revision_is_never_changed(database: Database, drafting: Drafting) -> None:
    await drafting.begin()
    await drafting.hide(OPTION)
    await published(drafting)
    for statement in ("UPDATE overlay_revision SET title = 'other'", "DELETE FROM overlay_revision"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.engine.begin() as connection:
                await connection.execute(text(statement))


async def test_what_is_done_to_an_overlay_stands_in_the_log(graphql: GraphqlClient, drafting: Drafting) -> None:
    await drafting.begin()
    await drafting.hide(OPTION)
    await drafting.discard(OPTION)
    await drafting.override(FACTOR, "value", 1.5)
    await published(drafting)
    events = (await graphql("{ events(first: 20) { nodes { action } } }", as_="admin"))["events"]["nodes"]
    actions = {event["action"] for event in events}
    assert actions >= {
        "overlayBegun",
        "overlayChangeMade",
        "overlayChangeDiscarded",
        "overlaySubmitted",
        "overlayPublished",
    }


async def test_a_running_audit_keeps_the_revision_it_pinned(
    graphql: GraphqlClient, database: Database, drafting: Drafting
) -> None:
    async def pinned() -> str:
        enterprise = """mutation ($code: String!) { registerEnterprise(input: {code: $code, name: "示例企业",
          gb4754: "C2611", sizeClass: LARGE, illustrative: true}) { ... on Enterprise { id } } }"""
        made = await graphql(enterprise, code=f"e{drafting.version}")
        start = """mutation ($e: ID!) { startAudit(input: {enterprise: $e, method: HANDBOOK_1996, title: "示例"})
          { __typename ... on Audit { id } ... on Fault { message } } }"""
        answer = (await graphql(start, e=made["registerEnterprise"]["id"]))["startAudit"]
        return str(answer["id"]).partition(":")[2]

    before = await pinned()
    await drafting.begin()
    await drafting.override(FACTOR, "value", 1.5)
    await published(drafting)
    after = await pinned()
    async with database.engine.begin() as connection:
        rows = await connection.execute(text(PINS_OF_CHEMICAL))
        pins = {row.audit_id: (row.content_hash, row.overlay_revision) for row in rows}
    assert pins[before][1] is None
    assert pins[after][1] == "1"
    assert pins[before][0] != pins[after][0]
