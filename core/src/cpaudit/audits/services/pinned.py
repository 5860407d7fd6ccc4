"""The content that an audit uses: what it pinned when it began, whatever is installed or enabled by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import AuditPin, PinnedContent, ReplacedPin
from cpaudit.contributions import ContentPack
from cpaudit.library import Library, Pin, read_packs, store_packs
from cpaudit.plugins import PluginHost
from cpaudit.work import Work


async def library_of(work: Work, audit_id: str) -> Library:
    """The content that an audit uses."""
    return (await libraries_of(work.session, work.host, [audit_id]))[audit_id]


async def libraries_of(session: AsyncSession, host: PluginHost, audit_ids: Sequence[str]) -> dict[str, Library]:
    """The content that each of these audits uses; one that pinned nothing uses none. One statement for all of them,
    and one more where content is no longer installed.
    """
    pins = (await session.exec(select(AuditPin).where(col(AuditPin.audit_id).in_(audit_ids)))).all()
    return await libraries_pinned(session, host, audit_ids, pins)


async def libraries_pinned(
    session: AsyncSession, host: PluginHost, audit_ids: Iterable[str], pins: Iterable[PinnedContent]
) -> dict[str, Library]:
    """The same from pins that are at hand."""
    by_audit: dict[str, list[PinnedContent]] = defaultdict(list)
    for pin in pins:
        by_audit[pin.audit_id].append(pin)
    everything = [pin for own in by_audit.values() for pin in own]
    packs = await contents_of(session, host, {pin.content_hash: pin.tenant_id for pin in everything})
    return {
        each: Library.of(
            (packs[pin.content_hash] for pin in by_audit[each] if pin.content_hash in packs),
            (pin_of(pin) for pin in by_audit[each] if pin.content_hash not in packs),
        )
        for each in audit_ids
    }


async def contents_of(session: AsyncSession, host: PluginHost, hashes: Mapping[str, str]) -> Mapping[str, ContentPack]:
    """Packs by hash: the installed one where it is the same, else the stored one; what nobody has is left out.

    Args:
        hashes: each hash with the tenant that pinned it, the same for all.

    Raises:
        StoredContentError: what is stored cannot be read, or is damaged.
    """
    packs = {each: pack for each in hashes if (pack := host.content(each)) is not None}
    elsewhere = hashes.keys() - packs.keys()
    for tenant_id in {hashes[each] for each in elsewhere}:
        packs.update(await read_packs(session, tenant_id, elsewhere))
    return packs


async def earlier_libraries(
    session: AsyncSession, host: PluginHost, audit_ids: Sequence[str]
) -> dict[str, tuple[Library, ...]]:
    """The contents that each of these audits used before somebody accepted newer ones, the last one first."""
    query = select(ReplacedPin).where(col(ReplacedPin.audit_id).in_(audit_ids)).order_by(col(ReplacedPin.id).desc())
    pins = (await session.exec(query)).all()
    packs = await contents_of(session, host, {pin.content_hash: pin.tenant_id for pin in pins})
    found: dict[str, list[Library]] = {each: [] for each in audit_ids}
    for pin in pins:
        if pin.content_hash in packs:
            found[pin.audit_id].append(Library.of((packs[pin.content_hash],)))
    return {audit_id: tuple(libraries) for audit_id, libraries in found.items()}


def pin_of(pinned: PinnedContent) -> Pin:
    """What was pinned, as a library tells it."""
    return Pin(pinned.pack, pinned.pack_version, pinned.content_hash)


def overlay_revisions(library: Library) -> dict[str, str | None]:
    """Which revision of the tenant's overlay each pack of a library holds; None where it holds none."""
    return {pack.id: None if pack.overlay_revision is None else str(pack.overlay_revision) for pack in library.packs}


async def pin_library(work: Work, audit_id: str, library: Library) -> None:
    """Have a new audit use the content of a library, and store that content for good."""
    stored = await store_packs(work.session, work.actor.tenant, library.packs)
    revisions = overlay_revisions(library)
    work.session.add_all(
        AuditPin(
            tenant_id=work.actor.tenant,
            audit_id=audit_id,
            pack=pin.pack_id,
            pack_version=pin.version,
            content_hash=pin.content_hash,
            stored_id=stored[pin.content_hash],
            overlay_revision=revisions[pin.pack_id],
        )
        for pin in library.pins()
    )
    await work.session.flush()


async def store_pinned(work: Work, pins: Iterable[AuditPin]) -> None:
    """Store what was pinned before content was stored, as long as it is still installed."""
    unstored = {pin.content_hash: pin for pin in pins if pin.stored_id is None}
    packs = [pack for each in unstored if (pack := work.host.content(each)) is not None]
    if packs:
        for content_hash, stored in (await store_packs(work.session, work.actor.tenant, packs)).items():
            unstored[content_hash].stored_id = stored
            work.session.add(unstored[content_hash])
        await work.session.flush()
