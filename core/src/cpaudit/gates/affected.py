"""The records of an audit that refer to items of its content, and what another content makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.audits.models import Answer, IndicatorValue, InventoryLine
from cpaudit.audits.services.inventory import estimated_again
from cpaudit.contributions import ContentKind
from cpaudit.engine import Quantity
from cpaudit.errors import CpauditError
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Fate, FieldChange, ItemChange, Library
from cpaudit.options.models import Option


class ReferringKind(StrEnum):
    """Kinds of records that refer to items."""

    ANSWER = "ANSWER"
    INVENTORY_LINE = "INVENTORY_LINE"
    INDICATOR_VALUE = "INDICATOR_VALUE"
    OPTION = "OPTION"


@dataclass(frozen=True, slots=True)
class AffectedRecord:
    """A record whose item is changed or removed. It stays as it is, but for the figure of an inventory line.

    Attributes:
        record_id: id of its row.
        subject: what it is, for a reader.
        item: reference of the item.
        fate: what became of the item.
        fields: how the item is changed.
    """

    kind: ReferringKind
    record_id: str
    subject: str
    item: str
    fate: Fate
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """An inventory line whose factor is changed.

    Attributes:
        emission: by the new factor; None where that cannot be computed, and the line stays as it is.
        columns: all that the line holds then.
        problem: why it cannot.
    """

    line: InventoryLine
    emission: Quantity | None
    columns: dict[str, object]
    problem: str = ""


def affected_records(snapshot: Snapshot, changes: tuple[ItemChange, ...]) -> tuple[AffectedRecord, ...]:
    """The records that refer to an item that differs."""
    by_ref = {change.ref: change for change in changes if change.fate is not Fate.ADDED}
    return tuple(
        AffectedRecord(kind, record_id, subject, item, change.fate, fields)
        for kind, record_id, subject, item, part in _referring(snapshot)
        if (change := by_ref.get(item)) is not None
        for fields in (_of_part(change, part),)
        if fields or change.fate is Fate.REMOVED
    )


def carried_lines(snapshot: Snapshot, library: Library, changes: tuple[ItemChange, ...]) -> tuple[CarriedLine, ...]:
    """The inventory lines whose factor or heating value *library* has with other fields, each as it is with these."""
    kinds = (ContentKind.FACTOR, ContentKind.HEATING_VALUE)
    changed = {each.ref for each in changes if each.kind in kinds and each.fate is not Fate.REMOVED}
    return tuple(
        _carried(line, library)
        for line in snapshot.of(InventoryLine)
        if line.factor is not None and not changed.isdisjoint((line.factor, line.heating_value))
    )


def with_lines(snapshot: Snapshot, carried: tuple[CarriedLine, ...]) -> Snapshot:
    """The audit as it is with these lines; nothing is written, the rows themselves stay as they are."""
    columns = {each.line.id: each.columns for each in carried if each.emission is not None}
    lines = [
        InventoryLine(**{name: getattr(line, name) for name in InventoryLine.model_fields} | columns[line.id])
        if line.id in columns
        else line
        for line in snapshot.of(InventoryLine)
    ]
    return Snapshot(snapshot.audit, snapshot.enterprise, {**snapshot.records, InventoryLine: list(lines)})


def _carried(line: InventoryLine, library: Library) -> CarriedLine:
    try:
        emission, columns = estimated_again(line, library)
    except CpauditError as error:
        # Other units, or another pollutant: somebody has to decide what the line is to be.
        return CarriedLine(line, None, {}, error.message)
    return CarriedLine(line, emission, columns)


def _referring(snapshot: Snapshot) -> Iterator[tuple[ReferringKind, str, str, str, str]]:
    """Kind, id, subject and item of each record, and the part of the item that it refers to."""
    for answer in snapshot.of(Answer):
        yield ReferringKind.ANSWER, answer.id, answer.item, answer.item, ""
    for line in snapshot.of(InventoryLine):
        if line.factor is not None:
            subject = f"{line.name} {line.scenario.value}"
            yield ReferringKind.INVENTORY_LINE, line.id, subject, line.factor, ""
            if line.heating_value is not None:
                yield ReferringKind.INVENTORY_LINE, line.id, subject, line.heating_value, ""
    for value in snapshot.of(IndicatorValue):
        subject = f"{value.indicator} {value.scenario.value}"
        yield ReferringKind.INDICATOR_VALUE, value.id, subject, value.system, f"indicators.{value.indicator}."
    for option in snapshot.of(Option):
        if option.template is not None:
            yield ReferringKind.OPTION, option.id, f"{option.code} {option.name}", option.template, ""


def _of_part(change: ItemChange, part: str) -> tuple[FieldChange, ...]:
    return tuple(field for field in change.fields if field.field.startswith(part))
