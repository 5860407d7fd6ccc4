"""A calendar as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from cpaudit.programmes.services.calendar import CalendarEntry

MEDIA_TYPE = "text/calendar"
REFRESH = timedelta(hours=6)
"""How often calendar programs are asked to fetch it again."""


def written(entries: Iterable[CalendarEntry], *, tenant: str, language: str, at: datetime) -> bytes:
    """The file: an event of whole days for each entry, with an identifier that stays.

    Args:
        tenant: code of the tenant, part of every identifier.
        language: of the texts.
        at: when it is written, which RFC 5545 asks of every event.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//cpaudit//programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", {"zh-CN": "清洁生产审核", "en": "Cleaner production"}.get(language, "cpaudit"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{tenant}.cpaudit")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", entry.starts_on)
        # The end of an event of whole days is the day after its last one (RFC 5545, 3.6.1).
        # After the last day that a calendar has there is none; the event then ends with that day by itself.
        if entry.ends_on < date.max:
            event.add("dtend", entry.ends_on + timedelta(days=1))
        event.add("summary", entry.summary.in_language(language))
        if entry.description is not None:
            event.add("description", entry.description.in_language(language))
        if entry.place:
            event.add("location", entry.place)
        event.add("categories", [entry.kind.value])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
