"""Reads a content pack from its directory, and tells everything that is wrong with it at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from cpaudit.contributions.checklists import Checklist, ChecklistItem
from cpaudit.contributions.checks import check_references
from cpaudit.contributions.content import Origin, Origins, PackContent
from cpaudit.contributions.csv_columns import columns_of
from cpaudit.contributions.csv_table import parse_csv
from cpaudit.contributions.documents import Document, read_text
from cpaudit.contributions.factors import EmissionFactor
from cpaudit.contributions.fields import ContentKind, Contribution
from cpaudit.contributions.indicators import IndicatorSystem
from cpaudit.contributions.locate import MANIFEST_FILE, pack_directory
from cpaudit.contributions.manifest import SHARED_PACK, Manifest
from cpaudit.contributions.options import OptionTemplate
from cpaudit.contributions.problems import ContentError, ContentProblem, Location, ProblemLog
from cpaudit.contributions.processes import ProcessTemplate
from cpaudit.contributions.published_figures import Benchmark, Consumption, HeatingValue
from cpaudit.contributions.substances import Substance
from cpaudit.contributions.toml_document import parse_toml
from cpaudit.contributions.validation import build_model, value_at
from cpaudit.contributions.vocabulary import check_vocabulary
from cpaudit.contributions.yaml_document import parse_yaml
from cpaudit.errors import PathPart

_FOLDERS = {
    "checklists": ".yaml",
    "factors": ".csv",
    "options": ".yaml",
    "processes": ".yaml",
    "indicators": ".yaml",
    "substances": ".csv",
    "benchmarks": ".csv",
    "consumptions": ".csv",
    "heating_values": ".csv",
}
"""The folders of a pack and the extension of the files in each."""

_SHARED_PACKAGE = "cpaudit.common"

_Item = TypeVar("_Item", bound=Contribution)


@dataclass(frozen=True, slots=True)
class Reading:
    """A pack that was read: what is in it, where it stands, and what was odd about it."""

    content: PackContent
    origins: Origins
    warnings: tuple[ContentProblem, ...]


def read_manifest(directory: Path, *, strict: bool = False) -> Manifest:
    """Read ``pack.toml`` alone; nothing else of the pack is opened.

    Raises:
        ContentError: it is missing or wrong.
    """
    log = ProblemLog()
    manifest = _manifest(directory, log, strict=strict)
    if manifest is None or log.problems:
        raise ContentError(directory.name, log.problems)
    return manifest


def read_pack(directory: Path, *, strict: bool) -> Reading:
    """Read all files of a pack.

    Args:
        directory: holds ``pack.toml`` and the folders of the format.
        strict: an unknown key, column or file is an error; otherwise it is a warning.

    Raises:
        ContentError: with every problem of every file.
    """
    log = ProblemLog()
    manifest = _manifest(directory, log, strict=strict)
    if manifest is None:
        raise ContentError(directory.name, log.problems)
    reader = _Reader(directory, manifest.id, log, strict=strict)
    content = PackContent(
        manifest=manifest,
        checklists=tuple(reader.checklists()),
        factors=tuple(reader.rows("factors", EmissionFactor)),
        options=tuple(reader.listed("options", "options", OptionTemplate)),
        process_templates=tuple(reader.listed("processes", "templates", ProcessTemplate)),
        indicator_systems=tuple(reader.listed("indicators", "systems", IndicatorSystem)),
        substances=tuple(reader.rows("substances", Substance)),
        benchmarks=tuple(reader.rows("benchmarks", Benchmark)),
        consumptions=tuple(reader.rows("consumptions", Consumption)),
        heating_values=tuple(reader.rows("heating_values", HeatingValue)),
    )
    reader.note_strangers()
    origins = Origins(reader.origins)
    check_references(content, origins, log, declared=reader.declared, shared=shared_options(manifest))
    if strict:
        shared = content if manifest.id == SHARED_PACK else shared_reading().content
        check_vocabulary(content, shared.substances, origins, log)
    if log.problems:
        raise ContentError(manifest.id, log.problems)
    return Reading(content, origins, tuple(log.warnings))


@cache
def shared_reading() -> Reading:
    """The pack that all industries share, read once.

    Raises:
        ContentError: something is wrong in it.
        ModuleNotFoundError: cpaudit is not installed.
    """
    directory = pack_directory(_SHARED_PACKAGE)
    if directory is None:
        raise ModuleNotFoundError(f"the package {_SHARED_PACKAGE} has no pack", name=_SHARED_PACKAGE)
    return read_pack(directory, strict=False)


def shared_options(manifest: Manifest) -> frozenset[str]:
    """The codes of the shared pack's options, which this pack may refer to; none for the shared pack itself."""
    if manifest.id == SHARED_PACK:
        return frozenset()
    return frozenset(option.code for option in shared_reading().content.options)


def _manifest(directory: Path, log: ProblemLog, *, strict: bool) -> Manifest | None:
    path = directory / MANIFEST_FILE
    if not path.is_file():
        log.error(Location(MANIFEST_FILE), (), "is missing", f"a pack is a directory with a {MANIFEST_FILE}")
        return None
    text = read_text(path, MANIFEST_FILE, log)
    document = None if text is None else parse_toml(text, MANIFEST_FILE, log)
    return None if document is None else build_model(Manifest, document, (), {}, log, strict=strict)


class _Reader:
    """Reads the items of one pack; what each method yields is free of errors in itself.

    Attributes:
        origins: where each item was read.
        declared: codes that stand in the files, also those of items that could not be read, so that a
            reference to such an item is not called unknown on top.
    """

    def __init__(self, directory: Path, pack: str, log: ProblemLog, *, strict: bool) -> None:
        self._directory = directory
        self._pack = pack
        self._log = log
        self._strict = strict
        self.origins: dict[str, Origin] = {}
        self.declared: dict[ContentKind, set[str]] = defaultdict(set)

    def checklists(self) -> Iterator[Checklist]:
        """The checklists, one a file; an item that is wrong leaves a gap, not a hole in the report."""
        for document in self._yaml("checklists"):
            data = document.data
            if not isinstance(data, dict):
                self._log.error(document.locate(()), (), "a checklist is a map with code, name and items")
                continue
            raw = data.get("items")
            code = data.get("code")
            given: dict[str, object] = {"checklist": code if isinstance(code, str) else "?"}
            entries = raw if isinstance(raw, list) else []
            items = [
                item
                for index in range(len(entries))
                if (item := self._item(ChecklistItem, document, ("items", index), given)) is not None
            ]
            # Without items the model says so itself; with nothing but broken ones it need not.
            if items or not entries:
                checklist = self._item(Checklist, document, (), {"items": tuple(items)} if items else {})
                if checklist is not None:
                    yield checklist

    def rows(self, folder: str, model: type[_Item]) -> Iterator[_Item]:
        """The items of CSV files, one a row."""
        for path, file in self._files(folder):
            text = read_text(path, file, self._log)
            if text is None:
                continue
            for row in parse_csv(text, file, columns_of(model), self._log, strict=self._strict):
                item = self._item(model, row, (), {})
                if item is not None:
                    yield item

    def listed(self, folder: str, key: str, model: type[_Item]) -> Iterator[_Item]:
        """The items of files that hold one list under *key*."""
        for document in self._yaml(folder):
            data = document.data
            entries = data.get(key) if isinstance(data, dict) else None
            if not isinstance(data, dict) or not isinstance(entries, list):
                self._log.error(document.locate((key,)), (key,), f"the file holds a list under {key!r}")
                continue
            for other in sorted(set(data) - {key}):
                self._note_unknown(document.locate((other,)), (other,), "unknown key")
            for index in range(len(entries)):
                item = self._item(model, document, (key, index), {})
                if item is not None:
                    yield item

    def note_strangers(self) -> None:
        """Note files that no folder of the format holds: a misspelt name must not lose its content silently."""
        for path in sorted(self._directory.rglob("*")):
            parts = path.relative_to(self._directory).parts
            file = "/".join(parts)
            hidden = any(part.startswith((".", "__")) for part in parts)
            if path.is_dir() or hidden or path.suffix == ".md" or file == MANIFEST_FILE:
                continue
            if len(parts) != 2 or _FOLDERS.get(parts[0]) != path.suffix:
                self._note_unknown(Location(file), (), "the file is not part of the pack format and is not read")

    def _item(
        self, model: type[_Item], document: Document, path: tuple[PathPart, ...], given: Mapping[str, object]
    ) -> _Item | None:
        raw = value_at(document.data, path)
        code = raw.get("code") if isinstance(raw, dict) else None
        if isinstance(code, str):
            self.declared[model.kind].add(code)
        item = build_model(model, document, path, {"pack": self._pack, **given}, self._log, strict=self._strict)
        if item is None:
            return None
        first = self.origins.get(item.ref)
        if first is not None:
            place = first.place.locate((*first.path, "code"))
            code_path = (*path, "code")
            self._log.error(document.locate(code_path), code_path, f"the code {item.code} is taken at {place}")
            return None
        self.origins[item.ref] = Origin(document.place, path)
        return item

    def _yaml(self, folder: str) -> Iterator[Document]:
        for path, file in self._files(folder):
            text = read_text(path, file, self._log)
            document = None if text is None else parse_yaml(text, file, self._log)
            if document is not None:
                yield document

    def _files(self, folder: str) -> Iterator[tuple[Path, str]]:
        for path in sorted((self._directory / folder).glob(f"*{_FOLDERS[folder]}")):
            yield path, f"{folder}/{path.name}"

    @property
    def _note_unknown(self) -> Callable[[Location, tuple[PathPart, ...], str], None]:
        return self._log.error if self._strict else self._log.warn
