"""What no item can know alone: that references within a pack lead somewhere, and that units are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from cpaudit.contributions.checklists import ChecklistItem
from cpaudit.contributions.content import Origins, PackContent
from cpaudit.contributions.fields import ContentKind, Contribution
from cpaudit.contributions.problems import ProblemLog
from cpaudit.contributions.processes import ProcessTemplate
from cpaudit.errors import PathPart

_LIST_IT = "list it under [[sources]] in pack.toml"
_NOTHING: Mapping[ContentKind, AbstractSet[str]] = {}


def check_references(
    content: PackContent,
    origins: Origins,
    log: ProblemLog,
    *,
    declared: Mapping[ContentKind, AbstractSet[str]] = _NOTHING,
    shared: AbstractSet[str] = frozenset(),
) -> None:
    """Note every code that is taken twice and every reference that leads nowhere.

    Args:
        declared: codes that exist besides those in *content*, because their items could not be read.
        shared: codes of the options of the shared pack, which references mean where the pack has no such option.
    """
    check = _Check(content, origins, log, declared, shared)
    check.codes()
    check.sources()
    for template in content.process_templates:
        check.process_template(template)
    for item in content.checklist_items:
        check.checklist_item(item)
    check.conditions_end()
    for option in content.options:
        check.known_processes(option, ("processes",), option.processes)
        check.known_options(option, ("requires",), option.requires)
        check.known_options(option, ("excludes",), option.excludes)


def options_elsewhere(content: PackContent) -> frozenset[str]:
    """The codes of options that a pack refers to and does not have: those of the shared pack, as it was then."""
    own = {option.code for option in content.options}
    named = {code for item in content.checklist_items for code in item.suggests}
    named |= {code for option in content.options for code in (*option.requires, *option.excludes)}
    return frozenset(named - own)


def check_units(content: PackContent, known_unit: Callable[[str], bool], origins: Origins, log: ProblemLog) -> None:
    """Note every unit that *known_unit* does not know; each distinct unit is asked for once."""
    note = _noting(origins, log)
    verdicts: dict[str, bool] = {}
    for item in content.contributions():
        for path, unit in item.used_units():
            if unit not in verdicts:
                verdicts[unit] = known_unit(unit)
            if not verdicts[unit]:
                note(item.ref, path, f"the unit {unit!r} is not known")


class _Note(Protocol):
    def __call__(self, ref: str, path: Sequence[PathPart], message: str, remedy: str = "") -> None: ...


def _noting(origins: Origins, log: ProblemLog) -> _Note:
    def note(ref: str, path: Sequence[PathPart], message: str, remedy: str = "") -> None:
        log.error(origins.locate(ref, path), origins.full_path(ref, path), message, remedy)

    return note


class _Check:
    def __init__(
        self,
        content: PackContent,
        origins: Origins,
        log: ProblemLog,
        declared: Mapping[ContentKind, AbstractSet[str]],
        shared: AbstractSet[str],
    ) -> None:
        self._content = content
        self._note = _noting(origins, log)
        self._options = {option.code for option in content.options} | declared.get(ContentKind.OPTION, set()) | shared
        self._items = {item.code: item for item in content.checklist_items}
        self._item_codes = set(self._items) | declared.get(ContentKind.CHECKLIST_ITEM, set())
        self._processes = {
            unit.code: unit.name for template in content.process_templates for unit in template.unit_processes
        }
        read = {template.code for template in content.process_templates}
        # Where a template could not be read its unit processes are unknown, and so is what may refer to them.
        self._all_processes_known = not declared.get(ContentKind.PROCESS_TEMPLATE, set()) - read

    def codes(self) -> None:
        for ref, count in Counter(item.ref for item in self._content.contributions()).items():
            if count > 1:
                self._note(ref, ("code",), f"{ref} is there {count} times")
        for item in self._content.contributions():
            if item.pack != self._content.manifest.id:
                message = f"the item belongs to the pack {item.pack}, not to {self._content.manifest.id}"
                self._note(item.ref, (), message)

    def sources(self) -> None:
        listed = {source.id for source in self._content.manifest.sources}
        for item in self._content.sourced:
            source = item.source
            if source is not None and source not in listed:
                self._unknown(item, ("source",), "source", source, _LIST_IT)

        for system in self._content.indicator_systems:
            for index, indicator in enumerate(system.indicators):
                if indicator.source is not None and indicator.source not in listed:
                    path: tuple[PathPart, ...] = ("indicators", index, "source")
                    self._unknown(system, path, "source", indicator.source, _LIST_IT)

    def process_template(self, template: ProcessTemplate) -> None:
        codes = [unit.code for unit in template.unit_processes]
        self._twice(template, "units", codes)
        self._twice(template, "streams", [stream.code for stream in template.streams])
        for index, unit in enumerate(template.unit_processes):
            # One code, one meaning: the same unit process may stand in several templates.
            if self._processes[unit.code] != unit.name:
                path: tuple[PathPart, ...] = ("units", index, "code")
                message = f"the unit process {unit.code} has another name in another place"
                self._note(template.ref, path, message, "give it a code of its own")
        for index, stream in enumerate(template.streams):
            for key, code in (("from", stream.origin), ("to", stream.destination)):
                if code is not None and code not in codes:
                    self._unknown(template, ("streams", index, key), "unit process of this template", code)

    def checklist_item(self, item: ChecklistItem) -> None:
        if item.process is not None:
            self.known_processes(item, ("process",), [item.process], indexed=False)
        self.known_options(item, ("suggests",), item.suggests)
        if item.when is None:
            return
        other = self._items.get(item.when.item)
        if other is None:
            if item.when.item not in self._item_codes:
                self._unknown(item, ("when", "item"), "checklist item", item.when.item)
            return
        for index, answer in enumerate(item.when.answers):
            if answer not in other.possible_answers:
                possible = ", ".join(sorted(other.possible_answers)) or "none that a condition can name"
                self._unknown(item, ("when", "is", index), f"answer to {other.code}", answer, f"possible: {possible}")

    def conditions_end(self) -> None:
        """A ring of conditions would keep its questions from ever being asked."""
        for item in self._content.checklist_items:
            seen = {item.code}
            following: ChecklistItem | None = item
            while following is not None and following.when is not None:
                following = self._items.get(following.when.item)
                if following is item:
                    path = ("when", "item")
                    self._note(item.ref, path, "the condition leads back to the item itself")
                if following is None or following.code in seen:
                    break
                seen.add(following.code)

    def known_options(self, item: Contribution, path: tuple[PathPart, ...], codes: Sequence[str]) -> None:
        for index, code in enumerate(codes):
            if code not in self._options:
                self._unknown(item, (*path, index), "option", code)

    def known_processes(
        self, item: Contribution, path: tuple[PathPart, ...], codes: Sequence[str], *, indexed: bool = True
    ) -> None:
        for index, code in enumerate(codes):
            if code not in self._processes and self._all_processes_known:
                self._unknown(item, (*path, index) if indexed else path, "unit process", code)

    def _twice(self, template: ProcessTemplate, key: str, codes: Iterable[str]) -> None:
        seen: set[str] = set()
        for index, code in enumerate(codes):
            if code in seen:
                path: tuple[PathPart, ...] = (key, index, "code")
                self._note(template.ref, path, f"the code {code} is there twice")
            seen.add(code)

    def _unknown(self, item: Contribution, path: tuple[PathPart, ...], kind: str, code: str, remedy: str = "") -> None:
        self._note(item.ref, path, f"there is no {kind} {code!r}", remedy)
