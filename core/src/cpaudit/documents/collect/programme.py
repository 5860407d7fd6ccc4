"""A sector report or a programme summary as data: from its packet, and from what it counts as far as that is here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpaudit.documents.collect import words
from cpaudit.documents.collect.best import best_of
from cpaudit.documents.collect.sums import MONEY, Part, Sums, said
from cpaudit.reporting import document as doc
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.text import Text
from cpaudit.submissions.figures import Figure, FigureKind
from cpaudit.submissions.packets import Opened
from cpaudit.submissions.services.composing import figures_in
from cpaudit.text import LocalizedText

_EMISSIONS = (FigureKind.EMISSION_BEFORE, FigureKind.EMISSION_AFTER)


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the tenant has beside the report's packet.

    Attributes:
        packets: of the packets that are counted, and of those that these count, by hash; as many as are here.
        names: of tenants, by code.
        reconciles: whether the report adds up; None where not all packets are here.
        findings: code of each finding → in how many of the audits it was found.
    """

    packets: Mapping[str, Opened]
    names: Mapping[str, LocalizedText]
    reconciles: bool | None
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit that is counted: how its report lists it, and its figures."""

    number: int
    packet: int
    listed: Mapping[str, Any]
    figures: Sequence[Figure]

    @property
    def part(self) -> Part:
        """Its figures by its number."""
        return Part(self.number, self.figures)


def programme_report(opened: Opened, here: AtHand) -> doc.ProgrammeReport:
    """What the packet of a sector report or a programme summary says, and what it is composed from."""
    content, body = opened.content, opened.body
    kind = DocumentKind(opened.packet.kind.value)
    summary = kind is DocumentKind.PROGRAMME_SUMMARY
    listed: Sequence[Mapping[str, Any]] = body["packets"]
    known = not summary or all(each["hash"] in here.packets for each in listed)
    audits = list(_audits(opened, here, summary=summary)) if known else []
    numbers = {each["hash"]: number for number, each in enumerate(listed, 1)}
    parts = [each.part for each in audits] if known else _parts(listed, body, here)
    sums = Sums(figures_in(body), numbers, parts)
    groups = _Groups(sums, audits)
    return doc.ProgrammeReport(
        kind=kind,
        name=content["title"],
        issued_by=LocalizedText(content["owner"]["name"]),
        issued_to=_tenant(content["to"], here),
        issued_on=dt.datetime.fromisoformat(content["frozenAt"]).date(),
        version=content["number"],
        content_hash=opened.hash,
        illustrative=body["illustrative"],
        reconciles=here.reconciles,
        remarks=body["text"],
        period_start=min(_days(audits, "startedAt"), default=None),
        period_end=max(_days(audits, "concludedAt"), default=None),
        enterprises=body["enterprises"],
        packets=tuple(_packet(number, each, here) for number, each in enumerate(listed, 1)),
        not_counted=tuple(body["notCounted"]),
        audits=tuple(_audit(each, here) for each in audits),
        audits_known=known,
        by_city=_counts(body["byCity"], lambda name: name),
        by_industry=_counts(body["byDivision"], lambda name: name),
        by_size=_counts(body["bySize"], words.size),
        by_stage=_cities_and_stages(audits),
        emissions=tuple(sums.emission(*each) for each in groups.emissions),
        savings=tuple(
            doc.SavingSum(
                subject,
                sums.of(FigureKind.SAVED_PLANNED, subject, unit),
                sums.of(FigureKind.SAVED, subject, unit),
            )
            for subject, unit in sums.subjects(FigureKind.SAVED_PLANNED, FigureKind.SAVED)
        ),
        options=sums.counted(FigureKind.OPTIONS, words.option_states()),
        carried_out=sums.counted(FigureKind.OPTIONS_CARRIED_OUT, words.cost_classes()),
        money=tuple(sums.money(unit) for unit in groups.money),
        funding=sums.funding(words.funding_sources()),
        targets=sums.of(FigureKind.TARGETS),
        targets_met=sums.of(FigureKind.TARGETS_MET),
        ratings=sums.standing(FigureKind.RATINGS, words.grades()),
        limits=sums.standing(FigureKind.LIMITS, words.keepings()),
        decisions=_decisions(audits),
        findings=_findings(here),
        cities=groups.by(lambda each: each.listed["enterprise"]["city"], lambda name: name),
        stages=groups.by(_stage_of, words.stage),
        # The department that reports an audit, not who made its packet: a municipal pilot is its city's.
        sectors=groups.by(lambda each: listed[each.packet - 1]["owner"], lambda code: _tenant(code, here))
        if summary
        else (),
        best=best_of([(each.listed, each.figures) for each in audits]),
        sums=tuple(
            doc.SumLine(said(words.FIGURES[each.kind]), words.subject(each.kind, each.subject), sums.told(each))
            for each in sums.figures
        ),
    )


def _audits(opened: Opened, here: AtHand, *, summary: bool) -> Iterator[Audit]:
    """The audits with their own figures where their packets are here, else with what the report tells of them."""
    reports = [here.packets[each["hash"]] for each in opened.body["packets"]] if summary else [opened]
    number = 0
    for packet, report in enumerate(reports, 1):
        figures = figures_in(report.body)
        for listed in report.body["packets"]:
            number += 1
            own = here.packets.get(listed["hash"])
            told = list(_told(listed["hash"], figures)) if own is None else figures_in(own.body)
            yield Audit(number, packet if summary else number, listed, told)


def _told(content_hash: str, figures: Sequence[Figure]) -> Iterator[Figure]:
    """What a report's figures say of one of its packets."""
    for figure in figures:
        for term in figure.terms:
            if term.of == content_hash:
                complete = term.value is not None and content_hash not in figure.partial
                yield Figure(
                    kind=figure.kind, subject=figure.subject, unit=figure.unit, value=term.value, complete=complete
                )


def _parts(listed: Sequence[Mapping[str, Any]], body: Mapping[str, Any], here: AtHand) -> list[Part]:
    figures = figures_in(body)
    return [Part(number, list(_told(each["hash"], figures))) for number, each in enumerate(listed, 1)]


class _Groups:
    """Results of groups of audits, each with the pollutants and currencies of the report."""

    def __init__(self, sums: Sums, audits: Sequence[Audit]) -> None:
        self._audits = audits
        self.emissions = sums.subjects(*_EMISSIONS)
        self.money = list(dict.fromkeys(unit for _, unit in sums.subjects(*MONEY)))

    def by(self, key: Callable[[Audit], str], name: Callable[[str], Text]) -> tuple[doc.Group, ...]:
        """A group for each value of *key*, the largest first."""
        found: dict[str, list[Audit]] = {}
        for audit in self._audits:
            found.setdefault(key(audit), []).append(audit)
        ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
        return tuple(self._group(name(value), audits) for value, audits in ordered)

    def _group(self, name: Text, audits: Sequence[Audit]) -> doc.Group:
        sums = Sums.over([each.part for each in audits])
        return doc.Group(
            name,
            len(audits),
            sums.all_of(FigureKind.OPTIONS_CARRIED_OUT),
            tuple(sums.emission(*each) for each in self.emissions),
            tuple(sums.money(unit) for unit in self.money),
        )


def _packet(number: int, listed: Mapping[str, Any], here: AtHand) -> doc.CountedPacket:
    enterprise = listed.get("enterprise")
    return doc.CountedPacket(
        number,
        listed["title"] if enterprise is None else enterprise["name"],
        _tenant(listed["owner"], here),
        listed["hash"],
        _day(listed.get("acceptedAt")),
        listed.get("enterprises", 1),
    )


def _audit(audit: Audit, here: AtHand) -> doc.CountedAudit:
    listed, enterprise = audit.listed, audit.listed["enterprise"]
    quality = listed["quality"]
    return doc.CountedAudit(
        audit.number,
        audit.packet,
        enterprise["name"],
        _tenant(listed["owner"], here),
        enterprise["city"],
        enterprise["gb4754"],
        words.size(enterprise["sizeClass"]),
        words.stage(_stage_of(audit)),
        listed["round"],
        listed["hash"],
        quality["score"],
        said(words.DECISIONS[quality["decision"]]),
    )


def _stage_of(audit: Audit) -> str:
    stage = audit.listed.get("stage")
    return "" if stage is None else str(stage["kind"])


def _cities_and_stages(audits: Sequence[Audit]) -> tuple[doc.CityStage, ...]:
    counts = Counter((each.listed["enterprise"]["city"], _stage_of(each)) for each in audits)
    cities = Counter(each.listed["enterprise"]["city"] for each in audits)
    ordered = sorted(counts.items(), key=lambda each: (-cities[each[0][0]], each[0]))
    return tuple(doc.CityStage(city, words.stage(stage), count) for (city, stage), count in ordered)


def _counts(stored: Mapping[str, int], name: Callable[[str], Text]) -> tuple[doc.EnterpriseCount, ...]:
    ordered = sorted(stored.items(), key=lambda each: (-each[1], each[0]))
    return tuple(doc.EnterpriseCount(name(each), count) for each, count in ordered)


def _decisions(audits: Sequence[Audit]) -> tuple[doc.EnterpriseCount, ...]:
    counts = Counter(each.listed["quality"]["decision"] for each in audits)
    return tuple(
        doc.EnterpriseCount(said(label), counts[decision])
        for decision, label in words.DECISIONS.items()
        if counts[decision]
    )


def _findings(here: AtHand) -> tuple[doc.EnterpriseCount, ...]:
    ordered = sorted(here.findings.items(), key=lambda each: (-each[1], each[0]))
    return tuple(doc.EnterpriseCount(words.finding(code), count) for code, count in ordered)


def _tenant(code: str | None, here: AtHand) -> Text:
    if code is None:
        return ""
    return here.names.get(code, code)


def _days(audits: Sequence[Audit], name: str) -> Iterator[dt.date]:
    return (day for each in audits if (day := _day(each.listed.get(name))) is not None)


def _day(moment: str | None) -> dt.date | None:
    return None if moment is None else dt.datetime.fromisoformat(moment).date()
