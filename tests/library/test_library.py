"""What a tenant sees of the content: the packs it enabled, filtered, searched, looked up and pinned."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpaudit.contributions import ContentPack, Evidence
from cpaudit.errors import NotFound
from cpaudit.library import (
    ChecklistItemFilter,
    FactorFilter,
    Library,
    OptionFilter,
    Pin,
    ProcessTemplateFilter,
)
from cpaudit.phases import Aspect, CostClass, PhaseKey, StepKey


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (ChecklistItemFilter(), ["GLS-001", "GLS-002", "GLS-003"]),
        (ChecklistItemFilter(phase=PhaseKey.PRE_ASSESSMENT), ["GLS-001", "GLS-003"]),
        (ChecklistItemFilter(phase=PhaseKey.PRE_AUDIT), ["GLS-001", "GLS-003"]),
        (ChecklistItemFilter(phase=PhaseKey.AUDIT), ["GLS-002"]),
        (ChecklistItemFilter(step=StepKey.MEASUREMENT), ["GLS-002"]),
        (ChecklistItemFilter(aspect=Aspect.EQUIPMENT), ["GLS-001"]),
        (ChecklistItemFilter(process="furnace"), ["GLS-001"]),
        (ChecklistItemFilter(search="FLUE"), ["GLS-002"]),
        (ChecklistItemFilter(search="余热"), ["GLS-001"]),
        (ChecklistItemFilter(search="fuel", phase=PhaseKey.ASSESSMENT), []),
    ],
)
def test_checklist_items_are_filtered(
    packs: tuple[ContentPack, ...], wanted: ChecklistItemFilter, codes: list[str]
) -> None:
    assert [item.code for item in Library(packs[:1]).checklist_items(wanted)] == codes


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (FactorFilter(), ["GLS-CO2", "GLS-NOX", "GLS-DUST"]),
        (FactorFilter(pollutant="CO2"), ["GLS-CO2"]),
        (FactorFilter(process="melting", product="container_glass"), ["GLS-CO2", "GLS-NOX"]),
        (FactorFilter(evidence=Evidence.VERIFIED), []),
        (FactorFilter(search="粉尘"), ["GLS-DUST"]),
        (FactorFilter(search="oxides glass"), ["GLS-NOX"]),
        (FactorFilter(search="ｎｏｘ"), ["GLS-NOX"]),
        (FactorFilter(search="124-38-9"), ["GLS-CO2"]),
        (FactorFilter(search="  "), ["GLS-CO2", "GLS-NOX", "GLS-DUST"]),
        (FactorFilter(search="glass steel"), []),
    ],
)
def test_factors_are_filtered(packs: tuple[ContentPack, ...], wanted: FactorFilter, codes: list[str]) -> None:
    assert [factor.code for factor in Library(packs[:1]).factors(wanted)] == codes


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (OptionFilter(aspect=Aspect.MATERIALS_AND_ENERGY), ["GLS-O-01", "GLS-O-02"]),
        (OptionFilter(aspect=Aspect.EQUIPMENT), ["GLS-O-01"]),
        (OptionFilter(process="batch"), ["GLS-O-02"]),
        (OptionFilter(process="furnace"), ["GLS-O-01", "GLS-O-02"]),
        (OptionFilter(pollutant="CO2"), ["GLS-O-01"]),
        (OptionFilter(cost_class=CostClass.LOW), ["GLS-O-02"]),
        (OptionFilter(evidence=Evidence.VERIFIED), ["GLS-O-02"]),
        (OptionFilter(search="CULLET"), ["GLS-O-02"]),
        (OptionFilter(search="steam"), ["GLS-O-01"]),
    ],
)
def test_options_are_filtered(packs: tuple[ContentPack, ...], wanted: OptionFilter, codes: list[str]) -> None:
    assert [option.code for option in Library(packs[:1]).options(wanted)] == codes


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (ProcessTemplateFilter(), 1),
        (ProcessTemplateFilter(process="furnace", product="container_glass"), 1),
        (ProcessTemplateFilter(process="oven"), 0),
        (ProcessTemplateFilter(product="paper"), 0),
        (ProcessTemplateFilter(search="熔窑"), 1),
    ],
)
def test_process_templates_are_filtered(
    packs: tuple[ContentPack, ...], wanted: ProcessTemplateFilter, count: int
) -> None:
    assert len(Library(packs[:1]).process_templates(wanted)) == count


def test_packs_stand_side_by_side_in_stable_order(packs: tuple[ContentPack, ...], library: Library) -> None:
    assert [option.ref for option in library.options()] == [
        "ceramics:option:GLS-O-01",
        "ceramics:option:GLS-O-02",
        "glass:option:GLS-O-01",
        "glass:option:GLS-O-02",
    ]
    assert library.options() == Library(reversed(packs)).options()
    assert {option.pack for option in library.options(OptionFilter(pack="glass"))} == {"glass"}
    assert library.options(OptionFilter(pack="paper")) == ()


def test_every_item_is_found_by_its_reference(library: Library) -> None:
    assert library.checklist("glass:checklist:GLS-CHK").items[0].code == "GLS-001"
    assert library.checklist_item("glass:checklist_item:GLS-002").unit == "degC"
    assert library.factor("glass:factor:GLS-CO2").value == 0.21
    assert library.option("ceramics:option:GLS-O-02").pack == "ceramics"
    assert library.process_template("glass:process_template:GLS-CONTAINER").product.key == "container_glass"
    assert library.indicator_system("glass:indicator_system:GLS-IND").year == 2024
    for pack in library.packs:
        for item in pack.contributions():
            assert library.item(item.ref) is item


@pytest.mark.parametrize("ref", ["glass:option:GLS-O-99", "paper:option:GLS-O-01", "glass:factor:GLS-O-01", "", "::"])
def test_what_is_not_enabled_or_of_another_kind_is_not_found(library: Library, ref: str) -> None:
    with pytest.raises(NotFound):
        library.option(ref)


def test_a_reference_of_another_kind_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound, match="glass:option:GLS-O-01"):
        library.factor("glass:option:GLS-O-01")


def test_pins_name_exactly_the_content(packs: tuple[ContentPack, ...], library: Library) -> None:
    glass, ceramics = packs

    assert library.pins() == (
        Pin("ceramics", "0.1.0", ceramics.content_hash),
        Pin("glass", "0.1.0", glass.content_hash),
    )
    assert glass.content_hash != ceramics.content_hash


def test_a_library_is_built_once_for_a_set_of_packs(packs: tuple[ContentPack, ...]) -> None:
    assert Library.of(packs) is Library.of(reversed(packs))
    assert Library.of(packs[:1]) is not Library.of(packs)
    assert Library.of(()).options() == ()


def test_a_library_holds_one_pack_of_each_id(packs: tuple[ContentPack, ...]) -> None:
    with pytest.raises(ValueError, match="one pack of each id"):
        Library((packs[0], packs[0]))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(search=st.text(max_size=12))
def test_a_search_finds_what_holds_all_its_words_and_nothing_else(library: Library, search: str) -> None:
    everything = library.options()
    found = library.options(OptionFilter(search=search))

    assert [option for option in everything if option in found] == list(found)
    for word in search.split():
        assert set(found) <= set(library.options(OptionFilter(search=word)))
