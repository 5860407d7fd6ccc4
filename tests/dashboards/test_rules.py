"""The parts of a sum make the sum, an enterprise counts once, ranks are fair, and what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cpaudit.audits.models import Scenario
from cpaudit.dashboards.counted import Counted, Reason, Source, counted_once
from cpaudit.dashboards.distribution import Observation, distributions
from cpaudit.dashboards.performers import performers
from cpaudit.dashboards.services.enterprise import Point, series_of
from cpaudit.dashboards.services.sums import money
from cpaudit.dashboards.splits import Dimension, sums_of
from cpaudit.engine import Grade, Quantity
from cpaudit.programmes.models import StageKind
from cpaudit.quality.criteria import MEASURE_NAMES, Candidate, Criterion, Measure
from cpaudit.submissions.exact import decimal_text, exact
from cpaudit.submissions.figures import Figure, FigureKind

VALUES = st.one_of(st.none(), st.decimals(min_value=-(10**9), max_value=10**9, places=6))
FIGURES = st.builds(
    lambda kind, subject, unit, value, complete: Figure(
        kind=kind,
        subject=subject,
        unit=unit,
        value=None if value is None else decimal_text(exact(value)),
        complete=complete and value is not None,
    ),
    st.sampled_from([FigureKind.SAVED, FigureKind.SAVED_PLANNED]),
    st.sampled_from(["H2O", "COD"]),
    st.sampled_from(["t", "kg", "g", "kWh"]),
    VALUES,
    st.booleans(),
)


def audit(key: str, **given: Any) -> Counted:
    """An audit that is counted."""
    columns: dict[str, Any] = {
        "source": Source.AUDIT_PACKET,
        "owner": "city",
        "enterprise": key,
        "name": key,
        "gb4754": "C2611",
        "city": "甲市",
        "stage": None,
        "round": 1,
        "concluded": True,
        "started_at": None,
        "illustrative": True,
    }
    return Counted(key=key, **{**columns, **given})


AUDITS = st.lists(
    st.tuples(
        st.sampled_from(["C2611", "C2221", "2611", ""]),
        st.sampled_from([None, "甲市", "乙市"]),
        st.sampled_from([None, *StageKind]),
        st.integers(1, 3),
        st.lists(FIGURES, max_size=4, unique_by=lambda each: each.key),
    ),
    max_size=12,
).map(
    lambda given: [
        audit(str(place), gb4754=code, city=city, stage=stage, round=number, figures=tuple(figures))
        for place, (code, city, stage, number, figures) in enumerate(given)
    ]
)


@given(AUDITS)
def test_the_parts_of_every_split_make_the_sum_to_the_last_digit(audits: list[Counted]) -> None:
    found = sums_of(audits)
    assert {each.figure.key[:2] for each in found} == {
        (figure.kind.value, figure.subject) for each in audits for figure in each.figures
    }
    for each in found:
        for by in Dimension:
            parts = each.split(by)
            assert len({part.key for part in parts}) == len(parts)
            known = [exact(part.value) for part in parts if part.value is not None]
            assert (None if not known else sum(known, Fraction())) == (
                None if each.figure.value is None else exact(each.figure.value)
            )
            assert sum(part.audits for part in parts) == len(audits)
            assert sum(part.known for part in parts) == each.known
            assert sum(part.incomplete for part in parts) == each.unknown
            assert sum(part.without for part in parts) == each.without
        # What is not known to be all never looks complete, and zero is never made of nothing.
        assert not (each.unknown == 0 and not each.figure.complete)
        assert (each.known == 0) == (each.figure.value is None)


@given(AUDITS)
def test_a_sum_is_that_of_its_audits_in_whatever_units(audits: list[Counted]) -> None:
    grams = {"t": Fraction(10**6), "kg": Fraction(1000), "g": Fraction(1)}
    found = {each.figure.key: each.figure for each in sums_of(audits)}
    for kind in (FigureKind.SAVED, FigureKind.SAVED_PLANNED):
        for subject in ("H2O", "COD"):
            given = [
                exact(figure.value) * grams[figure.unit]
                for each in audits
                for figure in each.figures
                if (figure.kind, figure.subject) == (kind, subject)
                and figure.unit in grams
                and figure.value is not None
            ]
            sums = [
                exact(figure.value) * grams[figure.unit]
                for key, figure in found.items()
                if key[:2] == (kind.value, subject) and figure.unit in grams and figure.value is not None
            ]
            assert sum(sums, Fraction()) == sum(given, Fraction())


def test_of_others_an_enterprise_counts_once_by_its_latest_round_and_the_source_that_says_most() -> None:
    old = audit("old", enterprise="a")
    told = audit("told", enterprise="a", round=2, source=Source.SECTOR_REPORT, report="r")
    packet = audit("packet", enterprise="a", round=2)
    other = audit("other", enterprise="a", owner="light")
    for order in ([old, told, packet, other], [other, packet, told, old]):
        basis = counted_once(order)
        assert {each.key for each in basis.counted} == {"packet", "other"}
        assert {(each.audit.key, each.reason, each.kept) for each in basis.not_counted} == {
            ("old", Reason.EARLIER_ROUND, "packet"),
            ("told", Reason.COUNTED_ALREADY, "packet"),
        }


def criteria(*measures: Measure) -> list[Criterion]:
    return [Criterion(each, "0.5", MEASURE_NAMES[each]) for each in measures]


REDUCED, MET = Measure.LARGEST_REDUCTION, Measure.TARGETS_MET_SHARE


def candidate(name: str, reduced: str | None, met: str | None = "1", decision: str | None = "PASSED") -> Candidate:
    return Candidate(name, "", name, "C2611", {REDUCED.value: reduced, MET.value: met}, decision)


def test_ranks_are_shared_and_what_is_not_known_has_none() -> None:
    given = [
        candidate("unknown", None), candidate("c", "0.9", "0.2"), candidate("b", "0.60"), candidate("a", "0.6"),
        candidate("best", "0.7"), candidate("not reviewed", "1", decision=None), candidate("last", "0.1", "0.1"),
    ]  # fmt: skip
    found = performers(given, criteria(REDUCED, MET))
    assert [(each.candidate.enterprise, each.rank, each.advanced) for each in found] == [
        ("best", 1, True), ("a", 2, True), ("b", 2, True), ("c", 4, False), ("last", 5, False),
        ("not reviewed", None, None), ("unknown", None, None),
    ]  # fmt: skip
    assert found[-1].unknown == ("LARGEST_REDUCTION",)
    assert found[-2].unknown == ("QUALITY_DECISION",)
    unreviewed = performers(given, criteria(REDUCED, MET), reviewed=False)
    assert unreviewed[0].candidate.enterprise == "not reviewed"
    assert [each.candidate.enterprise for each in unreviewed if each.rank is None] == ["unknown"]


def test_who_misses_a_criterion_and_does_not_know_another_is_not_advanced_and_has_no_rank() -> None:
    (found,) = performers([candidate("a", None, "0")], criteria(REDUCED, MET))
    assert (found.rank, found.advanced) == (None, False)


def observed(amount: float | None, unit: str = "m3/t", grade: Grade = Grade.UNGRADED, name: str = "水") -> Observation:
    held = None if amount is None else Quantity(amount, unit)
    return Observation(str(amount), None, name, Scenario.BEFORE, held, grade)


def test_a_distribution_has_quartiles_of_what_is_known_and_counts_what_is_not() -> None:
    given = [
        observed(4, grade=Grade.I),
        observed(3000, "L/t"),
        observed(2),
        observed(1),
        observed(None),
        observed(5, "%"),
    ]
    percent, litres = sorted(distributions(given), key=lambda each: each.unit)
    assert (percent.known, percent.unknown) == (1, 0)
    assert (litres.unit, litres.known, litres.unknown) == ("L/t", 4, 1)
    shown = [litres.least, litres.q1, litres.median, litres.q3, litres.largest]
    # Definition 7 of Hyndman and Fan (1996) of 1, 2, 3, 4.
    assert [each.value for each in shown if each is not None] == [1000, 1750, 2500, 3250, 4000]
    assert litres.levels == {Grade.I: 1, Grade.UNGRADED: 4}


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=20))
def test_a_distribution_leaves_nothing_out(amounts: list[float | None]) -> None:
    (found,) = distributions([observed(each) for each in amounts])
    known = [each for each in amounts if each is not None]
    assert (found.known, found.unknown) == (len(known), len(amounts) - len(known))
    assert sum(found.levels.values()) == len(amounts)
    if not known:
        assert found.median is None
        assert found.least is None
        return
    values = [found.least, found.q1, found.median, found.q3, found.largest]
    numbers = [each.value for each in values if each is not None]
    assert numbers == sorted(numbers)
    assert (numbers[0], numbers[-1]) == (min(known), max(known))


def test_an_indicator_is_held_against_the_one_known_before_it() -> None:
    def point(number: int, amount: Quantity | None, scenario: Scenario = Scenario.AFTER) -> Point:
        return Point("a", number, scenario, amount, None, Grade.UNGRADED, "")

    cubic, litres = Quantity(9, "m3/t"), Quantity(12000, "L/t")
    found = series_of("水", [point(2, None), point(2, cubic, Scenario.BEFORE), point(1, litres)])
    assert [each.round for each in found.points] == [1, 2, 2]
    assert found.current is not None
    assert found.current.amount == cubic
    assert found.change is not None
    assert (found.change.value, found.change.unit) == (-3, "m3/t")
    assert series_of("水", [point(1, cubic)]).change is None
    assert series_of("水", [point(1, Quantity(1, "%")), point(2, cubic)]).change is None


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_halves_of_stored_money_make_the_sum(stored: list[int]) -> None:
    def divided(number: int, part: Callable[[int, int], int]) -> int:
        sign = -1 if number < 0 else 1
        return sign * part(abs(number), 10**9)

    # As both databases divide: towards zero, with the rest of the dividend's sign.
    high = sum(divided(each, int.__floordiv__) for each in stored)
    low = sum(divided(each, int.__mod__) for each in stored)
    assert money((high, low)) == Decimal(sum(stored)).scaleb(-4)
    assert money((None, None)) is None
