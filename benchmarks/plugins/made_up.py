"""Plugins and packs made up for the measurement; every figure in them is illustrative."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from benchmarks.reads.plugins import write_plugins

from cpaudit import AuditView, ContentPack, Phase, Requirement, hookimpl
from cpaudit.contributions import EmissionFactor, Industry, Manifest
from cpaudit.contributions.csv_columns import columns_of
from cpaudit.contributions.manifest import API_VERSION
from cpaudit.plugins import PluginSource
from cpaudit.text import LocalizedText

_TEXT = LocalizedText({"zh-CN": "示例", "en": "illustrative"})

_PACK = """id = "large"
version = "1.0.0"
api = 1
licence = "MIT"
name = { zh-CN = "示例", en = "Illustrative" }
description = { zh-CN = "示例", en = "Illustrative" }

[industry]
code = "C26"
gb4754 = ["26"]

[[sources]]
id = "illustrative"
title = "Illustrative figures"
publisher = "nobody"
year = 2026
"""


def source(number: int) -> PluginSource:
    """A plugin that asks for one requirement at every gate, which is met."""
    name = f"measured_{number:03d}"
    module = ModuleType(name)
    manifest = Manifest(
        id=name,
        version="1.0.0",
        api=API_VERSION,
        licence="MIT",
        name=_TEXT,
        description=_TEXT,
        industry=Industry(code="C26", gb4754=("26",)),
    )
    met = (Requirement(met=True, code="ILLUSTRATIVE", message=_TEXT, remedy=_TEXT),)

    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack(manifest=manifest)

    @hookimpl
    def cpaudit_phase_requirements(audit: AuditView, phase: Phase) -> tuple[Requirement, ...]:
        return met

    vars(module).update(cpaudit_content=cpaudit_content, cpaudit_phase_requirements=cpaudit_phase_requirements)
    return PluginSource.of_object(name, module)


def large_pack(directory: Path, factors: int) -> Path:
    """Write a pack with so many factors; gives the file of the factors."""
    (directory / "factors").mkdir()
    (directory / "pack.toml").write_text(_PACK, "utf-8")
    file = directory / "factors" / "factors.csv"
    row = {
        "name_en": "Illustrative factor",
        "name_zh": "示例系数",
        "process": "illustrative",
        "pollutant": "CO2",
        "cas": "124-38-9",
        "unit": "kg",
        "per_unit": "t",
        "per_product": "product",
        "product_en": "Product",
        "product_zh": "产品",
        "source": "illustrative",
        "locator": "no table",
        "year": "2026",
        "evidence": "unverified",
    }
    columns = columns_of(EmissionFactor)
    lines = [",".join(columns)]
    for number in range(factors):
        cells = {**row, "code": f"F-{number}", "value": f"{number / 7:.4f}"}
        lines.append(",".join(cells.get(column, "") for column in columns))
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def sites(directory: Path) -> tuple[Path, Path]:
    """Two directories of installed plugins: nine that work, and the same nine with one that cannot be imported."""
    nine, ten = directory / "nine", directory / "ten"
    nine.mkdir()
    ten.mkdir()
    write_plugins(nine, 9)
    names = write_plugins(ten, 10)
    (ten / f"cpaudit_{names[-1]}" / "__init__.py").write_text("raise RuntimeError('illustrative')\n", "utf-8")
    return nine, ten
