"""What an audit hands on to the next round: its process map, its weights, and what is still to be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cpaudit.audits.models import Audit, FocusFactor, Stream, Target, UnitProcess
from cpaudit.audits.services.targets import open_targets
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.lifecycle import HANDED_ON
from cpaudit.options.models import (
    AdoptedProposal,
    Funding,
    Option,
    OptionChange,
    OptionEffect,
    ScreeningFactor,
)
from cpaudit.storage.identity import new_id
from cpaudit.work import Work

_NOT_CARRIED = {"id", "audit_id", "tenant_id", "version", "state", "unit_process_id", "starts_on", "ends_on"}
"""What an option of the next round gets anew, or decides again."""


async def carry_forward(work: Work, last: Snapshot, following: Audit) -> None:
    """Write into *following* what the last round hands on.

    That is the process map, the weights of focus and screening factors, the targets that are not met with the last
    result as baseline, and the options that are neither carried out nor rejected, with what they are planned to
    save, what they change in the map, and how they are to be paid for. What was measured stays in its round.
    """
    units = {unit.id: new_id() for unit in last.of(UnitProcess)}
    work.session.add_all(
        UnitProcess(
            tenant_id=following.tenant_id, audit_id=following.id, id=units[unit.id], code=unit.code, name=unit.name
        )
        for unit in last.of(UnitProcess)
    )
    # Streams and options point to the units.
    await work.session.flush()
    streams = {stream.id: new_id() for stream in last.of(Stream)}
    work.session.add_all(_streams(last, following, units, streams))
    work.session.add_all(_factors(last, following))
    work.session.add_all(_targets(last, following))
    options = list(_options(last, following, units))
    work.session.add_all(options)
    await work.session.flush()
    work.session.add_all(_proposals(last, options))
    work.session.add_all(_plans(last, options))
    work.session.add_all(_changes(last, options, units, streams))
    await work.session.flush()


def _streams(
    last: Snapshot, following: Audit, units: Mapping[str, str], streams: Mapping[str, str]
) -> Iterator[Stream]:
    for stream in last.of(Stream):
        yield Stream(
            tenant_id=following.tenant_id,
            id=streams[stream.id],
            audit_id=following.id,
            code=stream.code,
            name=stream.name,
            kind=stream.kind,
            origin_id=units.get(stream.origin_id or ""),
            destination_id=units.get(stream.destination_id or ""),
            substance=stream.substance,
        )


def _factors(last: Snapshot, following: Audit) -> Iterator[FocusFactor | ScreeningFactor]:
    for focus in last.of(FocusFactor):
        yield FocusFactor(
            tenant_id=following.tenant_id,
            audit_id=following.id,
            code=focus.code,
            name=focus.name,
            weight=focus.weight,
        )
    for screening in last.of(ScreeningFactor):
        yield ScreeningFactor(
            tenant_id=following.tenant_id,
            audit_id=following.id,
            code=screening.code,
            name=screening.name,
            weight=screening.weight,
        )


def _targets(last: Snapshot, following: Audit) -> Iterator[Target]:
    for target in open_targets(last.of(Target)):
        yield Target(
            tenant_id=following.tenant_id,
            audit_id=following.id,
            indicator=target.indicator,
            horizon=target.horizon,
            basis=target.basis,
            baseline=target.result or target.baseline,
            goal=target.goal,
            due=target.due,
        )


def _options(last: Snapshot, following: Audit, units: Mapping[str, str]) -> Iterator[Option]:
    for option in last.of(Option):
        if option.state in HANDED_ON:
            yield Option(
                **option.model_dump(exclude=_NOT_CARRIED),
                tenant_id=following.tenant_id,
                audit_id=following.id,
                unit_process_id=units.get(option.unit_process_id or ""),
            )


def _proposals(last: Snapshot, carried: Sequence[Option]) -> Iterator[AdoptedProposal]:
    """Why the carried options were proposed; a code names one option in each round."""
    options = _successors(last, carried)
    for adopted in last.of(AdoptedProposal):
        option = options.get(adopted.option_id)
        if option is not None:
            yield AdoptedProposal(
                **adopted.model_dump(exclude={"id", "tenant_id", "audit_id", "option_id"}),
                tenant_id=option.tenant_id,
                audit_id=option.audit_id,
                option_id=option.id,
            )


def _plans(last: Snapshot, carried: Sequence[Option]) -> Iterator[OptionEffect | Funding]:
    """What the carried options are planned to save, and how they are to be paid for."""
    options = _successors(last, carried)
    for effect in last.of(OptionEffect):
        if effect.option_id in options:
            yield OptionEffect(**_of(options[effect.option_id]), subject=effect.subject, planned=effect.planned)
    for funding in last.of(Funding):
        if funding.option_id in options:
            yield Funding(**_of(options[funding.option_id]), source=funding.source, amount=funding.amount)


def _changes(
    last: Snapshot, carried: Sequence[Option], units: Mapping[str, str], streams: Mapping[str, str]
) -> Iterator[OptionChange]:
    """What the carried options change in the map of the next round."""
    options = _successors(last, carried)
    changes = [change for change in last.of(OptionChange) if change.option_id in options]
    # Changes of an option come one after the other, in the order of their ids.
    for new, change in zip(sorted(new_id() for _ in changes), changes, strict=True):
        yield OptionChange(
            **_of(options[change.option_id]),
            id=new,
            kind=change.kind,
            stream_id=streams[change.stream_id],
            fraction=change.fraction,
            amount=change.amount,
            other_id=streams.get(change.other_id or ""),
            unit_process_id=units.get(change.unit_process_id or ""),
        )


def _successors(last: Snapshot, carried: Sequence[Option]) -> dict[str, Option]:
    """Id of an option of the last round → the same option in the next; a code names one option in each round."""
    by_code = {option.code: option for option in carried}
    return {option.id: by_code[option.code] for option in last.of(Option) if option.code in by_code}


def _of(option: Option) -> dict[str, Any]:
    return {"tenant_id": option.tenant_id, "audit_id": option.audit_id, "option_id": option.id}
