"""The mutations of a plugin's namespace: functions whose result is answered and logged, and that write nothing else."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated, Any

import strawberry
from pydantic_core import to_jsonable_python
from strawberry.types.field import StrawberryField

from cpaudit import errors
from cpaudit.contributions import AuditView, EnterpriseView, PluginRequest
from cpaudit.errors import CpauditError
from cpaudit.extensions.asking import arguments_of, ask
from cpaudit.extensions.fields import shaped
from cpaudit.extensions.subjects import SUBJECT_TYPES
from cpaudit.extensions.vocabulary import PluginFailed
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.faults import Denied, InvalidInput, NotFound, fault_of
from cpaudit.graphql.plugin_types import PluginTypes
from cpaudit.names import camel_case
from cpaudit.permissions import signed_in
from cpaudit.plugins import PluginFault
from cpaudit.plugins.surface import SurfaceField
from cpaudit.storage.event_log import append_event

Info = strawberry.Info[RequestContext, None]

FAULTS = (InvalidInput, Denied, NotFound, PluginFailed)


def mutation_field(plugin: str, types: PluginTypes, field: SurfaceField) -> StrawberryField:
    """A mutation that a function answers: its result, or why there is none."""

    async def resolve(self: Any, info: Info, **given: Any) -> Any:
        try:
            return await _perform(info, plugin, types, field, given)
        except PluginFault as fault:
            return PluginFailed.of(fault)
        except CpauditError as error:
            return fault_of(error, None)

    members: Any = reduce(or_, (types.output(field.signature.returns), *FAULTS))
    name = f"{types.prefix}{camel_case(field.declared.name, upper=True)}Result"
    return shaped(resolve, types, field, Annotated[members, strawberry.union(name)])


async def _perform(info: Info, plugin: str, types: PluginTypes, field: SurfaceField, given: dict[str, Any]) -> Any:
    context = info.context
    actor = signed_in(context.actor)
    try:
        actor.require(field.declared.permission)
    except errors.Denied as error:
        await log_denial(context, actor, "Mutation", f"{plugin}.{info.field_name}", error)
        raise
    arguments = await arguments_of(context, plugin, types, field, given)
    answer = await ask(context, plugin, types, field, arguments)
    if answer.mistake is not None:
        raise answer.mistake
    if answer.fault is not None:
        raise answer.fault
    result, shown = answer.value or (None, None)
    subject_type, subject_id = _subject(plugin, arguments)
    async with context.database.writing(context.scope) as session:
        append_event(
            session,
            tenant_id=actor.tenant,
            member_id=actor.member_id,
            action=f"{plugin}.{info.field_name}",
            subject_type=subject_type,
            subject_id=subject_id,
            after={"input": _logged(arguments), "result": to_jsonable_python(result, fallback=str)},
        )
    return shown


def _subject(plugin: str, arguments: dict[str, Any]) -> tuple[str, str]:
    """What the event is about: the first audit or enterprise among the arguments, else the plugin."""
    for value in arguments.values():
        if isinstance(value, AuditView | EnterpriseView):
            return SUBJECT_TYPES[type(value)][0], value.id
    return "Plugin", plugin


def _logged(arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.id if isinstance(value, AuditView | EnterpriseView) else to_jsonable_python(value, fallback=str)
        for name, value in arguments.items()
        if not isinstance(value, PluginRequest)
    }
