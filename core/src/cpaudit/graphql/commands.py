"""Mutations: one service call in one transaction, answered with the object or with a fault."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import reduce
from operator import or_
from typing import Annotated, Any

import strawberry
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from strawberry.types.base import get_object_definition
from strawberry.types.lazy_type import StrawberryLazyReference

from cpaudit import errors
from cpaudit.errors import CpauditError
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.denials import log_denial
from cpaudit.graphql.faults import Conflict, Denied, GateBlocked, InvalidContent, InvalidInput, NotFound, fault_of
from cpaudit.graphql.reading import is_readable, read_by_id
from cpaudit.permissions import Actor, signed_in
from cpaudit.storage.event_log import Event
from cpaudit.work import Work, unit_of_work

FAULTS = (InvalidInput, Denied, NotFound, Conflict)

_REFUSED = errors.InvalidInput(
    "the input refers to something that does not exist, or says what exists already",
    path=("input",),
    remedy="read the objects that the input names again",
)

_log = logging.getLogger(__name__)


def command(
    answer: Any,
    *,
    gated: bool = False,
    content: bool = False,
    transaction: bool = True,
    show: Callable[[RequestContext, str], Awaitable[Any]] | None = None,
    first: Callable[..., Awaitable[None]] | None = None,
    description: str | None = None,
) -> Callable[[Callable[..., Any]], Any]:
    """Decorator that makes a mutation of an ``async def name(self, work, input)``.

    The method gets a :class:`~cpaudit.work.Work` and the mutation's arguments, calls one service
    function, and returns the id of the row to answer with (or, where *answer* is not read from a
    table, the answer itself). The mutation's result is a union of *answer* and the faults.

    A denied call is logged. Where the input has a ``client_mutation_id`` that was used before, or the
    mutation an argument of that name, the object it made then is answered, and nothing is done again.

    Args:
        answer: the Strawberry type of success, possibly lazy.
        gated: whether ``GateBlocked`` is among the answers.
        content: whether ``InvalidContent`` is.
        transaction: False where the service opens its own transactions, because it works across
            tenants or on the platform; the method then gets the request's context instead of a Work.
        show: makes the answer from its id where it is not read from a table.
        first: called with the request's context and the arguments before the transaction begins, for what takes
            long or asks the network; what it raises is answered too.
        description: shown in the schema; by default the method's docstring.
    """

    def declare(method: Callable[..., Awaitable[Any]]) -> Any:
        name = "".join(part.capitalize() for part in method.__name__.split("_"))
        faults = (*FAULTS, *((GateBlocked,) if gated else ()), *((InvalidContent,) if content else ()))
        answers: Any = reduce(or_, (answer, *faults))
        result: Any = Annotated[answers, strawberry.union(f"{name}Result")]
        parameters = list(inspect.signature(method, eval_str=True).parameters.values())[2:]

        async def resolve(self: Any, info: strawberry.Info, **arguments: Any) -> Any:
            return await _perform(info, method, answer, arguments, transaction, content, show, first)

        resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [
                inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
                inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
                *(each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters),
            ],
            return_annotation=result,
        )
        resolve.__annotations__ = {
            "info": strawberry.Info,
            **{each.name: each.annotation for each in parameters},
            "return": result,
        }
        resolve.__name__ = method.__name__
        resolve.__module__ = method.__module__
        return strawberry.mutation(resolver=resolve, description=description or inspect.getdoc(method))

    return declare


async def _perform(
    info: strawberry.Info,
    method: Callable[..., Awaitable[Any]],
    answer: Any,
    arguments: dict[str, Any],
    transaction: bool,
    content: bool,
    show: Callable[[RequestContext, str], Awaitable[Any]] | None,
    first: Callable[..., Awaitable[None]] | None,
) -> Any:
    context: RequestContext = info.context
    actor = signed_in(context.actor)
    given = arguments.get("input")
    mutation_id = getattr(given, "client_mutation_id", arguments.pop("client_mutation_id", None))
    try:
        if first is not None:
            await first(context, **arguments)
        if transaction:
            answered = await _once(context, actor, method, arguments, mutation_id)
        else:
            answered = await method(None, context, **arguments)
    except CpauditError as error:
        if isinstance(error, errors.Denied):
            await log_denial(context, actor, "Mutation", info.field_name, error)
        return fault_of(error, _subject(given, arguments), content=content)
    except IntegrityError as error:
        # The services look before they write; what they cannot see is what another request did meanwhile.
        _log.info("the database refused %s: %s", info.field_name, error.orig)
        return fault_of(_REFUSED, None)
    if isinstance(answered, str) and show is not None:
        return await show(context, answered)
    if isinstance(answered, str):
        found = await read_by_id(info._raw_info, _resolved(answer), answered)
        return found or fault_of(errors.NotFound("the object is gone", path=("input",)), None)
    return answered


async def _once(
    context: RequestContext,
    actor: Actor,
    method: Callable[..., Awaitable[Any]],
    arguments: dict[str, Any],
    mutation_id: str | None,
) -> Any:
    try:
        async with work_of(context, actor, mutation_id) as work:
            if mutation_id is not None and (done := await _done_before(work, mutation_id)) is not None:
                return done
            answered = await method(None, work, **arguments)
        context.announcer.announce(work.announcements)
        return answered
    except (IntegrityError, CpauditError):
        if mutation_id is None:
            raise
        # Another request with the same clientMutationId may have been faster, so that the database refused this one,
        # or a rule that sees what the other has made: answer with what it made.
        async with work_of(context, actor, None) as work:
            done = await _done_before(work, mutation_id)
        if done is None:
            raise
        return done


def work_of(
    context: RequestContext, actor: Actor, mutation_id: str | None = None, *, writes: bool = True
) -> AbstractAsyncContextManager[Work]:
    """A unit of work for the actor of a request."""
    return unit_of_work(
        context.database,
        actor,
        library=context.library,
        host=context.host,
        enabled=context.enabled,
        keys=context.keys,
        client_mutation_id=mutation_id,
        writes=writes,
    )


async def _done_before(work: Work, mutation_id: str) -> str | None:
    if work.actor.tenant_id is None:
        return None
    query = select(Event.subject_id).where(
        Event.member_id == work.actor.member_id, Event.client_mutation_id == mutation_id
    )
    return (await work.session.exec(query)).one_or_none()


def _subject(given: Any, arguments: dict[str, Any]) -> str | None:
    found = getattr(given, "id", None) or getattr(given, "draft", None) or arguments.get("id")
    return None if found is None else str(found)


def _resolved(answer: Any) -> type:
    if isinstance(answer, type) and get_object_definition(answer) is not None and is_readable(answer):
        return answer
    lazy = next(part for part in answer.__metadata__ if isinstance(part, StrawberryLazyReference))
    resolved: type = lazy.resolve_forward_ref(answer.__origin__).resolve_type()
    return resolved
