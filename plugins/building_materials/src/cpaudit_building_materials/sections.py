"""What a report says of a kiln line, a glass furnace or a tile kiln, beside what every report says."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import (
    AuditView,
    LocalizedText,
    QuantityStatus,
    QuantityView,
    ReportChart,
    ReportSection,
    ReportSeries,
    ReportTable,
)
from cpaudit_building_materials.calculators.amounts import text
from cpaudit_building_materials.furnaces import GlassFurnace, TileKiln, glass_furnace, tile_kiln
from cpaudit_building_materials.kiln_line import KilnLine, kiln_line

IPCC_DEFAULT, CSI_DEFAULT = 0.52, 0.525
"""t CO2/t clinker: BLD-CLK-CO2 and BLD-CLK-CO2-CSI."""

Row = tuple[LocalizedText, QuantityView | None, LocalizedText]


def sections(audit: AuditView) -> Iterator[ReportSection]:
    """One section for each kind of furnace that the audit has."""
    line = kiln_line(audit)
    if line is not None:
        yield _of_kiln_line(line)
    furnace = glass_furnace(audit)
    if furnace is not None:
        yield _of_furnace(furnace)
    kiln = tile_kiln(audit)
    if kiln is not None:
        yield _of_tile_kiln(kiln)


def _of_kiln_line(line: KilnLine) -> ReportSection:
    rows: tuple[Row, ...] = (
        (text("熟料产量（实测）", "Clinker output, measured"), line.clinker, text("—", "—")),
        (
            text("熟料氧化钙", "CaO of the clinker"),
            line.cao,
            text("65%，IPCC 2006式2.4默认", "65 %, default of IPCC 2006, Eq 2.4"),
        ),
        (text("熟料氧化镁", "MgO of the clinker"), line.mgo, text("—", "—")),
        (
            text("吨熟料热耗", "Heat for a tonne of clinker"),
            line.heat,
            text("2900～3300 MJ/t，2013/163/EU表1", "2900-3300 MJ/t, 2013/163/EU, Table 1"),
        ),
        (
            text("熟料工艺二氧化碳（记录值）", "Process CO2 of clinker, recorded"),
            line.recorded_co2,
            text("0.52 t/t，IPCC 2006默认", "0.52 t/t, default of IPCC 2006"),
        ),
        (
            text("熟料工艺二氧化碳（按成分）", "Process CO2 of clinker, by composition"),
            line.computed_co2,
            text("方法2，窑灰修正1.02", "tier 2, dust correction 1.02"),
        ),
        (
            text("水泥熟料用量系数", "Clinker for a tonne of cement"),
            line.clinker_to_cement,
            text("0.75～0.95，IPCC 2006默认", "0.75-0.95, defaults of IPCC 2006"),
        ),
        (
            text("窑尾氮氧化物", "NOx in the kiln stack"),
            line.nox,
            text("200～450 mg/Nm³，10% O₂，2013/163/EU表2", "200-450 mg/Nm3, 10 % O2, 2013/163/EU, Table 2"),
        ),
    )
    categories = (
        text("记录值", "Recorded"),
        text("按成分", "By composition"),
        text("IPCC默认值", "IPCC default"),
        text("CSI默认值", "CSI default"),
    )
    values = (
        None if line.recorded_co2 is None else line.recorded_co2.value,
        None if line.computed_co2 is None else line.computed_co2.value,
        IPCC_DEFAULT,
        CSI_DEFAULT,
    )
    return ReportSection(
        heading=text("水泥熟料生产线", "Cement kiln line"),
        parts=(
            text(
                "工艺二氧化碳来自石灰石等碳酸盐分解，与燃料无关，由熟料成分和产量决定；降低途径是替代原料和降低水泥熟料用量系数。",
                "Process CO2 comes from carbonates, whatever the fuel. It follows from composition and output of the"
                " clinker; raw materials without carbonate and less clinker in the cement reduce it.",
            ),
            _table(text("熟料生产线主要数据与对照", "Figures of the kiln line, and what they stand against"), rows),
            ReportChart(
                caption=text("吨熟料工艺二氧化碳", "Process CO2 for a tonne of clinker"),
                sentence=text(
                    "记录值和按成分计算值与IPCC、CSI默认值的比较",
                    "The recorded value and that by composition beside the defaults of IPCC and CSI",
                ),
                categories=categories,
                series=(ReportSeries(name=text("工艺二氧化碳", "Process CO2"), values=values),),
                unit="t/t",
            ),
        ),
    )


def _of_furnace(furnace: GlassFurnace) -> ReportSection:
    share = furnace.cullet_ratio
    cullet_ratio = None if share is None else QuantityView(100 * share, "%", QuantityStatus.CALCULATED)
    rows: tuple[Row, ...] = (
        (text("玻璃液出料量（实测）", "Glass drawn, measured"), furnace.melted, text("—", "—")),
        (text("入窑料量（实测）", "Charge, measured"), furnace.charge, text("—", "—")),
        (text("碎玻璃用量（实测）", "Cullet, measured"), furnace.cullet, text("—", "—")),
        (
            text("碎玻璃比例", "Cullet ratio"),
            cullet_ratio,
            text(
                "瓶罐30%～80%、浮法10%～25%，IPCC 2006表2.6", "containers 30-80 %, float 10-25 %, IPCC 2006, Table 2.6"
            ),
        ),
    )
    return ReportSection(
        heading=text("玻璃熔窑", "Glass furnace"),
        parts=(_table(text("熔窑主要数据与对照", "Figures of the furnace, and what they stand against"), rows),),
    )


def _of_tile_kiln(kiln: TileKiln) -> ReportSection:
    heat = None if kiln.heat is None else QuantityView(kiln.heat, "GJ/t", QuantityStatus.CALCULATED)
    rows: tuple[Row, ...] = (
        (text("辊道窑燃料（实测）", "Fuel of the roller kiln, measured"), kiln.fuel, text("—", "—")),
        (text("出窑产量（实测）", "Fired output, measured"), kiln.tiles, text("—", "—")),
        (
            text("吨产品烧成热耗", "Heat for a tonne of fired tiles"),
            heat,
            text("1.9～4.8 GJ/t，BREF CER 2007表3.32", "1.9-4.8 GJ/t, BREF CER 2007, Table 3.32"),
        ),
    )
    return ReportSection(
        heading=text("陶瓷砖烧成", "Firing of tiles"),
        parts=(_table(text("烧成主要数据与对照", "Figures of the firing, and what they stand against"), rows),),
    )


def _table(caption: LocalizedText, rows: tuple[Row, ...]) -> ReportTable:
    return ReportTable(
        caption=caption,
        columns=(text("项目", "What"), text("本审核", "This audit"), text("对照", "Stands against")),
        rows=rows,
    )
