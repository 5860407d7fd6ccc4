"""Proposals over GraphQL: ranked with their reasons, refined by plugins, adopted with why."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlmodel import select

from cpaudit.api.app import create_app
from cpaudit.api.settings import Settings
from cpaudit.audits.models import Audit, Cause, UnitProcess
from cpaudit.audits.services.pinned import pin_library
from cpaudit.engine import is_unit
from cpaudit.enterprises.models import Enterprise
from cpaudit.options.models import AdoptedProposal
from cpaudit.phases import Aspect, MethodKey
from cpaudit.plugins import PluginHost, installed_sources
from cpaudit.storage.database import Database, Scope
from cpaudit.tenancy.models import EnabledPlugin
from outcomes.world import TEMPLATE, concluded
from support.client import GraphqlClient
from support.stages import OpenWork
from support.world import Province

if TYPE_CHECKING:
    from plugins.conftest import Site

REASONS = "reasons { kind weight text field value cause answer plugin }"
PROPOSALS = f"option {{ ref }} score rank tied source plugin alreadyProposed withdrawn {REASONS}"
READ = f"""query($id: ID!, $first: Int, $after: String, $all: Boolean) {{ audit(id: $id) {{
    proposals(first: $first, after: $after, withWithdrawn: $all) {{ totalCount nodes {{ {PROPOSALS} }}
        pageInfo {{ hasNextPage endCursor }} }}
    proposalFaults {{ plugin code message }} }} }}"""
ADOPT = f"""mutation($i: AdoptProposalInput!) {{ adoptProposal(input: $i) {{ __typename
    ... on Option {{ id code origin template state proposal {{ score source plugin {REASONS} }} }}
    ... on Fault {{ code path remedy }} }} }}"""

HEAD = """
from cpaudit import ContentPack, LocalizedText, OptionProposal, ProposalReason, hookimpl

def said(option, relevance, words="why"):
    text = LocalizedText({"zh-CN": words, "en": words})
    return OptionProposal(option=option, relevance=relevance, reasons=(ProposalReason(text=text),))

"""


@pytest.fixture
async def audit(open_work: OpenWork, province: Province) -> str:
    """An audit of a sulphuric acid works with a cause in its management and one at its converter."""
    chem = province.tenants["chem"]
    async with open_work() as work:
        session = work.session
        enterprise = (await session.exec(select(Enterprise))).one()
        audit = Audit(tenant_id=chem, enterprise_id=enterprise.id, method=MethodKey.HANDBOOK_1996, title="示例")
        session.add(audit)
        await session.flush()
        await pin_library(work, audit.id, work.library)
        unit = UnitProcess(tenant_id=chem, audit_id=audit.id, code="converter", name="转化")
        session.add(unit)
        await session.flush()
        own = {"tenant_id": chem, "audit_id": audit.id, "description": "示例"}
        session.add(Cause(**own, aspect=Aspect.MANAGEMENT))
        session.add(Cause(**own, aspect=Aspect.TECHNOLOGY, unit_process_id=unit.id, pollutant="SO2"))
    return audit.id


async def proposals(graphql: GraphqlClient, audit: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await graphql(READ, as_=as_, id=f"Audit:{audit}", **given))["audit"]
    return found


async def proposal(graphql: GraphqlClient, audit: str, ref: str = TEMPLATE) -> dict[str, Any]:
    nodes = (await proposals(graphql, audit, first=100, all=True))["proposals"]["nodes"]
    (found,) = [node for node in nodes if node["option"]["ref"] == ref]
    return found  # type: ignore[no-any-return]


async def test_proposals_are_ranked_by_a_score_that_is_the_sum_of_their_reasons(
    graphql: GraphqlClient, audit: str
) -> None:
    nodes = (await proposals(graphql, audit, first=100))["proposals"]["nodes"]
    scores = [node["score"] for node in nodes]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 2
    for node in nodes:
        assert node["score"] == pytest.approx(sum(reason["weight"] for reason in node["reasons"]))
        assert node["rank"] == 1 + sum(score > node["score"] for score in scores)
        assert node["tied"] == (scores.count(node["score"]) > 1)
        assert (node["source"], node["plugin"], node["withdrawn"]) == ("CORE", None, False)
        assert all(reason["cause"].startswith("Cause:") for reason in node["reasons"])


async def test_proposals_come_in_pages(graphql: GraphqlClient, audit: str) -> None:
    whole = (await proposals(graphql, audit, first=100))["proposals"]
    first = (await proposals(graphql, audit, first=2))["proposals"]
    after = first["pageInfo"]["endCursor"]
    second = (await proposals(graphql, audit, first=2, after=after))["proposals"]
    assert first["totalCount"] == whole["totalCount"] == len(whole["nodes"])
    assert [*first["nodes"], *second["nodes"]] == whole["nodes"][:4]


async def test_an_adopted_proposal_keeps_its_reasons(
    graphql: GraphqlClient, audit: str, database: Database, province: Province
) -> None:
    before = await proposal(graphql, audit)
    given = {"audit": f"Audit:{audit}", "template": TEMPLATE, "lang": "en", "clientMutationId": "once"}
    option = (await graphql(ADOPT, i=given))["adoptProposal"]
    assert (option["origin"], option["template"], option["state"]) == ("LIBRARY", TEMPLATE, "PROPOSED")
    assert option["proposal"]["reasons"] == before["reasons"]
    assert (option["proposal"]["score"], option["proposal"]["source"]) == (before["score"], "CORE")
    assert (await graphql(ADOPT, i=given))["adoptProposal"]["id"] == option["id"]

    async with database.writing(Scope(province.tenants["chem"])) as session:
        assert len((await session.exec(select(AdoptedProposal))).all()) == 1
        for cause in (await session.exec(select(Cause))).all():
            await session.delete(cause)
    read = "query($id: ID!) { option(id: $id) { proposal { reasons { kind } } } }"
    kept = (await graphql(read, id=option["id"]))["option"]["proposal"]["reasons"]
    assert [each["kind"] for each in kept] == [each["kind"] for each in before["reasons"]]


async def test_what_the_audit_has_already_is_marked(graphql: GraphqlClient, audit: str) -> None:
    assert not (await proposal(graphql, audit))["alreadyProposed"]
    await graphql(ADOPT, i={"audit": f"Audit:{audit}", "template": TEMPLATE})
    assert (await proposal(graphql, audit))["alreadyProposed"]


async def test_what_is_not_proposed_is_not_adopted(graphql: GraphqlClient, audit: str) -> None:
    known = {node["option"]["ref"] for node in (await proposals(graphql, audit, first=100))["proposals"]["nodes"]}
    library = await graphql("{ library { options(first: 100) { nodes { ref } } } }")
    other = next(each["ref"] for each in library["library"]["options"]["nodes"] if each["ref"] not in known)
    for template in (other, "light_industry:option:nothing"):
        refused = (await graphql(ADOPT, i={"audit": f"Audit:{audit}", "template": template}))["adoptProposal"]
        assert (refused["code"], refused["path"]) == ("NOT_FOUND", ["input", "template"])
    denied = await graphql(ADOPT, as_="viewer", i={"audit": f"Audit:{audit}", "template": TEMPLATE})
    assert denied["adoptProposal"]["code"] == "DENIED"


async def test_what_became_of_an_option_speaks_for_it_or_against_it(
    graphql: GraphqlClient, audit: str, database: Database, province: Province
) -> None:
    before = await proposal(graphql, audit)
    await concluded(database, province.tenants["chem"], "甲", saving=60_000)
    await concluded(database, province.tenants["light"], "乙", saving=1)
    after = await proposal(graphql, audit)
    told = [reason for reason in after["reasons"] if reason["kind"] == "OUTCOMES"]
    assert [(each["field"], each["value"], each["weight"]) for each in told] == [
        ("implemented", "OWN 1/1", 1.0),
        ("savingRatio", "OWN 120%", 1.0),
    ]
    assert after["score"] == before["score"] + 2


async def test_an_option_whose_plugin_is_disabled_is_not_proposed(graphql: GraphqlClient, audit: str) -> None:
    async def packs() -> set[str]:
        nodes = (await proposals(graphql, audit, first=100, all=True))["proposals"]["nodes"]
        return {node["option"]["ref"].partition(":")[0] for node in nodes}

    assert "chemical" in await packs()
    await graphql('mutation { disablePlugin(plugin: "chemical") { __typename } }', as_="admin")
    assert await packs() <= {"common"}


class Refined:
    """The application with one more plugin, of code that the test writes, enabled by the chemicals department."""

    def __init__(self, database: Database, province: Province, site: Site) -> None:
        self.database, self.province, self.site = database, province, site
        self.http: httpx.AsyncClient | None = None

    async def graphql(self, *codes: str) -> GraphqlClient:
        for number, body in enumerate(codes):
            name = f"refine_{number}"
            self.site.install(name, f"{HEAD}@hookimpl\ndef cpaudit_propose_options(audit, causes):\n    {body}\n")
            chem = self.province.tenants["chem"]
            async with self.database.writing(Scope(chem)) as session:
                session.add(EnabledPlugin(tenant_id=chem, plugin=name))
        chemical = [source for source in installed_sources() if source.name == "chemical"]
        host = PluginHost([*chemical, *self.site.sources()], known_unit=is_unit)
        app = create_app(Settings(str(self.database.url)), database=self.database, host=host)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://cpaudit.test")
        return GraphqlClient(self.http, self.province)


@pytest.fixture
async def refined(
    database: Database, province: Province, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Refined]:
    from plugins.conftest import Site

    monkeypatch.syspath_prepend(tmp_path)
    made = Refined(database, province, Site(tmp_path))
    yield made
    if made.http is not None:
        await made.http.aclose()
    for name in [each for each in sys.modules if each.startswith("site_")]:
        del sys.modules[name]


@pytest.mark.parametrize(("relevance", "change"), [(1.0, 4.0), (0.75, 2.0), (0.5, 0.0), (0.25, -2.0)])
async def test_a_plugin_raises_and_lowers_with_a_reason_that_is_attributed(
    graphql: GraphqlClient, refined: Refined, audit: str, relevance: float, change: float
) -> None:
    before = await proposal(graphql, audit)
    client = await refined.graphql(f"return [said({TEMPLATE!r}, {relevance}, '行业经验')]")
    after = await proposal(client, audit)
    assert after["score"] == before["score"] + change
    told = after["reasons"][-1]
    assert (told["kind"], told["plugin"], told["text"]) == ("PLUGIN", "refine_0", "行业经验")
    assert told["weight"] == change
    assert (after["source"], after["plugin"]) == ("CORE", None)


async def test_a_plugin_proposes_what_nobody_else_finds(graphql: GraphqlClient, refined: Refined, audit: str) -> None:
    known = {node["option"]["ref"] for node in (await proposals(graphql, audit, first=100))["proposals"]["nodes"]}
    library = await graphql("{ library { options(first: 100) { nodes { ref } } } }")
    new = next(each["ref"] for each in library["library"]["options"]["nodes"] if each["ref"] not in known)
    client = await refined.graphql(f"return [said({new!r}, 0.75), said('nowhere:option:X', 1.0)]")
    found = await proposal(client, audit, new)
    assert (found["source"], found["plugin"], found["score"]) == ("PLUGIN", "refine_0", 3.0)
    everything = (await proposals(client, audit, first=100))["proposals"]["nodes"]
    assert {node["option"]["ref"] for node in everything} == known | {new}
    option = (await client(ADOPT, i={"audit": f"Audit:{audit}", "template": new}))["adoptProposal"]
    assert (option["proposal"]["source"], option["proposal"]["plugin"]) == ("PLUGIN", "refine_0")


async def test_a_plugin_withdraws_and_says_why(refined: Refined, audit: str) -> None:
    client = await refined.graphql(f"return [said({TEMPLATE!r}, 0, '不适用')]", f"return [said({TEMPLATE!r}, 1.0)]")
    shown = (await proposals(client, audit, first=100))["proposals"]["nodes"]
    assert TEMPLATE not in {node["option"]["ref"] for node in shown}
    withdrawn = await proposal(client, audit)
    assert withdrawn["withdrawn"]
    assert withdrawn["rank"] == len(shown) + 1
    told = [(each["plugin"], each["weight"]) for each in withdrawn["reasons"] if each["plugin"]]
    assert told == [("refine_0", -4.0), ("refine_1", 4.0)]


async def test_a_plugin_that_fails_leaves_the_rest_and_is_named(refined: Refined, audit: str) -> None:
    client = await refined.graphql("raise KeyError('kiln')", f"return [said({TEMPLATE!r}, 1.0)]")
    found = await proposals(client, audit, first=100)
    assert [(fault["plugin"], fault["code"]) for fault in found["proposalFaults"]] == [("refine_0", "PLUGIN_FAILED")]
    (kept,) = [node for node in found["proposals"]["nodes"] if node["option"]["ref"] == TEMPLATE]
    assert kept["reasons"][-1]["plugin"] == "refine_1"
