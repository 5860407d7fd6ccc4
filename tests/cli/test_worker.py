"""``cpaudit worker``: does the jobs of PostgreSQL, and says whose the others are."""

from __future__ import annotations

import logging.config
from typing import TYPE_CHECKING

import pytest

from support.stores import SqliteStore, Store

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of this process stays as it is: the command sets up that of a process of its own."""
    monkeypatch.setattr(logging.config, "dictConfig", lambda settings: None)


def test_a_worker_ends_when_nothing_is_due_and_leaves_an_embedded_database_to_its_server(
    store: Store, empty: Cli
) -> None:
    empty.done("db", "upgrade")
    result = empty("worker", "--until-done", "--stalled-after", "1")
    if isinstance(store, SqliteStore):
        assert result.exit_code == 1
        assert "run `cpaudit serve`" in result.output
    else:
        assert result.exit_code == 0, result.output
        assert "Stopped." in result.output


def test_a_worker_does_not_work_on_a_database_that_is_not_up_to_date(empty: Cli) -> None:
    result = empty("worker", "--until-done")
    assert result.exit_code == 1
    assert "db upgrade" in result.output
