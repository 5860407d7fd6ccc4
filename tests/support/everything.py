"""A plugin that uses every hook: illustrative, of an imaginary industry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event

from pydantic import Field

from cpaudit import (
    AuditView,
    Calculation,
    Calculator,
    CalculatorInput,
    ContentPack,
    EnterpriseView,
    Formula,
    GraphqlExtension,
    GraphqlField,
    Input,
    InvalidInput,
    LocalizedText,
    Permission,
    Phase,
    PluginRequest,
    Quantity,
    QuantityStatus,
    QuantityView,
    ReportChart,
    ReportSection,
    ReportSeries,
    ReportTable,
    ReviewFinding,
    Severity,
    convert,
    hookimpl,
)

PACK = Path(__file__).parents[1] / "contributions" / "packs" / "glass"


def text(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})


BATCH = Formula(
    key="glass.batch_gas",
    symbol="E",
    name=text("配合料气体", "Gas from the batch"),
    expression="E = Σ m · f · (1 - c)",
    source="made up for the tests",
    compute=lambda given: (
        sum((m * f for m, f in zip(given.numbers("m"), given.numbers("f"), strict=True)), 0.0) * (1 - given.number("c"))
    ),
)


class Carbonate(CalculatorInput):
    """A carbonate of the batch."""

    mass: Quantity
    gas: float = Field(ge=0, le=1, description="Tonnes of gas from a tonne.")


class BatchGasInput(CalculatorInput):
    """The batch."""

    carbonates: tuple[Carbonate, ...] = Field(max_length=5)
    cullet: float = Field(0.0, ge=0, le=1, description="Share of cullet.")


def batch_gas(given: BatchGasInput) -> Calculation:
    if not given.carbonates:
        raise InvalidInput("a batch without carbonates gives no gas", path=("carbonates",))
    inputs = [
        part
        for each in given.carbonates
        for part in (Input("m", convert(each.mass, "t").value, "t"), Input("f", each.gas))
    ]
    inputs.append(Input("c", given.cullet))
    note = ReviewFinding(code="GLS_DRY", severity=Severity.INFO, message=text("按干基计", "Reckoned dry"))
    return Calculation(BATCH.trace(BATCH.of(inputs), inputs, unit="t"), findings=(note,))


class Fuel(StrEnum):
    GAS = "GAS"
    OIL = "OIL"


@dataclass(frozen=True)
class Furnace:
    """A melting furnace."""

    name: str
    fuel: Fuel | None
    energy: QuantityView | None
    note: LocalizedText
    doors: tuple[int, ...] = ()


@dataclass(frozen=True)
class FurnaceStop:
    """A stop of a furnace."""

    title: str
    hours: float


def fuels(request: PluginRequest, only: Fuel | None = None) -> tuple[str, ...]:
    """The fuels in use."""
    return tuple(f"{each} ({request.language})" for each in Fuel if only in (None, each))


def furnaces(audit: AuditView, first: int = 10) -> tuple[Furnace, ...]:
    """The furnaces of the process map."""
    energy = QuantityView(5.0, "GJ", QuantityStatus.ESTIMATED)
    return tuple(
        Furnace(unit.name, Fuel.GAS, energy, text("示例", "Illustrative"), (1, 2))
        for unit in audit.unit_processes[:first]
    )


def division(enterprise: EnterpriseView) -> str:
    """The division of GB/T 4754-2017."""
    return enterprise.gb4754[:3]


def stop_furnace(audit: AuditView, hours: float) -> FurnaceStop:
    """Say that the furnace stops."""
    if hours <= 0:
        raise InvalidInput("a stop takes time", path=("hours",))
    return FurnaceStop(audit.title, hours)


class Everything:
    """The plugin; ``told`` holds what its listeners heard."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.concluded = Event()
        self.heard = Event()

    @hookimpl
    def cpaudit_content(self) -> ContentPack:
        return ContentPack.from_directory(PACK)

    @hookimpl
    def cpaudit_calculators(self) -> Iterator[Calculator[BatchGasInput]]:
        yield Calculator(
            id="batch_gas",
            name=text("配合料气体", "Gas from the batch"),
            description=text("碳酸盐分解", "Carbonates that decompose"),
            input=BatchGasInput,
            calculate=batch_gas,
            formulas=[BATCH],
        )

    @hookimpl
    def cpaudit_graphql(self) -> GraphqlExtension:
        return GraphqlExtension(
            queries=(GraphqlField(resolve=fuels), GraphqlField(resolve=furnaces, name="furnaces_of")),
            mutations=(GraphqlField(resolve=stop_furnace, permission=Permission.EDIT_AUDITS),),
            on_audit=(GraphqlField(resolve=furnaces, deprecated="use furnacesOf"),),
            on_enterprise=(GraphqlField(resolve=division),),
        )

    @hookimpl
    def cpaudit_review(self, audit: AuditView) -> Iterator[ReviewFinding]:
        yield ReviewFinding(
            code="GLS_CULLET",
            severity=Severity.WARNING,
            message=text("碎玻璃未记录", "No cullet is recorded"),
            evidence=(text(f"{len(audit.streams)}个物流", f"{len(audit.streams)} streams"),),
            path=("streams",),
        )

    @hookimpl
    def cpaudit_report_sections(self, audit: AuditView) -> tuple[ReportSection, ...]:
        return (
            ReportSection(
                heading=text("熔窑", "Furnaces"),
                parts=(
                    text("示例文字", "An illustrative paragraph"),
                    ReportTable(
                        caption=text("能耗", "Energy"),
                        columns=(text("熔窑", "Furnace"), text("能耗", "Energy")),
                        rows=(("F-1", QuantityView(5.0, "GJ", QuantityStatus.ESTIMATED)), ("F-2", None)),
                    ),
                    ReportChart(
                        caption=text("年度", "Years"),
                        sentence=text("能耗下降", "Energy falls"),
                        categories=(text("一年", "First"), text("二年", "Second")),
                        series=(ReportSeries(name=text("能耗", "Energy"), values=(5.0, None)),),
                        unit="GJ",
                    ),
                ),
            ),
        )

    @hookimpl
    def cpaudit_phase_completed(self, audit: AuditView, phase: Phase) -> None:
        self.told.append(f"{phase.key} of {audit.title}")
        self.heard.set()

    @hookimpl
    def cpaudit_audit_concluded(self, audit: AuditView) -> None:
        self.told.append(f"concluded {audit.title}")
        self.concluded.set()
