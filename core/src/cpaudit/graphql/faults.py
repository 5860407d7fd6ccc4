"""Failure as data: what a mutation answers when it did not do what it was asked."""

from __future__ import annotations

from typing import TypedDict

import strawberry

from cpaudit import contributions, errors
from cpaudit.errors import CpauditError
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import read_node


@strawberry.interface(description="Why a mutation did nothing.")
class Fault:
    code: str = strawberry.field(description="Stable identifier of the kind of failure.")
    message: str = strawberry.field(description="What was wrong.")
    path: list[str] = strawberry.field(description="Where, from the outside in.")
    remedy: str = strawberry.field(description="What to do about it; may be empty.")


@strawberry.type(description="A value that cannot be accepted.")
class InvalidInput(Fault):
    pass


@strawberry.type(description="The caller's role does not allow this.")
class Denied(Fault):
    pass


@strawberry.type(description="There is no such thing, or none that the caller may see.")
class NotFound(Fault):
    pass


@strawberry.type(description="The object changed since the caller read it.")
class Conflict(Fault):
    current_version: int
    subject: strawberry.Private[str | None] = None

    @strawberry.field(description="The object as it is now.")
    async def current(self, info: strawberry.Info) -> Node | None:
        if self.subject is None:
            return None
        found: Node | None = await read_node(info._raw_info, self.subject)
        return found


@strawberry.type(description="One thing that keeps a phase from closing.")
class Blocker:
    held: strawberry.Private[errors.Blocker]

    @strawberry.field(description="Stable identifier of the requirement.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field(description="Where in the audit, from the outside in.")
    def path(self) -> list[str]:
        return [str(part) for part in self.held.path]

    @strawberry.field(description="What is missing or wrong.")
    def message(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="What to do about it.")
    def remedy(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.remedy.in_language(lang or info.context.language)

    @strawberry.field(description="The plugin that asks for it; null for the core.")
    def plugin(self) -> str | None:
        return self.held.plugin


@strawberry.type(description="The phase cannot be closed yet.")
class GateBlocked(Fault):
    blockers: list[Blocker]


@strawberry.type(description="One thing that is wrong in an item or a file.")
class ContentProblem:
    held: strawberry.Private[contributions.ContentProblem]

    @strawberry.field(description="The file within the pack; for an item that stands in none, its reference.")
    def file(self) -> str:
        return self.held.file

    @strawberry.field(description="From 1; null where the file as a whole is meant.")
    def line(self) -> int | None:
        return self.held.line or None

    @strawberry.field(description="From the root of the file, or of the item, to the field.")
    def path(self) -> list[str]:
        return [str(part) for part in self.held.path]

    @strawberry.field(description="What is wrong.")
    def message(self) -> str:
        return self.held.message

    @strawberry.field(description="What to do about it; may be empty.")
    def remedy(self) -> str:
        return self.held.remedy


@strawberry.type(description="Content that is no valid pack, or would make one invalid.")
class InvalidContent(Fault):
    problems: list[ContentProblem]


class _Told(TypedDict):
    code: str
    message: str
    path: list[str]
    remedy: str


def fault_of(error: CpauditError, subject: str | None, *, content: bool = False) -> Fault:
    """The fault that tells of *error*; of one that has no fault of its own as of an invalid input.

    Args:
        error: what the service raised.
        subject: the identifier of the object that the mutation is about, for a conflict's current state.
        content: whether ``InvalidContent`` is among the mutation's answers.
    """
    told: _Told = {
        "code": error.code,
        "message": error.message,
        "path": [str(part) for part in error.path],
        "remedy": error.remedy,
    }
    match error:
        case errors.Conflict():
            return Conflict(**told, current_version=error.current_version, subject=subject)
        case errors.Denied():
            return Denied(**told)
        case errors.NotFound():
            return NotFound(**told)
        case errors.GateBlocked():
            return GateBlocked(**told, blockers=[Blocker(held=blocker) for blocker in error.blockers])
        case contributions.ContentError() if content:
            return InvalidContent(**told, problems=[ContentProblem(held=problem) for problem in error.problems])
        case _:
            return InvalidInput(**told)
