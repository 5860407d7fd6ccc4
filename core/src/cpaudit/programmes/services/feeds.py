"""Calendar feeds: addresses that open one member's calendar and nothing else.

Calendar programs fetch a plain address and send no headers of our choosing, so that the address itself has to be the
key. A bearer token in it would open everything, and addresses end up in histories, logs and synchronised accounts. A
feed's token therefore stands in a table of its own, which nothing but the calendar asks.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from sqlmodel import col, select

from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Actor, Permission
from cpaudit.programmes.models import CalendarFeed
from cpaudit.storage.database import PLATFORM, Database, Scope
from cpaudit.storage.tables import now
from cpaudit.tenancy.models import Member, Tenant
from cpaudit.work import Work

CALENDAR_PATH = "/calendar"
MOST_FEEDS = 10
"""Feeds of one member that are not revoked."""

_TOKEN = re.compile(r"cpf_([0-9a-f]{32})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """A feed as it is told once: its token is not kept."""

    feed: CalendarFeed
    token: str

    @property
    def path(self) -> str:
        """Where the calendar is fetched."""
        return f"{CALENDAR_PATH}/{self.token}.ics"


async def create_feed(work: Work, label: str) -> MadeFeed:
    """A new feed of the actor's own calendar.

    Raises:
        Denied: the actor reads nothing here.
        InvalidInput: he has too many, or the label is empty.
    """
    work.require(Permission.READ)
    require_text(CalendarFeed, "label", label, "input", "label")
    if len(await own_feeds(work)) >= MOST_FEEDS:
        raise InvalidInput(
            f"a member has at most {MOST_FEEDS} feeds", path=("input",), remedy="revoke one that is not used"
        )
    # The tenant stands in the token, so that the feed is looked for behind that tenant's wall.
    token = f"cpf_{work.actor.tenant}_{secrets.token_urlsafe(32)}"
    feed = CalendarFeed(
        tenant_id=work.actor.tenant, member_id=work.actor.member_id or "", token_hash=_hash(token), label=label
    )
    return MadeFeed(await work.add(feed, "calendarFeedCreated"), token)


async def revoke_feed(work: Work, feed_id: str) -> CalendarFeed:
    """Close a feed of the actor's own, or, for who manages members, anybody's; closing it again changes nothing.

    Raises:
        NotFound: there is none that he may close.
    """
    work.require(Permission.READ)
    feed = await work.get(CalendarFeed, feed_id, path=("input", "id"))
    if feed.member_id != work.actor.member_id and not work.actor.may(Permission.MANAGE_MEMBERS):
        raise NotFound("there is no calendar feed with this id", path=("input", "id"))
    if feed.revoked_at is None:
        feed.revoked_at = now()
        work.session.add(feed)
        work.record("calendarFeedRevoked", feed)
    return feed


async def own_feeds(work: Work) -> list[CalendarFeed]:
    """The actor's feeds that are not revoked, in the order in which they were made."""
    query = select(CalendarFeed).where(
        CalendarFeed.member_id == work.actor.member_id, col(CalendarFeed.revoked_at).is_(None)
    )
    return list((await work.session.exec(query.order_by(col(CalendarFeed.id)))).all())


async def reader_of(database: Database, token: str) -> tuple[Actor, str]:
    """Whose calendar a token opens, as what he is by now, and the code of his tenant.

    Raises:
        NotFound: it opens none: it is no such token, revoked, or of somebody who is no active member any more.
    """
    refused = NotFound("there is no such calendar")
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise refused
    tenant_id = match[1]
    async with database.looking(PLATFORM) as session:
        code = (await session.exec(select(Tenant.code).where(Tenant.id == tenant_id))).one_or_none()
    if code is None:
        raise refused
    async with database.looking(Scope(tenant_id)) as session:
        feed = (await session.exec(select(CalendarFeed).where(CalendarFeed.token_hash == _hash(token)))).one_or_none()
        if feed is None or feed.revoked_at is not None:
            raise refused
        member = (await session.exec(select(Member).where(Member.id == feed.member_id))).one_or_none()
    if member is None or not member.active:
        raise refused
    return Actor(member.account_id, tenant_id, member.id, member.role, member.enterprise_id), code


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
