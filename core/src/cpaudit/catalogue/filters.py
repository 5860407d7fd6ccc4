"""Which items of the library are asked for. A field that is left out filters nothing."""

from __future__ import annotations

import strawberry

from cpaudit import library
from cpaudit.catalogue.vocabulary import Aspect, CostClass, Evidence, PhaseKey, StepKey

_SEARCH = "Words, each of which stands in the code or in a text, in any language."
_PACK = "Id of a pack."
_PROCESS = "Code of a unit process."


@strawberry.input(description="Which checklist items.")
class ChecklistItemFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    phase: PhaseKey | None = strawberry.field(default=None, description="A phase of any method.")
    step: StepKey | None = None
    aspect: Aspect | None = None
    process: str | None = strawberry.field(default=None, description=_PROCESS)

    def read(self) -> library.ChecklistItemFilter:
        """The library's own filter."""
        return library.ChecklistItemFilter(**vars(self))


@strawberry.input(description="Which emission factors.")
class EmissionFactorFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    process: str | None = strawberry.field(default=None, description="The process, in the source's words.")
    pollutant: str | None = None
    product: str | None = strawberry.field(default=None, description="Key of a product.")
    evidence: Evidence | None = None

    def read(self) -> library.FactorFilter:
        """The library's own filter."""
        return library.FactorFilter(**vars(self))


@strawberry.input(description="Which option templates.")
class OptionTemplateFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    aspect: Aspect | None = None
    process: str | None = strawberry.field(default=None, description=_PROCESS)
    pollutant: str | None = strawberry.field(default=None, description="One that the option reduces.")
    cost_class: CostClass | None = None
    evidence: Evidence | None = None

    def read(self) -> library.OptionFilter:
        """The library's own filter."""
        return library.OptionFilter(**vars(self))


@strawberry.input(description="Which process templates.")
class ProcessTemplateFilter:
    search: str | None = strawberry.field(default=None, description=_SEARCH)
    pack: str | None = strawberry.field(default=None, description=_PACK)
    process: str | None = strawberry.field(default=None, description=_PROCESS)
    product: str | None = strawberry.field(default=None, description="Key of a product.")

    def read(self) -> library.ProcessTemplateFilter:
        """The library's own filter."""
        return library.ProcessTemplateFilter(**vars(self))
