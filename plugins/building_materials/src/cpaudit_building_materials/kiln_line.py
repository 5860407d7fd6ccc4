"""What an audit says of its cement kiln line: output, composition, heat, gas, and the process CO2 that follows."""

from __future__ import annotations

from dataclasses import dataclass

from cpaudit import AuditView, InvalidInput, Quantity, QuantityStatus, QuantityView, StreamKind
from cpaudit_building_materials.calculators.clinker_from_output import ClinkerFromOutputInput, clinker_co2
from cpaudit_building_materials.readings import answered, ratio, reading, total, unit_ids

KILN = "kiln"
"""Code of the unit process in which the clinker is burnt."""

CEMENT_MILL = "cement_mill"

CLINKER = "clinker"
CEMENT = "3011"
"""GB/T 4754-2017: manufacture of cement (水泥制造)."""

CAO_ITEM, MGO_ITEM = "BLD-ASM-101", "BLD-ASM-102"
HEAT_ITEM, NOX_ITEM, OXYGEN_ITEM = "BLD-ASM-005", "BLD-ASM-007", "BLD-ASM-103"
"""Codes of the checklist items that ask for these numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KilnLine:
    """A cement kiln line as far as the audit knows it; what it does not know is null.

    Attributes:
        clinker: measured output, for grinding and for sale; null while a stream of it is unmeasured.
        cao: of the clinker, a share.
        mgo: of the clinker, a share.
        heat: for a tonne of clinker.
        nox: concentration in the kiln stack, at the reference oxygen.
        oxygen: of the flue gas when NOx was measured.
        recorded_co2: process CO2 as the audit records it, t for a tonne of clinker.
        computed_co2: the same by composition, with the default correction for kiln dust (IPCC 2006, tier 2).
        clinker_to_cement: t of clinker for a tonne of cement.
        co2_is_recorded: whether CO2 from calcination is recorded at all.
        impossible: why the composition cannot be that of a clinker.
    """

    clinker: QuantityView | None
    cao: QuantityView | None
    mgo: QuantityView | None
    heat: QuantityView | None
    nox: QuantityView | None
    oxygen: QuantityView | None
    recorded_co2: QuantityView | None
    computed_co2: QuantityView | None
    clinker_to_cement: QuantityView | None
    co2_is_recorded: bool
    impossible: str | None

    @property
    def has_composition(self) -> bool:
        """Whether CaO and MgO were measured, and can be those of a clinker."""
        shares = (self.cao, self.mgo)
        return self.impossible is None and all(
            each is not None and each.status is QuantityStatus.MEASURED for each in shares
        )


def is_cement_kiln_line(audit: AuditView) -> bool:
    """Whether the audited process burns clinker: brick, lime and ceramics have kilns too."""
    burns = any(unit.code == KILN for unit in audit.unit_processes)
    is_cement_works = audit.enterprise.gb4754.lstrip("Cc").startswith(CEMENT)
    return burns and (is_cement_works or any(stream.substance == CLINKER for stream in audit.streams))


def kiln_line(audit: AuditView) -> KilnLine | None:
    """The cement kiln line of the audit: output, composition, heat and process CO2; null where there is none."""
    if not is_cement_kiln_line(audit):
        return None
    clinker = _output(audit)
    mills = unit_ids(audit, CEMENT_MILL)
    ground = reading(
        audit, lambda stream: stream.substance == CLINKER and stream.destination in mills, substance=CLINKER
    )
    cement = reading(audit, lambda stream: stream.substance == "cement" and stream.origin in mills, substance="cement")
    co2 = reading(
        audit,
        lambda stream: stream.substance == "CO2" and stream.kind is StreamKind.EMISSION,
        substance="CO2",
        measured=False,
    )
    cao, mgo = answered(audit, CAO_ITEM), answered(audit, MGO_ITEM)
    computed, impossible = _by_composition(cao, mgo)
    return KilnLine(
        clinker=clinker,
        cao=cao,
        mgo=mgo,
        heat=answered(audit, HEAT_ITEM),
        nox=answered(audit, NOX_ITEM),
        oxygen=answered(audit, OXYGEN_ITEM),
        recorded_co2=_calculated(ratio(co2, clinker)),
        computed_co2=_calculated(computed),
        clinker_to_cement=_calculated(ratio(ground, cement)),
        co2_is_recorded=co2 is not None,
        impossible=impossible,
    )


def _output(audit: AuditView) -> QuantityView | None:
    """What leaves the cooler; what goes from the kiln to the cooler is the same clinker once more."""
    kilns = unit_ids(audit, KILN)
    leaving = [
        stream
        for stream in audit.streams
        if stream.substance == CLINKER and stream.origin is not None and stream.origin not in kilns
    ]
    return total([reading(audit, stream.__eq__, substance=CLINKER) for stream in leaving])


def _by_composition(cao: QuantityView | None, mgo: QuantityView | None) -> tuple[float | None, str | None]:
    """t CO2 for a tonne of clinker, or why there is none."""
    if cao is None:
        return None, None
    try:
        found = clinker_co2(
            ClinkerFromOutputInput(
                clinker=Quantity(1, "t"),
                cao=Quantity(cao.value, cao.unit),
                mgo=None if mgo is None else Quantity(mgo.value, mgo.unit),
            )
        )
    except InvalidInput as error:
        return None, error.message
    value = found.result.value
    return (float(value), None) if isinstance(value, float | int) else (None, None)


def _calculated(value: float | None, unit: str = "t/t") -> QuantityView | None:
    return None if value is None else QuantityView(value, unit, QuantityStatus.CALCULATED)
