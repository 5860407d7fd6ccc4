"""Tenants, members and tokens as the operator looks them up: by code, by address, by identifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from cpaudit.errors import NotFound
from cpaudit.storage.database import PLATFORM, Scope
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import AccessToken, Account, Member, Tenant

if TYPE_CHECKING:
    from cpaudit.storage.database import Database


async def all_tenants(database: Database) -> list[Tenant]:
    """Every tenant, in the order of the codes."""
    async with database.looking(PLATFORM) as session:
        return list((await session.exec(select(Tenant).order_by(Tenant.code))).all())


async def tenant_named(database: Database, code: str) -> Tenant:
    """The tenant with this code.

    Raises:
        NotFound: there is none.
    """
    async with database.looking(PLATFORM) as session:
        tenant = (await session.exec(select(Tenant).where(Tenant.code == code))).one_or_none()
    if tenant is None:
        raise NotFound(f"there is no tenant {code!r}", path=("tenant",), remedy="see `cpaudit tenant list`")
    return tenant


async def members_of(database: Database, tenant: Tenant) -> list[Member]:
    """A tenant's members, those without access included, in the order of their addresses."""
    async with database.looking(Scope(tenant.id)) as session:
        return list((await session.exec(select(Member).order_by(Member.email))).all())


async def account_exists(database: Database, email: str) -> bool:
    """Whether a person can sign in with this address already."""
    async with database.looking(PLATFORM) as session:
        query = select(Account.id).where(Account.email == email.strip().lower())
        return (await session.exec(query)).first() is not None


async def tokens_of(database: Database, email: str | None) -> list[tuple[AccessToken, str]]:
    """Tokens with their owners' addresses, latest first; of one person where *email* is given.

    Raises:
        NotFound: there is no account with this address.
    """
    if email is not None and not await account_exists(database, email):
        raise NotFound(f"there is no account {email}", path=("email",))
    async with database.looking(PLATFORM) as session:
        query = select(AccessToken, Account.email).join(Account, col(AccessToken.account_id) == Account.id)
        if email is not None:
            query = query.where(Account.email == email.strip().lower())
        return list((await session.exec(query.order_by(col(AccessToken.id).desc()))).all())


async def revoke_token(database: Database, token_id: str) -> None:
    """Make a token worthless from now on; nothing changes where it is revoked already.

    Raises:
        NotFound: there is no token with this identifier.
    """
    async with database.writing(PLATFORM) as session:
        token = await session.get(AccessToken, token_id)
        if token is None:
            raise NotFound(f"there is no token {token_id!r}", path=("id",), remedy="see `cpaudit token list`")
        if token.revoked_at is None:
            token.revoked_at = now()
            session.add(token)
