"""Programmes, stages, targets and deadlines: what is planned."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from sqlmodel import select

from cpaudit.audits.models import Audit
from cpaudit.engine import Quantity
from cpaudit.enterprises.classification import read_code
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.phases import METHODS, PhaseKey
from cpaudit.programmes.models import Deadline, Programme, Stage, StageAudit, StageTarget, TargetMeasure
from cpaudit.programmes.services.records import Columns, Kind, check_order
from cpaudit.work import Work

COUNTED = "1"
"""The unit of a target that counts audits."""


async def _known_time_zone(work: Work, programme: Programme) -> None:
    if programme.time_zone not in available_timezones():
        raise InvalidInput(
            f"{programme.time_zone!r} is no time zone", path=("input", "timeZone"), remedy="name one as Asia/Shanghai"
        )


async def _ordered(work: Work, row: Stage) -> None:
    check_order(row.starts_on, row.ends_on)


async def _scoped(work: Work, stage: Stage) -> None:
    for index, code in enumerate(stage.industries):
        path = ("input", "industries", index)
        if read_code(code, *path) != code:
            raise InvalidInput("the code has no section letter", path=path)
    for index, name in enumerate(stage.size_classes):
        if name not in SizeClass.__members__:
            raise InvalidInput(f"{name!r} is no size class", path=("input", "sizeClasses", index))


async def _dates_hold(work: Work, stage: Stage) -> None:
    for deadline in await work.all(Deadline, stage_id=stage.id):
        if not stage.starts_on <= deadline.due <= stage.ends_on:
            raise InvalidInput(
                f"the deadline of {deadline.phase} is {deadline.due}, outside the stage",
                path=("input", "endsOn"),
                remedy="change that deadline first",
            )


async def _method_holds(work: Work, stage: Stage) -> None:
    kept = {phase.key for phase in METHODS[stage.method].phases}
    for deadline in await work.all(Deadline, stage_id=stage.id):
        if deadline.phase not in kept:
            raise InvalidInput(
                f"the method {stage.method} has no phase {deadline.phase}, which has a deadline",
                path=("input", "method"),
                remedy="remove that deadline first",
            )
    stored = (await work.session.exec(select(Stage.method).where(Stage.id == stage.id))).one_or_none()
    if stored not in (None, stage.method) and await work.all(StageAudit, stage_id=stage.id):
        raise InvalidInput(
            "audits of the stage follow its method already",
            path=("input", "method"),
            remedy="clone the stage and give the clone another method",
        )


async def _counted(work: Work, target: StageTarget) -> None:
    if target.measure is not TargetMeasure.OTHER and target.goal.unit != COUNTED:
        raise InvalidInput("audits are counted in the unit 1", path=("input", "goal", "unit"))


async def _phase_of_method(work: Work, deadline: Deadline) -> None:
    stage = await work.get(Stage, deadline.stage_id)
    if deadline.phase not in {phase.key for phase in METHODS[stage.method].phases}:
        raise InvalidInput(f"the method {stage.method} has no phase {deadline.phase}", path=("input", "phase"))


async def _within_stage(work: Work, deadline: Deadline) -> None:
    stage = await work.get(Stage, deadline.stage_id)
    if not stage.starts_on <= deadline.due <= stage.ends_on:
        raise InvalidInput(
            f"the stage runs from {stage.starts_on} to {stage.ends_on}",
            path=("input", "due"),
            remedy="choose a day within the stage",
        )


async def _in_sequence(work: Work, deadline: Deadline) -> None:
    stage = await work.get(Stage, deadline.stage_id)
    place = positions(stage)
    for other in await work.all(Deadline, stage_id=stage.id):
        if other.id == deadline.id or other.phase is deadline.phase:
            continue
        earlier, later = sorted((other, deadline), key=lambda each: place[each.phase])
        if earlier.due > later.due:
            raise InvalidInput(
                f"{earlier.phase} would be due after {later.phase}, which comes later", path=("input", "due")
            )


def positions(stage: Stage) -> dict[PhaseKey, int]:
    """The place of each phase in the method of a stage."""
    return {phase.key: phase.position for phase in METHODS[stage.method].phases}


PROGRAMMES = Kind(Programme, Permission.PLAN_PROGRAMMES, rules=(_known_time_zone,))
STAGES = Kind(Stage, Permission.PLAN_PROGRAMMES, rules=(_ordered, _scoped, _dates_hold, _method_holds))
TARGETS = Kind(StageTarget, Permission.PLAN_PROGRAMMES, rules=(_counted,))
DEADLINES = Kind(Deadline, Permission.PLAN_PROGRAMMES, rules=(_phase_of_method, _within_stage, _in_sequence))


def with_sections(columns: Columns) -> Columns:
    """Columns of a stage whose industries have the letter of their section.

    Raises:
        InvalidInput: one of them is no code of GB/T 4754-2017.
    """
    codes = columns.get("industries")
    if not isinstance(codes, list):
        return columns
    read = [read_code(str(code), "input", "industries", index) for index, code in enumerate(codes)]
    return {**columns, "industries": read}


async def add_stage(work: Work, columns: Columns) -> str:
    """Add a stage to a programme; gives its id. Raises as :meth:`Kind.add` does."""
    work.require(Permission.PLAN_PROGRAMMES)
    return await STAGES.add(work, with_sections(columns))


async def change_stage(work: Work, stage_id: str, expected_version: int, columns: Columns) -> str:
    """Change a stage; gives its id. Raises as :meth:`Kind.change` does."""
    work.require(Permission.PLAN_PROGRAMMES)
    return await STAGES.change(work, stage_id, expected_version, with_sections(columns))


def outside_scope(stage: Stage, enterprise: Enterprise) -> str | None:
    """By what an enterprise is outside a stage's scope: industry, region or size class; None where it is inside."""
    if stage.industries and not any(enterprise.gb4754.startswith(code) for code in stage.industries):
        return f"the industry {enterprise.gb4754}"
    if stage.regions and enterprise.city not in stage.regions:
        return f"the city {enterprise.city!r}"
    if stage.size_classes and enterprise.size_class.value not in stage.size_classes:
        return f"the size class {enterprise.size_class}"
    return None


def require_in_scope(stage: Stage, enterprise: Enterprise) -> None:
    """Do nothing where the enterprise is in the scope of the stage.

    Raises:
        InvalidInput: it is not; the message says by what.
    """
    outside = outside_scope(stage, enterprise)
    if outside is not None:
        raise InvalidInput(f"the stage's scope leaves out {outside}", path=("input", "enterprise"))


def today(time_zone: str) -> date:
    """The day that it is in a time zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def progress(measure: TargetMeasure, audits: list[Audit]) -> Quantity | None:
    """How far the audits of a stage have come by a measure; None for what cpaudit does not count."""
    match measure:
        case TargetMeasure.AUDITS_STARTED:
            return Quantity(float(len(audits)), COUNTED)
        case TargetMeasure.AUDITS_CONCLUDED:
            return Quantity(float(sum(audit.concluded_at is not None for audit in audits)), COUNTED)
    return None
