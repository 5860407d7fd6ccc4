"""The API of the library and of plugins."""

from __future__ import annotations

from typing import Any

import strawberry

from cpaudit.catalogue.checklists import Checklist, ChecklistItem
from cpaudit.catalogue.contents import Library, PluginNamespace
from cpaudit.catalogue.factors import EmissionFactor
from cpaudit.catalogue.figures import HeatingValue, PublishedLevel, SpecificConsumption, Substance
from cpaudit.catalogue.indicators import IndicatorSystem
from cpaudit.catalogue.options import OptionTemplate
from cpaudit.catalogue.plugins import Plugin, known_plugin, known_plugins
from cpaudit.catalogue.processes import ProcessTemplate
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library as Items
from cpaudit.permissions import Permission, signed_in
from cpaudit.plugins import PluginFault, PluginHost

__all__ = [
    "CatalogueQueries",
    "Checklist",
    "ChecklistItem",
    "EmissionFactor",
    "HeatingValue",
    "IndicatorSystem",
    "OptionTemplate",
    "ProcessTemplate",
    "PublishedLevel",
    "SpecificConsumption",
    "Substance",
    "namespace_field",
]

Info = strawberry.Info[RequestContext, None]


@strawberry.type
class CatalogueQueries:
    @strawberry.field(description="The shared content, and that of the plugins that the tenant has enabled.")
    def library(self, info: Info) -> Library:
        signed_in(info.context.actor).require(Permission.READ)
        return Library(items=info.context.library)

    @strawberry.field(
        description="The installed plugins, to who may enable them; to other members, those that are enabled."
    )
    async def plugins(self, info: Info) -> list[Plugin]:
        return await known_plugins(info.context)

    @strawberry.field(description="One of `plugins` by its name; null where there is none, or none to know of.")
    async def plugin(self, info: Info, name: str) -> Plugin | None:
        return await known_plugin(info.context, name)


def namespace_field(host: PluginHost, plugin: str, shown: type[PluginNamespace] = PluginNamespace) -> Any:
    """The root field of a plugin, which bears its name; for the schemas of those who have enabled it.

    Args:
        shown: the type of the field; one with more fields than every namespace has, where the plugin gives such.
    """
    pack = host.pack(plugin)
    items = Items.of((pack,))

    def resolve(info: Info) -> Any:
        signed_in(info.context.actor).require(Permission.READ)
        # The tenant's own overlay counts here as it does in the library.
        overlaid = info.context.library.pack(plugin)
        return shown(held=pack, items=items) if overlaid is None else shown(held=overlaid, items=Items.of((overlaid,)))

    # A type that is put together from fields finds each by the name of its resolver.
    resolve.__name__ = plugin
    resolve.__annotations__["return"] = shown
    return strawberry.field(resolver=resolve, name=plugin, description=pack.manifest.name.in_language("en"))


def missing_field(plugin: str) -> Any:
    """The root field of a plugin that is enabled and cannot be used: its answer is the fault."""

    def resolve(info: Info) -> PluginNamespace:
        signed_in(info.context.actor).require(Permission.READ)
        raise PluginFault(plugin, "cpaudit_content", "it is enabled, but not loaded")

    resolve.__name__ = plugin
    return strawberry.field(resolver=resolve, name=plugin, description="The plugin is enabled, but not loaded.")
