"""Phase 4: the process map of the focus, and what was measured in its streams."""

from __future__ import annotations

from cpaudit.audits.access import running_audit
from cpaudit.audits.models import Measurement, Stream, UnitProcess
from cpaudit.audits.services.amounts import require_flow
from cpaudit.audits.services.assessment import require_balances_hold
from cpaudit.audits.services.pinned import library_of
from cpaudit.audits.services.records import Records
from cpaudit.contributions import ProcessTemplate
from cpaudit.errors import InvalidInput
from cpaudit.storage.tables import columns_of
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work


async def _joins_two_places(work: Work, stream: Stream) -> None:
    if stream.origin_id is None and stream.destination_id is None:
        raise InvalidInput(
            "a stream comes from a unit process or goes to one",
            path=("input", "origin"),
            remedy="name an origin, a destination, or both",
        )
    if stream.origin_id == stream.destination_id:
        raise InvalidInput("a stream does not go where it comes from", path=("input", "destination"))


async def _flows(work: Work, measurement: Measurement) -> None:
    require_flow(measurement.amount, "input", "amount")
    await require_balances_hold(work, measurement)


UNIT_PROCESSES = Records(UnitProcess)
STREAMS = Records(Stream, (_joins_two_places,))
MEASUREMENTS = Records(Measurement, (_flows,))


async def apply_process_template(work: Work, audit_id: str, template: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Add the unit processes and streams of a library's process template to the map; gives the audit's id.

    Args:
        template: reference of the template, ``pack:process_template:code``.
        language: of the names.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such audit, or the content that it uses has no such template.
        InvalidInput: the audit is concluded, or its map has one of the template's codes already.
    """
    audit = await running_audit(work, audit_id)
    found = (await library_of(work, audit.id)).process_template(template)
    await _require_new_codes(work, audit.id, found)
    units = {
        unit.code: UnitProcess(
            tenant_id=audit.tenant_id, audit_id=audit.id, code=unit.code, name=unit.name.in_language(language)
        )
        for unit in found.unit_processes
    }
    streams = [
        Stream(
            tenant_id=audit.tenant_id,
            audit_id=audit.id,
            code=stream.code,
            name=stream.name.in_language(language),
            kind=stream.kind,
            origin_id=None if stream.origin is None else units[stream.origin].id,
            destination_id=None if stream.destination is None else units[stream.destination].id,
            substance=stream.substance,
        )
        for stream in found.streams
    ]
    work.session.add_all(units.values())
    await work.session.flush()
    work.session.add_all(streams)
    work.record(
        "processTemplateApplied",
        audit,
        after={
            "template": template,
            "unit_processes": [columns_of(unit, ("tenant_id",)) for unit in units.values()],
            "streams": [columns_of(stream, ("tenant_id",)) for stream in streams],
        },
    )
    await work.session.flush()
    return audit.id


async def _require_new_codes(work: Work, audit_id: str, template: ProcessTemplate) -> None:
    units = {unit.code for unit in await work.all(UnitProcess, audit_id=audit_id)}
    streams = {stream.code for stream in await work.all(Stream, audit_id=audit_id)}
    taken = [
        *(f"unit process {unit.code!r}" for unit in template.unit_processes if unit.code in units),
        *(f"stream {stream.code!r}" for stream in template.streams if stream.code in streams),
    ]
    if taken:
        raise InvalidInput(
            f"the process map already has {', '.join(taken)}",
            path=("input", "template"),
            remedy="remove those, or add the missing parts of the template one by one",
        )
