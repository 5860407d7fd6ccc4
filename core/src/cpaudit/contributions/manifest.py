"""``pack.toml``: what a pack says about itself before anything of its plugin is imported."""

from __future__ import annotations

from typing import Annotated, Self

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import Field, StringConstraints, field_validator, model_validator

from cpaudit.contributions.fields import Frozen, Label, PackId, Text, Year

API_VERSION = 1
"""Major version of the plugin API that this cpaudit speaks: the hooks and the content format."""

OWN_PREFIX = "own_"
"""What the id of every pack that a tenant uploads begins with, and that of no plugin."""

SHARED_PACK = "common"
"""The id of the pack that all industries share. It comes with cpaudit itself, and everybody has it enabled."""

SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$", max_length=64)]


class Source(Frozen):
    """A document from which figures or requirements are taken.

    Attributes:
        locator: what narrows the document down for the whole pack, a chapter for example.
        note: where the copy was read, and the like.
    """

    id: SourceId
    title: Label
    publisher: Label
    year: Year
    locator: Label | None = None
    note: Label | None = None


class Industry(Frozen):
    """The industry a pack serves.

    Attributes:
        code: the pack's short name for it, ``C26`` for example.
        gb4754: divisions of GB/T 4754-2017, two digits each.
    """

    code: Label
    gb4754: tuple[Annotated[str, StringConstraints(pattern=r"^\d{2}$")], ...] = Field(min_length=1)


class Requires(Frozen):
    """Another pack without which this one is not complete.

    Attributes:
        id: the other pack.
        version: the versions of it that will do, as of a dependency of a distribution: ``>=1.2,<2``; all if left out.
    """

    id: PackId
    version: Annotated[str, StringConstraints(max_length=120)] | None = None

    @field_validator("version")
    @classmethod
    def _readable(cls, version: str | None) -> str | None:
        try:
            SpecifierSet(version or "")
        except InvalidSpecifier as error:
            raise ValueError(f"{version!r} is no range of versions, such as '>=1.2,<2'") from error
        return version

    def accepts(self, version: str) -> bool:
        """Whether this version of the other pack will do; one that cannot be compared only where none is asked for."""
        if not self.version:
            return True
        try:
            return SpecifierSet(self.version).contains(Version(version), prereleases=True)
        except InvalidVersion:
            return False

    def __str__(self) -> str:
        return f"{self.id} {self.version}" if self.version else self.id


class Manifest(Frozen):
    """A pack's manifest.

    Attributes:
        id: the pack's id, equal to the name of the plugin's entry point and its GraphQL namespace.
        version: equal to the version of the distribution that carries the pack.
        api: major version of the plugin API the pack was written for.
        licence: SPDX identifier.
    """

    id: PackId
    version: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*([a-z0-9.+\-]*)$", max_length=40)]
    api: int = Field(ge=1)
    licence: Label
    name: Text
    description: Text
    industry: Industry
    sources: tuple[Source, ...] = ()
    requires: tuple[Requires, ...] = ()

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        seen: set[str] = set()
        for source in self.sources:
            if source.id in seen:
                raise ValueError(f"the source {source.id!r} is listed twice")
            seen.add(source.id)
        required = [each.id for each in self.requires]
        if self.id in required:
            raise ValueError("a pack cannot require itself")
        if len(set(required)) < len(required):
            raise ValueError("a pack is required twice; several limits of its version go into one text")
        return self

    def source(self, source_id: str) -> Source | None:
        """The source with this id, if the pack lists it."""
        return next((source for source in self.sources if source.id == source_id), None)
