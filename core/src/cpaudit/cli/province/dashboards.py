"""The three dashboards, each held against the packets: its totals are their sums, its parts make the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpaudit.cli.demo.client import Client
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.reconciling import Key, key_of, packets_of, same_number, sum_of
from cpaudit.cli.province.tenants import Province
from cpaudit.permissions import Role

FIGURES = """figures(first: 200) { nodes { kind subject unit value complete
    split(by: SECTOR, first: 200) { nodes { value } } terms(first: 1000) { nodes { value audit { packetHash } } } } }"""
PROGRAMME = f"{{ programmeDashboard {{ totals {{ audits concluded {FIGURES} }} funnel {{ phase audits }} }} }}"
SECTOR = (
    f"""query($sector: String!) {{ sectorDashboard(sector: $sector) {{ concluded totals {{ audits {FIGURES} }} }} }}"""
)
ENTERPRISE = """query($id: ID!) { enterpriseDashboard(id: $id) { totals { figures(first: 200) { nodes {
    kind subject unit value } } } } }"""
OF_ENTERPRISE = """{ packets(filter: { kind: AUDIT }, first: 1000) { nodes { number chain enterprise { code }
    figures { kind subject unit value } } } }"""


@dataclass(frozen=True, slots=True)
class Held:
    """A dashboard that was read.

    Attributes:
        of: whose it is.
        figures: how many were held against something.
    """

    dashboard: str
    of: str
    figures: int
    faults: tuple[str, ...]


def hold_against_packets(province: Province, carried: Sequence[Carried]) -> list[Held]:
    """Read the programme's dashboard in every body above enterprises, one of a sector, and one of an enterprise."""
    lead = province.lead.as_(Role.VIEWER)
    found = [_of_the_leading_group(lead, province.lead.code)]
    for plugin, office in province.departments.items():
        viewer = office.as_(Role.VIEWER)
        figures = viewer.ask(PROGRAMME)["programmeDashboard"]["totals"]["figures"]["nodes"]
        found.append(Held("programme", office.code, len(figures), tuple(_parts(figures))))
        sector = province.goldens[plugin].audit.enterprise.gb4754[:3]
        figures = viewer.ask(SECTOR, sector=sector)["sectorDashboard"]["totals"]["figures"]["nodes"]
        found.append(Held("sector", f"{office.code} {sector}", len(figures), tuple(_parts(figures))))
        found.append(_of_an_enterprise(viewer, next(each for each in _alone(carried) if each.office is office)))
    return found


def _alone(carried: Sequence[Carried]) -> list[Carried]:
    """Concluded audits of enterprises that have no second round: all but the first."""
    concluded = [each for each in carried if each.planned.concluded]
    return concluded[1:]


def _of_the_leading_group(client: Client, code: str) -> Held:
    """It has no audits of its own: its totals are those of the summary."""
    figures = client.ask(PROGRAMME)["programmeDashboard"]["totals"]["figures"]["nodes"]
    (summary,) = packets_of(client, "PROGRAMME_SUMMARY")
    faults = list(_parts(figures))
    faults += _differences(figures, {key_of(each): each["value"] for each in summary["figures"]})
    return Held("programme", code, len(figures), tuple(faults))


def _of_an_enterprise(client: Client, carried: Carried) -> Held:
    """Of an audit that was handed over, the latest packet says the same."""
    enterprise = carried.office.enterprises[carried.planned.code]
    figures = client.ask(ENTERPRISE, id=enterprise)["enterpriseDashboard"]["totals"]["figures"]["nodes"]
    packets = client.ask(OF_ENTERPRISE)["packets"]["nodes"]
    own = [each for each in packets if each["enterprise"]["code"] == carried.planned.code]
    latest = max(own, key=lambda each: int(each["number"]))
    faults = _differences(figures, {key_of(each): each["value"] for each in latest["figures"]})
    return Held("enterprise", carried.planned.code, len(figures), tuple(faults))


def _differences(figures: Sequence[Mapping[str, Any]], values: Mapping[Key, str | None]) -> list[str]:
    """Figures that are not what the packets come to; emissions are on no dashboard."""
    return [
        f"{' '.join(key_of(each))}: {each['value']} here, {values.get(key_of(each))} by the packets"
        for each in figures
        if not same_number(each["value"], values.get(key_of(each)))
    ]


def _parts(figures: Sequence[Mapping[str, Any]]) -> list[str]:
    """Figures whose parts, or whose terms, do not make the value to the last digit."""
    faults = []
    for each in figures:
        for what in ("split", "terms"):
            total = sum_of(part["value"] for part in each[what]["nodes"])
            if not same_number(each["value"], total):
                faults.append(f"{' '.join(key_of(each))}: {each['value']}, and {total} by its {what}")
    return faults
