"""What a reviewer who knows kilns would ask about an audit."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, QuantityStatus, ReviewFinding, Severity, StepKey
from cpaudit_building_materials.calculators.amounts import text
from cpaudit_building_materials.calculators.glass import FACTORS, GlassType
from cpaudit_building_materials.furnaces import GlassFurnace, TileKiln, glass_furnace, tile_kiln
from cpaudit_building_materials.kiln_line import CAO_ITEM, HEAT_ITEM, NOX_ITEM, OXYGEN_ITEM, KilnLine, kiln_line
from cpaudit_building_materials.readings import value_in

CO2_TOLERANCE = 0.05
"""Share by which recorded and computed CO2 may differ: the tolerance of a balance."""

BAT_HEAT = (2900.0, 3300.0)
"""MJ/t clinker, BLD-CLM-ENERGY: Decision 2013/163/EU, Table 1."""

FIRING_HEAT = (1.9, 4.8)
"""GJ/t, BLD-TILE-GAS-FIRE: BREF CER 2007, Table 3.32."""


def findings(audit: AuditView) -> Iterator[ReviewFinding]:
    """Figures of the audit that do not go together, or rest on less than they seem to."""
    line = kiln_line(audit)
    if line is not None:
        yield from _of_kiln_line(line)
    furnace = glass_furnace(audit)
    if furnace is not None:
        yield from _of_furnace(furnace)
    kiln = tile_kiln(audit)
    if kiln is not None:
        yield from _of_tile_kiln(kiln)


def _of_kiln_line(line: KilnLine) -> Iterator[ReviewFinding]:
    if line.impossible is not None and line.cao is not None:
        yield ReviewFinding(
            code="BLD_COMPOSITION_IMPOSSIBLE",
            severity=Severity.SERIOUS,
            message=text(
                "填报的成分不可能是水泥熟料", f"The composition cannot be that of a clinker: {line.impossible}"
            ),
            evidence=(text(f"氧化钙 {line.cao.value:g} {line.cao.unit}", f"CaO {line.cao.value:g} {line.cao.unit}"),),
            path=("answers", CAO_ITEM),
            step=StepKey.MEASUREMENT,
        )
    recorded, computed = line.recorded_co2, line.computed_co2
    if recorded is not None and computed is not None and abs(recorded.value / computed.value - 1) > CO2_TOLERANCE:
        yield ReviewFinding(
            code="BLD_CO2_AGAINST_COMPOSITION",
            severity=Severity.SERIOUS,
            message=text(
                "记录的工艺二氧化碳与熟料成分计算值相差超过5%",
                "The recorded process CO2 differs by more than 5 % from what the clinker's composition gives",
            ),
            evidence=(
                text(f"记录值 {recorded.value:.4f} t/t熟料", f"recorded: {recorded.value:.4f} t/t clinker"),
                text(
                    f"按成分计算 {computed.value:.4f} t/t熟料（IPCC 2006方法2，窑灰修正1.02）",
                    f"by composition: {computed.value:.4f} t/t clinker (IPCC 2006, tier 2, dust correction 1.02)",
                ),
            ),
            path=("streams", "process_co2"),
            step=StepKey.BALANCES,
        )
    if not line.co2_is_recorded and line.clinker is not None:
        yield ReviewFinding(
            code="BLD_CO2_NOT_RECORDED",
            severity=Severity.WARNING,
            message=text(
                "物料平衡没有碳酸盐分解二氧化碳，窑系统平衡无法闭合",
                "No CO2 from calcination is recorded, without which a kiln does not balance",
            ),
            path=("streams", "process_co2"),
            step=StepKey.BALANCES,
        )
    heat = value_in(line.heat, "MJ/t")
    if heat is not None and not BAT_HEAT[0] <= heat <= BAT_HEAT[1]:
        yield _heat(heat)
    yield from _of_stack(line)


def _heat(heat: float) -> ReviewFinding:
    low = heat < BAT_HEAT[0]
    return ReviewFinding(
        code="BLD_HEAT_OUTSIDE_BAT",
        severity=Severity.WARNING if low else Severity.INFO,
        message=text(
            "吨熟料热耗低于最佳可行技术范围，请核对煤样热值、产量和统计期"
            if low
            else "吨熟料热耗高于最佳可行技术范围上限",
            "Heat for a tonne of clinker is below the range of best techniques: check coal analysis, output and period"
            if low
            else "Heat for a tonne of clinker is above the range of best techniques",
        ),
        evidence=(
            text(
                f"{heat:.0f} MJ/t，对照2900～3300 MJ/t（2013/163/EU，表1）",
                f"{heat:.0f} MJ/t against 2900-3300 MJ/t (Decision 2013/163/EU, Table 1)",
            ),
        ),
        path=("answers", HEAT_ITEM),
        step=StepKey.BENCHMARK,
    )


def _of_stack(line: KilnLine) -> Iterator[ReviewFinding]:
    if line.nox is not None and line.oxygen is None:
        yield ReviewFinding(
            code="BLD_CONCENTRATION_WITHOUT_OXYGEN",
            severity=Severity.WARNING,
            message=text(
                "氮氧化物浓度没有同期氧含量，无法核对是否折算到基准氧",
                "The NOx concentration comes without the oxygen at which it was measured: nobody can check the"
                " reference oxygen",
            ),
            path=("answers", OXYGEN_ITEM),
            step=StepKey.MEASUREMENT,
        )
    if line.nox is not None and line.nox.status is not QuantityStatus.MEASURED:
        yield ReviewFinding(
            code="BLD_NOX_NOT_MEASURED",
            severity=Severity.WARNING,
            message=text("氮氧化物浓度不是实测值", "The NOx concentration was not measured"),
            path=("answers", NOX_ITEM),
            step=StepKey.MEASUREMENT,
        )


def _of_furnace(furnace: GlassFurnace) -> Iterator[ReviewFinding]:
    most = FACTORS[GlassType.CONTAINER_AMBER_OR_GREEN].most_cullet
    if furnace.cullet_ratio is not None and furnace.cullet_ratio > most:
        yield ReviewFinding(
            code="BLD_CULLET_HIGH",
            severity=Severity.WARNING,
            message=text(
                "碎玻璃比例高于IPCC表2.6所列各类玻璃的上限，请核对碎玻璃和入窑料的计量口径",
                "The cullet ratio is above that of every glass in Table 2.6 of IPCC 2006: check what the scales of"
                " cullet and charge count",
            ),
            evidence=(
                text(
                    f"{furnace.cullet_ratio:.1%}，上限{most:.0%}",
                    f"{furnace.cullet_ratio:.1%}, at most {most:.0%} there",
                ),
            ),
            path=("unitProcesses", "melting_furnace"),
            step=StepKey.MEASUREMENT,
        )


def _of_tile_kiln(kiln: TileKiln) -> Iterator[ReviewFinding]:
    if kiln.heat is not None and not FIRING_HEAT[0] <= kiln.heat <= FIRING_HEAT[1]:
        yield ReviewFinding(
            code="BLD_FIRING_HEAT_UNUSUAL",
            severity=Severity.INFO,
            message=text(
                "辊道窑吨产品热耗不在文献范围内", "Heat for a tonne of fired tiles is outside the published range"
            ),
            evidence=(
                text(
                    f"{kiln.heat:.2f} GJ/t，对照1.9～4.8 GJ/t（BREF CER 2007，表3.32）",
                    f"{kiln.heat:.2f} GJ/t against 1.9-4.8 GJ/t (BREF CER 2007, Table 3.32)",
                ),
            ),
            path=("unitProcesses", "roller_kiln"),
            step=StepKey.BENCHMARK,
        )
