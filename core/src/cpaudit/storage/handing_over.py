"""Handing rows over to another tenant: both tenants' rows in one transaction, each under its own walls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.storage.database import Scope, bind_session, enter, scope_of


@asynccontextmanager
async def other_scope(session: AsyncSession, scope: Scope) -> AsyncIterator[AsyncSession]:
    """A second session for the rows of *scope*, in the transaction of *session*: both are committed, or neither.

    While it is open the database shows the rows of *scope* and no others, so that *session* must rest until then.

    Raises:
        TenantWallError: a row of neither tenant was about to be written.
    """
    own = scope_of(session)
    await session.flush()
    connection = await session.connection()
    await enter(connection, scope)
    other = AsyncSession(connection, expire_on_commit=False)
    bind_session(other.sync_session, scope)
    try:
        yield other
        await other.flush()
    except BaseException:
        # Whoever catches this goes on as himself; where the database has given the transaction up, nobody goes on.
        with suppress(SQLAlchemyError):
            await enter(connection, own)
        raise
    finally:
        await other.close()
    await enter(connection, own)
