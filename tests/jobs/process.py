"""A process that does jobs, those of the tests too: the real worker on PostgreSQL, else what a server runs.

Run as a program, with the database's URL and the seconds after which a dead process is noticed.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import jobs.kinds  # noqa: F401 - declares the kinds
from cpaudit.api.background import surroundings_of
from cpaudit.cli.app import app
from cpaudit.jobs.embedded import EmbeddedRunner
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database
from cpaudit.storage.sealing import SecretKeys


async def embedded(url: str, seconds: float) -> None:
    """Do jobs of an embedded database until killed."""
    surroundings = surroundings_of(Database(url), PluginHost((), known_unit=bool), SecretKeys())
    runner = EmbeddedRunner(surroundings, lease=timedelta(seconds=seconds), look_every=0.1)
    runner.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    _, url, seconds = sys.argv
    if url.startswith("sqlite"):
        asyncio.run(embedded(url, float(seconds)))
    else:
        app(["worker", "--database", url, "--stalled-after", seconds, "--end-within", "0.5"])
