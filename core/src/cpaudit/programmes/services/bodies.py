"""Bodies of a programme and who sits in them."""

from __future__ import annotations

from sqlmodel import col, select

from cpaudit.errors import Denied, InvalidInput
from cpaudit.permissions import Permission
from cpaudit.programmes.models import Body, BodyKind, Programme, Seat
from cpaudit.programmes.services.records import Kind, check_order
from cpaudit.programmes.services.stages import today
from cpaudit.tenancy.models import Member
from cpaudit.work import Work


async def _city_of_office(work: Work, body: Body) -> None:
    if (body.kind is BodyKind.CITY_OFFICE) != bool(body.city.strip()):
        raise InvalidInput("a city office has a city, and no other body has one", path=("input", "city"))


async def _tree(work: Work, body: Body) -> None:
    above, seen = body.parent_id, {body.id}
    while above is not None:
        if above in seen:
            raise InvalidInput("a body stands under itself", path=("input", "parent"))
        seen.add(above)
        parent = await work.get(Body, above, path=("input", "parent"))
        if parent.programme_id != body.programme_id:
            raise InvalidInput("the body above is of another programme", path=("input", "parent"))
        above = parent.parent_id


async def _known_member(work: Work, seat: Seat) -> None:
    check_order(seat.starts_on, seat.ends_on)
    if seat.member_id is not None:
        await work.get(Member, seat.member_id, path=("input", "member"))


BODIES = Kind(Body, Permission.ORGANISE_PEOPLE, rules=(_city_of_office, _tree))
SEATS = Kind(Seat, Permission.ORGANISE_PEOPLE, rules=(_known_member,))


async def require_leading_seat(work: Work, programme_id: str | None) -> Body:
    """The leading group in which the actor sits today, of this programme or of any.

    Raises:
        Denied: the actor does not decide on programmes, or sits in no leading group.
    """
    work.require(Permission.DECIDE_PROGRAMMES)
    query = (
        select(Body, Seat, Programme)
        .join(Seat, col(Seat.body_id) == Body.id)
        .join(Programme, col(Programme.id) == Body.programme_id)
        .where(Body.kind == BodyKind.LEADING_GROUP, Seat.member_id == work.actor.member_id)
    )
    if programme_id is not None:
        query = query.where(Body.programme_id == programme_id)
    for body, seat, programme in (await work.session.exec(query)).all():
        day = today(programme.time_zone)
        if seat.starts_on <= day and (seat.ends_on is None or day <= seat.ends_on):
            return body
    raise Denied(
        "this is for who sits in the programme's leading group", remedy="have a seat added to the leading group"
    )
