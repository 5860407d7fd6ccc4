"""The API of tenants and members."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import BindParameter, bindparam, or_, select
from strawberry.scalars import JSON

from cpaudit import errors
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.faults import Denied
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    localized_column,
    many,
    one,
    ordering,
    read_by_id,
    readable,
    root_connection,
    root_node,
    root_one,
    visible_id,
)
from cpaudit.graphql.reading.identifiers import row_id
from cpaudit.graphql.texts import LocalizedTextInput
from cpaudit.permissions import Actor, Permission, Role, signed_in
from cpaudit.storage.event_log import Event as EventRow
from cpaudit.tenancy import service
from cpaudit.tenancy.models import Member as MemberRow
from cpaudit.tenancy.models import Tenant as TenantRow
from cpaudit.tenancy.models import TenantKind
from cpaudit.work import Announcement, Work

strawberry.enum(TenantKind, description="What a tenant is in the programme.")
strawberry.enum(Role, description="What a member is in a tenant.")
strawberry.enum(Permission, description="One thing a person may be allowed to do.")


def _known_tenants(context: RequestContext, table: Any) -> Any:
    """The tenants a person may know of: his own, those it stands under, and those right below it."""
    actor = context.actor
    if actor is None or actor.platform_admin:
        return None
    # A parameter, because the statement serves every tenant.
    own: BindParameter[str] = bindparam("tenant_id")
    tenants = TenantRow.__table__.alias()  # type: ignore[attr-defined]
    parent = select(tenants.c.parent_id).where(tenants.c.id == own).scalar_subquery()
    return or_(table.c.id == own, table.c.parent_id == own, table.c.id == parent)


MemberOrder = ordering("MemberOrder", "name", "created_at")


@strawberry.input(description="Which members.")
class MemberFilter:
    role: Role | None = None
    active: bool | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or the address.")


@readable(MemberRow, order=("name",), search=("name", "email"))
@strawberry.type(description="What a person is in a tenant.")
class Member(Node):
    name: str = column()
    email: str = column()
    role: Role = column()
    active: bool = column()
    version: int = column()
    created_at: datetime = column()


TenantOrder = ordering("TenantOrder", "code", "created_at")


@strawberry.input(description="Which tenants.")
class TenantFilter:
    kind: TenantKind | None = None
    parent: strawberry.ID | None = None
    search: str | None = strawberry.field(default=None, description="Words in the name or the code.")


@readable(TenantRow, order=("code",), search=("code", "name"), restrict=_known_tenants, permission=None)
@strawberry.type(description="A body that runs audits or supervises them.")
class Tenant(Node):
    code: str = column()
    kind: TenantKind = column()
    name: str = localized_column("name")
    illustrative: bool = column(description="Whether it was made up for a demonstration.")
    parent: Tenant | None = one("parent_id")
    children: Connection[Tenant] = many("parent_id", filter=TenantFilter, order=TenantOrder)
    created_at: datetime = column()


EventOrder = ordering("EventOrder", "at")


@strawberry.input(description="Which events.")
class EventFilter:
    action: str | None = None
    subject_type: str | None = None
    subject_id: str | None = strawberry.field(default=None, description="The row's part of the node's id.")
    member: strawberry.ID | None = None
    at_from: datetime | None = None
    at_to: datetime | None = None


@readable(EventRow, order=("-at",), permission=Permission.READ_EVENTS)
@strawberry.type(description="One act of one person; the log is only ever added to.")
class Event(Node):
    at: datetime = column()
    member: Member | None = one("member_id")
    action: str = column()
    subject_type: str = column()
    subject_id: str = column()
    before: JSON | None = column(description="The columns that changed, as they were.")
    after: JSON | None = column(description="The columns that changed, as they are now.")


@strawberry.type(description="Who is asking, and as what.")
class Viewer:
    actor: strawberry.Private[Actor]

    @strawberry.field
    def role(self) -> Role | None:
        return self.actor.role

    @strawberry.field
    def platform_admin(self) -> bool:
        return self.actor.platform_admin

    @strawberry.field
    def permissions(self) -> list[Permission]:
        return sorted(self.actor.permissions)

    @strawberry.field(description="The tenant in which the caller acts.")
    async def tenant(self, info: strawberry.Info) -> Tenant | None:
        found: Tenant | None = await read_by_id(info._raw_info, Tenant, self.actor.tenant_id or "")
        return found

    @strawberry.field(description="Identifiers of the plugins that the tenant has enabled.")
    def plugins(self, info: strawberry.Info[RequestContext, None]) -> list[str]:
        return list(info.context.enabled)


@strawberry.type(description="A sign-in that worked.")
class Session:
    token: str = strawberry.field(description="Send it as `Authorization: Bearer …`.")


@strawberry.type(description="The token is revoked.")
class SignedOut:
    done: bool = True


@strawberry.input(description="Who signs in.")
class SignInInput:
    email: str
    password: str


@strawberry.input(description="A new tenant.")
class CreateTenantInput:
    code: str
    kind: TenantKind
    name: LocalizedTextInput
    parent: strawberry.ID | None = None
    illustrative: bool = False


@strawberry.input(description="A tenant's first administrator.")
class AppointTenantAdminInput:
    tenant: strawberry.ID
    email: str
    name: str
    password: str | None = strawberry.field(default=None, description="For an account that does not exist yet.")


@strawberry.input(description="A new member of the caller's tenant.")
class AddMemberInput:
    email: str
    name: str
    role: Role
    password: str | None = strawberry.field(default=None, description="For an account that does not exist yet.")
    enterprise: strawberry.ID | None = strawberry.field(default=None, description="For enterprise staff.")
    client_mutation_id: str | None = None


@strawberry.input(description="What a member is from now on.")
class ChangeMemberInput:
    id: strawberry.ID
    expected_version: int
    role: Role
    active: bool = True


@strawberry.type(description="The tenant has its administrator.")
class AppointedAdmin:
    tenant: strawberry.ID
    email: str


SignInResult = Annotated[Session | Denied, strawberry.union("SignInResult")]


@strawberry.type
class TenancyQueries:
    tenant: Tenant | None = root_one()
    tenants: Connection[Tenant] = root_connection(
        filter=TenantFilter, order=TenantOrder, description="The tenants that the caller may know of."
    )
    members: Connection[Member] = root_connection(filter=MemberFilter, order=MemberOrder)
    events: Connection[Event] = root_connection(
        filter=EventFilter, order=EventOrder, description="What was done in this tenant, latest first."
    )

    node: Node | None = root_node(description="Any object by its identifier.")

    @strawberry.field(description="Who is asking; null for a stranger.")
    def viewer(self, info: strawberry.Info[RequestContext, None]) -> Viewer | None:
        actor = info.context.actor
        return None if actor is None else Viewer(actor=actor)


@strawberry.type
class TenancyMutations:
    @strawberry.mutation(description="Exchange an address and a password for a bearer token.")
    async def sign_in(self, info: strawberry.Info[RequestContext, None], input: SignInInput) -> SignInResult:
        try:
            return Session(token=await service.sign_in(info.context.database, input.email, input.password))
        except errors.Denied as error:
            return Denied(code=error.code, message=error.message, path=["input"], remedy=error.remedy)

    @command(SignedOut, transaction=False)
    async def sign_out(self, context: RequestContext) -> SignedOut:
        """Revoke the bearer token that this request was sent with."""
        actor = signed_in(context.actor)
        await service.sign_out(context.database, context.bearer or "")
        context.announcer.announce([Announcement(actor.tenant_id or "", "signedOut", "Account", actor.account_id)])
        return SignedOut()

    @command(Tenant, transaction=False)
    async def create_tenant(self, context: RequestContext, input: CreateTenantInput) -> str:
        """Create a tenant; for the platform's administrator."""
        return await service.create_tenant(
            context.database,
            signed_in(context.actor),
            code=input.code,
            kind=input.kind,
            name=input.name.read("input", "name"),
            parent_id=None if input.parent is None else visible_id(input.parent, Tenant, path=("input", "parent")),
            illustrative=input.illustrative,
        )

    @command(AppointedAdmin, transaction=False)
    async def appoint_tenant_admin(self, context: RequestContext, input: AppointTenantAdminInput) -> AppointedAdmin:
        """Give a tenant its first administrator; for the platform's administrator."""
        await service.appoint_tenant_admin(
            context.database,
            signed_in(context.actor),
            visible_id(input.tenant, Tenant, path=("input", "tenant")),
            email=input.email,
            name=input.name,
            password=input.password,
        )
        return AppointedAdmin(tenant=input.tenant, email=input.email)

    @command(Member)
    async def add_member(self, work: Work, input: AddMemberInput) -> str:
        """Make a person a member of the caller's tenant."""
        return await service.add_member(
            work,
            email=input.email,
            name=input.name,
            role=input.role,
            password=input.password,
            enterprise_id=None
            if input.enterprise is None
            else row_id(input.enterprise, "Enterprise", path=("input", "enterprise")),
        )

    @command(Member)
    async def change_member(self, work: Work, input: ChangeMemberInput) -> str:
        """Give a member another role, or take away or give back access."""
        member = visible_id(input.id, Member, path=("input", "id"))
        return await service.change_member(work, member, input.expected_version, role=input.role, active=input.active)
