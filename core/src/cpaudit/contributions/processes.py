"""Process templates (工艺流程模板): the unit processes of a usual plant and the streams between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from cpaudit.contributions.fields import Code, ContentKind, Contribution, Frozen, Label, Number, Product, Text, Unit
from cpaudit.contributions.manifest import SourceId
from cpaudit.errors import PathPart


class StreamKind(StrEnum):
    """What flows in a stream, as the balances sort it."""

    MATERIAL = "MATERIAL"
    WATER = "WATER"
    ENERGY = "ENERGY"
    EMISSION = "EMISSION"
    WASTE = "WASTE"
    PRODUCT = "PRODUCT"


class UnitProcess(Frozen):
    """One unit process (单元操作).

    Attributes:
        yields: typical yield by substance, as a fraction of the input.
    """

    code: Code
    name: Text
    yields: Mapping[str, Number] = Field(default_factory=dict)


class Stream(Frozen):
    """A flow between two unit processes, or across the boundary of the process.

    Attributes:
        origin: code of the unit process it leaves (``from`` in the file); None where it comes from outside.
        destination: code of the unit process it enters (``to`` in the file); None where it leaves the process.
        unit: unit in which it is usually measured.
        measured_at: the usual measurement point.
    """

    code: Code
    name: Text
    origin: Code | None = Field(default=None, alias="from")
    destination: Code | None = Field(default=None, alias="to")
    kind: StreamKind
    substance: Label | None = None
    unit: Unit
    measured_at: Text | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.origin is None and self.destination is None:
            raise ValueError("a stream comes from a unit process or goes to one")
        return self


class ProcessTemplate(Contribution):
    """A process as a graph of unit processes and streams, from which an audit's process map starts."""

    kind: ClassVar[ContentKind] = ContentKind.PROCESS_TEMPLATE

    name: Text
    product: Product
    unit_processes: tuple[UnitProcess, ...] = Field(alias="units", min_length=1)
    streams: tuple[Stream, ...] = ()
    source: SourceId | None = None
    locator: Label | None = None
    note: Label | None = None

    def used_units(self) -> Iterator[tuple[tuple[PathPart, ...], str]]:
        for index, stream in enumerate(self.streams):
            yield ("streams", index, "unit"), stream.unit
