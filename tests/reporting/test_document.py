"""The report refuses data that a table or a diagram would misrepresent."""

from __future__ import annotations

import pytest

from cpaudit.errors import InvalidInput
from cpaudit.options import models as options
from cpaudit.reporting.document import (
    Balance,
    FlowQuantity,
    FocusCandidate,
    FocusFactor,
    FocusRanking,
    InventoryChange,
    OptionOrigin,
    OptionState,
    ReportNote,
)
from cpaudit.reporting.document.report import AuditReport
from cpaudit.reporting.figures import Quantity


def test_a_balance_refuses_a_flow_in_another_unit() -> None:
    with pytest.raises(InvalidInput) as raised:
        Balance(name="水", unit="t/d", inputs=(FlowQuantity("水", Quantity(1, "kg/d")),), outputs=())
    assert raised.value.path == ("inputs", 0, "unit")


def test_a_ranking_refuses_scores_that_belong_to_no_factor() -> None:
    with pytest.raises(InvalidInput) as raised:
        FocusRanking((FocusFactor("废弃物量", 10),), (FocusCandidate("一车间", (1, 2), 30, 1),))
    assert raised.value.path == ("candidates", 0, "scores")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Quantity(200, "t"), Quantity(150, "t"), -0.25),
        (Quantity(None, "t"), Quantity(150, "t"), None),
        (Quantity(200, "t"), Quantity(None, "t"), None),
        (Quantity(0, "t"), Quantity(1, "t"), None),
        (Quantity(200, "t"), Quantity(150, "kg"), None),
    ],
)
def test_a_change_is_known_only_between_two_known_figures(
    before: Quantity, after: Quantity, change: float | None
) -> None:
    assert InventoryChange("SO₂", before, after).change == change


def test_a_report_is_illustrative_when_one_of_its_notes_says_so(
    rich_report: AuditReport, bare_report: AuditReport
) -> None:
    assert rich_report.illustrative
    assert not bare_report.illustrative
    assert ReportNote("备注").illustrative is False


def test_an_option_of_an_audit_finds_its_state_and_origin_in_the_report() -> None:
    assert {state.value for state in OptionState} == {state.value for state in options.OptionState}
    assert {origin.value for origin in OptionOrigin} == {origin.value for origin in options.OptionOrigin}
