"""Documents of the programme over GraphQL and HTTP: for whom they are, and in the background."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from docx import Document

from cpaudit.submissions.figures import FigureKind, counted, summed
from cpaudit.work import Work
from submissions.world import Desk, body_of, handed
from support.client import GraphqlClient

OpenWork = Callable[..., AbstractAsyncContextManager[Work]]
Seat = Callable[..., Desk]
DoJobs = Callable[[], Awaitable[None]]

READ = """query ($of: ID!, $lang: String) { programmeDocument(of: $of, lang: $lang) {
    kind language fileName(format: PDF) docx: downloadPath page: downloadPath(format: HTML) outline { level text }
    charts { key title data { columns { name } rows } downloadPath(format: JSON) } } }"""
RENDER = """mutation ($input: RenderDocumentInput!) { renderDocument(input: $input) {
    __typename ... on Job { id state kind } ... on Fault { code path message } } }"""
JOB = """query ($id: ID!) { job(id: $id) { state done total fault { code } files { fileName downloadPath } } }"""
TEMPLATE = """mutation ($input: AddReportTemplateInput!) { addReportTemplate(input: $input) {
    ... on ReportTemplateCheck { taken problems { code field near } } } }"""


def body(code: str, saved: str, city: str) -> dict[str, Any]:
    """An audit that saves water, in a city."""
    figures = [counted(FigureKind.AUDITS, 1), *summed(FigureKind.SAVED, "H2O", [("F1", "t", Fraction(saved))])]
    made = body_of(code, figures, TARGETS_MET_SHARE="1")
    made["enterprise"]["city"] = city
    return made


async def sector_report(open_work: OpenWork, desk: Seat) -> dict[str, Any]:
    """A sector report of two audits, handed to the leading group and accepted there."""
    async with open_work() as work:
        await handed(work, body("a", "0.1", "示例甲市"))
        await handed(work, body("b", "0.200000000000000000001", "示例乙市"))
    for each in await desk().received("id version"):
        await desk().accept(each["id"], each["version"])
    report = await desk().report("submitSectorReport", "化工行业总结（示例）")
    for each in await desk("lead").received("id version"):
        await desk("lead").accept(each["id"], each["version"])
    packet: dict[str, Any] = report["packet"]
    return packet


async def test_a_sector_report_is_read_and_saved(open_work: OpenWork, desk: Seat, graphql: GraphqlClient) -> None:
    packet = (await sector_report(open_work, desk))["id"]
    document = (await desk(as_="viewer").read(READ, of=packet, lang="zh-CN"))["programmeDocument"]
    assert (document["kind"], document["language"]) == ("SECTOR_REPORT", "zh-CN")
    assert document["fileName"] == "行业清洁生产审核总结报告_化工行业总结（示例）_第 1 版.pdf"
    assert document["page"] == f"/reports/documents/{packet}.html?lang=zh-CN"
    assert {"level": 1, "text": "A 合计全表"} in document["outline"]

    headers = graphql.headers("viewer", "chem")
    page = await graphql.http.get(document["page"], headers=headers)
    assert "sandbox" in page.headers["content-security-policy"]
    assert "0.300000000000000000001" in page.text
    assert "一致，到最后一位" in page.text
    saved = await graphql.http.get(document["docx"], headers=headers)
    assert "化工行业总结" in unquote(saved.headers["content-disposition"])
    assert any("汇总依据" in each.text for each in Document(io.BytesIO(saved.content)).paragraphs)

    [chart] = [each for each in document["charts"] if each["title"] == "按城市统计的企业"]
    assert sorted(chart["data"]["rows"]) == [["示例乙市", 1], ["示例甲市", 1]]
    data = await graphql.http.get(chart["downloadPath"], headers=headers)
    assert json.loads(data.text)["rows"][0]["enterprises"] == 1


async def test_the_leading_group_has_the_report_and_its_summary(open_work: OpenWork, desk: Seat) -> None:
    await sector_report(open_work, desk)
    [received] = await desk("lead").received("packet { id }")
    report = (await desk("lead").read(READ, of=received["packet"]["id"], lang="en"))["programmeDocument"]
    assert report["kind"] == "SECTOR_REPORT"
    made = await desk("lead").report("submitProgrammeSummary", "全省总结（示例）")
    summary = (await desk("lead").read(READ, of=made["packet"]["id"], lang="en"))["programmeDocument"]
    assert summary["kind"] == "PROGRAMME_SUMMARY"
    assert {"level": 2, "text": "2.1 Sector reports counted"} in summary["outline"]
    # The audits stand in the report that is counted, so that the summary lists them by city.
    [chart] = [each for each in summary["charts"] if each["title"] == "Enterprises by city"]
    assert sorted(chart["data"]["rows"]) == [["示例乙市", 1], ["示例甲市", 1]]


async def test_who_sees_the_packet_has_its_document_and_nobody_else(
    audit: str, open_work: OpenWork, desk: Seat, graphql: GraphqlClient
) -> None:
    packet = (await sector_report(open_work, desk))["id"]
    listed = (await desk().act("composeCommendations", "id", "CommendationList", {"title": "表彰（示例）"}))["id"]
    own = (await desk().submit(audit))["packet"]["id"]
    refused = [
        (packet, "staff", "chem", "NOT_FOUND"),
        (listed, "staff", "chem", "NOT_FOUND"),
        (packet, "auditor", "light", "NOT_FOUND"),
        (listed, "auditor", "light", "NOT_FOUND"),
        (own, "auditor", "chem", "INVALID_INPUT"),
        (audit, "auditor", "chem", "NOT_FOUND"),
        ("nothing", "auditor", "chem", "INVALID_INPUT"),
        ("Packet:nobody", "auditor", "chem", "NOT_FOUND"),
    ]
    answers = []
    for of, who, tenant, _ in refused:
        [error] = await graphql.errors(READ, as_=who, tenant=tenant, of=of)
        page = await graphql.http.get(f"/reports/documents/{of}.pdf", headers=graphql.headers(who, tenant))
        [over_http] = page.json()["errors"]
        assert over_http["extensions"]["code"] == error["extensions"]["code"]
        asked = await graphql(RENDER, as_=who, tenant=tenant, input={"of": of})
        assert asked["renderDocument"]["code"] == error["extensions"]["code"]
        answers.append((of, who, tenant, error["extensions"]["code"]))
    assert answers == refused


async def test_a_list_is_written_in_the_background(
    open_work: OpenWork, desk: Seat, graphql: GraphqlClient, do_jobs: DoJobs
) -> None:
    await sector_report(open_work, desk)
    listed = (await desk().act("composeCommendations", "id", "CommendationList", {"title": "表彰（示例）"}))["id"]
    asked = await graphql(RENDER, as_="viewer", input={"of": listed, "format": "PDF", "lang": "en"})
    assert (asked["renderDocument"]["kind"], asked["renderDocument"]["state"]) == ("renderDocument", "QUEUED")
    await do_jobs()
    job = (await graphql(JOB, as_="viewer", id=asked["renderDocument"]["id"]))["job"]
    assert (job["state"], job["done"], job["total"], job["fault"]) == ("SUCCEEDED", 3, 3, None)
    [file] = job["files"]
    assert file["fileName"].startswith("Commendation List")
    fetched = await graphql.http.get(file["downloadPath"], headers=graphql.headers("viewer", "chem"))
    assert fetched.content.startswith(b"%PDF-")


async def test_a_document_that_was_cancelled_has_no_file_and_is_written_when_it_is_asked_for_again(
    open_work: OpenWork, desk: Seat, graphql: GraphqlClient, do_jobs: DoJobs
) -> None:
    report = (await sector_report(open_work, desk))["id"]
    asked = await graphql(RENDER, as_="viewer", input={"of": report, "format": "DOCX", "lang": "zh-CN"})
    job = {"id": asked["renderDocument"]["id"]}
    act = "mutation ($input: %s!) { %s(input: $input) { __typename ... on Job { state } } }"
    cancelled = await graphql(act % ("CancelJobInput", "cancelJob"), as_="viewer", input=job)
    assert cancelled["cancelJob"] == {"__typename": "Job", "state": "CANCELLED"}
    await do_jobs()
    read = (await graphql(JOB, as_="viewer", **job))["job"]
    assert (read["state"], read["files"]) == ("CANCELLED", [])
    again = await graphql(act % ("RetryJobInput", "retryJob"), as_="viewer", input=job)
    assert again["retryJob"]["state"] == "QUEUED"
    await do_jobs()
    read = (await graphql(JOB, as_="viewer", **job))["job"]
    assert (read["state"], len(read["files"])) == ("SUCCEEDED", 1)


async def test_a_tenant_writes_sector_reports_with_its_own_template(
    open_work: OpenWork, desk: Seat, graphql: GraphqlClient, do_jobs: DoJobs
) -> None:
    packet = (await sector_report(open_work, desk))["id"]
    given = {"kind": "SECTOR_REPORT", "language": "zh-CN", "fileName": "总结.docx"}
    for text, expected in (
        ("{{ enterprise.name }}", {"code": "UNKNOWN_FIELD", "field": "enterprise", "near": "{{ enterprise.name }}"}),
        ("本厅：{{ name }} {{ sums | count }}", None),
    ):
        document = Document()
        document.add_paragraph(text)
        buffer = io.BytesIO()
        document.save(buffer)
        content = base64.b64encode(buffer.getvalue()).decode()
        answer = (await graphql(TEMPLATE, as_="admin", input={**given, "content": content}))["addReportTemplate"]
        assert answer == {"taken": expected is None, "problems": [expected] if expected else []}
    path = f"/reports/documents/{packet}.docx?lang=zh-CN"
    saved = await graphql.http.get(path, headers=graphql.headers("viewer", "chem"))
    asked = await graphql(RENDER, as_="viewer", input={"of": packet})
    await do_jobs()
    job = (await graphql(JOB, as_="viewer", id=asked["renderDocument"]["id"]))["job"]
    kept = await graphql.http.get(job["files"][0]["downloadPath"], headers=graphql.headers("viewer", "chem"))
    for content in (saved.content, kept.content):
        assert Document(io.BytesIO(content)).paragraphs[0].text == "本厅：化工行业总结（示例） 2"
    fields = await graphql("{ reportTemplateFields(kind: COMMENDATION_LIST) { path } }", as_="viewer")
    assert {"path": "commended[].rank"} in fields["reportTemplateFields"]
