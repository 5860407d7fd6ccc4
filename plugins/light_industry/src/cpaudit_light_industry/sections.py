"""The section of a report on the water of a plant in light industry."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, ReportChart, ReportSection, ReportSeries, ReportTable
from cpaudit_light_industry.levels import Comparison, comparisons, position_name, range_of
from cpaudit_light_industry.streams import WaterFlow, in_unit, is_cleaning, water_flows
from cpaudit_light_industry.wording import text

_YEARLY = "m3/a"


def sections(audit: AuditView) -> Iterator[ReportSection]:
    """Water by stream, the share of cleaning, and levels; nothing where nothing is known of either."""
    flows = tuple(water_flows(audit))
    compared = comparisons(audit)
    if not flows and not compared:
        return
    parts: list[LocalizedText | ReportTable | ReportChart] = []
    if flows:
        parts += [_share_of_cleaning(flows), _table(flows)]
        chart = _chart(flows)
        if chart is not None:
            parts.append(chart)
    if compared:
        parts.append(_levels(compared))
    yield ReportSection(heading=text("水与清洗", "Water and cleaning"), parts=tuple(parts))


def _share_of_cleaning(flows: tuple[WaterFlow, ...]) -> LocalizedText:
    entering = [(flow, in_unit(flow.quantity, _YEARLY)) for flow in flows if flow.enters]
    known = [(flow, value) for flow, value in entering if value is not None]
    total = sum(value for _, value in known)
    if not known or len(known) < len(entering) or total == 0:
        return text(
            "各用水点的年水量未全部测得，清洗用水占比不能计算。",
            "Not all yearly volumes are known, and so is not the share of cleaning.",
        )
    cleaning = [value for flow, value in known if is_cleaning(flow.unit_process)]
    if len(cleaning) in (0, len(known)):
        return text(
            "已测的进水中没有可与就地清洗对照的用水点，清洗用水占比不能计算。",
            "Nothing else is measured that cleaning in place could be held against, and so its share is not known.",
        )
    share = sum(cleaning) / total
    return text(
        f"工艺流程图中已测的进水共 {total:,.0f} m3/a，其中就地清洗占 {share:.1%}；未测的用水点不在其内。",
        f"Of the water that enters the process map, {total:,.0f} m3/a are known, of which cleaning in place takes "
        f"{share:.1%}; points that nobody measured are not in it.",
    )


def _table(flows: tuple[WaterFlow, ...]) -> ReportTable:
    return ReportTable(
        caption=text("已测水物流", "Streams of water that are known"),
        columns=(
            text("物流", "Stream"),
            text("单元操作", "Unit process"),
            text("方向", "Direction"),
            text("水量", "Amount"),
        ),
        rows=tuple(
            (
                flow.stream.name,
                flow.unit_process.name,
                text("进入", "in") if flow.stream.destination is not None else text("排出", "out"),
                flow.quantity,
            )
            for flow in flows
        ),
    )


def _chart(flows: tuple[WaterFlow, ...]) -> ReportChart | None:
    values = [in_unit(flow.quantity, _YEARLY) for flow in flows]
    known = [(flow, value) for flow, value in zip(flows, values, strict=True) if value is not None]
    if not known:
        return None
    largest, most = max(known, key=lambda pair: pair[1])
    return ReportChart(
        caption=text("各水物流的年水量", "Water by stream"),
        sentence=text(
            f"{len(known)}个水物流中，“{largest.stream.name}”最大，为 {most:,.0f} m3/a。",
            f"Of {len(known)} streams of water, {largest.stream.name!r} is the largest with {most:,.0f} m3/a.",
        ),
        categories=tuple(text(flow.stream.name, flow.stream.name) for flow, _ in known),
        series=(ReportSeries(name=text("水量", "Water"), values=tuple(value for _, value in known)),),
        unit=_YEARLY,
    )


def _levels(compared: tuple[Comparison, ...]) -> ReportTable:
    return ReportTable(
        caption=text("与最佳可行技术水平对照", "Held against the best available techniques"),
        columns=(
            text("指标", "Indicator"),
            text("本企业", "This plant"),
            text("范围", "Range"),
            text("结论", "Position"),
            text("来源", "Source"),
        ),
        rows=tuple(
            (
                each.level.name,
                each.value,
                range_of(each.level),
                position_name(each.position),
                f"{each.level.source}, {each.level.locator} ({each.level.evidence})",
            )
            for each in compared
        ),
    )
