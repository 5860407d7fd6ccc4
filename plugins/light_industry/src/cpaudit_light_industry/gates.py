"""What an audit in light industry has to show before the phase with its measurements and balances closes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, Requirement, StreamKind, UnitProcessView
from cpaudit_light_industry.streams import is_cleaning, measured_streams
from cpaudit_light_industry.wording import text

MAIN_PROCESSES = frozenset(
    {
        "pasteurisation",
        "lautering",
        "fermentation",
        "cooking",
        "brown_stock_washing",
        "paper_machine",
    }
)
"""Unit processes of which one stands in the map of every dairy, brewery, pulp mill and paper mill."""

_CHARGED = {"bleaching": ("COD", "AOX"), "white_water": ("TSS",)}
"""What has to be known of the water that leaves a unit process: there most of the load of a mill arises."""


def cleaning_water(audit: AuditView) -> Iterator[Requirement]:
    """A measured stream of water into or out of every unit process of cleaning in place.

    Cleaning takes most of a dairy's water, and no other reading shows how much of it.
    """
    measured = measured_streams(audit)
    water = [stream for stream in audit.streams if stream.kind is StreamKind.WATER and stream.id in measured]
    for unit in audit.unit_processes:
        if is_cleaning(unit):
            yield Requirement(
                met=any(unit.id in (stream.origin, stream.destination) for stream in water),
                code="LGT_CLEANING_WATER",
                message=text(
                    f"就地清洗单元“{unit.name}”的水量须实测",
                    f"the water of {unit.name!r} (cleaning in place) has to be measured",
                ),
                remedy=text(
                    "在CIP站进水或排水处装表，实测并记录一个水物流",
                    "meter the inlet or the drain of the cleaning station and record it with status MEASURED",
                ),
                path=("unitProcesses", unit.code),
            )


def charged_water(audit: AuditView) -> Iterator[Requirement]:
    """A measured load of what bleaching and white water carry off."""
    measured = measured_streams(audit)
    for unit in audit.unit_processes:
        for substance in _CHARGED.get(unit.code, ()):
            leaving = [each for each in audit.streams if each.origin == unit.id and each.substance == substance]
            yield _charged(unit, substance, met=any(stream.id in measured for stream in leaving))


def product_balance(audit: AuditView) -> Iterator[Requirement]:
    """A balance of what the product is made of, with a known gap: milk, extract, fibre or solids.

    A balance of water alone does not show what is lost to the drain.
    """
    if not any(unit.code in MAIN_PROCESSES for unit in audit.unit_processes):
        return
    matter = {stream.id for stream in audit.streams if stream.kind in (StreamKind.MATERIAL, StreamKind.PRODUCT)}
    yield Requirement(
        met=any(
            balance.gap is not None and any(line.stream in matter for line in balance.lines)
            for balance in audit.balances
        ),
        code="LGT_PRODUCT_BALANCE",
        message=text(
            "须有物料（乳、浸出物、纤维或固形物）平衡，且差额已知",
            "a balance of milk, extract, fibre or solids is needed, with a known gap",
        ),
        remedy=text(
            "以实测的进料和产品物流建立一个物料平衡，补齐未测的各项",
            "make a balance of the measured streams of material and product, and measure the lines that are missing",
        ),
        path=("balances",),
    )


def _charged(unit: UnitProcessView, substance: str, *, met: bool) -> Requirement:
    return Requirement(
        met=met,
        code="LGT_BLEACH_EFFLUENT" if unit.code == "bleaching" else "LGT_WHITE_WATER_SOLIDS",
        message=text(
            f"“{unit.name}”排水的{substance}须实测", f"{substance} that leaves {unit.name!r} has to be measured"
        ),
        remedy=text(
            f"在排水处按流量比例采样，为{substance}建立物流并记录负荷，状态为 MEASURED",
            f"sample the drain in proportion to flow; record the load as a stream of {substance} with status MEASURED",
        ),
        path=("unitProcesses", unit.code),
    )
