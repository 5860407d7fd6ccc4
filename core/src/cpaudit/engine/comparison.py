"""Which of several competing options comes first, by NPVR and by NPV, and whether the two disagree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cpaudit.engine.economics import HANDBOOK, Appraisal
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.trace import Arguments, Trace, Value, formula
from cpaudit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Comparison:
    """Options in order, best first.

    Attributes:
        names: of the options, as they were given; "1", "2", … where they had none.
        appraisals: of the options, in the order of ``names``.
        npvr_order: names by NPVR, the order that the handbook recommends.
        npv_order: names by NPV.
        conflict: whether some pair is ranked one way by NPVR and the other way by NPV.
        findings: the conflict in words, and assumptions that differ between the options.
    """

    names: tuple[str, ...]
    appraisals: tuple[Appraisal, ...]
    npvr_order: tuple[str, ...]
    npv_order: tuple[str, ...]
    conflict: bool
    findings: tuple[Finding, ...]

    @property
    def trace(self) -> Trace:
        """How the order by NPVR came about."""
        inputs = []
        for name, appraisal in zip(self.names, self.appraisals, strict=True):
            below = {item.symbol: item.trace for item in appraisal.trace.inputs if item.trace is not None}
            inputs += [below[symbol].as_input(label=name) for symbol in ("NPVR", "NPV")]
        positions = tuple(float(self.names.index(name) + 1) for name in self.npvr_order)
        return _ORDER.trace(positions, inputs)


def compare(appraisals: Mapping[str, Appraisal] | Sequence[Appraisal]) -> Comparison:
    """Order competing options by NPVR, and say so where NPV would order them otherwise.

    Without investment NPVR has no value; such an option comes first where its NPV is not negative, and
    last otherwise. Equal options keep the order in which they were given.

    Raises:
        InvalidInput: there is nothing to compare, or something else than appraisals.
    """
    if not appraisals:
        raise InvalidInput("there are no options to compare", path=("appraisals",))
    if isinstance(appraisals, Mapping):
        names, options = tuple(appraisals), tuple(appraisals.values())
    else:
        names, options = tuple(str(position) for position in range(1, len(appraisals) + 1)), tuple(appraisals)
    for name, option in zip(names, options, strict=True):
        if not isinstance(option, Appraisal):
            raise InvalidInput(
                f"{option!r} is no appraisal", path=("appraisals", name), remedy="give what appraise gives"
            )
    npvs = [option.npv for option in options]
    ratios = [_ratio(option.npvr, option.npv) for option in options]
    by_npvr, by_npv = _descending(ratios), _descending(npvs)
    conflict = _disagree(ratios, npvs)
    findings = []
    if conflict:
        findings.append(
            finding(
                "NPVR_NPV_CONFLICT",
                "按净现值率与按净现值的排序不一致",
                "NPVR and NPV rank these options differently",
            )
        )
    if len({(option.horizon, option.discount_rate) for option in options}) > 1:
        findings.append(
            finding(
                "DIFFERENT_ASSUMPTIONS",
                "各方案的计算期或贴现率不同",
                "the options are appraised over different horizons or at different discount rates",
            )
        )
    return Comparison(
        names,
        options,
        tuple(names[position] for position in by_npvr),
        tuple(names[position] for position in by_npv),
        conflict,
        tuple(findings),
    )


def _ratio(npvr: float | None, npv: float) -> float:
    if npvr is not None:
        return npvr
    return math.inf if npv >= 0 else -math.inf


def _descending(values: Sequence[float]) -> list[int]:
    return sorted(range(len(values)), key=lambda position: -values[position])


def _disagree(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether some pair is strictly ordered one way by *first* and strictly the other way by *second*."""
    lowest_above = math.inf
    group, lowest_in_group = math.inf, math.inf
    for position in _descending(first):
        if first[position] < group:
            lowest_above = min(lowest_above, lowest_in_group)
            group, lowest_in_group = first[position], math.inf
        lowest_in_group = min(lowest_in_group, second[position])
        if second[position] > lowest_above:
            return True
    return False


def _order(arguments: Arguments) -> Value:
    npvs = arguments.numbers("NPV")
    npvrs = [value if isinstance(value, float) else None for value in arguments.all("NPVR")]
    ratios = [_ratio(npvr, npv) for npvr, npv in zip(npvrs, npvs, strict=True)]
    return tuple(float(position + 1) for position in _descending(ratios))


_ORDER = formula("economics.order", "order", "方案排序", "order of the options", "descending NPVR", HANDBOOK, _order)
