"""What people do about readiness: say how far an enterprise is with a group of requirements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpaudit.audits.services.records import require_version
from cpaudit.enterprises.models import Enterprise
from cpaudit.enterprises.rules import check
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.regulation.models import ReadinessMark
from cpaudit.storage.tables import now
from cpaudit.work import Work

Values = Mapping[str, Any]


async def record_readiness(work: Work, enterprise_id: str, values: Values) -> str:
    """Record how far an enterprise is with a group of requirements for the first time; gives the mark's id.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is no such enterprise.
        InvalidInput: the group is recorded already, or a value breaks a rule.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    await work.get(Enterprise, enterprise_id, path=("input", "enterprise"))
    mark = ReadinessMark(tenant_id=work.actor.tenant, enterprise_id=enterprise_id, **values)
    _check(mark)
    same = await work.all(ReadinessMark, enterprise_id=enterprise_id, standard=mark.standard, group=mark.group)
    if same:
        raise InvalidInput(
            f"{mark.group} of {mark.standard} is recorded already",
            path=("input", "group"),
            remedy="change it with changeReadiness",
        )
    return (await work.add(mark, "readinessRecorded")).id


async def change_readiness(work: Work, mark_id: str, expected_version: int, changes: Values) -> str:
    """Change how far an enterprise is; gives the mark's id.

    Raises:
        Denied: the actor does not edit enterprises.
        NotFound: there is no such mark.
        InvalidInput: a value breaks a rule.
        Conflict: the mark changed meanwhile.
    """
    work.require(Permission.EDIT_ENTERPRISES)
    mark = await work.get(ReadinessMark, mark_id, path=("input", "id"))
    require_version(mark, expected_version)
    _check(ReadinessMark(**{**mark.model_dump(), **changes}))
    return (await work.change(mark, expected_version, "readinessChanged", **changes)).id


def _check(mark: ReadinessMark) -> None:
    check(mark)
    if mark.reached_on is not None:
        if not mark.state.is_met:
            raise InvalidInput(
                f"a group that is {mark.state} was not reached",
                path=("input", "reachedOn"),
                remedy="leave the date out, or say that it is in place",
            )
        if mark.reached_on > now().date():
            raise InvalidInput(f"{mark.reached_on} is still to come", path=("input", "reachedOn"))
