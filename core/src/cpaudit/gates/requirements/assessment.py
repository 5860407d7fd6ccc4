"""Process flow, measurements, balances, causes."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import (
    Balance,
    BalanceLine,
    Cause,
    Measurement,
    Stream,
    StreamPrice,
    UnitCost,
    UnitProcess,
)
from cpaudit.audits.services.assessment import closure_of
from cpaudit.engine import ClosureState
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import contents, exact, unordered
from cpaudit.gates.requirements.judged import (
    Judged,
    blocker,
    check,
    codes_of,
    judge,
    require_one,
)
from cpaudit.gates.snapshot import Snapshot
from cpaudit.gates.view import measured_lines
from cpaudit.phases import StepKey

require_one(
    StepKey.CAUSES, "CAUSES_MISSING", "causes", lambda s: s.of(Cause), "废弃物产生原因", "cause of waste", "addCause"
)


@check(StepKey.PROCESS_FLOW)
def _process_flow(snapshot: Snapshot) -> Judged:
    units, streams = snapshot.of(UnitProcess), snapshot.of(Stream)
    connected = {end for stream in streams for end in (stream.origin_id, stream.destination_id)}

    def found() -> Iterator[Blocker]:
        if not units:
            yield blocker(
                "PROCESS_MAP_MISSING",
                ("unitProcesses",),
                "没有工艺流程",
                "there is no process map",
                "用 applyProcessTemplate 或 addUnitProcess、addStream 建立",
                "make one with applyProcessTemplate, or addUnitProcess and addStream",
            )
        for unit in units:
            if unit.id not in connected:
                yield blocker(
                    "UNIT_NOT_CONNECTED",
                    ("unitProcesses", unit.code),
                    f"单元操作“{unit.name}”没有物流",
                    f"no stream enters or leaves the unit process {unit.name}",
                    "用 addStream 连接，或删除该单元",
                    "connect it with addStream, or remove it",
                )

    codes = codes_of(snapshot)
    looked_at = [
        unordered([unit.code, unit.name] for unit in units),
        unordered(
            [
                each.code,
                each.kind,
                codes.get(each.origin_id or ""),
                codes.get(each.destination_id or ""),
                each.substance,
            ]
            for each in streams
        ),
    ]
    return judge(found(), looked_at)


@check(StepKey.MEASUREMENT)
def _measurements(snapshot: Snapshot) -> Judged:
    measured = snapshot.of(Measurement)

    def found() -> Iterator[Blocker]:
        if not measured:
            yield blocker(
                "MEASUREMENTS_MISSING",
                ("measurements",),
                "没有实测数据",
                "there is no measurement",
                "用 addMeasurement 记录",
                "record it with addMeasurement",
            )

    codes = codes_of(snapshot)
    # What losses cost is reported with the measurements, so that another price is looked at again.
    rows = (*measured, *snapshot.of(StreamPrice), *snapshot.of(UnitCost))
    # All of them were made before; checksums from before there was any scenario still hold.
    told = ({name: value for name, value in contents(row, codes).items() if name != "scenario"} for row in rows)
    return judge(found(), unordered(told))


@check(StepKey.BALANCES)
def _balances(snapshot: Snapshot) -> Judged:
    balances = snapshot.of(Balance)
    closures = {balance.id: closure_of(balance, measured_lines(balance, snapshot)) for balance in balances}
    amounts = {each.id: exact(each.amount) for each in snapshot.of(Measurement)}

    def found() -> Iterator[Blocker]:
        if not any(closure.state is not ClosureState.INCOMPLETE for closure in closures.values()):
            yield blocker(
                "BALANCE_MISSING",
                ("balances",),
                "没有可以计算的平衡",
                "there is no balance that can be computed",
                "用 addBalance 建立平衡，并测出每股物流",
                "add a balance with addBalance, and measure each of its streams",
            )
        for balance in balances:
            closure = closures[balance.id]
            if balance.explanation:
                continue
            if closure.state is ClosureState.INCOMPLETE:
                yield blocker(
                    "BALANCE_INCOMPLETE",
                    ("balances", balance.name),
                    f"平衡“{balance.name}”有未测物流",
                    f"the balance {balance.name} has unmeasured streams",
                    "测出该物流，或用 explainBalance 说明",
                    "measure them, or explain it with explainBalance",
                )
            elif not closure.within_tolerance:
                yield blocker(
                    "BALANCE_OPEN",
                    ("balances", balance.name),
                    f"平衡“{balance.name}”的差额超出允许范围",
                    f"the gap of the balance {balance.name} is beyond its tolerance",
                    "核实数据，或用 explainBalance 说明",
                    "check the data, or explain it with explainBalance",
                )

    looked_at = unordered(
        [
            balance.name,
            balance.tolerance,
            balance.explanation,
            unordered(
                [line.name, line.direction, amounts.get(line.measurement_id or "")]
                for line in snapshot.of(BalanceLine)
                if line.balance_id == balance.id
            ),
        ]
        for balance in balances
    )
    return judge(found(), looked_at)
