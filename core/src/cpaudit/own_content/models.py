"""Tables of overlays and of a tenant's own packs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.storage.tables import (
    TenantTable,
    VersionedTable,
    belongs_to,
    enum_field,
    json_field,
    moment_field,
    now,
    text_field,
)
from cpaudit.text import LocalizedText


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class OverlayDraft(VersionedTable, table=True):
    """The tenant's next overlay, as far as it has come. It holds the whole overlay, not only what is new.

    Attributes:
        open_key: the same for every draft that is worked on, so that a tenant has one at a time; else None.
        based_on: number of the revision it started from; 0 where there was none.
        reason: why it was sent back to its authors, if it was.
        revision_id: what became of it.
    """

    __tablename__ = "overlay_draft"
    __table_args__ = (UniqueConstraint("tenant_id", "open_key"), belongs_to("overlay_revision", "revision_id"))

    open_key: str | None = Field(default=None, max_length=64)
    title: str = Field(max_length=300)
    state: DraftState = enum_field(DraftState, default=DraftState.DRAFT)
    based_on: int = Field(default=0)
    created_by: str | None = Field(default=None, max_length=32)
    created_at: datetime = moment_field(default_factory=now)
    changed_at: datetime = moment_field(default_factory=now)
    submitted_by: str | None = Field(default=None, max_length=32)
    submitted_at: datetime | None = moment_field(default=None)
    decided_by: str | None = Field(default=None, max_length=32)
    decided_at: datetime | None = moment_field(default=None)
    reason: str | None = Field(default=None, max_length=2000)
    revision_id: str | None = Field(default=None, max_length=32)


class DraftBase(TenantTable, table=True):
    """The version of a pack on which the changes of a draft stand."""

    __tablename__ = "overlay_draft_base"
    __table_args__ = (UniqueConstraint("tenant_id", "draft_id", "pack"), belongs_to("overlay_draft", "draft_id"))

    draft_id: str = Field(max_length=32)
    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)


class DraftChange(TenantTable, table=True):
    """One change of a draft, as :mod:`cpaudit.own_content.written` writes it.

    Attributes:
        place: the item and the field; a draft has one change of each.
    """

    __tablename__ = "overlay_draft_change"
    __table_args__ = (UniqueConstraint("tenant_id", "draft_id", "place"), belongs_to("overlay_draft", "draft_id"))

    draft_id: str = Field(max_length=32)
    position: int
    place: str = Field(max_length=600)
    written: dict[str, object] = json_field()


class OverlayRevision(TenantTable, table=True):
    """A published overlay: the whole of it. Rows are only ever added; the latest counts.

    Attributes:
        changes: all changes, each as :mod:`cpaudit.own_content.written` writes it.
        bases: what they were made on, ``[pack, version, content hash]`` each; the content is stored.
    """

    __tablename__ = "overlay_revision"
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)

    number: int
    title: str = Field(max_length=300)
    changes: list[dict[str, object]] = json_field()
    bases: list[list[str]] = json_field()
    submitted_by: str | None = Field(default=None, max_length=32)
    published_by: str | None = Field(default=None, max_length=32)
    published_at: datetime = moment_field(default_factory=now)


class OwnPack(VersionedTable, table=True):
    """A pack without code that belongs to one tenant.

    Attributes:
        pack: the pack's id.
        pack_version: the version that is in use when the pack is enabled.
        content_hash: of that version.
        from_tenant: code of the tenant that offered it; None where it was uploaded here.
        from_pack: the pack's id there.
        from_hash: hash of the content as it was offered.
    """

    __tablename__ = "own_pack"
    __table_args__ = (UniqueConstraint("tenant_id", "pack"),)

    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    enabled: bool = Field(default=False)
    from_tenant: str | None = Field(default=None, max_length=64)
    from_pack: str | None = Field(default=None, max_length=120)
    from_hash: str | None = Field(default=None, max_length=64)
    created_by: str | None = Field(default=None, max_length=32)
    created_at: datetime = moment_field(default_factory=now)


class OwnPackVersion(TenantTable, table=True):
    """One version of an own pack; its content is stored for good. Rows are only ever added."""

    __tablename__ = "own_pack_version"
    __table_args__ = (
        UniqueConstraint("tenant_id", "own_pack_id", "pack_version"),
        belongs_to("own_pack", "own_pack_id"),
        belongs_to("stored_pack", "stored_id"),
    )

    own_pack_id: str = Field(max_length=32)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    stored_id: str = Field(max_length=32)
    added_by: str | None = Field(default=None, max_length=32)
    added_at: datetime = moment_field(default_factory=now)


class PackUpload(TenantTable, table=True):
    """A zip that was sent, until a pack is made of it."""

    __tablename__ = "pack_upload"

    size: int
    sha256: str = Field(max_length=64)
    content: bytes
    uploaded_by: str | None = Field(default=None, max_length=32)
    uploaded_at: datetime = moment_field(default_factory=now)


class OfferState(StrEnum):
    """Where an offer stands."""

    OPEN = "OPEN"
    WITHDRAWN = "WITHDRAWN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


class PackOffer(VersionedTable, table=True):
    """A version of an own pack that this tenant offers to another; the other one is not looked into."""

    __tablename__ = "pack_offer"
    __table_args__ = (belongs_to("own_pack", "own_pack_id"),)

    own_pack_id: str = Field(max_length=32)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    to_tenant: str = Field(max_length=64)
    withdrawn: bool = Field(default=False)
    offered_by: str | None = Field(default=None, max_length=32)
    offered_at: datetime = moment_field(default_factory=now)
    withdrawn_at: datetime | None = moment_field(default=None)


class ReceivedOffer(VersionedTable, table=True):
    """A pack that another tenant offers to this one: a copy, with the same id as the offer there.

    Attributes:
        content: the pack, as stored packs are kept.
        own_pack_id: the pack that was made of it.
    """

    __tablename__ = "received_offer"
    __table_args__ = (belongs_to("own_pack", "own_pack_id"),)

    from_tenant: str = Field(max_length=64)
    pack: str = Field(max_length=120)
    pack_version: str = Field(max_length=60)
    content_hash: str = Field(max_length=64)
    name: LocalizedText = text_field()
    content: bytes
    state: OfferState = enum_field(OfferState, default=OfferState.OPEN)
    received_at: datetime = moment_field(default_factory=now)
    decided_at: datetime | None = moment_field(default=None)
    own_pack_id: str | None = Field(default=None, max_length=32)
