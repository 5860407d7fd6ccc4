"""Files that support an answer: kept with their digest, refused where they are not what they say."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import PurePosixPath

import puremagic
from sqlmodel import select

from cpaudit.audits.access import any_audit, running_audit
from cpaudit.audits.models import Evidence
from cpaudit.audits.services.records import check_values
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.work import Work

LARGEST_FILE = 20_000_000
"""Bytes that one file may have."""

ACCEPTED: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "text/csv": (".csv",),
    "text/plain": (".txt",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
}
"""Media types that are taken, with their endings. Nothing that a browser would run."""

OFFICE_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word/document.xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xl/workbook.xml",
}
"""What a file of these types, a zip, holds beside its list of content types."""


async def upload_evidence(work: Work, audit_id: str, *, file_name: str, media_type: str, content: bytes) -> str:
    """Keep a file; gives its id. The same file twice in one audit is kept once.

    Raises:
        Denied, NotFound: the audit is not the actor's to edit.
        InvalidInput: the name is no plain file name, the file is empty or too large, its type is not
            accepted, or its content is not of that type.
    """
    audit = await running_audit(work, audit_id)
    _check(file_name, media_type, content)
    digest = hashlib.sha256(content).hexdigest()
    same = select(Evidence.id).where(Evidence.audit_id == audit.id, Evidence.sha256 == digest)
    known = (await work.session.exec(same)).first()
    if known is not None:
        return known
    row = Evidence(
        tenant_id=audit.tenant_id,
        audit_id=audit.id,
        file_name=file_name,
        media_type=media_type,
        size=len(content),
        sha256=digest,
        content=content,
    )
    check_values(row)
    return (await work.add(row, "evidenceUploaded")).id


def _check(file_name: str, media_type: str, content: bytes) -> None:
    if PurePosixPath(file_name).name != file_name or "\\" in file_name or not file_name.strip(". "):
        raise InvalidInput(f"{file_name!r} is no plain file name", path=("input", "fileName"))
    if not 0 < len(content) <= LARGEST_FILE:
        raise InvalidInput(
            f"the file has {len(content)} bytes; 1 to {LARGEST_FILE} are accepted",
            path=("input", "content"),
            remedy="send a smaller file",
        )
    endings = ACCEPTED.get(media_type)
    if endings is None or not file_name.lower().endswith(endings):
        raise InvalidInput(
            f"{file_name!r} of type {media_type!r} is not accepted",
            path=("input", "mediaType"),
            remedy=f"accepted are {', '.join(ending for each in ACCEPTED.values() for ending in each)}",
        )
    if not _is_of_type(media_type, content):
        raise InvalidInput(f"the content is not of type {media_type}", path=("input", "content"))


def _is_of_type(media_type: str, content: bytes) -> bool:
    if media_type.startswith("text/"):
        try:
            return "\x00" not in content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return False
    if media_type in OFFICE_PARTS:
        return _is_office(content, OFFICE_PARTS[media_type])
    try:
        return media_type in {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False


def _is_office(content: bytes, main_part: str) -> bool:
    # A zip by its first bytes; whether it is a document, and which program's, its table of contents tells.
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {"[Content_Types].xml", main_part} <= set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


async def read_evidence(work: Work, evidence_id: str) -> Evidence:
    """A file with its content.

    Raises:
        Denied, NotFound: the audit is not the actor's to read.
    """
    work.require(Permission.READ)
    file = await work.get(Evidence, evidence_id)
    await any_audit(work, file.audit_id, path=("id",))
    return file
