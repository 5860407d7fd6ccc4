"""Packets of a small programme, made without a database: thirteen cities, two sectors; every figure is illustrative."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from cpaudit.documents.collect.programme import AtHand, programme_report
from cpaudit.reporting.document import ProgrammeReport
from cpaudit.submissions.exact import decimal_text
from cpaudit.submissions.figures import Figure, FigureKind, counted, summed
from cpaudit.submissions.models import Packet, PacketKind, ReceivedSubmission
from cpaudit.submissions.packets import SCHEMA, Opened, canonical, compressed, hash_of, open_packet
from cpaudit.submissions.services.composing import Accepted, composed_body
from cpaudit.text import LocalizedText
from submissions.world import body_of

CITIES = tuple(f"示例{each}市" for each in "甲乙丙丁戊己庚辛壬癸子丑寅")
NAMES = {
    "lead": LocalizedText(
        {"zh-CN": "省清洁生产审核工作领导小组办公室（示例）", "en": "Leading group's office (example)"}
    ),
    "chem": LocalizedText({"zh-CN": "省化学工业主管部门（示例）", "en": "Department of chemicals (example)"}),
    "light": LocalizedText({"zh-CN": "省轻工业主管部门（示例）", "en": "Department of light industry (example)"}),
}
FROZEN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def packet(
    kind: PacketKind, body: Mapping[str, Any], *, owner: str, to: str | None, title: str, number: int = 1
) -> Opened:
    """A packet as it is stored and opened."""
    content = {
        "schema": SCHEMA,
        "kind": kind.value,
        "chain": "c",
        "number": number,
        "previous": None,
        "owner": {"code": owner, "kind": "DEPARTMENT", "name": dict(NAMES[owner])},
        "to": to,
        "copies": [],
        "frozenAt": FROZEN.isoformat(),
        "title": title,
        "body": body,
    }
    text = canonical(content)
    row = Packet(
        tenant_id="t",
        kind=kind,
        chain="c",
        number=number,
        schema_version=SCHEMA,
        content_hash=hash_of(text),
        content=compressed(text),
        owner=owner,
        title=title,
        frozen_at=FROZEN,
    )
    return open_packet(row)


def accepted(opened: Opened, *, score: str | None = None, decision: str | None = None) -> Accepted:
    """A packet that was accepted, with what its quality review said."""
    received = ReceivedSubmission(
        tenant_id="t",
        packet_id=opened.packet.id,
        kind=opened.packet.kind,
        chain="c",
        number=1,
        from_tenant=opened.packet.owner,
        received_as="ADDRESSEE",
        title=opened.packet.title,
        decided_at=FROZEN - timedelta(days=20),
        quality_score=score,
        quality_decision=decision,
    )
    return Accepted(received, opened)


def composed(
    kind: PacketKind, sources: Sequence[Accepted], *, owner: str, to: str | None, title: str, text: str = ""
) -> Opened:
    """A report composed from these, as the service composes it."""
    return packet(kind, {"text": text, **composed_body(kind, sources)}, owner=owner, to=to, title=title)


def written(
    opened: Opened, here: Iterable[Opened] = (), *, findings: Mapping[str, int] | None = None
) -> ProgrammeReport:
    """The report as a document, with these packets at hand."""
    known = {each.hash: each for each in here}
    return programme_report(opened, AtHand(known, NAMES, True if known else None, findings or {}))


@dataclass(frozen=True)
class Sector:
    """A sector report and the packets that it counts."""

    audits: Sequence[Accepted]
    report: Opened

    @property
    def opened(self) -> list[Opened]:
        return [each.opened for each in self.audits]


def sector(owner: str, title: str, *, enterprises: int, seed: int, code: str, text: str = "") -> Sector:
    """A sector with so many enterprises in thirteen cities; one of them knows little."""
    chance = random.Random(seed)
    audits = [_audit(owner, code, number, chance) for number in range(1, enterprises + 1)]
    report = composed(PacketKind.SECTOR_REPORT, audits, owner=owner, to="lead", title=title, text=text)
    return Sector(audits, report)


def _audit(owner: str, code: str, number: int, chance: random.Random) -> Accepted:
    figures = _figures(number, chance)
    body = body_of(
        f"{code}-{number:03}",
        figures,
        OPTIONS_CARRIED_OUT="3",
        TARGETS_MET_SHARE="1" if number % 3 else "0.5",
        EFFECTIVE_SHARE="0.9" if number % 5 else None,
        LARGEST_REDUCTION=None if number == 4 else f"0.{chance.randint(101, 480)}",
        SMALLEST_REDUCTION="0.01",
    )
    city = CITIES[(number * 7 + len(owner)) % len(CITIES)]
    kind = "PROVINCIAL_PILOT" if number % 3 else "MUNICIPAL_PILOT"
    body["enterprise"] |= {
        "name": f"{city[:3]}{'精细化工' if owner == 'chem' else '纸业'}第{number}厂（示例）",
        "city": city,
    }
    body["enterprise"] |= {
        "sizeClass": ("LARGE", "MEDIUM")[number % 2],
        "gb4754": "C2614" if owner == "chem" else "C2221",
    }
    body["audit"]["stage"] = {"kind": kind, "code": kind.lower(), "name": {"zh-CN": "示例", "en": "Example"}}
    begun = datetime(2025, 1, 6, tzinfo=UTC) + timedelta(days=number)
    body["audit"] |= {"startedAt": begun.isoformat(), "concludedAt": (begun + timedelta(days=300)).isoformat()}
    made = packet(PacketKind.AUDIT, body, owner=owner, to=owner, title=body["enterprise"]["name"])
    decision = {0: None, 1: "NEEDS_WORK"}.get(number % 6, "PASSED")
    return accepted(made, score=None if decision is None else str(chance.randint(78, 100)), decision=decision)


def _figures(number: int, chance: random.Random) -> list[Figure]:
    found = [
        counted(FigureKind.AUDITS, 1),
        counted(FigureKind.TARGETS, 3),
        counted(FigureKind.TARGETS_MET, 2 + number % 2),
    ]
    for state, count in (("VERIFIED", 2), ("IMPLEMENTED", 1), ("RECOMMENDED", 1), ("REJECTED", number % 3)):
        if count:
            found.append(counted(FigureKind.OPTIONS, count, state))
    for cost_class, count in (("NONE", 1), ("LOW", 1), ("MEDIUM", number % 2), ("HIGH", (number + 1) % 2)):
        if count:
            found.append(counted(FigureKind.OPTIONS_CARRIED_OUT, count, cost_class))
    for pollutant, scale in (("SO2", 900), ("COD", 400), ("NH3-N", 40), ("CO2", 90_000), ("dust", 60)):
        if pollutant == "dust" and number % 4:
            continue
        before = Fraction(chance.randint(scale * 50, scale * 100), 100)
        after = before * chance.randint(60, 98) / 100
        found.append(Figure(kind=FigureKind.EMISSION_BEFORE, subject=pollutant, unit="t/a", value=decimal_text(before)))
        if not (pollutant == "COD" and number == 4):
            found.append(
                Figure(kind=FigureKind.EMISSION_AFTER, subject=pollutant, unit="t/a", value=decimal_text(after))
            )
    for subject, scale in (("H2O", 50_000), ("electricity", 8_000)):
        unit = "m3/a" if subject == "H2O" else "MWh/a"
        planned = Fraction(chance.randint(scale, 4 * scale))
        actual = None if number == 2 else planned * chance.randint(80, 110) / 100
        found += summed(FigureKind.SAVED_PLANNED, subject, [("F1", unit, planned)])
        found += summed(FigureKind.SAVED, subject, [("F1", unit, actual)], unit=unit)
    money = "CNY 2025"
    invested = Fraction(chance.randint(200_000, 9_000_000))
    saved = invested * chance.randint(25, 70) / 100
    found += summed(FigureKind.INVESTMENT, "", [("F1", money, invested)])
    found += summed(FigureKind.COST, "", [("F1", money, invested * chance.randint(90, 125) / 100)])
    found += summed(FigureKind.SAVING_PLANNED, "", [("F1", money, saved)])
    actual = None if number == 2 else saved * chance.randint(85, 115) / 100
    found += summed(FigureKind.SAVING, "", [("F1", money, actual)], unit=money)
    found += summed(FigureKind.FUNDING, "OWN_FUNDS", [("F1", "CNY", invested * 6 / 10)])
    found += summed(FigureKind.FUNDING, "BANK_LOAN", [("F1", "CNY", invested * 4 / 10)])
    for scenario, grade in (("BEFORE", ("III", "BELOW", "II")[number % 3]), ("AFTER", ("II", "III", "I")[number % 3])):
        found.append(counted(FigureKind.RATINGS, 1, f"{scenario}:{grade}"))
        kept = ("EXCEEDED", "UNKNOWN")[number % 2] if scenario == "BEFORE" else "WITHIN"
        found.append(counted(FigureKind.LIMITS, 2, f"{scenario}:{kept}"))
    return found
