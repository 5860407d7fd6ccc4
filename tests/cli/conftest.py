"""The program in this process, on databases of its own."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cpaudit.cli import app
from support.stores import Store

PASSWORD = "an illustrative password"

_numbers = itertools.count()


class Cli:
    """Calls the program.

    ``cli("tenant", "list")`` gives the result; ``cli.json("tenant", "list")`` what it wrote as JSON.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *arguments: str, input: str | None = None, **environment: str) -> Result:
        settings = {"CPAUDIT_DATABASE_URL": self.url, "COLUMNS": "200", **environment}
        return CliRunner().invoke(app, arguments, input=input, env=settings)

    def done(self, *arguments: str, input: str | None = None, **environment: str) -> Result:
        """The result of a call that has to succeed."""
        result = self(*arguments, input=input, **environment)
        assert result.exit_code == 0, result.output
        return result

    def json(self, *arguments: str, **environment: str) -> Any:
        """What a call that has to succeed writes with ``--json``."""
        return json.loads(self.done(*arguments, "--json", **environment).stdout)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not see the settings of whoever runs them."""
    for name in os.environ:
        if name.startswith("CPAUDIT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def empty(store: Store) -> Iterator[Cli]:
    """The program, on a database in which nothing is yet."""
    name = f"cli_empty_{next(_numbers)}"
    yield Cli(asyncio.run(store.create(name)))
    asyncio.run(store.drop(name))


@pytest.fixture(scope="session")
def upgraded(store: Store) -> str:
    """The name of a database that ``db upgrade`` has made."""
    name = "cli_upgraded"
    Cli(asyncio.run(store.create(name))).done("db", "upgrade")
    return name


@pytest.fixture
def cli(store: Store, upgraded: str) -> Iterator[Cli]:
    """The program, on a database with tables and no rows."""
    name = f"cli_{next(_numbers)}"
    yield Cli(asyncio.run(store.copy(upgraded, name)))
    asyncio.run(store.drop(name))


@pytest.fixture
def department(cli: Cli) -> Cli:
    """The program, on a database with a department ``chem`` and its administrator li@example.org."""
    cli.done("tenant", "create", "chem", "--kind", "DEPARTMENT", "--name", "zh-CN=示例省化工厅")
    cli.done(
        *("member", "add", "chem", "li@example.org", "--name", "李工", "--role", "TENANT_ADMIN"),
        CPAUDIT_PASSWORD=PASSWORD,
    )
    return cli


@pytest.fixture
def broken_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an installed plugin that has no pack and cannot be used."""
    site = tmp_path / "site"
    info = site / "cpaudit_without_pack-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "cpaudit_without_pack.py").write_text("")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cpaudit-without-pack\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[cpaudit]\nwithout_pack = cpaudit_without_pack\n")
    monkeypatch.syspath_prepend(site)
    return "without_pack"
