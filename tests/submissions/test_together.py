"""A submission arrives with everybody or with nobody; whoever comes second finds what the first has done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from cpaudit import SubmissionView, hookimpl
from cpaudit.engine import is_unit
from cpaudit.extensions.listeners import Listeners
from cpaudit.plugins import PluginHost, PluginSource, PluginStatus
from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.models import Packet, ReceivedSubmission, Submission
from submissions.world import Desk, body_of, handed
from support.everything import Everything
from support.stages import OpenWork
from support.world import Province

Seat = Callable[..., Desk]


async def test_where_one_receiver_cannot_store_it_nobody_has_it(
    open_work: OpenWork, database: Database, province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_work() as work:
        first = await handed(work, body_of("a", []), copies=("city",))
    # The next submission happens to get an id that the city has already.
    monkeypatch.setattr(Submission.model_fields["id"], "default_factory", lambda: first)

    async def again() -> None:
        async with open_work("auditor", "light") as work:
            await handed(work, body_of("b", []), to="light", copies=("city",))

    with pytest.raises(IntegrityError):
        await again()
    for tenant in ("light", "city"):
        async with database.looking(Scope(province.tenants[tenant])) as session:
            kept = [len((await session.exec(select(each))).all()) for each in (Packet, ReceivedSubmission, Submission)]
        assert kept == ([0, 0, 0] if tenant == "light" else [1, 1, 0])


async def test_a_decision_and_a_withdrawal_at_once_agree_on_one(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", []), to="light", copies=("city",))
    (sent,) = await desk().submissions("id version")
    (waiting,) = await desk("light").received("id version")
    answers = await asyncio.gather(
        desk().withdraw(sent["id"], sent["version"]), desk("light").accept(waiting["id"], waiting["version"])
    )
    done = [each["state"] for each in answers if "state" in each]
    assert len(done) == 1
    states = [await desk().submissions("state"), await desk("light").received("state")]
    assert states == [[{"state": done[0]}]] * 2
    assert await desk("city").received("state") == [{"state": done[0]}]


class Listening(Everything):
    """A plugin that hears of submissions, and fails then."""

    @hookimpl
    def cpaudit_submission_received(self, submission: SubmissionView) -> None:
        self.told.append(f"{submission.kind} from {submission.sender} {submission.content_hash}")
        raise RuntimeError("not heard")


async def test_plugins_of_the_receiver_are_told_after_the_commit_and_cannot_undo_it(
    open_work: OpenWork, database: Database, province: Province, desk: Seat
) -> None:
    plugin = Listening()
    host = PluginHost([PluginSource.of_object("glass", plugin)], known_unit=is_unit)
    city = province.tenants["city"]

    async def enabled_of(tenant: str) -> tuple[str, ...]:
        return ("glass",) if tenant == city else ()

    listeners = Listeners(database, host, enabled_of)
    async with open_work() as work:
        submission = await handed(work, body_of("a", []), copies=("city",))
    for announcement in work.announcements:
        listeners.heed(announcement)
    await listeners.settled()
    # Once, in the city: the department has not enabled the plugin.
    (received,) = await desk("city").received("id state packet { contentHash }")
    assert (received["id"], received["state"]) == (f"ReceivedSubmission:{submission}", "SUBMITTED")
    assert plugin.told == [f"AUDIT from 示例省化工厅 {received['packet']['contentHash']}"]
    assert [each.health.status for each in host.plugins] == [PluginStatus.DEGRADED]
