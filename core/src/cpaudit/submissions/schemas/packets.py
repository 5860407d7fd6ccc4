"""Packets as the API shows them: what they say, whether it is what was handed over, and whether it adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as select_rows
from strawberry.scalars import JSON

from cpaudit.errors import InvalidInput
from cpaudit.gates.kept import kept_trace
from cpaudit.gates.models import ResultKind
from cpaudit.gates.schemas.kept import UsedContent
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.explain import Explanation
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import batch, column, computed, ordering, readable
from cpaudit.graphql.reading.paging import LARGEST_PAGE
from cpaudit.phases import PhaseKey
from cpaudit.submissions.figures import Figure, FigureKind, Term
from cpaudit.submissions.models import Packet as PacketRow
from cpaudit.submissions.models import PacketKind
from cpaudit.submissions.packets import Opened, Tampered, open_packet
from cpaudit.submissions.services.composing import figures_in, reconciled

strawberry.enum(PacketKind, description="What a packet holds.")
strawberry.enum(FigureKind, description="What is added up along the chain.")

PacketOrder = ordering("PacketOrder", "frozen_at", "title")

_OPEN = ("kind", "chain", "number", "previous_hash", "owner", "content", "content_hash")
_OPENED = "cpaudit.opened"


def own_enterprise(context: RequestContext, table: Any) -> Any:
    """Of the rows that name an enterprise, those of the enterprise that a member of its staff works for."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    return None if enterprise_id is None else table.c.enterprise_id == enterprise_id


def of_own_packets(context: RequestContext, table: Any) -> Any:
    """Of the rows that name a packet, those whose packet a person may see."""
    enterprise_id = context.actor.enterprise_id if context.actor else None
    if enterprise_id is None:
        return None
    packets = PacketRow.__table__  # type: ignore[attr-defined]
    own = select(packets.c.id).where(packets.c.tenant_id == table.c.tenant_id, packets.c.enterprise_id == enterprise_id)
    return table.c.packet_id.in_(own)


@strawberry.input(description="Which packets.")
class PacketFilter:
    kind: PacketKind | None = None
    owner: str | None = strawberry.field(default=None, description="Code of the tenant that made it.")
    content_hash: str | None = None
    search: str | None = strawberry.field(default=None, description="Words in the title.")


@strawberry.type(description="One summand of a figure.")
class FigureTerm:
    held: strawberry.Private[Term]

    @strawberry.field(description="Of what it is: code of an option, content hash of a packet.")
    def of(self) -> str:
        return self.held.of

    @strawberry.field(description="Exact decimal in the unit of the figure; null where it is not known.")
    def value(self) -> str | None:
        return self.held.value


@strawberry.type(description="A figure of a packet, exact to the last digit.")
class PacketFigure:
    held: strawberry.Private[Figure]

    @strawberry.field
    def kind(self) -> FigureKind:
        return self.held.kind

    @strawberry.field(description="Of which pollutant, resource, source of money, state or class; may be empty.")
    def subject(self) -> str:
        return self.held.subject

    @strawberry.field(description="Unit; of money currency and price year, `CNY 2024`; of counts `1`.")
    def unit(self) -> str:
        return self.held.unit

    @strawberry.field(description="Exact decimal: the sum of all terms that are known; null where none is.")
    def value(self) -> str | None:
        return self.held.value

    @strawberry.field(description="Whether every term is known, and complete itself.")
    def complete(self) -> bool:
        return self.held.complete

    @strawberry.field(description="What was added up, at most `first`; empty where `explain` tells it.")
    def terms(self, first: int = LARGEST_PAGE) -> list[FigureTerm]:
        return [FigureTerm(held=each) for each in self.held.terms[: _page(first)]]

    @strawberry.field(description="Content hashes of packets that say nothing of it, neither a value nor zero.")
    def without(self, first: int = LARGEST_PAGE) -> list[str]:
        return list(self.held.without[: _page(first)])

    @strawberry.field(description="Content hashes of packets that know a part of it only.")
    def partial(self, first: int = LARGEST_PAGE) -> list[str]:
        return list(self.held.partial[: _page(first)])

    @strawberry.field(description="How the engine computed it; null for a sum of terms.")
    def explain(self) -> Explanation | None:
        if self.held.trace is None:
            return None
        return Explanation(held=kept_trace(self.held.trace))


def _page(first: int) -> int:
    if not 0 <= first <= LARGEST_PAGE:
        raise InvalidInput(f"a page has 0 to {LARGEST_PAGE} elements", path=("first",))
    return first


@strawberry.type(description="A result on which a phase of the audit was closed.")
class PacketResult:
    phase: PhaseKey
    kind: ResultKind
    subject: str
    value: JSON | None = strawberry.field(description="Null where it was not known.")
    unit: str
    content_hash: str = strawberry.field(description="SHA-256 of the content that was used.")
    trace: strawberry.Private[Mapping[str, Any]]

    @strawberry.field(description="How it came about.")
    def explain(self) -> Explanation:
        return Explanation(held=kept_trace(self.trace))


@strawberry.type(description="The enterprise that a packet is of, as it was when it was handed over.")
class PacketEnterprise:
    code: str
    name: str
    gb4754: str
    size_class: str
    city: str
    illustrative: bool

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> PacketEnterprise:
        """The enterprise that a packet's content names."""
        return cls(
            code=stored["code"],
            name=stored["name"],
            gb4754=stored["gb4754"],
            size_class=stored["sizeClass"],
            city=stored["city"],
            illustrative=stored["illustrative"],
        )


@strawberry.type(description="A packet that a report is composed from.")
class ComposedPacket:
    content_hash: str
    owner: str = strawberry.field(description="Code of the tenant that made it.")
    title: str | None = strawberry.field(description="Of a report; null for an audit.")
    enterprise: PacketEnterprise | None = strawberry.field(description="Of an audit; null for a report.")
    round: int | None
    quality_score: str | None = strawberry.field(description="As reviewed when the report was composed.")
    quality_decision: str | None


@strawberry.type(description="How many enterprises a report is about, in one class.")
class EnterpriseCount:
    name: str
    enterprises: int


@strawberry.type(description="One version of a submission.")
class PacketVersion:
    number: int
    content_hash: str
    previous_hash: str | None
    frozen_at: datetime
    intact: bool = strawberry.field(description="Whether it is what was handed over, and names the version before.")


async def _versions(
    context: RequestContext, packets: Sequence[Any], arguments: Mapping[str, Any]
) -> list[list[PacketVersion]]:
    chains = {packet.values["chain"] for packet in packets}
    query = select_rows(PacketRow).where(col(PacketRow.chain).in_(chains)).order_by(col(PacketRow.number))
    async with context.database.looking(context.scope) as session:
        rows = (await session.exec(query)).all()
    by_chain: dict[str, list[PacketRow]] = defaultdict(list)
    for row in rows:
        by_chain[row.chain].append(row)
    return [_chained(by_chain[packet.values["chain"]]) for packet in packets]


def _chained(rows: Sequence[PacketRow]) -> list[PacketVersion]:
    hashes = {row.number: row.content_hash for row in rows}
    return [
        PacketVersion(
            number=row.number,
            content_hash=row.content_hash,
            previous_hash=row.previous_hash,
            frozen_at=row.frozen_at,
            intact=_is_intact(row) and hashes.get(row.number - 1, row.previous_hash) == row.previous_hash,
        )
        for row in rows
    ]


async def _reconciles(
    context: RequestContext, packets: Sequence[Any], arguments: Mapping[str, Any]
) -> list[bool | None]:
    opened = [_opened(packet) for packet in packets]
    async with context.database.looking(context.scope) as session:
        found = await reconciled(session, opened)
    return [found[each.packet.id] for each in opened]


def _is_intact(row: PacketRow) -> bool:
    try:
        open_packet(row)
    except Tampered:
        return False
    return True


def _row(packet: Any) -> PacketRow:
    known = {name: packet.values[name] for name in _OPEN}
    return PacketRow(id=packet.values.get("id", ""), **known)


def _opened(packet: Any) -> Opened:
    found: Opened | None = packet.loaded.get(_OPENED)
    if found is None:
        found = packet.loaded[_OPENED] = open_packet(_row(packet))
    return found


@readable(PacketRow, order=("-frozen_at",), search=("title",), restrict=own_enterprise)
@strawberry.type(description="A frozen packet; its fields are errors with the code TAMPERED where it is not intact.")
class Packet(Node):
    kind: PacketKind = column()
    chain: str = column(description="The same for all versions of one submission.")
    number: int = column(description="Which version, from 1.")
    previous_hash: str | None = column(description="Content hash of the version before.")
    schema_version: str = column(description="Shape of the content.")
    content_hash: str = column(description="SHA-256 of the content, in hexadecimal.")
    owner: str = column(description="Code of the tenant that made it.")
    title: str = column()
    frozen_at: datetime = column()
    versions: list[PacketVersion] = batch(
        _versions, "chain", description="All versions of the submission that this tenant has."
    )
    reconciles: bool | None = batch(
        _reconciles,
        *_OPEN,
        description="Whether each figure is the sum of the report's packets to the last digit; null for an audit, and"
        " where the tenant has not all of them.",
    )

    @computed(*_OPEN)
    def intact(self) -> bool:
        """Whether what is stored is what was handed over."""
        return _is_intact(_row(self))

    @computed(*_OPEN)
    def figures(self, kind: FigureKind | None = None, subject: str | None = None) -> list[PacketFigure]:
        """Its figures, exact and with their units."""
        return [
            PacketFigure(held=each)
            for each in figures_in(_opened(self).body)
            if kind in (None, each.kind) and subject in (None, each.subject)
        ]

    @computed(*_OPEN)
    def results(self, kind: ResultKind | None = None, first: int = LARGEST_PAGE) -> list[PacketResult]:
        """The results on which the audit's phases were closed; empty for a report."""
        found = [each for each in _opened(self).body.get("results", ()) if kind in (None, each["kind"])]
        return [
            PacketResult(
                phase=PhaseKey(each["phase"]),
                kind=ResultKind(each["kind"]),
                subject=each["subject"],
                value=each["value"],
                unit=each["unit"],
                content_hash=each["content"],
                trace=each["trace"],
            )
            for each in found[: _page(first)]
        ]

    @computed(*_OPEN)
    def enterprise(self) -> PacketEnterprise | None:
        """The audited enterprise; null for a report."""
        found = _opened(self).body.get("enterprise")
        return None if found is None else PacketEnterprise.of(found)

    @computed(*_OPEN)
    def document_hash(self) -> str | None:
        """Hash of the audit's report, as `auditReport.documentHash` gives it; null for composed reports."""
        found: str | None = _opened(self).body.get("report", {}).get("documentHash")
        return found

    @computed(*_OPEN)
    def pins(self) -> list[UsedContent]:
        """The content that the audit used."""
        return [
            UsedContent(pack=pack, pack_version=version, content_hash=found)
            for pack, version, found in _opened(self).body.get("pins", ())
        ]

    @computed(*_OPEN)
    def remarks(self) -> str:
        """What a composed report says beside its figures."""
        return str(_opened(self).body.get("text", ""))

    @computed(*_OPEN)
    def packets(self, first: int = LARGEST_PAGE) -> list[ComposedPacket]:
        """What a report is composed from; empty for an audit."""
        return [_composed(each) for each in _opened(self).body.get("packets", ())[: _page(first)]]

    @computed(*_OPEN)
    def not_counted(self) -> list[str]:
        """Content hashes of accepted packets whose enterprise has a later round in the report."""
        return list(_opened(self).body.get("notCounted", ()))

    @computed(*_OPEN)
    def enterprises_by_size(self) -> list[EnterpriseCount]:
        """How many enterprises of each size a report is about."""
        return _counts(_opened(self).body.get("bySize", {}))

    @computed(*_OPEN)
    def enterprises_by_division(self) -> list[EnterpriseCount]:
        """The same by section letter and division of GB/T 4754."""
        return _counts(_opened(self).body.get("byDivision", {}))

    @computed(*_OPEN)
    def enterprises_by_city(self) -> list[EnterpriseCount]:
        """The same by city; the name is empty where none is recorded."""
        return _counts(_opened(self).body.get("byCity", {}))


def _counts(stored: Mapping[str, int]) -> list[EnterpriseCount]:
    return [EnterpriseCount(name=name, enterprises=count) for name, count in stored.items()]


def _composed(stored: Mapping[str, Any]) -> ComposedPacket:
    enterprise, quality = stored.get("enterprise"), stored.get("quality", {})
    return ComposedPacket(
        content_hash=stored["hash"],
        owner=stored["owner"],
        title=stored.get("title"),
        enterprise=None if enterprise is None else PacketEnterprise.of(enterprise),
        round=stored.get("round"),
        quality_score=quality.get("score"),
        quality_decision=quality.get("decision"),
    )
