"""Doing jobs on PostgreSQL: a worker of the queue, which procrastinate watches over.

A worker that dies stops sending signs of life; another one then puts its jobs back into the queue, and whoever
takes them goes on from their checkpoints.
"""

from __future__ import annotations

import asyncio
import logging

from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException

from cpaudit.jobs.context import Surroundings
from cpaudit.jobs.queue import QUEUE
from cpaudit.jobs.running import run_job
from cpaudit.storage.scope import APPLICATION_ROLE

SLOTS = 2
"""Jobs that one worker does at once."""

HEARTBEAT = 10.0
"""Seconds between two signs of life."""

STALLED_AFTER = 30.0
"""Seconds without a sign of life after which a worker is thought dead."""

KEPT_HOURS = 24
"""How long entries of the queue that were broken off are kept; those that were done go at once."""

_log = logging.getLogger("cpaudit.jobs")


class QueueWorker:
    """Takes jobs from the queue of a PostgreSQL database and does them, for as long as it runs."""

    def __init__(
        self,
        surroundings: Surroundings,
        *,
        slots: int = SLOTS,
        heartbeat: float = HEARTBEAT,
        stalled_after: float = STALLED_AFTER,
        look_every: float = 5.0,
    ) -> None:
        """
        Args:
            surroundings: what jobs are done with.
            slots: how many are done at once.
            heartbeat: seconds between two signs of life.
            stalled_after: seconds without one after which another worker is thought dead.
            look_every: seconds between two looks for jobs that were due only later; others are notified.
        """
        self._surroundings = surroundings
        self._slots = slots
        self._heartbeat = heartbeat
        self._stalled_after = stalled_after
        self._look_every = look_every

    async def run(self, *, wait: bool = True, signals: bool = True, shutdown_seconds: float = 10.0) -> None:
        """Do jobs until this process is told to end.

        Args:
            wait: False to end when no job is due.
            signals: end at SIGINT and SIGTERM.
            shutdown_seconds: how long jobs may take to end then, before they go back into the queue.
        """
        app = self._app()
        async with app.open_async():
            await self._take_back(app)
            watch = asyncio.create_task(self._watch(app))
            try:
                await app.run_worker_async(
                    queues=[QUEUE],
                    name=QUEUE,
                    concurrency=self._slots,
                    wait=wait,
                    fetch_job_polling_interval=self._look_every,
                    shutdown_graceful_timeout=shutdown_seconds,
                    delete_jobs="successful",
                    install_signal_handlers=signals,
                    update_heartbeat_interval=self._heartbeat,
                    stalled_worker_timeout=self._stalled_after,
                )
            finally:
                watch.cancel()

    def _app(self) -> App:
        url = self._surroundings.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(
            connector=PsycopgConnector(
                conninfo=url, kwargs={"options": f"-c role={APPLICATION_ROLE}"}, min_size=1, max_size=self._slots + 3
            )
        )

        # What a job fails on is settled in its row; what gets here is that the database could not be asked. A job that
        # is broken off because the worker ends stands in the queue anew already.
        @app.task(name=QUEUE, queue=QUEUE, retry=RetryStrategy(wait=10, retry_exceptions={Exception}))
        async def run(tenant: str, job: str) -> None:
            await run_job(self._surroundings, tenant, job)

        return app

    async def _watch(self, app: App) -> None:
        while True:
            await asyncio.sleep(self._stalled_after / 2)
            try:
                await self._take_back(app)
                await app.job_manager.delete_old_jobs(
                    nb_hours=KEPT_HOURS, queue=QUEUE, include_failed=True, include_aborted=True, include_cancelled=True
                )
            except Exception:
                _log.exception("looking for jobs of dead workers failed")

    async def _take_back(self, app: App) -> None:
        """Put the jobs of dead workers back into the queue."""
        for entry in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=self._stalled_after):
            _log.warning("the worker of job %s died; it is begun again", entry.task_kwargs.get("job"))
            try:
                await app.job_manager.retry_job(entry)
            except ConnectorException:
                _log.info("another worker was faster")
