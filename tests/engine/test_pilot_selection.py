"""An enterprise's pollution against its sector's, and what several assessors say; figures are illustrative."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.engine import InvalidScore, LoadGap, Quantity, UnitError, panel_score, quantity, representativeness
from cpaudit.engine.numbers import InvalidNumber
from cpaudit.errors import InvalidInput

SECTOR = {"COD": quantity(100, "t/a"), "NH3-N": quantity(10, "t/a"), "SO2": quantity(1000, "t/a")}

amounts = st.floats(min_value=0, max_value=1e12, allow_nan=False, allow_subnormal=False)
profiles = st.dictionaries(st.sampled_from("ABCDEFGH"), amounts, min_size=2)


def loads(**amounts: float | None) -> dict[str, Quantity | None]:
    return {
        name.replace("_", "-"): None if value is None else quantity(value, "t/a") for name, value in amounts.items()
    }


def test_the_same_part_of_every_pollutant_is_wholly_representative() -> None:
    found = representativeness(loads(COD=5, NH3_N=0.5, SO2=50), SECTOR)
    assert (found.value, found.score) == (pytest.approx(1, abs=1e-15), pytest.approx(10))
    assert [each.part for each in found.shares] == pytest.approx([0.05] * 3)


def test_the_similarity_is_what_both_profiles_share() -> None:
    # Parts 0.1, 0.1 and 0.3 of the sector's loads: shares 0.2, 0.2, 0.6 against a third of each.
    found = representativeness(loads(COD=10, NH3_N=1, SO2=300), SECTOR)
    assert [each.share for each in found.shares] == pytest.approx([0.2, 0.2, 0.6])
    assert found.value == pytest.approx(0.2 + 0.2 + 1 / 3)
    assert found.score == pytest.approx(1 + 9 * (0.4 + 1 / 3))


def test_a_known_zero_counts_and_an_unknown_amount_leaves_everything_unknown() -> None:
    assert representativeness(loads(COD=0, NH3_N=0, SO2=7), SECTOR).value == pytest.approx(1 / 3)
    unknown = representativeness(loads(COD=0, NH3_N=None, SO2=7), SECTOR)
    assert (unknown.value, unknown.score) == (None, None)
    assert unknown.gaps == (("NH3-N", LoadGap.ENTERPRISE_UNKNOWN),)
    assert {each.share for each in unknown.shares} == {None}


def test_what_only_one_of_the_profiles_names_is_unknown_in_the_other() -> None:
    found = representativeness(loads(COD=1, NH3_N=1, dust=1), SECTOR)
    assert found.gaps == (("SO2", LoadGap.ENTERPRISE_UNKNOWN), ("dust", LoadGap.SECTOR_UNKNOWN))
    assert found.value is None


@pytest.mark.parametrize(
    ("enterprise", "sector", "gap"),
    [
        ({}, {}, ("", LoadGap.TOO_FEW_POLLUTANTS)),
        (loads(COD=1), loads(COD=10), ("", LoadGap.TOO_FEW_POLLUTANTS)),
        (loads(COD=1, SO2=0), loads(COD=10, SO2=0), ("", LoadGap.TOO_FEW_POLLUTANTS)),
        (loads(COD=0, SO2=0), loads(COD=10, SO2=10), ("", LoadGap.NOTHING_DISCHARGED)),
        (loads(COD=1, SO2=1), loads(COD=10, SO2=0), ("SO2", LoadGap.SECTOR_HAS_NONE)),
    ],
)
def test_what_cannot_be_compared_is_unknown_and_says_why(enterprise, sector, gap) -> None:  # type: ignore[no-untyped-def]
    found = representativeness(enterprise, sector)
    assert (found.value, found.gaps) == (None, (gap,))


def test_what_neither_discharges_does_not_count() -> None:
    found = representativeness(loads(COD=1, SO2=1, dust=0), loads(COD=10, SO2=10, dust=0))
    assert found.value == pytest.approx(1)


@given(profiles, st.floats(min_value=1e-6, max_value=1e6))
def test_the_size_of_the_enterprise_and_its_units_do_not_count(profile: dict[str, float], size: float) -> None:
    sector = {name: quantity(7.0, "t/a") for name in profile}
    one = representativeness({name: quantity(value, "t/a") for name, value in profile.items()}, sector)
    other = representativeness({name: quantity(value * size, "kg/a") for name, value in profile.items()}, sector)
    if one.value is None or other.value is None:
        assert not any(profile.values()) or min(filter(None, profile.values())) < 1e-290
    else:
        assert math.isclose(one.value, other.value, rel_tol=1e-9)


@given(profiles)
def test_the_similarity_lies_between_one_pollutant_and_all(profile: dict[str, float]) -> None:
    sector = {name: quantity(3.0, "t/a") for name in profile}
    found = representativeness({name: quantity(value, "t/a") for name, value in profile.items()}, sector)
    if any(profile.values()):
        assert found.value is not None
        assert 1 / len(profile) - 1e-12 <= found.value <= 1 + 1e-12
        assert math.fsum(each.share or 0 for each in found.shares) == pytest.approx(1)
    else:
        assert found.gaps == (("", LoadGap.NOTHING_DISCHARGED),)


def test_loads_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InvalidNumber):
        representativeness({"COD": Quantity(-1, "t/a")}, SECTOR)
    with pytest.raises(UnitError):
        representativeness({"COD": quantity(1, "kWh/a")}, SECTOR)
    with pytest.raises(InvalidInput):
        representativeness([1], SECTOR)  # type: ignore[arg-type]


def test_several_assessors_have_a_mean_and_a_spread() -> None:
    found = panel_score({"a": 4, "b": 7, "c": 7})
    assert found is not None
    assert (found.mean, found.lowest, found.highest) == (6, 4, 7)
    assert found.deviation == pytest.approx(math.sqrt(3))


def test_one_assessor_has_no_spread_and_none_no_mean() -> None:
    one = panel_score({"a": 4})
    assert one is not None
    assert (one.mean, one.deviation) == (4, None)
    assert panel_score({}) is None


@pytest.mark.parametrize("score", [0.5, 10.5])
def test_a_score_outside_the_scale_is_refused(score: float) -> None:
    with pytest.raises(InvalidScore):
        panel_score({"a": score})


@given(st.dictionaries(st.text(max_size=3), st.floats(min_value=1, max_value=10), min_size=1))
def test_the_mean_lies_within_the_spread(scores: dict[str, float]) -> None:
    found = panel_score(scores)
    assert found is not None
    assert found.lowest - 1e-12 <= found.mean <= found.highest + 1e-12
