"""A tenant's own packs, and the offers of packs between tenants."""

from __future__ import annotations

from datetime import datetime

import strawberry

from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import column, localized_column, one, ordering, readable, several
from cpaudit.own_content.models import OfferState
from cpaudit.own_content.models import OwnPack as OwnPackRow
from cpaudit.own_content.models import OwnPackVersion as VersionRow
from cpaudit.own_content.models import PackOffer as OfferRow
from cpaudit.own_content.models import ReceivedOffer as ReceivedRow
from cpaudit.permissions import Permission
from cpaudit.tenancy.schema import Member

strawberry.enum(OfferState, name="PackOfferState", description="Where an offer of a pack stands.")


@readable(VersionRow, order=("id",), permission=Permission.MANAGE_PLUGINS)
@strawberry.type(description="One version of an own pack.")
class OwnPackVersion(Node):
    pack_version: str = column()
    content_hash: str = column(description="SHA-256 over all that it says; audits pin it.")
    added_by: Member | None = one("added_by")
    added_at: datetime = column()


OwnPackOrder = ordering("OwnPackOrder", "pack", "created_at")


@strawberry.input(description="Which own packs.")
class OwnPackFilter:
    pack: str | None = None
    enabled: bool | None = None


@readable(OwnPackRow, order=("pack",), permission=Permission.MANAGE_PLUGINS)
@strawberry.type(description="A pack without code that belongs to the tenant.")
class OwnPack(Node):
    pack: str = column(description="The pack's id.")
    pack_version: str = column(description="The version that counts while the pack is enabled.")
    content_hash: str = column()
    enabled: bool = column()
    from_tenant: str | None = column(description="Code of the tenant that offered it; null for an uploaded one.")
    from_pack: str | None = column(description="The pack's id there.")
    from_hash: str | None = column(description="Hash of the content as it was offered.")
    created_by: Member | None = one("created_by")
    created_at: datetime = column()
    versions: list[OwnPackVersion] = several("own_pack_id", order=("id",))
    version: int = column()


PackOfferOrder = ordering("PackOfferOrder", "offered_at")


@readable(OfferRow, order=("-offered_at",), permission=Permission.MANAGE_PLUGINS)
@strawberry.type(description="A version of an own pack that the tenant offers to another.")
class PackOffer(Node):
    own_pack: OwnPack = one("own_pack_id")
    pack_version: str = column()
    content_hash: str = column()
    to_tenant: str = column(description="Code of the other tenant. Whether it accepted is not told.")
    withdrawn: bool = column()
    offered_by: Member | None = one("offered_by")
    offered_at: datetime = column()
    withdrawn_at: datetime | None = column()
    version: int = column()


ReceivedPackOfferOrder = ordering("ReceivedPackOfferOrder", "received_at")


@strawberry.input(description="Which received offers.")
class ReceivedPackOfferFilter:
    state: OfferState | None = None


@readable(ReceivedRow, order=("-received_at",), permission=Permission.MANAGE_PLUGINS)
@strawberry.type(description="A pack that another tenant offers to this one.")
class ReceivedPackOffer(Node):
    from_tenant: str = column(description="Code of the tenant that offers it.")
    pack: str = column(description="The pack's id there.")
    pack_version: str = column()
    content_hash: str = column()
    name: str = localized_column("name")
    state: OfferState = column()
    received_at: datetime = column()
    decided_at: datetime | None = column()
    own_pack: OwnPack | None = one("own_pack_id", description="The pack that was made of it.")
    version: int = column()
