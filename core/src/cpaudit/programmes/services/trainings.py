"""Training sessions, who attended them, and what the test gave."""

from __future__ import annotations

from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import Attendance, Body, Stage, TrainingSession
from cpaudit.programmes.services.records import Kind, check_order
from cpaudit.tenancy.models import Member
from cpaudit.work import Work


async def _sensible(work: Work, session: TrainingSession) -> None:
    check_order(session.starts_on, session.ends_on)
    if session.hours <= 0:
        raise InvalidInput("a session takes some time", path=("input", "hours"))
    if (session.full_marks is None) != (session.pass_mark is None):
        raise InvalidInput("a test has full marks and a pass mark", path=("input", "passMark"))
    if session.full_marks is not None and session.pass_mark is not None:
        if session.full_marks <= 0:
            raise InvalidInput("full marks are above zero", path=("input", "fullMarks"))
        if not 0 <= session.pass_mark <= session.full_marks:
            raise InvalidInput("the pass mark lies between zero and full marks", path=("input", "passMark"))
    for attendance in await work.all(Attendance, session_id=session.id):
        _fits(attendance, session, ("input", "fullMarks"))


async def _of_programme(work: Work, session: TrainingSession) -> None:
    if session.stage_id is not None:
        stage = await work.get(Stage, session.stage_id, path=("input", "stage"))
        if stage.programme_id != session.programme_id:
            raise InvalidInput("the stage is of another programme", path=("input", "stage"))
    if session.organised_by_id is not None:
        body = await work.get(Body, session.organised_by_id, path=("input", "organisedBy"))
        if body.programme_id != session.programme_id:
            raise InvalidInput("the body is of another programme", path=("input", "organisedBy"))


async def _marks_of_test(work: Work, attendance: Attendance) -> None:
    session = await work.get(TrainingSession, attendance.session_id, path=("input", "session"))
    _fits(attendance, session, ("input", "marks"))
    if attendance.member_id is not None:
        await work.get(Member, attendance.member_id, path=("input", "member"))


def _fits(attendance: Attendance, session: TrainingSession, path: tuple[str, ...]) -> None:
    if attendance.marks is None:
        return
    if session.full_marks is None:
        raise InvalidInput("the session has no test", path=path)
    if not 0 <= attendance.marks <= session.full_marks:
        raise InvalidInput(f"marks lie between 0 and {session.full_marks:g}", path=path)
    if attendance.attended is not True:
        raise InvalidInput("who has marks has attended", path=("input", "attended"))


TRAININGS = Kind(TrainingSession, Permission.ORGANISE_PEOPLE, rules=(_sensible, _of_programme))
ATTENDANCES = Kind(Attendance, Permission.ORGANISE_PEOPLE, rules=(_marks_of_test,))


def passed(marks: float | None, pass_mark: float | None) -> bool | None:
    """Whether the test was passed; None where it is not known, or there was none."""
    return None if marks is None or pass_mark is None else marks >= pass_mark
