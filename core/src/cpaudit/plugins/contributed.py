"""What a plugin gives in code when it is loaded: calculators, the model of its settings, fields of the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pluggy import HookImpl

from cpaudit.contributions import Calculator, GraphqlExtension, PluginSettings
from cpaudit.engine import FORMULAS, Formula
from cpaudit.plugins.answer_checks import exactly, several, subclass_of
from cpaudit.plugins.shapes import NoShape
from cpaudit.plugins.surface import CoreNames, Surface, surface_of

T = TypeVar("T")

MAX_CALCULATORS = 200
"""Calculators of one plugin."""


@dataclass(frozen=True, slots=True)
class Contributed:
    """What one plugin gives beside its pack.

    Attributes:
        calculators: by id.
        settings: the model of its settings; None where there is nothing to set.
        graphql: what it adds to the schema.
        surface: the same with shapes and names, calculators included.
    """

    calculators: Mapping[str, Calculator[Any]]
    settings: type[PluginSettings] | None
    graphql: GraphqlExtension
    surface: Surface


NOTHING = Contributed({}, None, GraphqlExtension(), Surface(""))


class UnusableContribution(Exception):
    """What a plugin gives cannot be used."""


def contributed(plugin: str, implementations: Mapping[str, HookImpl], core: CoreNames) -> Contributed:
    """Ask a plugin for what it gives in code.

    Args:
        core: the names that the core's schema has taken.

    Raises:
        UnusableContribution: something does not fit together.
        Exception: whatever the plugin raises.
    """
    calculators: dict[str, Calculator[Any]] = {}
    none: tuple[Calculator[Any], ...] = ()
    for calculator in _ask(implementations, "cpaudit_calculators", several(Calculator, MAX_CALCULATORS), none):
        if calculator.id in calculators:
            raise UnusableContribution(f"there are two calculators {calculator.id!r}")
        calculators[calculator.id] = calculator
    settings = _ask(implementations, "cpaudit_settings", subclass_of(PluginSettings), None)
    graphql = _ask(implementations, "cpaudit_graphql", exactly(GraphqlExtension), NOTHING.graphql)
    taken = next((field.name for field in graphql.queries if field.name in calculators), None)
    if taken is not None:
        raise UnusableContribution(f"the field {taken!r} of the namespace bears the name of a calculator")
    try:
        surface = surface_of(plugin, calculators, graphql, core)
    except NoShape as error:
        raise UnusableContribution(str(error)) from error
    _register_formulas(plugin, calculators)
    return Contributed(calculators, settings, graphql, surface)


def _ask(implementations: Mapping[str, HookImpl], hook: str, read: Callable[[object], T], otherwise: T) -> T:
    implementation = implementations.get(hook)
    return otherwise if implementation is None else read(implementation.function())


def _register_formulas(plugin: str, calculators: Mapping[str, Calculator[Any]]) -> None:
    """Make a plugin's formulas known, so that traces are named and can be computed again."""
    found: dict[str, Formula] = {}
    for calculator in calculators.values():
        for formula in calculator.formulas:
            if not isinstance(formula, Formula):
                raise UnusableContribution(f"{calculator.id}: {type(formula).__name__} is no Formula")
            if not formula.key.startswith(f"{plugin}."):
                raise UnusableContribution(
                    f"{calculator.id}: the key {formula.key!r} of a formula has to begin with {plugin}."
                )
            if found.setdefault(formula.key, formula) != formula:
                raise UnusableContribution(f"{calculator.id}: there are two formulas {formula.key!r}")
    FORMULAS.update(found)
