"""A foreign table of emission factors becomes a pack of the tenant, by a mapping that is kept."""

from __future__ import annotations

import base64
from typing import Any

from spreadsheets.books import sheet_of
from support.client import GraphqlClient

SAVE = """mutation ($input: SaveFactorMappingInput!) { saveFactorMapping(input: $input) {
  __typename ... on FactorMapping { id version name columns { field says } words { field text meaning } }
  ... on Fault { message remedy } } }"""
IMPORT = """mutation ($input: ImportFactorTableInput!) { importFactorTable(input: $input) {
  __typename ... on OwnPack { id pack packVersion enabled version }
  ... on InvalidContent { problems { file line path message } } ... on InvalidInput { message remedy } } }"""
ENABLE = """mutation ($input: EnableOwnPackInput!) { enableOwnPack(input: $input) { __typename } }"""
FACTORS = """{ library { emissionFactors(filter: {pack: "own_table"}) {
  nodes { code value unit pollutant evidence } } } }"""

TITLES = ["Foreign table (illustrative)"], [], ["No.", "Activity", "Gas", "Factor", "Unit", "Per"]
MAPPING: dict[str, Any] = {
    "name": "illustrative",
    "headerRow": 3,
    "columns": [
        {"field": field, "says": says}
        for field, says in {
            "code": "No.",
            "name": "Activity",
            "pollutant": "Gas",
            "value": "Factor",
            "unit": "Unit",
            "per_unit": "Per",
        }.items()
    ],
    "constants": [{"field": "locator", "says": "Table 1"}, {"field": "year", "says": "2020"}],
    "words": [{"field": "pollutant", "text": "carbon dioxide", "meaning": "CO2"}],
    "decimal": ",",
    "thousands": ".",
}
SOURCE = {
    "pack": "own_table",
    "packVersion": "1.0.0",
    "title": "Illustrative table",
    "publisher": "illustrative",
    "year": 2020,
    "licence": "CC0-1.0",
    "gb4754": ["26"],
}


def table(*rows: list[Any]) -> str:
    return base64.b64encode(sheet_of("Data", *TITLES, *rows)).decode()


async def test_a_table_is_read_by_its_mapping_and_counts_once_it_is_enabled(graphql: GraphqlClient) -> None:
    saved = (await graphql(SAVE, as_="admin", input=MAPPING))["saveFactorMapping"]
    assert (saved["name"], saved["version"], len(saved["columns"])) == ("illustrative", 1, 6)
    again = (await graphql(SAVE, as_="admin", input=MAPPING))["saveFactorMapping"]
    assert (again["id"], again["version"]) == (saved["id"], 2)

    content = table(
        ["F-1", "Illustrative", "carbon dioxide", "1.234,5", "kg", "t"], ["F-2", "Other", "SO2", 2, "kg", "t"]
    )
    given = {**SOURCE, "mapping": saved["id"], "content": content}
    made = (await graphql(IMPORT, as_="admin", input=given))["importFactorTable"]
    assert (made["__typename"], made["pack"], made["enabled"]) == ("OwnPack", "own_table", False)
    assert (await graphql(FACTORS))["library"]["emissionFactors"]["nodes"] == []

    enabled = await graphql(ENABLE, as_="admin", input={"id": made["id"], "expectedVersion": made["version"]})
    assert enabled["enableOwnPack"]["__typename"] == "OwnPack"
    first, second = (await graphql(FACTORS))["library"]["emissionFactors"]["nodes"]
    assert (first["value"], first["unit"], first["pollutant"]) == (1234.5, "kg", "CO2")
    # what nobody checked is not called verified
    assert {first["evidence"], second["evidence"]} == {"UNVERIFIED"}
    assert (await graphql(FACTORS, tenant="light"))["library"]["emissionFactors"]["nodes"] == []


async def test_rows_that_are_no_factors_are_told_by_their_place_in_the_table(graphql: GraphqlClient) -> None:
    saved = (await graphql(SAVE, as_="admin", input=MAPPING))["saveFactorMapping"]
    for row, place in [
        (["F-1", "x", "SO2", "1,234.5", "kg", "t"], 5),
        (["F-1", "x", "SO2", 1, "furlong-stones", "t"], 5),
        (["F-0", "x", "SO2", 1, "kg", "t"], 5),
    ]:
        content = table(["F-0", "good", "SO2", 1, "kg", "t"], row)
        refused = await graphql(IMPORT, as_="admin", input={**SOURCE, "mapping": saved["id"], "content": content})
        told = refused["importFactorTable"]
        assert told["__typename"] == "InvalidContent"
        assert ("Data", place) in {(problem["file"], problem["line"]) for problem in told["problems"]}


async def test_a_mapping_says_all_that_a_factor_needs_and_nothing_else(graphql: GraphqlClient) -> None:
    for given, told in [
        ({**MAPPING, "constants": []}, "locator, year"),
        ({**MAPPING, "constants": [*MAPPING["constants"], {"field": "colour", "says": "red"}]}, "colour"),
        ({**MAPPING, "decimal": "."}, "the same"),
        ({**MAPPING, "headerRow": 0}, "from 1"),
    ]:
        refused = (await graphql(SAVE, as_="admin", input=given))["saveFactorMapping"]
        assert refused["__typename"] == "InvalidInput"
        assert told in refused["message"]
    refused = (await graphql(SAVE, as_="auditor", input=MAPPING))["saveFactorMapping"]
    assert refused["__typename"] == "Denied"
