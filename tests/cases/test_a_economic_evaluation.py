"""Case A: economic evaluation, full chain.

Source: Chinese training text 清洁生产审核 经济评估 例题. Unit 万元. Tolerance: the printed rounding.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import Appraisal, annuity, appraise, npv

FLOWS = [-150, *[32.5] * 10]


@pytest.fixture
def appraisal() -> Appraisal:
    return appraise(150, 40, years=10, tax_rate=0.30, discount_rate=0.05, benchmark_rate=0.10)


def test_depreciation_cash_flow_and_payback(appraisal: Appraisal) -> None:
    assert appraisal.depreciation == 15
    assert appraisal.cash_flow == pytest.approx(32.5, abs=1e-12)
    assert appraisal.payback_years == pytest.approx(4.6, abs=0.05)


def test_net_present_value(appraisal: Appraisal) -> None:
    assert 1 / annuity(1, 0.05, 10) == pytest.approx(7.7217, abs=0.00005)
    assert appraisal.npv == pytest.approx(100.96, abs=0.005)


# the print rounds the annuity factors to four digits before it multiplies them by 32.5
@pytest.mark.parametrize(("rate", "printed"), [(0.17, 1.4045), (0.18, -3.9418)])
def test_net_present_value_on_either_side_of_the_root(rate: float, printed: float) -> None:
    assert npv(rate, FLOWS) == pytest.approx(printed, abs=32.5 * 0.00005)


def test_rate_of_return_interpolated_and_exact(appraisal: Appraisal) -> None:
    assert appraisal.irr_interpolated == pytest.approx(0.1726, abs=0.00005)
    assert appraisal.irr == pytest.approx(0.172570, abs=0.0000005)


def test_the_option_is_feasible(appraisal: Appraisal) -> None:
    assert appraisal.feasible is True
