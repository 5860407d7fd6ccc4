"""Conflicts of interest: who may neither judge nor advise an enterprise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.services.records import require_text
from cpaudit.errors import Denied, InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import ConflictOfInterest, Expert
from cpaudit.programmes.services.records import Columns, Kind
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member
from cpaudit.work import Work


async def _of_one(work: Work, conflict: ConflictOfInterest) -> None:
    if (conflict.expert_id is None) == (conflict.member_id is None):
        raise InvalidInput("an expert or a member has the conflict, and not both", path=("input", "expert"))
    if conflict.member_id is not None:
        await work.get(Member, conflict.member_id, path=("input", "member"))


CONFLICTS = Kind(
    ConflictOfInterest,
    Permission.READ,
    rules=(_of_one,),
    filled=lambda work: {"declared_by": work.actor.member_id},
)


async def declare_conflict(work: Work, columns: Columns) -> str:
    """Declare a conflict of interest, one's own or, for who organises people, anybody's; gives its id.

    Raises:
        Denied: it is somebody else's, and the actor does not organise people.
        NotFound: there is no such enterprise, expert or member.
        InvalidInput: it is nobody's, or of two.
    """
    own = columns.get("member_id") == work.actor.member_id
    expert_id = columns.get("expert_id")
    if expert_id is not None:
        own = (await work.get(Expert, str(expert_id), path=("input", "expert"))).member_id == work.actor.member_id
    if not own:
        work.require(Permission.ORGANISE_PEOPLE)
    return await CONFLICTS.add(work, columns)


async def end_conflict(work: Work, conflict_id: str, expected_version: int, reason: str) -> str:
    """End a conflict of interest from now on; gives its id. Nobody ends his own.

    Raises:
        Denied: the actor does not organise people, or it is his own.
        NotFound: there is no such conflict.
        InvalidInput: it has ended already.
        Conflict: it changed meanwhile.
    """
    work.require(Permission.ORGANISE_PEOPLE)
    conflict = await work.get(ConflictOfInterest, conflict_id, path=("input", "id"))
    require_text(ConflictOfInterest, "ended_reason", reason, "input", "reason")
    if conflict.ended_at is not None:
        raise InvalidInput("the conflict has ended already", path=("input", "id"))
    if work.actor.member_id in await _members_of(work.session, [conflict]):
        raise Denied("nobody ends a conflict of interest of his own", path=("input", "id"))
    await work.change(conflict, expected_version, "conflictOfInterestEnded", ended_at=now(), ended_reason=reason)
    return conflict.id


async def conflicted_members(session: AsyncSession, enterprise_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(enterprise, member) of every conflict that counts, those of members who are experts included."""
    query = select(ConflictOfInterest).where(
        col(ConflictOfInterest.enterprise_id).in_(enterprise_ids), col(ConflictOfInterest.ended_at).is_(None)
    )
    found = (await session.exec(query)).all()
    experts = await _members_by_expert(session, found)
    return {
        (each.enterprise_id, member)
        for each in found
        if (member := each.member_id or experts.get(each.expert_id or "")) is not None
    }


async def has_conflict(session: AsyncSession, expert: Expert, enterprise_id: str) -> bool:
    """Whether an expert, as one or as a member, has a conflict of interest with an enterprise."""
    own = [col(ConflictOfInterest.expert_id) == expert.id]
    if expert.member_id is not None:
        own.append(col(ConflictOfInterest.member_id) == expert.member_id)
    query = select(ConflictOfInterest.id).where(
        ConflictOfInterest.enterprise_id == enterprise_id, col(ConflictOfInterest.ended_at).is_(None), or_(*own)
    )
    return (await session.exec(query.limit(1))).first() is not None


async def _members_of(session: AsyncSession, conflicts: Sequence[ConflictOfInterest]) -> set[str]:
    experts = await _members_by_expert(session, conflicts)
    return {member for each in conflicts if (member := each.member_id or experts.get(each.expert_id or "")) is not None}


async def _members_by_expert(session: AsyncSession, conflicts: Sequence[ConflictOfInterest]) -> dict[str, str]:
    ids = [each.expert_id for each in conflicts if each.expert_id is not None]
    rows = (await session.exec(select(Expert.id, Expert.member_id).where(col(Expert.id).in_(ids)))).all()
    return {expert: member for expert, member in rows if member is not None}
