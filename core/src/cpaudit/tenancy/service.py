"""What people do about tenants and memberships."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import Denied, InvalidInput, NotFound, Unauthenticated
from cpaudit.permissions import Actor, Permission, Role
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import AccessToken, Account, Member, Tenant, TenantKind
from cpaudit.tenancy.tokens import hash_password, hash_token, new_token, password_matches
from cpaudit.text import LocalizedText
from cpaudit.work import Work, require_storable

TOKEN_LIFE = timedelta(days=30)
LONGEST_TOKEN_LIFE = timedelta(days=366)


async def sign_in(database: Database, email: str, password: str) -> str:
    """A new bearer token for the account with this address and password.

    Raises:
        Denied: there is no such account, or the password is wrong; which of the two is not told.
    """
    async with database.looking(PLATFORM) as session:
        account = await _account(session, email)
    # Hashing takes a while, on purpose: not in the way of other requests, and not inside a transaction.
    fits = await asyncio.to_thread(password_matches, password, account.password_hash if account else None)
    if account is None or not fits:
        raise Denied("the address or the password is wrong", path=("input",))
    async with database.writing(PLATFORM) as session:
        return _issue(session, account.id, "sign-in", TOKEN_LIFE)


async def sign_out(database: Database, token: str) -> None:
    """Revoke a bearer token."""
    async with database.writing(PLATFORM) as session:
        found = await _token(session, token)
        if found is not None:
            found.revoked_at = now()
            session.add(found)


async def authenticate(database: Database, token: str, tenant: str | None) -> Actor:
    """The actor behind a bearer token, in the tenant whose code or id is *tenant*.

    Without a tenant it is the one tenant that the account is a member of.

    Raises:
        Unauthenticated: the token is unknown, expired or revoked.
        Denied: the account is no member of the tenant, or of several and none was named.
    """
    async with database.looking(PLATFORM) as session:
        found = await _token(session, token)
        if found is None or found.revoked_at is not None or found.expires_at <= now():
            raise Unauthenticated("the token is not valid", remedy="sign in again")
        account = (await session.exec(select(Account).where(Account.id == found.account_id))).one()
    members = await _memberships(database, account.id)
    admin = account.platform_admin
    if tenant is None and len(members) != 1:
        if members and not admin:
            raise Denied("this account is a member of several tenants", remedy="name one in the X-Tenant header")
        return Actor(account.id, platform_admin=admin)
    for member, code in members:
        if tenant in (None, code, member.tenant_id, f"Tenant:{member.tenant_id}"):
            return Actor(account.id, member.tenant_id, member.id, member.role, member.enterprise_id, admin)
    raise Denied("this account is no member of that tenant", path=("X-Tenant",))


async def _memberships(database: Database, account_id: str) -> list[tuple[Member, str]]:
    """An account's memberships with the tenants' codes: a person's own view across tenants."""
    async with database.reading(Scope(account_id=account_id)) as connection:
        table = Member.__table__  # type: ignore[attr-defined]
        rows = await connection.execute(
            select(table, Tenant.code)
            .join_from(table, Tenant, table.c.tenant_id == Tenant.id)
            .where(table.c.account_id == account_id, table.c.active)
        )
        return [(Member(**{column.key: row[column.key] for column in table.c}), row["code"]) for row in rows.mappings()]


async def issue_token(database: Database, email: str, label: str, life: timedelta = TOKEN_LIFE) -> str:
    """A new bearer token for a person; for the command line, where the operator vouches for him.

    Raises:
        NotFound: there is no account with this address.
        InvalidInput: the life is not between now and a year.
    """
    if not timedelta() < life <= LONGEST_TOKEN_LIFE:
        raise InvalidInput("a token lives between a moment and a year", path=("life",))
    async with database.writing(PLATFORM) as session:
        account = await _account(session, email)
        if account is None:
            raise NotFound(f"there is no account {email}", path=("email",))
        return _issue(session, account.id, label, life)


def _issue(session: AsyncSession, account_id: str, label: str, life: timedelta) -> str:
    token = new_token()
    session.add(AccessToken(account_id=account_id, token_hash=hash_token(token), label=label, expires_at=now() + life))
    return token


async def _account(session: AsyncSession, email: str) -> Account | None:
    return (await session.exec(select(Account).where(Account.email == email.strip().lower()))).one_or_none()


async def _token(session: AsyncSession, token: str) -> AccessToken | None:
    query = select(AccessToken).where(AccessToken.token_hash == hash_token(token))
    return (await session.exec(query)).one_or_none()


async def create_platform_admin(database: Database, email: str, name: str, password: str) -> str:
    """The first account of an installation; for the command line. Gives the account's id."""
    async with database.writing(PLATFORM) as session:
        account = await _new_account(session, email, name, password)
        account.platform_admin = True
        return account.id


async def create_tenant(
    database: Database,
    actor: Actor,
    *,
    code: str,
    kind: TenantKind,
    name: LocalizedText,
    parent_id: str | None = None,
    illustrative: bool = False,
) -> str:
    """A new tenant; gives its id.

    Raises:
        Denied: the actor does not administer the platform.
        InvalidInput: the code is taken.
        NotFound: there is no such parent.
    """
    actor.require(Permission.MANAGE_PLATFORM)
    async with database.writing(PLATFORM) as session:
        if (await session.exec(select(Tenant).where(Tenant.code == code))).first():
            raise InvalidInput(f"the code {code!r} is taken", path=("input", "code"), remedy="choose another")
        if parent_id is not None and await session.get(Tenant, parent_id) is None:
            raise NotFound("there is no such parent tenant", path=("input", "parent"))
        tenant = Tenant(code=code, kind=kind, name=name, parent_id=parent_id, illustrative=illustrative)
        require_storable(tenant)
        session.add(tenant)
        await session.flush()
    async with database.writing(Scope(tenant.id)) as session:
        append_event(
            session,
            tenant_id=tenant.id,
            member_id=None,
            action="tenantCreated",
            subject_type="Tenant",
            subject_id=tenant.id,
            after={"code": code, "kind": kind, "parent": parent_id},
        )
    return tenant.id


async def appoint_tenant_admin(
    database: Database, actor: Actor, tenant_id: str, *, email: str, name: str, password: str | None
) -> str:
    """The platform's administrator gives a tenant its first administrator; gives the membership's id.

    Raises:
        Denied: the actor does not administer the platform.
        NotFound: there is no such tenant.
    """
    actor.require(Permission.MANAGE_PLATFORM)
    async with database.writing(Scope(tenant_id)) as session:
        if await session.get(Tenant, tenant_id) is None:
            raise NotFound("there is no such tenant", path=("input", "tenant"))
        member = await _join(
            session, tenant_id, Role.TENANT_ADMIN, None, None, email=email, name=name, password=password
        )
        return member.id


async def add_member(
    work: Work, *, email: str, name: str, role: Role, password: str | None, enterprise_id: str | None = None
) -> str:
    """A person becomes a member of the actor's tenant; gives the membership's id.

    An account is made where there is none yet; then a password is needed. An existing account keeps
    its own password.

    Raises:
        Denied: the actor does not manage members, or the role is the platform's.
        InvalidInput: he is a member already, the password is missing or too short, or an enterprise is
            missing for enterprise staff.
    """
    work.require(Permission.MANAGE_MEMBERS)
    if role is Role.PLATFORM_ADMIN:
        raise Denied("platform administrators are made by the platform", path=("input", "role"))
    if (role is Role.ENTERPRISE_STAFF) != (enterprise_id is not None):
        raise InvalidInput(
            "enterprise staff belong to one enterprise, other members to none", path=("input", "enterprise")
        )
    member = await _join(
        work.session,
        work.actor.tenant,
        role,
        enterprise_id,
        work,
        email=email,
        name=name,
        password=password,
    )
    return member.id


async def change_member(work: Work, member_id: str, expected_version: int, *, role: Role, active: bool) -> str:
    """Give a member another role, or take away or give back his access.

    Raises:
        Denied: the actor does not manage members.
        InvalidInput: the tenant would be left without an administrator.
        Conflict: the membership changed meanwhile.
    """
    work.require(Permission.MANAGE_MEMBERS)
    member = await work.get(Member, member_id)
    if member.role is Role.TENANT_ADMIN and not (active and role is Role.TENANT_ADMIN):
        others = await work.all(Member, role=Role.TENANT_ADMIN, active=True)
        if all(other.id == member.id for other in others):
            raise InvalidInput("a tenant keeps at least one administrator", path=("input", "role"))
    await work.change(member, expected_version, "memberChanged", role=role, active=active)
    return member.id


async def _join(
    session: AsyncSession,
    tenant_id: str,
    role: Role,
    enterprise_id: str | None,
    work: Work | None,
    *,
    email: str,
    name: str,
    password: str | None,
) -> Member:
    account = await _account(session, email)
    if account is None:
        account = await _new_account(session, email, name, password)
    query = select(Member).where(Member.account_id == account.id, col(Member.tenant_id) == tenant_id)
    if (await session.exec(query)).first():
        raise InvalidInput(f"{email} is a member already", path=("input", "email"))
    member = Member(
        tenant_id=tenant_id,
        account_id=account.id,
        name=name,
        email=account.email,
        role=role,
        enterprise_id=enterprise_id,
    )
    if work is not None:
        return await work.add(member, "memberAdded")
    session.add(member)
    append_event(
        session,
        tenant_id=tenant_id,
        member_id=None,
        action="memberAdded",
        subject_type="Member",
        subject_id=member.id,
        after={"email": account.email, "role": role},
    )
    await session.flush()
    return member


async def _new_account(session: AsyncSession, email: str, name: str, password: str | None) -> Account:
    address = email.strip().lower()
    if "@" not in address.strip("@") or len(address) > 254:
        raise InvalidInput(f"{email!r} is no e-mail address", path=("input", "email"))
    if await _account(session, address) is not None:
        raise InvalidInput(f"there is an account {address} already", path=("input", "email"))
    if password is None:
        raise InvalidInput("a new account needs a password", path=("input", "password"))
    account = Account(email=address, name=name, password_hash=hash_password(password))
    require_storable(account)
    session.add(account)
    await session.flush()
    return account
