"""An indicator system written down as plain dictionaries, as a script or a notebook would.

::

    {
        "categories": {"energy": 0.6, "management": 0.4},
        "indicators": {
            "E1": {"category": "energy", "weight": 1, "limiting": True, "unit": "GJ/t", "thresholds": (4, 5, 6)},
            "M1": {"category": "management", "weight": 1},
        },
    }

Categories and indicators may also be lists of maps with a ``code``, in the shape of a pack's file. The
direction follows from the thresholds unless they are all the same; pairs of thresholds are ranges. An
indicator without thresholds is a description. Names, sources and the like may stand there and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpaudit.contributions import Direction
from cpaudit.engine.indicator_systems import IndicatorScheme, Limits, SchemeIndicator, Three, direction_of
from cpaudit.engine.numbers import finite
from cpaudit.engine.units import PURE_NUMBER
from cpaudit.errors import InvalidInput, PathPart

_DIRECTIONS = {
    **{direction.value: direction for direction in Direction},
    "lower": Direction.LOWER_IS_BETTER,
    "smaller": Direction.LOWER_IS_BETTER,
    "higher": Direction.HIGHER_IS_BETTER,
    "larger": Direction.HIGHER_IS_BETTER,
    "range": Direction.WITHIN_RANGE,
}
_NOT_READ = frozenset({"name", "note", "condition", "source", "locator", "year", "pack", "products", "gb4754"})
_OF_A_SYSTEM = frozenset({"code", "categories", "indicators"}) | _NOT_READ
_OF_A_CATEGORY = frozenset({"code", "weight"}) | _NOT_READ
_OF_A_SCALE = frozenset({"direction", "unit", "thresholds", "upper_thresholds"})
_OF_AN_INDICATOR = (
    frozenset({"code", "category", "weight", "limiting", "product", "group", "quantitative", "qualitative"})
    | _OF_A_SCALE
    | _NOT_READ
)
_GRADE_KEYS = (("I", "grade_1"), ("II", "grade_2"), ("III", "grade_3"))


def read_plain_system(given: Mapping[str, object]) -> IndicatorScheme:
    """The system that a mapping describes.

    Raises:
        InvalidInput: something is missing, unknown, or does not fit together; the path tells where.
        InvalidNumber: a weight is not above zero, or a threshold not finite.
        UnitError: a unit does not exist.
    """
    _known_keys(given, _OF_A_SYSTEM, "system")
    categories = tuple(
        (code, _number(entry.get("weight"), "system", "categories", code, "weight"))
        for code, entry in _entries(given.get("categories"), "categories", _OF_A_CATEGORY, alone="weight")
    )
    indicators = tuple(
        _indicator(code, entry) for code, entry in _entries(given.get("indicators"), "indicators", _OF_AN_INDICATOR)
    )
    return IndicatorScheme(categories, indicators)


def _entries(
    given: object, name: str, known: frozenset[str], *, alone: str = ""
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Code and fields of each entry of a map by code, or of a list of maps."""
    if isinstance(given, Mapping):
        entries = [(str(code), entry) for code, entry in given.items()]
    elif isinstance(given, Sequence) and not isinstance(given, str):
        entries = [(str(each.get("code", "")) if isinstance(each, Mapping) else "", each) for each in given]
    else:
        raise InvalidInput(f"the system has no {name}", path=("system", name))
    for position, (code, entry) in enumerate(entries):
        if alone and not isinstance(entry, Mapping):
            entry = {alone: entry}
        if not code or not isinstance(entry, Mapping):
            raise InvalidInput("a map with a code is expected", path=("system", name, code or position))
        _known_keys(entry, known, "system", name, code)
        yield code, entry


def _indicator(code: str, entry: Mapping[str, object]) -> SchemeIndicator:
    path: tuple[PathPart, ...] = ("system", "indicators", code)
    scale = entry.get("quantitative", entry)
    if not isinstance(scale, Mapping):
        raise InvalidInput("a map with unit and thresholds is expected", path=(*path, "quantitative"))
    if scale is not entry:
        _known_keys(scale, _OF_A_SCALE, *path, "quantitative")
    limiting = entry.get("limiting", False)
    if not isinstance(limiting, bool):
        raise InvalidInput("an indicator is limiting or it is not: true or false", path=(*path, "limiting"))
    return SchemeIndicator(
        code,
        str(entry.get("category", "")),
        _number(entry.get("weight"), *path, "weight"),
        limiting,
        None if scale.get("thresholds") is None else _limits(scale, path),
        _uniform(entry.get("qualitative")),
        str(entry.get("product") or ""),
        str(entry.get("group") or ""),
    )


def _limits(scale: Mapping[str, object], path: tuple[PathPart, ...]) -> Limits:
    try:
        thresholds, upper = _thresholds(scale["thresholds"], *path, "thresholds")
        if upper is None and scale.get("upper_thresholds") is not None:
            upper, _ = _thresholds(scale["upper_thresholds"], *path, "upper_thresholds")
        found = _direction(scale.get("direction"), thresholds, upper, *path, "direction")
        return Limits(found, str(scale.get("unit") or PURE_NUMBER), thresholds, upper)
    except InvalidInput as error:
        if error.path[:1] != ("system",):
            error.path = (*path, *error.path)
        raise


def _thresholds(given: object, *path: PathPart) -> tuple[Three, Three | None]:
    """The limits of the three grades; two each, where they are ranges."""
    if isinstance(given, Mapping):
        found = [next((given[key] for key in keys if key in given), None) for keys in _GRADE_KEYS]
    else:
        found = list(given) if isinstance(given, Sequence) and not isinstance(given, str) else []
    if len(found) != len(_GRADE_KEYS):
        raise InvalidInput("three thresholds are expected, of the grades I, II and III", path=path)
    pairs = [each for each in found if isinstance(each, Sequence) and not isinstance(each, str) and len(each) == 2]
    if len(pairs) == len(found):
        return _three([pair[0] for pair in pairs], *path), _three([pair[1] for pair in pairs], *path)
    return _three(found, *path), None


def _three(given: Sequence[object], *path: PathPart) -> Three:
    first, second, third = (finite(each, *path) for each in given)
    return first, second, third


def _direction(given: object, thresholds: Three, upper: Three | None, *path: PathPart) -> Direction:
    if given is not None:
        known = _DIRECTIONS.get(str(given))
        if known is None:
            raise InvalidInput(f"there is no direction {given!r}", path=path, remedy=f"one of {', '.join(_DIRECTIONS)}")
        return known
    implied = direction_of(thresholds) if upper is None else Direction.WITHIN_RANGE
    if implied is None:
        raise InvalidInput(
            "the same threshold for all grades does not tell the direction",
            path=path,
            remedy="give lower_is_better or higher_is_better",
        )
    return implied


def _uniform(qualitative: object) -> bool:
    """Whether all grades of a description ask for the same; so they do where none is described."""
    if not isinstance(qualitative, Mapping):
        return True
    texts = [next((qualitative[key] for key in keys if key in qualitative), None) for keys in _GRADE_KEYS]
    return texts[0] == texts[1] == texts[2]


def _number(given: object, *path: PathPart) -> float:
    if given is None:
        raise InvalidInput("a number is missing", path=path)
    return finite(given, *path)


def _known_keys(given: Mapping[str, object], known: frozenset[str], *path: PathPart) -> None:
    for key in given:
        if key not in known:
            raise InvalidInput(f"there is no {key!r} here", path=(*path, str(key)))
