"""The calendar, and the feeds by which calendar programs fetch it."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from cpaudit.catalogue.fields import shown, shown_text
from cpaudit.graphql.commands import command
from cpaudit.graphql.reading.identifiers import node_identifier, row_id
from cpaudit.programmes.models import CalendarFeed as FeedRow
from cpaudit.programmes.services import calendar, feeds
from cpaudit.programmes.services.calendar import EntryKind
from cpaudit.work import Work

strawberry.enum(EntryKind, name="CalendarEntryKind", description="What an entry of the calendar is.")


@strawberry.type(description="Something on whole days.")
class CalendarEntry:
    held: strawberry.Private[calendar.CalendarEntry]

    kind: EntryKind = shown("kind")
    key: str = shown("key", description="Names it for good, whatever changes in it.")
    starts_on: date = shown("starts_on")
    ends_on: date = shown("ends_on", description="The last day, included.")
    summary: str = shown_text("summary")
    description: str | None = shown_text("description")
    place: str = shown("place")
    open_audits: int | None = shown(
        "open_audits", description="Of a deadline: audits of the stage that have not passed the phase."
    )


@strawberry.type(description="An address that opens the caller's calendar and nothing else.")
class CalendarFeed:
    held: strawberry.Private[FeedRow]

    label: str = shown("label")
    created_at: datetime = shown("created_at")
    revoked_at: datetime | None = shown("revoked_at")

    @strawberry.field
    def id(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("CalendarFeed", self.held.id))


@strawberry.type(description="A new feed. Its address is told once, and opens the calendar to whoever knows it.")
class CalendarFeedCreated:
    held: strawberry.Private[feeds.MadeFeed]

    download_path: str = shown("path", description="`GET` it; no header is needed.")

    @strawberry.field
    def feed(self) -> CalendarFeed:
        return CalendarFeed(held=self.held.feed)


@strawberry.input(description="A new feed.")
class CreateCalendarFeedInput:
    label: str = strawberry.field(description="Where it is used, so that one knows which to revoke.")


@strawberry.input(description="A feed to close.")
class RevokeCalendarFeedInput:
    id: strawberry.ID


@strawberry.type
class CalendarMutations:
    @command(CalendarFeedCreated)
    async def create_calendar_feed(self, work: Work, input: CreateCalendarFeedInput) -> CalendarFeedCreated:
        """Make an address that opens the caller's calendar to programs that send no headers."""
        return CalendarFeedCreated(held=await feeds.create_feed(work, input.label))

    @command(CalendarFeed)
    async def revoke_calendar_feed(self, work: Work, input: RevokeCalendarFeedInput) -> CalendarFeed:
        """Close a feed at once."""
        feed = await feeds.revoke_feed(work, row_id(input.id, "CalendarFeed", path=("input", "id")))
        return CalendarFeed(held=feed)
