"""Case B: two schemes for a power plant, which NPV and NPVR rank differently.

Source: same family of training texts as case A. Unit 万元; n = 10 a; i = 12 %. The inputs are printed;
the results are computed from them.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import Appraisal, appraise, compare


def _scheme(investment: float, cash_flow: float) -> Appraisal:
    # the text prints F itself; without tax F = P
    return appraise(investment, cash_flow, years=10, discount_rate=0.12, benchmark_rate=0.12, cost_class="HIGH")


@pytest.mark.parametrize(
    ("investment", "cash_flow", "npv", "payback", "npvr", "irr"),
    [(31.67, 11.30, 32.1775, 2.80265, 1.01603, 0.33730), (73.82, 21.50, 47.6598, 3.43349, 0.64562, 0.26306)],
)
def test_each_scheme(investment: float, cash_flow: float, npv: float, payback: float, npvr: float, irr: float) -> None:
    scheme = _scheme(investment, cash_flow)
    assert scheme.cash_flow == pytest.approx(cash_flow, rel=1e-12)
    assert scheme.npv == pytest.approx(npv, abs=0.00005)
    assert scheme.payback_years == pytest.approx(payback, abs=0.000005)
    assert scheme.npvr == pytest.approx(npvr, abs=0.000005)
    assert scheme.irr == pytest.approx(irr, abs=0.000005)


def test_the_two_rankings_conflict_and_it_is_said() -> None:
    comparison = compare({"one": _scheme(31.67, 11.30), "two": _scheme(73.82, 21.50)})
    assert comparison.npvr_order == ("one", "two")
    assert comparison.npv_order == ("two", "one")
    assert comparison.conflict
    assert [finding.code for finding in comparison.findings] == ["NPVR_NPV_CONFLICT"]
