"""What holds for every record of an audit, whatever it is."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from cpaudit.audits.models import Audit, AuditState, TeamMember
from cpaudit.storage.event_log import Event

MEMBER = {"name": "李工（示例）", "department": "生产部"}


async def _events(open_work: Any, action: str) -> list[Event]:
    async with open_work() as work:
        return list((await work.session.exec(select(Event).where(Event.action == action))).all())


async def test_a_record_is_added_changed_and_removed_with_one_event_each(
    mutate: Any, open_work: Any, audit_id: str
) -> None:
    added = await mutate("addTeamMember", "id name role version", audit=f"Audit:{audit_id}", **MEMBER)
    assert (added["name"], added["role"], added["version"]) == ("李工（示例）", "MEMBER", 1)
    changed = await mutate(
        "changeTeamMember", "id name department role version", id=added["id"], expectedVersion=1, role="LEADER"
    )
    assert (changed["department"], changed["role"], changed["version"]) == ("生产部", "LEADER", 2)
    removed = await mutate("removeTeamMember", id=added["id"], expectedVersion=2)
    assert removed == {"__typename": "RemovedRecord", "id": added["id"]}
    for action in ("teamMemberAdded", "teamMemberChanged", "teamMemberRemoved"):
        assert len(await _events(open_work, action)) == 1
    (change,) = await _events(open_work, "teamMemberChanged")
    assert (change.before, change.after) == ({"role": "MEMBER"}, {"role": "LEADER"})


async def test_a_stale_version_changes_nothing_and_is_answered_with_the_current_state(
    mutate: Any, open_work: Any, audit_id: str
) -> None:
    added = await mutate("addTeamMember", audit=f"Audit:{audit_id}", **MEMBER)
    for name in ("changeTeamMember", "removeTeamMember"):
        answer = await mutate(name, id=added["id"], expectedVersion=7)
        assert (answer["__typename"], answer["currentVersion"]) == ("Conflict", 1)
        assert answer["current"] == {"id": added["id"]}
    assert not await _events(open_work, "teamMemberRemoved")


async def test_a_repeated_addition_is_done_once(mutate: Any, open_work: Any, audit_id: str) -> None:
    answers = [
        await mutate("addTeamMember", audit=f"Audit:{audit_id}", clientMutationId="m-1", **MEMBER) for _ in range(2)
    ]
    assert answers[0] == answers[1]
    async with open_work() as work:
        assert len(await work.all(TeamMember, audit_id=audit_id)) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\u0000b"}, "name"),
        ({"duty": "y" * 1001}, "duty"),
    ],
    ids=["empty", "too long", "a control character", "an optional text too long"],
)
async def test_a_text_that_cannot_be_kept_is_refused(
    mutate: Any, audit_id: str, given: dict[str, str], field: str
) -> None:
    answer = await mutate("addTeamMember", audit=f"Audit:{audit_id}", **{**MEMBER, **given})
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", field])


async def test_null_takes_nothing_away_that_a_record_needs(mutate: Any, audit_id: str) -> None:
    added = await mutate("addTeamMember", audit=f"Audit:{audit_id}", **MEMBER)
    answer = await mutate("changeTeamMember", id=added["id"], expectedVersion=1, name=None)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "name"])


async def test_a_viewer_records_nothing_and_the_attempt_is_logged(mutate: Any, open_work: Any, audit_id: str) -> None:
    answer = await mutate("addTeamMember", as_="viewer", audit=f"Audit:{audit_id}", **MEMBER)
    assert answer["__typename"] == "Denied"
    assert [event.subject_id for event in await _events(open_work, "denied")] == ["addTeamMember"]


async def test_staff_of_one_enterprise_do_not_find_the_audit_of_another(mutate: Any, audit_id: str) -> None:
    answer = await mutate("addTeamMember", as_="staff", audit=f"Audit:{audit_id}", **MEMBER)
    assert answer["__typename"] == "NotFound"


async def test_another_tenant_does_not_find_the_audit(mutate: Any, audit_id: str) -> None:
    answer = await mutate("addTeamMember", tenant="light", audit=f"Audit:{audit_id}", **MEMBER)
    assert answer["__typename"] == "NotFound"


async def test_a_concluded_audit_takes_no_records(mutate: Any, open_work: Any, audit_id: str) -> None:
    async with open_work() as work:
        await work.change(await work.get(Audit, audit_id), None, "auditConcluded", state=AuditState.CONCLUDED)
    answer = await mutate("addTeamMember", audit=f"Audit:{audit_id}", **MEMBER)
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "audit"])
    assert "concluded" in answer["message"]


async def test_a_record_of_another_audit_cannot_be_referred_to(mutate: Any, audit_id: str, other_audit_id: str) -> None:
    mill = await mutate("addUnitProcess", audit=f"Audit:{other_audit_id}", code="mill", name="粉磨")
    answer = await mutate(
        "addStream", audit=f"Audit:{audit_id}", code="ore", name="矿石", kind="MATERIAL", destination=mill["id"]
    )
    assert (answer["__typename"], answer["path"]) == ("NotFound", ["input", "destination"])


async def test_a_code_is_used_once_in_an_audit(mutate: Any, audit_id: str, other_audit_id: str) -> None:
    await mutate("addUnitProcess", audit=f"Audit:{audit_id}", code="mill", name="粉磨")
    again = await mutate("addUnitProcess", audit=f"Audit:{audit_id}", code="mill", name="再磨")
    assert (again["__typename"], again["path"]) == ("InvalidInput", ["input", "code"])
    elsewhere = await mutate("addUnitProcess", audit=f"Audit:{other_audit_id}", code="mill", name="粉磨")
    assert elsewhere["__typename"] == "UnitProcess"


async def test_what_is_referred_to_stays_and_the_error_names_what_refers_to_it(mutate: Any, audit_id: str) -> None:
    audit = f"Audit:{audit_id}"
    mill = await mutate("addUnitProcess", audit=audit, code="mill", name="粉磨")
    await mutate("addStream", audit=audit, code="ore", name="矿石", kind="MATERIAL", destination=mill["id"])
    await mutate("addCause", audit=audit, aspect="EQUIPMENT", description="密封老化", unitProcess=mill["id"])
    answer = await mutate("removeUnitProcess", id=mill["id"], expectedVersion=1)
    assert answer["__typename"] == "InvalidInput"
    assert "stream 'ore'" in answer["message"]
    assert "cause '密封老化'" in answer["message"]
