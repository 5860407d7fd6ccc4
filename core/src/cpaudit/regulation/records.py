"""What is held against each other: regulatory records of an enterprise, and what an audit recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cpaudit.audits.models import AnnualFlow, InventoryLine, Measurement, PollutionSource, Scenario, Stream, UnitProcess
from cpaudit.audits.services.emissions import Emissions, emissions_of
from cpaudit.enterprises.models import PermitLimit, RegulatoryRecord
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionChange, OptionEffect


@dataclass(frozen=True)
class AuditRecords:
    """What one audit recorded that regulation asks about."""

    library: Library
    inventory: Sequence[InventoryLine] = ()
    annual_flows: Sequence[AnnualFlow] = ()
    sources: Sequence[PollutionSource] = ()
    units: Sequence[UnitProcess] = ()
    streams: Sequence[Stream] = ()
    measurements: Sequence[Measurement] = ()
    measured_after: Sequence[Measurement] = ()
    options: Sequence[Option] = ()
    changes: Mapping[str, Sequence[OptionChange]] = field(default_factory=dict)
    effects: Mapping[str, Sequence[OptionEffect]] = field(default_factory=dict)


@dataclass(frozen=True)
class Regulated:
    """An audit beside the regulatory records of its enterprise.

    Attributes:
        names: what a pollutant is called, case folded → its code in the content that the audit uses.
    """

    records: Sequence[RegulatoryRecord]
    limits: Sequence[PermitLimit]
    audit: AuditRecords
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Sequence[RegulatoryRecord], limits: Sequence[PermitLimit], audit: AuditRecords) -> Regulated:
        """The same, with the names of the content's substances: 二氧化硫 is ``SO2``."""
        names: dict[str, str] = {}
        for each in audit.library.substances():
            for name in (each.code, *each.name.values()):
                names.setdefault(name.casefold(), each.code.casefold())
        return cls(records, limits, audit, names)

    def same(self, one: str | None, other: str) -> bool:
        """Whether two names mean one pollutant."""
        return one is not None and self.key(one) == self.key(other)

    def key(self, pollutant: str) -> str:
        """What all names of a pollutant have in common."""
        folded = pollutant.strip().casefold()
        return self.names.get(folded, folded)

    def emissions(self, scenario: Scenario) -> Emissions | None:
        """The inventory before or after the audit; None where no line of it is recorded."""
        return emissions_of(self.audit.inventory, self.audit.library, scenario)
