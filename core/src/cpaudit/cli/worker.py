"""``cpaudit worker``: does the jobs of a database that no server does."""

from __future__ import annotations

import logging.config
from dataclasses import replace
from typing import Annotated

import typer

from cpaudit.cli.installation import DatabaseOption, opened, place, require_walls, run
from cpaudit.cli.output import note
from cpaudit.cli.serving import LOGGING, plugins_of, tell_plugins
from cpaudit.errors import ConfigurationError


def worker(
    slots: Annotated[
        int, typer.Option(envvar="CPAUDIT_JOB_SLOTS", min=1, max=64, help="Jobs that are done at once.")
    ] = 2,
    stalled_after: Annotated[
        float,
        typer.Option(min=1, help="Seconds without a sign of life after which another worker's jobs are taken over."),
    ] = 30.0,
    end_within: Annotated[
        float,
        typer.Option(min=0, help="Seconds that jobs may still take when it is told to end; then they go back."),
    ] = 10.0,
    until_done: Annotated[bool, typer.Option("--until-done", help="End when no job is due.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Do jobs from the queue of a PostgreSQL database until interrupted.

    Start as many workers as wanted, on any machines. On the embedded database the server does the jobs itself.
    """
    from cpaudit.api.settings import Settings

    settings = Settings.from_environment()
    settings = replace(settings, database_url=database or settings.database_url)
    logging.config.dictConfig(LOGGING)
    host = plugins_of(settings)
    tell_plugins(settings, host)

    async def work() -> None:
        from cpaudit.api.background import surroundings_of
        from cpaudit.jobs.worker import QueueWorker

        async with opened(settings.database_url) as store:
            if not store.is_postgresql:
                raise ConfigurationError(
                    f"{place(store)} is an embedded database, whose jobs its server does",
                    path=("--database",),
                    remedy="run `cpaudit serve`",
                )
            await require_walls(store)
            note(f"Jobs of {place(store)}, {slots} at once (Ctrl-C ends).")
            queue = QueueWorker(
                surroundings_of(store, host, settings.keys),
                slots=slots,
                heartbeat=stalled_after / 3,
                stalled_after=stalled_after,
                look_every=min(5.0, stalled_after),
            )
            await queue.run(wait=not until_done, shutdown_seconds=end_within)

    run(work())
    note("Stopped.")
