"""A province to test in: one leading group, three sector departments, a city, and their people.

Everybody and everything in it is illustrative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.library import Library
from cpaudit.permissions import ROLE_NAMES, Actor, Role
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import PLATFORM, Database
from cpaudit.tenancy import service
from cpaudit.tenancy.models import Account, EnabledPlugin, TenantKind
from cpaudit.tenancy.tokens import hash_password
from cpaudit.text import LocalizedText
from cpaudit.work import unit_of_work

PASSWORD = "an illustrative password"
ROOT = "root"
ADVISER = "adviser"
"""Somebody who is an expert in the chemicals department and a viewer in the light industry department."""

ROLES = {
    "admin": Role.TENANT_ADMIN,
    "auditor": Role.AUDITOR,
    "expert": Role.EXPERT,
    "staff": Role.ENTERPRISE_STAFF,
    "viewer": Role.VIEWER,
}
"""What tests call the members of each tenant."""

ADVISER_ROLES = {"chem": Role.EXPERT, "light": Role.VIEWER}


@dataclass(frozen=True, slots=True)
class TenantPlan:
    """A tenant of the province, the plugin it enables, its parent, and the industry of its first enterprise."""

    code: str
    kind: TenantKind
    zh: str
    en: str
    plugin: str | None = None
    parent: str | None = "lead"
    gb4754: str = "C2611"


TENANTS = (
    TenantPlan("lead", TenantKind.LEADING_GROUP, "示例省清洁生产领导小组", "Leading group", parent=None),
    TenantPlan("chem", TenantKind.DEPARTMENT, "示例省化工厅", "Chemicals", "chemical"),
    TenantPlan(
        "light",
        TenantKind.DEPARTMENT,
        "示例省轻工厅",
        "Light industry",
        "light_industry",
        gb4754="C2221",
    ),
    TenantPlan(
        "building",
        TenantKind.DEPARTMENT,
        "示例省建材局",
        "Building materials",
        "building_materials",
        gb4754="C3011",
    ),
    TenantPlan("city", TenantKind.CITY, "示例市环境保护局", "City office"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in with :data:`PASSWORD`, or send this token."""

    email: str
    name: str
    token: str
    account_id: str


@dataclass(frozen=True, slots=True)
class Province:
    """Who and what there is.

    Attributes:
        tenants: tenant's code → its id.
        people: (tenant's code, what tests call him) → the person; the platform's administrator has the code "".
        actors: the same keys → the person as a member of that tenant.
        enterprises: tenant's code → the id of its first enterprise, the one its staff works for.
    """

    tenants: Mapping[str, str]
    people: Mapping[tuple[str, str], Person]
    actors: Mapping[tuple[str, str], Actor]
    enterprises: Mapping[str, str]

    def person(self, as_: str, tenant: str = "chem") -> Person:
        """Somebody by what tests call him."""
        return self.people["" if as_ == ROOT else tenant, as_]

    def plugins_of(self, tenant: str) -> tuple[str, ...]:
        """Names of the plugins that a tenant has enabled at first."""
        return tuple(plan.plugin for plan in TENANTS if plan.code == tenant and plan.plugin)

    def actor(self, as_: str, tenant: str = "chem") -> Actor:
        """Somebody as the services see him."""
        return self.actors["" if as_ == ROOT else tenant, as_]


async def build_province(database: Database) -> Province:
    """Fill a database with the province.

    Accounts share one password and so one hash of it: hashing is slow, and meant to be.
    """
    people: dict[tuple[str, str], Person] = {}
    actors: dict[tuple[str, str], Actor] = {}
    tenants: dict[str, str] = {}
    enterprises: dict[str, str] = {}
    password_hash = hash_password(PASSWORD)
    root = Account(email="root@example.org", name="Root (示例)", password_hash=password_hash, platform_admin=True)
    people["", ROOT] = await _person(database, root)
    actors["", ROOT] = Actor(people["", ROOT].account_id, platform_admin=True)
    nobody = PluginHost((), known_unit=bool)
    adviser = await _person(
        database, Account(email="adviser@example.org", name="专家组（示例）", password_hash=password_hash)
    )
    for plan in TENANTS:
        tenant_id = await service.create_tenant(
            database,
            actors["", ROOT],
            code=plan.code,
            kind=plan.kind,
            name=LocalizedText({"zh-CN": plan.zh, "en": plan.en}),
            parent_id=tenants[plan.parent] if plan.parent else None,
            illustrative=True,
        )
        tenants[plan.code] = tenant_id
        for called, role in ROLES.items():
            name = f"{plan.zh}{ROLE_NAMES[role]['zh-CN']}（示例）"
            account = Account(email=f"{called}.{plan.code}@example.org", name=name, password_hash=password_hash)
            people[plan.code, called] = await _person(database, account)
        admin = people[plan.code, "admin"]
        member_id = await service.appoint_tenant_admin(
            database, actors["", ROOT], tenant_id, email=admin.email, name=admin.name, password=None
        )
        actors[plan.code, "admin"] = Actor(admin.account_id, tenant_id, member_id, Role.TENANT_ADMIN)
        async with unit_of_work(database, actors[plan.code, "admin"], library=Library.of(()), host=nobody) as work:
            if plan.plugin:
                await work.add(EnabledPlugin(tenant_id=tenant_id, plugin=plan.plugin), "pluginEnabled")
            enterprises[plan.code] = (await work.add(_first_enterprise(plan, tenant_id), "enterpriseRegistered")).id
            joining = [(called, role, people[plan.code, called]) for called, role in ROLES.items() if called != "admin"]
            if plan.code in ADVISER_ROLES:
                joining.append((ADVISER, ADVISER_ROLES[plan.code], adviser))
            for called, role, person in joining:
                enterprise_id = enterprises[plan.code] if role is Role.ENTERPRISE_STAFF else None
                member_id = await service.add_member(
                    work, email=person.email, name=person.name, role=role, password=None, enterprise_id=enterprise_id
                )
                people[plan.code, called] = person
                actors[plan.code, called] = Actor(person.account_id, tenant_id, member_id, role, enterprise_id)
    return Province(tenants, people, actors, enterprises)


def _first_enterprise(plan: TenantPlan, tenant_id: str) -> Enterprise:
    return Enterprise(
        tenant_id=tenant_id,
        code="first",
        name=f"{plan.zh}所属示例企业",
        gb4754=plan.gb4754,
        size_class=SizeClass.LARGE,
        illustrative=True,
    )


async def _person(database: Database, account: Account) -> Person:
    async with database.writing(PLATFORM) as session:
        session.add(account)
    token = await service.issue_token(database, account.email, "tests")
    return Person(account.email, account.name, token, account.id)
