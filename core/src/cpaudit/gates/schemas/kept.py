"""The API of results that were kept when a phase was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from cpaudit.audits.access import of_own_audits
from cpaudit.gates import kept
from cpaudit.gates.models import KeptResult as KeptResultRow
from cpaudit.gates.models import ResultKind
from cpaudit.gates.results import Result
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import batch, column, computed, one, ordering, readable
from cpaudit.phases import PhaseKey
from cpaudit.tenancy.schema import Member

strawberry.enum(ResultKind, description="What a kept result is of.")

KeptResultOrder = ordering("KeptResultOrder", "closing", "kind", "subject")


@strawberry.input(description="Which kept results.")
class KeptResultFilter:
    kind: ResultKind | None = None
    closing: int | None = None
    search: str | None = strawberry.field(default=None, description="Words in the subject.")


@strawberry.type(description="A result as it comes out of the data now.")
class CurrentResult:
    held: strawberry.Private[Result]

    @strawberry.field
    def kind(self) -> ResultKind:
        return self.held.kind

    @strawberry.field(description="Of what it is.")
    def subject(self) -> str:
        return self.held.subject

    @strawberry.field(description="A number, text, truth value, list of these, or null where it is not known.")
    def value(self) -> JSON | None:
        return kept.plain(self.held.value)  # type: ignore[return-value]

    @strawberry.field
    def unit(self) -> str:
        return self.held.trace.unit

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation:
        return Explanation(held=self.held.trace)


@strawberry.type(description="The exact content of a pack that a result used.")
class UsedContent:
    pack: str
    pack_version: str
    content_hash: str


async def _results(context: RequestContext, rows: Sequence[Any]) -> list[Result | None]:
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, list({row.values["audit_id"] for row in rows}))
        libraries = await libraries_used(session, context.host, snapshots)
    current = kept.current_results(snapshots, libraries)
    names = ("audit_id", "phase", "kind", "subject_key")
    return [current.get(kept.Subject(*(row.values[name] for name in names))) for row in rows]


async def _current(
    context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]
) -> list[CurrentResult | None]:
    return [None if found is None else CurrentResult(held=found) for found in await _results(context, rows)]


async def _changed(context: RequestContext, rows: Sequence[Any], arguments: Mapping[str, Any]) -> list[bool]:
    return [
        kept.has_changed(row.values["value"], row.values["unit"], found)
        for row, found in zip(rows, await _results(context, rows), strict=True)
    ]


_SUBJECT = ("audit_id", "phase", "kind", "subject_key")


@readable(KeptResultRow, order=("-closing", "kind", "subject"), search=("subject",), restrict=of_own_audits)
@strawberry.type(description="A result as it was when a phase was closed. Closing again keeps a new set.")
class KeptResult(Node):
    phase: PhaseKey = column()
    closing: int = column(description="Which closing of the phase, from 1.")
    kind: ResultKind = column()
    subject: str = column(description="Of what it is.")
    unit: str = column()
    content_hash: str = column(description="SHA-256 of the content that was used.")
    kept_at: datetime = column()
    kept_by: Member | None = one("kept_by")
    current: CurrentResult | None = batch(
        _current, *_SUBJECT, description="The same from the data as they stand; null where its subject is gone."
    )
    changed: bool = batch(
        _changed, *_SUBJECT, "value", "unit", description="Whether `current` differs from it, to the last digit."
    )

    @computed("value")
    def value(self) -> JSON | None:
        """A number, text, truth value, list of these, or null where it was not known."""
        found: JSON | None = self.values["value"]
        return found

    @computed("trace")
    def explain(self) -> Explanation:
        """How it came about then."""
        return Explanation(held=kept.kept_trace(self.values["trace"]))

    @computed("trace", "value")
    def reproduced(self) -> bool | None:
        """Whether its trace alone gives the same value again; null where this release has other formulas."""
        return kept.reproduced(self.values["trace"], self.values["value"])

    @computed("pins")
    def pins(self) -> list[UsedContent]:
        """The content that was used."""
        return [
            UsedContent(pack=pack, pack_version=version, content_hash=found)
            for pack, version, found in self.values["pins"]
        ]
