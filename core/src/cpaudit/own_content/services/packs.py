"""A tenant's own packs: sent as a zip, read, kept in versions, and enabled."""

from __future__ import annotations

import asyncio
import hashlib

from sqlmodel import col, select

from cpaudit.contributions import API_VERSION, OWN_PREFIX, ContentError, ContentPack, ContentProblem
from cpaudit.contributions.archive import LARGEST_ARCHIVE, read_archive
from cpaudit.contributions.locate import MANIFEST_FILE
from cpaudit.engine import is_unit
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import read_packs, store_packs
from cpaudit.own_content.models import OwnPack, OwnPackVersion, PackUpload
from cpaudit.own_content.services.held import newest_packs
from cpaudit.permissions import Permission
from cpaudit.work import Work

MOST_UPLOADS = 10
"""Zips of a tenant that wait to be read; the oldest goes."""


async def keep_upload(work: Work, content: bytes) -> str:
    """Keep a zip until a pack is made of it; gives its id.

    Raises:
        Denied: the actor does not manage plugins.
        InvalidInput: it is empty or too large.
    """
    work.require(Permission.MANAGE_PLUGINS)
    if not 0 < len(content) <= LARGEST_ARCHIVE:
        raise InvalidInput(
            f"the file has {len(content)} bytes; 1 to {LARGEST_ARCHIVE} are accepted", remedy="send a smaller zip"
        )
    waiting = (await work.session.exec(select(PackUpload).order_by(col(PackUpload.id).desc()))).all()
    for old in waiting[MOST_UPLOADS - 1 :]:
        await work.remove(old, "packUploadDropped")
    row = PackUpload(
        tenant_id=work.actor.tenant,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=work.actor.member_id,
    )
    return (await work.add(row, "packUploaded")).id


async def uploaded(work: Work, upload_id: str) -> bytes:
    """The zip that was sent.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is none.
    """
    work.require(Permission.MANAGE_PLUGINS)
    return (await work.get(PackUpload, upload_id, path=("input", "upload"))).content


async def read_upload(content: bytes) -> ContentPack:
    """The pack in a zip, aside from other requests: nothing is imported or run, and reading takes a while.

    Raises:
        ContentError: with every problem, with file and line.
    """
    return await asyncio.to_thread(_read, content)


def _read(content: bytes) -> ContentPack:
    pack = read_archive(content)
    pack.check(is_unit)
    require_own_id(pack.id)
    if pack.manifest.api != API_VERSION:
        message = f"it was written for format {pack.manifest.api}, this cpaudit reads {API_VERSION}"
        raise ContentError(pack.id, [ContentProblem(MANIFEST_FILE, 0, 0, ("api",), message)])
    return pack


def require_own_id(pack_id: str) -> None:
    """See that no plugin can have this id.

    Raises:
        ContentError: one could.
    """
    if not pack_id.startswith(OWN_PREFIX):
        problem = ContentProblem(
            MANIFEST_FILE,
            0,
            0,
            ("id",),
            f"the id {pack_id!r} could be that of a plugin",
            f"begin it with {OWN_PREFIX!r}, as {OWN_PREFIX + pack_id!r}",
        )
        raise ContentError(pack_id, [problem])


async def import_pack(work: Work, pack: ContentPack, upload_id: str) -> str:
    """Make what was uploaded a pack of the tenant, or a further version of one; gives the pack's id.

    A version that is there already with the same content is left as it is. Nothing changes for anybody until the
    version is enabled.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: the upload is gone.
        InvalidInput: the version is there with other content, or the pack came from another tenant.
    """
    work.require(Permission.MANAGE_PLUGINS)
    upload = await work.get(PackUpload, upload_id, path=("input", "upload"))
    own = await _own(work, pack.id)
    if own is not None and own.from_tenant is not None:
        raise InvalidInput(
            f"{pack.id} came from another tenant", path=("input", "upload"), remedy="give the pack another id"
        )
    if own is None:
        own = await work.add(_new(work, pack), "ownPackAdded")
    await add_version(work, own, pack, path=("input", "upload"))
    await work.remove(upload, "packUploadRead")
    return own.id


async def add_version(work: Work, own: OwnPack, pack: ContentPack, *, path: tuple[str, ...]) -> None:
    """Keep a version of an own pack, unless it is there.

    Raises:
        InvalidInput: it is there with other content.
    """
    known = await work.all(OwnPackVersion, own_pack_id=own.id, pack_version=pack.version)
    if known:
        if known[0].content_hash != pack.content_hash:
            raise InvalidInput(
                f"version {pack.version} of {pack.id} is there with other content",
                path=path,
                remedy="raise the version in pack.toml",
            )
        return
    stored = await store_packs(work.session, work.actor.tenant, [pack])
    version = OwnPackVersion(
        tenant_id=own.tenant_id,
        own_pack_id=own.id,
        pack_version=pack.version,
        content_hash=pack.content_hash,
        stored_id=stored[pack.content_hash],
        added_by=work.actor.member_id,
    )
    await work.add(version, "ownPackVersionAdded")


async def enable_pack(work: Work, own_id: str, expected_version: int, pack_version: str | None) -> str:
    """Have a version of an own pack count in the tenant's library, in the place of another; gives the pack's id.

    Args:
        pack_version: by default the one added last.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is no such pack, or no such version of it.
        InvalidInput: it requires a pack that the tenant has not enabled.
        Conflict: the pack changed meanwhile.
    """
    work.require(Permission.MANAGE_PLUGINS)
    own = await work.get(OwnPack, own_id, path=("input", "id"))
    versions = await work.all(OwnPackVersion, own_pack_id=own.id)
    fitting = [each for each in versions if pack_version in (None, each.pack_version)]
    if not fitting:
        raise NotFound(f"there is no version {pack_version!r}", path=("input", "packVersion"))
    chosen = fitting[-1]
    pack = (await read_packs(work.session, work.actor.tenant, [chosen.content_hash]))[chosen.content_hash]
    enabled = await newest_packs(work.session, work.actor.tenant, work.host, work.enabled)
    missing = [required.id for required in pack.manifest.requires if required.id not in enabled]
    if missing:
        raise InvalidInput(
            f"{own.pack} requires {', '.join(missing)}", path=("input", "id"), remedy="enable what it requires first"
        )
    await work.change(
        own,
        expected_version,
        "ownPackEnabled",
        enabled=True,
        pack_version=chosen.pack_version,
        content_hash=chosen.content_hash,
    )
    return own.id


async def disable_pack(work: Work, own_id: str, expected_version: int) -> str:
    """Hide an own pack from the library; what audits pinned of it stays. Gives the pack's id.

    Raises:
        Denied, NotFound, Conflict: as for :func:`enable_pack`.
    """
    work.require(Permission.MANAGE_PLUGINS)
    own = await work.get(OwnPack, own_id, path=("input", "id"))
    await work.change(own, expected_version, "ownPackDisabled", enabled=False)
    return own.id


async def _own(work: Work, pack_id: str) -> OwnPack | None:
    return next(iter(await work.all(OwnPack, pack=pack_id)), None)


def _new(work: Work, pack: ContentPack) -> OwnPack:
    return OwnPack(
        tenant_id=work.actor.tenant,
        pack=pack.id,
        pack_version=pack.version,
        content_hash=pack.content_hash,
        created_by=work.actor.member_id,
    )
