"""Loads one plugin: manifest first, then module, hooks and content; each stage can quarantine it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pluggy import HookImpl

from cpaudit.contributions import (
    API_VERSION,
    OWN_PREFIX,
    SHARED_PACK,
    ContentError,
    ContentPack,
    Manifest,
    pack_directory,
    read_manifest,
)
from cpaudit.plugins.contributed import NOTHING, Contributed, UnusableContribution, contributed
from cpaudit.plugins.deadline import Call, Deadline
from cpaudit.plugins.health import READY, PluginHealth, PluginStage, PluginStatus, describe
from cpaudit.plugins.hooks import HookError, HookRegistry
from cpaudit.plugins.places import defined_at, raised_at
from cpaudit.plugins.settings import SettingsModel
from cpaudit.plugins.source import PluginSource
from cpaudit.plugins.surface import CoreNames, collisions

T = TypeVar("T")

_PACK_API = "pack/pack.toml: api"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin, fit for use or not.

    Attributes:
        name: name of its entry point; the id of its pack if it is fit.
        distribution: the distribution that carries it.
        version: the distribution's version, or the manifest's where there is no distribution.
        manifest: None where it could not be read.
        pack: its content; None unless it is fit.
        contributed: what it gives in code; nothing unless it is fit.
        module: dotted name of its module; None where it is an object.
    """

    name: str
    distribution: str
    version: str
    manifest: Manifest | None
    pack: ContentPack | None
    health: PluginHealth
    contributed: Contributed = NOTHING
    module: str | None = None

    @property
    def settings(self) -> SettingsModel | None:
        """What it can be set to; None where there is nothing to set."""
        return self.contributed.model

    @property
    def fit(self) -> bool:
        """Whether it is used."""
        return self.health.status is not PluginStatus.QUARANTINED


class _UnfitError(Exception):
    """The plugin being loaded cannot be used."""

    def __init__(
        self,
        stage: PluginStage,
        message: str,
        error: BaseException | None = None,
        *,
        place: str = "",
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.health = PluginHealth.quarantined(stage, message, error, place=place, remedy=remedy)


@dataclass(slots=True)
class PluginLoader:
    """Loads plugins one after the other into one registry.

    Attributes:
        core_names: gives the names that the core's schema has taken.
        deadline: how long the code of a plugin may take at each stage.
        implementations: hook → name of a fit plugin → its implementation.
    """

    registry: HookRegistry
    known_unit: Callable[[str], bool]
    deadline: Deadline
    implementations: dict[str, dict[str, HookImpl]] = field(default_factory=dict)
    core_names: Callable[[], CoreNames] = CoreNames
    _namespaces: dict[str, Plugin] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)

    def load(self, source: PluginSource) -> Plugin:
        """Load a plugin. Whatever is wrong with it ends up in its health, never in an exception."""
        manifest: Manifest | None = None
        try:
            manifest = _manifest_before_import(source)
            if manifest is not None:
                self._check_manifest(source, manifest)
            plugin = self._guarded(source, PluginStage.IMPORT, source.load)
            implementations = self._register(source, plugin)
            try:
                pack = self._content(source, implementations, manifest)
                # Asked for here and not in the plugin's thread, which must wait for no import of this one.
                core = self.core_names()
                given = self._guarded(
                    source, PluginStage.CONTRIBUTIONS, lambda: contributed(source.name, implementations, core)
                )
                self._check_surface(source, given)
            except _UnfitError:
                self.registry.unregister(source.name)
                raise
        except _UnfitError as unfit:
            version = source.version or (manifest.version if manifest is not None else "")
            return Plugin(source.name, source.distribution, version, manifest, None, unfit.health, module=source.module)
        loaded = Plugin(
            source.name, source.distribution, pack.version, pack.manifest, pack, READY, given, module=source.module
        )
        self._namespaces[_namespace(pack.id)] = loaded
        self._types.update(dict.fromkeys(given.surface.types, source.name))
        for hook, implementation in implementations.items():
            self.implementations.setdefault(hook, {})[source.name] = implementation
        return loaded

    def _guarded(self, source: PluginSource, stage: PluginStage, call: Callable[[], T]) -> T:
        """What the plugin's code gives, unless it raises anything or does not return in time."""
        outcome = self.deadline.outcome(Call(source.name, call))
        match outcome.error:
            case None:
                return outcome.value  # type: ignore[return-value]
            case ContentError() as error:
                raise _UnfitError(stage, error.message, error) from error
            case UnusableContribution() as error:
                raise _UnfitError(stage, str(error)) from error
            case error:
                # Also SystemExit: a plugin that calls sys.exit() while it is imported ends itself, not the server.
                place = raised_at(error, source.module)
                raise _UnfitError(stage, describe(error), error, place=place, remedy=_missing(source, error)) from error

    def _check_manifest(self, source: PluginSource, manifest: Manifest) -> None:
        if manifest.api != API_VERSION:
            message = f"it was written for plugin API {manifest.api}, this cpaudit speaks {API_VERSION}"
            remedy = (
                f"install a cpaudit that speaks plugin API {manifest.api}, "
                f"or a version of {source.distribution} for API {API_VERSION}"
            )
            raise _UnfitError(PluginStage.COMPATIBILITY, message, place=_PACK_API, remedy=remedy)
        if source.version is not None and manifest.version != source.version:
            message = f"pack.toml says version {manifest.version}, the distribution is {source.version}"
            remedy = "write one version into pack.toml and pyproject.toml, and install it again"
            raise _UnfitError(PluginStage.COMPATIBILITY, message, remedy=remedy)
        if manifest.id.startswith(OWN_PREFIX):
            message = f"ids that begin with {OWN_PREFIX!r} are left to packs that tenants upload"
            raise _UnfitError(PluginStage.COMPATIBILITY, message, remedy="choose another id")
        if manifest.id == SHARED_PACK:
            message = f"the id {SHARED_PACK!r} is that of the pack that all industries share"
            raise _UnfitError(PluginStage.COLLISION, message, remedy="choose another id")
        if manifest.id != source.name:
            message = f"the entry point is named {source.name!r}, the pack {manifest.id!r}; both have to be the same"
            raise _UnfitError(PluginStage.COMPATIBILITY, message, remedy="give both one name")
        other = self._namespaces.get(_namespace(manifest.id))
        if other is not None:
            message = (
                f"{source.distribution} gives the pack {manifest.id!r}, "
                f"but {other.distribution} already gives {other.name!r}; the names are too alike to serve both"
            )
            raise _UnfitError(PluginStage.COLLISION, message)

    def _check_surface(self, source: PluginSource, given: Contributed) -> None:
        found = list(collisions(source.name, given.surface, self.core_names(), self._types))
        if found:
            raise _UnfitError(PluginStage.COLLISION, f"{source.name!r} ({source.distribution}): {'; '.join(found)}")

    def _register(self, source: PluginSource, plugin: object) -> Mapping[str, HookImpl]:
        try:
            return self.registry.register(source.name, plugin)
        except HookError as error:
            raise _UnfitError(PluginStage.HOOKS, str(error), place=error.place) from error
        except Exception as error:
            # A plugin may be any object, and looking at its attributes may run its code.
            place = raised_at(error, source.module)
            raise _UnfitError(PluginStage.HOOKS, describe(error), error, place=place) from error

    def _content(
        self, source: PluginSource, implementations: Mapping[str, HookImpl], manifest: Manifest | None
    ) -> ContentPack:
        implementation = implementations.get("cpaudit_content")
        if implementation is not None:
            pack: object = self._guarded(source, PluginStage.CONTENT, implementation.function)
        elif manifest is not None:
            pack = ContentPack(manifest=manifest)
        else:
            raise _UnfitError(PluginStage.MANIFEST, "it has neither a pack/pack.toml nor the hook cpaudit_content")
        if not isinstance(pack, ContentPack):
            message = f"cpaudit_content returned {type(pack).__name__}, not a ContentPack"
            place = "" if implementation is None else defined_at(implementation.function)
            raise _UnfitError(PluginStage.CONTENT, message, place=place)
        if manifest is None:
            self._check_manifest(source, pack.manifest)
        elif (pack.id, pack.version) != (manifest.id, manifest.version):
            message = f"cpaudit_content gives {pack.id} {pack.version}, pack.toml says {manifest.id} {manifest.version}"
            raise _UnfitError(PluginStage.CONTENT, message)
        try:
            pack.check(self.known_unit)
        except ContentError as error:
            raise _UnfitError(PluginStage.CONTENT, error.message) from error
        return pack


def _manifest_before_import(source: PluginSource) -> Manifest | None:
    """The manifest, without running code of the plugin; None where the plugin is an object without a place."""
    if source.module is None:
        return None
    try:
        directory = pack_directory(source.module)
        manifest = None if directory is None else read_manifest(directory)
    except ContentError as error:
        raise _UnfitError(PluginStage.MANIFEST, error.message) from error
    except (ImportError, ValueError, OSError) as error:
        raise _UnfitError(PluginStage.MANIFEST, describe(error), error) from error
    if manifest is None:
        raise _UnfitError(PluginStage.MANIFEST, f"there is no pack/pack.toml beside the module {source.module}")
    return manifest


def _missing(source: PluginSource, error: BaseException) -> str:
    """What to do where a module is missing; empty for any other error."""
    if not isinstance(error, ModuleNotFoundError) or not error.name:
        return ""
    return f"install what provides {error.name!r}, and name it in the dependencies of {source.distribution}"


def _namespace(pack_id: str) -> str:
    """What a pack's GraphQL type names begin with, without regard to case: ``a_b`` and ``ab`` are one namespace."""
    return pack_id.replace("_", "").casefold()
