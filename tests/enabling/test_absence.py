"""What a tenant has not enabled is absent for it on every path; what it disables is hidden, kept, and shown again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphql import get_introspection_query

from cpaudit.contributions import AnswerKind, ContentPack, shared_pack
from cpaudit.plugins import PluginHost, PluginSource
from enabling.acts import Serve, configure, disable, enable, kiln, known, pack, plugin
from support.client import GraphqlClient
from support.everything import Everything
from support.world import Province

NOWHERE = "nowhere_at_all"
"""The id of a pack that does not exist; what is said of it has to be said of a pack that is not enabled."""

LISTS = ("checklists", "checklistItems", "emissionFactors", "options", "processTemplates", "indicatorSystems")
MENTIONS = ("chemical", "Chemical", "CHM-")
"""What gives the chemical plugin away."""


@pytest.fixture
def chemical(host: PluginHost) -> ContentPack:
    """The pack that the chemicals department has enabled, and the light industry department has not."""
    return host.pack("chemical")


async def start_audit(graphql: GraphqlClient, province: Province, tenant: str) -> str:
    """A new audit of a tenant's first enterprise; its id."""
    mutation = "mutation ($input: StartAuditInput!) { startAudit(input: $input) { ... on Audit { id } } }"
    given = {"enterprise": f"Enterprise:{province.enterprises[tenant]}", "title": "示例"}
    return str((await graphql(mutation, tenant=tenant, input=given))["startAudit"]["id"])


async def test_the_lists_and_lookups_of_a_library_hold_what_is_enabled(
    graphql: GraphqlClient, chemical: ContentPack
) -> None:
    lists = " ".join(f"{name}(first: 200) {{ nodes {{ ref pack {{ id }} }} }}" for name in LISTS)
    library = (await graphql(f"{{ library {{ packs {{ id }} {lists} }} }}", tenant="light"))["library"]
    assert library["packs"] == [{"id": "common"}, {"id": "light_industry"}]
    assert {node["pack"]["id"] for name in LISTS for node in library[name]["nodes"]} == {"common", "light_industry"}
    lookup = (
        'query ($ref: ID!) { library { item(ref: $ref) { ref } options(filter: { pack: "chemical" }) { totalCount } } }'
    )
    for item in (chemical.options[0], chemical.factors[0], chemical.checklist_items[0]):
        assert (await graphql(lookup, ref=item.ref))["library"]["item"] == {"ref": item.ref}
        assert (await graphql(lookup, tenant="light", ref=item.ref))["library"] == {
            "item": None,
            "options": {"totalCount": 0},
        }


async def test_only_who_chooses_plugins_is_told_of_those_that_are_not_enabled(graphql: GraphqlClient) -> None:
    for as_ in ("auditor", "expert", "staff", "viewer"):
        told = await graphql(
            "{ plugins { name requiredBy requires { plugin } } viewer { plugins } }", as_=as_, tenant="light"
        )
        assert [each["name"] for each in told["plugins"]] == told["viewer"]["plugins"] == ["light_industry"]
        assert await known(graphql, "chemical", as_=as_, tenant="light") is None
        assert await known(graphql, "chemical", as_=as_) is not None


async def test_schema_and_introspection_show_what_is_enabled(graphql: GraphqlClient) -> None:
    shown = {}
    for tenant in ("chem", "light", "city"):
        sdl = (await graphql.http.get("/schema.graphql", headers=graphql.headers("viewer", tenant))).text
        introspected = json.dumps(await graphql(get_introspection_query(), tenant=tenant))
        shown[tenant] = {name for name in ("chemical", "light_industry") if name in sdl or name in introspected}
    assert shown == {"chem": {"chemical"}, "light": {"light_industry"}, "city": set()}


@pytest.mark.parametrize(
    "query",
    [
        "{ chemica { version } }",
        "{ chemical { version } }",
        "{ Chemical { version } }",
        '{ __type(name: "ChemicalNamespace") { name } library { packs { chemical } } }',
        "mutation { chemical { x } }",
        "subscription { chemical { x } }",
        '{ library { item(ref: "x") { ... on Chemica { ref } } } }',
    ],
)
async def test_no_error_suggests_what_is_not_enabled(graphql: GraphqlClient, query: str) -> None:
    asked = {word for word in MENTIONS if word in query}
    # The department that has enabled it asks first: what is remembered of its queries must not answer others.
    await graphql.raw(query)
    for tenant in ("light", "city"):
        told = (await graphql.raw(query, tenant=tenant)).json()
        text = json.dumps(told)
        assert "errors" in told
        assert "Did you mean" not in text or not any(word in text.partition("Did you mean")[2] for word in MENTIONS)
        assert [word for word in MENTIONS if word in text and word not in asked] == []
    assert "Did you mean 'light_industry'" in str(
        await graphql.errors("{ light_industri { version } }", tenant="light")
    )


def references(chemical: ContentPack) -> dict[str, dict[str, Any]]:
    """Mutations of an audit that name an item of the chemical pack, with their inputs."""
    factor = chemical.factors[0]
    return {
        "adoptLibraryOption": {"template": chemical.options[0].ref},
        "applyProcessTemplate": {"template": chemical.process_templates[0].ref},
        "answerChecklistItems": {"answers": [{"item": chemical.checklist_items[0].ref, "value": "yes"}]},
        "recordIndicatorValues": {"system": "chemical:indicator_system:CHM-EVA", "scenario": "BEFORE"},
        "addInventoryLine": {
            "scenario": "BEFORE",
            "name": "示例",
            "factor": factor.ref,
            "activity": {"value": 1, "unit": factor.per_unit},
        },
    }


async def test_a_reference_to_what_is_not_enabled_is_answered_like_one_to_what_does_not_exist(
    graphql: GraphqlClient, province: Province, chemical: ContentPack
) -> None:
    audit = await start_audit(graphql, province, "light")
    for name, given in references(chemical).items():
        kind = f"{name[0].upper()}{name[1:]}Input"
        fault = "__typename ... on Fault { code message path remedy }"
        query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ {fault} }} }}"
        real, made_up = [
            (await graphql(query, tenant="light", input={"audit": audit, **each}))[name]
            for each in (given, json.loads(json.dumps(given).replace("chemical:", f"{NOWHERE}:")))
        ]
        assert "code" in real, name
        assert json.loads(json.dumps(real).replace("chemical:", f"{NOWHERE}:")) == made_up, name


async def test_nodes_of_the_library_are_found_by_no_identifier(graphql: GraphqlClient, chemical: ContentPack) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    for kind in ("EmissionFactor", "OptionTemplate", "ChecklistItem", "ContentPack", "Plugin"):
        real, made_up = [
            (await graphql.raw(query, tenant="light", id=f"{kind}:{ref}")).text.replace(ref, "")
            for ref in (chemical.options[0].ref, f"{NOWHERE}:option:X")
        ]
        assert real == made_up


async def test_an_audit_its_gates_review_report_and_log_know_nothing_of_what_is_not_enabled(
    graphql: GraphqlClient, province: Province
) -> None:
    audit = await start_audit(graphql, province, "light")
    query = """query ($id: ID!, $audit: ID!) {
        audit(id: $id) {
            title pins { pack current } answers { nodes { item } } options { nodes { template } }
            inventory { nodes { factor } }
            phases { key gate { status blockers { code plugin path message remedy } } review { message } }
        }
        auditReport(audit: $audit) { html outline { text } }
        events { nodes { action subjectType subjectId before after } }
    }"""
    told = json.dumps(await graphql(query, as_="admin", tenant="light", id=audit, audit=audit), ensure_ascii=False)
    assert "light_industry" in told
    assert [word for word in MENTIONS if word in told] == []
    row = audit.partition(":")[2]
    for path in (f"/reports/audit/{row}.html", f"/reports/audit/{row}.docx"):
        file = await graphql.http.get(path, headers=graphql.headers("viewer", "light"))
        assert file.status_code == 200
        assert b"chemical" not in file.content


async def test_health_names_no_plugin_to_whoever_asks(graphql: GraphqlClient) -> None:
    health = (await graphql.http.get("/health")).json()
    assert health == {"status": "ok", "plugins": {"ready": 3}}


async def test_hooks_are_called_for_those_who_enabled_the_plugin_and_for_no_other(
    serve: Serve, province: Province
) -> None:
    called: list[str] = []

    def cpaudit_phase_requirements(audit: Any) -> tuple[()]:
        called.append(audit.id)
        return ()

    graphql = serve(plugin(pack("kiln"), cpaudit_phase_requirements=cpaudit_phase_requirements))
    await enable(graphql, "kiln")
    query = "query ($id: ID!) { audit(id: $id) { phases { gate { status } } } }"
    own, foreign = [await start_audit(graphql, province, tenant) for tenant in ("chem", "city")]
    await graphql(query, tenant="city", id=foreign)
    assert called == []
    await graphql(query, id=own)
    assert {f"Audit:{each}" for each in called} == {own}


async def test_settings_of_one_tenant_are_not_those_of_another(serve: Serve) -> None:
    graphql = serve(kiln())
    await configure(graphql, settings={"region": "north"}, secrets=[{"name": "registry_token", "value": "示例"}])
    told = await known(graphql, tenant="city")
    assert told is not None
    assert (told["settings"]["version"], told["settings"]["secretsSet"]) == (0, [])
    assert told["settings"]["values"]["region"] == ""


async def test_what_a_plugin_raised_in_one_tenant_is_not_told_in_another(serve: Serve, province: Province) -> None:
    def cpaudit_phase_requirements(audit: Any) -> None:
        raise ValueError(f"no kiln in {audit.title}")

    graphql = serve(plugin(pack("kiln"), cpaudit_phase_requirements=cpaudit_phase_requirements))
    for tenant in ("chem", "city"):
        await enable(graphql, "kiln", tenant=tenant)
    audit = await start_audit(graphql, province, "chem")
    query = "query ($id: ID!) { audit(id: $id) { phases { gate { blockers { code plugin message } } } } }"
    assert "PLUGIN_FAILED" in json.dumps(await graphql(query, id=audit))
    told = await known(graphql, tenant="city")
    assert told is not None
    assert told["health"]["status"] == "DEGRADED"
    assert "no kiln" not in json.dumps(told)


async def test_disabling_hides_and_keeps_and_enabling_shows_it_all_again(
    graphql: GraphqlClient, province: Province, chemical: ContentPack
) -> None:
    audit = await start_audit(graphql, province, "chem")
    await record(graphql, audit, chemical)
    query = """query ($id: ID!) { audit(id: $id) {
        pins { pack contentHash } answers { nodes { item value } } options { nodes { code name template } }
        inventory { nodes { factor emission { value unit } } }
    } }"""
    everything = """{ chemical { contentHash counts { options emissionFactors } }
        library { packs { id } options { totalCount } } }"""
    before, library = await graphql(query, id=audit), await graphql(everything)
    await disable(graphql, "chemical")
    assert (await graphql("{ library { packs { id } options { totalCount } } }"))["library"] == {
        "packs": [{"id": "common"}],
        "options": {"totalCount": len(shared_pack().options)},
    }
    # What the department itself has recorded is its own: no record goes, and no figure changes.
    assert await graphql(query, id=audit) == before
    await enable(graphql, "chemical")
    assert (await graphql(query, id=audit), await graphql(everything)) == (before, library)


async def record(graphql: GraphqlClient, audit: str, chemical: ContentPack) -> None:
    """Record an answer, an option and an emission that refer to items of the chemical pack."""
    for name in ("answerChecklistItems", "adoptLibraryOption", "addInventoryLine"):
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation ($input: {kind}!) {{ {name}(input: $input) {{ __typename ... on Fault {{ message }} }} }}"
        given = {"audit": audit, **references(chemical)[name]}
        if name == "answerChecklistItems":
            asked = next(item for item in chemical.checklist_items if item.answer is AnswerKind.YES_NO_PARTIAL)
            given["answers"] = [{"item": asked.ref, "value": "yes"}]
        assert "message" not in (await graphql(query, input=given))[name]


async def test_a_dry_run_tells_what_would_be_hidden(
    graphql: GraphqlClient, province: Province, chemical: ContentPack
) -> None:
    audit = await start_audit(graphql, province, "chem")
    await start_audit(graphql, province, "light")
    await record(graphql, audit, chemical)
    query = """mutation { disablePlugin(plugin: "chemical", dryRun: true) { ... on PluginState { enabled hides {
        contentItems runningAudits concludedAudits requiredBy
        records { answers options inventoryLines indicatorValues }
        audits { id title pinnedVersion records { answers options inventoryLines indicatorValues } }
    } } } }"""
    state = (await graphql(query, as_="admin"))["disablePlugin"]
    counts = {"answers": 1, "options": 1, "inventoryLines": 1, "indicatorValues": 0}
    assert state["enabled"] is True
    assert state["hides"] == {
        "contentItems": len(list(chemical.contributions())),
        "runningAudits": 1,
        "concludedAudits": 0,
        "requiredBy": [],
        "records": counts,
        "audits": [{"id": audit, "title": "示例", "pinnedVersion": chemical.version, "records": counts}],
    }


@pytest.fixture
def everything() -> Everything:
    """A plugin that uses every hook."""
    return Everything()


ADDITIONS = (
    "query ($id: ID!) { glass { version } audit(id: $id) { title } }",
    "query ($id: ID!) { audit(id: $id) { glass { furnaces { name } } } }",
    "query ($id: ID!) { audit(id: $id) { enterprise { glass { division } } } }",
    "mutation ($id: ID!) { glass { stopFurnace(audit: $id, hours: 1) { __typename } } }",
    '{ __type(name: "GlassFurnace") { fields { name } } }',
    "query ($id: ID!) { audit(id: $id) { ... on GlassAudit { title } } }",
)


async def test_what_a_plugin_adds_to_the_schema_in_code_is_there_for_those_who_enabled_it(
    serve: Serve, province: Province, everything: Everything
) -> None:
    graphql = serve(PluginSource.of_object("glass", everything))
    await enable(graphql, "glass")
    audits = {tenant: await start_audit(graphql, province, tenant) for tenant in ("chem", "city")}
    said: dict[str, list[str]] = {}
    for tenant, audit in audits.items():
        answers = [await graphql.raw(query, tenant=tenant, as_="admin", id=audit) for query in ADDITIONS]
        said[tenant] = [answer.text for answer in answers]
    assert '"name"' in said["chem"][4]
    assert "errors" not in "".join(said["chem"][:3])
    assert [text for text in said["city"][:4] if "Cannot query field" not in text] == []
    assert said["city"][4] == '{"data":{"__type":null}}'
    assert [text for text in said["city"] if "lass" in text.partition("Did you mean")[2]] == []


async def test_reviews_and_report_sections_are_those_of_who_enabled_the_plugin(
    serve: Serve, province: Province, everything: Everything
) -> None:
    graphql = serve(PluginSource.of_object("glass", everything))
    await enable(graphql, "glass")
    query = """query ($id: ID!, $audit: ID!) {
        audit(id: $id) { phases { review { code message } } } auditReport(audit: $audit) { html }
    }"""
    told = {}
    for tenant in ("chem", "city"):
        audit = await start_audit(graphql, province, tenant)
        told[tenant] = json.dumps(await graphql(query, tenant=tenant, id=audit, audit=audit)).casefold()
    assert "glass" in told["chem"]
    assert "glass" not in told["city"]
