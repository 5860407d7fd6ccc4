"""What an audit in light industry has to show before the phase with its measurements closes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, QuantityStatus, Requirement, StreamKind

CLEANING_IN_PLACE = "cip"
"""How the codes of unit processes of cleaning in place (就地清洗) begin: ``cip``, ``cip_tanks``."""


def cleaning_water(audit: AuditView) -> Iterator[Requirement]:
    """A measured stream of water into or out of every unit process of cleaning in place.

    Cleaning takes most of a dairy's water, and no other reading shows how much of it.
    """
    measured = {
        measurement.stream
        for measurement in audit.measurements
        if measurement.quantity.status is QuantityStatus.MEASURED
    }
    water = [stream for stream in audit.streams if stream.kind is StreamKind.WATER and stream.id in measured]
    for unit in audit.unit_processes:
        if unit.code.lower().startswith(CLEANING_IN_PLACE):
            yield Requirement(
                met=any(unit.id in (stream.origin, stream.destination) for stream in water),
                code="LGT_CLEANING_WATER",
                message=LocalizedText(
                    {
                        "zh-CN": f"就地清洗单元“{unit.name}”的水量须实测",
                        "en": f"the water of {unit.name!r} (cleaning in place) has to be measured",
                    }
                ),
                remedy=LocalizedText(
                    {
                        "zh-CN": "在CIP站进水或排水处装表，实测并记录一个水物流",
                        "en": "meter the inlet or the drain of the cleaning station and record it with status MEASURED",
                    }
                ),
                path=("unitProcesses", unit.code),
            )
