"""The API of overlays and own packs: where reads begin, and what is done."""

from __future__ import annotations

import strawberry

from cpaudit.errors import NotFound
from cpaudit.graphql.commands import command, work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection, root_connection, root_one, visible_id
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.library.overlays import Change, ChangeKind
from cpaudit.own_content.schemas import inputs
from cpaudit.own_content.schemas.changes import FieldLineage
from cpaudit.own_content.schemas.overlays import (
    OverlayDraft,
    OverlayDraftFilter,
    OverlayDraftOrder,
    OverlayRevision,
    OverlayRevisionOrder,
)
from cpaudit.own_content.schemas.packs import (
    OwnPack,
    OwnPackFilter,
    OwnPackOrder,
    PackOffer,
    PackOfferOrder,
    ReceivedPackOffer,
    ReceivedPackOfferFilter,
    ReceivedPackOfferOrder,
)
from cpaudit.own_content.services import drafts, offers, packs, publishing, rebasing
from cpaudit.own_content.services.lineage import lineage_of
from cpaudit.permissions import Permission, signed_in
from cpaudit.work import Work

Info = strawberry.Info[RequestContext, None]


@strawberry.type
class OwnContentQueries:
    overlay_revision: OverlayRevision | None = root_one()
    overlay_revisions: Connection[OverlayRevision] = root_connection(
        order=OverlayRevisionOrder, description="The tenant's published overlays, latest first."
    )
    overlay_draft: OverlayDraft | None = root_one()
    overlay_drafts: Connection[OverlayDraft] = root_connection(
        filter=OverlayDraftFilter, order=OverlayDraftOrder, description="Drafts of the tenant's overlay, latest first."
    )
    own_packs: Connection[OwnPack] = root_connection(filter=OwnPackFilter, order=OwnPackOrder)
    pack_offers: Connection[PackOffer] = root_connection(
        order=PackOfferOrder, description="Own packs that the tenant offers to others."
    )
    received_pack_offers: Connection[ReceivedPackOffer] = root_connection(
        filter=ReceivedPackOfferFilter, order=ReceivedPackOfferOrder, description="Packs that others offer."
    )

    @strawberry.field(
        description="Where a field of an item of the library comes from; null where the library has no such item."
    )
    async def field_lineage(self, info: Info, ref: strawberry.ID, path: list[str]) -> FieldLineage | None:
        context = info.context
        actor = signed_in(context.actor)
        actor.require(Permission.READ)
        try:
            found = await lineage_of(context.database, actor.tenant, context.host, context.enabled, ref, tuple(path))
        except NotFound:
            return None
        return FieldLineage(held=found)


def _draft(given: strawberry.ID) -> str:
    return visible_id(given, OverlayDraft, path=("input", "draft"))


@strawberry.type
class OverlayMutations:
    @command(OverlayDraft)
    async def begin_overlay(self, work: Work, input: inputs.BeginOverlayInput) -> str:
        """Begin a draft that holds what is published now; a tenant has one at a time."""
        return await drafts.begin_draft(work, input.title)

    @command(OverlayDraft, content=True)
    async def add_overlay_item(self, work: Work, input: inputs.AddOverlayItemInput) -> str:
        """Have a pack hold one more item."""
        change = Change(kind=ChangeKind.ADD_ITEM, ref=str(input.ref), value=input.value, reason=input.reason)
        return await drafts.change_item(work, _draft(input.draft), input.expected_version, change)

    @command(OverlayDraft, content=True)
    async def add_overlay_source(self, work: Work, input: inputs.AddOverlaySourceInput) -> str:
        """Have a pack list one more document, for items to name as their source."""
        change = Change(kind=ChangeKind.ADD_SOURCE, ref=str(input.ref), value=input.document(), reason=input.reason)
        return await drafts.change_item(work, _draft(input.draft), input.expected_version, change)

    @command(OverlayDraft, content=True)
    async def override_item_field(self, work: Work, input: inputs.ChangeItemFieldInput) -> str:
        """Give a field of an item another value."""
        return await drafts.change_item(
            work, _draft(input.draft), input.expected_version, input.change(ChangeKind.OVERRIDE_FIELD)
        )

    @command(OverlayDraft, content=True)
    async def tighten_item(self, work: Work, input: inputs.ChangeItemFieldInput) -> str:
        """Make a demand stricter: a threshold, a limiting indicator, required evidence, a condition."""
        return await drafts.change_item(
            work, _draft(input.draft), input.expected_version, input.change(ChangeKind.TIGHTEN_FIELD)
        )

    @command(OverlayDraft, content=True)
    async def hide_item(self, work: Work, input: inputs.HideItemInput) -> str:
        """Have the tenant's library not hold an item."""
        change = Change(kind=ChangeKind.HIDE_ITEM, ref=str(input.ref), reason=input.reason)
        return await drafts.change_item(work, _draft(input.draft), input.expected_version, change)

    @command(OverlayDraft, content=True)
    async def discard_change(self, work: Work, input: inputs.DiscardChangeInput) -> str:
        """Take a change out of a draft, so that the pack counts again there."""
        return await drafts.discard_change(
            work, _draft(input.draft), input.expected_version, str(input.ref), tuple(input.path)
        )

    @command(OverlayDraft, content=True)
    async def rebase_overlay(self, work: Work, input: inputs.RebaseOverlayInput) -> str:
        """Carry the changes of a pack over to its newest version, every conflict settled."""
        decisions = tuple(decision.read() for decision in input.decisions)
        return await rebasing.rebase_draft(work, _draft(input.draft), input.expected_version, input.pack, decisions)

    @command(OverlayDraft)
    async def submit_overlay(self, work: Work, input: inputs.DecideOverlayInput) -> str:
        """Ask for a draft to be reviewed; from then on it does not change."""
        return await publishing.submit_draft(work, _draft(input.draft), input.expected_version)

    @command(OverlayDraft)
    async def reject_overlay(self, work: Work, input: inputs.RejectOverlayInput) -> str:
        """Send a submitted draft back to its authors."""
        return await publishing.reject_draft(work, _draft(input.draft), input.expected_version, input.reason)

    @command(OverlayRevision, content=True)
    async def publish_overlay(self, work: Work, input: inputs.DecideOverlayInput) -> str:
        """Make a submitted draft the next revision; what one person drafts, a second one publishes."""
        return await publishing.publish_draft(work, _draft(input.draft), input.expected_version)

    @command(OverlayDraft)
    async def withdraw_overlay(self, work: Work, input: inputs.DecideOverlayInput) -> str:
        """Give a draft up."""
        return await drafts.withdraw_draft(work, _draft(input.draft), input.expected_version)


@strawberry.type
class OwnPackMutations:
    @command(OwnPack, content=True, transaction=False)
    async def import_pack(self, context: RequestContext, input: inputs.ImportPackInput) -> str:
        """Make an uploaded zip a pack of the tenant, or a further version of one; sending it again changes nothing."""
        actor = signed_in(context.actor)
        upload = row_id(input.upload, "PackUpload", path=("input", "upload"))
        async with work_of(context, actor, writes=False) as work:
            content = await packs.uploaded(work, upload)
        # Outside a transaction, because reading takes a while.
        pack = await packs.read_upload(content)
        async with work_of(context, actor) as work:
            imported = await packs.import_pack(work, pack, upload)
        context.announcer.announce(work.announcements)
        return imported

    @command(OwnPack)
    async def enable_own_pack(self, work: Work, input: inputs.EnableOwnPackInput) -> str:
        """Have a version of an own pack count in the library, from the next request on."""
        own = visible_id(input.id, OwnPack, path=("input", "id"))
        return await packs.enable_pack(work, own, input.expected_version, input.pack_version)

    @command(OwnPack)
    async def disable_own_pack(self, work: Work, input: inputs.DisableOwnPackInput) -> str:
        """Hide an own pack from the library; what audits have pinned of it stays."""
        return await packs.disable_pack(
            work, visible_id(input.id, OwnPack, path=("input", "id")), input.expected_version
        )

    @command(PackOffer)
    async def offer_pack(self, work: Work, input: inputs.OfferPackInput) -> str:
        """Offer a version of an own pack to another tenant; to offer it again changes nothing."""
        own = visible_id(input.id, OwnPack, path=("input", "id"))
        return await offers.make_offer(work, own, input.pack_version, input.tenant)

    @command(PackOffer)
    async def withdraw_pack_offer(self, work: Work, input: inputs.WithdrawPackOfferInput) -> str:
        """Take an offer back; what was accepted before stays with who accepted it."""
        offer = visible_id(input.id, PackOffer, path=("input", "id"))
        return await offers.withdraw_offer(work, offer, input.expected_version)

    @command(OwnPack, content=True)
    async def accept_pack_offer(self, work: Work, input: inputs.AcceptPackOfferInput) -> str:
        """Make a received pack one of the tenant's own: a copy, with where it came from."""
        offer = visible_id(input.id, ReceivedPackOffer, path=("input", "id"))
        return await offers.accept_offer(work, offer, input.expected_version, input.as_id)

    @command(ReceivedPackOffer)
    async def decline_pack_offer(self, work: Work, input: inputs.DeclinePackOfferInput) -> str:
        """Say no to a received pack; the tenant that offers it is not told, and may offer another version."""
        offer = visible_id(input.id, ReceivedPackOffer, path=("input", "id"))
        return await offers.decline_offer(work, offer, input.expected_version)
