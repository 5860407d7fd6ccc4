"""The plugin for light industry, as its tests see it: hooks called as the host calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import cpaudit_light_industry
from cpaudit import Calculation, Trace
from cpaudit.engine import is_unit
from cpaudit.plugins import PluginHost, PluginSource, PluginStatus

PLUGIN = "light_industry"
Ask = Callable[..., "Answer"]


class Answer:
    """What a calculator gave, by symbol."""

    def __init__(self, calculation: Calculation) -> None:
        assert isinstance(calculation.result, Trace)
        self.result: Trace = calculation.result
        self.findings = tuple(finding.code for finding in calculation.findings)
        self._further = [each for each in calculation.further if isinstance(each, Trace)]

    @property
    def value(self) -> float:
        assert isinstance(self.result.value, float)
        return self.result.value

    def all(self, symbol: str) -> list[Any]:
        return [each.value for each in (self.result, *self._further) if each.symbol == symbol]

    def __getitem__(self, symbol: str) -> Any:
        (value,) = self.all(symbol)
        return value


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    found = PluginHost([PluginSource.of_object(PLUGIN, cpaudit_light_industry)], known_unit=is_unit)
    (plugin,) = found.plugins
    assert plugin.health.status is PluginStatus.READY, plugin.health
    return found


@pytest.fixture(scope="session")
def ask(plugin_host: PluginHost) -> Ask:
    """Ask a calculator as a client does: the host computes each trace again, and refuses what does not follow."""

    def call(calculator: str, **given: Any) -> Answer:
        found = plugin_host.contributed(PLUGIN).calculators[calculator]
        answer = plugin_host.call_calculator(PLUGIN, found, found.input.model_validate(given))
        assert answer.fault is None, answer.fault
        assert answer.value is not None
        return Answer(answer.value)

    return call
