"""Files that support an answer: what is kept, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from cpaudit.audits.models import Evidence
from cpaudit.audits.services.evidence import LARGEST_FILE, upload_evidence
from cpaudit.errors import InvalidInput
from support.client import GraphqlClient
from support.stages import OpenWork

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def archive(*names: str) -> bytes:
    """A zip that holds files with these names."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name), "<x/>")
    return content.getvalue()


PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
HTML = b"<!doctype html><script>alert(1)</script>"

Upload = Callable[..., Any]


@pytest.fixture
def upload(graphql: GraphqlClient, audit_id: str) -> Upload:
    """``await upload("报告.pdf", "application/pdf", PDF)`` gives the file or the fault."""
    document = """mutation ($input: UploadEvidenceInput!) {
        uploadEvidence(input: $input) {
            __typename
            ... on Evidence { id fileName mediaType size sha256 downloadPath }
            ... on Fault { code message path remedy }
        }
    }"""

    async def send(
        name: str, media_type: str = "text/plain", content: bytes | str = b"text", as_: str = "auditor"
    ) -> dict[str, Any]:
        given = {
            "audit": f"Audit:{audit_id}",
            "fileName": name,
            "mediaType": media_type,
            "content": content if isinstance(content, str) else base64.b64encode(content).decode(),
        }
        answer: dict[str, Any] = (await graphql(document, as_=as_, input=given))["uploadEvidence"]
        return answer

    return send


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("监测报告.pdf", "application/pdf", PDF),
        ("plan.PNG", "image/png", PNG),
        ("photo.jpeg", "image/jpeg", JPEG),
        ("flows.csv", "text/csv", "年,吨\n2025,1200\n".encode()),
        ("..notes.txt", "text/plain", b"\xef\xbb\xbfnotes"),
        ("报告.docx", WORD, DOCX),
        ("sheet.xlsx", EXCEL, XLSX),
    ],
)
async def test_a_file_is_kept_with_its_digest(upload: Upload, name: str, media_type: str, content: bytes) -> None:
    kept = await upload(name, media_type, content)
    assert kept["__typename"] == "Evidence", kept
    assert (kept["fileName"], kept["mediaType"], kept["size"]) == (name, media_type, len(content))
    assert kept["sha256"] == hashlib.sha256(content).hexdigest()
    assert kept["downloadPath"] == f"/evidence/{kept['id'].removeprefix('Evidence:')}"


async def test_the_same_file_is_kept_once_in_an_audit_and_again_in_another(
    upload: Upload, open_work: OpenWork, other_audit_id: str
) -> None:
    first = await upload("one.txt")
    again = await upload("other name.txt")
    assert (again["id"], again["fileName"]) == (first["id"], "one.txt")
    async with open_work() as work:
        elsewhere = await upload_evidence(
            work, other_audit_id, file_name="one.txt", media_type="text/plain", content=b"text"
        )
        assert f"Evidence:{elsewhere}" != first["id"]
        assert len(await work.all(Evidence)) == 2


@pytest.mark.parametrize(
    "name",
    ["../../etc/notes.txt", "/notes.txt", "a/b.txt", "..\\notes.txt", "C:\\notes.txt", "", " ", ".", "..", ". ."],
)
async def test_a_file_name_that_leads_elsewhere_or_is_none_is_refused(upload: Upload, name: str) -> None:
    refused = await upload(name)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "fileName"])


@pytest.mark.parametrize("name", ["a\0b.txt", "名" * 300 + ".txt"], ids=["null character", "too long"])
async def test_a_file_name_that_cannot_be_kept_is_refused(upload: Upload, name: str) -> None:
    refused = await upload(name)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "fileName"])


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("page.html", "text/html"),
        ("drawing.svg", "image/svg+xml"),
        ("tool.exe", "application/octet-stream"),
        ("report.pdf", "text/plain"),
        ("report.pdf.html", "application/pdf"),
        ("report", "application/pdf"),
    ],
)
async def test_a_type_that_is_not_accepted_is_refused_and_told_which_are(
    upload: Upload, name: str, media_type: str
) -> None:
    refused = await upload(name, media_type, PDF)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "mediaType"])
    assert ".pdf" in refused["remedy"]
    assert ".html" not in refused["remedy"]


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("page.pdf", "application/pdf", HTML),
        ("page.png", "image/png", HTML),
        ("picture.jpg", "image/jpeg", PNG),
        ("zip.docx", WORD, archive("readme.txt")),
        ("sheet.docx", WORD, XLSX),
        ("report.xlsx", EXCEL, DOCX),
        ("hidden.docx", WORD, archive("readme.txt") + b"[Content_Types].xml word/document.xml"),
        ("cut.docx", WORD, DOCX[:40]),
        ("binary.txt", "text/plain", b"a\x00b"),
        ("latin.csv", "text/csv", b"\xff\xfe\x00\x01"),
    ],
)
async def test_content_that_is_not_of_its_type_is_refused(
    upload: Upload, open_work: OpenWork, name: str, media_type: str, content: bytes
) -> None:
    refused = await upload(name, media_type, content)
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "content"])
    assert media_type in refused["message"]
    async with open_work() as work:
        assert await work.all(Evidence) == []


async def test_an_empty_file_is_refused(upload: Upload) -> None:
    refused = await upload("empty.txt", "text/plain", b"")
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "content"])


async def test_a_file_over_20_megabytes_is_refused(open_work: OpenWork, audit_id: str) -> None:
    with pytest.raises(InvalidInput, match="20000001 bytes") as caught:
        async with open_work() as work:
            await upload_evidence(
                work, audit_id, file_name="a.txt", media_type="text/plain", content=b"a" * (LARGEST_FILE + 1)
            )
    assert caught.value.path == ("input", "content")


async def test_content_that_is_no_base64_is_refused(upload: Upload) -> None:
    refused = await upload("a.txt", "text/plain", "not base64!")
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "content"])


@pytest.mark.parametrize("role", ["viewer", "expert"])
async def test_those_who_only_read_or_advise_upload_nothing(upload: Upload, role: str) -> None:
    assert (await upload("a.txt", as_=role))["__typename"] == "Denied"


async def test_staff_upload_to_the_audits_of_their_own_enterprise_only(upload: Upload) -> None:
    refused = await upload("a.txt", as_="staff")
    assert (refused["__typename"], refused["path"]) == ("NotFound", ["input", "audit"])
