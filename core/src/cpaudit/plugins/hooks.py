"""The hook implementations of one plugin, registered with pluggy and checked for what pluggy lets pass."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from types import ModuleType

from pluggy import HookImpl, PluginManager, PluginValidationError

from cpaudit import hookspecs
from cpaudit.hookspecs import PROJECT
from cpaudit.plugins.places import defined_at

_MISSING = object()


class HookError(Exception):
    """A plugin's hook implementations cannot be used.

    Attributes:
        place: where the first of them is defined, as far as that is known.
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class HookRegistry:
    """Registers plugins one by one, so that what is wrong with one is found with that one."""

    def __init__(self, specifications: ModuleType | type = hookspecs) -> None:
        """
        Args:
            specifications: a module or class with hook specifications; other than the product's for tests alone.
        """
        self._specifications = specifications
        self._manager = PluginManager(PROJECT)
        self._manager.add_hookspecs(specifications)

    def arguments(self, hook: str) -> frozenset[str]:
        """The names of a hook's arguments.

        Raises:
            LookupError: there is no such hook.
        """
        caller = getattr(self._manager.hook, hook, None)
        if caller is None or caller.spec is None:
            raise LookupError(f"there is no hook {hook!r}")
        return frozenset(caller.spec.argnames)

    def register(self, name: str, plugin: object) -> Mapping[str, HookImpl]:
        """Register a plugin.

        Returns:
            Its implementations by the name of the hook.

        Raises:
            HookError: naming everything that is wrong; the plugin is then not registered.
        """
        try:
            self._manager.register(plugin, name)
            return self._implementations(plugin)
        except PluginValidationError as error:
            self.unregister(name)
            raise self._refused(plugin, error) from error
        except ValueError as error:
            raise HookError("the same module or object is already registered as another plugin") from error
        except HookError:
            self.unregister(name)
            raise

    def unregister(self, name: str) -> None:
        """Forget a plugin, registered wholly, in part or not at all."""
        if self._manager.has_plugin(name):
            self._manager.unregister(name=name)

    def _implementations(self, plugin: object) -> dict[str, HookImpl]:
        problems = list(self._unmarked(plugin))
        places: list[str] = []
        found: dict[str, HookImpl] = {}
        for caller in self._manager.get_hookcallers(plugin) or ():
            own = [impl for impl in caller.get_hookimpls() if impl.plugin is plugin]
            if not caller.has_spec():
                # pluggy keeps an implementation of an unknown hook in case a specification follows.
                unknown = [impl for impl in own if not impl.optionalhook]
                problems += [self._unknown(caller.name) for _ in unknown]
                places += [defined_at(impl.function) for impl in unknown]
                continue
            if len(own) > 1:
                problems.append(f"{caller.name} is implemented {len(own)} times")
            for impl in own:
                unusable = _unusable(caller.name, impl)
                problems += unusable
                places += [defined_at(impl.function)] if unusable or len(own) > 1 else []
            found[caller.name] = own[0]
        if problems:
            raise HookError("; ".join(problems), next(iter(places), ""))
        return found

    def _refused(self, plugin: object, error: PluginValidationError) -> HookError:
        """What pluggy refused, in the words of the hook's reference where an argument is the reason."""
        for hook in self._names():
            function = inspect.getattr_static(plugin, hook, None)
            if not inspect.isfunction(function):
                continue
            odd = sorted(set(inspect.signature(function).parameters) - self.arguments(hook))
            if odd:
                known = ", ".join(sorted(self.arguments(hook))) or "none"
                message = f"{hook} takes {', '.join(map(repr, odd))}, which the hook does not have; it has {known}"
                return HookError(message, defined_at(function))
        return HookError(str(error))

    def _unmarked(self, plugin: object) -> list[str]:
        return [
            f"{name} is not marked with @hookimpl"
            for name in self._names()
            if inspect.isroutine(inspect.getattr_static(plugin, name, _MISSING))
            and self._manager.parse_hookimpl_opts(plugin, name) is None
        ]

    def _unknown(self, name: str) -> str:
        near = get_close_matches(name, self._names(), n=1)
        return f"there is no hook {name!r}" + (f", did you mean {near[0]!r}?" if near else "")

    def _names(self) -> list[str]:
        return [name for name in vars(self._specifications) if name.startswith(f"{PROJECT}_")]


def _unusable(hook: str, impl: HookImpl) -> list[str]:
    function = inspect.unwrap(impl.function)
    problems = []
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        # Called by pluggy it would give a coroutine that nobody awaits.
        problems.append(f"{hook} is async; hooks are plain functions")
    if impl.wrapper or impl.hookwrapper:
        problems.append(f"{hook} is a hook wrapper; each plugin is called on its own, so there is nothing to wrap")
    return problems
