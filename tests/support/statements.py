"""Counting the SQL statements that a request costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from cpaudit.storage.database import Database

_HOUSEKEEPING = ("BEGIN", "SELECT set_config(")
"""What opens a transaction; it asks the database for nothing."""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are run on *database* inside the block, in their order."""
    statements: list[str] = []
    executions: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        # The engine that reads hears the listeners of the one it is derived from, too.
        if not statement.startswith(_HOUSEKEEPING) and not any(context is each for each in executions):
            executions.append(context)
            statements.append(statement)

    engines = {database.engine.sync_engine, database._readers.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
