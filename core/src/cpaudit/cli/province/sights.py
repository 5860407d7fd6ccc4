"""What everybody sees: each role of each body signs in and finds exactly what is its own, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.demo.province import Login
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.handing import Chain, informed
from cpaudit.cli.province.tenants import Office, Province
from cpaudit.permissions import Role

LISTS = ("enterprises", "audits", "receivedSubmissions", "submissions", "packets", "qualityReviews")
COUNTS = "{ viewer { role tenant { code } } " + " ".join(f"{name} {{ totalCount }}" for name in LISTS) + " }"
NODE = "query($id: ID!) { node(id: $id) { __typename } }"
BY_ID = {
    "Audit": "query($id: ID!) { found: audit(id: $id) { title } }",
    "Enterprise": "query($id: ID!) { found: enterprise(id: $id) { name } }",
}
PACKET = "query($id: ID!) { found: packet(id: $id) { title } }"
PACKETS = "{ packets(first: 1000) { nodes { id enterprise { code } } } }"
MOST_TRIED = 20
"""Packets of others for which everybody asks."""

ENTERPRISE = {"code": "X-1", "name": "示例", "gb4754": "C2611", "sizeClass": "LARGE"}
QUESTION = {"kind": "LAW", "title": "示例", "text": "示例"}
MEMBER = {"email": "nobody@cpaudit.example", "name": "示例", "role": Role.VIEWER.value}
TENANT = {"code": "x", "kind": "COUNTY", "name": {"translations": [{"lang": "en", "text": "x"}]}}
BEYOND: Mapping[Role, tuple[str, Mapping[str, object]]] = {
    Role.PLATFORM_ADMIN: ("registerEnterprise", ENTERPRISE),
    Role.TENANT_ADMIN: ("createTenant", TENANT),
    Role.AUDITOR: ("addMember", MEMBER),
    Role.EXPERT: ("registerEnterprise", ENTERPRISE),
    Role.ENTERPRISE_STAFF: ("registerEnterprise", ENTERPRISE),
    Role.VIEWER: ("raiseQuestion", QUESTION),
}
"""What each role may not do."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that somebody has to see, or not."""

    office: str
    role: Role
    what: str
    expected: str
    seen: str

    @property
    def right(self) -> bool:
        """Whether it is as it should be."""
        return self.expected == self.seen


def look(
    province: Province, strangers: Client, logins: Sequence[Login], carried: Sequence[Carried], chain: Chain
) -> list[Sight]:
    """Have everybody sign in anew and look."""
    expected = Expected(province, carried, chain)
    own_ids = {office.code: _ids(office, carried) for office in province.offices()}
    everything = {office.code: _packets(office) for office in province.offices()}
    found: list[Sight] = []
    for login in logins:
        client = strangers.sign_in(login.email, login.password, login.tenant or None)
        if login.role is Role.PLATFORM_ADMIN:
            found += _platform(client, login, own_ids)
            continue
        office = next(each for each in province.offices() if each.code == login.tenant)
        found += _member(client, login, expected.of(office, login), own_ids)
        found += _no_other_packets(client, office, login, everything)
    found.append(_stranger(strangers))
    return found


class Expected:
    """How many of each list everybody has to see, from the plan and from what was handed over."""

    def __init__(self, province: Province, carried: Sequence[Carried], chain: Chain) -> None:
        self._province = province
        self._carried = carried
        self._chain = chain

    def of(self, office: Office, login: Login) -> dict[str, int]:
        """Counts by list."""
        if login.role is Role.ENTERPRISE_STAFF:
            return self._of_staff(office, login)
        own = [each for each in self._carried if each.office is office]
        second = self._carried and self._second().office is office
        handed = sum(self._chain.versions[each.planned.code] for each in own)
        received = self._received(office)
        reviews = 0
        reports = 0
        for sector in self._chain.sectors:
            if sector.office is office:
                reviews, reports = sum(sector.decisions.values()), 1
        if office is self._province.lead:
            received, reports = len(self._chain.sectors), 1
        # A department hands its own audits to itself: one packet, which it has made and received.
        packets = received + reports + (0 if self._is_department(office) else handed)
        return {
            "enterprises": len(office.planned),
            "audits": len(own) + (1 if second else 0),
            "receivedSubmissions": received,
            "submissions": handed + reports,
            "packets": packets,
            "qualityReviews": reviews,
        }

    def _of_staff(self, office: Office, login: Login) -> dict[str, int]:
        code = next(code for code, each in office.staff.items() if each.email == login.email)
        own = [each for each in self._carried if each.planned.code == code]
        second = bool(own) and self._second() is own[0]
        handed = self._chain.versions[code]
        return {
            "enterprises": 1,
            "audits": len(own) + (1 if second else 0),
            # Its department has it from the enterprise itself, in the same tenant.
            "receivedSubmissions": handed if self._is_department(office) else 0,
            "submissions": handed,
            "packets": handed,
            "qualityReviews": 0,
        }

    def _second(self) -> Carried:
        return next(each for each in self._carried if each.planned.concluded)

    def _is_department(self, office: Office) -> bool:
        return office in self._province.departments.values()

    def _received(self, office: Office) -> int:
        """How many audits were handed to an office, for its decision or its information."""
        received = 0
        for each in self._carried:
            department = self._province.departments[each.planned.plugin]
            if office is department or office in informed(self._province, each):
                received += self._chain.versions[each.planned.code]
        return received


def _ids(office: Office, carried: Sequence[Carried]) -> dict[str, str]:
    """Something of an office's own, by type."""
    found = {}
    audits = [each.audit for each in carried if each.office is office]
    if audits:
        found["Audit"] = audits[0]
    if office.enterprises:
        found["Enterprise"] = next(iter(office.enterprises.values()))
    return found


def _packets(office: Office) -> dict[str, str]:
    """Every packet that an office has, with the code of the enterprise that it is of; empty for reports."""
    nodes = office.as_(Role.VIEWER).ask(PACKETS)["packets"]["nodes"]
    return {each["id"]: (each["enterprise"] or {"code": ""})["code"] for each in nodes}


def _member(
    client: Client, login: Login, expected: Mapping[str, int], ids: Mapping[str, Mapping[str, str]]
) -> Iterator[Sight]:
    seen = client.ask(COUNTS)
    yield _sight(
        login,
        "role, tenant",
        f"{login.role} {login.tenant}",
        f"{seen['viewer']['role']} {seen['viewer']['tenant']['code']}",
    )
    for name in LISTS:
        yield _sight(login, name, str(expected[name]), str(seen[name]["totalCount"]))
    yield from _nothing_of_others(client, login, ids)
    mutation, given = BEYOND[login.role]
    yield _sight(login, mutation, "Denied", _answer(client, mutation, given))


def _nothing_of_others(client: Client, login: Login, ids: Mapping[str, Mapping[str, str]]) -> Iterator[Sight]:
    own = set(ids.get(login.tenant, {}).values())
    for kind, query in BY_ID.items():
        others = [each[kind] for code, each in ids.items() if code != login.tenant and kind in each]
        others = [each for each in others if each not in own]
        seen = 0
        for each in others:
            seen += client.ask(query, id=each)["found"] is not None
            seen += client.ask(NODE, id=each)["node"] is not None
        yield _sight(login, f"{kind} of others by id", "0", str(seen))


def _no_other_packets(
    client: Client, office: Office, login: Login, everything: Mapping[str, Mapping[str, str]]
) -> Iterator[Sight]:
    """A packet keeps its id with whoever it was handed to; nobody else finds it by that id."""
    own = everything[office.code]
    mine = {code for code, staff in office.staff.items() if staff.email == login.email}
    visible = {each for each, code in own.items() if not mine or code in mine}
    others = sorted({each for packets in everything.values() for each in packets} - visible)
    seen = sum(client.ask(PACKET, id=each)["found"] is not None for each in others[:MOST_TRIED])
    yield _sight(login, "Packet of others by id", "0", str(seen))


def _platform(client: Client, login: Login, ids: Mapping[str, Mapping[str, str]]) -> Iterator[Sight]:
    tenants = client.ask("{ tenants { totalCount } }")["tenants"]["totalCount"]
    yield _sight(login, "tenants", str(len(ids)), str(tenants))
    for name in ("enterprises", "audits", "packets"):
        yield _sight(login, name, "refused", _refused(client, f"{{ {name} {{ totalCount }} }}"))
    mutation, given = BEYOND[login.role]
    yield _sight(login, mutation, "Denied", _answer(client, mutation, given))


def _stranger(client: Client) -> Sight:
    return Sight(
        "-", Role.VIEWER, "audits, without signing in", "refused", _refused(client, "{ audits { totalCount } }")
    )


def _refused(client: Client, query: str) -> str:
    try:
        answered: Any = client.ask(query)
    except DemoFailedError:
        return "refused"
    return str(answered)


def _answer(client: Client, mutation: str, given: Mapping[str, object]) -> str:
    try:
        client.refused(mutation, "Denied", given)
    except DemoFailedError as error:
        return str(error)
    return "Denied"


def _sight(login: Login, what: str, expected: str, seen: str) -> Sight:
    return Sight(login.tenant or "-", login.role, what, expected, seen)
