"""Counting the SQL statements that a request costs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from cpaudit.storage.database import Database
from cpaudit.storage.readers import statements_log

_HOUSEKEEPING = ("BEGIN", "SELECT set_config(")
"""What opens a transaction; it asks the database for nothing."""


class _Noting(logging.Handler):
    def __init__(self, statements: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._statements = statements

    def emit(self, record: logging.LogRecord) -> None:
        self._statements.append(record.getMessage())


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are run on *database* inside the block, in their order."""
    statements: list[str] = []
    executions: list[Any] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not statement.startswith(_HOUSEKEEPING) and not any(context is each for each in executions):
            executions.append(context)
            statements.append(statement)

    noting, level = _Noting(statements), statements_log.level
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    statements_log.addHandler(noting)
    statements_log.setLevel(logging.DEBUG)
    try:
        yield statements
    finally:
        statements_log.setLevel(level)
        statements_log.removeHandler(noting)
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
