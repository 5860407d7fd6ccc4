"""Who may do what: roles, permissions, and the person behind a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cpaudit.errors import Denied, Unauthenticated
from cpaudit.text import LocalizedText


class Role(StrEnum):
    """What a member is in a tenant."""

    PLATFORM_ADMIN = "PLATFORM_ADMIN"
    TENANT_ADMIN = "TENANT_ADMIN"
    AUDITOR = "AUDITOR"
    EXPERT = "EXPERT"
    ENTERPRISE_STAFF = "ENTERPRISE_STAFF"
    VIEWER = "VIEWER"


ROLE_NAMES: dict[Role, LocalizedText] = {
    Role.PLATFORM_ADMIN: LocalizedText({"zh-CN": "平台管理员", "en": "Platform administrator"}),
    Role.TENANT_ADMIN: LocalizedText({"zh-CN": "单位管理员", "en": "Tenant administrator"}),
    Role.AUDITOR: LocalizedText({"zh-CN": "审计员", "en": "Auditor"}),
    Role.EXPERT: LocalizedText({"zh-CN": "专家", "en": "Expert"}),
    Role.ENTERPRISE_STAFF: LocalizedText({"zh-CN": "企业人员", "en": "Enterprise staff"}),
    Role.VIEWER: LocalizedText({"zh-CN": "查看者", "en": "Viewer"}),
}


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    MANAGE_PLATFORM = "MANAGE_PLATFORM"
    MANAGE_MEMBERS = "MANAGE_MEMBERS"
    MANAGE_PLUGINS = "MANAGE_PLUGINS"
    READ = "READ"
    READ_EVENTS = "READ_EVENTS"
    EDIT_ENTERPRISES = "EDIT_ENTERPRISES"
    EDIT_AUDITS = "EDIT_AUDITS"
    CLOSE_PHASES = "CLOSE_PHASES"
    PROPOSE_OPTIONS = "PROPOSE_OPTIONS"
    JUDGE_OPTIONS = "JUDGE_OPTIONS"
    DRAFT_OVERLAYS = "DRAFT_OVERLAYS"
    PUBLISH_OVERLAYS = "PUBLISH_OVERLAYS"

    SHARE_OUTCOMES = "SHARE_OUTCOMES"
    MANAGE_WEBHOOKS = "MANAGE_WEBHOOKS"
    PLAN_PROGRAMMES = "PLAN_PROGRAMMES"
    DECIDE_PROGRAMMES = "DECIDE_PROGRAMMES"
    ORGANISE_PEOPLE = "ORGANISE_PEOPLE"
    SCORE_PILOTS = "SCORE_PILOTS"
    GIVE_ADVICE = "GIVE_ADVICE"
    ASK_ADVICE = "ASK_ADVICE"

    SUBMIT = "SUBMIT"
    DECIDE_SUBMISSIONS = "DECIDE_SUBMISSIONS"
    COMPOSE_REPORTS = "COMPOSE_REPORTS"
    GRANT_EXPORTS = "GRANT_EXPORTS"
    EXPORT = "EXPORT"
    REVIEW_QUALITY = "REVIEW_QUALITY"
    SET_CRITERIA = "SET_CRITERIA"
    COMMEND = "COMMEND"
    MANAGE_FUNDING = "MANAGE_FUNDING"
    MANAGE_TEMPLATES = "MANAGE_TEMPLATES"


_EXPERT = {
    Permission.READ,
    Permission.PROPOSE_OPTIONS,
    Permission.JUDGE_OPTIONS,
    Permission.DRAFT_OVERLAYS,
    Permission.SCORE_PILOTS,
    Permission.GIVE_ADVICE,
    Permission.ASK_ADVICE,
    Permission.REVIEW_QUALITY,
}
_STAFF = {
    Permission.READ,
    Permission.EDIT_AUDITS,
    Permission.PROPOSE_OPTIONS,
    Permission.ASK_ADVICE,
    Permission.SUBMIT,
}
_AUDITOR = (
    _EXPERT
    | _STAFF
    | {
        Permission.EDIT_ENTERPRISES,
        Permission.CLOSE_PHASES,
        Permission.PUBLISH_OVERLAYS,
        Permission.PLAN_PROGRAMMES,
        Permission.ORGANISE_PEOPLE,
        Permission.DECIDE_SUBMISSIONS,
        Permission.COMPOSE_REPORTS,
        Permission.EXPORT,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # The platform's administrator installs and creates, and reads no tenant's data.
    Role.PLATFORM_ADMIN: frozenset({Permission.MANAGE_PLATFORM}),
    Role.TENANT_ADMIN: frozenset(
        _AUDITOR
        | {
            Permission.MANAGE_MEMBERS,
            Permission.MANAGE_PLUGINS,
            Permission.READ_EVENTS,
            Permission.SHARE_OUTCOMES,
            Permission.MANAGE_WEBHOOKS,
            # What a tenant decides and hands to others; the leading group's part asks for a seat in it too.
            Permission.DECIDE_PROGRAMMES,
            Permission.GRANT_EXPORTS,
            Permission.SET_CRITERIA,
            Permission.COMMEND,
            Permission.MANAGE_FUNDING,
            Permission.MANAGE_TEMPLATES,
        }
    ),
    Role.AUDITOR: frozenset(_AUDITOR),
    Role.EXPERT: frozenset(_EXPERT),
    Role.ENTERPRISE_STAFF: frozenset(_STAFF),
    Role.VIEWER: frozenset({Permission.READ}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, as a member of one tenant.

    Attributes:
        account_id: the person's account.
        tenant_id: the tenant in which he acts; None for an account that is a member nowhere.
        member_id: his membership there.
        role: his role there; None without a membership.
        enterprise_id: for enterprise staff, the one enterprise whose audits he works on.
        platform_admin: whether he administers the platform.
    """

    account_id: str
    tenant_id: str | None = None
    member_id: str | None = None
    role: Role | None = None
    enterprise_id: str | None = None
    platform_admin: bool = False

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that this person may do here."""
        own = ROLE_PERMISSIONS[self.role] if self.role else frozenset[Permission]()
        return own | ROLE_PERMISSIONS[Role.PLATFORM_ADMIN] if self.platform_admin else own

    def may(self, permission: Permission) -> bool:
        """Whether this person has *permission*."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Do nothing where the person has *permission*.

        Raises:
            Denied: he does not.
        """
        if not self.may(permission):
            held = self.role.value if self.role else "no role"
            raise Denied(f"{permission.value} is not among the permissions of {held}")

    @property
    def tenant(self) -> str:
        """The tenant in which this person acts.

        Raises:
            Denied: none was chosen.
        """
        if self.tenant_id is None:
            raise Denied("this account acts in no tenant", remedy="name one in the X-Tenant header")
        return self.tenant_id


def signed_in(actor: Actor | None) -> Actor:
    """The actor of a request.

    Raises:
        Unauthenticated: there is none.
    """
    if actor is None:
        raise Unauthenticated("nobody is signed in", remedy="send an Authorization header with a bearer token")
    return actor
