"""Sums over audits as the API shows them: what is counted, each figure, its terms, and how it splits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import strawberry
from strawberry.types.nodes import SelectedField, Selection

from cpaudit import engine
from cpaudit.catalogue.fields import shown
from cpaudit.catalogue.pages import page_of
from cpaudit.dashboards import counted, splits
from cpaudit.dashboards.schemas.vocabulary import Dimension, FigureKind, Reason, Source, StageKind
from cpaudit.dashboards.services.programme import Totals
from cpaudit.engine import QuantityStatus
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.quantities import Money, Quantity
from cpaudit.graphql.reading import Connection
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.outcomes.figures import Basis as MoneyBasis
from cpaudit.submissions.exact import decimal_text
from cpaudit.text import LocalizedText

Info = strawberry.Info[RequestContext, None]

_UNASSIGNED = LocalizedText({"zh-CN": "未知或未分配", "en": "unknown or not assigned"})
_NAMES = {
    StageKind.PROVINCIAL_PILOT.value: LocalizedText({"zh-CN": "省级试点", "en": "provincial pilots"}),
    StageKind.MUNICIPAL_PILOT.value: LocalizedText({"zh-CN": "市级试点", "en": "municipal pilots"}),
    StageKind.ROLL_OUT.value: LocalizedText({"zh-CN": "全面推行", "en": "roll-out"}),
    Source.OWN_AUDIT.value: LocalizedText({"zh-CN": "本单位的审核", "en": "own audits"}),
    Source.AUDIT_PACKET.value: LocalizedText({"zh-CN": "已接收的审核报送", "en": "accepted packets of audits"}),
    Source.SECTOR_REPORT.value: LocalizedText({"zh-CN": "已接收的行业汇总", "en": "accepted sector reports"}),
}


@strawberry.type
class SplitPart:
    """What the types of all parts of splits have; ``held`` has a ``key``."""

    held: strawberry.Private[Any]

    key: str | None = shown(
        "key", description="Sector as `C26`, city, kind of stage, source or round; null where not known or assigned."
    )

    @strawberry.field(description="The key for a reader; a code or a name stays as it is.")
    def name(self, info: Info, lang: str | None = None) -> str:
        key = self.held.key
        text = _UNASSIGNED if key is None else _NAMES.get(key)
        return (key or "") if text is None else text.in_language(lang or info.context.language)


def page_of_parts(
    parts: Sequence[Any], show: Callable[..., Any], first: int | None, after: str | None
) -> Connection[Any]:
    """A page of the parts of a split. No key is empty, so that the part without one has a cursor of its own."""
    return page_of(parts, show, first, after, key=lambda each: each.key or "")


def _money(kind: FigureKind, unit: str, value: str | None) -> Money | None:
    if not kind.is_money or value is None:
        return None
    basis = MoneyBasis.read(unit)
    return Money(amount=Decimal(value), currency=basis.currency, price_year=basis.price_year)


def _quantity(kind: FigureKind, unit: str, value: str | None) -> Quantity | None:
    if not kind.is_saving or value is None:
        return None
    return Quantity.of(engine.Quantity(float(value), unit, status=QuantityStatus.CALCULATED))


@strawberry.type(description="A part of a sum. The parts of a split make the sum to the last digit.")
class DashboardPart(SplitPart):
    held: strawberry.Private[splits.Part]
    kind: strawberry.Private[FigureKind]
    unit: strawberry.Private[str]

    value: str | None = shown("value", description="Exact decimal: the sum of what is known; null where nothing is.")
    audits: int = shown("audits", description="How many audits are in this part.")
    known: int = shown("known", description="How many of them gave a value.")
    incomplete: int = shown("incomplete", description="Of how many it is not known, or not known to be all.")
    without: int = shown("without", description="How many say nothing of it, neither a value nor zero.")

    @strawberry.field(description="The value of money; null for what is none.")
    def money(self) -> Money | None:
        return _money(self.kind, self.unit, self.held.value)

    @strawberry.field(description="The value of an amount; null for counts and money.")
    def quantity(self) -> Quantity | None:
        return _quantity(self.kind, self.unit, self.held.value)


@strawberry.type(description="What one audit adds to a sum.")
class DashboardTerm:
    held: strawberry.Private[tuple[counted.Counted, Fraction | None]]

    @strawberry.field(description="Exact decimal in the unit of the sum; null where it is not known.")
    def value(self) -> str | None:
        value = self.held[1]
        return None if value is None else decimal_text(value)

    @strawberry.field
    def audit(self) -> DashboardAudit:
        return DashboardAudit(held=self.held[0])


@strawberry.type(description="An audit that a dashboard counts, and from where it is known.")
class DashboardAudit:
    held: strawberry.Private[counted.Counted]

    source: Source = shown("source")
    owner: str = shown("owner", description="Code of the tenant that made the packet; empty for own audits.")
    enterprise_code: str = shown("enterprise")
    enterprise_name: str = shown("name")
    sector: str | None = shown("sector", description="Section and division of GB/T 4754; null where it is not known.")
    city: str | None = shown("city", description="Null where nobody said.")
    stage: StageKind | None = shown("stage", description="Null where it is in none, or none is told.")
    round: int = shown("round")
    concluded: bool = shown("concluded")
    started_at: datetime | None = shown("started_at", description="Null where it is not told.")
    illustrative: bool = shown("illustrative")
    report_hash: str | None = shown("report", description="Of the sector report by which it is known.")

    @strawberry.field(description="The id of an own audit; null for others.")
    def audit(self) -> strawberry.ID | None:
        own = self.held.source is Source.OWN_AUDIT
        return strawberry.ID(node_identifier("Audit", self.held.key)) if own else None

    @strawberry.field(description="Content hash of the packet; null for own audits.")
    def packet_hash(self) -> str | None:
        return None if self.held.source is Source.OWN_AUDIT else self.held.key


@strawberry.type(description="An accepted audit that is not counted, and why.")
class DashboardOmission:
    held: strawberry.Private[counted.NotCounted]

    reason: Reason = shown("reason")
    counted_instead: str | None = shown("kept", description="Content hash of the packet that is counted in its place.")

    @strawberry.field
    def audit(self) -> DashboardAudit:
        return DashboardAudit(held=self.held.audit)


@strawberry.type(description="A figure added up over all audits that are counted, exact to the last digit.")
class DashboardFigure:
    held: strawberry.Private[splits.Sum]

    kind: FigureKind = shown("figure.kind")
    subject: str = shown(
        "figure.subject", description="Of which pollutant, resource, source of money, state or class; may be empty."
    )
    unit: str = shown("figure.unit", description="Unit; of money currency and price year, `CNY 2024`; of counts `1`.")
    value: str | None = shown(
        "figure.value", description="Exact decimal: the sum of what is known; null where nothing is."
    )
    complete: bool = shown("figure.complete", description="Whether all of it is known.")
    known: int = shown("known", description="How many audits gave a value.")
    incomplete: int = shown("unknown", description="Of how many it is not known, or not known to be all.")
    without: int = shown("without", description="How many say nothing of it, neither a value nor zero.")

    @strawberry.field(description="The value of money; null for what is none.")
    def money(self) -> Money | None:
        return _money(self.held.figure.kind, self.held.figure.unit, self.held.figure.value)

    @strawberry.field(description="The value of an amount; null for counts and money.")
    def quantity(self) -> Quantity | None:
        return _quantity(self.held.figure.kind, self.held.figure.unit, self.held.figure.value)

    @strawberry.field(
        description="Its parts; each audit is in exactly one, the parts make the value to the last digit."
    )
    def split(self, by: Dimension, first: int | None = None, after: str | None = None) -> Connection[DashboardPart]:
        kind, unit = self.held.figure.kind, self.held.figure.unit
        return page_of_parts(
            self.held.split(by), lambda held: DashboardPart(held=held, kind=kind, unit=unit), first, after
        )

    @strawberry.field(description="What was added up, audit by audit.")
    def terms(self, first: int | None = None, after: str | None = None) -> Connection[DashboardTerm]:
        given = self.held.given
        terms = [(each, given[each.key]) for each in self.held.audits if each.key in given]
        return page_of(terms, DashboardTerm, first, after, key=lambda each: each[0].key)


@strawberry.type(description="Which audits are counted, and the sums over them.")
class DashboardTotals:
    held: strawberry.Private[Totals]

    @strawberry.field(description="How many audits are counted.")
    def audits(self) -> int:
        return len(self.held.basis.counted)

    @strawberry.field(description="Of these, the tenant's own.")
    def own(self) -> int:
        return sum(each.source is Source.OWN_AUDIT for each in self.held.basis.counted)

    @strawberry.field(description="Of these, audits of others that were submitted to the tenant and accepted.")
    def received(self) -> int:
        return sum(each.source is not Source.OWN_AUDIT for each in self.held.basis.counted)

    @strawberry.field(description="How many are concluded.")
    def concluded(self) -> int:
        return sum(each.concluded for each in self.held.basis.counted)

    @strawberry.field(description="Of how many enterprises they are.")
    def enterprises(self) -> int:
        return len({(each.owner, each.enterprise) for each in self.held.basis.counted})

    @strawberry.field(description="Whether any of it is made up for show.")
    def illustrative(self) -> bool:
        return any(each.illustrative for each in self.held.basis.counted)

    @strawberry.field(description="The audits that are counted.")
    def counted(self, first: int | None = None, after: str | None = None) -> Connection[DashboardAudit]:
        return page_of(self.held.basis.counted, DashboardAudit, first, after, key=lambda each: each.key)

    @strawberry.field(description="What was accepted and is not counted, and why.")
    def not_counted(self, first: int | None = None, after: str | None = None) -> Connection[DashboardOmission]:
        return page_of(
            self.held.basis.not_counted,
            DashboardOmission,
            first,
            after,
            key=lambda each: f"{each.audit.key} {each.audit.report or ''}",
        )

    @strawberry.field(description="The sums, of these kinds where some are named.")
    def figures(
        self, kinds: list[FigureKind] | None = None, first: int | None = None, after: str | None = None
    ) -> Connection[DashboardFigure]:
        wanted = [each for each in self.held.sums if kinds is None or each.figure.kind in kinds]
        return page_of(wanted, DashboardFigure, first, after, key=lambda each: "\n".join(each.figure.key))


def asked_fields(info: Info) -> frozenset[str]:
    """The fields that the query asks of what a root field answers, by their names in the schema."""

    def names(selections: Iterable[Selection]) -> Iterable[str]:
        for each in selections:
            if isinstance(each, SelectedField):
                yield each.name
            else:
                yield from names(each.selections)

    return frozenset(name for field in info.selected_fields for name in names(field.selections))
