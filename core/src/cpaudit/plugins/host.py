"""The plugins of this installation: discovered, loaded and called, each on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Self, TypeAlias, TypeVar

from pluggy import HookImpl
from pydantic import BaseModel

from cpaudit.contributions import (
    SHARED_PACK,
    AuditView,
    Calculation,
    Calculator,
    CauseView,
    ContentPack,
    OptionProposal,
    PluginSettings,
    ReportSection,
    Requirement,
    ReviewFinding,
    SubmissionView,
    shared_pack,
)
from cpaudit.errors import CpauditError, InvalidInput, NotFound
from cpaudit.phases import Phase
from cpaudit.plugins.answer_checks import anything, nothing, several
from cpaudit.plugins.answers import Attributed, PluginAnswer, PluginFault, attributed
from cpaudit.plugins.calculations import checked
from cpaudit.plugins.contributed import NOTHING, Contributed
from cpaudit.plugins.deadline import Call, Deadline, NotCalled
from cpaudit.plugins.enabled import NO_SETTINGS, EnabledPlugins, SettingsOf
from cpaudit.plugins.health import PluginHealth, PluginStatus, describe
from cpaudit.plugins.hooks import HookRegistry
from cpaudit.plugins.loading import Plugin, PluginLoader
from cpaudit.plugins.places import defined_at, raised_at
from cpaudit.plugins.source import PluginSource, installed_sources
from cpaudit.plugins.surface import CoreNames

T = TypeVar("T")

Arguments: TypeAlias = Mapping[str, object]

HOOK_SECONDS = 5.0
LOAD_SECONDS = 60.0

MAX_REQUIREMENTS = 1000
"""Requirements that one plugin may ask of one phase; a generator that never ends is a fault like any other."""

MAX_FINDINGS = 200
"""Findings of one plugin about one audit."""

MAX_PROPOSALS = 1000
"""Options that one plugin may propose at once."""

MAX_SECTIONS = 50
"""Sections of one plugin in one report."""

_log = logging.getLogger(__name__)


class PluginsUnfit(CpauditError):
    """A host that was asked to be strict found plugins that cannot be used.

    Attributes:
        plugins: the plugins, each with its health.
    """

    code = "PLUGINS_UNFIT"

    def __init__(self, plugins: Sequence[Plugin]) -> None:
        self.plugins = tuple(plugins)
        listing = "\n".join(
            f"  {plugin.name} ({plugin.distribution}), {plugin.health.phase}: {plugin.health}" for plugin in plugins
        )
        super().__init__(f"plugins that cannot be used:\n{listing}", remedy="repair or uninstall them")


class PluginHost:
    """Holds the plugins and calls their hooks for those who have enabled them.

    A host is made once, when the process starts, and may be called from several threads.
    """

    def __init__(
        self,
        sources: Iterable[PluginSource],
        *,
        known_unit: Callable[[str], bool],
        core_names: Callable[[], CoreNames] = CoreNames,
        hook_seconds: float = HOOK_SECONDS,
        load_seconds: float = LOAD_SECONDS,
    ) -> None:
        """Load plugins, in the order of their distributions' names.

        Args:
            known_unit: says whether a unit is known; ``cpaudit.engine.is_unit`` in the product.
            core_names: gives the names that the core's schema has taken; ``cpaudit.api.schemas.core_names`` in the
                product.
            hook_seconds: how long a plugin may take to answer before it is given up.
            load_seconds: how long each stage of loading a plugin may take.
        """
        self._deadline = Deadline(hook_seconds)
        self._registry = HookRegistry()
        loader = PluginLoader(self._registry, known_unit, Deadline(load_seconds), core_names=core_names)
        ordered = sorted(sources, key=lambda source: (source.distribution.casefold(), source.name))
        self._plugins: list[Plugin] = [loader.load(source) for source in ordered]
        self._implementations = loader.implementations
        self._fit: dict[str, int] = {
            plugin.name: index for index, plugin in enumerate(self._plugins) if plugin.pack is not None
        }
        for plugin in self._plugins:
            if not plugin.fit:
                _log.warning("plugin %s (%s) is quarantined: %s", plugin.name, plugin.distribution, plugin.health)

    @classmethod
    def discover(
        cls,
        *,
        known_unit: Callable[[str], bool],
        core_names: Callable[[], CoreNames] = CoreNames,
        safe_mode: bool = False,
        strict: bool = False,
        extra: Sequence[PluginSource] = (),
        hook_seconds: float = HOOK_SECONDS,
    ) -> Self:
        """Load the plugins of all installed distributions.

        Args:
            known_unit: says whether a unit is known.
            core_names: gives the names that the core's schema has taken.
            safe_mode: load none.
            strict: refuse to start with a plugin that cannot be used.
            extra: plugins without an entry point.
            hook_seconds: how long a plugin may take to answer before it is given up.

        Raises:
            PluginsUnfit: *strict* is set and a plugin is quarantined.
        """
        sources = () if safe_mode else (*installed_sources(), *extra)
        host = cls(sources, known_unit=known_unit, core_names=core_names, hook_seconds=hook_seconds)
        unfit = [plugin for plugin in host.plugins if not plugin.fit]
        if strict and unfit:
            raise PluginsUnfit(unfit)
        return host

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins that were found, with their present health, in the order of loading."""
        return tuple(self._plugins)

    def pack(self, pack_id: str) -> ContentPack:
        """The shared pack, or that of a plugin that is fit.

        Raises:
            NotFound: there is no such plugin, or it is quarantined.
        """
        if pack_id == SHARED_PACK:
            return shared_pack()
        index = self._fit.get(pack_id)
        pack = None if index is None else self._plugins[index].pack
        if pack is None:
            raise NotFound(f"there is no pack {pack_id!r}", path=("packs", pack_id))
        return pack

    def packs(self, enabled: Collection[str]) -> tuple[ContentPack, ...]:
        """The shared pack, and those of the enabled plugins that are fit, in the order of loading."""
        own = (plugin.pack for plugin in self._plugins if plugin.pack is not None and plugin.name in enabled)
        return (shared_pack(), *own)

    def contributed(self, plugin: str) -> Contributed:
        """What a plugin gives in code; nothing where it is not loaded."""
        index = self._fit.get(plugin)
        return NOTHING if index is None else self._plugins[index].contributed

    def run(self, what: str, calls: Sequence[tuple[str, Callable[[], T]]]) -> list[PluginAnswer[T]]:
        """Run functions that plugins gave when they were loaded, each watched as a hook is.

        Args:
            what: what is run, for the fault.
            calls: the plugin of each, and the call; it reads the answer too.

        Returns:
            An answer for each. An ``InvalidInput`` is the caller's mistake and no fault of the plugin: it stands in
            the answer as the function raised it.
        """
        outcomes = self._deadline.outcomes([Call(plugin, make) for plugin, make in calls])
        answers: list[PluginAnswer[T]] = []
        for (plugin, _), outcome in zip(calls, outcomes, strict=True):
            match outcome.error:
                case None:
                    answers.append(PluginAnswer(plugin, value=outcome.value))
                case InvalidInput() as mistake:
                    answers.append(PluginAnswer(plugin, mistake=mistake))
                case error:
                    answers.append(PluginAnswer(plugin, fault=self._fault(plugin, what, error)))
        return answers

    def call_calculator(self, plugin: str, calculator: Calculator[Any], given: BaseModel) -> PluginAnswer[Calculation]:
        """What a calculator gives for an input; a result that does not follow from its trace is a fault."""
        made = self.run(calculator.id, [(plugin, lambda: checked(calculator.calculate(given)))])
        return made[0]

    def implements(self, hook: str, enabled: Collection[str]) -> bool:
        """Whether there is an answer to a hook: an implementation, or the fault of a plugin that is not loaded."""
        implementations = self._implementations.get(hook, {})
        return any(name in implementations or name not in self._fit for name in enabled)

    def content(self, content_hash: str) -> ContentPack | None:
        """The pack with exactly this content, if a plugin that is fit has it, whoever has enabled it, or all have."""
        if shared_pack().content_hash == content_hash:
            return shared_pack()
        return next(
            (plugin.pack for plugin in self._plugins if plugin.pack and plugin.pack.content_hash == content_hash), None
        )

    def call(
        self, hook: str, enabled: Collection[str], /, *, settings: SettingsOf = NO_SETTINGS, **arguments: object
    ) -> list[PluginAnswer[object]]:
        """Call a hook of each enabled plugin that implements it.

        Args:
            hook: name of the hook.
            enabled: names of the plugins to ask.
            settings: what the tenant has set, by plugin; each plugin is told its own. By default what *enabled* knows
                of it, or else the defaults of the plugin.
            arguments: all arguments the hook names, without ``settings``.

        Returns:
            One answer per plugin, in the order of loading. An enabled plugin that is quarantined, or not
            installed any more, answers with a fault: nobody knows what it would have said.

        Raises:
            LookupError: there is no such hook.
            TypeError: the arguments are not those of the hook.
        """
        return self._ask(hook, enabled, arguments, settings, anything)

    def call_phase_requirements(
        self, enabled: Collection[str], audit: AuditView, phase: Phase, settings: SettingsOf = NO_SETTINGS
    ) -> tuple[Attributed[Requirement], ...]:
        """What the enabled plugins ask of an audit before a phase closes.

        A plugin that fails gives one requirement that is not met, with the code ``PLUGIN_FAILED``.
        """
        arguments: Arguments = {"audit": audit, "phase": phase}
        read = several(Requirement, MAX_REQUIREMENTS)
        answers = self._ask("cpaudit_phase_requirements", enabled, arguments, settings, read)
        return attributed(answers, PluginFault.as_blocker)

    def call_review(
        self, enabled: Collection[str], audit: AuditView, settings: SettingsOf = NO_SETTINGS
    ) -> tuple[Attributed[ReviewFinding], ...]:
        """What the enabled plugins would have somebody look at in an audit.

        A plugin that fails gives one finding with the code ``PLUGIN_FAILED``.
        """
        read = several(ReviewFinding, MAX_FINDINGS)
        return attributed(
            self._ask("cpaudit_review", enabled, {"audit": audit}, settings, read), PluginFault.as_finding
        )

    def call_propose_options(
        self,
        enabled: Collection[str],
        audit: AuditView,
        causes: tuple[CauseView, ...],
        settings: SettingsOf = NO_SETTINGS,
    ) -> list[PluginAnswer[tuple[OptionProposal, ...]]]:
        """What the enabled plugins propose to do about causes; in the place of one that fails, its fault."""
        arguments: Arguments = {"audit": audit, "causes": causes}
        read = several(OptionProposal, MAX_PROPOSALS)
        return self._ask("cpaudit_propose_options", enabled, arguments, settings, read)

    def call_report_sections(
        self, enabled: Collection[str], audit: AuditView, settings: SettingsOf = NO_SETTINGS
    ) -> list[PluginAnswer[tuple[ReportSection, ...]]]:
        """What the enabled plugins add to a report; in the place of one that fails, its fault."""
        read = several(ReportSection, MAX_SECTIONS)
        return self._ask("cpaudit_report_sections", enabled, {"audit": audit}, settings, read)

    def call_phase_completed(
        self, enabled: Collection[str], audit: AuditView, phase: Phase, settings: SettingsOf = NO_SETTINGS
    ) -> None:
        """Tell the enabled plugins that a phase was closed; one that fails is noted in its health."""
        self._ask("cpaudit_phase_completed", enabled, {"audit": audit, "phase": phase}, settings, nothing)

    def call_audit_concluded(
        self, enabled: Collection[str], audit: AuditView, settings: SettingsOf = NO_SETTINGS
    ) -> None:
        """Tell the enabled plugins that an audit was concluded; one that fails is noted in its health."""
        self._ask("cpaudit_audit_concluded", enabled, {"audit": audit}, settings, nothing)

    def call_submission_received(
        self, enabled: Collection[str], submission: SubmissionView, settings: SettingsOf = NO_SETTINGS
    ) -> None:
        """Tell the enabled plugins that a submission arrived; one that fails is noted in its health."""
        self._ask("cpaudit_submission_received", enabled, {"submission": submission}, settings, nothing)

    def _ask(
        self,
        hook: str,
        enabled: Collection[str],
        arguments: Arguments,
        settings: SettingsOf,
        read: Callable[[object], T],
    ) -> list[PluginAnswer[T]]:
        expected = self._registry.arguments(hook) - {"settings"}
        if arguments.keys() != expected:
            raise TypeError(f"{hook} takes the arguments {sorted(expected)}, not {sorted(arguments)}")
        implementations = self._implementations.get(hook, {})
        wanted = set(enabled)
        answers: list[PluginAnswer[T]] = []
        for name in sorted(wanted - self._fit.keys()):
            fault = PluginFault(name, hook, "it is enabled, but not loaded")
            answers.append(PluginAnswer(name, fault=fault))
        calls: list[Call[T]] = []
        for name, implementation in implementations.items():
            if name not in wanted:
                continue
            own = self.settings_of(name, enabled, settings)
            if isinstance(own, PluginFault):
                # The tenant's affair, and not the plugin's: its health stays as it is.
                answers.append(PluginAnswer(name, fault=own))
            else:
                calls.append(Call(name, partial(_answer, implementation, {**arguments, "settings": own}, read)))
        for name, outcome in zip([call.plugin for call in calls], self._deadline.outcomes(calls), strict=True):
            if outcome.error is not None:
                function = implementations[name].function
                answers.append(PluginAnswer(name, fault=self._fault(name, hook, outcome.error, function)))
            else:
                answers.append(PluginAnswer(name, value=outcome.value))
        return answers

    def settings_of(
        self, plugin: str, enabled: Collection[str], settings: SettingsOf = NO_SETTINGS
    ) -> PluginSettings | PluginFault | None:
        """What a plugin is set to, for those who have enabled it.

        Returns:
            None for a plugin that takes no settings; a fault where those that are stored cannot be used, or none are
            and it cannot do without.
        """
        index = self._fit.get(plugin)
        model = None if index is None else self._plugins[index].settings
        if model is None:
            return settings.get(plugin)
        known = enabled.settings if isinstance(enabled, EnabledPlugins) else NO_SETTINGS
        if plugin in settings:
            return settings[plugin]
        return known[plugin] if plugin in known else model.usable({}, {})

    def _fault(self, name: str, hook: str, error: BaseException, function: object = None) -> PluginFault:
        fault = PluginFault(name, hook, describe(error))
        _log.warning("%s", fault.message, exc_info=error)
        index = self._fit[name]
        plugin = self._plugins[index]
        if isinstance(error, NotCalled) and plugin.health.status is PluginStatus.DEGRADED:
            # The call that still runs is why: its record stays.
            return fault
        place = raised_at(error, plugin.module) or defined_at(function)
        self._plugins[index] = replace(plugin, health=PluginHealth.degraded(fault.message, error, place=place))
        return fault


def _answer(implementation: HookImpl, arguments: Arguments, read: Callable[[object], T]) -> T:
    # Reading is part of the call: a generator runs the plugin's code only while it is read.
    return read(implementation.function(*(arguments[each] for each in implementation.argnames)))
