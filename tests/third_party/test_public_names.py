"""The example uses nothing that is not promised to a plugin."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cpaudit
from cpaudit import testing
from support.wheels import THIRD_PARTY

PUBLIC = {"cpaudit": set(cpaudit.__all__), "cpaudit.testing": set(testing.__all__)}
FILES = sorted(THIRD_PARTY.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_of_the_example_imports_public_names_only(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert all(each.name.partition(".")[0] != "cpaudit" for each in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "cpaudit":
            assert {each.name for each in node.names} <= PUBLIC.get(str(node.module), set())


def test_the_example_is_there() -> None:
    assert {"gate.py", "baths.py", "schema.py", "test_plugin.py"} <= {file.name for file in FILES}
