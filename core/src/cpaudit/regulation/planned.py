"""What recommended options save of a pollutant: simulated where they change the process map, else as planned."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cpaudit.contributions import QuantityStatus
from cpaudit.engine import Quantity
from cpaudit.enterprises.models import PermitLimit
from cpaudit.options.lifecycle import CARRIED_OUT, DECIDED
from cpaudit.options.models import Option
from cpaudit.options.what_if import ProcessRecords, simulate_options
from cpaudit.regulation.discharges import yearly
from cpaudit.regulation.records import Regulated


class SavingBasis(StrEnum):
    """Where it comes from what an option saves.

    SIMULATION: its recorded changes of the process map. EFFECT: its planned effects. MEASURED: its effects as they
    were measured after it was carried out.
    """

    SIMULATION = "SIMULATION"
    EFFECT = "EFFECT"
    MEASURED = "MEASURED"


@dataclass(frozen=True, slots=True)
class Saving:
    """What one option saves of a pollutant in a year.

    Attributes:
        amount: in the unit of the limit, below zero where the option makes more of it; None where it is not known.
    """

    option: Option
    basis: SavingBasis
    amount: Quantity | None


class Savings:
    """What the recommended options of an audit save, of any pollutant that is asked for."""

    def __init__(self, regulated: Regulated) -> None:
        """Simulate those that change the process map, once for all pollutants."""
        self._regulated = regulated
        audit = regulated.audit
        self.options: Sequence[Option] = [each for each in audit.options if each.state in DECIDED]
        changing = [each for each in self.options if audit.changes.get(each.id)]
        self._simulated: dict[str, Mapping[str, Quantity | None]] = {}
        if changing:
            process = ProcessRecords(audit.units, audit.streams, audit.measurements, ())
            found = simulate_options(process, changing, audit.changes, {}).simulation
            if found is not None:
                self._simulated = {step.option: step.saved_emissions for step in found.steps}
        self._failed = {each.code for each in changing} - self._simulated.keys()

    def of(self, limit: PermitLimit) -> tuple[Saving, ...]:
        """What each option saves of the pollutant of a limit; an option that says nothing of it is left out.

        An option that changes the process map in a way that the map shows for the pollutant saves what the simulation
        gives; where the map has no emission of the pollutant, and for other options, effects count. What was measured
        counts before what was planned.
        """
        return tuple(saving for option in self.options for saving in self._of_option(option, limit))

    def _of_option(self, option: Option, limit: PermitLimit) -> Sequence[Saving]:
        unit = limit.limit.unit
        simulated = [
            amount
            for pollutant, amount in self._simulated.get(option.code, {}).items()
            if self._regulated.same(pollutant, limit.pollutant)
        ]
        if simulated:
            return [Saving(option, SavingBasis.SIMULATION, yearly(each, unit)) for each in simulated]
        found = []
        for each in self._regulated.audit.effects.get(option.id, ()):
            if self._regulated.same(each.subject, limit.pollutant):
                measured = option.state in CARRIED_OUT and each.actual is not None
                basis = SavingBasis.MEASURED if measured else SavingBasis.EFFECT
                found.append(Saving(option, basis, yearly(each.actual if measured else each.planned, unit)))
        if not found and option.code in self._failed:
            # It changes the process, and what that does to the pollutant cannot be computed.
            return [Saving(option, SavingBasis.SIMULATION, None)]
        return found


def total(savings: Sequence[Saving], unit: str) -> Quantity | None:
    """What options save together; None where one amount is not known."""
    amounts = [each.amount.value for each in savings if each.amount is not None]
    if len(amounts) < len(savings):
        return None
    return Quantity(math.fsum(amounts), unit, status=QuantityStatus.CALCULATED)
