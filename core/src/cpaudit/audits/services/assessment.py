"""Phase 4: balances of the audit focus and how far they close; causes of waste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from cpaudit import engine
from cpaudit.audits.models import Balance, BalanceKind, BalanceLine, Cause, Measurement, Scenario, Stream
from cpaudit.audits.services.records import Columns, Records, check_values
from cpaudit.contributions import FlowDirection
from cpaudit.engine import Closure, ClosureState, Finding, Quantity, UnitError
from cpaudit.errors import InvalidInput, NotFound, PathPart
from cpaudit.storage.identity import new_id
from cpaudit.storage.tables import columns_of
from cpaudit.text import LocalizedText
from cpaudit.work import Work

MOST_LINES = 500

MeasuredLine: TypeAlias = tuple[BalanceLine, Quantity | None]
"""A line with what its measurement says; None where it has none, which is not zero."""

NOTHING_MEASURED = Finding(
    "NOTHING_MEASURED",
    LocalizedText({"zh-CN": "平衡表中没有任何已测量的物流", "en": "no line of the balance was measured"}),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is given.

    Attributes:
        stream_id: of the stream it stands for; by default that of the measurement.
        measurement_id: None for a line that was not measured.
    """

    name: str
    direction: FlowDirection
    stream_id: str | None = None
    measurement_id: str | None = None


def closure_of(balance: Balance, lines: Iterable[MeasuredLine]) -> Closure:
    """How far a balance closes; see :func:`cpaudit.engine.close_balance`.

    Raises:
        UnitError: the lines do not measure the same thing.
    """
    by_direction: dict[FlowDirection, list[Quantity | None]] = defaultdict(list)
    for line, amount in lines:
        by_direction[line.direction].append(amount)
    inputs, outputs = by_direction[FlowDirection.INPUT], by_direction[FlowDirection.OUTPUT]
    stock = by_direction[FlowDirection.ACCUMULATION]
    if None in stock:
        # To the engine no accumulation means none. One that was not measured leaves the balance open, as an
        # output that was not measured does.
        outputs = [*outputs, None]
    accumulation = stock[0] if stock else None
    if all(amount is None for amount in (*inputs, *outputs)):
        return Closure(
            inputs=tuple(inputs),
            outputs=tuple(outputs),
            accumulation=accumulation,
            tolerance=balance.tolerance,
            unit="" if accumulation is None else accumulation.unit,
            state=ClosureState.INCOMPLETE,
            gap=None,
            gap_fraction=None,
            within_tolerance=None,
            warnings=(NOTHING_MEASURED,),
        )
    return engine.close_balance(inputs, outputs, accumulation=accumulation, tolerance=balance.tolerance)


async def measured_lines(session: AsyncSession, balance_ids: Sequence[str]) -> Mapping[str, Sequence[MeasuredLine]]:
    """The lines of balances with their amounts, by the balance's id, in one statement."""
    query = (
        select(BalanceLine, Measurement)
        .join(Measurement, col(Measurement.id) == col(BalanceLine.measurement_id), isouter=True)
        .where(col(BalanceLine.balance_id).in_(balance_ids))
        .order_by(col(BalanceLine.id))
    )
    found: dict[str, list[MeasuredLine]] = {balance_id: [] for balance_id in balance_ids}
    for line, measurement in await session.exec(query):
        found[line.balance_id].append((line, None if measurement is None else measurement.amount))
    return found


async def require_balances_hold(work: Work, measurement: Measurement) -> None:
    """Do nothing where every balance can still be closed with the measurement as it would become.

    Raises:
        InvalidInput: in one of them the lines would no longer measure the same thing, or not the enterprise as it was.
    """
    lines = await work.all(BalanceLine, measurement_id=measurement.id)
    if lines and measurement.scenario is not Scenario.BEFORE:
        raise _made_after("input", "scenario")
    closed = await measured_lines(work.session, sorted({line.balance_id for line in lines}))
    for balance_id, measured in closed.items():
        balance = await work.get(Balance, balance_id)
        amounts = [
            (line, measurement.amount if line.measurement_id == measurement.id else amount) for line, amount in measured
        ]
        try:
            closure_of(balance, amounts)
        except UnitError as error:
            raise InvalidInput(
                f"the balance {balance.name!r} uses this measurement: {error.message}",
                path=("input", "amount", "unit"),
                remedy="keep a unit of the same kind, or take the line out of the balance first",
            ) from error


async def _is_sound(work: Work, balance: Balance) -> None:
    if not 0 < balance.tolerance < 1:
        raise InvalidInput(
            f"{balance.tolerance:g} is not between 0 and 1", path=("input", "tolerance"), remedy="write 5 % as 0.05"
        )
    if (balance.kind is BalanceKind.SUBSTANCE) != (balance.substance is not None):
        raise InvalidInput(
            "a balance of the kind SUBSTANCE names its substance, the others name none",
            path=("input", "substance"),
        )


BALANCES = Records(Balance, (_is_sound,))
CAUSES = Records(Cause)


async def add_balance(work: Work, audit_id: str, columns: Columns, lines: Sequence[Line]) -> str:
    """Draw up a balance with its lines; gives its id.

    Raises:
        Denied: the actor does not edit audits.
        NotFound: there is no such audit, or a stream or measurement is not in it.
        InvalidInput: the audit is concluded, a measurement stands on two lines, there are two lines of
            accumulation, or a value cannot be accepted.
        UnitError: the lines do not measure the same thing; the message names both units.
    """
    balance = await BALANCES.draft(work, audit_id, columns)
    rows = await _lines(work, balance, lines)
    work.session.add(balance)
    await work.session.flush()
    work.session.add_all(rows)
    work.record(BALANCES.action("Added"), balance, after=_told(balance, rows))
    await work.session.flush()
    return balance.id


async def change_balance(
    work: Work, balance_id: str, expected_version: int, columns: Columns, lines: Sequence[Line] | None = None
) -> str:
    """Change a balance; *lines*, where given, replace all the lines it had. Gives its id.

    Raises:
        Conflict: the balance's version is not *expected_version*.
        Denied, NotFound, InvalidInput, UnitError: as for :func:`add_balance`.
    """
    if lines is None:
        return (await BALANCES.change(work, balance_id, expected_version, columns)).id
    balance = await BALANCES.may_become(work, balance_id, expected_version, columns)
    rows = await _lines(work, balance, lines)
    replaced = await work.all(BalanceLine, balance_id=balance.id)
    before = _told(balance, replaced)
    for name, value in {**columns, "version": balance.version + 1}.items():
        setattr(balance, name, value)
    for row in replaced:
        await work.session.delete(row)
    work.session.add_all(rows)
    work.record(BALANCES.action("Changed"), balance, before=before, after=_told(balance, rows))
    await work.session.flush()
    return balance.id


async def remove_balance(work: Work, balance_id: str, expected_version: int) -> None:
    """Remove a balance and its lines.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :meth:`Records.remove`.
    """
    balance = await BALANCES.may_become(work, balance_id, expected_version, {})
    rows = await work.all(BalanceLine, balance_id=balance.id)
    work.record(BALANCES.action("Removed"), balance, before=_told(balance, rows))
    for row in rows:
        await work.session.delete(row)
    await work.session.flush()
    await work.session.delete(balance)
    await work.session.flush()


async def explain_balance(work: Work, balance_id: str, expected_version: int, explanation: str | None) -> str:
    """Say why a balance has the gap it has, or with None take the explanation back; gives its id.

    Raises:
        Denied, NotFound, InvalidInput, Conflict: as for :meth:`Records.change`.
    """
    columns = {"explanation": explanation}
    return (await BALANCES.change(work, balance_id, expected_version, columns, "balanceExplained")).id


async def _lines(work: Work, balance: Balance, lines: Sequence[Line]) -> list[BalanceLine]:
    """The rows of a balance's lines, none of them in the session yet."""
    _require_countable(lines)
    streams = {each.id for each in await work.all(Stream, audit_id=balance.audit_id)}
    measurements = {each.id: each for each in await work.all(Measurement, audit_id=balance.audit_id)}
    rows: list[MeasuredLine] = []
    # Lines are read in the order of their ids; those made within one millisecond would come in any order.
    ids = sorted(new_id() for _ in lines)
    for index, (line_id, line) in enumerate(zip(ids, lines, strict=True)):
        path = ("input", "lines", index)
        if line.stream_id is not None and line.stream_id not in streams:
            raise NotFound("the audit has no such stream", path=(*path, "stream"))
        measurement = None if line.measurement_id is None else measurements.get(line.measurement_id)
        if line.measurement_id is not None and measurement is None:
            raise NotFound("the audit has no such measurement", path=(*path, "measurement"))
        measured_in = None if measurement is None else measurement.stream_id
        if line.stream_id is not None and measured_in not in (None, line.stream_id):
            raise InvalidInput("the measurement was made in another stream", path=(*path, "measurement"))
        if measurement is not None and measurement.scenario is not Scenario.BEFORE:
            raise _made_after(*path, "measurement")
        row = BalanceLine(
            id=line_id,
            tenant_id=balance.tenant_id,
            audit_id=balance.audit_id,
            balance_id=balance.id,
            name=line.name,
            direction=line.direction,
            stream_id=line.stream_id or measured_in,
            measurement_id=line.measurement_id,
        )
        check_values(row, *path)
        rows.append((row, None if measurement is None else measurement.amount))
    try:
        closure_of(balance, rows)
    except UnitError as error:
        raise UnitError(error.message, *error.units, path=("input", "lines"), remedy=error.remedy) from error
    return [row for row, _ in rows]


def _made_after(*path: PathPart) -> InvalidInput:
    return InvalidInput(
        "a balance is of the enterprise before options were carried out; this was measured after",
        path=path,
        remedy="take a measurement whose scenario is BEFORE",
    )


def _require_countable(lines: Sequence[Line]) -> None:
    if len(lines) > MOST_LINES:
        raise InvalidInput(f"a balance has at most {MOST_LINES} lines", path=("input", "lines"))
    seen: set[str] = set()
    stocks = 0
    for index, line in enumerate(lines):
        path = ("input", "lines", index)
        if line.measurement_id in seen:
            raise InvalidInput("this measurement stands on a line above already", path=(*path, "measurement"))
        seen |= {line.measurement_id} if line.measurement_id is not None else set()
        stocks += line.direction is FlowDirection.ACCUMULATION
        if stocks > 1:
            raise InvalidInput(
                "there is a line of accumulation above already",
                path=(*path, "direction"),
                remedy="give the change of all stocks as one line",
            )


def _told(balance: Balance, rows: Iterable[BalanceLine]) -> dict[str, object]:
    """A balance with its lines, for the event log."""
    lines = [columns_of(row, ("tenant_id", "audit_id", "balance_id", "version")) for row in rows]
    return {**columns_of(balance, ("tenant_id",)), "lines": lines}
