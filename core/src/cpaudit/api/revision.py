"""For developers: write the next migration, ``python -m cpaudit.api.revision "add a table"``."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

import cpaudit.api.tables  # noqa: F401 - declares every table
from cpaudit.storage.database import Database
from cpaudit.storage.migrate import upgrade, write_revision


async def write(message: str) -> list[Path]:
    """Compare the declared tables with what the migrations make, and write the difference as a migration."""
    with tempfile.TemporaryDirectory() as directory:
        database = Database(f"sqlite:///{directory}/migrated.sqlite3")
        try:
            await upgrade(database)
            return await write_revision(database, message)
        finally:
            await database.close()


if __name__ == "__main__":
    for path in asyncio.run(write(" ".join(sys.argv[1:]) or "change tables")):
        print(path)
