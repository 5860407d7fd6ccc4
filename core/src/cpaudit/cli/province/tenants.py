"""The bodies of the simulated province, and somebody in each role of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import httpx

from cpaudit.cli.demo.client import Client
from cpaudit.cli.demo.golden import PluginAudit
from cpaudit.cli.demo.province import NAMES, Founder, Login, name_of_department, tenant_code
from cpaudit.cli.province.plan import Planned, city_code, city_name
from cpaudit.permissions import Role
from cpaudit.programmes.models import StageKind
from cpaudit.tenancy.models import TenantKind
from cpaudit.text import LocalizedText

LOOKING = (Role.VIEWER,)
WORKING = (Role.AUDITOR, Role.VIEWER)
AUDITING = (Role.AUDITOR, Role.EXPERT, Role.VIEWER)
"""Who is there beside the administrator, before there are enterprises with staff."""


@dataclass
class Office:
    """A tenant with its people.

    Attributes:
        enterprises: id of an enterprise by its code.
        logins: somebody in each role; staff of an enterprise is in ``staff``.
        staff: by the enterprise's code.
        planned: the enterprises that it registers and audits.
    """

    code: str
    id: str
    kind: TenantKind
    name: LocalizedText
    logins: dict[Role, Login] = field(default_factory=dict)
    enterprises: dict[str, str] = field(default_factory=dict)
    staff: dict[str, Login] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)

    def as_(self, role: Role) -> Client:
        """The client of the office's person in this role; where it has no expert, its auditor judges options."""
        if role is Role.EXPERT and role not in self.logins:
            role = Role.AUDITOR
        return self.logins[role].client

    def over(self, http: httpx.Client) -> Office:
        """The same office, whose people use connections of their own."""
        logins = {role: replace(login, client=replace(login.client, http=http)) for role, login in self.logins.items()}
        return replace(self, logins=logins)


@dataclass(frozen=True, slots=True)
class Province:
    """All bodies.

    Attributes:
        departments: by plugin.
        cities: by letter.
        goldens: the golden audit of each plugin.
    """

    root: Client
    lead: Office
    departments: Mapping[str, Office]
    cities: Mapping[str, Office]
    county: Office
    goldens: Mapping[str, PluginAudit]
    planned: Sequence[Planned]

    def registering(self) -> list[Office]:
        """The offices that have enterprises."""
        return [each for each in chain(self.departments.values(), self.cities.values()) if each.planned]

    def owner(self, planned: Planned) -> Office:
        """Who registers and audits an enterprise: of a municipal pilot its city, of others the department."""
        if planned.stage is StageKind.MUNICIPAL_PILOT:
            return self.cities[planned.city]
        return self.departments[planned.plugin]

    def offices(self) -> list[Office]:
        """Every body."""
        return [self.lead, *self.departments.values(), *self.cities.values(), self.county]


def found(founder: Founder, root: Client, goldens: Sequence[PluginAudit], planned: Sequence[Planned]) -> Province:
    """Create all bodies with their people and plugins."""
    lead = _office(founder, "lead", TenantKind.LEADING_GROUP, NAMES["lead"], None, (), WORKING)
    departments = {
        golden.plugin: _office(
            founder,
            tenant_code(golden.plugin),
            TenantKind.DEPARTMENT,
            name_of_department(golden.plugin),
            lead.id,
            (golden.plugin,),
            AUDITING,
        )
        for golden in goldens
    }
    letters = sorted({each.city for each in planned})
    cities = {}
    for letter in letters:
        name = LocalizedText(
            {"zh-CN": f"{city_name(letter)['zh-CN']}清洁生产办公室", "en": f"City office of {city_name(letter)['en']}"}
        )
        pilots = {each.plugin for each in planned if each.city == letter and each.stage is StageKind.MUNICIPAL_PILOT}
        enabled = [plugin for plugin in departments if plugin in pilots]
        people = WORKING if enabled else LOOKING
        cities[letter] = _office(founder, city_code(letter), TenantKind.CITY, name, lead.id, enabled, people)
    first = cities[letters[0]]
    county_name = LocalizedText({"zh-CN": "示例县清洁生产办公室", "en": "County office of Example County"})
    county = _office(founder, "county-a1", TenantKind.COUNTY, county_name, first.id, (), LOOKING)
    province = Province(root, lead, departments, cities, county, {golden.plugin: golden for golden in goldens}, planned)
    for each in planned:
        province.owner(each).planned.append(each)
    return province


def _office(
    founder: Founder,
    code: str,
    kind: TenantKind,
    name: LocalizedText,
    parent: str | None,
    plugins: Sequence[str],
    people: Sequence[Role],
) -> Office:
    tenant, admin = founder.office(code, kind, name, parent)
    for plugin in plugins:
        admin.client.enable_plugin(plugin)
    if plugins:
        # Another process of the server may believe for some seconds that this token's tenant has no plugin.
        admin = founder.signed_in_anew(admin)
    office = Office(code, tenant, kind, name, {Role.TENANT_ADMIN: admin})
    for role in people:
        office.logins[role] = founder.member(admin, role)
    return office


def staff_pilots(founder: Founder, province: Province) -> None:
    """Make somebody of a pilot's staff a member: of the first enterprise of each office that registers some."""
    for office in province.registering():
        first = office.planned[0].code
        login = founder.member(office.logins[Role.TENANT_ADMIN], Role.ENTERPRISE_STAFF, office.enterprises[first])
        office.logins[Role.ENTERPRISE_STAFF] = office.staff[first] = login
