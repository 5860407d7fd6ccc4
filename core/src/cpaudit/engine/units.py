"""Which units there are, which of them measure the same thing, and how one becomes the other.

A unit is written as in the literature: ``kg``, ``mg/Nm3``, ``m³/h``, ``kg/(t·a)``, ``万元/a``. It may
name the product it measures in braces, ``t{clinker}``: a tonne of clinker is not a tonne of cement, so
each product is a dimension of its own, and ``kg/t{clinker}`` times ``t{clinker}`` gives ``kg``.

Two things that look alike and are kept apart: ``m3`` and ``Nm3`` (gas at operating and at normal
conditions), and money in different currencies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import pint

from cpaudit.errors import InvalidInput, PathPart

LONGEST_UNIT = 100
GREATEST_EXPONENT = 9
PURE_NUMBER = "1"
_FAR = float(2**20)

AMBIGUOUS = {
    "ton": "write t (metric tonne), short_ton or long_ton",
    "tons": "write t (metric tonne), short_ton or long_ton",
    "mt": "write t (metric tonne) or Mt (million tonnes)",
}

_SPELLINGS = (
    ("³", "^3"),
    ("²", "^2"),
    ("·", "*"),
    ("×", "*"),
    ("**", "^"),
    ("%", "percent"),
    ("‰", "permille"),
    ("°C", "degC"),
    ("℃", "degC"),
    ("°F", "degF"),
    ("€", "EUR"),
    ("$", "USD"),
)
_NORMAL_VOLUME = re.compile(r"Nm\^3")
_WAN_VOLUME = re.compile(r"万m\^3")
_PLAIN_POWER = re.compile(r"(?<!\w)([kcdmµμu]?m)([23])(?!\w)")
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[^\W\d]\w*)(?:\{(?P<product>[^{}]+)\})?(?:\^(?P<exponent>-?\d+))?"
    r"|(?P<one>1)(?![\w{^])|(?P<operator>[*/()]))\s*"
)


class UnitError(InvalidInput):
    """A unit that does not exist, or two that do not measure the same thing.

    Attributes:
        units: the unit, or both units, as they were written.
    """

    code = "UNIT_ERROR"

    def __init__(self, message: str, *units: str, path: tuple[PathPart, ...] = (), remedy: str = "") -> None:
        super().__init__(message, path=path, remedy=remedy)
        self.units = units


@dataclass(frozen=True, slots=True)
class Unit:
    """A parsed unit: ``base value = value · scale + offset`` in the base units of its dimensions."""

    text: str
    scale: float
    offset: float
    dimensions: Mapping[str, int]

    def times(self, other: Unit) -> Unit:
        """The unit of a product of two quantities.

        Raises:
            UnitError: one of them is a temperature scale with an offset.
        """
        for unit in (self, other):
            if unit.offset:
                raise UnitError(f"{unit.text} has no product with another unit", self.text, other.text)
        return Unit(f"{self.text}·{other.text}", self.scale * other.scale, 0.0, _joined(self.dimensions, other))

    def without_products(self) -> Unit:
        """The unit with what it measures left open: a tonne of clinker is a tonne.

        A product in the denominator stays, since a quantity per tonne of clinker is an intensity.
        """
        kept = {name: power for name, power in self.dimensions.items() if not (name.startswith("{") and power > 0)}
        return Unit(self.text, self.scale, self.offset, _frozen(kept))


@dataclass(frozen=True, slots=True)
class Affine:
    """How one unit becomes another: ``target = source · factor + offset``."""

    factor: float
    offset: float

    def __call__(self, value: float) -> float:
        return value * self.factor + self.offset


def parse(text: str) -> Unit:
    """The unit that *text* names.

    Raises:
        UnitError: there is no such unit, or the text is no unit expression.
    """
    if not isinstance(text, str) or not text.strip():
        raise UnitError("a unit is missing", str(text), remedy=f"write {PURE_NUMBER!r} for a pure number")
    if len(text) > LONGEST_UNIT:
        raise UnitError(f"a unit of {len(text)} characters", text[:LONGEST_UNIT], remedy="write a unit expression")
    return _parse(text.strip())


def is_unit(text: str) -> bool:
    """Whether *text* names a unit."""
    try:
        parse(text)
    except UnitError:
        return False
    return True


def compatible(a: str, b: str) -> bool:
    """Whether two units measure the same thing, so that one converts to the other.

    Raises:
        UnitError: one of them is no unit.
    """
    return parse(a).dimensions == parse(b).dimensions


def affine_between(source: Unit, target: Unit) -> Affine:
    """How a value in *source* becomes one in *target*.

    Raises:
        UnitError: they do not measure the same thing.
    """
    if source.dimensions != target.dimensions:
        raise UnitError(
            f"{source.text} does not convert to {target.text}",
            source.text,
            target.text,
            remedy=_remedy(source.dimensions, target.dimensions),
        )
    return Affine(source.scale / target.scale, (source.offset - target.offset) / target.scale)


def ratio(source: str, target: str) -> float:
    """How many *target* one *source* is, for units that have a product (no temperature scales).

    Raises:
        UnitError: they do not measure the same thing, or one is a scale with an offset.
    """
    affine = affine_between(parse(source), parse(target))
    if parse(source).offset or parse(target).offset:
        raise UnitError(f"a value in {source} cannot be added up or multiplied", source, target)
    return affine.factor


def products_in(unit: Unit) -> frozenset[str]:
    """The products that a unit names in braces."""
    return frozenset(name[1:-1] for name in unit.dimensions if name.startswith("{"))


@cache
def registry() -> pint.UnitRegistry[float]:
    """The registry of ``units.txt``."""
    return pint.UnitRegistry(str(Path(__file__).with_name("units.txt")), autoconvert_offset_to_baseunit=True)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Unit:
    factors = _factors(text)
    scale, dimensions = 1.0, Counter[str]()
    for name, product, exponent in factors:
        unit = _named(name, text)
        if unit.offset and (len(factors) > 1 or exponent != 1):
            raise UnitError(f"{name} has an offset and cannot be part of {text}", text, remedy="write K")
        scale *= unit.scale**exponent
        for dimension, power in unit.dimensions.items():
            dimensions[dimension] += power * exponent
        if product:
            dimensions[f"{{{product.strip()}}}"] += exponent
    offset = _named(factors[0][0], text).offset if len(factors) == 1 else 0.0
    return Unit(text, scale, offset, _frozen(dimensions))


def _factors(text: str) -> list[tuple[str, str | None, int]]:
    """The expression as named units with their products and exponents, brackets resolved."""
    spelled = text
    for old, new in _SPELLINGS:
        spelled = spelled.replace(old, new)
    spelled = _NORMAL_VOLUME.sub("Nm3", _WAN_VOLUME.sub("万m3", spelled))
    spelled = _PLAIN_POWER.sub(r"\1^\2", spelled)
    factors: list[tuple[str, str | None, int]] = []
    signs, sign, wants_operand, position = [1], 1, True, 0
    while position < len(spelled):
        token = _TOKEN.match(spelled, position)
        if token is None:
            raise _malformed(text)
        position = token.end()
        operator = token["operator"]
        if operator == "(" and wants_operand:
            signs.append(signs[-1] * sign)
            sign = 1
        elif operator == ")" and not wants_operand and len(signs) > 1:
            signs.pop()
        elif operator in ("*", "/") and not wants_operand:
            sign, wants_operand = (1 if operator == "*" else -1), True
        elif operator is None and wants_operand:
            exponent = int(token["exponent"] or 1)
            if not 0 < abs(exponent) <= GREATEST_EXPONENT:
                raise _malformed(text)
            if token["name"]:
                factors.append((token["name"], token["product"], exponent * sign * signs[-1]))
            wants_operand = False
        else:
            raise _malformed(text)
    if wants_operand or len(signs) > 1:
        raise _malformed(text)
    return factors


@lru_cache(maxsize=4096)
def _known(name: str) -> Unit | None:
    # looked up, not parsed: to pint's parser ¹ is an exponent and NaN a number
    if not registry().parse_unit_name(name, case_sensitive=True):
        return None
    unit = registry().Unit(pint.util.UnitsContainer({registry().get_name(name, case_sensitive=True): 1}))
    # far apart, so that the slope of a scale with an offset is not lost in the offset's last digits
    zero, far = (registry().Quantity(value, unit).to_base_units().magnitude for value in (0.0, _FAR))
    dimensions = {name: round(float(power.real)) for name, power in unit.dimensionality.items()}
    return Unit(name, float(far - zero) / _FAR, float(zero), _frozen(dimensions))


def _named(name: str, text: str) -> Unit:
    if name in AMBIGUOUS:
        raise UnitError(f"{name} means different masses to different readers", text, remedy=AMBIGUOUS[name])
    unit = _known(name)
    if unit is None:
        raise UnitError(f"there is no unit {name!r}", text, remedy="write it as in the list of units")
    return unit


def _malformed(text: str) -> UnitError:
    return UnitError(f"{text!r} is no unit expression", text, remedy="write units with * / ^ and brackets: kg/(t*a)")


def _joined(dimensions: Mapping[str, int], other: Unit) -> Mapping[str, int]:
    joined = Counter(dict(dimensions))
    for dimension, power in other.dimensions.items():
        joined[dimension] += power
    return _frozen(joined)


def _frozen(dimensions: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType({name: dimensions[name] for name in sorted(dimensions) if dimensions[name]})


def _remedy(source: Mapping[str, int], target: Mapping[str, int]) -> str:
    names = {*source, *target} - {name for name in source if source[name] == target.get(name)}
    if "[normal_volume]" in names:
        return "bring the gas volume to normal conditions with its temperature and pressure first"
    if sum(name.startswith("[money_") for name in names) > 1:
        return "give both amounts in one currency"
    if any(name.startswith("{") for name in names):
        return "both have to be per unit of the same product"
    return "give a unit of the same dimension"
