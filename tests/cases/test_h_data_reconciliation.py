"""Case H: a heat exchanger with a bypass, all six flows measured.

Source: S. Narasimhan, C. Jordache, Data Reconciliation and Gross Error Detection (2000), Example 1-1, Table 1-1
(quoted from memory: unverified; its arithmetic is consistent). All measurements have the same standard deviation.
"""

from __future__ import annotations

import pytest

from cpaudit.engine import ProcessNetwork, ReconciliationState, reconcile

EXCHANGER = ProcessNetwork.of(
    [
        ("1", None, "splitter"),
        ("2", "splitter", "heat exchanger"),
        ("3", "splitter", "bypass valve"),
        ("4", "heat exchanger", "mixer"),
        ("5", "bypass valve", "mixer"),
        ("6", "mixer", None),
    ]
)
MEASURED = {"1": 101.91, "2": 64.45, "3": 34.65, "4": 64.20, "5": 36.44, "6": 98.88}
PRINTED = {"1": 100.22, "2": 64.50, "3": 35.72, "4": 64.50, "5": 35.72, "6": 100.22}


def test_the_reconciled_flows_are_those_printed() -> None:
    result = reconcile(EXCHANGER, {code: (value, 1.0) for code, value in MEASURED.items()})
    assert {code: round(flow.value, 2) for code, flow in result.adjusted.items()} == PRINTED


def test_the_global_test_counts_a_check_for_each_unit() -> None:
    result = reconcile(EXCHANGER, {code: (value, 1.0) for code, value in MEASURED.items()})
    assert result.chi_square.degrees_of_freedom == 4
    assert result.chi_square.statistic == pytest.approx(
        sum((MEASURED[code] - PRINTED[code]) ** 2 for code in MEASURED), abs=0.05
    )
    assert result.state is ReconciliationState.CONSISTENT
