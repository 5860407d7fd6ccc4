"""A plugin with an indicator system, made up for tests, and values of its indicators."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cpaudit import hookimpl
from cpaudit.contributions import ContentPack
from cpaudit.plugins import PluginSource

PACK = Path(__file__).parent / "packs" / "motor"
PLUGIN = "motor"
SYSTEM = "motor:indicator_system:MOT-IND"


def source(directory: Path = PACK) -> PluginSource:
    """The plugin, as it would be installed."""

    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack.from_directory(directory)

    return PluginSource.of_object(PLUGIN, SimpleNamespace(cpaudit_content=cpaudit_content))


def amount(value: float, unit: str) -> dict[str, Any]:
    """A quantity as the API takes it."""
    return {"value": value, "unit": unit, "status": "MEASURED"}


def values(**changed: Any) -> list[dict[str, Any]]:
    """Values that give grade II; ``E_1=5.5`` changes that of E-1, None leaves it out."""
    known: dict[str, Any] = {
        "E-1": amount(4500, "MJ/t"),
        "E-2": amount(1.2, "1"),
        "W-1": amount(1.9, "m3/t"),
        "W-2": amount(3.5, "m3/t"),
        "W-3": amount(96, "%"),
        "M-1": "II",
        "M-2": "I",
    }
    known |= {code.replace("_", "-"): value for code, value in changed.items()}
    return [{"indicator": code, **_stated(value)} for code, value in known.items() if value is not None]


def outputs(car: float = 3000, lorry: float = 1) -> list[dict[str, Any]]:
    """What was made: cars in tonnes, lorries in thousands of tonnes."""
    return [{"product": "car", "amount": amount(car, "t")}, {"product": "lorry", "amount": amount(lorry, "kt")}]


def _stated(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"grade": value} if value in ("I", "II", "III", "BELOW") else {"notApplicableReason": value}
    return {"amount": value if isinstance(value, dict) else amount(value, "1")}
