"""How a plugin is: fit for use or not, and since which stage of its life."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class PluginStatus(StrEnum):
    """Whether a plugin can be used."""

    READY = "ready"
    DEGRADED = "degraded"
    """It is in use, but a call of one of its hooks failed."""
    QUARANTINED = "quarantined"
    """It could not be loaded and is not used."""


class PluginStage(StrEnum):
    """The stages of a plugin's life, in order."""

    MANIFEST = "manifest"
    COMPATIBILITY = "compatibility"
    COLLISION = "collision"
    IMPORT = "import"
    HOOKS = "hooks"
    CONTENT = "content"
    CONTRIBUTIONS = "contributions"
    SETTINGS = "settings"
    CALL = "call"


REMEDIES: Mapping[PluginStage, str] = {
    PluginStage.MANIFEST: "repair pack/pack.toml in the plugin's package; `cpaudit plugin check` reads it as here",
    PluginStage.COMPATIBILITY: "install a version of the plugin that fits this cpaudit",
    PluginStage.COLLISION: "rename it in one of the two, or uninstall one",
    PluginStage.IMPORT: "repair the module, or install what it imports",
    PluginStage.HOOKS: "write the hook as its reference has it; `cpaudit plugin check` tells the same before a release",
    PluginStage.CONTENT: "repair the content; `cpaudit plugin check` reads it as here",
    PluginStage.CONTRIBUTIONS: "repair what the hook gives; `cpaudit plugin check` tells the same before a release",
    PluginStage.SETTINGS: "set what is missing with configurePlugin",
    PluginStage.CALL: "repair the hook, install that version and start the server again, or disable the plugin",
}
"""What to do about it where nothing more particular is known."""


@dataclass(frozen=True, slots=True)
class PluginHealth:
    """A plugin's health record.

    Attributes:
        phase: the stage at which something went wrong; None for a plugin that is ready.
        message: what went wrong, in a sentence or, for content, in a list of problems.
        place: where in the plugin's package, ``cpaudit_glass/gate.py:12``; empty where the message names it, or nothing
            does.
        remedy: what to do about it; empty for a plugin that is ready.
        traceback: Python's traceback, where an exception was the reason; for the operator, not for tenants.
    """

    status: PluginStatus
    phase: PluginStage | None = None
    message: str = ""
    place: str = ""
    remedy: str = ""
    traceback: str = ""

    def __str__(self) -> str:
        """Message, place and remedy, for a log or a terminal."""
        hints = "; ".join(hint for hint in (self.place, self.remedy) if hint)
        # What lists problems line by line has its hints in a line of their own.
        return f"{self.message}{chr(10) if chr(10) in self.message else ' '}({hints})" if hints else self.message

    @classmethod
    def quarantined(
        cls, stage: PluginStage, message: str, error: BaseException | None = None, *, place: str = "", remedy: str = ""
    ) -> Self:
        """The record of a plugin that is not used."""
        return cls(PluginStatus.QUARANTINED, stage, message, place, remedy or REMEDIES[stage], _traceback(error))

    @classmethod
    def degraded(cls, message: str, error: BaseException, *, place: str = "") -> Self:
        """The record of a plugin of which a call failed."""
        remedy = REMEDIES[PluginStage.CALL]
        return cls(PluginStatus.DEGRADED, PluginStage.CALL, message, place, remedy, _traceback(error))


READY = PluginHealth(PluginStatus.READY)


def describe(error: BaseException) -> str:
    """An exception in one line, even if the plugin gave it a ``__str__`` that fails."""
    return "".join(traceback.format_exception_only(error)).strip()


def _traceback(error: BaseException | None) -> str:
    return "" if error is None else "".join(traceback.format_exception(error))
