"""The province of the demonstration: leading group, sector departments, a city, and somebody in each role."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from cpaudit.cli.demo.client import Client
from cpaudit.cli.demo.golden import PluginAudit
from cpaudit.permissions import ROLE_NAMES, Role
from cpaudit.tenancy.models import TenantKind
from cpaudit.text import LocalizedText

MAIL_DOMAIN = "cpaudit.example"
"""A domain that is reserved for examples: no mail reaches anybody."""

NAMES = {
    "lead": LocalizedText({"zh-CN": "示例省清洁生产领导小组", "en": "Leading group of the example province"}),
    "city": LocalizedText({"zh-CN": "示例市清洁生产办公室", "en": "City office of Example City"}),
    "chemical": LocalizedText({"zh-CN": "示例省化工厅", "en": "Chemical industry department"}),
    "light_industry": LocalizedText({"zh-CN": "示例省轻工厅", "en": "Light industry department"}),
    "building_materials": LocalizedText({"zh-CN": "示例省建材局", "en": "Building materials department"}),
}

_ADDRESSES = {
    Role.PLATFORM_ADMIN: "root",
    Role.TENANT_ADMIN: "admin",
    Role.AUDITOR: "auditor",
    Role.EXPERT: "expert",
    Role.ENTERPRISE_STAFF: "staff",
    Role.VIEWER: "viewer",
}


@dataclass(frozen=True, slots=True)
class Login:
    """With what somebody signs in. The password was made for this run and is kept nowhere else."""

    tenant: str
    role: Role
    email: str
    password: str
    client: Client

    @property
    def token(self) -> str:
        """The bearer token of the session."""
        return self.client.token or ""


@dataclass(frozen=True, slots=True)
class Department:
    """A sector department with its people and its enterprise."""

    code: str
    name: LocalizedText
    enterprise: str
    golden: PluginAudit
    logins: dict[Role, Login]

    def as_(self, role: Role) -> Client:
        """The client of the department's person in this role."""
        return self.logins[role].client


def new_password() -> str:
    """A password for one run of the demonstration."""
    return secrets.token_urlsafe(12)


def name_of_department(plugin: str) -> LocalizedText:
    """The name of the department whose plugin this is."""
    return NAMES.get(plugin) or LocalizedText({"en": plugin})


def tenant_code(plugin: str) -> str:
    """The code of the department whose plugin this is."""
    return plugin.replace("_", "-")


def address(role: Role, tenant: str | None = None) -> str:
    """The e-mail address of the demonstration's person in a role."""
    return f"{_ADDRESSES[role]}@{tenant + '.' if tenant else ''}{MAIL_DOMAIN}"


class Founder:
    """Sets the province up as the platform's administrator."""

    def __init__(self, stranger: Client, root: Client) -> None:
        self._stranger = stranger
        self._root = root
        self.logins: list[Login] = []

    def body(self, code: str, kind: TenantKind, parent: str | None = None) -> str:
        """Create a leading group or a city with its administrator; gives the tenant's id."""
        return self.office(code, kind, NAMES[code], parent)[0]

    def office(self, code: str, kind: TenantKind, name: LocalizedText, parent: str | None) -> tuple[str, Login]:
        """Create a tenant with its administrator; gives the tenant's id and the administrator."""
        tenant, admin = self._tenant(code, kind, name, parent)
        self.logins.append(admin)
        return tenant, admin

    def member(self, admin: Login, role: Role, enterprise: str | None = None, name: str = "") -> Login:
        """Make somebody a member of the administrator's tenant.

        Args:
            admin: of the tenant.
            role: what the member is to be.
            enterprise: id of the one enterprise that enterprise staff sees.
            name: stands before the tenant in the address, where there are several of one role.
        """
        email, password = address(role, f"{name}.{admin.tenant}" if name else admin.tenant), new_password()
        given = {"email": email, "name": _name_of(role, admin.client), "role": role.value, "password": password}
        admin.client.tell("addMember", "Member", given if enterprise is None else {**given, "enterprise": enterprise})
        login = self._login(admin.tenant, role, email, password)
        self.logins.append(login)
        return login

    def department(self, golden: PluginAudit, parent: str) -> Department:
        """Create the department of a plugin: its administrator enables the plugin and registers the enterprise."""
        name = name_of_department(golden.plugin)
        code = tenant_code(golden.plugin)
        _, admin = self.office(code, TenantKind.DEPARTMENT, name, parent)
        admin.client.enable_plugin(golden.plugin)
        enterprise = register_enterprise(admin.client, golden)
        logins = {Role.TENANT_ADMIN: admin}
        for role in (Role.AUDITOR, Role.EXPERT, Role.ENTERPRISE_STAFF, Role.VIEWER):
            logins[role] = self.member(admin, role, enterprise if role is Role.ENTERPRISE_STAFF else None)
        return Department(code, name, enterprise, golden, logins)

    def signed_in_anew(self, login: Login) -> Login:
        """Somebody with a new session, in which the server knows what has changed in his tenant."""
        fresh = self._login(login.tenant, login.role, login.email, login.password)
        self.logins[self.logins.index(login)] = fresh
        return fresh

    def _tenant(self, code: str, kind: TenantKind, name: LocalizedText, parent: str | None) -> tuple[str, Login]:
        translations = [{"lang": language, "text": text} for language, text in name.items()]
        given: dict[str, Any] = {"code": code, "kind": kind.value, "name": {"translations": translations}}
        given["illustrative"] = True
        if parent is not None:
            given["parent"] = parent
        tenant = self._root.tell("createTenant", "Tenant", given, versioned=False).id
        email, password = address(Role.TENANT_ADMIN, code), new_password()
        admin = {"tenant": tenant, "email": email, "name": _name_of(Role.TENANT_ADMIN, self._root)}
        self._root.appoint({**admin, "password": password})
        return tenant, self._login(code, Role.TENANT_ADMIN, email, password)

    def _login(self, tenant: str, role: Role, email: str, password: str) -> Login:
        return Login(tenant, role, email, password, self._stranger.sign_in(email, password, tenant))


def register_enterprise(client: Client, golden: PluginAudit) -> str:
    """Register the audited enterprise with its departments, products and records; gives its id."""
    enterprise, language = golden.audit.enterprise, client.language
    registered = client.tell("registerEnterprise", "Enterprise", enterprise.fields_in(language)).id
    of_enterprise = {"enterprise": registered}
    for product in enterprise.products:
        added = client.tell("addProduct", "Product", {**product.fields_in(language), **of_enterprise}).id
        for year, amount in product.outputs.items():
            output = {"product": added, "year": year, "amount": amount.as_input()}
            client.tell("addProductOutput", "ProductOutput", output)
    add_departments_and_records(client, registered, golden)
    return registered


def add_departments_and_records(client: Client, registered: str, golden: PluginAudit) -> None:
    """Give an enterprise that is registered its departments, permits, orders and certificates."""
    enterprise, language = golden.audit.enterprise, client.language
    of_enterprise = {"enterprise": registered}
    for department in enterprise.departments:
        client.tell("addDepartment", "Department", {**department.fields_in(language), **of_enterprise})
    for record in enterprise.records:
        added = client.tell(
            "addRegulatoryRecord", "RegulatoryRecord", {**record.fields_in(language), **of_enterprise}
        ).id
        for limit in record.limits:
            client.tell("addPermitLimit", "PermitLimit", {**limit.fields_in(language), "record": added})


def _name_of(role: Role, client: Client) -> str:
    suffix = {"zh-CN": "（示例）", "en": " (illustrative)"}[client.language]
    return ROLE_NAMES[role].in_language(client.language) + suffix
