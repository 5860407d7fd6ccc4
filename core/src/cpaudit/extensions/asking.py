"""Asks a plugin's function on behalf of a request: arguments read, the caller's right checked, the answer checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from strawberry import UNSET

from cpaudit.contributions import PluginRequest
from cpaudit.errors import InvalidInput, PathPart
from cpaudit.extensions.subjects import view_named
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.plugin_types import PluginTypes
from cpaudit.names import camel_case
from cpaudit.plugins import PluginAnswer, PluginFault, aside
from cpaudit.plugins.answer_checks import anything
from cpaudit.plugins.shapes import Listed, Maybe, Record, Shape, Subject
from cpaudit.plugins.surface import SurfaceField

T = TypeVar("T")


async def arguments_of(
    context: RequestContext, plugin: str, types: PluginTypes, field: SurfaceField, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a plugin's function, from those of its field.

    Raises:
        InvalidInput: a value is not what the function takes.
        NotFound: an audit or enterprise does not exist, or the caller may not see it.
        PluginFault: the tenant's settings of the plugin cannot be used.
    """
    arguments: dict[str, Any] = {}
    for part in field.signature.parameters:
        value = given.get(part.name, UNSET)
        if value is UNSET or (value is None and not part.required and not isinstance(part.shape, Maybe)):
            continue
        path = camel_case(part.name)
        kind = part.shape.of if isinstance(part.shape, Maybe) else part.shape
        if isinstance(kind, Subject):
            arguments[part.name] = None if value is None else await view_named(context, kind.kind, value, path)
        else:
            arguments[part.name] = build(part.shape, types.read(part.shape, value, path), path)
    if field.signature.request is not None:
        settings = context.host.settings_of(plugin, context.enabled)
        if isinstance(settings, PluginFault):
            raise settings
        arguments[field.signature.request] = PluginRequest(language=context.language, settings=settings)
    return arguments


def build(shape: Shape, plain: Any, *path: PathPart) -> Any:
    """Objects of a plugin's classes from plain values.

    Raises:
        InvalidInput: a class does not accept its values; the first complaint has its path, all are in the message.
    """
    match shape:
        case Maybe(of):
            return None if plain is None else build(of, plain, *path)
        case Listed(of):
            return tuple(build(of, each, *path, index) for index, each in enumerate(plain))
        case Record(cls):
            try:
                return TypeAdapter(cls).validate_python(plain)
            except ValidationError as error:
                raise _invalid(error, path) from error
            except InvalidInput as error:
                raise InvalidInput(error.message, path=(*path, *error.path), remedy=error.remedy) from error
    return plain


def _invalid(error: ValidationError, path: tuple[PathPart, ...]) -> InvalidInput:
    found = []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        where = [camel_case(part) if isinstance(part, str) else part for part in detail["loc"]]
        found.append((where, detail["msg"].removeprefix("Value error, ")))
    told = [message if len(found) == 1 or not where else f"{_dotted(where)}: {message}" for where, message in found]
    return InvalidInput(
        "; ".join(told), path=(*path, *found[0][0]), remedy="give what the field's description in the schema asks for"
    )


def _dotted(path: list[Any]) -> str:
    return ".".join(str(part) for part in path)


async def ask(
    context: RequestContext, plugin: str, types: PluginTypes, field: SurfaceField, arguments: Mapping[str, Any]
) -> PluginAnswer[tuple[Any, Any]]:
    """What a plugin's function gives, and the same as a field of the schema shows it."""

    def call() -> tuple[Any, Any]:
        answer = anything(field.declared.resolve(**arguments))
        return answer, types.show(field.signature.returns, answer, context.language)

    (answer,) = await aside(context.host.run, field.declared.name, [(plugin, call)])
    return answer
