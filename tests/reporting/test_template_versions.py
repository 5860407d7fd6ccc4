"""A tenant's Word templates over GraphQL: checked, kept in versions, used for reports, reset."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from docx import Document

from support.client import GraphqlClient
from support.recorded_audit import AUDIT_ID, record_audit
from support.stages import OpenWork

ADD = """mutation($input: AddReportTemplateInput!) { addReportTemplate(input: $input) {
    __typename
    ... on ReportTemplateCheck { taken problems { part near code field message(lang: "en") remedy(lang: "en") } }
    ... on InvalidInput { path } ... on Denied { code } } }"""
READ = """{ reportTemplates { nodes { id kind language version used { number }
    versions { number fileName size downloadPath addedBy { name } } } } }"""


def docx(text: str) -> str:
    document = Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return base64.b64encode(buffer.getvalue()).decode()


@pytest.fixture(autouse=True)
async def recorded(open_work: OpenWork) -> None:
    """An audit of the chemicals department, with something recorded of every kind."""
    async with open_work() as work:
        await record_audit(work)


async def add(graphql: GraphqlClient, text: str, *, as_: str = "admin", **more: Any) -> dict[str, Any]:
    given = {"kind": "AUDIT", "language": "zh-CN", "fileName": "部门模板.docx", "content": docx(text), **more}
    answer: dict[str, Any] = (await graphql(ADD, as_=as_, input=given))["addReportTemplate"]
    return answer


async def first_line(graphql: GraphqlClient, language: str = "zh-CN", tenant: str = "chem") -> str:
    path = f"/reports/audit/{AUDIT_ID}.docx?lang={language}"
    response = await graphql.http.get(path, headers=graphql.headers("viewer", tenant))
    return next(each.text for each in Document(io.BytesIO(response.content)).paragraphs if each.text)


async def templates(graphql: GraphqlClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await graphql(READ, as_="admin"))["reportTemplates"]["nodes"]
    return found


async def test_a_template_is_kept_in_versions_used_and_reset(graphql: GraphqlClient) -> None:
    original = await first_line(graphql)
    assert await add(graphql, "一 {{ enterprise.name }}") == {
        "__typename": "ReportTemplateCheck",
        "taken": True,
        "problems": [],
    }
    assert (await first_line(graphql)).startswith("一 ")
    assert not (await first_line(graphql, "en")).startswith("一 ")
    await add(graphql, "二 {{ enterprise.name }}")
    assert (await first_line(graphql)).startswith("二 ")

    [template] = await templates(graphql)
    assert [each["number"] for each in template["versions"]] == [2, 1]
    assert template["used"] == {"number": 2}
    path = template["versions"][1]["downloadPath"]
    response = await graphql.http.get(path, headers=graphql.headers("admin", "chem"))
    assert Document(io.BytesIO(response.content)).paragraphs[0].text == "一 {{ enterprise.name }}"

    use = """mutation($id: ID!, $version: Int!, $number: Int!) {
        useReportTemplate(input: {id: $id, expectedVersion: $version, number: $number}) {
            ... on ReportTemplate { version used { number } } ... on Conflict { currentVersion }
            ... on NotFound { path } } }"""
    reset = """mutation($id: ID!, $version: Int!) { resetReportTemplate(input: {id: $id, expectedVersion: $version}) {
        ... on ReportTemplate { version used { number } versions { number } } } }"""
    at = template["version"]
    for version, number, expected in (
        (at, 3, {"path": ["input", "number"]}),
        (at - 1, 1, {"currentVersion": at}),
        (at, 1, {"version": at + 1, "used": {"number": 1}}),
    ):
        answer = await graphql(use, as_="admin", id=template["id"], version=version, number=number)
        assert answer["useReportTemplate"] == expected
    assert (await first_line(graphql)).startswith("一 ")

    answer = await graphql(reset, as_="admin", id=template["id"], version=at + 1)
    assert answer["resetReportTemplate"] == {
        "version": at + 2,
        "used": None,
        "versions": [{"number": 2}, {"number": 1}],
    }
    assert await first_line(graphql) == original


async def test_a_template_that_names_a_missing_field_is_told_of_and_not_kept(graphql: GraphqlClient) -> None:
    answer = await add(graphql, "Made for {{ enterprise.nmae }}")
    [problem] = answer["problems"]
    assert not answer["taken"]
    assert (problem["code"], problem["part"], problem["field"], problem["near"]) == (
        "UNKNOWN_FIELD",
        "body",
        "enterprise.nmae",
        "Made for {{ enterprise.nmae }}",
    )
    assert "'enterprise.nmae'" in problem["message"]
    assert await templates(graphql) == []


async def test_a_dry_run_keeps_nothing_and_the_same_file_is_kept_once(graphql: GraphqlClient) -> None:
    assert not (await add(graphql, "{{ title }}", dryRun=True))["taken"]
    assert await templates(graphql) == []
    content = docx("{{ title }}")
    for _ in range(2):
        await add(graphql, "", content=content)
    [template] = await templates(graphql)
    assert [each["number"] for each in template["versions"]] == [1]


async def test_only_the_administrator_manages_templates_and_each_tenant_has_its_own(graphql: GraphqlClient) -> None:
    assert (await add(graphql, "{{ title }}", as_="auditor"))["__typename"] == "Denied"
    assert (await add(graphql, "{{ title }}", language="fr"))["__typename"] == "InvalidInput"
    assert (await add(graphql, "{{ title }}", content="%"))["__typename"] == "InvalidInput"
    await add(graphql, "{{ title }}")
    [template] = await templates(graphql)
    path = template["versions"][0]["downloadPath"]
    for who, tenant in (("viewer", "chem"), ("admin", "light")):
        response = await graphql.http.get(path, headers=graphql.headers(who, tenant))
        assert response.status_code in (403, 404)
    [error] = await graphql.errors(READ, as_="viewer")
    assert error["extensions"]["code"] == "DENIED"


async def test_what_a_template_can_name_is_told(graphql: GraphqlClient) -> None:
    fields = (await graphql("{ reportTemplateFields { path kind } }", as_="viewer"))["reportTemplateFields"]
    assert {"path": "options[].economics.npv.text", "kind": "text"} in fields
    assert {"path": "charts[].picture", "kind": "picture"} in fields
