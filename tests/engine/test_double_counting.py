"""The same amount of one activity has each pollutant once, or it is pointed at; all figures illustrative."""

from __future__ import annotations

import numpy as np
import pytest

from cpaudit.engine import Factor, Finding, InventoryLines, Quantity, inventory, quantity
from cpaudit.engine.double_counting import MOST_NAMED
from cpaudit.engine.factors import measured

TIER_1 = Factor(10, "kg", "t", "NOx", "nitric_acid")
TIER_2 = Factor(12, "kg", "t", "NOx", "nitric_acid", process="nitric acid production")


def _overlaps(*lines: tuple[Quantity, Factor]) -> list[Finding]:
    return [each for each in inventory(lines).warnings if each.code == "FACTORS_OVERLAP"]


def test_two_factors_for_one_activity_overlap_in_whatever_unit_it_is_given() -> None:
    found = _overlaps((quantity(1.1, "t{nitric_acid}"), TIER_1), (quantity(1100, "kg"), TIER_2))
    assert [each.passed for each in found] == [False]
    assert "lines 1, 2" in found[0].message["en"]
    assert "NOx" in found[0].message["zh-CN"]


def test_one_factor_on_two_lines_overlaps_too() -> None:
    assert len(_overlaps(*[(quantity(3, "t"), TIER_1)] * 3)) == 1


@pytest.mark.parametrize(
    "second",
    [
        (quantity(2, "t"), TIER_2),
        (quantity(1, "t"), Factor(1, "kg", "t", "dust", "nitric_acid")),
        (quantity(1, "t"), Factor(1, "kg", "t", "NOx", "urea")),
        (quantity(1, "m3"), Factor(1, "kg", "m3", "NOx")),
    ],
)
def test_another_amount_pollutant_product_or_measure_is_another_line(second: tuple[Quantity, Factor]) -> None:
    assert _overlaps((quantity(1, "t"), TIER_1), second) == []


def test_two_processes_are_two_activities() -> None:
    kiln, boiler = (Factor(1, "kg", "t", "NOx", process=name) for name in ("kiln", "boiler"))
    assert _overlaps((quantity(1, "t"), kiln), (quantity(1, "t"), boiler)) == []
    assert len(_overlaps((quantity(1, "t"), kiln), (quantity(1, "t"), Factor(2, "kg", "t", "NOx")))) == 1


def test_equal_emissions_that_were_measured_are_two_measurements() -> None:
    assert _overlaps(*[(quantity(5, "t"), measured("NOx", "t"))] * 2) == []


def test_no_activity_is_not_counted_twice() -> None:
    assert _overlaps((quantity(0, "t"), TIER_1), (quantity(0, "t"), TIER_2)) == []


def test_many_overlaps_are_named_up_to_a_number_and_then_counted() -> None:
    count = MOST_NAMED + 7
    activity = np.tile(np.arange(1.0, count + 1), 2)
    lines = InventoryLines(
        activity, np.zeros(2 * count, dtype=np.intp), np.repeat([0, 1], count), ("t",), (TIER_1, TIER_2)
    )
    found = [each for each in inventory(lines).warnings if each.code == "FACTORS_OVERLAP"]
    assert len(found) == MOST_NAMED + 1
    assert "7 more" in found[-1].message["en"]
