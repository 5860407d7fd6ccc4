"""What all items of content packs have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import strawberry

from cpaudit import contributions
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.packs import ContentPack, ContentSource
from cpaudit.contributions import SHARED_PACK, ContentKind
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library as Items

Info = strawberry.Info[RequestContext, None]


@strawberry.interface(description="An item of a content pack.")
class ContentItem:
    held: strawberry.Private[Any]
    home: strawberry.Private[Items | None] = None
    """Where the item is from; by default what the tenant has enabled."""

    ref: strawberry.ID = shown("ref", description="Its identity for ever: `pack:kind:code`.")
    code: str = shown("code")

    @strawberry.field(description="The pack that it stands in.")
    def pack(self, info: Info) -> ContentPack:
        return ContentPack(held=self.pack_of(info))

    def pack_of(self, info: Info) -> contributions.ContentPack:
        """The pack that holds the item."""
        home = self.home or info.context.library
        return next(pack for pack in home.packs if pack.id == self.held.pack)

    def option_refs(self, info: Info, codes: Sequence[str]) -> list[strawberry.ID]:
        """References of the options that codes mean: of the same pack, else of the shared one."""
        home = self.home or info.context.library
        shared = home if home.pack(SHARED_PACK) is not None else info.context.library
        return [strawberry.ID(ref) for ref in home.option_refs(self.held.pack, codes, shared)]

    def refs(self, kind: ContentKind, codes: Sequence[str]) -> list[strawberry.ID]:
        """References of other items of the same pack."""
        return [strawberry.ID(f"{self.held.pack}:{kind}:{code}") for code in codes]


@strawberry.interface(description="An item whose figures are taken from a document.")
class SourcedItem(ContentItem):
    locator: str | None = shown("locator", description="Table, page or row in the source.")

    @strawberry.field(description="The document.")
    def source(self, info: Info) -> ContentSource | None:
        named = self.held.source
        found = None if named is None else self.pack_of(info).manifest.source(named)
        return None if found is None else ContentSource(held=found)


@strawberry.type(description="What a process makes, and what a figure may be counted per.")
class ContentProduct:
    held: strawberry.Private[contributions.Product]

    key: str = shown("key")
    name: str = shown_text("name")
