"""Whether a factor is plausible beside all others of its pollutant and process that are known.

Two slips show without a second look at the source: a factor in the wrong unit lies orders of magnitude beside the
others, and one that was copied into the wrong row is the number of another gas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cpaudit.engine.factors import Factor, GivenFactor, as_factor
from cpaudit.engine.findings import Finding, finding
from cpaudit.engine.numbers import finite
from cpaudit.engine.trace import Arguments, Conversion, Formula, Input, Trace, formula
from cpaudit.engine.warming import GREENHOUSE_GASES
from cpaudit.errors import InvalidInput

ALLOWANCE = 10.0
"""How many times a factor may lie beyond the range of the others; technologies differ, a slip of unit differs more."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Plausibility:
    """A factor held against the known ones.

    Attributes:
        factor: as given.
        compared: the others of its pollutant and process, which are per the same activity.
        lowest: least value or lower end of these, in the factor's unit; None where there are none.
        highest: greatest value or upper end of these; None where there are none.
        allowance: how many times beyond that range the factor may lie.
        copied_from: a factor of another greenhouse gas with the same number for the same activity, if there is one.
        plausible: None where there is nothing to compare with and nothing speaks against the factor.
        findings: FACTOR_RANGE, and FACTOR_COPIED where one is.
    """

    factor: Factor
    compared: tuple[Factor, ...]
    lowest: float | None
    highest: float | None
    allowance: float
    copied_from: Factor | None
    plausible: bool | None
    findings: tuple[Finding, ...]

    @property
    def trace(self) -> Trace:
        """How ``plausible`` came about."""
        unit = f"{self.factor.unit}/({self.factor.basis})"
        others = [
            Input(symbol, value * ratio, unit, _name(other), Conversion(value, _unit(other), ratio), other.reference)
            for other in self.compared
            if (ratio := self.factor.value_ratio(other)) is not None
            for symbol, value in zip(("low", "high"), _ends(other), strict=True)
        ]
        copied = [] if self.copied_from is None else [Input("same as", _name(self.copied_from))]
        return _PLAUSIBLE.trace(
            self.plausible,
            [
                Input("EF", self.factor.value, unit, factor=self.factor.reference),
                *others,
                Input("allowance", self.allowance),
                *copied,
            ],
        )


def plausibility(factor: GivenFactor, known: Iterable[GivenFactor], *, allowance: float = ALLOWANCE) -> Plausibility:
    """Hold a factor against the known ones of its pollutant and process, from whatever pack they come.

    Comparable are factors of the same pollutant per the same product, or per the same activity and of the same
    process, in units that convert. A factor is never compared with itself.

    Args:
        factor: to be judged.
        known: all factors at hand; those that are not comparable are passed over.
        allowance: how many times beyond the range of the others is still plausible, 1 or more.

    Raises:
        InvalidInput: the allowance is less than 1.
    """
    if finite(allowance, "allowance") < 1:
        raise InvalidInput(f"an allowance of {allowance:g}", path=("allowance",), remedy="give 1 or more")
    judged = as_factor(factor, "factor")
    others = [
        other
        for other in (as_factor(each, "known", place) for place, each in enumerate(known))
        if other != judged and not _is_same_item(judged, other)
    ]
    compared = tuple(other for other in others if _is_comparable(judged, other))
    ranges = [(judged.value_ratio(other) or 0.0, *_ends(other)) for other in compared]
    lows, highs = [low * ratio for ratio, low, _ in ranges], [high * ratio for ratio, _, high in ranges]
    copied = next(_copies(judged, others), None)
    within = _within(judged.value, lows, highs, allowance)
    findings = [_range_finding(judged, lows, highs, within)]
    if copied is not None:
        findings.append(_copied_finding(judged, copied))
    return Plausibility(
        judged,
        compared,
        min(lows, default=None),
        max(highs, default=None),
        float(allowance),
        copied,
        within if copied is None else False,
        tuple(findings),
    )


def copied_factors(factors: Sequence[Factor]) -> tuple[Finding, ...]:
    """FACTOR_COPIED for each of these factors of a greenhouse gas whose number is that of CO₂ among them."""
    carbon: dict[tuple[tuple[str, int], ...], list[Factor]] = {}
    for factor in factors:
        if factor.pollutant == "CO2":
            carbon.setdefault(factor.activity_kind, []).append(factor)
    return tuple(
        _copied_finding(factor, found)
        for factor in factors
        if factor.pollutant != "CO2"
        and (found := next(_copies(factor, carbon.get(factor.activity_kind, ())), None)) is not None
    )


def _copies(factor: Factor, others: Iterable[Factor]) -> Iterator[Factor]:
    """Those that give the same mass of another greenhouse gas for the same activity."""
    if factor.pollutant not in GREENHOUSE_GASES or not factor.value:
        return
    for other in others:
        if other.pollutant == factor.pollutant or other.pollutant not in GREENHOUSE_GASES:
            continue
        ratio = factor.value_ratio(other) if _is_per_same(factor, other) else None
        if ratio is not None and abs(other.value * ratio - factor.value) <= _SAME * factor.value:
            yield other


def _is_same_item(factor: Factor, other: Factor) -> bool:
    mine, theirs = ((each.reference.pack, each.reference.item) for each in (factor, other))
    return bool(mine[1]) and mine == theirs


def _is_comparable(factor: Factor, other: Factor) -> bool:
    return factor.pollutant == other.pollutant and _is_per_same(factor, other) and factor.value_ratio(other) is not None


def _is_per_same(factor: Factor, other: Factor) -> bool:
    """Per the same product; or, where none is named, of one process that is."""
    if factor.per_product != other.per_product:
        return False
    return bool(factor.per_product) or (factor.shares_process(other) and bool(factor.process) == bool(other.process))


def _ends(factor: Factor) -> tuple[float, float]:
    low = factor.value if factor.lower is None else factor.lower
    return low, factor.value if factor.upper is None else factor.upper


def _within(value: float, lows: Sequence[float], highs: Sequence[float], allowance: float) -> bool | None:
    if not lows or not highs:
        return None
    return min(lows) <= value * allowance * (1 + _SAME) and value <= max(highs) * allowance * (1 + _SAME)


def _range_finding(factor: Factor, lows: Sequence[float], highs: Sequence[float], within: bool | None) -> Finding:
    shown, name = f"{factor.value:.6g} {_unit(factor)}", _name(factor)
    if within is None:
        return finding(
            "FACTOR_RANGE",
            f"排放因子 {name}（{shown}）没有同类因子可比",
            f"there is no other factor to hold {name} ({shown}) against",
        )
    count, ends = len(lows), f"{min(lows):.6g} … {max(highs):.6g}"
    if within:
        return finding(
            "FACTOR_RANGE",
            f"排放因子 {name}（{shown}）与 {count} 个同类因子（{ends}）相符",
            f"the factor {name} ({shown}) agrees with {count} others ({ends})",
            True,
        )
    return finding(
        "FACTOR_RANGE",
        f"排放因子 {name}（{shown}）远在 {count} 个同类因子的范围（{ends}）之外，请核对单位和来源",
        f"the factor {name} ({shown}) lies far outside the range of {count} others ({ends}): check unit and source",
        False,
    )


def _copied_finding(factor: Factor, other: Factor) -> Finding:
    shown = f"{factor.value:.6g} {_unit(factor)}"
    return finding(
        "FACTOR_COPIED",
        f"{factor.pollutant} 的排放因子 {_name(factor)}（{shown}）与 {other.pollutant} 的因子 {_name(other)} 数值相同，"
        "请核对来源",
        f"the {factor.pollutant} factor {_name(factor)} ({shown}) is the number of the {other.pollutant} factor "
        f"{_name(other)}: check the source",
        False,
    )


def _unit(factor: Factor) -> str:
    return f"{factor.unit}/({factor.basis})"


def _name(factor: Factor) -> str:
    return factor.reference.item or f"{factor.pollutant} per {factor.basis}"


def _plausible(arguments: Arguments) -> bool | None:
    within = _within(
        arguments.number("EF"), arguments.numbers("low"), arguments.numbers("high"), arguments.number("allowance")
    )
    return False if arguments.all("same as") else within


_PLAUSIBLE: Formula = formula(
    "inventory.plausible",
    "plausible",
    "因子是否合理",
    "whether the factor is plausible",
    "min low/allowance ≤ EF ≤ allowance·max high, and not the same as that of another gas",
    "cpaudit method, inventory (排放清单): plausibility of factors",
    _plausible,
)
