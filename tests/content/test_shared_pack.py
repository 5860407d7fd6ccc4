"""What the pack that all industries share has to offer."""

from __future__ import annotations

from itertools import combinations

import pytest

from cpaudit import Aspect, ContentPack
from cpaudit.contributions import Evidence, shared_pack
from cpaudit.contributions.substances import Substance
from cpaudit.engine import warming
from cpaudit.engine.warming import GREENHOUSE_GASES
from cpaudit.library import Library

LEFT_OUT = 4
"""Rows of the collected energy data that are no factors by themselves; the changelog names each with the reason."""


def test_every_usable_row_of_fuels_and_electricity_is_there() -> None:
    pack = shared_pack()

    assert len(pack.factors) + len(pack.heating_values) == 179 - LEFT_OUT
    assert len(pack.options) == 42


def test_both_series_of_one_year_stand_side_by_side_each_named() -> None:
    grid = {item.code: item for item in shared_pack().factors if item.process == "grid electricity"}
    both = grid["ENE-ELEC-CN-2022"], grid["ENE-ELEC-CN-AVG-2022"]

    assert [item.value for item in both] == [0.5703, 0.5366]
    assert both[0].source != both[1].source
    assert all("series" in item.name["en"] for item in both)
    assert all(item.region for item in grid.values())


def test_a_fuels_factors_and_heating_value_name_the_same_fuel() -> None:
    pack = shared_pack()
    fuels = {item.fuel for item in pack.heating_values}
    burnt = {item.product.key for item in pack.factors if item.process == "stationary combustion" and item.product}

    # Of industrial waste and the like the source gives no heating value.
    assert burnt - fuels == {"industrial_wastes"}
    for item in pack.factors:
        assert item.product is not None
        assert item.per_unit in ("TJ", "MWh", "kWh", "MMscf", "万m3"), item.code


def test_the_pack_serves_every_industrial_division_and_asks_nothing() -> None:
    pack = shared_pack()

    assert pack.manifest.industry.gb4754 == tuple(f"{division:02}" for division in range(6, 47))
    assert not pack.checklists
    assert not pack.indicator_systems


def test_options_tell_that_their_payback_was_not_read() -> None:
    for option in shared_pack().options:
        assert option.payback_years is not None
        assert option.evidence is Evidence.UNVERIFIED
        assert option.locator == f"ARC {option.code.removeprefix('CMN-ARC-')}"
    assert len({aspect for option in shared_pack().options for aspect in option.aspects}) >= len(Aspect) - 2


def test_greenhouse_gases_of_every_set_are_words_of_the_vocabulary() -> None:
    assert {item.code for item in shared_pack().substances} >= GREENHOUSE_GASES
    assert set(warming.SETS) == {"AR4", "AR5", "AR6"}


@pytest.mark.parametrize("number", ["124-38-8", "124-38", "12438-9", "1-1-1", "124-38-9 "])
def test_a_cas_number_with_a_wrong_check_digit_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="CAS number"):
        Substance(pack="common", code="X", name={"zh-CN": "甲", "en": "X"}, cas=number, medium="air")  # type: ignore[arg-type]


def test_words_are_told_apart_by_name_and_number() -> None:
    for first, second in combinations(shared_pack().substances, 2):
        assert first.name != second.name
        alike = first.cas is not None and first.cas == second.cas
        assert not alike or {first.code, second.code} <= {"CH4", "CH4_fossil", "CH4_non_fossil"}


def test_a_code_that_a_pack_lacks_is_that_of_the_shared_pack(chemical: ContentPack) -> None:
    library = Library.of((chemical, shared_pack()))
    own = chemical.options[0].code
    taken = {option.code for option in chemical.options}
    shared = next(option.code for option in shared_pack().options if option.code not in taken)

    assert library.option_refs("chemical", [own, shared, "NONE"]) == (
        f"chemical:option:{own}",
        f"common:option:{shared}",
    )
