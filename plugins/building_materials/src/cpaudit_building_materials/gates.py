"""What an audit of a cement kiln line has to show before the phase with its measurements closes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit import AuditView, LocalizedText, QuantityStatus, Requirement

KILN = "kiln"
"""Code of the unit process in which the clinker is burnt."""

CLINKER = "clinker"
CEMENT = "3011"
"""GB/T 4754-2017: manufacture of cement (水泥制造)."""


def is_cement_kiln_line(audit: AuditView) -> bool:
    """Whether the audited process burns clinker: brick, lime and ceramics have kilns too."""
    burns = any(unit.code == KILN for unit in audit.unit_processes)
    is_cement_works = audit.enterprise.gb4754.lstrip("Cc").startswith(CEMENT)
    return burns and (is_cement_works or any(stream.substance == CLINKER for stream in audit.streams))


def clinker_output(audit: AuditView) -> Iterator[Requirement]:
    """A measured output of clinker (熟料产量), on which process CO2 and every specific consumption rest."""
    if not is_cement_kiln_line(audit):
        return
    clinker = {stream.id for stream in audit.streams if stream.substance == CLINKER and stream.origin is not None}
    yield Requirement(
        met=any(
            measurement.stream in clinker
            and measurement.substance in (None, CLINKER)
            and measurement.quantity.status is QuantityStatus.MEASURED
            for measurement in audit.measurements
        ),
        code="BLD_CLINKER_OUTPUT",
        message=LocalizedText(
            {
                "zh-CN": "水泥窑生产线须实测熟料产量",
                "en": "the clinker output of the kiln line has to be measured",
            }
        ),
        remedy=LocalizedText(
            {
                "zh-CN": "以熟料秤或库位盘点实测熟料产量，不用生料折算",
                "en": "weigh the clinker or survey the silo, rather than derive it from the raw meal",
            }
        ),
        path=("unitProcesses", KILN),
    )
