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

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(_HOUSEKEEPING):
            statements.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
