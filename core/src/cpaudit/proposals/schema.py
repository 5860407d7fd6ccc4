"""The API of proposals: options of the library that are proposed for an audit, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
from sqlmodel import col, select

from cpaudit.audits.access import of_own_audits
from cpaudit.audits.schemas.records import NewRecord, audit_id_of
from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.catalogue.options import OptionTemplate
from cpaudit.catalogue.pages import page_of
from cpaudit.gates.snapshot import libraries_used, take_snapshots
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading import Connection
from cpaudit.library import reasons
from cpaudit.options.models import AdoptedProposal as AdoptedRow
from cpaudit.options.models import ProposalSource
from cpaudit.options.schema import Option
from cpaudit.outcomes.reading import outcomes_of
from cpaudit.permissions import signed_in
from cpaudit.plugins import PluginFault
from cpaudit.proposals import service
from cpaudit.proposals.proposing import Candidates, Proposal, ranked
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work

strawberry.enum(reasons.ReasonKind, name="ProposalReasonKind", description="What a reason for a proposal rests on.")
strawberry.enum(ProposalSource, description="Who proposed an option of the library.")


@strawberry.type(description="Why an option is proposed, or what speaks against it.")
class ProposalReason:
    held: strawberry.Private[reasons.Reason]

    kind: reasons.ReasonKind = shown("kind")
    weight: float = shown("weight", description="Below zero where it speaks against the option.")
    text: str = shown_text("text")
    field: str | None = shown("field", description="What matched: `pollutant`, `stream`, `unitProcess`, `suggests`, …")
    value: str | None = shown("value", description="With what.")
    answer: str | None = shown("answer", description="The checklist item: `pack:checklist_item:code`.")
    plugin: str | None = shown("plugin", description="Who gives the reason; null for cpaudit itself.")

    @strawberry.field(description="The cause that the option would remove.")
    def cause(self) -> strawberry.ID | None:
        return None if self.held.cause is None else strawberry.ID(f"Cause:{self.held.cause}")


@strawberry.type(description="An option of the library that is proposed for an audit.")
class OptionProposal:
    held: strawberry.Private[Proposal]

    score: float = shown("score", description="The sum of the weights of the reasons.")
    rank: int = shown("rank", description="From 1, by score; equal scores share a rank.")
    tied: bool = shown("tied", description="Whether another proposal shares the rank.")
    plugin: str | None = shown("plugin", description="Who alone proposes it; null where cpaudit finds it.")
    already_proposed: bool = shown("already_proposed", description="Whether the audit has an option of this template.")
    withdrawn: bool = shown("withdrawn", description="Whether a plugin advises against it.")

    @strawberry.field
    def option(self) -> OptionTemplate:
        return OptionTemplate(held=self.held.option)

    @strawberry.field
    def reasons(self) -> list[ProposalReason]:
        return [ProposalReason(held=reason) for reason in self.held.reasons]

    @strawberry.field
    def source(self) -> ProposalSource:
        return ProposalSource.CORE if self.held.plugin is None else ProposalSource.PLUGIN


@strawberry.type(description="A plugin that could not say what it proposes; the proposals are those of the others.")
class ProposalFault:
    held: strawberry.Private[PluginFault]

    plugin: str = shown("plugin")
    code: str = shown("code")
    message: str = shown("message")
    remedy: str = shown("remedy")


@strawberry.type(description="The proposal as which an option was adopted, as it was then.")
class AdoptedProposal:
    held: strawberry.Private[AdoptedRow]

    score: float = shown("score")
    source: ProposalSource = shown("source")
    plugin: str | None = shown("plugin")
    adopted_at: datetime = shown("adopted_at")

    @strawberry.field
    def reasons(self) -> list[ProposalReason]:
        return [ProposalReason(held=reasons.read(kept)) for kept in self.held.reasons]


async def load_proposals(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[Connection[Any]]:
    """A page of the proposals for each audit; a fixed number of statements for all of them."""
    found = await _candidates(context, audits)
    wanted = {option.ref for each in found for option in each.options}
    async with context.database.looking(context.scope) as session:
        outcomes = await outcomes_of(session, wanted, enterprise_id=signed_in(context.actor).enterprise_id)
    pages = []
    for each in found:
        proposals = [
            proposal for proposal in ranked(each, outcomes) if arguments.get("with_withdrawn") or not proposal.withdrawn
        ]
        pages.append(
            page_of(
                proposals,
                OptionProposal,
                arguments.get("first"),
                arguments.get("after"),
                key=lambda proposal: proposal.option.ref,
            )
        )
    return pages


async def load_proposal_faults(
    context: RequestContext, audits: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[ProposalFault]]:
    """The plugins that could not propose anything, for each audit."""
    found = await _candidates(context, audits)
    return [[ProposalFault(held=fault) for fault in each.faults] for each in found]


async def load_adopted(
    context: RequestContext, options: Sequence[Any], arguments: Mapping[str, Any]
) -> list[AdoptedProposal | None]:
    """The proposal as which each option was adopted; one statement."""
    narrower = of_own_audits(context, AdoptedRow.__table__)  # type: ignore[attr-defined]
    query = select(AdoptedRow).where(col(AdoptedRow.option_id).in_([option.values["id"] for option in options]))
    if narrower is not None:
        query = query.where(narrower)
    async with context.database.looking(context.scope) as session:
        found = {row.option_id: AdoptedProposal(held=row) for row in (await session.exec(query)).all()}
    return [found.get(option.values["id"]) for option in options]


async def _candidates(context: RequestContext, audits: Sequence[Any]) -> list[Candidates]:
    ids = [audit.values["id"] for audit in audits]
    async with context.database.looking(context.scope) as session:
        snapshots = await take_snapshots(session, ids)
        used = await libraries_used(session, context.host, snapshots)
    return [
        service.candidates_of(snapshots[each], used[each], context.library, context.host, context.enabled)
        for each in ids
    ]


@strawberry.input(description="A proposal that becomes an option of the audit.")
class AdoptProposalInput(NewRecord):
    template: str = strawberry.field(description="The proposed option of the library: `pack:option:code`.")
    code: str | None = strawberry.field(default=None, description="Unique in the audit; by default the library's.")
    lang: str | None = strawberry.field(
        default=None, description="Language of name and description; by default Chinese."
    )


@strawberry.type
class ProposalMutations:
    @command(Option)
    async def adopt_proposal(self, work: Work, input: AdoptProposalInput) -> str:
        """Adopt an option that is proposed for an audit, and keep the reasons with it."""
        return await service.adopt_proposal(
            work, audit_id_of(input), input.template, code=input.code, language=input.lang or DEFAULT_LANGUAGE
        )
