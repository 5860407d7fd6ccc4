"""A content pack: what a plugin knows of its industry, typed, frozen and identified by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from cpaudit.contributions.checks import check_references, check_units
from cpaudit.contributions.content import Origins, PackContent
from cpaudit.contributions.fields import Contribution, Frozen
from cpaudit.contributions.locate import MANIFEST_FILE, PACK_DIRECTORY, pack_directory
from cpaudit.contributions.problems import ContentError, ContentProblem, Location, ProblemLog
from cpaudit.contributions.reader import Reading, read_pack, shared_options, shared_reading

CANONICAL_FORM = "cpaudit-content-1"
"""What a content hash and stored content begin with: another form gets another name."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ContentPack(PackContent):
    """A pack. Two packs are equal if their content is, whatever files it came from, and the same overlay made it so.

    Attributes:
        origins: where each item was read.
        warnings: what was odd about the files, but did not keep them from being read.
        overlay_revision: the revision of a tenant's overlay that changed it; None for a pack as its author made it.
    """

    origins: Origins = field(default_factory=Origins, repr=False)
    warnings: tuple[ContentProblem, ...] = field(default=(), repr=False)
    overlay_revision: int | None = field(default=None, repr=False)

    @classmethod
    def of_package(cls, name: str, *, strict: bool = False) -> Self:
        """The pack in the directory ``pack`` of a package; a plugin passes its ``__name__``.

        Raises:
            ContentError: there is no pack, or something is wrong in it.
            ModuleNotFoundError: there is no such package.
        """
        directory = pack_directory(name)
        if directory is None:
            log = ProblemLog()
            file = f"{PACK_DIRECTORY}/{MANIFEST_FILE}"
            log.error(Location(file), (), f"the package {name} has no such file", "see the content format")
            raise ContentError(name, log.problems)
        return cls.from_directory(directory, strict=strict)

    @classmethod
    def from_directory(cls, path: Path | str, *, strict: bool = False) -> Self:
        """The pack in a directory.

        Args:
            path: the directory that holds ``pack.toml``.
            strict: unknown keys are errors, as for an author; otherwise they are :attr:`warnings`, so that
                an older cpaudit takes a newer pack.

        Raises:
            ContentError: with every problem, each with file and line.
        """
        return cls._of(read_pack(Path(path), strict=strict))

    @classmethod
    def _of(cls, reading: Reading) -> Self:
        content = reading.content
        return cls(
            manifest=content.manifest,
            checklists=content.checklists,
            factors=content.factors,
            options=content.options,
            process_templates=content.process_templates,
            indicator_systems=content.indicator_systems,
            substances=content.substances,
            benchmarks=content.benchmarks,
            consumptions=content.consumptions,
            heating_values=content.heating_values,
            origins=reading.origins,
            warnings=reading.warnings,
        )

    @property
    def id(self) -> str:
        """The pack's id."""
        return self.manifest.id

    @property
    def version(self) -> str:
        """The pack's version."""
        return self.manifest.version

    @cached_property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of the canonical form of the manifest and all items.

        The form leaves out fields that have their default value, so that a later cpaudit, which knows more
        fields, computes the same hash for the same pack. The order of items counts only within a checklist.
        """
        digest = hashlib.sha256(CANONICAL_FORM.encode())
        digest.update(canonical(stated(self.manifest)))
        items: list[Contribution] = [
            *self.checklists,
            *self.factors,
            *self.options,
            *self.process_templates,
            *self.indicator_systems,
            *self.substances,
            *self.benchmarks,
            *self.consumptions,
            *self.heating_values,
        ]
        for item in sorted(items, key=lambda item: item.ref):
            digest.update(b"\n" + item.ref.encode() + b"\n")
            digest.update(canonical(stated(item)))
        return digest.hexdigest()

    def check(self, known_unit: Callable[[str], bool]) -> None:
        """See that references lead somewhere, also in a pack that was built in Python, and that units are known.

        Args:
            known_unit: says whether the unit registry knows a unit; ``cpaudit.engine.is_unit`` in the product.

        Raises:
            ContentError: with every problem, each with file and line where the item came from a file.
        """
        log = ProblemLog()
        check_references(self, self.origins, log, shared=shared_options(self.manifest))
        check_units(self, known_unit, self.origins, log)
        if log.problems:
            raise ContentError(self.id, log.problems)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ContentPack):
            return False
        return (self.content_hash, self.overlay_revision) == (other.content_hash, other.overlay_revision)

    def __hash__(self) -> int:
        return hash(self.content_hash)


@cache
def shared_pack() -> ContentPack:
    """The pack that all industries share, as this release has it."""
    return ContentPack._of(shared_reading())


def stated(part: Frozen) -> dict[str, Any]:
    """What a manifest or an item states, fit for JSON; what has its default value is left out."""
    return part.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def canonical(value: Any) -> bytes:
    """The one way to write plain JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()
