"""Which substances, levels, figures of specific use and heating values are asked for."""

from __future__ import annotations

import strawberry

from cpaudit import library
from cpaudit.catalogue.vocabulary import BenchmarkLevel, EnergyBasis, Evidence, Medium

_SEARCH = "Words, each of which stands in the code or in a text, in any language."
_PACK = "Id of a pack."
_PROCESS = "The process, in the source's words."
_PRODUCT = "Key of a product."


@strawberry.input(description="Which substances.")
class SubstanceFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    medium: Medium | None = strawberry.field(default=None, description="Also substances that are counted anywhere.")
    cas: str | None = None

    def read(self) -> library.SubstanceFilter:
        """The library's own filter."""
        return library.SubstanceFilter(**vars(self))


@strawberry.input(description="Which published levels.")
class PublishedLevelFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    process: str | None = strawberry.field(default=None, description=_PROCESS)
    measure: str | None = None
    product: str | None = strawberry.field(default=None, description=_PRODUCT)
    level: BenchmarkLevel | None = None
    evidence: Evidence | None = None

    def read(self) -> library.BenchmarkFilter:
        """The library's own filter."""
        return library.BenchmarkFilter(**vars(self))


@strawberry.input(description="Which figures of specific use.")
class SpecificConsumptionFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    process: str | None = strawberry.field(default=None, description=_PROCESS)
    resource: str | None = None
    product: str | None = strawberry.field(default=None, description=_PRODUCT)
    evidence: Evidence | None = None

    def read(self) -> library.ConsumptionFilter:
        """The library's own filter."""
        return library.ConsumptionFilter(**vars(self))


@strawberry.input(description="Which heating values.")
class HeatingValueFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    fuel: str | None = strawberry.field(default=None, description="Key of a fuel.")
    basis: EnergyBasis | None = None
    evidence: Evidence | None = None

    def read(self) -> library.HeatingValueFilter:
        """The library's own filter."""
        return library.HeatingValueFilter(**vars(self))
