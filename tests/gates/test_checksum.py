"""The checksum of a gate tells what was judged, and nothing else."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from cpaudit.audits import models as audits
from cpaudit.engine import Quantity, QuantityStatus
from cpaudit.enterprises.models import Enterprise, SizeClass
from cpaudit.gates.gate import gates_of
from cpaudit.gates.snapshot import Snapshot
from cpaudit.library import Library
from cpaudit.options import models as options
from cpaudit.phases import CostClass, PhaseKey
from cpaudit.plugins import PluginHost
from cpaudit.storage.tables import TenantTable, VersionedTable
from support.recorded_audit import AUDIT_ID, recorded_audit

JUDGED: dict[PhaseKey, dict[type[TenantTable], tuple[str, ...]]] = {
    PhaseKey.ORGANIZATION: {
        audits.Statement: ("text", "signed_by", "signed_on"),
        audits.TeamMember: ("name", "department", "role"),
    },
    PhaseKey.PLANNING: {
        audits.PlanTask: ("step", "name", "owner", "starts_on", "ends_on"),
        audits.Training: ("topic", "held_on", "hours", "attendees"),
        audits.Obstacle: ("kind", "description", "countermeasure"),
    },
    PhaseKey.PRE_ASSESSMENT: {
        audits.PollutionSource: ("name", "medium", "pollutant", "destination"),
        audits.AnnualFlow: ("year", "kind", "substance", "amount"),
        audits.FocusFactor: ("code", "weight"),
        audits.FocusCandidate: ("name", "chosen", "reason"),
        audits.Target: ("indicator", "horizon", "basis", "baseline", "goal", "due"),
    },
    PhaseKey.ASSESSMENT: {
        audits.UnitProcess: ("code", "name"),
        audits.Stream: ("code", "kind", "substance"),
        audits.Measurement: ("substance", "amount", "method"),
        audits.StreamPrice: ("price", "source"),
        audits.UnitCost: ("energy", "system"),
        audits.Balance: ("name", "tolerance", "explanation"),
        audits.BalanceLine: ("name",),
        audits.Cause: ("aspect", "description", "pollutant"),
    },
    PhaseKey.FEASIBILITY: {options.FeasibilityStudy: ("technical", "environmental")},
    PhaseKey.IMPLEMENTATION: {options.Funding: ("amount",)},
}
"""Columns that a phase's gate judges, in every row of the audit in support.recorded_audit."""


def checksums(rows: Sequence[TenantTable]) -> dict[PhaseKey, str]:
    """The checksums of the audit's gates, with no plugin enabled."""
    records: dict[type[SQLModel], list[SQLModel]] = defaultdict(list)
    for row in rows:
        records[type(row)].append(row)
    (audit,) = (row for row in rows if isinstance(row, audits.Audit))
    enterprise = Enterprise(
        tenant_id="t", id=audit.enterprise_id, code="E", name="示例", gb4754="C2611", size_class=SizeClass.LARGE
    )
    snapshot = Snapshot(audit, enterprise, records)
    gates = gates_of(snapshot, Library.of(()), PluginHost((), known_unit=bool), ())
    return {phase.key: gates[phase.id].checksum for phase in snapshot.phase_rows()}


def audit_rows() -> list[TenantTable]:
    """The rows of the recorded audit, made anew."""
    return recorded_audit("t", "e")


def renamed(rows: Iterable[TenantTable], chance: random.Random) -> list[TenantTable]:
    """The same rows under other ids and in other versions, in another order."""
    kept = list(rows)
    ids = {row.id: f"{chance.getrandbits(128):032x}" for row in kept}
    for row in kept:
        for name in type(row).model_fields:
            value = getattr(row, name)
            if isinstance(value, str) and value in ids:
                setattr(row, name, ids[value])
        if isinstance(row, VersionedTable):
            row.version = chance.randrange(1, 99)
    chance.shuffle(kept)
    return kept


def other(value: Any) -> Any:
    """A value of the same kind that is hardly another."""
    match value:
        case StrEnum():
            return next(member for member in type(value) if member is not value)
        case Quantity():
            return replace(value, value=value.value * (1 + 1e-9), lower=None, upper=None)
        case bool():
            return not value
        case str() | None:
            return f"{value or ''}。"
        case Decimal():
            return value + Decimal("0.01")
        case int():
            return value + 1
        case float():
            return value * (1 + 1e-9)
        case _:
            return value + timedelta(days=1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_checksum_does_not_depend_on_order_ids_and_versions(seed: int) -> None:
    assert checksums(renamed(audit_rows(), random.Random(seed))) == checksums(audit_rows())


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_change_of_what_was_judged_changes_the_checksum(data: st.DataObject) -> None:
    phase = data.draw(st.sampled_from(list(JUDGED)))
    table = data.draw(st.sampled_from(list(JUDGED[phase])))
    column = data.draw(st.sampled_from(JUDGED[phase][table]))
    rows = audit_rows()
    row = data.draw(st.sampled_from([row for row in rows if _is_judged(row, table)]))
    before = checksums(rows)
    setattr(row, column, other(getattr(row, column)))
    assert checksums(rows)[phase] != before[phase]


def _is_judged(row: TenantTable, table: type[TenantTable]) -> bool:
    # The statements of later phases are judged by those.
    first = not isinstance(row, audits.Statement) or row.kind is audits.StatementKind.COMMITMENT
    return type(row) is table and first


@pytest.mark.parametrize(
    "change", ["investment", "annual_saving", "life_years", "tax_rate", "discount_rate", "benchmark_rate"]
)
def test_the_figures_of_a_dear_option_are_judged_with_its_feasibility(change: str) -> None:
    rows = audit_rows()
    before = checksums(rows)
    (option,) = (row for row in rows if isinstance(row, options.Option) and row.cost_class is CostClass.HIGH)
    setattr(option, change, other(getattr(option, change)))
    assert checksums(rows)[PhaseKey.FEASIBILITY] != before[PhaseKey.FEASIBILITY]


def _with_plan(code: str) -> tuple[list[TenantTable], options.OptionEffect, options.OptionChange]:
    """The recorded audit, with a planned effect and a change of the process for the option *code*."""
    rows = audit_rows()
    (option,) = (row for row in rows if isinstance(row, options.Option) and row.code == code)
    stream = next(row for row in rows if isinstance(row, audits.Stream))
    own = {"tenant_id": option.tenant_id, "audit_id": option.audit_id, "option_id": option.id}
    effect = options.OptionEffect(**own, subject="SO2", planned=Quantity(242, "t/a", status=QuantityStatus.ESTIMATED))
    change = options.OptionChange(
        **own, kind=options.OptionChangeKind.REDUCE, stream_id=stream.id, fraction=0.5, amount=None
    )
    return [*rows, effect, change], effect, change


def test_what_a_dear_option_is_planned_to_do_is_judged_with_its_feasibility() -> None:
    rows, effect, change = _with_plan("F3")
    before = checksums(rows)
    assert before[PhaseKey.FEASIBILITY] != checksums(audit_rows())[PhaseKey.FEASIBILITY]
    effect.planned = other(effect.planned)
    after = checksums(rows)
    assert after[PhaseKey.FEASIBILITY] != before[PhaseKey.FEASIBILITY]
    change.fraction = other(change.fraction)
    assert checksums(rows)[PhaseKey.FEASIBILITY] != after[PhaseKey.FEASIBILITY]
    # the measured effect belongs to a later phase
    before = checksums(rows)
    effect.actual = Quantity(200, "t/a", status=QuantityStatus.MEASURED)
    assert checksums(rows)[PhaseKey.FEASIBILITY] == before[PhaseKey.FEASIBILITY]


def test_what_a_cheap_option_is_planned_to_do_makes_no_gate_stale() -> None:
    rows, _, _ = _with_plan("F5")
    assert checksums(rows) == checksums(audit_rows())


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_checksum_of_a_plan_does_not_depend_on_order_and_ids(seed: int) -> None:
    rows, _, _ = _with_plan("F3")
    before = checksums(rows)
    assert checksums(renamed(rows, random.Random(seed))) == before


def test_no_gate_is_stale_because_a_cheap_option_was_carried_out() -> None:
    rows = audit_rows()
    before = checksums(rows)
    (option,) = (row for row in rows if isinstance(row, options.Option) and row.code == "F5")
    option.state = options.OptionState.VERIFIED
    assert checksums(rows) == before


def test_the_two_ends_of_a_stream_are_judged() -> None:
    rows = audit_rows()
    before = checksums(rows)
    (stream,) = (row for row in rows if isinstance(row, audits.Stream) and row.code == "P1")
    stream.origin_id, stream.destination_id = stream.destination_id, stream.origin_id
    assert stream.audit_id == AUDIT_ID
    assert checksums(rows)[PhaseKey.ASSESSMENT] != before[PhaseKey.ASSESSMENT]
