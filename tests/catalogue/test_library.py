"""The library over GraphQL: what a tenant has enabled, filtered, paged, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cpaudit.contributions import ContentPack, shared_pack
from cpaudit.plugins import PluginHost
from support.client import GraphqlClient

LISTS = (
    "checklists",
    "checklistItems",
    "emissionFactors",
    "options",
    "processTemplates",
    "indicatorSystems",
    "substances",
    "publishedLevels",
    "specificConsumptions",
    "heatingValues",
)
EVERYTHING = " ".join(f"{name}(first: 1000) {{ totalCount nodes {{ ref pack {{ id }} }} }}" for name in LISTS)


@pytest.fixture
def chemical(host: PluginHost) -> ContentPack:
    return host.pack("chemical")


def counts(pack: ContentPack) -> dict[str, int]:
    """How many items a pack has, by the name of their list."""
    kinds = (
        pack.checklists,
        pack.checklist_items,
        pack.factors,
        pack.options,
        pack.process_templates,
        pack.indicator_systems,
        pack.substances,
        pack.benchmarks,
        pack.consumptions,
        pack.heating_values,
    )
    return {name: len(items) for name, items in zip(LISTS, kinds, strict=True)}


async def test_the_library_holds_all_of_what_the_tenant_has_enabled_and_nothing_else(
    graphql: GraphqlClient, chemical: ContentPack
) -> None:
    library = (await graphql(f"{{ library {{ packs {{ id contentHash }} {EVERYTHING} }} }}", as_="viewer"))["library"]
    packs = (chemical, shared_pack())
    assert library["packs"] == [{"id": pack.id, "contentHash": pack.content_hash} for pack in packs]
    assert [library[name]["totalCount"] for name in LISTS] == [
        sum(counts(pack)[name] for pack in packs) for name in LISTS
    ]
    shown = [node for name in LISTS for node in library[name]["nodes"]]
    assert {node["pack"]["id"] for node in shown} == {"chemical", "common"}
    assert sorted(node["ref"] for node in shown) == sorted(item.ref for pack in packs for item in pack.contributions())


async def test_a_tenant_without_plugins_has_the_shared_content_and_no_other(graphql: GraphqlClient) -> None:
    library = (await graphql(f"{{ library {{ packs {{ id }} {EVERYTHING} }} }}", tenant="city"))["library"]
    assert library["packs"] == [{"id": "common"}]
    assert {name: library[name]["totalCount"] for name in LISTS} == counts(shared_pack())


async def test_shared_fuels_levels_and_warming_potentials_are_read_with_source_and_evidence(
    graphql: GraphqlClient,
) -> None:
    read = await graphql(
        """{ library {
            substances(filter: {cas: "124-38-9"}) { nodes { code name(lang: "en") cas medium note } }
            water: substances(filter: {medium: WATER, search: "chemical oxygen"}) { nodes { code medium } }
            heatingValues(filter: {fuel: "natural_gas", evidence: VERIFIED}) { nodes {
                ref name(lang: "en") fuel value lower upper unit perUnit basis region year evidence note locator
                source { id }
            } }
            coal: heatingValues(filter: {search: "raw coal", basis: NET}) { nodes { value unit perUnit evidence } }
            grid: emissionFactors(filter: {product: "electricity", search: "2022"}) { nodes { value unit perUnit } }
            publishedLevels(filter: {measure: "SO2", level: BAT_AEL}) { nodes {
                name process measure value lower upper unit perUnit technology region level year evidence note
                product { key } source { id }
            } }
            specificConsumptions(filter: {resource: "water"}) { nodes {
                name process resource value lower upper unit perUnit technology region year evidence note
                product { key } source { id }
            } }
            warmingPotentials { name source evidence values { pollutant value } }
        } }""",
        tenant="city",
    )
    library = read["library"]
    assert library["substances"]["nodes"] == [
        {"code": "CO2", "name": "Carbon dioxide", "cas": "124-38-9", "medium": "AIR", "note": None}
    ]
    assert {"code": "COD", "medium": "WATER"} in library["water"]["nodes"]
    assert library["heatingValues"]["nodes"] == [
        {
            "ref": "common:heating_value:ENE-NCV-NATURAL-GAS",
            "name": "Natural gas: net calorific value",
            "fuel": "natural_gas",
            "value": 48.0,
            "lower": 46.5,
            "upper": 50.4,
            "unit": "TJ",
            "perUnit": "Gg",
            "basis": "NET",
            "region": None,
            "year": 2006,
            "evidence": "VERIFIED",
            "note": "The bounds were not read in the source.",
            "locator": "Table 1.2 (EFDB 117481)",
            "source": {"id": "ipcc-2006-v2"},
        }
    ]
    assert library["coal"]["nodes"] == [{"value": 0.7143, "unit": "kgce", "perUnit": "kg", "evidence": "UNVERIFIED"}]
    # Two official series of one year, told apart by their names.
    assert {(node["value"], node["unit"], node["perUnit"]) for node in library["grid"]["nodes"]} >= {
        (0.5703, "t", "MWh"),
        (0.5366, "kg", "kWh"),
    }
    assert library["publishedLevels"]["nodes"] == library["specificConsumptions"]["nodes"] == []
    sets = {each["name"]: each for each in library["warmingPotentials"]}
    assert list(sets) == ["AR4", "AR5", "AR6"]
    assert {"pollutant": "CH4", "value": 28.0} in sets["AR5"]["values"]
    assert {each["evidence"] for each in sets.values()} == {"UNVERIFIED"}


ENERGY = """query($ref: ID!, $amount: QuantityInput!) { library { item(ref: $ref) { ... on HeatingValue {
    energyOf(amount: $amount) {
        energy { value unit lower upper status } explain { formula inputs { symbol factor { item version } } }
        standardCoal { value unit } explainStandardCoal { formula text(lang: "en") }
    }
} } } }"""
GAS = "common:heating_value:ENE-NCV-NATURAL-GAS"


async def test_an_amount_of_fuel_is_told_in_energy_and_in_standard_coal(graphql: GraphqlClient) -> None:
    read = await graphql(ENERGY, tenant="city", ref=GAS, amount={"value": 1000, "unit": "t"})
    told = read["library"]["item"]["energyOf"]
    assert told["energy"] == {
        "value": pytest.approx(48),
        "unit": "TJ{natural_gas}",
        "lower": pytest.approx(46.5),
        "upper": pytest.approx(50.4),
        "status": "CALCULATED",
    }
    assert told["explain"]["formula"] == "Q = B·q"
    assert {"symbol": "q", "factor": {"item": GAS, "version": shared_pack().version}} in told["explain"]["inputs"]
    # 48 TJ in tce of 29.3076 GJ
    assert told["standardCoal"] == {"value": pytest.approx(48_000 / 29.3076), "unit": "tce"}
    assert told["explainStandardCoal"]["formula"] == "E = Σ E_i·k_i"
    assert "GB/T 2589" in told["explainStandardCoal"]["text"]


@pytest.mark.parametrize("amount", [{"value": 1, "unit": "m3"}, {"value": -1, "unit": "t"}, {"value": 1, "unit": "x"}])
async def test_an_amount_that_is_none_of_the_fuel_is_refused(graphql: GraphqlClient, amount: dict[str, Any]) -> None:
    (error,) = await graphql.errors(ENERGY, tenant="city", ref=GAS, amount=amount)
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert error["extensions"]["path"][0] == "amount"


async def test_a_factor_is_shown_with_its_value_source_and_place(graphql: GraphqlClient, chemical: ContentPack) -> None:
    factor = next(each for each in chemical.factors if each.product is not None and each.lower is not None)
    source = chemical.manifest.source(factor.source)
    assert factor.product is not None
    assert source is not None
    read = await graphql(
        """query($ref: ID!) { library { item(ref: $ref) { __typename ref code ... on EmissionFactor {
            zh: name(lang: "zh-CN") en: name(lang: "en") pollutant value lower upper unit perUnit
            product { key name(lang: "en") } locator evidence year source { id title publisher year }
        } } } }""",
        ref=factor.ref,
    )
    assert read["library"]["item"] == {
        "__typename": "EmissionFactor",
        "ref": factor.ref,
        "code": factor.code,
        "zh": factor.name["zh-CN"],
        "en": factor.name["en"],
        "pollutant": factor.pollutant,
        "value": factor.value,
        "lower": factor.lower,
        "upper": factor.upper,
        "unit": factor.unit,
        "perUnit": factor.per_unit,
        "product": {"key": factor.product.key, "name": factor.product.name["en"]},
        "locator": factor.locator,
        "evidence": factor.evidence.name,
        "year": factor.year,
        "source": {"id": source.id, "title": source.title, "publisher": source.publisher, "year": source.year},
    }


async def test_every_field_of_every_item_can_be_read(graphql: GraphqlClient, chemical: ContentPack) -> None:
    library = (
        await graphql(
            """{ library {
            checklists { nodes { name items(first: 2) { totalCount edges { cursor node { ref checklist } } } } }
            checklistItems { nodes {
                step aspect process question answer unit weight evidence guidance legalBasis suggests
                choices { key name } when { item answers }
            } }
            emissionFactors { nodes {
                process cas distribution technology region validFrom validTo note source { locator note }
            } }
            options { nodes {
                name description aspects processes costClass year evidence note requires excludes locator
                investment { value lower upper currency priceYear }
                annualSaving { value lower upper currency priceYear }
                paybackYears { value lower upper } source { id }
                reductions { pollutant resource value lower upper unit perProduct }
            } }
            processTemplates { nodes {
                name note locator source { id } product { key name } units { code name yields { substance fraction } }
                streams { code name origin destination kind substance unit measuredAt }
            } }
            indicatorSystems { nodes { name year categories { code name weight } indicators {
                code name category weight limiting
                quantitative { direction unit grade1 grade2 grade3 } qualitative { grade1 grade2 grade3 }
            } } }
        } }"""
        )
    )["library"]
    template, shown = chemical.process_templates[0], library["processTemplates"]["nodes"][0]
    assert [stream["origin"] for stream in shown["streams"]] == [stream.origin for stream in template.streams]
    assert [unit["code"] for unit in shown["units"]] == [unit.code for unit in template.unit_processes]
    option, shown = chemical.options[0], library["options"]["nodes"][0]
    assert shown["aspects"] == [aspect.value for aspect in option.aspects]
    assert len(shown["reductions"]) == len(option.reductions)
    checklist, shown = chemical.checklists[0], library["checklists"]["nodes"][0]
    assert shown["items"]["totalCount"] == len(checklist.items)
    assert {edge["node"]["checklist"] for edge in shown["items"]["edges"]} == {checklist.ref}


async def test_what_an_item_names_is_found_by_its_reference(graphql: GraphqlClient) -> None:
    read = await graphql("{ library { checklistItems(first: 1000) { nodes { suggests when { item } } } } }")
    nodes = read["library"]["checklistItems"]["nodes"]
    named = {ref for node in nodes for ref in node["suggests"]} | {
        node["when"]["item"] for node in nodes if node["when"]
    }
    assert named
    for ref in sorted(named)[:20]:
        found = await graphql("query($ref: ID!) { library { item(ref: $ref) { ref } } }", ref=ref)
        assert found["library"]["item"] == {"ref": ref}


async def test_filters_and_words_narrow_a_list(graphql: GraphqlClient, chemical: ContentPack) -> None:
    read = await graphql(
        """{ library {
            co2: emissionFactors(filter: {pollutant: "CO2", pack: "chemical"}, first: 1000) { nodes { pollutant } }
            staff: checklistItems(filter: {aspect: STAFF}) { totalCount nodes { aspect } }
            low: options(filter: {costClass: LOW, pack: "chemical"}) { totalCount }
            foreign: options(filter: {pack: "light_industry"}) { totalCount }
            words: emissionFactors(filter: {pack: "chemical", search: "ＣＯ２"}) { totalCount }
            nothing: processTemplates(filter: {search: "no such words"}) { totalCount nodes { ref } }
        } }"""
    )
    library = read["library"]
    assert library["co2"]["nodes"] == [{"pollutant": "CO2"} for each in chemical.factors if each.pollutant == "CO2"]
    assert {node["aspect"] for node in library["staff"]["nodes"]} == {"STAFF"}
    assert library["low"]["totalCount"] == sum(each.cost_class == "LOW" for each in chemical.options) > 0
    assert library["foreign"]["totalCount"] == 0
    assert library["words"]["totalCount"] > 0
    assert library["nothing"] == {"totalCount": 0, "nodes": []}


async def test_pages_follow_each_other_without_a_gap(graphql: GraphqlClient, chemical: ContentPack) -> None:
    page = """query($after: String) { library { options(first: 4, after: $after, filter: {pack: "chemical"}) {
        totalCount edges { cursor node { ref } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } } }"""
    refs: list[str] = []
    after: str | None = None
    while True:
        options = (await graphql(page, after=after))["library"]["options"]
        info, edges = options["pageInfo"], options["edges"]
        assert (info["startCursor"], info["endCursor"]) == (edges[0]["cursor"], edges[-1]["cursor"])
        assert info["hasPreviousPage"] == (after is not None)
        refs += [edge["node"]["ref"] for edge in edges]
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
    assert refs == [option.ref for option in chemical.options]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ("first: 1001", "first"),
        ("first: -1", "first"),
        ('after: "junk"', "after"),
        ('after: "é"', "after"),
        ('after: "bm9uZQ"', "after"),
    ],
)
async def test_an_impossible_page_is_refused(graphql: GraphqlClient, arguments: str, path: str) -> None:
    errors = await graphql.errors(f"{{ library {{ options({arguments}) {{ totalCount }} }} }}")
    assert [(error["extensions"]["code"], error["extensions"]["path"]) for error in errors] == [
        ("INVALID_INPUT", [path])
    ]


async def test_an_item_of_a_plugin_that_is_not_enabled_is_as_unknown_as_one_that_does_not_exist(
    graphql: GraphqlClient, chemical: ContentPack
) -> None:
    query = "query($ref: ID!) { library { item(ref: $ref) { ref } } }"
    for ref in (chemical.factors[0].ref, chemical.options[0].ref, "chemical:factor:none", "", "x"):
        assert (await graphql(query, tenant="light", ref=ref))["library"] == {"item": None}


async def test_strangers_and_the_platforms_administrator_read_no_library(graphql: GraphqlClient) -> None:
    for as_, code in ((None, "UNAUTHENTICATED"), ("root", "DENIED")):
        errors = await graphql.errors("{ library { packs { id } } }", as_=as_)
        assert [error["extensions"]["code"] for error in errors] == [code]


async def test_a_plugin_is_a_field_of_the_schema_where_it_is_enabled_and_absent_where_it_is_not(
    graphql: GraphqlClient,
) -> None:
    introspection = "{ __schema { queryType { fields { name } } types { name description } } }"
    plugins = {"chem": "chemical", "light": "light_industry", "building": "building_materials"}
    for tenant, own in plugins.items():
        told = await graphql(introspection, tenant=tenant)
        fields = {field["name"] for field in told["__schema"]["queryType"]["fields"]}
        assert fields & set(plugins.values()) == {own}
        assert not [other for other in plugins.values() if other != own and other in str(told)]
        sdl = (await graphql.http.get("/schema.graphql", headers=graphql.headers("auditor", tenant))).text
        assert [name for name in plugins.values() if re.search(rf"^  {name}:", sdl, re.MULTILINE)] == [own]
    errors = await graphql.errors("{ chemical { id } }", tenant="light")
    assert "chemical" in errors[0]["message"]


async def test_a_plugins_namespace_tells_of_its_pack_and_holds_its_items_only(
    graphql: GraphqlClient, host: PluginHost, chemical: ContentPack
) -> None:
    await graphql('mutation { enablePlugin(plugin: "light_industry") { __typename } }', as_="admin")
    names = " ".join(LISTS)
    fields = f'id version contentHash name(lang: "en") licence divisions counts {{ {names} }} sources {{ id }}'
    read = await graphql(f"{{ chemical {{ {fields} {EVERYTHING} }} light_industry {{ id {EVERYTHING} }} }}")
    shown: dict[str, Any] = read["chemical"]
    manifest = chemical.manifest
    assert (shown["id"], shown["version"], shown["contentHash"]) == (
        "chemical",
        chemical.version,
        chemical.content_hash,
    )
    assert (shown["name"], shown["licence"]) == (manifest.name["en"], manifest.licence)
    assert shown["divisions"] == list(manifest.industry.gb4754)
    assert [source["id"] for source in shown["sources"]] == [source.id for source in manifest.sources]
    assert shown["counts"] == counts(chemical) == {name: shown[name]["totalCount"] for name in LISTS}
    light = read["light_industry"]
    assert {name: light[name]["totalCount"] for name in LISTS} == counts(host.pack("light_industry"))
    assert {node["pack"]["id"] for name in LISTS for node in light[name]["nodes"]} == {"light_industry"}
