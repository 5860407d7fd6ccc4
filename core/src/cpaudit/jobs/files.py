"""Files that jobs make: kept for some days, and read by those for whom they were made."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlmodel import col, delete

from cpaudit.errors import InvalidInput, NotFound
from cpaudit.jobs.models import StoredFile
from cpaudit.jobs.service import sees_all
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.work import Work, require_storable

KEPT_FOR = timedelta(days=7)
"""How long a file can be fetched, where the job does not say otherwise."""

LARGEST_FILE = 100_000_000
"""Bytes that one file may have."""


async def keep_file(
    work: Work,
    job_id: str,
    *,
    file_name: str,
    media_type: str,
    content: bytes,
    keep_for: timedelta = KEPT_FOR,
) -> str:
    """Keep a file that a job made; gives its id. Files of the tenant that have expired go with the same stroke.

    Raises:
        InvalidInput: it is too large, or its name cannot be stored.
    """
    if len(content) > LARGEST_FILE:
        raise InvalidInput(
            f"the file has {len(content)} bytes; {LARGEST_FILE} are kept at most", remedy="ask for less at a time"
        )
    moment = now()
    await work.session.exec(delete(StoredFile).where(col(StoredFile.expires_at) <= moment))
    row = StoredFile(
        tenant_id=work.actor.tenant,
        job_id=job_id,
        file_name=file_name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        requested_by=work.actor.member_id,
        made_at=moment,
        expires_at=moment + keep_for,
        content=content,
    )
    require_storable(row)
    return (await work.add(row, "fileMade")).id


async def read_file(work: Work, file_id: str) -> StoredFile:
    """A file with its content.

    Raises:
        Denied: the actor does not read.
        NotFound: there is none that the actor may see, or it has expired.
    """
    work.require(Permission.READ)
    row = await work.get(StoredFile, file_id)
    if row.expires_at <= now() or (not sees_all(work.actor) and row.requested_by != work.actor.member_id):
        # As for one that is not there: who may not see it is not told that it is.
        raise NotFound("there is no stored file with this id", path=("id",))
    return row
