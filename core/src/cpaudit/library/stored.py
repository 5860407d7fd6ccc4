"""Packs in the database: put there when they are first pinned, read back when they are no longer installed."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from threading import Lock

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.contributions import ContentPack
from cpaudit.contributions.stored_form import StoredContentError, from_stored, to_stored
from cpaudit.library.models import StoredPack

_READ_PACKS = 64
"""Packs read back from the database that a process keeps."""

_read: OrderedDict[tuple[str, str], ContentPack] = OrderedDict()
_reading = Lock()


async def store_packs(session: AsyncSession, tenant_id: str, packs: Iterable[ContentPack]) -> Mapping[str, str]:
    """See that packs are stored for a tenant; gives the id of the row of each, by content hash."""
    wanted = {pack.content_hash: pack for pack in packs}
    query = select(StoredPack.content_hash, StoredPack.id).where(col(StoredPack.content_hash).in_(wanted))
    rows: dict[str, str] = dict((await session.exec(query)).all())
    for content_hash, pack in wanted.items():
        if content_hash not in rows:
            row = StoredPack(
                tenant_id=tenant_id,
                pack=pack.id,
                pack_version=pack.version,
                content_hash=content_hash,
                content=zlib.compress(to_stored(pack)),
            )
            session.add(row)
            rows[content_hash] = row.id
    await session.flush()
    return rows


async def read_packs(
    session: AsyncSession, tenant_id: str, content_hashes: Collection[str]
) -> Mapping[str, ContentPack]:
    """The stored packs of a tenant with these hashes; those that it never stored are left out.

    Raises:
        StoredContentError: what is stored cannot be read, or is damaged.
    """
    with _reading:
        found = {each: _read[tenant_id, each] for each in content_hashes if (tenant_id, each) in _read}
    missing = [each for each in content_hashes if each not in found]
    if missing:
        query = select(StoredPack).where(col(StoredPack.content_hash).in_(missing))
        for row in (await session.exec(query)).all():
            found[row.content_hash] = _unpacked(row)
    with _reading:
        for content_hash, pack in found.items():
            _read[tenant_id, content_hash] = pack
            _read.move_to_end((tenant_id, content_hash))
        while len(_read) > _READ_PACKS:
            _read.popitem(last=False)
    return found


def _unpacked(row: StoredPack) -> ContentPack:
    try:
        stored = zlib.decompress(row.content)
    except zlib.error as error:
        raise StoredContentError(
            f"the stored content of {row.pack} {row.pack_version} is damaged",
            path=(row.content_hash,),
            remedy="restore the row from a backup",
        ) from error
    return from_stored(stored, row.content_hash)
