"""A pack is identified by its content, and found without running any code."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.contributions import Bounded, ContentError, ContentPack, Requirement, pack_directory
from cpaudit.errors import InvalidInput
from cpaudit.text import LocalizedText

Edit = Callable[[str, str, str], None]


def test_the_hash_depends_on_content_and_not_on_files(edit: Edit, glass: Path) -> None:
    before = ContentPack.from_directory(glass)
    edit("options/furnace.yaml", "options:\n", "# a comment\noptions:\n")
    (glass / "options" / "furnace.yaml").rename(glass / "options" / "zzz.yaml")
    after = ContentPack.from_directory(glass)

    assert after.content_hash == before.content_hash
    assert len(after.content_hash) == 64
    assert after == before
    assert {after, before} == {before}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("factors/furnace.csv", "0.5,,,,kg", "0.51,,,,kg"),
        ("factors/furnace.csv", "熔窑粉尘", "熔窑烟尘"),
        ("checklists/furnace.yaml", "weight: 3", "weight: 4"),
        ("options/furnace.yaml", "cost_class: LOW", "cost_class: NONE"),
        ("processes/furnace.yaml", "glass: 0.83", "glass: 0.84"),
        ("indicators/furnace.yaml", "limiting: true", "limiting: false"),
        ("pack.toml", 'version = "0.1.0"', 'version = "0.1.1"'),
    ],
)
def test_any_change_of_content_changes_the_hash(edit: Edit, glass: Path, file: str, old: str, new: str) -> None:
    before = ContentPack.from_directory(glass)
    edit(file, old, new)

    assert ContentPack.from_directory(glass) != before


def test_a_value_that_is_written_out_though_it_is_the_default_changes_nothing(edit: Edit, glass: Path) -> None:
    before = ContentPack.from_directory(glass)
    edit("checklists/furnace.yaml", "weight: 3", "weight: 3\n    answer: yes_no_partial")

    assert ContentPack.from_directory(glass) == before


def test_contributions_are_frozen(glass: Path) -> None:
    pack = ContentPack.from_directory(glass)

    with pytest.raises(ValueError, match="frozen"):
        pack.factors[0].value = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        pack.version = "9"


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=3, max_size=3, unique=True))
def test_a_range_is_accepted_in_one_order_only(numbers: list[object]) -> None:
    low, middle, high = sorted(numbers)

    assert Bounded(value=middle, lower=low, upper=high).value == middle
    for lower, value, upper in ((high, middle, low), (middle, low, high), (low, high, middle)):
        with pytest.raises(ValueError, match=r"is (above|below)"):
            Bounded(value=value, lower=lower, upper=upper)


@pytest.mark.parametrize("module", ["kiln_{}", "kiln_{}.hooks", "kiln_{}.inner.hooks"])
def test_the_pack_of_a_module_is_found_without_importing_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    name = "kiln_" + str(module.count("."))
    pack = tmp_path / name / "pack"
    pack.mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("raise RuntimeError('imported')", "utf-8")
    (pack / "pack.toml").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert pack_directory(module.format(module.count("."))) == pack
    assert name not in sys.modules


def test_a_package_without_a_pack_and_a_package_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare_package").mkdir()
    (tmp_path / "bare_package" / "__init__.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ContentError, match=r"pack/pack\.toml: the package bare_package has no such file"):
        ContentPack.of_package("bare_package")
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        ContentPack.of_package("no_such_package")


@pytest.mark.parametrize(
    ("field", "value"), [("met", None), ("code", "not capitals"), ("message", "text"), ("remedy", {}), ("path", [1])]
)
def test_a_requirement_that_is_not_well_formed_is_refused(field: str, value: object) -> None:
    text = LocalizedText({"zh-CN": "需要硫平衡", "en": "A sulphur balance is needed"})
    fields = {"met": False, "code": "CHM_BALANCE", "message": text, "remedy": text, "path": ("balances",)}

    assert Requirement(**fields).code == "CHM_BALANCE"
    with pytest.raises(InvalidInput) as caught:
        Requirement(**{**fields, field: value})
    assert caught.value.path == (field,)
