"""The API of computing an audit's results again."""

from __future__ import annotations

import strawberry
from strawberry.scalars import JSON

from cpaudit.gates.models import ResultKind
from cpaudit.gates.recomputation import Agreement, Recomputed, recompute
from cpaudit.gates.recomputation import Recomputation as Held
from cpaudit.gates.schemas.kept import UsedContent
from cpaudit.graphql.commands import work_of
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.permissions import signed_in
from cpaudit.phases import PhaseKey

strawberry.enum(
    Agreement,
    name="RecomputedAgreement",
    description="SAME to the last digit, DIFFERENT, NOT_KEPT before its phase was closed, GONE where its"
    " subject is no longer recorded, UNKNOWN where it cannot be computed.",
)


@strawberry.type(description="A result as it is stored, and as it comes out now.")
class RecomputedResult:
    held: strawberry.Private[Recomputed]

    @strawberry.field(description="Null for the emission of an inventory line.")
    def kind(self) -> ResultKind | None:
        return self.held.kind

    @strawberry.field(description="Of what it is.")
    def subject(self) -> str:
        return self.held.subject

    @strawberry.field(description="Where it belongs; null for an inventory line.")
    def phase(self) -> PhaseKey | None:
        return self.held.phase

    @strawberry.field(description="What is stored; null where nothing is, or it was not known.")
    def stored(self) -> JSON | None:
        return self.held.stored  # type: ignore[return-value]

    @strawberry.field(description="What comes out now; null where it is not known.")
    def value(self) -> JSON | None:
        return self.held.value  # type: ignore[return-value]

    @strawberry.field
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field
    def agreement(self) -> Agreement:
        return self.held.agreement

    @strawberry.field(description="Why it cannot be computed; else empty.")
    def reason(self) -> str:
        return self.held.reason

    @strawberry.field(description="The content it was computed with.")
    def content(self) -> list[UsedContent]:
        return [
            UsedContent(pack=pin.pack_id, pack_version=pin.version, content_hash=pin.content_hash)
            for pin in self.held.content
        ]


@strawberry.type(description="Every result of an audit, computed again from its data and the content it used.")
class Recomputation:
    held: strawberry.Private[Held]

    @strawberry.field(description="Whether all that is stored comes out again to the last digit.")
    def same(self) -> bool:
        return self.held.same

    @strawberry.field(description="Inventory lines with a factor, then the results of each phase.")
    def results(self) -> list[RecomputedResult]:
        return [RecomputedResult(held=each) for each in self.held.results]


@strawberry.type
class RecomputationQueries:
    @strawberry.field(description="Computes every result of an audit again; nothing is written.")
    async def recompute(
        self, info: strawberry.Info[RequestContext, None], audit: strawberry.ID
    ) -> Recomputation | None:
        context = info.context
        async with work_of(context, signed_in(context.actor), writes=False) as work:
            return Recomputation(held=await recompute(work, row_id(audit, "Audit", path=("audit",))))
