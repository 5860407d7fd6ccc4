"""Phases 1 and 2: team, plan, training, obstacles, statements."""

from __future__ import annotations

from typing import Any

import pytest

TASK = {
    "step": "MEASUREMENT",
    "name": "实测",
    "owner": "王工（示例）",
    "startsOn": "1998-03-01",
    "endsOn": "1998-04-01",
}
TRAINING = {"topic": "清洁生产培训", "heldOn": "1998-02-10", "hours": 8, "attendees": 30}
COMMITMENT = {"kind": "COMMITMENT", "text": "承诺开展审计", "signedBy": "厂长（示例）", "signedOn": "1998-01-05"}


async def test_a_task_does_not_end_before_it_starts(mutate: Any, audit_id: str) -> None:
    answer = await mutate("addPlanTask", audit=f"Audit:{audit_id}", **{**TASK, "endsOn": "1998-02-28"})
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", "endsOn"])


async def test_a_task_that_is_moved_keeps_its_dates_in_order(mutate: Any, audit_id: str) -> None:
    task = await mutate("addPlanTask", audit=f"Audit:{audit_id}", **TASK)
    late = await mutate("changePlanTask", id=task["id"], expectedVersion=1, startsOn="1998-05-01")
    assert late["__typename"] == "InvalidInput"
    moved = await mutate(
        "changePlanTask",
        "startsOn endsOn",
        id=task["id"],
        expectedVersion=1,
        startsOn="1998-05-01",
        endsOn="1998-05-02",
    )
    assert (moved["startsOn"], moved["endsOn"]) == ("1998-05-01", "1998-05-02")


@pytest.mark.parametrize(("field", "value"), [("hours", 0), ("hours", -2.5), ("attendees", 0), ("attendees", -1)])
async def test_a_training_takes_time_and_has_attendees(mutate: Any, audit_id: str, field: str, value: float) -> None:
    answer = await mutate("addTraining", audit=f"Audit:{audit_id}", **{**TRAINING, field: value})
    assert (answer["__typename"], answer["path"]) == ("InvalidInput", ["input", field])


async def test_obstacles_are_recorded_with_what_meets_them(mutate: Any, audit_id: str) -> None:
    obstacle = await mutate(
        "addObstacle",
        "kind description countermeasure",
        audit=f"Audit:{audit_id}",
        kind="ATTITUDE",
        description="担心影响生产",
        countermeasure="先实施无低费方案",
    )
    assert obstacle["kind"] == "ATTITUDE"


async def test_a_statement_is_recorded_once_and_then_replaced_by_who_read_it(mutate: Any, audit_id: str) -> None:
    audit = f"Audit:{audit_id}"
    first = await mutate("recordStatement", audit=audit, **COMMITMENT)
    assert (first["__typename"], first["version"]) == ("Statement", 1)
    blind = await mutate("recordStatement", audit=audit, **{**COMMITMENT, "text": "别的承诺"})
    assert (blind["__typename"], blind["currentVersion"]) == ("Conflict", 1)
    replaced = await mutate(
        "recordStatement", "id text version", audit=audit, **{**COMMITMENT, "text": "新的承诺"}, expectedVersion=1
    )
    assert replaced == {"__typename": "Statement", "id": first["id"], "text": "新的承诺", "version": 2}


async def test_a_statement_that_is_not_there_cannot_be_replaced(mutate: Any, audit_id: str) -> None:
    answer = await mutate("recordStatement", audit=f"Audit:{audit_id}", **COMMITMENT, expectedVersion=1)
    assert answer["__typename"] == "Conflict"
