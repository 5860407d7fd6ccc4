"""A unit of work: one transaction, one person, one event for each write.

Services are written against :class:`Work`; they never open a transaction or see GraphQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.errors import Conflict, InvalidInput, NotFound, PathPart
from cpaudit.library import Library
from cpaudit.names import camel_case
from cpaudit.permissions import Actor, Permission
from cpaudit.plugins import EnabledPlugins, PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.storage.event_log import append_event
from cpaudit.storage.handing_over import other_scope
from cpaudit.storage.sealing import SecretKeys
from cpaudit.storage.tables import TenantTable, VersionedTable, columns_of

R = TypeVar("R", bound=TenantTable)
V = TypeVar("V", bound=VersionedTable)


@dataclass(frozen=True, slots=True)
class Announcement:
    """That something was done: which tenant, what, and to what; and the event in the log, where it is logged."""

    tenant_id: str
    action: str
    subject_type: str
    subject_id: str
    event_id: str | None = None


UNLOGGED = ("tenant_id", "content", "password_hash", "token_hash", "secrets")
"""Columns that the event log leaves out: what every row has, what is too large, what is secret."""


class Work:
    """What a service function works with.

    Attributes:
        session: the transaction, bound to the actor's tenant.
        actor: who acts.
        library: the content that the tenant has enabled.
        host: the plugins, for hooks.
        enabled: the plugins that the tenant has enabled, with their settings.
        keys: what seals secrets.
        client_mutation_id: the client's own name for this write, for its first event.
        announcements: what was done, to be told when the transaction is committed.
    """

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        *,
        library: Library,
        host: PluginHost,
        enabled: tuple[str, ...] = (),
        keys: SecretKeys | None = None,
        client_mutation_id: str | None = None,
    ) -> None:
        self.session = session
        self.actor = actor
        self.library = library
        self.host = host
        self.enabled = enabled if isinstance(enabled, EnabledPlugins) else EnabledPlugins(enabled)
        self.keys = keys if keys is not None else SecretKeys()
        self.client_mutation_id = client_mutation_id
        self.announcements: list[Announcement] = []

    def require(self, permission: Permission) -> None:
        """Raise Denied where the actor lacks *permission*."""
        self.actor.require(permission)

    async def get(self, table: type[R], row_id: str, *, path: Sequence[PathPart] = ("id",)) -> R:
        """The row with this id in the actor's tenant.

        Raises:
            NotFound: there is none.
        """
        # No id holds a NUL character, and PostgreSQL fails on one.
        found = None if "\x00" in row_id else await self.session.exec(select(table).where(table.id == row_id))
        row = None if found is None else found.one_or_none()
        if row is None:
            raise NotFound(f"there is no {_label(table)} with this id", path=path)
        return row

    async def all(self, table: type[R], **equal: Any) -> list[R]:
        """All rows of the tenant whose columns equal these values, in the order in which they were made."""
        query = select(table).filter_by(**equal).order_by(table.id)
        return list((await self.session.exec(query)).all())

    async def add(self, row: R, action: str) -> R:
        """Insert a row and log it."""
        require_storable(row)
        self.session.add(row)
        self.record(action, row, after=columns_of(row, UNLOGGED))
        await self.session.flush()
        return row

    async def change(self, row: V, expected_version: int | None, action: str, **changes: Any) -> V:
        """Change columns of a row, raise its version, and log what they were before and after.

        Raises:
            Conflict: the row's version is not *expected_version*.
            NotFound: somebody removed the row meanwhile.
        """
        await self.hold(row)
        if expected_version is not None and row.version != expected_version:
            raise Conflict(
                f"the {_label(type(row))} has version {row.version}, not {expected_version}",
                current_version=row.version,
                path=("expectedVersion",),
            )
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        row.version += 1
        require_storable(row)
        self.session.add(row)
        self.record(action, row, before=before, after=changes)
        await self.session.flush()
        return row

    async def hold(self, row: VersionedTable) -> None:
        """Keep others from changing a row until this transaction ends, and see what they changed before.

        SQLite has one writer at a time, and so has nothing to wait for.
        """
        table = type(row)
        held = select(table.version).where(table.id == row.id).with_for_update()
        version = (await self.session.exec(held)).one_or_none()
        if version is None:
            raise NotFound(f"there is no {_label(table)} with this id", path=("id",))
        if version != row.version:
            await self.session.refresh(row)

    async def remove(self, row: TenantTable, action: str) -> None:
        """Delete a row and log what it was."""
        self.record(action, row, before=columns_of(row, UNLOGGED))
        await self.session.delete(row)
        await self.session.flush()

    @asynccontextmanager
    async def handing_over(self, tenant_id: str) -> AsyncIterator[Work]:
        """The part of this unit of work that is done in another tenant: committed together with it, or not at all.

        There nobody has a permission: what is handed over is the service's business and not the actor's. Events there
        name no member. For the actor's own tenant it is this unit of work itself, which must rest otherwise.
        """
        if tenant_id == self.actor.tenant:
            yield self
            return
        scope = Scope(tenant_id)
        async with other_scope(self.session, scope) as session:
            there = Work(session, Actor(self.actor.account_id, tenant_id), library=Library.of(()), host=self.host)
            yield there
            for act in _BEFORE_COMMIT:
                await act(there)
        self.announcements.extend(there.announcements)

    def record(
        self,
        action: str,
        subject: SQLModel,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Append one event about *subject*."""
        subject_id = str(subject.id)  # type: ignore[attr-defined]
        self.record_about(type(subject).__name__, subject_id, action, before=before, after=after)

    def record_about(
        self,
        subject_type: str,
        subject_id: str,
        action: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Append one event about something that is not a row, or known by another name than its row's."""
        event = append_event(
            self.session,
            tenant_id=self.actor.tenant,
            member_id=self.actor.member_id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            before=before,
            after=after,
            client_mutation_id=self.client_mutation_id,
        )
        self.client_mutation_id = None
        self.announcements.append(Announcement(self.actor.tenant, action, subject_type, subject_id, event.id))


def require_storable(row: SQLModel) -> None:
    """See that both databases can store a row's texts: SQLite takes what PostgreSQL fails on without a name.

    Raises:
        InvalidInput: a text holds a NUL character or is longer than its column.
    """
    for column in inspect(type(row)).local_table.columns:
        value = getattr(row, column.key)
        if not isinstance(value, str):
            continue
        path = ("input", camel_case(column.key))
        if "\x00" in value:
            raise InvalidInput("the text holds a NUL character", path=path, remedy="leave it out")
        length = getattr(column.type, "length", None)
        if length is not None and len(value) > length:
            raise InvalidInput(f"the text has more than {length} characters", path=path, remedy="shorten it")


def _label(table: type[SQLModel]) -> str:
    return str(table.__tablename__).replace("_", " ")


_BEFORE_COMMIT: list[Callable[[Work], Awaitable[None]]] = []


def before_commit(act: Callable[[Work], Awaitable[None]]) -> Callable[[Work], Awaitable[None]]:
    """Decorator that has *act* called at the end of every unit of work, within its transaction.

    It looks at what was announced, and writes what has to be there if and only if that is. What was handed over to
    another tenant is looked at there, by itself; in the end it is announced with the rest.
    """
    _BEFORE_COMMIT.append(act)
    return act


@asynccontextmanager
async def unit_of_work(
    database: Database,
    actor: Actor,
    *,
    library: Library,
    host: PluginHost,
    enabled: tuple[str, ...] = (),
    keys: SecretKeys | None = None,
    client_mutation_id: str | None = None,
    writes: bool = True,
) -> AsyncIterator[Work]:
    """A transaction for *actor*: committed at the end, rolled back by any error.

    With *writes* False it takes no write lock, and nothing that is changed in it is kept.
    """
    scope = Scope(actor.tenant_id, actor.account_id)
    async with database.writing(scope) if writes else database.looking(scope) as session:
        work = Work(
            session,
            actor,
            library=library,
            host=host,
            enabled=enabled,
            keys=keys,
            client_mutation_id=client_mutation_id,
        )
        yield work
        if writes:
            for act in _BEFORE_COMMIT:
                await act(work)
