"""The calendar as a file, and feeds that open it and nothing else."""

from __future__ import annotations

from datetime import date

from icalendar import Calendar

from cpaudit.programmes.models import CalendarFeed
from cpaudit.storage.event_log import Event
from cpaudit.tenancy.models import Member
from support.programmes import Desk
from support.stages import OpenWork
from support.world import Province

HOSTILE = "topic\r\nEND:VEVENT\r\nATTACH:https://example.org/, ; \\n"


async def filled(desk: Desk, province: Province) -> None:
    """A stage with deadlines, an audit of another enterprise, a training, an assignment and a visit."""
    programme = await desk.programme()
    stage = await desk.pinned(programme)
    await desk.deadlines(stage["id"], "2026-02-01")
    other = await desk.enterprise("E2", address="示例路 2 号")
    start = {"stage": stage["id"], "enterprise": other, "title": "审核（示例）"}
    audit = await desk.do("startStageAudit", start)
    session = {"programme": programme, "topic": HOSTILE, "audience": "OFFICIALS", "hours": 6}
    await desk.do("addTrainingSession", {**session, "startsOn": "2026-01-10", "endsOn": "2026-01-12"})
    expert = await desk.expert()
    days = {"startsOn": "2026-05-04", "endsOn": "2026-05-06"}
    await desk.do("assignExpert", {"expert": expert, "audit": audit["id"], "task": "balances", **days})
    asked = await desk.do("requestConsultation", {"enterprise": other, "subject": "scrubber", "request": "help"})
    await desk.do("scheduleVisit", {"id": asked["id"], "expectedVersion": 1, "expert": expert, "visitOn": "2026-06-01"})


async def test_the_calendar_is_a_file_that_calendar_programs_read(desk: Desk, province: Province) -> None:
    await filled(desk, province)
    http = desk.graphql.http
    response = await http.get("/calendar.ics?lang=en", headers=desk.graphql.headers("viewer", "chem"))
    assert (response.status_code, response.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert response.headers["cache-control"] == "private, no-store"
    events = {str(event["uid"]).split("-")[0]: event for event in Calendar.from_ical(response.content).walk("VEVENT")}
    assert set(events) == {"stage", "deadline", "training", "visit", "assignment"}
    deadline, training = events["deadline"], events["training"]
    assert str(deadline["summary"]) == "Illustrative: Organisation is due"
    assert str(deadline["description"]) == "Audits that have not passed it: 1"
    assert (deadline.decoded("dtstart"), deadline.decoded("dtend")) == (date(2026, 2, 1), date(2026, 2, 2))
    assert (training.decoded("dtstart"), training.decoded("dtend")) == (date(2026, 1, 10), date(2026, 1, 13))
    assert "ATTACH" not in training
    assert "END:VEVENT" in str(training["summary"])
    assert "现场咨询" in (
        await http.get("/calendar.ics", headers=desk.graphql.headers("viewer", "chem"))
    ).content.decode().replace("\r\n ", "")
    again = await http.get("/calendar.ics?lang=en", headers=desk.graphql.headers("viewer", "chem"))
    assert {str(each["uid"]) for each in Calendar.from_ical(again.content).walk("VEVENT")} >= {
        str(each["uid"]) for each in events.values()
    }
    assert (await http.get("/calendar.ics")).status_code == 401
    assert (await http.get("/calendar.ics?lang=xx", headers=desk.graphql.headers("viewer", "chem"))).status_code == 400

    query = "query ($from: Date!, $to: Date!) { calendar(startsOn: $from, endsOn: $to) { kind startsOn openAudits } }"
    spring = {"from": "2026-05-06", "to": "2026-06-01"}
    assert [each["kind"] for each in await desk.ask(query, **spring)] == ["ASSIGNMENT", "VISIT"]
    assert await desk.ask(query, **spring, as_="staff") == []
    errors = await desk.graphql.errors(query, **{"from": "2026-05-06", "to": "2099-06-01"})
    assert errors[0]["extensions"]["code"] == "INVALID_INPUT"


async def test_enterprise_staff_sees_deadlines_of_its_own_audits_only(desk: Desk, province: Province) -> None:
    await filled(desk, province)
    feed = await desk.do("createCalendarFeed", {"label": "phone"}, "downloadPath", as_="staff")
    read = (await desk.graphql.http.get(feed["downloadPath"])).content
    kinds = {str(event["uid"]).split("-")[0] for event in Calendar.from_ical(read).walk("VEVENT")}
    assert kinds == {"stage", "training"}
    elsewhere = (await desk.graphql.http.get("/calendar.ics", headers=desk.graphql.headers("admin", "light"))).content
    assert Calendar.from_ical(elsewhere).walk("VEVENT") == []


async def test_a_feed_opens_the_calendar_and_nothing_else(desk: Desk, province: Province, open_work: OpenWork) -> None:
    # A day after which there is none takes the calendar from nobody.
    await desk.stage(await desk.programme(), startsOn="0001-01-01", endsOn="9999-12-31")
    made = await desk.do("createCalendarFeed", {"label": "phone"}, "downloadPath feed { id label }", as_="admin")
    token = made["downloadPath"].removeprefix("/calendar/").removesuffix(".ics")
    http = desk.graphql.http
    opened = await http.get(made["downloadPath"])
    assert (opened.status_code, opened.headers["referrer-policy"]) == (200, "no-referrer")
    days = {event.decoded("dtstart") for event in Calendar.from_ical(opened.content).walk("VEVENT")}
    assert days == {date(1, 1, 1), date(9999, 12, 31)}
    for headers in ({"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {token}", "X-Tenant": "chem"}):
        query = await http.post("/graphql", json={"query": "{ viewer { role } }"}, headers=headers)
        assert query.status_code == 401
        for path in ("/schema.graphql", "/calendar.ics", "/evidence/x", "/reports/audit/x.html"):
            assert (await http.get(path, headers=headers)).status_code == 401, path
        assert (await http.post("/packs", content=b"x", headers=headers)).status_code == 401
    for wrong in (f"/calendar/{token}", f"/calendar/{token[:-1]}.ics", "/calendar/.ics", "/calendar/cpf_x_y.ics"):
        assert (await http.get(wrong)).status_code == 404, wrong
    other = token.replace(province.tenants["chem"], province.tenants["light"])
    assert (await http.get(f"/calendar/{other}.ics")).status_code == 404
    bearer = province.person("admin").token
    assert (await http.get(f"/calendar/{bearer}.ics")).status_code == 404

    async with open_work("admin") as work:
        kept = await work.all(CalendarFeed)
        logged = await work.all(Event, subject_type="CalendarFeed")
    assert len(logged) == 1
    assert token not in str([each.model_dump() for each in (*kept, *logged)])
    (listed,) = await desk.ask("{ calendarFeeds { id label } }")
    assert listed == made["feed"]
    assert await desk.ask("{ calendarFeeds { id } }", as_="auditor") == []
    await desk.refused("revokeCalendarFeed", {"id": listed["id"]}, "NotFound", as_="auditor")
    await desk.refused("revokeCalendarFeed", {"id": listed["id"]}, "NotFound", tenant="light")
    assert (await desk.do("revokeCalendarFeed", {"id": listed["id"]}, "revokedAt"))["revokedAt"] is not None
    assert (await http.get(made["downloadPath"])).status_code == 404
    assert await desk.ask("{ calendarFeeds { id } }") == []


async def test_a_feed_ends_with_the_membership(desk: Desk, province: Province, open_work: OpenWork) -> None:
    made = await desk.do("createCalendarFeed", {"label": "phone"}, "downloadPath", as_="expert")
    assert (await desk.graphql.http.get(made["downloadPath"])).status_code == 200
    async with open_work("admin") as work:
        member = await work.get(Member, province.actor("expert").member_id or "")
        await work.change(member, None, "memberChanged", active=False)
    assert (await desk.graphql.http.get(made["downloadPath"])).status_code == 404


async def test_a_member_has_a_handful_of_feeds(desk: Desk) -> None:
    for number in range(10):
        await desk.do("createCalendarFeed", {"label": f"{number}"}, as_="viewer")
    assert "at most 10" in await desk.refused("createCalendarFeed", {"label": "one more"}, as_="viewer")
    assert await desk.refused("createCalendarFeed", {"label": " "}, as_="expert") == "a text is needed here"
