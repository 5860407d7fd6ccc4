"""The database's tables are upgraded, compared, and refused where they do not fit."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from typer.testing import CliRunner

from cpaudit.cli import app
from cpaudit.storage import migrate
from cpaudit.storage.database import Database
from support.stores import SqliteStore

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def execute(url: str, statement: str) -> None:
    """Run one statement as the owner of the tables."""

    async def work() -> None:
        database = Database(url)
        try:
            async with database.engine.begin() as connection:
                await connection.execute(text(statement))
        finally:
            await database.close()

    asyncio.run(work())


def test_an_empty_database_is_upgraded_once(empty: Cli) -> None:
    first, second = empty.json("db", "upgrade"), empty.json("db", "upgrade")

    assert first["revision"] == second["revision"] == migrate.newest()
    assert first["applied"]
    assert second["applied"] == []


def test_an_upgrade_tells_each_step_beside_the_result(empty: Cli) -> None:
    result = empty.done("db", "upgrade")

    assert "Upgrading: 0001" in result.stderr
    assert result.stdout == ""


def test_the_check_finds_nothing_after_an_upgrade(cli: Cli) -> None:
    assert cli.json("db", "check")["problems"] == []
    assert cli.done("db", "current").stdout.strip() == migrate.newest()


def test_the_check_fails_where_a_table_is_missing(cli: Cli) -> None:
    execute(cli.url, "DROP TABLE access_token")

    result = cli("db", "check")

    assert result.exit_code == 1
    assert "access_token" in result.stdout


def test_commands_refuse_a_database_that_is_behind(empty: Cli) -> None:
    execute(empty.url, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")

    result = empty("tenant", "list")

    assert result.exit_code == 1
    assert "at migration none" in result.stderr
    assert "cpaudit db upgrade" in result.stderr


def test_tables_of_a_later_release_are_left_alone(cli: Cli) -> None:
    execute(cli.url, "UPDATE alembic_version SET version_num = '9999'")

    result = cli("db", "upgrade", "--quiet")

    assert result.exit_code == 1
    assert "9999, which this release does not know" in result.stderr
    assert cli.json("db", "current")["revision"] == "9999"


def test_a_command_does_not_make_a_database_by_accident(tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite3"

    result = CliRunner().invoke(app, ["tenant", "list", "--database", f"sqlite:///{missing}"])

    assert result.exit_code == 1
    assert "there is no database" in result.stderr
    assert not missing.exists()


def test_the_option_wins_over_the_variable(tmp_path: Path) -> None:
    url = asyncio.run(SqliteStore(tmp_path).create("chosen"))

    environment = {"CPAUDIT_DATABASE_URL": "sqlite:////nowhere/at/all"}
    result = CliRunner().invoke(app, ["db", "upgrade", "--database", url], env=environment)

    assert result.exit_code == 0
    assert (tmp_path / "chosen.sqlite3").exists()


def test_an_address_that_is_none_is_told_without_its_password(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no database, though long enough to be looked at as if it were one; " * 20)
    told = {
        "nonsense": "cannot be used",
        "mysql://root@127.0.0.1/x": "'mysql' is not a database cpaudit works with",
        "postgresql://u:secret@127.0.0.1:1/x": "postgresql://u:***@127.0.0.1:1/x cannot be used",
        f"sqlite:///{file}": "file is not a database",
    }
    for url, message in told.items():
        result = CliRunner().invoke(app, ["tenant", "list", "--database", url])

        assert result.exit_code == 1, url
        assert message in result.stderr
        assert "remedy:" in result.stderr
        assert "secret" not in result.output
        assert "Traceback" not in result.output
