"""Case C: options of a dairy and of an oil and soap company, with simple payback.

Source: El-Haggar, Sustainable Industrial Design and Waste Management (2007), Tables 2.17 and 2.32.
Payback in months = cost/annual saving x 12, printed in whole months, sometimes rounded up.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import payback

DAIRY = [(2280, 21_050, 1), (4650, 6950, 8), (350, 3290, 1), (90, 440, 3), (13_030, 22_100, 7), (20_400, 54_180, 5)]
OIL_AND_SOAP = [(5260, 97_010, 1), (1580, 81_270, 1), (1750, 21_050, 1), (2630, 5260, 6)]
IMMEDIATE = [350, 43_860]


@pytest.mark.parametrize(("cost", "saving", "months"), DAIRY + OIL_AND_SOAP)
def test_payback_in_months(cost: float, saving: float, months: int) -> None:
    years = payback(cost, saving)
    assert years is not None
    assert years * 12 == pytest.approx(months, abs=1)


@pytest.mark.parametrize("saving", IMMEDIATE)
def test_what_costs_nothing_pays_immediately(saving: float) -> None:
    assert payback(0, saving) == 0


def test_the_dairy_total_is_the_sum_of_its_options() -> None:
    *options, total = DAIRY
    assert sum(cost for cost, _, _ in options) == total[0]
    assert sum(saving for _, saving, _ in options) + IMMEDIATE[0] == total[1]
