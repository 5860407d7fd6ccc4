"""Reports composed from what was accepted: of the packets of a sector, and of the reports of all sectors.

A figure of such a report is the exact sum of those of its packets and says which they are, so that whoever has the
packets can add them up again (:func:`reconciled`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit.audits.models import Statement
from cpaudit.audits.services.records import require_text
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission
from cpaudit.storage.identity import new_id
from cpaudit.submissions.figures import Figure, read, totals_of, written
from cpaudit.submissions.freezing import freeze
from cpaudit.submissions.models import (
    Packet,
    PacketKind,
    ReceivedAs,
    ReceivedSubmission,
    SubmissionState,
)
from cpaudit.submissions.packets import Content, Opened, open_packet
from cpaudit.submissions.services.deciding import own_submission
from cpaudit.submissions.services.handing import Receivers, hand_over, previous_version
from cpaudit.submissions.services.recipients import copies_to, line_of, recipient
from cpaudit.tenancy.models import Tenant, TenantKind
from cpaudit.tenancy.others import own_tenant
from cpaudit.work import Work


@dataclass(frozen=True, slots=True)
class Composed:
    """A report that is to be made.

    Attributes:
        title: of the report.
        text: what is said beside the figures; may be empty.
        to: code of whom it is handed to; by default the nearest tenant above that receives such reports.
        copies: codes of those who get to know.
        corrects: id of the submission whose next version it is.
        note: what was corrected.
    """

    title: str
    text: str = ""
    to: str | None = None
    copies: Sequence[str] = ()
    corrects: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A packet that the tenant has accepted."""

    received: ReceivedSubmission
    opened: Opened


async def sector_report(work: Work, given: Composed) -> str:
    """Sum up the accepted packets of audits and hand the report to the leading group; gives the submission's id.

    Of each enterprise the audit of its latest round is counted; earlier ones are named and not added.

    Raises:
        Denied: the actor does not compose reports.
        NotFound: there is no such tenant in the programme, or no such submission.
        InvalidInput: the tenant receives no audits, or has accepted none.
        Tampered: a packet is not what was handed over.
    """
    work.require(Permission.COMPOSE_REPORTS)
    own = await own_tenant(work)
    if own.kind is TenantKind.LEADING_GROUP:
        raise InvalidInput(
            "a leading group sums up the programme", path=("input",), remedy="use submitProgrammeSummary"
        )
    return await _compose(work, own, PacketKind.SECTOR_REPORT, given)


async def programme_summary(work: Work, given: Composed) -> str:
    """Sum up the accepted sector reports; gives the submission's id.

    It is handed to the leading group above, where there is one, and is issued otherwise.

    Raises:
        Denied, NotFound, Tampered: as for :func:`sector_report`.
        InvalidInput: the tenant is no leading group, or has accepted no sector report.
    """
    work.require(Permission.COMPOSE_REPORTS)
    own = await own_tenant(work)
    if own.kind is not TenantKind.LEADING_GROUP:
        raise InvalidInput("the leading group sums up the programme", path=("input",), remedy="use submitSectorReport")
    return await _compose(work, own, PacketKind.PROGRAMME_SUMMARY, given)


async def _compose(work: Work, own: Tenant, kind: PacketKind, given: Composed) -> str:
    require_text(Packet, "title", given.title, "input", "title")
    if given.text:
        require_text(Statement, "text", given.text, "input", "text")
    addressee = await _leading_group(work, own, kind, given.to)
    copies = await copies_to(work, own, given.copies, list(TenantKind), addressee)
    receivers = Receivers(addressee, tuple(each for each in copies if each.id != own.id))
    chain, previous = new_id(), None
    if given.corrects is not None:
        before = await own_submission(work, given.corrects)
        if before.kind is not kind:
            raise InvalidInput("that submission is of another kind", path=("input", "corrects"))
        chain, previous = before.chain, await previous_version(work, before.chain, receivers, given.note)
    accepted = await accepted_packets(work, SOURCES[kind])
    if not accepted:
        raise InvalidInput(
            "nothing is accepted that could be summed up", path=("input",), remedy="accept submissions first"
        )
    body = {
        "text": given.text,
        **composed_body(kind, accepted),
    }
    packet = await freeze(
        work,
        own,
        kind,
        body,
        chain=chain,
        previous=previous,
        title=given.title,
        to=None if addressee is None else addressee.code,
        copies=[each.code for each in receivers.copies],
    )
    return await hand_over(work, packet, receivers, given.note)


SOURCES = {
    PacketKind.SECTOR_REPORT: PacketKind.AUDIT,
    PacketKind.PROGRAMME_SUMMARY: PacketKind.SECTOR_REPORT,
}
"""Of what each kind of report is composed."""


async def _leading_group(work: Work, own: Tenant, kind: PacketKind, code: str | None) -> Tenant | None:
    if code is not None:
        found = await recipient(work, own, code, [TenantKind.LEADING_GROUP], "input", "to")
        if found.id == own.id:
            raise InvalidInput("a tenant hands its report to another", path=("input", "to"))
        return found
    above = (await line_of(work, own))[1:]
    found_above = next((each for each in above if each.kind is TenantKind.LEADING_GROUP), None)
    if found_above is None and kind is PacketKind.SECTOR_REPORT:
        raise InvalidInput("the tenant stands under no leading group", path=("input", "to"), remedy="name one")
    return found_above


async def accepted_packets(work: Work, kind: PacketKind) -> list[Accepted]:
    """The packets that the tenant has accepted and that count now, opened.

    Raises:
        Tampered: one is not what was handed over.
    """
    query = (
        select(ReceivedSubmission, Packet)
        .where(ReceivedSubmission.packet_id == Packet.id, ReceivedSubmission.kind == kind)
        .where(ReceivedSubmission.state == SubmissionState.ACCEPTED)
        .where(ReceivedSubmission.received_as == ReceivedAs.ADDRESSEE)
        .order_by(col(ReceivedSubmission.id))
    )
    rows = (await work.session.exec(query)).all()
    return [Accepted(received, open_packet(packet)) for received, packet in rows]


async def accepted_totals(work: Work, kind: PacketKind) -> tuple[Figure, ...]:
    """The sums of what the tenant has accepted, as a report composed now would tell them.

    Raises:
        InvalidInput: nothing is composed from packets of this kind.
        Tampered: a packet is not what was handed over.
    """
    if kind not in SOURCES.values():
        raise InvalidInput("no report is composed from these", path=("kind",))
    accepted = await accepted_packets(work, kind)
    counting = latest_rounds(accepted) if kind is PacketKind.AUDIT else accepted
    return totals_of([(each.opened.hash, figures_in(each.opened.body)) for each in counting])


def composed_body(kind: PacketKind, accepted: Sequence[Accepted]) -> dict[str, Any]:
    """What a report says of the packets that it is composed from."""
    if kind is PacketKind.PROGRAMME_SUMMARY:
        counting = list(accepted)
        enterprises = [each for report in counting for each in report.opened.body["packets"]]
        listed = [_listed_report(each) for each in counting]
    else:
        counting = latest_rounds(accepted)
        enterprises = listed = [_listed_audit(each) for each in counting]
    kept = {each.opened.hash for each in counting}
    return {
        "packets": listed,
        "notCounted": [each.opened.hash for each in accepted if each.opened.hash not in kept],
        "enterprises": len({(each["owner"], each["enterprise"]["code"]) for each in enterprises}),
        "bySize": _tally(each["enterprise"]["sizeClass"] for each in enterprises),
        "byDivision": _tally(each["enterprise"]["gb4754"][:3] for each in enterprises),
        "byCity": _tally(each["enterprise"]["city"] for each in enterprises),
        "illustrative": any(each["enterprise"]["illustrative"] for each in enterprises),
        "figures": [
            written(figure)
            for figure in totals_of([(each.opened.hash, figures_in(each.opened.body)) for each in counting])
        ],
    }


def latest_rounds(accepted: Sequence[Accepted]) -> list[Accepted]:
    """Of each enterprise the packet of its latest round, in the order in which they came."""
    latest: dict[tuple[str, str], Accepted] = {}
    for each in accepted:
        enterprise = (each.opened.content["owner"]["code"], each.opened.body["enterprise"]["code"])
        known = latest.get(enterprise)
        if known is None or _round(known) < _round(each):
            latest[enterprise] = each
    counting = {id(each) for each in latest.values()}
    return [each for each in accepted if id(each) in counting]


def _round(accepted: Accepted) -> int:
    found: int = accepted.opened.body["audit"]["round"]
    return found


def figures_in(body: Content) -> list[Figure]:
    """The figures of a packet."""
    return [read(each) for each in body["figures"]]


def _listed_audit(accepted: Accepted) -> dict[str, Any]:
    body = accepted.opened.body
    return {
        "hash": accepted.opened.hash,
        "owner": accepted.opened.content["owner"]["code"],
        "enterprise": dict(body["enterprise"]),
        "round": body["audit"]["round"],
        # Packets of earlier releases do not tell these.
        **{name: body["audit"].get(name) for name in ("startedAt", "concludedAt", "stage")},
        "acceptedAt": _accepted_at(accepted),
        "measures": dict(body["measures"]),
        "quality": {
            "score": accepted.received.quality_score,
            "decision": accepted.received.quality_decision,
        },
    }


def _listed_report(accepted: Accepted) -> dict[str, Any]:
    return {
        "hash": accepted.opened.hash,
        "owner": accepted.opened.content["owner"]["code"],
        "title": accepted.opened.packet.title,
        "enterprises": accepted.opened.body["enterprises"],
        "acceptedAt": _accepted_at(accepted),
    }


def _accepted_at(accepted: Accepted) -> str | None:
    decided = accepted.received.decided_at
    return None if decided is None else decided.isoformat()


def _tally(names: Any) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


async def reconciled(session: AsyncSession, packets: Collection[Opened]) -> Mapping[str, bool | None]:
    """Whether the figures of each report are, to the last digit, the sums of its packets as the tenant has them.

    None where it has not all of them, or the packet is no report; keys are the packets' row ids. One statement.

    Raises:
        Tampered: a packet is not what was handed over.
    """
    named = {each["hash"] for opened in packets for each in opened.body.get("packets", ())}
    query = select(Packet).where(col(Packet.content_hash).in_(named))
    rows = (await session.exec(query)).all() if named else []
    figures = {row.content_hash: figures_in(open_packet(row).body) for row in rows}
    return {opened.packet.id: _adds_up(opened, figures) for opened in packets}


def _adds_up(opened: Opened, figures: Mapping[str, Sequence[Figure]]) -> bool | None:
    if opened.packet.kind is PacketKind.AUDIT:
        return None
    hashes = [each["hash"] for each in opened.body["packets"]]
    if not all(each in figures for each in hashes):
        return None
    again = totals_of([(each, figures[each]) for each in hashes])
    return list(again) == figures_in(opened.body)
