"""Limits are kept, exceeded or unknown: by figures alone, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.audits import models as audits
from cpaudit.contributions import StreamKind
from cpaudit.engine import Quantity, QuantityStatus, recompute
from cpaudit.engine.headroom import Keeping
from cpaudit.enterprises.models import (
    PermitLimit,
    PermitMedium,
    RegulatoryKind,
    RegulatoryRecord,
    RegulatoryStatus,
)
from cpaudit.library import Library
from cpaudit.options.models import Option, OptionChange, OptionChangeKind, OptionEffect, OptionOrigin, OptionState
from cpaudit.phases import Aspect, CostClass
from cpaudit.plugins import PluginHost
from cpaudit.regulation.compliance import Compliance, ComplianceRow, compliance_of
from cpaudit.regulation.obligations import ObligationState, obligation_of
from cpaudit.regulation.planned import SavingBasis
from cpaudit.regulation.records import AuditRecords, Regulated

TODAY = date(2026, 6, 30)
OWN = {"tenant_id": "t", "audit_id": "a"}


def q(value: float, unit: str, **more: Any) -> Quantity:
    return Quantity(value, unit, status=QuantityStatus.MEASURED, **more)


def record(kind: RegulatoryKind = RegulatoryKind.TOTAL_EMISSION_QUOTA, **columns: Any) -> RegulatoryRecord:
    given = {"status": RegulatoryStatus.IN_FORCE, **columns}
    return RegulatoryRecord(tenant_id="t", id="r", enterprise_id="e", kind=kind, **given)


def limit(amount: Quantity, medium: PermitMedium | None = None, pollutant: str = "COD") -> PermitLimit:
    return PermitLimit(
        tenant_id="t", id="l", enterprise_id="e", record_id="r", pollutant=pollutant, medium=medium, limit=amount
    )


def line(amount: Quantity, scenario: audits.Scenario = audits.Scenario.BEFORE, pollutant: str = "COD") -> Any:
    return audits.InventoryLine(**OWN, scenario=scenario, name="排放", pollutant=pollutant, emission=amount)


def option(code: str = "F1", state: OptionState = OptionState.RECOMMENDED) -> Option:
    return Option(
        **OWN,
        id=code,
        code=code,
        name=code,
        aspect=Aspect.EQUIPMENT,
        cost_class=CostClass.LOW,
        origin=OptionOrigin.STAFF,
        state=state,
    )


def effect(planned: Quantity, actual: Quantity | None = None, of: str = "F1") -> OptionEffect:
    return OptionEffect(**OWN, option_id=of, subject="cod", planned=planned, actual=actual)


def judge(limits: Sequence[PermitLimit], records: Sequence[RegulatoryRecord] | None = None, **audit: Any) -> Compliance:
    held = Regulated.of([record()] if records is None else records, limits, AuditRecords(Library.of(()), **audit))
    return compliance_of(held, TODAY)


def row(limits: Sequence[PermitLimit], **audit: Any) -> ComplianceRow:
    (found,) = judge(limits, **audit).rows
    return found


def codes(found: Any) -> set[str]:
    return {each.code for each in found.findings}


def test_a_discharge_is_held_against_the_limit_in_the_limits_unit() -> None:
    before = row([limit(q(40, "t/a"))], inventory=[line(q(30_000, "kg/a"))]).before
    assert before.keeping is Keeping.WITHIN
    assert before.headroom is not None
    assert before.headroom.unit == "t/a"
    assert before.headroom.value == pytest.approx(10)
    assert before.used == pytest.approx(0.75)
    assert before.trace is not None
    assert recompute(before.trace) == before.headroom.value


@given(st.floats(1e-3, 1e9))
def test_a_discharge_at_its_limit_keeps_it_whatever_the_unit(amount: float) -> None:
    before = row([limit(q(amount, "t/a"))], inventory=[line(q(amount * 1000, "kg/a"))]).before
    assert before.keeping is Keeping.WITHIN


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_what_options_save_never_turns_a_kept_limit_into_an_exceeded_one(
    allowed: float, emitted: float, saved: float
) -> None:
    found = row(
        [limit(q(allowed, "t/a"))],
        inventory=[line(q(emitted, "t/a"))],
        options=[option()],
        effects={"F1": [effect(q(saved, "t/a"))]},
    )
    assert found.before.keeping in (Keeping.WITHIN, Keeping.EXCEEDED)
    if found.before.keeping is Keeping.WITHIN:
        assert found.planned.keeping is not Keeping.EXCEEDED
    if saved > emitted:
        assert found.planned.keeping is Keeping.UNKNOWN


@pytest.mark.parametrize(
    ("yearly", "keeping"),
    [((True, True), Keeping.EXCEEDED), ((True, False), Keeping.UNKNOWN), ((False, False), Keeping.UNKNOWN)],
)
def test_an_emission_without_a_time_is_held_against_a_yearly_limit_where_all_of_it_is_of_a_year(
    yearly: tuple[bool, bool], keeping: Keeping
) -> None:
    lines = [line(q(30, "t")), line(q(20_000, "kg"))]
    for each, of_a_year in zip(lines, yearly, strict=True):
        each.yearly = of_a_year
    assert row([limit(q(40, "t/a"))], inventory=lines).before.keeping is keeping


def test_without_a_figure_nothing_is_known_and_nothing_passes() -> None:
    found = judge([limit(q(40, "t/a"))])
    assert (found.before, found.after, found.planned) == (Keeping.UNKNOWN,) * 3
    assert codes(found.rows[0].before) == {"NO_FIGURE"}
    assert found.rows[0].before.headroom is None


def test_without_a_limit_in_force_nothing_passes() -> None:
    found = judge([], inventory=[line(q(1, "t/a"))])
    assert found.before is Keeping.UNKNOWN
    assert {"NO_LIMIT_IN_FORCE", "NO_LIMIT", "NO_DECLARATION"} <= codes(found)


@pytest.mark.parametrize("unit", ["m3/a", "GJ/a", "kg/t"])
def test_a_figure_that_does_not_compare_is_unknown(unit: str) -> None:
    before = row([limit(q(40, "t/a"))], inventory=[line(q(1, unit))]).before
    assert (before.keeping, before.discharge) == (Keeping.UNKNOWN, None)
    assert codes(before) == {"FIGURE_UNKNOWN"}


def test_an_inventory_amount_without_a_time_is_not_taken_for_one_of_a_year() -> None:
    assert row([limit(q(40, "t/a"))], inventory=[line(q(30, "t"))]).before.keeping is Keeping.UNKNOWN


def test_an_annual_flow_is_of_its_year_and_the_latest_year_counts() -> None:
    flows = [
        audits.AnnualFlow(**OWN, year=year, kind=audits.FlowKind.DISCHARGE, substance="COD", amount=q(value, "t"))
        for year, value in ((2024, 90.0), (2025, 30.0))
    ]
    before = row([limit(q(40, "t/a"))], annual_flows=flows).before
    assert before.keeping is Keeping.WITHIN
    assert [figure.name for figure in before.figures] == ["2025"]


def test_one_figure_above_the_limit_counts_even_where_another_is_below() -> None:
    flow = audits.AnnualFlow(**OWN, year=2025, kind=audits.FlowKind.DISCHARGE, substance="COD", amount=q(50, "t"))
    before = row([limit(q(40, "t/a"))], inventory=[line(q(30, "t/a"))], annual_flows=[flow]).before
    assert before.keeping is Keeping.EXCEEDED
    assert "FIGURES_DISAGREE" in codes(before)
    assert before.discharge is not None
    assert before.discharge.value == 50


def test_a_source_without_an_amount_leaves_the_sum_of_sources_unknown() -> None:
    sources = [
        audits.PollutionSource(**OWN, name=name, medium=audits.Medium.WATER, pollutant="COD", amount=amount)
        for name, amount in (("甲", q(1, "t/a")), ("乙", None))
    ]
    assert row([limit(q(40, "t/a"))], sources=sources).before.keeping is Keeping.UNKNOWN


@pytest.mark.parametrize(("emitted", "keeping"), [(30, Keeping.WITHIN), (50, Keeping.UNKNOWN)])
def test_a_total_over_several_media_bounds_each_from_above(emitted: float, keeping: Keeping) -> None:
    air = audits.PollutionSource(**OWN, name="烟", medium=audits.Medium.AIR, pollutant="COD")
    before = row([limit(q(40, "t/a"), PermitMedium.WATER)], inventory=[line(q(emitted, "t/a"))], sources=[air]).before
    assert before.keeping is keeping


@pytest.mark.parametrize(("emitted", "keeping"), [(30, Keeping.UNKNOWN), (50, Keeping.EXCEEDED)])
def test_the_mean_of_a_year_does_not_show_that_every_day_keeps_a_limit(emitted: float, keeping: Keeping) -> None:
    before = row([limit(q(40, "t/d"))], inventory=[line(q(emitted * 365.2425, "t/a"))]).before
    assert before.keeping is keeping


def test_an_interval_across_the_limit_is_told() -> None:
    line_ = line(q(39, "t/a", lower=35, upper=43))
    before = row([limit(q(40, "t/a"))], inventory=[line_]).before
    assert before.keeping is Keeping.WITHIN
    assert "INTERVAL_CROSSES_LIMIT" in codes(before)


def test_all_names_of_a_substance_in_the_content_mean_one_pollutant(host: PluginHost) -> None:
    library = Library.of(host.packs(("chemical",)))
    (sulphur,) = [each for each in library.substances() if each.code == "SO2"]
    held = Regulated.of(
        [record()],
        [limit(q(40, "t/a"), pollutant=sulphur.name["zh-CN"])],
        AuditRecords(library, inventory=[line(q(30, "t/a"), pollutant="so2")]),
    )
    assert compliance_of(held, TODAY).rows[0].before.keeping is Keeping.WITHIN


def _stream(
    code: str, *, kind: StreamKind = StreamKind.WATER, substance: str | None = None, inward: bool = False
) -> Any:
    ends = {"destination_id" if inward else "origin_id": "u"}
    return audits.Stream(**OWN, id=code, code=code, name=code, kind=kind, substance=substance, **ends)


def _measured(stream: str, amount: Quantity, on: date | None = None, substance: str | None = "COD") -> Any:
    return audits.Measurement(**OWN, stream_id=stream, substance=substance, amount=amount, measured_on=on)


def test_a_concentration_is_held_against_the_latest_measurement_of_each_stream_that_leaves() -> None:
    given = {
        "streams": [_stream("drain"), _stream("inlet", inward=True)],
        "measurements": [
            _measured("drain", q(200, "mg/L"), date(2025, 1, 1)),
            _measured("drain", q(0.08, "g/L"), date(2026, 1, 1)),
            _measured("inlet", q(900, "mg/L")),
        ],
    }
    found = row([limit(q(100, "mg/L"))], **given)
    assert found.before.keeping is Keeping.WITHIN
    assert found.before.headroom is not None
    assert found.before.headroom.value == pytest.approx(20)
    unmeasured = _stream("other", substance="COD")
    assert row([limit(q(100, "mg/L"))], **{**given, "streams": [*given["streams"], unmeasured]}).before.keeping is (
        Keeping.UNKNOWN
    )
    planned = row([limit(q(100, "mg/L"))], **given, options=[option()], effects={"F1": [effect(q(1, "t/a"))]}).planned
    assert planned.keeping is Keeping.UNKNOWN
    assert codes(planned) == {"NO_CONCENTRATION"}


@pytest.mark.parametrize(
    ("after", "keeping", "told"),
    [
        ([], Keeping.UNKNOWN, {"NO_FIGURE"}),
        ([("drain", 80)], Keeping.UNKNOWN, {"FIGURE_UNKNOWN"}),
        ([("drain", 80), ("sewer", 100)], Keeping.WITHIN, set()),
        ([("drain", 80), ("sewer", 101)], Keeping.EXCEEDED, {"FIGURES_DISAGREE"}),
        ([("drain", 101)], Keeping.EXCEEDED, {"FIGURE_UNKNOWN"}),
    ],
)
def test_a_concentration_after_the_audit_is_measured_again_in_each_stream_in_which_it_was(
    after: list[tuple[str, float]], keeping: Keeping, told: set[str]
) -> None:
    found = row(
        [limit(q(100, "mg/L"))],
        streams=[_stream("drain"), _stream("sewer")],
        measurements=[_measured("drain", q(200, "mg/L")), _measured("sewer", q(90, "mg/L"))],
        measured_after=[_measured(stream, q(value, "mg/L")) for stream, value in after],
    )
    assert found.before.keeping is Keeping.EXCEEDED
    assert found.after.keeping is keeping
    assert codes(found.after) == told


@pytest.mark.parametrize(
    ("state", "keeping"),
    [
        (OptionState.VERIFIED, Keeping.WITHIN),
        (OptionState.IMPLEMENTED, Keeping.WITHIN),
        (OptionState.SCHEDULED, Keeping.UNKNOWN),
    ],
)
def test_with_its_options_a_concentration_is_what_was_measured_once_all_are_carried_out(
    state: OptionState, keeping: Keeping
) -> None:
    given = {
        "streams": [_stream("drain")],
        "measurements": [_measured("drain", q(200, "mg/L"))],
        "options": [option("F1", OptionState.VERIFIED), option("F2", state)],
        "effects": {"F1": [effect(q(1, "t/a"), q(1, "t/a"))]},
    }
    found = row([limit(q(100, "mg/L"))], **given, measured_after=[_measured("drain", q(80, "mg/L"))]).planned
    assert found.keeping is keeping
    assert row([limit(q(100, "mg/L"))], **given).planned.keeping is Keeping.UNKNOWN


def test_planned_effects_of_recommended_options_alone_are_taken_off() -> None:
    found = row(
        [limit(q(40, "t/a"))],
        inventory=[line(q(50, "t/a"))],
        options=[option("F1"), option("F2", OptionState.SCREENED), option("F3", OptionState.VERIFIED)],
        effects={
            "F1": [effect(q(8_000, "kg"))],
            "F2": [effect(q(30, "t/a"), of="F2")],
            "F3": [effect(q(9, "t/a"), q(3, "t/a"), of="F3")],
        },
    )
    assert found.before.keeping is Keeping.EXCEEDED
    assert found.planned.keeping is Keeping.WITHIN
    assert found.planned.discharge is not None
    assert found.planned.discharge.value == pytest.approx(39)
    assert [(each.option.code, each.basis) for each in found.planned.savings] == [
        ("F1", SavingBasis.EFFECT),
        ("F3", SavingBasis.MEASURED),
    ]


def test_an_option_that_changes_the_process_map_is_simulated() -> None:
    process = {
        "units": [audits.UnitProcess(**OWN, id="u", code="U", name="U")],
        "streams": [
            _stream("in", kind=StreamKind.MATERIAL, inward=True),
            _stream("gas", kind=StreamKind.EMISSION, substance="COD"),
        ],
        "measurements": [
            _measured("in", q(100, "t/a"), substance=None),
            _measured("gas", q(100, "t/a"), substance=None),
        ],
    }
    change = OptionChange(
        **OWN, option_id="F1", kind=OptionChangeKind.REDUCE, stream_id="gas", fraction=0.25, other_id="in"
    )
    found = row(
        [limit(q(80, "t/a"))],
        inventory=[line(q(100, "t/a"))],
        options=[option()],
        changes={"F1": [change]},
        # What is recorded as a change is not counted again as an effect.
        effects={"F1": [effect(q(60, "t/a"))]},
        **process,
    )
    assert [each.basis for each in found.planned.savings] == [SavingBasis.SIMULATION]
    assert found.planned.discharge is not None
    assert found.planned.discharge.value == pytest.approx(75)
    assert found.planned.keeping is Keeping.WITHIN
    # Without the map nothing can be simulated: the effect counts, and without one nothing is known.
    given = {"inventory": [line(q(100, "t/a"))], "options": [option()], "changes": {"F1": [change]}}
    broken = {**process, "measurements": []}
    assert row([limit(q(80, "t/a"))], **given, **broken).planned.keeping is Keeping.UNKNOWN


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"status": RegulatoryStatus.PENDING}, ObligationState.PENDING),
        ({"valid_until": TODAY}, ObligationState.IN_FORCE),
        ({"valid_until": date(2026, 6, 29)}, ObligationState.LAPSED),
        ({"issued_on": date(2026, 7, 1)}, ObligationState.NOT_YET),
        ({"status": RegulatoryStatus.REVOKED}, ObligationState.REVOKED),
        ({"status": RegulatoryStatus.EXPIRED}, ObligationState.LAPSED),
    ],
)
def test_a_limit_applies_while_its_record_is_in_force(columns: dict[str, Any], state: ObligationState) -> None:
    found = judge([limit(q(40, "t/a"))], [record(**columns)], inventory=[line(q(50, "t/a"))])
    assert found.rows[0].obligation.state is state
    assert found.rows[0].applies is (state is ObligationState.IN_FORCE)
    assert found.before is (Keeping.EXCEEDED if found.rows[0].applies else Keeping.UNKNOWN)


def test_an_order_is_open_overdue_or_fulfilled() -> None:
    order = RegulatoryKind.DEADLINE_TREATMENT_ORDER
    late = record(order, valid_until=date(2026, 6, 20))
    assert (obligation_of(late, TODAY).state, obligation_of(late, TODAY).days_left) == (ObligationState.OVERDUE, -10)
    assert "ORDER_OVERDUE" in codes(judge([], [late]))
    assert obligation_of(record(order, valid_until=TODAY), TODAY).state is ObligationState.OPEN
    assert obligation_of(record(order), TODAY).state is ObligationState.OPEN
    done = record(order, status=RegulatoryStatus.FULFILLED, valid_until=date(2026, 6, 20))
    assert (obligation_of(done, TODAY).state, obligation_of(done, TODAY).days_left) == (ObligationState.FULFILLED, None)
