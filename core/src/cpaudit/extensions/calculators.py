"""The field of a calculator in its plugin's namespace."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from cpaudit.errors import InvalidInput as Invalid
from cpaudit.extensions.asking import build
from cpaudit.extensions.vocabulary import Calculation, PluginFailed
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.faults import InvalidInput, fault_of
from cpaudit.graphql.plugin_types import PluginTypes
from cpaudit.names import camel_case
from cpaudit.plugins import aside
from cpaudit.plugins.surface import SurfaceCalculator

Info = strawberry.Info[RequestContext, None]


def calculator_field(plugin: str, types: PluginTypes, calculator: SurfaceCalculator) -> Any:
    """``batchCo2(input: …)``: a calculation, or why there is none."""
    declared = calculator.declared
    name = f"{types.prefix}{camel_case(declared.id, upper=True)}Result"

    async def resolve(self: Any, info: Info, input: Any) -> Any:
        context = info.context
        try:
            given = build(calculator.input, types.read(calculator.input, input, "input"), "input")
        except Invalid as error:
            return fault_of(error, None)
        answer = await aside(context.host.call_calculator, plugin, declared, given)
        if answer.mistake is not None:
            mistake = answer.mistake
            path = mistake.path if mistake.path[:1] == ("input",) else ("input", *mistake.path)
            return fault_of(Invalid(mistake.message, path=path, remedy=mistake.remedy), None)
        if answer.value is None:
            return PluginFailed.of(answer.failure)
        return Calculation(held=answer.value, plugin=plugin)

    resolve.__name__ = declared.id
    resolve.__annotations__ = {
        "info": Info,
        "input": types.input(calculator.input),
        "return": Annotated[Calculation | InvalidInput | PluginFailed, strawberry.union(name)],
    }
    description = f"{declared.name.in_language('en')}. {declared.description.in_language('en')}"
    return strawberry.field(resolver=resolve, description=description)
