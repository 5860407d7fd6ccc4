"""What plugins answer, each answer with the plugin it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cpaudit.contributions import Requirement, ReviewFinding, Severity
from cpaudit.errors import CpauditError, InvalidInput
from cpaudit.text import LocalizedText

T = TypeVar("T")


class PluginFault(CpauditError):
    """A plugin that is enabled could not answer.

    Attributes:
        plugin: the plugin.
        hook: the hook that was called.
    """

    code = "PLUGIN_FAILED"

    def __init__(self, plugin: str, hook: str, reason: str) -> None:
        super().__init__(
            f"the plugin {plugin!r} failed in {hook}: {reason}",
            path=("plugins", plugin),
            remedy="have the plugin repaired, or disable it",
        )
        self.plugin = plugin
        self.hook = hook

    def as_blocker(self) -> Requirement:
        """The fault as a requirement that is not met: what could not be judged does not pass."""
        return Requirement(
            met=False,
            code=self.code,
            path=self.path,
            message=LocalizedText(
                {
                    "zh-CN": f"插件“{self.plugin}”出错，无法判定其要求是否满足",
                    "en": f"The plugin {self.plugin!r} failed, so that its requirements could not be judged",
                }
            ),
            remedy=LocalizedText(
                {
                    "zh-CN": "请平台管理员查看插件状态并修复，或停用该插件",
                    "en": "Ask the platform's administrator to look at the plugin's health, or disable the plugin",
                }
            ),
        )

    def as_finding(self) -> ReviewFinding:
        """The fault as a finding: what could not be looked at is said, not passed over."""
        return ReviewFinding(
            code=self.code,
            severity=Severity.SERIOUS,
            path=self.path,
            message=LocalizedText(
                {
                    "zh-CN": f"插件“{self.plugin}”出错，未能完成审查",
                    "en": f"The plugin {self.plugin!r} failed, so that its review is missing",
                }
            ),
        )


@dataclass(frozen=True, slots=True)
class Attributed(Generic[T]):
    """A value and the plugin that gave it."""

    plugin: str
    value: T


@dataclass(frozen=True, slots=True)
class PluginAnswer(Generic[T]):
    """One plugin's answer: its value, or in the place of one its fault or, where a caller gave input, his mistake."""

    plugin: str
    value: T | None = None
    fault: PluginFault | None = None
    mistake: InvalidInput | None = None


def attributed(
    answers: Iterable[PluginAnswer[tuple[T, ...]]], instead: Callable[[PluginFault], T]
) -> tuple[Attributed[T], ...]:
    """The values of several answers, each with its plugin; for a fault, what stands *instead* of a value."""
    found: list[Attributed[T]] = []
    for answer in answers:
        if answer.fault is not None:
            found.append(Attributed(answer.plugin, instead(answer.fault)))
        found += [Attributed(answer.plugin, value) for value in answer.value or ()]
    return tuple(found)
