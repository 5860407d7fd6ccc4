"""What an audit hands on to the next round: its process map, its weights, and what is still to be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cpaudit.audits.models import Audit, FocusFactor, Stream, Target, TargetHorizon, UnitProcess
from cpaudit.gates.snapshot import Snapshot
from cpaudit.options.models import AdoptedProposal, Option, OptionState, ScreeningFactor
from cpaudit.storage.identity import new_id
from cpaudit.work import Work

_ENDED = (OptionState.VERIFIED, OptionState.REJECTED)

_NOT_CARRIED = {"id", "audit_id", "tenant_id", "version", "state", "unit_process_id", "starts_on", "ends_on"}
"""What an option of the next round gets anew, or decides again."""


async def carry_forward(work: Work, last: Snapshot, following: Audit) -> None:
    """Write into *following* what the last round hands on.

    That is the process map, the weights of focus and screening factors, long-term targets with the last
    result as baseline, and the options that are neither verified nor rejected.
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
    work.session.add_all(_streams(last, following, units))
    work.session.add_all(_factors(last, following))
    work.session.add_all(_targets(last, following))
    options = list(_options(last, following, units))
    work.session.add_all(options)
    await work.session.flush()
    work.session.add_all(_proposals(last, options))
    await work.session.flush()


def _streams(last: Snapshot, following: Audit, units: Mapping[str, str]) -> Iterator[Stream]:
    for stream in last.of(Stream):
        yield Stream(
            tenant_id=following.tenant_id,
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
    for target in last.of(Target):
        if target.horizon is TargetHorizon.LONG:
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
        if option.state not in _ENDED:
            yield Option(
                **option.model_dump(exclude=_NOT_CARRIED),
                tenant_id=following.tenant_id,
                audit_id=following.id,
                unit_process_id=units.get(option.unit_process_id or ""),
            )


def _proposals(last: Snapshot, carried: Sequence[Option]) -> Iterator[AdoptedProposal]:
    """Why the carried options were proposed; a code names one option in each round."""
    ids = {option.code: option for option in carried}
    codes = {option.id: option.code for option in last.of(Option)}
    for adopted in last.of(AdoptedProposal):
        option = ids.get(codes[adopted.option_id])
        if option is not None:
            yield AdoptedProposal(
                **adopted.model_dump(exclude={"id", "tenant_id", "audit_id", "option_id"}),
                tenant_id=option.tenant_id,
                audit_id=option.audit_id,
                option_id=option.id,
            )
