"""Substances, published levels, specific use and heating values: read, stored and compared like all content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contributions.conftest import Edit, Problems
from cpaudit.contributions import ContentError, ContentPack, shared_pack
from cpaudit.contributions.csv_columns import columns_of
from cpaudit.contributions.published_figures import Benchmark, Consumption, HeatingValue
from cpaudit.contributions.stored_form import from_stored, to_stored
from cpaudit.contributions.substances import Substance
from cpaudit.engine import is_unit
from cpaudit.library import Fate, Library, item_changes

SUBSTANCES = "code,name_en,name_zh,cas,medium,note"
BENCHMARKS = (
    "code,name_en,name_zh,process,measure,value,lower,upper,unit,per_unit,per_product,product_en,product_zh,technology,"
    "region,level,source,locator,year,evidence,note"
)
CONSUMPTIONS = BENCHMARKS.replace("measure", "resource").replace("level,", "")
HEATING_VALUES = (
    "code,name_en,name_zh,fuel,value,lower,upper,unit,per_unit,basis,region,source,locator,year,evidence,note"
)

SUBSTANCE = "B2O3,Boric oxide,氧化硼,1303-86-2,air,"
LEVEL = (
    "GLS-BAT-NOX,NOx of a float furnace,浮法窑氮氧化物,glass melting,NOx,,700,800,mg/Nm3,,,,,,EU,bat_ael,"
    "sample,Table 1,2006,unverified,Dry gas at 8 % oxygen."
)
USE = (
    "GLS-EN,Energy of a furnace,熔窑能耗,glass melting,energy,6,5,7,GJ,t,glass,Glass,玻璃,,EU,sample,Table 2,2006,"
    "unverified,"
)
HEAT = "GLS-GAS,Gas of the works,自产煤气,works_gas,5.2,5,6,MJ,Nm3,net,,sample,Table 3,2006,unverified,"

Add = Callable[..., None]


@pytest.fixture
def add(glass: Path) -> Add:
    """Writes the four files of the sample pack, one row each; keywords replace parts of rows: ``level=(old, new)``."""

    def write(**changes: tuple[str, str]) -> None:
        rows = {
            "substances": (SUBSTANCES, SUBSTANCE),
            "benchmarks": (BENCHMARKS, LEVEL),
            "consumptions": (CONSUMPTIONS, USE),
            "heating_values": (HEATING_VALUES, HEAT),
        }
        for folder, (header, row) in rows.items():
            old, new = changes.get(folder, ("", ""))
            assert not old or old in row
            (glass / folder).mkdir(exist_ok=True)
            (glass / folder / "glass.csv").write_text(
                f"{header}\n{row.replace(old, new, 1) if old else row}\n", "utf-8"
            )

    return write


def test_the_columns_are_those_that_authors_were_told() -> None:
    for model, header in (
        (Substance, SUBSTANCES),
        (Benchmark, BENCHMARKS),
        (Consumption, CONSUMPTIONS),
        (HeatingValue, HEATING_VALUES),
    ):
        assert ",".join(columns_of(model)) == header


def test_each_kind_is_read_with_its_units_checked(glass: Path, add: Add) -> None:
    add()
    pack = ContentPack.from_directory(glass, strict=True)
    pack.check(is_unit)

    assert [
        item.ref
        for items in (pack.substances, pack.benchmarks, pack.consumptions, pack.heating_values)
        for item in items
    ] == [
        "glass:substance:B2O3",
        "glass:benchmark:GLS-BAT-NOX",
        "glass:consumption:GLS-EN",
        "glass:heating_value:GLS-GAS",
    ]
    (level,) = pack.benchmarks
    assert (level.value, level.lower, level.upper, level.per_unit, level.level) == (None, 700, 800, None, "bat_ael")


@pytest.mark.parametrize(
    ("changes", "path", "told"),
    [
        ({"substances": ("1303-86-2", "1303-86-3")}, "cas", "check digit"),
        ({"substances": ("B2O3", "NOx")}, "code", "shared vocabulary already"),
        ({"substances": (",air,", ",space,")}, "medium", "'air'"),
        ({"substances": ("氧化硼", "")}, "name", "zh-CN"),
        ({"benchmarks": ("NOx,", "NOxx,")}, "measure", "no 'NOxx'"),
        ({"benchmarks": (",,700,800,", ",900,700,800,")}, "", "above upper"),
        ({"benchmarks": (",,700,800,", ",,,,")}, "", "at least one"),
        ({"benchmarks": ("bat_ael", "best")}, "level", "'bat_ael'"),
        ({"benchmarks": ("sample", "nowhere")}, "source", "no source 'nowhere'"),
        ({"benchmarks": ("NOx,,700", "NOx,nan,700")}, "value", "finite"),
        ({"consumptions": ("energy", "magic")}, "resource", "no 'magic'"),
        ({"consumptions": (",GJ,t,", ",GJ,,")}, "", "counts nothing"),
        ({"consumptions": ("6,5,7", "6,7,5")}, "", "above upper"),
        ({"heating_values": (",5.2,5,6,", ",0,,,")}, "value", "greater than 0"),
        ({"heating_values": (",5.2,5,6,", ",5.2,-1,6,")}, "", "not above zero"),
        ({"heating_values": ("net", "dry")}, "basis", "'net'"),
        ({"heating_values": ("works_gas", "works gas")}, "fuel", "pattern"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(
    add: Add, problems: Problems, changes: dict[str, tuple[str, str]], path: str, told: str
) -> None:
    add(**changes)
    (folder,) = changes
    found = [each for each in problems() if each.file == f"{folder}/glass.csv"]

    assert found
    assert all(each.line == 2 for each in found)
    assert any(told in each.message and ".".join(map(str, each.path)).startswith(path) for each in found), found


def test_a_column_that_is_missing_or_unknown_is_told(glass: Path, add: Add, problems: Problems) -> None:
    add()
    (glass / "substances" / "glass.csv").write_text(f"{SUBSTANCES},colour\n{SUBSTANCE},red\n", "utf-8")
    (glass / "heating_values" / "glass.csv").write_text("code,fuel\nA,b\n", "utf-8")
    messages = [each.message for each in problems()]

    assert "unknown column" in messages
    assert any("columns are missing" in each for each in messages)


def test_a_pollutant_that_no_vocabulary_has_is_an_authors_error_and_no_servers(
    glass: Path, edit: Edit, problems: Problems
) -> None:
    factors = (glass / "factors" / "furnace.csv").read_text("utf-8")
    line = next(each for each in factors.splitlines() if ",CO2," in each)
    edit("factors/furnace.csv", line, line.replace(",CO2,", ",carbonic_acid_gas,", 1))
    (found, *_) = problems()

    assert (found.path[-1], "no 'carbonic_acid_gas'" in found.message) == ("pollutant", True)
    assert ContentPack.from_directory(glass).factors


def test_a_cas_number_is_that_of_the_vocabulary(glass: Path, edit: Edit, problems: Problems) -> None:
    factors = (glass / "factors" / "furnace.csv").read_text("utf-8")
    line = next(each for each in factors.splitlines() if ",CO2,124-38-9," in each)
    edit("factors/furnace.csv", line, line.replace("124-38-9", "74-82-8", 1))

    assert [each.message for each in problems()] == ["the CAS number of CO2 is 124-38-9 in the vocabulary"]


def test_a_word_of_its_own_is_as_good(glass: Path, add: Add) -> None:
    add(benchmarks=("NOx,,", "B2O3,,"))

    assert ContentPack.from_directory(glass, strict=True).benchmarks[0].measure == "B2O3"


def test_stored_content_comes_back_and_what_was_stored_before_too(glass: Path, add: Add) -> None:
    before = ContentPack.from_directory(glass)
    stored = to_stored(before)
    assert b"heating_values" not in stored
    assert from_stored(stored, before.content_hash) == before
    add()
    pack = ContentPack.from_directory(glass)
    back = from_stored(to_stored(pack), pack.content_hash)

    assert pack.content_hash != before.content_hash
    assert (back.substances, back.benchmarks, back.consumptions, back.heating_values) == (
        pack.substances,
        pack.benchmarks,
        pack.consumptions,
        pack.heating_values,
    )
    assert from_stored(to_stored(shared_pack()), shared_pack().content_hash) == shared_pack()


def test_a_change_of_a_level_is_told_field_by_field(glass: Path, add: Add) -> None:
    add()
    old = ContentPack.from_directory(glass)
    add(benchmarks=("700,800", "700,750"), heating_values=("GLS-GAS", "GLS-GAS-2"))
    changes = {
        each.ref: each for each in item_changes(Library.of((old,)), Library.of((ContentPack.from_directory(glass),)))
    }

    assert {ref: each.fate for ref, each in changes.items()} == {
        "glass:benchmark:GLS-BAT-NOX": Fate.CHANGED,
        "glass:heating_value:GLS-GAS": Fate.REMOVED,
        "glass:heating_value:GLS-GAS-2": Fate.ADDED,
    }
    (field,) = changes["glass:benchmark:GLS-BAT-NOX"].fields
    assert (field.field, field.old, field.new) == ("upper", 800, 750)


def test_a_code_of_the_shared_pack_may_be_required_and_excluded_and_no_other(glass: Path) -> None:
    pack = ContentPack.from_directory(glass)
    first = pack.options[0]

    def needing(**codes: tuple[str, ...]) -> ContentPack:
        return replace(pack, options=(first.model_copy(update=codes), *pack.options[1:]))

    needing(requires=("CMN-ARC-2.4236",), excludes=("CMN-ARC-2.4231",)).check(is_unit)
    with pytest.raises(ContentError, match="no option 'CMN-ARC-0'"):
        needing(requires=("CMN-ARC-0",)).check(is_unit)
