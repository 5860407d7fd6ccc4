"""Whether the figures add up: what a client with the packets finds when it adds them up itself, to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Any

from cpaudit.cli.demo.client import Client
from cpaudit.cli.province.tenants import Province
from cpaudit.permissions import Role

EXACT = Context(prec=400, traps=[Inexact])
"""Enough digits for any sum of packets; a sum that would be rounded is an error."""

FIGURES = "figures { kind subject unit value complete terms(first: 1000) { of value } without(first: 1000) }"
PACKETS = f"""query($kind: PacketKind!, $after: String) {{ packets(
    filter: {{ kind: $kind }}, first: 50, after: $after
    ) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ id contentHash owner title number intact reconciles
    packets(first: 1000) {{ contentHash }} notCounted {FIGURES} }} }} }}"""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of a report, held against the packets that it is of.

    Attributes:
        of: hashes of the packets that were added up.
    """

    report: str
    kind: str
    subject: str
    unit: str
    value: str | None
    again: str | None
    complete: bool
    of: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both are the same number, to the last digit."""
        return same_number(self.value, self.again)


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What the client found in one report."""

    report: str
    owner: str
    hash: str
    packets: int
    not_counted: int
    sums: tuple[Sum, ...]
    faults: tuple[str, ...]


def packets_of(client: Client, kind: str) -> list[dict[str, Any]]:
    """All packets of a kind that a tenant has, with their figures."""
    return client.all_of(PACKETS, "packets", kind=kind)


def reconcile(province: Province) -> list[Reconciled]:
    """Add up the packets of each sector report, and the sector reports of the summary."""
    found = []
    for office in province.departments.values():
        viewer = office.as_(Role.VIEWER)
        (report,) = packets_of(viewer, "SECTOR_REPORT")
        found.append(held_against(report, packets_of(viewer, "AUDIT")))
    viewer = province.lead.as_(Role.VIEWER)
    (summary,) = packets_of(viewer, "PROGRAMME_SUMMARY")
    found.append(held_against(summary, packets_of(viewer, "SECTOR_REPORT")))
    return found


def held_against(report: Mapping[str, Any], packets: Sequence[Mapping[str, Any]]) -> Reconciled:
    """The figures of a report, each with the sum over the packets that the report names."""
    by_hash = {each["contentHash"]: each for each in packets}
    named = [each["contentHash"] for each in report["packets"]]
    faults = [f"{each} is named and not there" for each in named if each not in by_hash]
    faults += [f"{each['contentHash']} is not what was handed over" for each in packets if not each["intact"]]
    if report["reconciles"] is not True:
        faults.append("the product itself says that it does not add up")
    sums = []
    told = {key_of(figure): figure for figure in report["figures"]}
    counting = [by_hash[each] for each in named if each in by_hash]
    for key, figure in told.items():
        values = {
            each["contentHash"]: own["value"] for each in counting for own in each["figures"] if key_of(own) == key
        }
        terms = {each["of"]: each["value"] for each in figure["terms"]}
        if terms != values:
            faults.append(f"{' '.join(key)}: the terms are not what the packets say")
        if set(figure["without"]) != set(named) - set(values):
            faults.append(f"{' '.join(key)}: it does not name all packets without it")
        sums.append(
            Sum(
                report["title"], *key, figure["value"], sum_of(values.values()), bool(figure["complete"]), tuple(values)
            )
        )
    missing = {key_of(own) for each in counting for own in each["figures"]} - told.keys()
    faults += [f"{' '.join(key)}: packets have it, the report has not" for key in sorted(missing)]
    faults += [
        f"{each.kind} {each.subject}: {each.value} in the report, {each.again} by its packets"
        for each in sums
        if not each.same
    ]
    return Reconciled(
        report["title"],
        report["owner"],
        report["contentHash"],
        len(named),
        len(report["notCounted"]),
        tuple(sums),
        tuple(faults),
    )


def key_of(figure: Mapping[str, Any]) -> Key:
    """What a figure is: its kind, subject and unit."""
    return figure["kind"], figure["subject"], figure["unit"]


def sum_of(values: Iterable[str | None]) -> str | None:
    """The sum of what is known, to the last digit; None where nothing is."""
    known = [Decimal(value) for value in values if value is not None]
    total = Decimal()
    for value in known:
        total = EXACT.add(total, value)
    return f"{total:f}" if known else None


def same_number(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same number, or both none."""
    return one == other or (one is not None and other is not None and Decimal(one) == Decimal(other))
