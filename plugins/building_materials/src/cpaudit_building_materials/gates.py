"""What an audit has to show before the phase with its measurements closes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, Requirement
from cpaudit_building_materials.calculators.amounts import text
from cpaudit_building_materials.furnaces import FURNACE, ROLLER_KILN, glass_furnace, tile_kiln
from cpaudit_building_materials.kiln_line import CAO_ITEM, KILN, MGO_ITEM, KilnLine, kiln_line


def measurements_made(audit: AuditView) -> Iterator[Requirement]:
    """The measurements without which nothing can be said of a kiln line, a glass furnace or a tile kiln."""
    line = kiln_line(audit)
    if line is not None:
        yield _clinker_output(line)
        yield _clinker_composition(line)
    furnace = glass_furnace(audit)
    if furnace is not None:
        yield Requirement(
            met=furnace.melted is not None and furnace.cullet_ratio is not None,
            code="BLD_MELT_AND_CULLET",
            message=text(
                "玻璃熔窑须实测玻璃液出料量、入窑料量和碎玻璃用量",
                "glass drawn, charge and cullet of the glass furnace have to be measured",
            ),
            remedy=text(
                "以出料量、配合料秤和碎玻璃秤同期实测，单位一致；碎玻璃比例决定二氧化碳和熔化能耗",
                "measure the pull, the batch scale and the cullet scale over one period: the cullet ratio decides CO2"
                " and melting energy",
            ),
            path=("unitProcesses", FURNACE),
        )
    kiln = tile_kiln(audit)
    if kiln is not None:
        yield Requirement(
            met=kiln.fuel is not None and kiln.tiles is not None,
            code="BLD_FIRING_FUEL",
            message=text(
                "辊道窑须实测燃料用量和出窑产量", "fuel and fired output of the roller kiln have to be measured"
            ),
            remedy=text(
                "辊道窑单独装燃气表，与同期出窑吨数对应，不以全厂燃气总表分摊",
                "give the kiln a gas meter of its own and read it with the fired tonnes of the same time, rather than"
                " to share out the plant's total",
            ),
            path=("unitProcesses", ROLLER_KILN),
        )


def _clinker_output(line: KilnLine) -> Requirement:
    """A measured output of clinker (熟料产量), on which process CO2 and every specific consumption rest."""
    return Requirement(
        met=line.clinker is not None,
        code="BLD_CLINKER_OUTPUT",
        message=text("水泥窑生产线须实测熟料产量", "the clinker output of the kiln line has to be measured"),
        remedy=text(
            "以熟料秤或库位盘点实测熟料产量，不用生料折算；外售熟料分开计量，没有外售则记为0或删去该物流",
            "weigh the clinker or survey the silo, rather than derive it from the raw meal; weigh clinker sold as well:"
            " where none is sold record 0, or remove the stream",
        ),
        path=("unitProcesses", KILN),
    )


def _clinker_composition(line: KilnLine) -> Requirement:
    """CaO and MgO of the clinker (熟料化学成分): without them its CO2 is a default, and its balance a guess."""
    reason = "" if line.impossible is None else f": {line.impossible}"
    return Requirement(
        met=line.has_composition,
        code="BLD_CLINKER_COMPOSITION",
        message=text(
            f"须有实测的熟料氧化钙和氧化镁含量{reason.replace(': ', '：')}",
            f"CaO and MgO of the clinker have to be measured{reason}",
        ),
        remedy=text(
            f"取平衡期内熟料荧光或化学全分析的平均值，作为“实测”填入检查项 {CAO_ITEM} 和 {MGO_ITEM}",
            f"take the mean of the clinker analyses in the period of the balance, and answer {CAO_ITEM} and {MGO_ITEM}"
            " with it as measured",
        ),
        path=("answers", CAO_ITEM),
    )
