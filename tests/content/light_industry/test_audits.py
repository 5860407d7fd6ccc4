"""Gates, review, proposals and report of light industry, over audits as a hook sees them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit import (
    AnswerView,
    Aspect,
    AuditView,
    BalanceView,
    CauseView,
    ContentPack,
    CostClass,
    EnterpriseView,
    InventoryLineView,
    MeasurementView,
    MethodKey,
    OptionView,
    QuantityStatus,
    QuantityView,
    ReportChart,
    ReportTable,
    Severity,
    StepKey,
    StreamKind,
    StreamView,
    UnitProcessView,
)
from cpaudit.contributions import BalanceLineView, FlowDirection
from cpaudit.errors import InvalidInput
from cpaudit.phases import METHODS
from cpaudit_light_industry import cpaudit_phase_requirements, cpaudit_propose_options, cpaudit_review
from cpaudit_light_industry.fields import against_level, water_uses
from cpaudit_light_industry.levels import COMPARED, Position, published
from cpaudit_light_industry.sections import sections

ITEM = "light_industry:checklist_item:"
MEASURED = QuantityStatus.MEASURED


def audit_of(template: str, pack: ContentPack) -> AuditView:
    """An audit whose process map is a template of the pack."""
    found = next(each for each in pack.process_templates if each.code == template)
    return AuditView(
        id="audit",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="audit",
        enterprise=EnterpriseView(id="e", name="e", gb4754="1441", size_class="LARGE"),
        packs=("light_industry",),
        unit_processes=tuple(UnitProcessView(id=u.code, code=u.code, name=u.code) for u in found.unit_processes),
        streams=tuple(
            StreamView(
                id=each.code,
                code=each.code,
                name=each.code,
                kind=each.kind,
                origin=each.origin,
                destination=each.destination,
                substance=each.substance,
            )
            for each in found.streams
        ),
    )


def read(
    audit: AuditView,
    stream: str,
    value: float,
    unit: str = "m3/a",
    *,
    status: QuantityStatus = MEASURED,
    substance: str | None = None,
) -> AuditView:
    """The audit with one more reading."""
    reading = MeasurementView(
        id=f"m-{stream}-{len(audit.measurements)}",
        stream=stream,
        substance=substance,
        quantity=QuantityView(value, unit, status),
    )
    return replace(audit, measurements=(*audit.measurements, reading))


def answered(audit: AuditView, item: str, value: str | None = None, quantity: QuantityView | None = None) -> AuditView:
    answer = AnswerView(item=f"{ITEM}{item}", value=value, quantity=quantity)
    return replace(audit, answers=(*audit.answers, answer))


def balance_of(stream: str, gap: float | None) -> BalanceView:
    line = BalanceLineView(name=stream, direction=FlowDirection.INPUT, quantity=None, stream=stream)
    return BalanceView(id="b", name="b", substance=None, lines=(line,), gap=gap, tolerance=0.05)


def required(audit: AuditView, step: StepKey = StepKey.MEASUREMENT) -> dict[tuple[str, str], bool]:
    phase = METHODS[MethodKey.HANDBOOK_1996].phase_of(step)
    return {(each.code, str(each.path[-1])): each.met for each in cpaudit_phase_requirements(audit=audit, phase=phase)}


def codes(audit: AuditView) -> list[str]:
    return [finding.code for finding in cpaudit_review(audit=audit)]


@pytest.fixture
def dairy(light_industry: ContentPack) -> AuditView:
    return audit_of("LGT-DAIRY", light_industry)


# Gates


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ("LGT-DAIRY", {("LGT_CLEANING_WATER", "cip"), ("LGT_PRODUCT_BALANCE", "balances")}),
        ("LGT-BREWERY", {("LGT_CLEANING_WATER", "cip_brewery"), ("LGT_PRODUCT_BALANCE", "balances")}),
        ("LGT-KRAFT", {("LGT_BLEACH_EFFLUENT", "bleaching"), ("LGT_PRODUCT_BALANCE", "balances")}),
        ("LGT-PAPER", {("LGT_WHITE_WATER_SOLIDS", "white_water"), ("LGT_PRODUCT_BALANCE", "balances")}),
    ],
)
def test_each_industry_is_asked_what_it_turns_on(
    light_industry: ContentPack, template: str, asked: set[tuple[str, str]]
) -> None:
    found = required(audit_of(template, light_industry))

    assert set(found) == asked
    assert not any(found.values())


def test_cod_in_the_cleaning_water_is_not_how_much_water_it_is(dairy: AuditView) -> None:
    key = ("LGT_CLEANING_WATER", "cip")

    assert not required(read(dairy, "cip_wastewater", 55, "t/a", substance="COD"))[key]
    assert not required(read(dairy, "cip_water", 21_000, status=QuantityStatus.ESTIMATED))[key]
    assert required(read(dairy, "cip_water", 21_000))[key]


def test_a_balance_of_water_or_without_a_gap_is_no_balance_of_the_product(dairy: AuditView) -> None:
    key = ("LGT_PRODUCT_BALANCE", "balances")

    assert not required(replace(dairy, balances=(balance_of("cip_water", 0.0),)))[key]
    assert not required(replace(dairy, balances=(balance_of("raw_milk", None),)))[key]
    assert required(replace(dairy, balances=(balance_of("raw_milk", 0.0),)))[key]


def test_bleaching_needs_both_cod_and_halogens(light_industry: ContentPack) -> None:
    mill = audit_of("LGT-KRAFT", light_industry)
    phase = METHODS[MethodKey.HANDBOOK_1996].phase_of(StepKey.MEASUREMENT)

    def open_points(audit: AuditView) -> int:
        found = cpaudit_phase_requirements(audit=audit, phase=phase)
        return sum(each.code == "LGT_BLEACH_EFFLUENT" and not each.met for each in found)

    assert open_points(mill) == 2
    assert open_points(read(mill, "bleach_cod", 20, "kg/t")) == 1
    assert open_points(read(read(mill, "bleach_cod", 20, "kg/t"), "bleach_aox", 0.2, "kg/t")) == 0


def test_a_mill_that_left_the_stream_out_of_its_map_is_asked_all_the_same(light_industry: ContentPack) -> None:
    machine = audit_of("LGT-PAPER", light_industry)
    without = replace(machine, streams=tuple(each for each in machine.streams if each.substance != "TSS"))

    assert required(without)[("LGT_WHITE_WATER_SOLIDS", "white_water")] is False


# Review


def test_nothing_known_gives_no_findings(dairy: AuditView) -> None:
    assert codes(dairy) == []


def test_a_default_concentration_is_pointed_at(dairy: AuditView) -> None:
    def line(factor: str | None) -> InventoryLineView:
        return InventoryLineView(pollutant="COD", activity=None, factor=factor, emission=None)

    default = line("light_industry:factor:LGT-DAIRY-COD")

    assert codes(replace(dairy, inventory=(default, default))) == ["LGT_DEFAULT_COD"]
    assert codes(replace(dairy, inventory=(line(None), line("own_dairy:factor:COD")))) == []


def test_more_water_out_of_cleaning_than_in_is_serious(dairy: AuditView) -> None:
    fine = read(read(dairy, "cip_water", 21_000), "cip_wastewater", 20_370)
    wrong = read(read(dairy, "cip_water", 20_000), "cip_wastewater", 65, "m3/d")
    (finding,) = cpaudit_review(audit=wrong)

    assert codes(fine) == []
    assert (finding.code, finding.severity) == ("LGT_CLEANING_DRAIN", Severity.SERIOUS)
    # 65 m3/d over 365.25 d
    assert "23741" in finding.evidence[0]["en"]


def test_a_drain_is_not_judged_while_an_inlet_is_unknown(dairy: AuditView) -> None:
    second = StreamView(
        id="hot", code="hot", name="hot", kind=StreamKind.WATER, origin=None, destination="cip", substance="H2O"
    )
    audit = read(read(dairy, "cip_water", 1), "cip_wastewater", 20_370)

    assert codes(audit) == ["LGT_CLEANING_DRAIN"]
    assert codes(replace(audit, streams=(*audit.streams, second))) == []


@pytest.mark.parametrize(
    ("value", "unit", "position"),
    [
        (6.796, "m3/t", Position.ABOVE),
        (3.0, "m3/t", Position.WITHIN),
        (0.3, "m3/t", Position.WITHIN),
        (0.2, "L/kg", Position.BELOW),
    ],
)
def test_wastewater_of_a_dairy_stands_against_the_eu_range(
    dairy: AuditView, value: float, unit: str, position: Position
) -> None:
    """0.3 to 3.0 m3 for each tonne of raw material: Decision (EU) 2019/2031, Table 9."""
    audit = answered(dairy, "LGT-DRY-008", quantity=QuantityView(value, unit, MEASURED))
    found = [each for each in cpaudit_review(audit=audit) if each.code == "LGT_ABOVE_BAT"]

    assert bool(found) is (position is Position.ABOVE)
    assert against_level("LGT-DAIRY-BAT-WW-MILK", value, unit).position is position


def test_a_limit_has_only_an_upper_end() -> None:
    """GB 3544-2008, Table 2, as collected: 80 mg/L for a paper mill."""
    assert against_level("LGT-GB3544-PAPER-COD", 80, "mg/L").position is Position.WITHIN
    assert against_level("LGT-GB3544-PAPER-COD", 0.0801, "g/L").position is Position.ABOVE
    assert against_level("LGT-GB3544-PAPER-COD", 0, "mg/L").position is Position.WITHIN


@pytest.mark.parametrize(
    ("code", "unit", "path"), [("LGT-NONE", "mg/L", ("code",)), ("LGT-FDM-COD-AEL", "kg", ("unit",))]
)
def test_a_level_that_does_not_exist_or_does_not_fit_is_refused(code: str, unit: str, path: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        against_level(code, 1, unit)

    assert refused.value.path == path


def test_levels_of_answers_exist_and_have_the_dimension_of_the_question(light_industry: ContentPack) -> None:
    items = {item.code: item for item in light_industry.checklist_items}

    for item, code in COMPARED.items():
        unit = items[item].unit
        assert unit is not None
        assert against_level(code, 1, unit).value.unit == published()[code].unit


def test_rinse_to_the_drain_is_a_finding_until_an_option_uses_it(dairy: AuditView) -> None:
    audit = answered(dairy, "LGT-ASM-004", "cip_single")
    option = OptionView(
        id="o",
        name="reuse",
        aspect=Aspect.PROCESS_CONTROL,
        cost_class=CostClass.MEDIUM,
        status="PROPOSED",
        template="light_industry:option:LGT-O-22",
    )

    assert codes(audit) == ["LGT_RINSE_TO_DRAIN"]
    assert codes(replace(audit, options=(option,))) == []
    assert codes(answered(dairy, "LGT-ASM-004", "cip_reuse")) == []


# Proposals


@pytest.mark.parametrize(("way", "option"), [("cip_single", "LGT-O-22"), ("manual", "LGT-O-44"), ("cip_reuse", None)])
def test_the_way_of_cleaning_proposes_an_option(
    dairy: AuditView, light_industry: ContentPack, way: str, option: str | None
) -> None:
    made = list(cpaudit_propose_options(audit=answered(dairy, "LGT-ASM-004", way), causes=()))

    assert [each.option for each in made] == ([f"light_industry:option:{option}"] if option else [])
    assert all(each.option.rsplit(":", 1)[1] in {known.code for known in light_industry.options} for each in made)


def test_a_proposal_names_the_causes_at_the_cleaning(dairy: AuditView) -> None:
    causes = (
        CauseView(id="c1", aspect=Aspect.PROCESS_CONTROL, description="rinse", unit_process="cip"),
        CauseView(id="c2", aspect=Aspect.EQUIPMENT, description="boiler", unit_process="boiler"),
    )
    (made,) = cpaudit_propose_options(audit=answered(dairy, "LGT-ASM-004", "cip_single"), causes=causes)

    assert [reason.cause for reason in made.reasons] == ["c1"]


# Report


def test_a_report_on_nothing_has_no_section(dairy: AuditView) -> None:
    assert list(sections(dairy)) == []


def test_the_section_tells_water_share_of_cleaning_and_levels(dairy: AuditView) -> None:
    """21 000 of 21 000 + 9000 m3/a: 70 %."""
    audit = read(read(read(dairy, "cip_water", 21_000), "tanker_water", 9000), "cip_wastewater", 20_370)
    audit = answered(audit, "LGT-DRY-008", quantity=QuantityView(6.796, "m3/t", MEASURED))
    (section,) = sections(audit)
    sentence, table, chart, levels = section.parts

    assert "70.0%" in str(sentence)
    assert isinstance(table, ReportTable)
    assert isinstance(chart, ReportChart)
    assert isinstance(levels, ReportTable)
    assert [row[0] for row in table.rows] == ["cip_water", "cip_wastewater", "tanker_water"]
    assert chart.series[0].values == (21_000, 20_370, 9000)
    assert levels.rows[0][2] == "0.3–3 m3/t"


def test_a_share_is_not_told_while_a_volume_has_no_time(dairy: AuditView) -> None:
    (section,) = sections(read(read(dairy, "cip_water", 21_000), "tanker_water", 9, "m3"))

    assert "not all yearly volumes" in section.parts[0]["en"].lower()


def test_a_share_is_not_told_where_nothing_but_cleaning_is_measured(dairy: AuditView) -> None:
    (section,) = sections(read(dairy, "cip_water", 21_000))

    assert "100" not in str(section.parts[0])
    assert "its share is not known" in str(section.parts[0])


def test_the_water_of_an_audit_is_told_by_stream(dairy: AuditView) -> None:
    uses = water_uses(read(read(dairy, "cip_water", 21_000), "tanker_water", 9000))

    assert [(each.stream, each.unit_process, each.enters, each.cleaning) for each in uses] == [
        ("cip_water", "cip", True, True),
        ("tanker_water", "reception", True, False),
    ]
