"""A sector report (行业总结) or programme summary (全省总结): what was composed from packets, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.text import Text


@dataclass(frozen=True, slots=True)
class PacketSum:
    """The exact sum of a figure over packets, or that nobody knows it.

    Attributes:
        value: decimal text, to the last digit; None where no packet knows the figure, which is not zero.
        complete: False where a packet does not know it, or not all of it: the sum is then of what is known.
        known: numbers of the packets that were added up.
        partial: of those among them that do not know all of it.
        unknown: of those that name the figure and do not know it.
        silent: of those that say nothing of it, neither a value nor zero.
    """

    value: str | None
    unit: Text
    complete: bool = True
    known: tuple[int, ...] = ()
    partial: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()

    @property
    def number(self) -> Decimal | None:
        """The sum as a number."""
        return None if self.value is None else Decimal(self.value)


@dataclass(frozen=True, slots=True)
class NamedSum:
    """A sum and what it is of: a state of options, a source of money, a grade."""

    name: Text
    sum: PacketSum


@dataclass(frozen=True, slots=True)
class EmissionSum:
    """A pollutant before and after the audits.

    Attributes:
        reduction: before − after over the audits that know both, by their numbers, or over the packets where the
            audits are not at hand; negative where more is emitted.
        compared: what these emitted before, decimal text; None where there are none.
        share: reduction / compared, a fraction.
    """

    pollutant: str
    before: PacketSum
    after: PacketSum
    reduction: PacketSum
    compared: str | None
    share: float | None


@dataclass(frozen=True, slots=True)
class SavingSum:
    """What the options that were carried out save of a pollutant or a resource in a year."""

    subject: str
    planned: PacketSum
    actual: PacketSum


@dataclass(frozen=True, slots=True)
class MoneySum:
    """The money of the options that were carried out, in one currency and price year.

    Attributes:
        investment: as planned.
        cost: as it came.
        saving_planned: per year.
        saving: per year, as it came.
        payback_years: cost / saving, before tax; of what was planned where one of these is not known of all packets.
        payback_planned: whether the latter is meant.
    """

    unit: Text
    investment: PacketSum
    cost: PacketSum
    saving_planned: PacketSum
    saving: PacketSum
    payback_years: float | None = None
    payback_planned: bool = False


@dataclass(frozen=True, slots=True)
class StandingSum:
    """How many there are of a grade, or of limits in one state, before and after the audits."""

    name: Text
    before: PacketSum
    after: PacketSum


@dataclass(frozen=True, slots=True)
class EnterpriseCount:
    """How many enterprises are of one class; the name is empty where that is not recorded."""

    name: Text
    enterprises: int


@dataclass(frozen=True, slots=True)
class CityStage:
    """How many audits of a city were made in a stage of the programme; each may be unnamed."""

    city: str
    stage: Text
    audits: int


@dataclass(frozen=True, slots=True)
class CountedPacket:
    """A packet that the report adds up.

    Attributes:
        number: by which the report names it, from 1.
        title: the enterprise, or the title of the report.
        owner: who made the packet.
        accepted_on: when the tenant that composed the report accepted it.
        enterprises: of which enterprises it tells; 1 for an audit.
    """

    number: int
    title: str
    owner: Text
    content_hash: str
    accepted_on: dt.date | None = None
    enterprises: int = 1


@dataclass(frozen=True, slots=True)
class CountedAudit:
    """An audit that is counted, by itself or in a report that is.

    Attributes:
        number: from 1, through all packets.
        packet: number of the packet that brings it.
        score, decision: of the quality review, as they stood when the audit was counted.
    """

    number: int
    packet: int
    enterprise: str
    owner: Text
    city: str
    industry: str
    size: Text
    stage: Text
    round_number: int | None
    content_hash: str
    score: str | None = None
    decision: Text = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The results of the audits of one city, industry, stage or sector.

    Attributes:
        options: how many were carried out.
        emissions: in the order of the report's own.
        money: in the order of the report's own.
    """

    name: Text
    audits: int
    options: PacketSum
    emissions: tuple[EmissionSum, ...] = ()
    money: tuple[MoneySum, ...] = ()


@dataclass(frozen=True, slots=True)
class BestResult:
    """An enterprise that stands out by one measure; equal values share a rank."""

    rank: int
    enterprise: str
    city: str
    value: Text


@dataclass(frozen=True, slots=True)
class BestList:
    """The best by one measure.

    Attributes:
        unknown: how many audits do not tell it, and so are not ranked.
    """

    measure: Text
    results: tuple[BestResult, ...]
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the list of all sums: what it is of, and the sum itself."""

    figure: Text
    subject: Text
    sum: PacketSum


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeReport:
    """Everything that a sector report or a programme summary says, independent of language and file format.

    Attributes:
        kind: SECTOR_REPORT or PROGRAMME_SUMMARY.
        name: what its tenant calls it.
        issued_to: empty where nobody stands above.
        version: 1 for the first; a correction is the next.
        reconciles: whether the figures are the sums of the packets; None where not all of them are at hand.
        remarks: what is said beside the figures.
        period_start, period_end: from the first audit begun to the last one concluded.
        packets: what is added up; ``not_counted`` are hashes of packets of earlier rounds.
        audits: empty where the reports that a summary is composed from are not at hand; ``audits_known`` tells.
        cities, stages, sectors: the results of groups of audits; sectors are of a summary only.
        best: of the audits.
        decisions: of the quality reviews.
        ratings, limits: of the packets that tell them.
        sums: all sums, each to the last digit.
    """

    kind: DocumentKind
    name: str
    issued_by: Text
    issued_to: Text = ""
    issued_on: dt.date
    version: int = 1
    content_hash: str
    illustrative: bool = False
    reconciles: bool | None = None
    remarks: str = ""
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    enterprises: int
    packets: tuple[CountedPacket, ...]
    not_counted: tuple[str, ...] = ()
    audits: tuple[CountedAudit, ...] = ()
    audits_known: bool = True
    by_city: tuple[EnterpriseCount, ...] = ()
    by_industry: tuple[EnterpriseCount, ...] = ()
    by_size: tuple[EnterpriseCount, ...] = ()
    by_stage: tuple[CityStage, ...] = ()
    emissions: tuple[EmissionSum, ...] = ()
    savings: tuple[SavingSum, ...] = ()
    options: tuple[NamedSum, ...] = ()
    carried_out: tuple[NamedSum, ...] = ()
    money: tuple[MoneySum, ...] = ()
    funding: tuple[NamedSum, ...] = ()
    targets: PacketSum
    targets_met: PacketSum
    ratings: tuple[StandingSum, ...] = ()
    limits: tuple[StandingSum, ...] = ()
    decisions: tuple[EnterpriseCount, ...] = ()
    findings: tuple[EnterpriseCount, ...] = ()
    cities: tuple[Group, ...] = ()
    stages: tuple[Group, ...] = ()
    sectors: tuple[Group, ...] = ()
    best: tuple[BestList, ...] = ()
    sums: tuple[SumLine, ...] = ()
