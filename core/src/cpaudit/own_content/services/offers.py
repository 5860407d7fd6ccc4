"""Own packs offered to other tenants: a copy is handed over, and nothing is read across."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.contributions import ContentPack, Manifest
from cpaudit.contributions.stored_form import from_stored, to_stored
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import read_packs
from cpaudit.own_content.models import OfferState, OwnPack, OwnPackVersion, PackOffer, ReceivedOffer
from cpaudit.own_content.services.packs import add_version, require_own_id
from cpaudit.permissions import Permission
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Tenant
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class Delivery:
    """What another tenant is handed: the offer, and the pack as it is kept."""

    offer_id: str
    to_tenant: str
    from_tenant: str
    pack: ContentPack


async def make_offer(work: Work, own_id: str, pack_version: str | None, to_tenant: str) -> Delivery:
    """Offer a version of an own pack to the tenant with this code; an offer that stands already is the same one.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is no such pack, version or tenant.
        InvalidInput: the tenant is the actor's own, or the pack is itself a copy.
    """
    work.require(Permission.MANAGE_PLUGINS)
    own = await work.get(OwnPack, own_id, path=("input", "id"))
    if own.from_tenant is not None:
        raise InvalidInput("a copy is offered by whom it came from", path=("input", "id"))
    versions = await work.all(OwnPackVersion, own_pack_id=own.id)
    chosen = [each for each in versions if pack_version in (None, each.pack_version)]
    if not chosen:
        raise NotFound(f"there is no version {pack_version!r}", path=("input", "packVersion"))
    sender = (await work.session.exec(select(Tenant).where(Tenant.id == work.actor.tenant))).one()
    receiver = (await work.session.exec(select(Tenant).where(Tenant.code == to_tenant))).one_or_none()
    if receiver is None:
        raise NotFound("there is no tenant with this code", path=("input", "tenant"))
    if receiver.id == sender.id:
        raise InvalidInput("a tenant offers nothing to itself", path=("input", "tenant"))
    version = chosen[-1]
    standing = await work.all(
        PackOffer, own_pack_id=own.id, content_hash=version.content_hash, to_tenant=to_tenant, withdrawn=False
    )
    offer = standing[0] if standing else None
    if offer is None:
        offer = await work.add(
            PackOffer(
                tenant_id=work.actor.tenant,
                own_pack_id=own.id,
                pack_version=version.pack_version,
                content_hash=version.content_hash,
                to_tenant=to_tenant,
                offered_by=work.actor.member_id,
            ),
            "packOffered",
        )
    packs = await read_packs(work.session, work.actor.tenant, [version.content_hash])
    return Delivery(offer.id, receiver.id, sender.code, packs[version.content_hash])


async def deliver(database: Database, delivery: Delivery) -> None:
    """Hand an offer over; one that was handed over before stays as it is."""
    pack = delivery.pack
    async with database.writing(Scope(delivery.to_tenant)) as session:
        known = select(ReceivedOffer.id).where(ReceivedOffer.id == delivery.offer_id)
        if (await session.exec(known)).first() is not None:
            return
        session.add(
            ReceivedOffer(
                tenant_id=delivery.to_tenant,
                id=delivery.offer_id,
                from_tenant=delivery.from_tenant,
                pack=pack.id,
                pack_version=pack.version,
                content_hash=pack.content_hash,
                name=pack.manifest.name,
                content=zlib.compress(to_stored(pack)),
            )
        )
        _tell(session, delivery.to_tenant, delivery.offer_id, "packOfferReceived", {"from": delivery.from_tenant})


async def withdraw_offer(work: Work, offer_id: str, expected_version: int) -> str:
    """Take an offer back on this side; gives the code of the tenant that has to learn of it.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is no such offer.
        InvalidInput: it is withdrawn already.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.MANAGE_PLUGINS)
    offer = await work.get(PackOffer, offer_id, path=("input", "id"))
    if offer.withdrawn:
        raise InvalidInput("the offer is withdrawn already", path=("input", "id"))
    await work.change(offer, expected_version, "packOfferWithdrawn", withdrawn=True, withdrawn_at=now())
    return offer.to_tenant


async def take_back(database: Database, offer_id: str, to_tenant: str) -> None:
    """Take an offer back on the other side, unless it was decided on there: what was accepted stays."""
    async with database.looking(PLATFORM) as session:
        receiver = (await session.exec(select(Tenant.id).where(Tenant.code == to_tenant))).one_or_none()
    if receiver is None:
        return
    async with database.writing(Scope(receiver)) as session:
        query = select(ReceivedOffer).where(ReceivedOffer.id == offer_id)
        received = (await session.exec(query)).one_or_none()
        if received is not None and received.state is OfferState.OPEN:
            received.state, received.decided_at = OfferState.WITHDRAWN, now()
            received.version += 1
            session.add(received)
            _tell(session, receiver, offer_id, "packOfferTakenBack", {"state": OfferState.WITHDRAWN})


async def accept_offer(work: Work, offer_id: str, expected_version: int, as_id: str | None) -> str:
    """Make a received pack one of the tenant's own, a copy that stays whatever becomes of the offer; gives its id.

    Args:
        as_id: the id it gets here; by default the one it has where it comes from.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is no such offer.
        InvalidInput: the offer does not stand any more, or the id is taken by another pack.
        Conflict: it changed meanwhile.
    """
    offer = await _standing(work, offer_id)
    pack = from_stored(zlib.decompress(offer.content), offer.content_hash)
    wanted = as_id or pack.id
    if wanted != pack.id:
        require_own_id(wanted)
        pack = renamed(pack, wanted)
    own = next(iter(await work.all(OwnPack, pack=wanted)), None)
    if own is not None and (own.from_tenant, own.from_pack) != (offer.from_tenant, offer.pack):
        raise InvalidInput(
            f"the tenant has a pack {wanted!r} already", path=("input", "as"), remedy="give it another id here"
        )
    if own is None:
        row = OwnPack(
            tenant_id=work.actor.tenant,
            pack=pack.id,
            pack_version=pack.version,
            content_hash=pack.content_hash,
            from_tenant=offer.from_tenant,
            from_pack=offer.pack,
            from_hash=offer.content_hash,
            created_by=work.actor.member_id,
        )
        own = await work.add(row, "ownPackAccepted")
    await add_version(work, own, pack, path=("input", "id"))
    await work.change(
        offer, expected_version, "packOfferAccepted", state=OfferState.ACCEPTED, decided_at=now(), own_pack_id=own.id
    )
    return own.id


async def decline_offer(work: Work, offer_id: str, expected_version: int) -> str:
    """Say no to a received pack, which stays listed as declined; gives the offer's id.

    Raises:
        Denied: the actor does not manage plugins.
        NotFound: there is no such offer.
        InvalidInput: the offer does not stand any more.
        Conflict: it changed meanwhile.
    """
    offer = await _standing(work, offer_id)
    await work.change(offer, expected_version, "packOfferDeclined", state=OfferState.DECLINED, decided_at=now())
    return offer.id


async def _standing(work: Work, offer_id: str) -> ReceivedOffer:
    work.require(Permission.MANAGE_PLUGINS)
    offer = await work.get(ReceivedOffer, offer_id, path=("input", "id"))
    if offer.state is not OfferState.OPEN:
        raise InvalidInput(f"the offer is {offer.state.lower()}", path=("input", "id"))
    return offer


def renamed(pack: ContentPack, pack_id: str) -> ContentPack:
    """The same content under another id.

    Raises:
        InvalidInput: it can be no id.
    """
    try:
        manifest = Manifest.model_validate({**pack.manifest.model_dump(), "id": pack_id})
    except ValueError as error:
        raise InvalidInput(f"{pack_id!r} can be no id of a pack", path=("input", "as")) from error
    own = {"pack": pack_id}
    return replace(
        pack,
        manifest=manifest,
        checklists=tuple(
            each.model_copy(update={**own, "items": tuple(item.model_copy(update=own) for item in each.items)})
            for each in pack.checklists
        ),
        factors=tuple(each.model_copy(update=own) for each in pack.factors),
        options=tuple(each.model_copy(update=own) for each in pack.options),
        process_templates=tuple(each.model_copy(update=own) for each in pack.process_templates),
        indicator_systems=tuple(each.model_copy(update=own) for each in pack.indicator_systems),
        substances=tuple(each.model_copy(update=own) for each in pack.substances),
        benchmarks=tuple(each.model_copy(update=own) for each in pack.benchmarks),
        consumptions=tuple(each.model_copy(update=own) for each in pack.consumptions),
        heating_values=tuple(each.model_copy(update=own) for each in pack.heating_values),
    )


def _tell(session: AsyncSession, tenant_id: str, offer_id: str, action: str, after: dict[str, object]) -> None:
    append_event(
        session,
        tenant_id=tenant_id,
        member_id=None,
        action=action,
        subject_type="ReceivedOffer",
        subject_id=offer_id,
        after=after,
    )
