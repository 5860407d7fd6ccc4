"""A permission that was missing leaves an event, whether somebody wanted to write or to read."""

from __future__ import annotations

from cpaudit.errors import Denied
from cpaudit.graphql.context import RequestContext
from cpaudit.permissions import Actor
from cpaudit.storage.event_log import append_event


async def log_denial(context: RequestContext, actor: Actor, operation: str, field: str, error: Denied) -> None:
    """Append the event ``denied`` to the log of the actor's tenant; where he acts in none, there is no log.

    Args:
        operation: ``Mutation`` or ``Query``; ``Upload`` for what is sent beside the API.
        field: its root field, or the path to which it was sent.
    """
    if actor.tenant_id is None:
        return
    async with context.database.writing(context.scope) as session:
        append_event(
            session,
            tenant_id=actor.tenant_id,
            member_id=actor.member_id,
            action="denied",
            subject_type=operation,
            subject_id=field,
            after={"message": error.message, "path": [str(part) for part in error.path]},
        )
