"""How a plugin is: fit for use or not, and since which stage of its life."""

from __future__ import annotations

import traceback
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
    CALL = "call"


@dataclass(frozen=True, slots=True)
class PluginHealth:
    """A plugin's health record.

    Attributes:
        phase: the stage at which something went wrong; None for a plugin that is ready.
        message: what went wrong, in a sentence or, for content, in a list of problems.
        traceback: Python's traceback, where an exception was the reason; for the operator, not for tenants.
    """

    status: PluginStatus
    phase: PluginStage | None = None
    message: str = ""
    traceback: str = ""

    @classmethod
    def quarantined(cls, stage: PluginStage, message: str, error: BaseException | None = None) -> Self:
        """The record of a plugin that is not used."""
        return cls(PluginStatus.QUARANTINED, stage, message, _traceback(error))

    @classmethod
    def degraded(cls, message: str, error: BaseException) -> Self:
        """The record of a plugin of which a call failed."""
        return cls(PluginStatus.DEGRADED, PluginStage.CALL, message, _traceback(error))


READY = PluginHealth(PluginStatus.READY)


def describe(error: BaseException) -> str:
    """An exception in one line, even if the plugin gave it a ``__str__`` that fails."""
    return "".join(traceback.format_exception_only(error)).strip()


def _traceback(error: BaseException | None) -> str:
    return "" if error is None else "".join(traceback.format_exception(error))
