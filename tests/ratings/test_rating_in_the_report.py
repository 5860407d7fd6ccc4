"""The report shows the rating before and after, what each indicator reaches, and the index against its demand."""

from __future__ import annotations

import pytest

from cpaudit.reporting import document as doc
from cpaudit.reporting.blocks import Figure, Heading, Table
from cpaudit.reporting.outline import outline
from cpaudit.reporting.service import audit_report
from cpaudit.text import LANGUAGES
from ratings.conftest import RatedAudit
from support.rated import amount, outputs, values
from support.stages import OpenWork


@pytest.fixture
async def report(audit: RatedAudit, audit_id: str, open_work: OpenWork) -> doc.AuditReport:
    """The report of the audit, rated before it, and after it but for one indicator."""
    await audit.record(values=values(E_2="无燃烧设备（示例）"), outputs=outputs())
    await audit.record("AFTER", values=values(E_1=amount(3.8, "GJ/t"), M_1=None), outputs=outputs())
    async with open_work() as work:
        return await audit_report(work, audit_id)


async def test_ratings_stand_before_and_after_beside_each_other(report: doc.AuditReport) -> None:
    before, after = report.ratings
    assert [before.stage, after.stage] == list(doc.RatingStage)
    assert (before.grade["en"], before.score, before.missing) == ("Grade II", 100, ())
    assert (after.grade["en"], after.score) == ("Incomplete", None)
    assert [name["en"] for name in after.missing] == ["Environmental management"]
    assert [(index.grade, index.least) for index in after.indices] == [("I", 85), ("II", 85), ("III", 100)]
    assert after.indices[0].lower < after.indices[0].upper


async def test_each_indicator_tells_its_value_grade_weight_and_change(report: doc.AuditReport) -> None:
    before, after = report.ratings
    assert before.indicators[0].limiting
    assert not before.indicators[1].applies
    assert before.indicators[1].weight is None
    assert before.indicators[0].weight == pytest.approx(0.4)
    changes = [indicator.change for indicator in after.indicators]
    better, same, unknown = (doc.IndicatorChange[name] for name in ("BETTER", "SAME", "UNKNOWN"))
    assert changes == [better, unknown, same, same, same, unknown, same]


async def test_the_formulas_of_the_rating_are_in_the_annex(report: doc.AuditReport) -> None:
    assert any("85" in formula.formula for formula in report.formulas)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_rating_is_in_the_chapters_of_pre_assessment_and_conclusion(
    report: doc.AuditReport, language: str
) -> None:
    chapters: dict[str, list[str]] = {}
    for block in outline(report, language).blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = chapters.setdefault(block.number, [])
        elif isinstance(block, Table | Figure):
            chapter.append(block.caption)
    words = {
        "zh-CN": ("综合评价指数：汽车制造业指标体系（示例）", "各指标等级：汽车制造业指标体系（示例）"),
        "en": (
            "Index of each grade: Motor vehicle works (illustrative)",
            "Grades of the indicators: Motor vehicle works (illustrative)",
        ),
    }[language]
    for number in ("3", "9"):
        for word in words:
            assert sum(word in caption for caption in chapters[number]) == 1
