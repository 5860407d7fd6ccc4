"""Commitment, team, work plan, training, obstacles."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import (
    Obstacle,
    PlanTask,
    StatementKind,
    TeamMember,
    TeamRole,
    Training,
)
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import unordered
from cpaudit.gates.requirements.judged import (
    Judged,
    blocker,
    check,
    judge,
    require_one,
    require_statement,
)
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import StepKey, method

DEPARTMENTS_IN_TEAM = 2
"""Departments from which an audit team comes at least: it is no matter of the environment office alone."""


require_statement(StepKey.COMMITMENT, StatementKind.COMMITMENT, "领导承诺书", "leaders' commitment")


@check(StepKey.TEAM)
def _team(snapshot: Snapshot) -> Judged:
    team = snapshot.of(TeamMember)

    def found() -> Iterator[Blocker]:
        if not any(member.role is TeamRole.LEADER for member in team):
            yield blocker(
                "TEAM_LEADER_MISSING",
                ("team",),
                "审计小组没有组长",
                "the audit team has no leader",
                "用 addTeamMember 添加组长",
                "add a leader with addTeamMember",
            )
        if len({member.department for member in team}) < DEPARTMENTS_IN_TEAM:
            yield blocker(
                "TEAM_DEPARTMENTS",
                ("team",),
                f"审计小组成员来自不足{DEPARTMENTS_IN_TEAM}个部门",
                f"the audit team comes from fewer than {DEPARTMENTS_IN_TEAM} departments",
                "吸收其他部门的成员",
                "add members from other departments",
            )

    return judge(found(), unordered([member.name, member.department, member.role] for member in team))


@check(StepKey.WORK_PLAN)
def _work_plan(snapshot: Snapshot) -> Judged:
    tasks = snapshot.of(PlanTask)
    audit_method = method(snapshot.audit.method)
    planned = {audit_method.phase_of(task.step).key for task in tasks}
    later = audit_method.phases[audit_method.phase_of(StepKey.WORK_PLAN).position :]

    def found() -> Iterator[Blocker]:
        for phase in later:
            if phase.key not in planned:
                yield blocker(
                    "PLAN_INCOMPLETE",
                    ("planTasks", phase.key.value),
                    f"工作计划没有安排“{phase.name['zh-CN']}”阶段",
                    f"the work plan has no task in the phase {phase.name['en']}",
                    "用 addPlanTask 添加有日期和负责人的任务",
                    "add a task with dates and an owner with addPlanTask",
                )

    return judge(
        found(),
        unordered(
            [task.step, task.name, task.owner, task.starts_on.isoformat(), task.ends_on.isoformat()] for task in tasks
        ),
    )


require_one(
    StepKey.TRAINING,
    "TRAINING_MISSING",
    "trainings",
    lambda s: s.of(Training),
    "培训记录",
    "training on record",
    "addTraining",
)


require_one(
    StepKey.OBSTACLES,
    "OBSTACLES_MISSING",
    "obstacles",
    lambda s: s.of(Obstacle),
    "障碍与对策",
    "obstacle with a countermeasure",
    "addObstacle",
)
