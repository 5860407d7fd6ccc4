"""Options that are made up, for tests of portfolios, and the plain way to find the best choice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import strategies as st

from cpaudit.engine import PortfolioOption
from cpaudit.phases import CostClass

STREAMS = ("effluent", "flue gas")
SUBJECTS = ("COD", "SO2")


@st.composite
def options(draw: st.DrawFn, most: int = 7, *, streams: bool = True) -> list[PortfolioOption]:
    """Options with requirements, exclusions and shared streams; some figures are not known."""
    count = draw(st.integers(1, most))
    names = [f"o{place}" for place in range(count)]
    made = []
    for place, name in enumerate(names):
        others = [other for other in names if other != name]
        picked = st.lists(st.sampled_from(others), max_size=1) if others else st.just([])
        known = st.integers(0, 30).map(float)
        made.append(
            PortfolioOption(
                name=name,
                investment=draw(known | st.none()) if place % 5 == 4 else draw(known),
                annual_saving=float(draw(st.integers(-5, 20))),
                years=draw(st.integers(1, 8)),
                discount_rate=draw(st.sampled_from([0.0, 0.1])),
                tax_rate=draw(st.sampled_from([0.0, 0.25])),
                reductions={subject: draw(st.integers(0, 9).map(float)) for subject in SUBJECTS},
                requires=tuple(draw(picked)) if draw(st.booleans()) else (),
                excludes=tuple(draw(picked)) if draw(st.booleans()) else (),
                cost_class=draw(st.sampled_from([None, *CostClass])),
                stream=draw(st.sampled_from([None, *STREAMS])) if streams else None,
            )
        )
    return made


def choices(given: Sequence[PortfolioOption], budget: float) -> Iterator[list[PortfolioOption]]:
    """Every choice that obeys budget, requirements and exclusions."""
    for taken in product((False, True), repeat=len(given)):
        chosen = [option for option, each in zip(given, taken, strict=True) if each]
        names = {option.name for option in chosen}
        if (
            all(option.investment is not None for option in chosen)
            and math.fsum(option.investment or 0 for option in chosen) <= budget
            and all(set(option.requires) <= names for option in chosen)
            and not any(set(option.excludes) & names for option in chosen)
        ):
            yield chosen


def reduced(chosen: Sequence[PortfolioOption], subject: str, streams: Mapping[str, float]) -> float:
    """What options reduce together: of each stream 1 − Π(1 − fraction), as a chemist would write it."""
    total = 0.0
    for stream, held in streams.items():
        left = 1.0
        for option in chosen:
            if option.stream == stream:
                left *= 1 - ((option.reductions or {})[subject] or 0) / held
        total += held * (1 - left)
    return total + math.fsum((option.reductions or {})[subject] or 0 for option in chosen if option.stream is None)
