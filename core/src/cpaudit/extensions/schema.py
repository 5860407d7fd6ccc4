"""What a set of plugins adds to the schema: root fields, and fields of audits and enterprises."""

from __future__ import annotations

import types as python_types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from cpaudit.audits.schema import Audit
from cpaudit.catalogue.contents import PluginNamespace
from cpaudit.catalogue.schema import namespace_field
from cpaudit.contributions import SHARED_PACK
from cpaudit.enterprises.schema import Enterprise
from cpaudit.extensions.calculators import calculator_field
from cpaudit.extensions.fields import reading_field
from cpaudit.extensions.mutations import mutation_field
from cpaudit.extensions.subjects import views_of_audits, views_of_enterprises
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.plugin_types import PluginTypes
from cpaudit.graphql.reading import batch
from cpaudit.permissions import signed_in
from cpaudit.plugins import PluginHost
from cpaudit.plugins.surface import PLACE_TYPES, Surface

Info = strawberry.Info[RequestContext, None]

Load = Callable[[RequestContext, Sequence[str]], Any]

EXTENDED: Mapping[str, tuple[type, Load]] = {
    "on_audit": (Audit, views_of_audits),
    "on_enterprise": (Enterprise, views_of_enterprises),
}
"""The core types that plugins may extend, and what loads the copies that their functions get."""


class PluginSchema:
    """What one plugin adds."""

    def __init__(self, host: PluginHost, plugin: str) -> None:
        surface = host.contributed(plugin).surface
        types = PluginTypes(surface.prefix)
        self.query = namespace_field(host, plugin, _namespace(plugin, types, surface))
        self.mutation = _mutations(plugin, types, surface)
        self.extensions = {
            core: _extension(plugin, types, surface, place, load)
            for place, (core, load) in EXTENDED.items()
            if surface.at(place)
        }


class Additions:
    """What a set of plugins adds."""

    def __init__(self, host: PluginHost, enabled: Iterable[str]) -> None:
        # What is enabled may be gone from the installation, or unfit; the rest of the tenant's work goes on.
        # The shared pack is no plugin: it adds nothing to the schema, and its items stand in the library.
        packs = [pack for pack in host.packs(tuple(enabled)) if pack.id != SHARED_PACK]
        self._plugins = [PluginSchema(host, pack.id) for pack in packs]

    @property
    def queries(self) -> list[StrawberryField]:
        """The namespaces as fields of the query."""
        return [plugin.query for plugin in self._plugins]

    @property
    def mutations(self) -> list[StrawberryField]:
        """The namespaces as fields of the mutation, of plugins that have mutations."""
        return [plugin.mutation for plugin in self._plugins if plugin.mutation is not None]

    def fields_of(self, definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """The fields of a type, with those that the plugins add."""
        own = [plugin.extensions.get(definition.origin) for plugin in self._plugins]
        return [*definition.fields, *(field for field in own if field is not None)]


def _namespace(plugin: str, types: PluginTypes, surface: Surface) -> type[PluginNamespace]:
    if not surface.extends_namespace:
        return PluginNamespace
    fields = {each.declared.id: calculator_field(plugin, types, each) for each in surface.calculators}
    fields |= {each.declared.name: reading_field(plugin, types, each) for each in surface.at("queries")}
    name = f"{types.prefix}{PLACE_TYPES['queries']}"
    made = python_types.new_class(name, (PluginNamespace,), {}, lambda body: body.update(fields))
    return strawberry.type(made, name=name, description="What the plugin gives: pack, items and fields of its own.")


def _mutations(plugin: str, types: PluginTypes, surface: Surface) -> StrawberryField | None:
    if not surface.at("mutations"):
        return None
    fields = {each.declared.name: mutation_field(plugin, types, each) for each in surface.at("mutations")}
    name = f"{types.prefix}{PLACE_TYPES['mutations']}"
    made = _type(name, fields, "What the plugin lets people do; each is logged.")

    def resolve(info: Info) -> Any:
        signed_in(info.context.actor)
        return made()

    resolve.__name__ = plugin
    resolve.__annotations__ = {"info": Info, "return": made}
    field: StrawberryField = strawberry.field(resolver=resolve, name=plugin, description=f"Of the plugin {plugin}.")
    return field


def _extension(plugin: str, types: PluginTypes, surface: Surface, place: str, load: Load) -> StrawberryField:
    fields = {each.declared.name: reading_field(plugin, types, each) for each in surface.at(place)}
    made = _type(f"{types.prefix}{PLACE_TYPES[place]}", fields, "What the plugin adds.")

    async def load_all(context: RequestContext, models: Sequence[Any], arguments: Mapping[str, Any]) -> list[Any]:
        views = await load(context, [model.values["id"] for model in models])
        return [_about(made, views[model.values["id"]]) for model in models]

    field: StrawberryField = batch(load_all, description=f"Of the plugin {plugin}.")
    field.python_name = field.graphql_name = plugin
    field.type_annotation = StrawberryAnnotation(made)
    return field


def _about(made: type, subject: object) -> Any:
    part = made()
    part.subject = subject
    return part


def _type(name: str, fields: Mapping[str, StrawberryField], description: str) -> type:
    made = python_types.new_class(name, (), {}, lambda body: body.update(fields))
    return strawberry.type(made, name=name, description=description)
