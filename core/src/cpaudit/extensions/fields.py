"""The fields that a plugin's functions become: in its namespace, and in its part of audits and enterprises."""

from __future__ import annotations

import inspect
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from cpaudit.errors import Denied
from cpaudit.extensions.asking import arguments_of, ask
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.plugin_types import PluginTypes
from cpaudit.permissions import signed_in
from cpaudit.plugins.surface import SurfaceField

Info = strawberry.Info[RequestContext, None]


def reading_field(plugin: str, types: PluginTypes, field: SurfaceField) -> StrawberryField:
    """A field that a function answers; null with an error where the function fails, so that the rest is answered."""

    async def resolve(self: Any, info: Info, **given: Any) -> Any:
        context = info.context
        actor = signed_in(context.actor)
        try:
            actor.require(field.declared.permission)
        except Denied as error:
            await log_denial(context, actor, "Query", f"{plugin}.{info.field_name}", error)
            raise
        arguments = await arguments_of(context, plugin, types, field, given)
        if field.signature.subject is not None:
            arguments[field.signature.subject] = self.subject
        answer = await ask(context, plugin, types, field, arguments)
        if answer.mistake is not None:
            raise answer.mistake
        if answer.fault is not None:
            raise answer.fault
        return None if answer.value is None else answer.value[1]

    returns = types.output(field.signature.returns)
    return shaped(resolve, types, field, returns | None)


def shaped(resolve: Any, types: PluginTypes, field: SurfaceField, returns: Any) -> StrawberryField:
    """A field with the name, the arguments and the description of a plugin's function."""
    own = [types.parameter(part) for part in field.signature.parameters]
    resolve.__signature__ = inspect.Signature(
        [
            inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Info),
            *own,
        ],
        return_annotation=returns,
    )
    resolve.__annotations__ = {"info": Info, **{each.name: each.annotation for each in own}, "return": returns}
    resolve.__name__ = field.declared.name
    declared: StrawberryField = strawberry.field(
        resolver=resolve,
        description=field.description or None,
        deprecation_reason=field.declared.deprecated or None,
    )
    return declared
