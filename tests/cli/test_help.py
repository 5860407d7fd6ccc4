"""Every command explains itself, in the terminal and in the documentation."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cpaudit import __version__
from cpaudit.cli import app
from cpaudit.permissions import Role
from cpaudit.tenancy.models import TenantKind

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "cli.md"
WIDE = {"COLUMNS": "200", "NO_COLOR": "1"}


def commands(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The commands below a group with the names that lead to them."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *names, name)
        else:
            yield (*names, name), command


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_a_command_explains_itself_with_an_example(names: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*names, "--help"], env=WIDE)

    assert result.exit_code == 0
    assert f"cpaudit {' '.join(names)}" in result.stdout.partition("Example:")[2]
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_is_for(names: tuple[str, ...]) -> None:
    for parameter in COMMANDS[names].params:
        assert parameter.help, parameter.name


def test_the_documentation_names_every_command_and_no_other() -> None:
    documented = re.findall(r"^\| `cpaudit ([a-z ]+)` \|", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)

    assert sorted(documented) == sorted(" ".join(names) for names in COMMANDS)


def test_the_documentation_names_every_variable_of_an_option() -> None:
    text = DOCUMENTATION.read_text("utf-8")
    variables = {parameter.envvar for command in COMMANDS.values() for parameter in command.params}

    assert variables - {None}
    for variable in variables - {None}:
        assert f"| `{variable}` |" in text


def test_help_names_every_kind_and_every_role() -> None:
    tenant = CliRunner().invoke(app, ["tenant", "create", "--help"], env=WIDE).stdout
    member = CliRunner().invoke(app, ["member", "add", "--help"], env=WIDE).stdout

    assert all(kind in tenant for kind in TenantKind)
    assert all(role in member for role in Role if role is not Role.PLATFORM_ADMIN)


def test_the_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"cpaudit {__version__}\n"


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["audits"]).exit_code == 2


def test_commands_load_what_they_work_with_only_when_they_run() -> None:
    code = (
        "import sys; import cpaudit; before = set(sys.modules); import cpaudit.cli;"
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603

    assert "typer" in loaded
    assert not {"sqlalchemy", "strawberry", "litestar", "granian", "numpy", "pint", "matplotlib"} & set(loaded)
