"""One pack with an overlay's changes: its items rebuilt, and judged as those of any pack are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from cpaudit.contributions import (
    Benchmark,
    Checklist,
    ChecklistItem,
    Consumption,
    ContentKind,
    ContentPack,
    ContentProblem,
    Contribution,
    EmissionFactor,
    HeatingValue,
    IndicatorSystem,
    Location,
    OptionTemplate,
    ProcessTemplate,
    Source,
    Substance,
)
from cpaudit.contributions.checks import check_references, check_units, options_elsewhere
from cpaudit.contributions.content import Origins
from cpaudit.contributions.documents import JsonLike
from cpaudit.contributions.fields import Frozen
from cpaudit.contributions.problems import ProblemLog
from cpaudit.contributions.reader import shared_options
from cpaudit.contributions.validation import build_model
from cpaudit.errors import PathPart
from cpaudit.library.overlays.changes import Change, ChangeKind
from cpaudit.library.overlays.conflicts import contradictions
from cpaudit.library.overlays.places import Json, NoSuchPlace, named, plain, with_value
from cpaudit.library.overlays.strictness import objection

MODELS: dict[str, type[Contribution]] = {
    ContentKind.CHECKLIST: Checklist,
    ContentKind.CHECKLIST_ITEM: ChecklistItem,
    ContentKind.FACTOR: EmissionFactor,
    ContentKind.OPTION: OptionTemplate,
    ContentKind.PROCESS_TEMPLATE: ProcessTemplate,
    ContentKind.INDICATOR_SYSTEM: IndicatorSystem,
    ContentKind.SUBSTANCE: Substance,
    ContentKind.BENCHMARK: Benchmark,
    ContentKind.CONSUMPTION: Consumption,
    ContentKind.HEATING_VALUE: HeatingValue,
}

Dropped = dict[tuple[str, str], tuple[Change, ...]]

_Item = TypeVar("_Item", bound=Contribution)
_Model = TypeVar("_Model", bound=Frozen)


def overlay_pack(
    pack: ContentPack, changes: Sequence[Change], known_unit: Callable[[str], bool]
) -> tuple[ContentPack, Dropped, tuple[ContentProblem, ...]]:
    """A pack with changes applied, which items lost a reference to a hidden one, and what is wrong with it all."""
    log = ProblemLog()
    log.problems += contradictions(changes)
    ordered = sorted(changes, key=lambda change: change.place)
    work = _Overlaying(pack, ordered, log)
    if not log.problems:
        work.change_fields()
        work.add()
        work.hide()
    made = work.pack()
    if not log.problems:
        origins = Origins()
        shared = shared_options(pack.manifest) | options_elsewhere(pack)
        check_references(made, origins, log, declared=work.hidden_codes, shared=shared)
        check_units(made, known_unit, origins, log)
    return made, work.dropped, tuple(log.problems)


class _Document:
    """The plain form of an item; it stands in no file, so its reference names the place."""

    def __init__(self, ref: str, data: dict[str, Json]) -> None:
        self.ref = ref
        self.data = cast("dict[str, JsonLike]", data)

    @property
    def place(self) -> _Document:
        return self

    def locate(self, path: Sequence[PathPart]) -> Location:
        return Location(self.ref)


class _Overlaying:
    def __init__(self, pack: ContentPack, changes: Sequence[Change], log: ProblemLog) -> None:
        self._pack = pack
        self._changes = changes
        self._log = log
        self._items: dict[str, Contribution] = {item.ref: item for item in pack.contributions()}
        self._order = list(self._items)
        self._sources = list(pack.manifest.sources)
        self.dropped: Dropped = {}
        self.hidden_codes: dict[ContentKind, set[str]] = defaultdict(set)

    def change_fields(self) -> None:
        """Override and tighten the fields of items."""
        by_ref: dict[str, list[Change]] = defaultdict(list)
        for change in self._of(ChangeKind.OVERRIDE_FIELD, ChangeKind.TIGHTEN_FIELD):
            by_ref[change.ref].append(change)
        for ref, changes in by_ref.items():
            item = self._items.get(ref)
            if item is None:
                self._wrong(ref, changes[0].path, "the pack has no such item", "discard the change, or add the item")
                continue
            before = plain(item)
            after = before
            for change in changes:
                after = self._changed(before, after, change)
            built = self._build(type(item), ref, after, items=item.items if isinstance(item, Checklist) else None)
            if built is not None:
                self._items[ref] = built

    def _changed(self, before: dict[str, Json], after: dict[str, Json], change: Change) -> dict[str, Json]:
        if change.path[0] in ("code", "items", "checklist"):
            self._wrong(change.ref, change.path, "an item's identity and place are not changed", "hide it, add another")
            return after
        if change.kind is ChangeKind.TIGHTEN_FIELD:
            wrong = objection(change.item_kind, before, change.path, change.value)
            if wrong is not None:
                self._wrong(change.ref, change.path, wrong, "give a stricter value, or override the field")
        try:
            return with_value(after, change.path, change.value)
        except NoSuchPlace as error:
            self._wrong(change.ref, change.path, str(error), "name a field of the item")
            return after

    def add(self) -> None:
        """Add sources, then items."""
        for change in self._of(ChangeKind.ADD_SOURCE):
            self._add_source(change)
        # Checklists first: items are added to them.
        for change in sorted(self._of(ChangeKind.ADD_ITEM), key=lambda each: each.item_kind != ContentKind.CHECKLIST):
            self._add_item(change)

    def _add_source(self, change: Change) -> None:
        source = _build(Source, change.ref, {**_mapping(change.value), "id": change.code}, {}, self._log)
        known = self._pack.manifest.source(change.code)
        if source is not None and known is None:
            self._sources.append(source)
        elif source is not None and known != source:
            self._wrong(change.ref, ("id",), "the pack lists another document under this id", "choose another id")

    def _add_item(self, change: Change) -> None:
        stated = {**_mapping(change.value), "code": change.code}
        model = MODELS[change.item_kind]
        questions: tuple[ChecklistItem, ...] | None = None
        if model is Checklist:
            questions = self._questions(change, stated.pop("items", None))
        known = self._items.get(change.ref)
        built = self._build(model, change.ref, stated, items=questions)
        if built is None:
            return
        if known is None:
            self._take(built)
        elif known != built:
            self._wrong(change.ref, ("code",), f"the pack has {change.ref} already", "choose another code")

    def _questions(self, change: Change, stated: Json) -> tuple[ChecklistItem, ...]:
        found = []
        for index, each in enumerate(stated if isinstance(stated, list) else ()):
            data = {**_mapping(each), "checklist": change.code}
            ref = f"{self._pack.id}:{ContentKind.CHECKLIST_ITEM}:{data.get('code', f'items.{index}')}"
            question = self._build(ChecklistItem, ref, data)
            known = self._items.get(ref)
            if known is not None and known != question:
                self._wrong(ref, ("code",), f"the pack has {ref} already", "choose another code")
            elif isinstance(question, ChecklistItem):
                found.append(question)
        return tuple(found)

    def _take(self, item: Contribution) -> None:
        if isinstance(item, Checklist):
            for question in item.items:
                self._items[question.ref] = question
                self._order.append(question.ref)
        elif isinstance(item, ChecklistItem):
            around = self._items.get(f"{item.pack}:{ContentKind.CHECKLIST}:{item.checklist}")
            if not isinstance(around, Checklist):
                self._wrong(item.ref, ("checklist",), f"there is no checklist {item.checklist!r}")
                return
            self._items[around.ref] = around.model_copy(update={"items": (*around.items, item)})
        self._items[item.ref] = item
        self._order.append(item.ref)

    def hide(self) -> None:
        """Take hidden items away, and out of the lists of those that merely mention them."""
        gone: dict[str, Change] = {}
        for change in self._of(ChangeKind.HIDE_ITEM):
            gone[change.ref] = change
            hidden = self._items.get(change.ref)
            for question in hidden.items if isinstance(hidden, Checklist) else ():
                gone[question.ref] = change
        for ref, change in gone.items():
            self._items.pop(ref, None)
            if change.item_kind == ContentKind.PROCESS_TEMPLATE:
                # Its unit processes stay codes that questions and options may be about.
                self.hidden_codes[ContentKind.PROCESS_TEMPLATE].add(change.code)
        options = {change.code: change for change in gone.values() if change.item_kind == ContentKind.OPTION}
        for ref, item in self._items.items():
            if isinstance(item, ChecklistItem):
                self._items[ref] = self._without(item, "suggests", options)
            elif isinstance(item, OptionTemplate):
                self._items[ref] = self._without(item, "excludes", options)

    def _without(self, item: _Item, field: str, hidden: Mapping[str, Change]) -> _Item:
        named_codes: tuple[str, ...] = getattr(item, field)
        found = tuple(hidden[code] for code in named_codes if code in hidden)
        if not found:
            return item
        self.dropped[item.ref, field] = found
        return item.model_copy(update={field: tuple(code for code in named_codes if code not in hidden)})

    def pack(self) -> ContentPack:
        """The pack as it is now."""
        present = [self._items[ref] for ref in self._order if ref in self._items]
        checklists = []
        for item in present:
            if isinstance(item, Checklist):
                questions = tuple(
                    question for each in item.items if isinstance(question := self._items.get(each.ref), ChecklistItem)
                )
                # A checklist whose questions are all hidden asks nothing.
                if questions:
                    checklists.append(item.model_copy(update={"items": questions}))
        return replace(
            self._pack,
            manifest=self._pack.manifest.model_copy(update={"sources": tuple(self._sources)}),
            checklists=tuple(checklists),
            factors=_of_kind(present, EmissionFactor),
            options=_of_kind(present, OptionTemplate),
            process_templates=_of_kind(present, ProcessTemplate),
            indicator_systems=_of_kind(present, IndicatorSystem),
            substances=_of_kind(present, Substance),
            benchmarks=_of_kind(present, Benchmark),
            consumptions=_of_kind(present, Consumption),
            heating_values=_of_kind(present, HeatingValue),
        )

    def _of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self._changes if change.kind in kinds)

    def _build(
        self,
        model: type[_Item],
        ref: str,
        data: dict[str, Json],
        *,
        items: tuple[ChecklistItem, ...] | None = None,
    ) -> _Item | None:
        given: dict[str, object] = {"pack": self._pack.id}
        return _build(model, ref, data, given if items is None else {**given, "items": items}, self._log)

    def _wrong(self, ref: str, path: Iterable[PathPart], message: str, remedy: str = "") -> None:
        self._log.error(Location(ref), path, message, remedy)


def _build(
    model: type[_Model], ref: str, data: dict[str, Json], given: Mapping[str, object], log: ProblemLog
) -> _Model | None:
    before = len(log.problems)
    built = build_model(model, _Document(ref, data), (), given, log, strict=True)
    log.problems[before:] = [replace(each, path=named(data, each.path)) for each in log.problems[before:]]
    return built if len(log.problems) == before else None


def _of_kind(items: Iterable[Contribution], kind: type[_Item]) -> tuple[_Item, ...]:
    return tuple(item for item in items if isinstance(item, kind))


def _mapping(value: Json) -> dict[str, Json]:
    return dict(value) if isinstance(value, Mapping) else {}
