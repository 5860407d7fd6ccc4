"""Reports over HTTP and GraphQL."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from docx import Document

from support.client import GraphqlClient
from support.recorded_audit import AUDIT_ID, record_audit
from support.stages import OpenWork

PATH = f"/reports/audit/{AUDIT_ID}"
AUDIT = f"Audit:{AUDIT_ID}"


@pytest.fixture(autouse=True)
async def recorded(open_work: OpenWork) -> None:
    """An audit of the chemicals department, with something recorded of every kind."""
    async with open_work() as work:
        await record_audit(work)


async def test_a_report_is_shown_as_a_page_that_can_do_nothing(graphql: GraphqlClient) -> None:
    response = await graphql.http.get(f"{PATH}.html?lang=en", headers=graphql.headers("viewer", "chem"))

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-disposition"].startswith("inline")
    policy = response.headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "style-src 'unsafe-inline'", "sandbox"} <= set(policy)
    assert not [rule for rule in policy if rule.startswith("script-src")]
    assert "Cleaner Production Audit Report" in response.text
    assert "加强巡检" in response.text


async def test_a_report_is_saved_as_a_word_document(graphql: GraphqlClient) -> None:
    response = await graphql.http.get(f"{PATH}.docx?lang=zh-CN", headers=graphql.headers("viewer", "chem"))

    assert response.headers["content-disposition"].startswith("attachment")
    assert "清洁生产审核报告" in unquote(response.headers["content-disposition"])
    document = Document(io.BytesIO(response.content))
    assert any("企业概况" in paragraph.text for paragraph in document.paragraphs)


async def test_a_report_is_saved_as_pages(graphql: GraphqlClient) -> None:
    response = await graphql.http.get(f"{PATH}.pdf?lang=zh-CN", headers=graphql.headers("viewer", "chem"))

    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("attachment")
    assert unquote(response.headers["content-disposition"]).endswith(".pdf")
    assert response.content.startswith(b"%PDF-")


async def test_a_page_is_in_the_language_that_the_browser_prefers(graphql: GraphqlClient) -> None:
    headers = {**graphql.headers("viewer", "chem"), "Accept-Language": "en-GB,en;q=0.8"}
    response = await graphql.http.get(f"{PATH}.html", headers=headers)
    assert '<html lang="en">' in response.text


REFUSED = [
    (f"{PATH}.html", None, "chem", 401, "UNAUTHENTICATED"),
    (f"{PATH}.html", "auditor", "light", 404, "NOT_FOUND"),
    (f"{PATH}.html", "staff", "chem", 404, "NOT_FOUND"),
    ("/reports/audit/nobody.html", "viewer", "chem", 404, "NOT_FOUND"),
    (f"/reports/audit/Option:{AUDIT_ID}.html", "viewer", "chem", 404, "NOT_FOUND"),
    (f"{PATH}.odt", "viewer", "chem", 400, "INVALID_INPUT"),
    (PATH, "viewer", "chem", 400, "INVALID_INPUT"),
    (f"{PATH}.html?kind=sector", "viewer", "chem", 400, "INVALID_INPUT"),
    (f"{PATH}.html?lang=fr", "viewer", "chem", 400, "INVALID_INPUT"),
]


async def test_a_request_that_cannot_be_met_says_why(graphql: GraphqlClient) -> None:
    answers = []
    for path, who, tenant, *_ in REFUSED:
        response = await graphql.http.get(path, headers=graphql.headers(who, tenant))
        [error] = response.json()["errors"]
        answers.append((path, who, tenant, response.status_code, error["extensions"]["code"]))
    assert answers == REFUSED


async def test_a_report_is_read_over_graphql_with_the_data_behind_its_charts(graphql: GraphqlClient) -> None:
    answer = await graphql(
        """query($audit: ID!) { auditReport(audit: $audit, lang: "en") {
            language fileName docx: fileName(format: DOCX) page: downloadPath(format: HTML) downloadPath html
            outline { level text } charts { key title alt columns rows svg }
        } }""",
        as_="viewer",
        audit=AUDIT,
    )
    report = answer["auditReport"]

    assert report["fileName"].endswith(".html")
    assert report["docx"].endswith(".docx")
    assert (report["page"], report["downloadPath"]) == (f"{PATH}.html?lang=en", f"{PATH}.docx?lang=en")
    assert report["outline"][0] == {"level": 1, "text": "1 Overview"}
    assert report["html"].startswith("<!DOCTYPE html>")
    [before_after] = [chart for chart in report["charts"] if chart["title"] == "Before and after the audit"]
    assert before_after["rows"][0][:3] == ["SO2", "362.9 t/a", "191.4 t/a"]
    assert len(before_after["columns"]) == len(before_after["rows"][0])
    assert all(chart["svg"].startswith("<svg") for chart in report["charts"])
    assert len({chart["key"] for chart in report["charts"]}) == len(report["charts"])


async def test_a_download_path_leads_to_the_file(graphql: GraphqlClient) -> None:
    query = "query($audit: ID!) { auditReport(audit: $audit) { downloadPath(format: HTML) } }"
    path = (await graphql(query, as_="viewer", audit=AUDIT))["auditReport"]["downloadPath"]

    by_row, by_node = [
        await graphql.http.get(each, headers=graphql.headers("viewer", "chem"))
        for each in (path, path.replace(AUDIT_ID, AUDIT))
    ]

    assert '<html lang="zh-CN">' in by_row.text
    assert by_row.content == by_node.content


async def test_the_interim_report_is_a_report_of_its_own(graphql: GraphqlClient) -> None:
    query = """query($audit: ID!) { auditReport(audit: $audit, lang: "zh-CN", kind: INTERIM) {
        fileName downloadPath(format: HTML) outline { level text } } }"""
    report = (await graphql(query, as_="viewer", audit=AUDIT))["auditReport"]
    page = await graphql.http.get(report["downloadPath"], headers=graphql.headers("viewer", "chem"))

    assert report["fileName"].startswith("清洁生产中期审核报告_")
    assert report["downloadPath"] == f"{PATH}.html?lang=zh-CN&kind=interim"
    assert "7 后续工作" in {each["text"] for each in report["outline"]}
    assert "清洁生产中期审核报告" in page.text
    assert "可行性分析" not in {each["text"] for each in report["outline"]}


async def test_a_query_that_cannot_be_met_says_why(graphql: GraphqlClient) -> None:
    for arguments, code in (('audit: "Audit:nobody"', "NOT_FOUND"), (f'audit: "{AUDIT}", lang: "fr"', "INVALID_INPUT")):
        [error] = await graphql.errors(f"{{ auditReport({arguments}) {{ fileName }} }}", as_="viewer")
        assert error["extensions"]["code"] == code
