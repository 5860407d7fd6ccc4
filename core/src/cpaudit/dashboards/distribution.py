"""How an indicator is distributed over enterprises: least, quartiles, largest, and which levels were reached."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpaudit.audits.models import Scenario
from cpaudit.engine import Grade, Quantity, QuantityStatus, quartiles
from cpaudit.submissions.exact import common_unit, decimal_text, exact


@dataclass(frozen=True, slots=True)
class Observation:
    """What is recorded of an indicator in one audit.

    Attributes:
        audit: id of the audit.
        system: reference of the indicator system; None for a benchmark.
        amount: None where it is not known or is no number.
        grade: the level that it reaches; UNGRADED where nobody said.
    """

    audit: str
    system: str | None
    indicator: str
    scenario: Scenario
    amount: Quantity | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Distribution:
    """One indicator before or after audits. Each value is in ``unit``; None where no amount is known.

    Attributes:
        unit: empty where no amount is known.
        observations: what was recorded, in the order of the audits.
        known: how many amounts are known; the quartiles are of these.
        unknown: how many observations have no amount.
        levels: level → how many reach it and no better one; all observations are in one of them.
    """

    system: str | None
    indicator: str
    scenario: Scenario
    unit: str
    observations: Sequence[Observation]
    known: int
    unknown: int
    least: Quantity | None
    q1: Quantity | None
    median: Quantity | None
    q3: Quantity | None
    largest: Quantity | None
    levels: Mapping[Grade, int]

    @property
    def key(self) -> str:
        """What names it among others."""
        return f"{self.system or ''} {self.indicator} {self.scenario.value} {self.unit}"


def distributions(observations: Iterable[Observation]) -> tuple[Distribution, ...]:
    """The distribution of each indicator; one for each unit that converts to no other exactly.

    An observation without an amount stands with the unit that most audits use, or with none.
    """
    grouped: dict[tuple[str, str, Scenario], list[Observation]] = defaultdict(list)
    for each in observations:
        grouped[each.system or "", each.indicator.strip(), each.scenario].append(each)
    order = list(Scenario)
    keys = sorted(grouped, key=lambda key: (key[0], key[1], order.index(key[2])))
    return tuple(found for key in keys for found in _of_indicator(*key, grouped[key]))


def _of_indicator(
    system: str, indicator: str, scenario: Scenario, own: Sequence[Observation]
) -> Iterable[Distribution]:
    units = common_unit(each.amount.unit for each in own if each.amount is not None)
    by_unit: dict[str, list[tuple[Observation, Decimal | None]]] = defaultdict(list)
    for each in own:
        if each.amount is not None:
            target, ratio = units[each.amount.unit]
            by_unit[target].append((each, Decimal(decimal_text(exact(each.amount.value) * ratio))))
    most = max(sorted(by_unit), key=lambda unit: len(by_unit[unit]), default="")
    by_unit[most] += [(each, None) for each in own if each.amount is None]
    for unit in sorted(by_unit):
        yield _distribution(system or None, indicator, scenario, unit, by_unit[unit])


def _distribution(
    system: str | None,
    indicator: str,
    scenario: Scenario,
    unit: str,
    given: Sequence[tuple[Observation, Decimal | None]],
) -> Distribution:
    amounts = [amount for _, amount in given if amount is not None]
    middle = quartiles(amounts)

    def shown(value: Decimal) -> Quantity:
        return Quantity(float(value), unit, status=QuantityStatus.CALCULATED)

    grades = Counter(each.grade for each, _ in given)
    return Distribution(
        system,
        indicator,
        scenario,
        unit,
        tuple(each for each, _ in given),
        len(amounts),
        len(given) - len(amounts),
        None if middle is None else shown(min(amounts)),
        None if middle is None else shown(middle.q1),
        None if middle is None else shown(middle.median),
        None if middle is None else shown(middle.q3),
        None if middle is None else shown(max(amounts)),
        {grade: grades[grade] for grade in Grade if grades[grade]},
    )
