"""Phase 4: the measurements of the process map reconciled, of the flows as a whole or of one substance in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit import engine
from cpaudit.audits.models import Measurement, Scenario, Stream, UnitProcess
from cpaudit.audits.services.process_flows import converts, ends_of, is_amount, measured_in
from cpaudit.contributions import StreamKind
from cpaudit.engine import Finding, ProcessNetwork, Quantity, Reconciliation, UnitError
from cpaudit.engine.findings import finding
from cpaudit.errors import InvalidInput

_ENERGY = ("J", "W")
_MOST_NAMED = 10


class ReconciliationStatus(StrEnum):
    """What can be said about the measurements of a map; the first three are those of the engine.

    NOTHING_MEASURED: no stream has a measurement that counts. NOT_SOLVABLE: a value or an interval
    cannot be one, such as a negative mass, or intervals lie too far apart.
    """

    CONSISTENT = "CONSISTENT"
    INCONSISTENT = "INCONSISTENT"
    NO_REDUNDANCY = "NO_REDUNDANCY"
    NOTHING_MEASURED = "NOTHING_MEASURED"
    NOT_SOLVABLE = "NOT_SOLVABLE"


@dataclass(frozen=True, slots=True)
class ReconciledMap:
    """What came of the reconciliation of a map.

    Attributes:
        substance: None for the flows as a whole.
        status: what can be said.
        result: None where nothing could be reconciled.
        streams: the streams of the result by their codes.
        findings: what was left out and why, and what the engine has to say.
    """

    substance: str | None
    status: ReconciliationStatus
    result: Reconciliation | None
    streams: Mapping[str, Stream]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """The streams that take part, the measurements that count, and what was left out."""

    network: ProcessNetwork | None
    measured: Mapping[str, Sequence[Quantity]]
    findings: tuple[Finding, ...]


def reconcile_map(
    units: Sequence[UnitProcess],
    streams: Sequence[Stream],
    measurements: Sequence[Measurement],
    *,
    substance: str | None = None,
    unit: str | None = None,
) -> ReconciledMap:
    """Reconcile what was measured in the streams of a map.

    Mass and volume are reconciled over all streams but those of energy, energy over those of energy and those in
    which energy was measured. What is measured in units that do not convert, or as a concentration, or without an
    interval does not count, and a finding says so: such a stream is unmeasured, which is not zero. The balance of a
    unit process without inputs or without outputs is left out, because the map is not finished there.

    Args:
        units: the unit processes of the map.
        streams: the streams of the map.
        measurements: of these streams; several of one stream count as repeated.
        substance: whose flow is reconciled; None for the flows as a whole.
        unit: in which the result is wanted; by default the one in which most streams are measured.

    Raises:
        UnitError: there is no such unit, or it does not add up.
    """
    chosen = [each for each in measurements if each.substance == substance]
    if unit is not None and not is_amount(unit):
        raise UnitError(
            f"{unit} does not add up over the streams of a unit process",
            unit,
            path=("unit",),
            remedy="give a mass, a volume, an energy, or the rate of one",
        )
    common = unit or _commonest(chosen)
    taken = None if common is None else _take(units, streams, chosen, common)
    if taken is None or taken.network is None or not taken.measured:
        nothing = finding(
            "NOTHING_MEASURED",
            "没有可参与校正的测量值",
            "no stream has a measurement that can be reconciled",
        )
        found = (nothing,) if taken is None else (nothing, *taken.findings)
        return ReconciledMap(substance, ReconciliationStatus.NOTHING_MEASURED, None, {}, found)
    by_code = {stream.code: stream for stream in streams}
    try:
        result = engine.reconcile(taken.network, taken.measured, unit=common)
    except InvalidInput as error:
        refused = finding(
            error.code, f"测量值无法求解，请核对数值与单位（{error.code}）", f"not to be solved: {error.message}"
        )
        return ReconciledMap(substance, ReconciliationStatus.NOT_SOLVABLE, None, by_code, (refused, *taken.findings))
    status = ReconciliationStatus(result.state.value)
    return ReconciledMap(substance, status, result, by_code, (*taken.findings, *result.warnings))


def substances_of(measurements: Iterable[Measurement]) -> tuple[str | None, ...]:
    """What can be reconciled: None for the flows as a whole, then the substances, each that was measured."""
    measured = {each.substance for each in measurements}
    return (*(None,) * (None in measured), *sorted(each for each in measured if each is not None))


async def maps_of(
    session: AsyncSession, audit_ids: Sequence[str]
) -> Mapping[str, tuple[Sequence[UnitProcess], Sequence[Stream], Sequence[Measurement]]]:
    """Unit processes, streams and measurements before the audit, in three statements for all audits."""
    units: dict[str, list[UnitProcess]] = defaultdict(list)
    streams: dict[str, list[Stream]] = defaultdict(list)
    measurements: dict[str, list[Measurement]] = defaultdict(list)
    for unit in await session.exec(
        select(UnitProcess).where(col(UnitProcess.audit_id).in_(audit_ids)).order_by(col(UnitProcess.id))
    ):
        units[unit.audit_id].append(unit)
    for stream in await session.exec(
        select(Stream).where(col(Stream.audit_id).in_(audit_ids)).order_by(col(Stream.code), col(Stream.id))
    ):
        streams[stream.audit_id].append(stream)
    for measurement in await session.exec(
        select(Measurement).where(col(Measurement.audit_id).in_(audit_ids)).order_by(col(Measurement.id))
    ):
        measurements[measurement.audit_id].append(measurement)
    return {each: (units[each], streams[each], measured_in(Scenario.BEFORE, measurements[each])) for each in audit_ids}


def _commonest(measurements: Iterable[Measurement]) -> str | None:
    """The unit of amounts in which most was measured; of equals the one that comes first in the alphabet."""
    counted = Counter(each.amount.unit for each in measurements if is_amount(each.amount.unit))

    def rank(unit: str) -> tuple[int, int, str]:
        alike = sum(number for other, number in counted.items() if converts(other, unit))
        return -alike, -counted[unit], unit

    return min(counted, key=rank, default=None)


def _take(
    units: Sequence[UnitProcess], streams: Sequence[Stream], measurements: Sequence[Measurement], common: str
) -> _Taken:
    codes = {stream.id: stream.code for stream in streams}
    counted: dict[str, list[Quantity]] = defaultdict(list)
    strange, vague = set[str](), set[str]()
    for each in measurements:
        amount, code = each.amount, codes[each.stream_id]
        if not converts(amount.unit, common):
            strange.add(code)
        elif amount.lower is None or amount.upper is None or amount.lower == amount.upper:
            vague.add(code)
        else:
            counted[code].append(amount)
    energy = any(converts(common, each) for each in _ENERGY)
    taking = [stream for stream in streams if (stream.kind is StreamKind.ENERGY) == energy or stream.code in counted]
    network, loose, unfinished = _network(units, taking)
    known = set[str]() if network is None else set(network.stream_index)
    findings = (
        *_named("OTHER_UNIT", strange, "测量单位不可比或为浓度，未计入", "measured in units that do not add up"),
        *_named("NO_INTERVAL", vague - set(counted), "测量值没有区间，未计入", "measured without an interval"),
        *_named("UNFINISHED_UNIT", unfinished, "单元只有输入或只有输出，其平衡未计入", "units with one side alone"),
        *_named("LOOSE_STREAM", loose, "物流未连接完整的单元，未计入", "streams of no finished unit"),
    )
    return _Taken(network, {code: given for code, given in counted.items() if code in known}, findings)


def _network(
    units: Sequence[UnitProcess], streams: Sequence[Stream]
) -> tuple[ProcessNetwork | None, set[str], set[str]]:
    """The network of the units that streams enter and leave, the streams that touch none of them, the other units."""
    codes = {unit.id: unit.code for unit in units}
    entered = {stream.destination_id for stream in streams}
    left = {stream.origin_id for stream in streams}
    whole = {unit: codes[unit] for unit in codes if unit in entered and unit in left}
    drawn = list(ends_of(streams, whole))
    kept = [each for each in drawn if each[1] != each[2]]
    loose = {code for code, origin, destination in drawn if origin == destination}
    unfinished = {codes[unit] for unit in codes if (unit in entered) != (unit in left)}
    return (ProcessNetwork.of(kept) if kept else None), loose, unfinished


def _named(code: str, codes: set[str], zh: str, en: str) -> tuple[Finding, ...]:
    if not codes:
        return ()
    shown = ", ".join(sorted(codes)[:_MOST_NAMED]) + (", …" if len(codes) > _MOST_NAMED else "")
    return (finding(code, f"{zh}:{shown}", f"not counted, {en}: {shown}"),)
