"""What the plugin adds to a report: the acid plant per tonne of acid beside published levels, and N2O."""

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
from cpaudit_chemical.acid import conversion_of, so2_at
from cpaudit_chemical.readings import acid_made, sulphur_dioxide_left, sulphur_fed
from cpaudit_chemical.review import least_sulphur
from cpaudit_chemical.traced import published


def sections(audit: AuditView) -> Iterator[ReportSection]:
    """A section for each thing that the audit has figures of."""
    yield from acid_plant(audit)
    yield from nitrous_oxide(audit)


def acid_plant(audit: AuditView) -> Iterator[ReportSection]:
    """Sulphur, SO2 and conversion per tonne of acid; nothing where no acid was measured."""
    made = acid_made(audit)
    if not made:
        return
    fed, left = sulphur_fed(audit), sulphur_dioxide_left(audit)
    specific = None if left is None else 1000 * left / made
    new, existing = published("CHM-H2SO4-BAT-CONV-NEW"), published("CHM-H2SO4-BAT-CONV-EXIST")
    one_plant = published("CHM-H2SO4-SO2-DC4")
    bounds = [(level, level.lower) for level in (existing, new) if level.lower is not None]
    rows = (
        (
            _text("吨酸硫耗", "Sulphur per tonne of acid"),
            None if fed is None else _reckoned(1000 * fed / made, "kg/t"),
            _text(f"理论最低 {least_sulphur():.1f} kg/t", f"{least_sulphur():.1f} kg/t are in the acid"),
        ),
        (
            _text("吨酸二氧化硫", "SO2 per tonne of acid"),
            None if specific is None else _reckoned(specific, "kg/t"),
            _text(f"某装置 {one_plant.value:g} kg/t", f"{one_plant.value:g} kg/t reported by one plant"),
        ),
        (
            _text("总转化率", "Total conversion"),
            None if specific is None else _reckoned(conversion_of(specific), "%"),
            _text(
                f"最佳可行技术：现有 {existing.lower:g}–{existing.upper:g} %，新建 {new.lower:g}–{new.upper:g} %",
                f"BAT: existing plants {existing.lower:g}–{existing.upper:g} %, new {new.lower:g}–{new.upper:g} %",
            ),
        ),
    )
    levels = [(one_plant.name, one_plant.value), *((level.name, so2_at(lower)) for level, lower in bounds)]
    yield ReportSection(
        heading=_text("硫酸装置", "Sulphuric acid plant"),
        parts=(
            _text(
                "由硫平衡的实测数据折算到每吨100%硫酸；转化率由吨酸二氧化硫按摩尔质量反算，不含滤渣和酸雾中的硫。",
                "From the measurements of the sulphur balance, per tonne of 100 % acid. The conversion follows from SO2"
                " per tonne by the molar masses, without the sulphur of filter residue and mist.",
            ),
            ReportTable(
                caption=_text("吨酸指标与公布水平", "Per tonne of acid, beside published levels"),
                columns=(_text("指标", "Figure"), _text("本企业", "This plant"), _text("公布水平", "Published")),
                rows=rows,
            ),
            ReportChart(
                caption=_text("吨酸二氧化硫", "SO2 per tonne of acid"),
                sentence=_text(
                    "本企业吨酸二氧化硫与公布水平；最佳可行技术按转化率下限折算",
                    "SO2 per tonne of acid of this plant and of published levels; those of BAT at the lower end of"
                    " conversion",
                ),
                categories=(_text("本企业", "This plant"), *(name for name, _ in levels)),
                series=(
                    ReportSeries(
                        name=_text("吨酸二氧化硫", "SO2 per tonne"), values=(specific, *(value for _, value in levels))
                    ),
                ),
                unit="kg/t",
            ),
        ),
    )


def nitrous_oxide(audit: AuditView) -> Iterator[ReportSection]:
    """The lines of N2O in the inventory; nothing where there is none."""
    lines = [line for line in audit.inventory if line.pollutant == "N2O"]
    if not lines:
        return
    yield ReportSection(
        heading=_text("氧化亚氮", "Nitrous oxide"),
        parts=(
            ReportTable(
                caption=_text("氧化亚氮排放的依据", "What the emissions of N2O rest on"),
                columns=(_text("活动水平", "Activity"), _text("系数", "Factor"), _text("排放量", "Emission")),
                rows=tuple((line.activity, line.factor or _text("实测", "Measured"), line.emission) for line in lines),
            ),
        ),
    )


def _reckoned(value: float, unit: str) -> QuantityView:
    return QuantityView(value, unit, QuantityStatus.CALCULATED)


def _text(zh: str, en: str) -> LocalizedText:
    return LocalizedText({"zh-CN": zh, "en": en})
