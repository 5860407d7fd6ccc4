"""The audit report says how limits are kept, in both languages."""

from __future__ import annotations

import pytest

from cpaudit.engine.headroom import Keeping
from cpaudit.reporting.html import render_html
from cpaudit.reporting.service import audit_report
from support.stages import OpenWork


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-CN", ("排放限值与总量指标执行情况", "没有有效的排污申报登记")),
        ("en", ("Limits and quotas", "no declaration of pollutants is in force")),
    ],
)
async def test_the_report_says_how_limits_are_kept(
    open_work: OpenWork, audit: str, language: str, said: tuple[str, ...]
) -> None:
    async with open_work("auditor") as work:
        report = await audit_report(work, audit)
    (limit,) = report.limits
    # A concentration that nobody measured is not kept, and not exceeded either.
    assert (limit.applies, limit.before.keeping, limit.before.discharge.value) == (True, Keeping.UNKNOWN, None)
    assert [each.days_left is None for each in report.obligations] == [False, True]
    html = render_html(report, language)
    assert [text for text in said if text not in html] == []
