"""Own packs offered to other tenants: a copy is handed over, and nothing is read across."""

from __future__ import annotations

import zlib
from dataclasses import replace

from cpaudit.contributions import ContentPack, Manifest
from cpaudit.contributions.stored_form import from_stored, to_stored
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library import read_packs
from cpaudit.own_content.models import OfferState, OwnPack, OwnPackVersion, PackOffer, ReceivedOffer
from cpaudit.own_content.services.packs import add_version, require_own_id
from cpaudit.permissions import Permission
from cpaudit.storage.tables import now
from cpaudit.tenancy.others import own_tenant, receiver_named, tenant_with
from cpaudit.work import Work


async def make_offer(work: Work, own_id: str, pack_version: str | None, to_tenant: str) -> str:
    """Hand a copy of an own pack to the tenant with this code; an offer that stands already is the same one.

    Gives the offer's id, which is the same on both sides.

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
    receiver = await receiver_named(work, to_tenant)
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
    pack = (await read_packs(work.session, work.actor.tenant, [version.content_hash]))[version.content_hash]
    sender = await own_tenant(work)
    async with work.handing_over(receiver.id) as there:
        if not await there.all(ReceivedOffer, id=offer.id):
            received = ReceivedOffer(
                tenant_id=receiver.id,
                id=offer.id,
                from_tenant=sender.code,
                pack=pack.id,
                pack_version=pack.version,
                content_hash=pack.content_hash,
                name=pack.manifest.name,
                content=zlib.compress(to_stored(pack)),
            )
            await there.add(received, "packOfferReceived")
    return offer.id


async def withdraw_offer(work: Work, offer_id: str, expected_version: int) -> str:
    """Take an offer back, here and, unless it was decided on, there: what was accepted stays. Gives its id.

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
    receiver = await tenant_with(work, offer.to_tenant)
    async with work.handing_over(receiver.id) as there:
        for received in await there.all(ReceivedOffer, id=offer.id, state=OfferState.OPEN):
            taken_back = {"state": OfferState.WITHDRAWN, "decided_at": now()}
            await there.change(received, None, "packOfferTakenBack", **taken_back)
    return offer.id


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
