"""Chapter 审核准备: commitment, team, plan, training, obstacles."""

from __future__ import annotations

from cpaudit.reporting.blocks import Align, Cell
from cpaudit.reporting.document import AuditReport
from cpaudit.reporting.draft import Draft
from cpaudit.reporting.formatting import format_number
from cpaudit.reporting.labels import Label


def write_preparation(draft: Draft, report: AuditReport) -> None:
    """Write the chapter."""
    draft.chapter(Label.PREPARATION)
    draft.section(Label.COMMITMENT)
    if report.commitment:
        draft.paragraph(report.commitment)
    else:
        draft.not_recorded(Label.COMMITMENT)
    draft.section(Label.TEAM)
    draft.table(
        Label.TEAM,
        ((Label.MEMBER, 1.0), (Label.ROLE, 1.0), (Label.DEPARTMENT, 1.2), (Label.DUTIES, 2.4)),
        ((member.name, member.role, member.department, member.duties) for member in report.team),
    )
    draft.section(Label.WORK_PLAN)
    draft.table(
        Label.WORK_PLAN,
        ((Label.TASK, 2.4), (Label.OWNER, 1.0), (Label.START, 1.1), (Label.END, 1.1), (Label.OUTPUT_OF_TASK, 1.6)),
        ((task.task, task.owner, task.start, task.end, task.output) for task in report.plan),
    )
    draft.section(Label.TRAINING)
    draft.table(
        Label.TRAINING,
        (
            (Label.TOPIC, 3.0),
            (Label.DATE, 1.1),
            (Label.PARTICIPANTS, 1.0, Align.RIGHT),
            (Label.HOURS, 0.8, Align.RIGHT),
        ),
        (
            (session.topic, session.date, session.participants, Cell(format_number(session.hours)))
            for session in report.training
        ),
    )
    draft.section(Label.OBSTACLES)
    draft.table(
        Label.OBSTACLES,
        ((Label.KIND, 1.0), (Label.OBSTACLE, 2.4), (Label.COUNTERMEASURE, 2.4)),
        ((obstacle.kind, obstacle.obstacle, obstacle.countermeasure) for obstacle in report.obstacles),
    )
