"""Checks of a pack's files: format, units, sources, translations; each finding with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cpaudit.authoring.conformance.findings import CheckResult, Finding, Severity, of_problem
from cpaudit.contributions import Checklist, ContentError, ContentPack, Evidence
from cpaudit.contributions.content import Origins
from cpaudit.contributions.documents import read_text
from cpaudit.contributions.fields import Contribution, Frozen
from cpaudit.contributions.locate import MANIFEST_FILE
from cpaudit.contributions.problems import ProblemLog
from cpaudit.contributions.toml_document import parse_toml
from cpaudit.engine import is_unit
from cpaudit.errors import PathPart
from cpaudit.text import LocalizedText

CONTENT = ("content", "Content, read as an author's")
UNITS = ("units", "Units")
SOURCES = ("sources", "Sources")
TRANSLATIONS = ("translations", "Translations")

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2}")


def read_strictly(directory: Path) -> tuple[ContentPack | None, CheckResult]:
    """The pack in a directory, None where it cannot be read, and the result of reading it."""
    try:
        pack = ContentPack.from_directory(directory, strict=True)
    except ContentError as error:
        return None, CheckResult.of(*CONTENT, map(of_problem, error.problems))
    return pack, CheckResult.of(*CONTENT, _emptiness(pack))


def check_units(pack: ContentPack) -> CheckResult:
    """Every unit is one that the unit registry knows."""
    try:
        pack.check(is_unit)
    except ContentError as error:
        return CheckResult.of(*UNITS, map(of_problem, error.problems))
    return CheckResult.of(*UNITS, ())


def check_sources(pack: ContentPack, directory: Path) -> CheckResult:
    """Every source that is listed is cited, and every figure was read in the text that it names."""
    return CheckResult.of(*SOURCES, [*_uncited(pack, directory), *_unverified(pack)])


def check_translations(pack: ContentPack) -> CheckResult:
    """A text in Chinese is Chinese, and a text in English is not."""
    return CheckResult.of(*TRANSLATIONS, _texts(pack))


def _emptiness(pack: ContentPack) -> Iterator[Finding]:
    if not any(True for _ in pack.contributions()):
        yield Finding(Severity.ERROR, "the pack holds no item", MANIFEST_FILE, 1, "see the content format")


def _uncited(pack: ContentPack, directory: Path) -> Iterator[Finding]:
    cited = {item.source for item in pack.sourced}
    cited |= {indicator.source for system in pack.indicator_systems for indicator in system.indicators}
    log = ProblemLog()
    text = read_text(directory / MANIFEST_FILE, MANIFEST_FILE, log)
    document = None if text is None else parse_toml(text, MANIFEST_FILE, log)
    for index, source in enumerate(pack.manifest.sources):
        if source.id not in cited:
            line = document.locate(("sources", index)).line if document is not None else 0
            yield Finding(Severity.WARNING, f"nothing cites the source {source.id!r}", MANIFEST_FILE, line)


def _unverified(pack: ContentPack) -> Iterator[Finding]:
    figures: list[tuple[Contribution, Evidence]] = [
        *((item, item.evidence) for item in pack.factors),
        *((item, item.evidence) for item in pack.options),
        *((item, item.evidence) for item in pack.benchmarks),
        *((item, item.evidence) for item in pack.consumptions),
        *((item, item.evidence) for item in pack.heating_values),
        *((item, item.evidence) for item in pack.indicator_systems if item.evidence is not None),
    ]
    for item, evidence in figures:
        if evidence is Evidence.UNVERIFIED:
            message = f"{item.code} was not read in the text that is its source"
            yield _at(pack.origins, item, ("evidence",), message, "read it there, then write verified")


def _texts(pack: ContentPack) -> Iterator[Finding]:
    for item in pack.contributions():
        # The items of a checklist are contributions of their own.
        texts: Iterable[tuple[tuple[PathPart, ...], LocalizedText]]
        texts = [(("name",), item.name)] if isinstance(item, Checklist) else _localized(item, ())
        for path, text in texts:
            for message in _doubts(text):
                yield _at(pack.origins, item, path, message)


def _doubts(text: LocalizedText) -> Iterator[str]:
    chinese, english = text["zh-CN"], text["en"]
    if _WORD.search(chinese) and not _HAN.search(chinese):
        yield f"the text for zh-CN has no Chinese in it: {chinese!r}"
    if _HAN.search(english):
        yield f"the text for en has Chinese in it: {english!r}"


def _localized(value: object, path: tuple[PathPart, ...]) -> Iterator[tuple[tuple[PathPart, ...], LocalizedText]]:
    if isinstance(value, LocalizedText):
        yield path, value
    elif isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from _localized(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, each in enumerate(value):
            yield from _localized(each, (*path, index))


def _at(origins: Origins, item: Contribution, path: tuple[PathPart, ...], message: str, remedy: str = "") -> Finding:
    place = origins.locate(item.ref, path)
    return Finding(Severity.WARNING, message, place.file, place.line, remedy)
