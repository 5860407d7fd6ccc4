"""The plugins of this installation: discovered, loaded and called, each on its own."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Self, TypeVar

from pluggy import HookImpl

from cpaudit.contributions import AuditView, ContentPack, Requirement
from cpaudit.errors import CpauditError, NotFound
from cpaudit.phases import Phase
from cpaudit.plugins.answers import Attributed, PluginAnswer, PluginFault
from cpaudit.plugins.health import PluginHealth, describe
from cpaudit.plugins.hooks import HookRegistry
from cpaudit.plugins.loading import Plugin, PluginLoader
from cpaudit.plugins.source import PluginSource, installed_sources

T = TypeVar("T")

MAX_REQUIREMENTS = 1000
"""Requirements that one plugin may ask of one phase; a generator that never ends is a fault like any other."""

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
            f"  {plugin.name} ({plugin.distribution}), {plugin.health.phase}: {plugin.health.message}"
            for plugin in plugins
        )
        super().__init__(f"plugins that cannot be used:\n{listing}", remedy="repair or uninstall them")


class PluginHost:
    """Holds the plugins and calls their hooks for those who have enabled them.

    A host is made once, when the process starts, and may be called from several threads.
    """

    def __init__(self, sources: Iterable[PluginSource], *, known_unit: Callable[[str], bool]) -> None:
        """Load plugins, in the order of their distributions' names.

        Args:
            known_unit: says whether a unit is known; ``cpaudit.engine.is_unit`` in the product.
        """
        self._registry = HookRegistry()
        loader = PluginLoader(self._registry, known_unit)
        ordered = sorted(sources, key=lambda source: (source.distribution.casefold(), source.name))
        self._plugins: list[Plugin] = [loader.load(source) for source in ordered]
        self._implementations = loader.implementations
        self._fit: dict[str, int] = {
            plugin.name: index for index, plugin in enumerate(self._plugins) if plugin.pack is not None
        }
        for plugin in self._plugins:
            if not plugin.fit:
                health = plugin.health
                _log.warning("plugin %s (%s) is quarantined: %s", plugin.name, plugin.distribution, health.message)

    @classmethod
    def discover(
        cls,
        *,
        known_unit: Callable[[str], bool],
        safe_mode: bool = False,
        strict: bool = False,
        extra: Sequence[PluginSource] = (),
    ) -> Self:
        """Load the plugins of all installed distributions.

        Args:
            known_unit: says whether a unit is known.
            safe_mode: load none.
            strict: refuse to start with a plugin that cannot be used.
            extra: plugins without an entry point.

        Raises:
            PluginsUnfit: *strict* is set and a plugin is quarantined.
        """
        host = cls(() if safe_mode else (*installed_sources(), *extra), known_unit=known_unit)
        unfit = [plugin for plugin in host.plugins if not plugin.fit]
        if strict and unfit:
            raise PluginsUnfit(unfit)
        return host

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """All plugins that were found, with their present health, in the order of loading."""
        return tuple(self._plugins)

    def pack(self, pack_id: str) -> ContentPack:
        """The pack of a plugin that is fit.

        Raises:
            NotFound: there is no such plugin, or it is quarantined.
        """
        index = self._fit.get(pack_id)
        pack = None if index is None else self._plugins[index].pack
        if pack is None:
            raise NotFound(f"there is no pack {pack_id!r}", path=("packs", pack_id))
        return pack

    def packs(self, enabled: Collection[str]) -> tuple[ContentPack, ...]:
        """The packs of those of the enabled plugins that are fit, in the order of loading."""
        return tuple(plugin.pack for plugin in self._plugins if plugin.pack is not None and plugin.name in enabled)

    def content(self, content_hash: str) -> ContentPack | None:
        """The pack with exactly this content, if a plugin that is fit has it, whoever has enabled it."""
        return next(
            (plugin.pack for plugin in self._plugins if plugin.pack and plugin.pack.content_hash == content_hash), None
        )

    def call(self, hook: str, enabled: Collection[str], /, **arguments: object) -> list[PluginAnswer[object]]:
        """Call a hook of each enabled plugin that implements it.

        Args:
            hook: name of the hook.
            enabled: names of the plugins to ask.
            arguments: all arguments the hook names.

        Returns:
            One answer per plugin, in the order of loading. An enabled plugin that is quarantined, or not
            installed any more, answers with a fault: nobody knows what it would have said.

        Raises:
            LookupError: there is no such hook.
            TypeError: the arguments are not those of the hook.
        """
        return self._ask(hook, enabled, arguments, _anything)

    def call_phase_requirements(
        self, enabled: Collection[str], audit: AuditView, phase: Phase
    ) -> tuple[Attributed[Requirement], ...]:
        """What the enabled plugins ask of an audit before a phase closes.

        A plugin that fails gives one requirement that is not met, with the code ``PLUGIN_FAILED``.
        """
        answers = self._ask("cpaudit_phase_requirements", enabled, {"audit": audit, "phase": phase}, _requirements)
        attributed: list[Attributed[Requirement]] = []
        for answer in answers:
            if answer.fault is not None:
                attributed.append(Attributed(answer.plugin, answer.fault.as_blocker()))
            attributed += [Attributed(answer.plugin, requirement) for requirement in answer.value or ()]
        return tuple(attributed)

    def _ask(
        self, hook: str, enabled: Collection[str], arguments: dict[str, object], read: Callable[[object], T]
    ) -> list[PluginAnswer[T]]:
        expected = self._registry.arguments(hook)
        if arguments.keys() != expected:
            raise TypeError(f"{hook} takes the arguments {sorted(expected)}, not {sorted(arguments)}")
        implementations = self._implementations.get(hook, {})
        wanted = set(enabled)
        answers: list[PluginAnswer[T]] = []
        for name in sorted(wanted - self._fit.keys()):
            fault = PluginFault(name, hook, "it is enabled, but not loaded")
            answers.append(PluginAnswer(name, fault=fault))
        for name, implementation in implementations.items():
            if name in wanted:
                answers.append(self._ask_one(name, hook, implementation, arguments, read))
        return answers

    def _ask_one(
        self,
        name: str,
        hook: str,
        implementation: HookImpl,
        arguments: dict[str, object],
        read: Callable[[object], T],
    ) -> PluginAnswer[T]:
        try:
            # Reading is part of the call: a generator runs the plugin's code only while it is read.
            value = read(implementation.function(*(arguments[each] for each in implementation.argnames)))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            fault = PluginFault(name, hook, describe(error))
            _log.warning("%s", fault.message, exc_info=error)
            index = self._fit[name]
            self._plugins[index] = replace(self._plugins[index], health=PluginHealth.degraded(fault.message, error))
            return PluginAnswer(name, fault=fault)
        return PluginAnswer(name, value=value)


def _anything(answer: object) -> object:
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()
        raise TypeError("the answer has to be awaited; hooks are plain functions")
    return answer


def _requirements(answer: object) -> tuple[Requirement, ...]:
    if not isinstance(answer, Iterable) or isinstance(answer, str | bytes):
        # Also None: a forgotten return must not look like nothing to ask.
        _anything(answer)
        raise TypeError(f"the answer is {type(answer).__name__}, not an iterable of Requirement")
    requirements = tuple(islice(answer, MAX_REQUIREMENTS + 1))
    if len(requirements) > MAX_REQUIREMENTS:
        raise ValueError(f"more than {MAX_REQUIREMENTS} requirements")
    for requirement in requirements:
        if not isinstance(requirement, Requirement):
            raise TypeError(f"the answer holds {type(requirement).__name__}, not only Requirement")
    return requirements
