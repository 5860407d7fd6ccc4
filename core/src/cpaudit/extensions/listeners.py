"""Tells plugins what was done, after it was committed; nobody waits for them, and nothing can be undone by them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from cpaudit.audits.models import AuditPhase
from cpaudit.gates.service import AUDIT_CONCLUDED, PHASE_COMPLETED
from cpaudit.gates.snapshot import take_snapshots
from cpaudit.gates.view import view_of
from cpaudit.phases import METHODS
from cpaudit.plugins import PluginHost, aside
from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.services.handing import SUBMISSION_RECEIVED
from cpaudit.submissions.view import view_of_received
from cpaudit.work import Announcement

HOOKS = {
    PHASE_COMPLETED: ("cpaudit_phase_completed",),
    AUDIT_CONCLUDED: ("cpaudit_phase_completed", "cpaudit_audit_concluded"),
    SUBMISSION_RECEIVED: ("cpaudit_submission_received",),
}
"""The hooks of which listeners are told, by the action in the event log."""

_log = logging.getLogger(__name__)


class Listeners:
    """Watches what is announced in this process, and tells the plugins of the tenant in which it was done."""

    def __init__(
        self, database: Database, host: PluginHost, enabled_of: Callable[[str], Awaitable[tuple[str, ...]]]
    ) -> None:
        """
        Args:
            database: where the audit is read of which plugins are told.
            host: the installed plugins.
            enabled_of: gives the plugins that a tenant has enabled.
        """
        self._database = database
        self._host = host
        self._enabled_of = enabled_of
        self._fit = tuple(plugin.name for plugin in host.plugins if plugin.fit)
        self._running: set[asyncio.Task[None]] = set()

    def heed(self, announcement: Announcement) -> None:
        """Begin to tell those whom an announcement concerns; returns at once."""
        if any(self._host.implements(hook, self._fit) for hook in HOOKS.get(announcement.action, ())):
            task = asyncio.get_running_loop().create_task(self._tell(announcement))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Wait until all who are being told have been, or were given up."""
        while self._running:
            await asyncio.wait(self._running)

    async def _tell(self, announcement: Announcement) -> None:
        try:
            if announcement.action == SUBMISSION_RECEIVED:
                await self._tell_of_submission(announcement)
            else:
                await self._tell_of_phase(announcement)
        except Exception:
            # Nobody waits for this task: what goes wrong in it would be lost.
            _log.exception("listeners were not told of %s", announcement)

    async def _tell_of_phase(self, announcement: Announcement) -> None:
        tenant = announcement.tenant_id
        enabled = await self._enabled_of(tenant)
        hooks = [hook for hook in HOOKS[announcement.action] if self._host.implements(hook, enabled)]
        if not hooks:
            return
        async with self._database.looking(Scope(tenant)) as session:
            row = await session.get(AuditPhase, (tenant, announcement.subject_id))
            if row is None:
                return
            snapshot = (await take_snapshots(session, [row.audit_id]))[row.audit_id]
            view, phase = view_of(snapshot, enabled), METHODS[snapshot.audit.method].phase(row.key)
        if "cpaudit_phase_completed" in hooks:
            await aside(self._host.call_phase_completed, enabled, view, phase)
        if "cpaudit_audit_concluded" in hooks:
            await aside(self._host.call_audit_concluded, enabled, view)

    async def _tell_of_submission(self, announcement: Announcement) -> None:
        enabled = await self._enabled_of(announcement.tenant_id)
        if not self._host.implements("cpaudit_submission_received", enabled):
            return
        async with self._database.looking(Scope(announcement.tenant_id)) as session:
            view = await view_of_received(session, announcement.subject_id)
        if view is not None:
            await aside(self._host.call_submission_received, enabled, view)
