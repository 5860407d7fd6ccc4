"""The reference pages hold every hook and every field, from the code."""

from __future__ import annotations

from pathlib import Path

import pytest

import cpaudit
from cpaudit import testing
from cpaudit.authoring.docstrings import hook_names, hook_reference
from cpaudit.authoring.names_page import names_page
from cpaudit.authoring.reference import FILES, content_page, hooks_page

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "hooks"


@pytest.fixture(scope="module")
def hooks() -> str:
    return hooks_page({name: (EXAMPLES / f"{name}.py").read_text("utf-8") for name in hook_names()})


@pytest.mark.parametrize("name", hook_names())
def test_a_hook_has_a_section_with_its_arguments_and_its_example(hooks: str, name: str) -> None:
    _, _, section = hooks.partition(f"## {name} {{")
    section = section.partition("\n## ")[0]

    assert f"def {name}(" in section
    assert all(f"| `{parameter}` |" in section for parameter in hook_reference(name).parameters)
    assert (EXAMPLES / f"{name}.py").read_text("utf-8").rstrip() in section
    assert "Since version 0.1." in section


def test_every_name_that_a_plugin_may_import_has_its_section() -> None:
    page = names_page()

    for module in (cpaudit, testing):
        for name in module.__all__:
            assert f"\n### `{name}`\n" in page
    assert "- `queries`: fields below the plugin's namespace, `glass { … }`." in page
    assert "#### `AuditView.answer`" in page
    assert "#### `GraphqlClient.tell`" in page
    assert "#### `ContentPack.of_package`" in page


def test_no_markup_of_docstrings_is_left(hooks: str) -> None:
    for left in (":param", ":returns:", ":func:", ":class:", ".. version", "::\n"):
        assert left not in hooks
        assert left not in names_page()


def test_every_field_of_every_file_is_told() -> None:
    page = content_page()

    for file, _, model in FILES:
        _, _, section = page.partition(f"## `{file}`")
        section = section.partition("\n## ")[0]
        for name, field in model.model_fields.items():
            assert name in ("pack", "checklist") or f"| `{field.alias or name}` |" in section
    assert "text in languages" in page
    assert "`zh-CN`" in page
