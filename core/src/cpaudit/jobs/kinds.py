"""What kinds of jobs there are: each a name and the function that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict

from cpaudit.errors import NotFound

if TYPE_CHECKING:
    from cpaudit.jobs.context import JobContext

ATTEMPTS = 3
"""How often a job is begun, where its kind does not say otherwise, before it is given up."""


class JobInput(BaseModel):
    """What a job is asked to do; each kind has a model of its own, which is stored as JSON with the job."""

    model_config = ConfigDict(frozen=True, extra="forbid")


I = TypeVar("I", bound=JobInput)  # noqa: E741 - as short as type variables are here


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of job.

    Attributes:
        name: stored with each job, and so never changed.
        input: model of its input.
        run: does it. It may be begun again after a crash, and so either repeats nothing that a checkpoint names or
            does the same once more without harm; what it writes, it writes in :meth:`JobContext.writing`.
        attempts: how often it is begun before it is given up.
        logged: whether the event log tells of it; not of the product's own errands, of which there are many.
        content: whether it needs the tenant's plugins and library.
    """

    name: str
    input: type[JobInput]
    run: Callable[[JobContext[Any]], Awaitable[None]]
    attempts: int = ATTEMPTS
    logged: bool = True
    content: bool = True


_KINDS: dict[str, JobKind] = {}


def job_kind(
    name: str, input: type[I], *, attempts: int = ATTEMPTS, logged: bool = True, content: bool = True
) -> Callable[[Callable[[JobContext[I]], Awaitable[None]]], JobKind]:
    """Decorator that makes a kind of job of ``async def run(job: JobContext[Input])``.

    Raises:
        ValueError: there is another kind of this name.
    """

    def register(run: Callable[[JobContext[I]], Awaitable[None]]) -> JobKind:
        if name in _KINDS:
            raise ValueError(f"there are two kinds of job called {name}")
        kind = _KINDS[name] = JobKind(name, input, run, attempts, logged, content)
        return kind

    return register


def kind_of(name: str) -> JobKind:
    """The kind of a name.

    Raises:
        NotFound: this release has none.
    """
    kind = _KINDS.get(name)
    if kind is None:
        raise NotFound(
            f"this release has no job of the kind {name!r}", path=("kind",), remedy="run workers of one release"
        )
    return kind


def is_logged(name: str) -> bool:
    """Whether the event log tells of jobs of this kind."""
    kind = _KINDS.get(name)
    return kind is None or kind.logged
