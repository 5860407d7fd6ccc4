"""The API of the library and of plugins."""

from __future__ import annotations

from typing import Any

import strawberry

from cpaudit.catalogue.checklists import Checklist, ChecklistItem
from cpaudit.catalogue.contents import Library, PluginNamespace
from cpaudit.catalogue.factors import EmissionFactor
from cpaudit.catalogue.indicators import IndicatorSystem
from cpaudit.catalogue.options import OptionTemplate
from cpaudit.catalogue.plugins import Plugin, known_plugins
from cpaudit.catalogue.processes import ProcessTemplate
from cpaudit.graphql.context import RequestContext
from cpaudit.library import Library as Items
from cpaudit.permissions import Permission, signed_in
from cpaudit.plugins import PluginHost

__all__ = [
    "CatalogueQueries",
    "Checklist",
    "ChecklistItem",
    "EmissionFactor",
    "IndicatorSystem",
    "OptionTemplate",
    "ProcessTemplate",
    "namespace_field",
]

Info = strawberry.Info[RequestContext, None]


@strawberry.type
class CatalogueQueries:
    @strawberry.field(description="The content of the plugins that the tenant has enabled.")
    def library(self, info: Info) -> Library:
        signed_in(info.context.actor).require(Permission.READ)
        return Library(items=info.context.library)

    @strawberry.field(
        description="The installed plugins, to who may enable them; to other members, those that are enabled."
    )
    async def plugins(self, info: Info) -> list[Plugin]:
        return await known_plugins(info.context)


def namespace_field(host: PluginHost, plugin: str, shown: type[PluginNamespace] = PluginNamespace) -> Any:
    """The root field of a plugin, which bears its name; for the schemas of those who have enabled it.

    Args:
        shown: the type of the field; one with more fields than every namespace has, where the plugin gives such.
    """
    pack = host.pack(plugin)
    held = {"held": pack, "items": Items.of((pack,))}

    def resolve(info: Info) -> Any:
        signed_in(info.context.actor).require(Permission.READ)
        return shown(**held)

    # A type that is put together from fields finds each by the name of its resolver.
    resolve.__name__ = plugin
    resolve.__annotations__["return"] = shown
    return strawberry.field(resolver=resolve, name=plugin, description=pack.manifest.name.in_language("en"))
