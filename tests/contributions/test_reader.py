"""A content pack is read whole, and what is wrong with it is told with file and line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cpaudit.contributions import (
    AnswerKind,
    ContentError,
    ContentPack,
    ContentProblem,
    Distribution,
    EvidenceRule,
    read_manifest,
)
from cpaudit.phases import Aspect, CostClass, PhaseKey, StepKey

Edit = Callable[[str, str, str], None]
Problems = Callable[[], tuple[ContentProblem, ...]]


def test_a_pack_gives_typed_items_of_every_kind(glass: Path) -> None:
    pack = ContentPack.from_directory(glass, strict=True)

    assert (pack.id, pack.version, pack.warnings) == ("glass", "0.1.0", ())
    first, second, third = pack.checklist_items
    assert first.ref == "glass:checklist_item:GLS-001"
    assert (first.checklist, first.phase, first.step) == ("GLS-CHK", PhaseKey.PRE_ASSESSMENT, StepKey.SITE_SURVEY)
    assert (first.aspect, first.evidence, first.weight) == (Aspect.EQUIPMENT, EvidenceRule.REQUIRED, 3.0)
    assert second.when is not None
    assert second.when.answers == ("partial", "no")
    assert (second.answer, second.unit) == (AnswerKind.NUMBER, "degC")
    assert [choice.key for choice in third.choices] == ["gas", "oil"]
    assert third.question.in_language("zh-CN") == "使用何种燃料？"

    option = pack.options[0]
    assert option.ref == "glass:option:GLS-O-01"
    assert option.cost_class is CostClass.HIGH
    assert option.investment is not None
    assert (option.investment.upper, option.investment.currency) == (Decimal(1500000), "CNY")
    assert [reduction.resource or reduction.pollutant for reduction in option.reductions] == ["steam", "CO2"]

    template = pack.process_templates[0]
    assert [unit.code for unit in template.unit_processes] == ["batch", "furnace"]
    assert [(stream.origin, stream.destination) for stream in template.streams] == [
        (None, "batch"),
        ("batch", "furnace"),
        ("furnace", None),
    ]
    system = pack.indicator_systems[0]
    assert system.indicators[0].quantitative is not None
    assert system.indicators[0].quantitative.thresholds.grade_3 == 6.0


def test_a_factor_has_its_product_its_bounds_and_its_period(glass: Path) -> None:
    carbon, nitrogen, dust = ContentPack.from_directory(glass).factors

    assert (carbon.value, carbon.lower, carbon.upper) == (0.21, 0.2, 0.22)
    assert carbon.distribution is Distribution.TRIANGULAR
    assert carbon.product is not None
    assert carbon.product.name.in_language("zh-CN") == "瓶罐玻璃"
    assert carbon.valid_from == date(2006, 1, 1)
    assert nitrogen.lower is None
    assert nitrogen.note == "illustrative,\nover two lines"
    assert dust.product is None
    assert (dust.valid_from, dust.valid_to) == (date(2010, 6, 1), date(2020, 12, 31))


def test_nitrogen_monoxide_is_not_read_as_false(glass: Path) -> None:
    assert ContentPack.from_directory(glass).process_templates[0].streams[2].substance == "NO"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        ("pack.toml", 'id = "glass"', 'id = "Glass-1"', 2, "pattern"),
        ("pack.toml", "year = 2024", 'year = "last"', 17, "integer"),
        ("pack.toml", 'code = "C30"', 'code = "C30"\ncolour = "green"', 11, "unknown key"),
        ("pack.toml", 'zh-CN = "玻璃", ', "", 6, "translation for zh-CN is missing"),
        ("pack.toml", 'gb4754 = ["30"]', 'gb4754 = ["300"]', 11, "pattern"),
        ("pack.toml", "api = 1", "api = ", 4, "is not TOML"),
        ("checklists/furnace.yaml", "phase: PRE_ASSESSMENT", "phase: ASSESSMENT", 4, "belongs to the phase PRE_ASSES"),
        ("checklists/furnace.yaml", "aspect: EQUIPMENT", "aspect: EQUIPMNT", 7, "input should be"),
        ("checklists/furnace.yaml", "weight: 3", "weight: 0", 10, "greater than 0"),
        ("checklists/furnace.yaml", "weight: 3", "weight: .nan", 10, "greater than 0"),
        ("checklists/furnace.yaml", "weight: 3", "weight: true", 10, "not true or false"),
        ("checklists/furnace.yaml", "weight: 3", "wieght: 3", 10, "unknown key"),
        ("checklists/furnace.yaml", "weight: 3", "pack: other", 10, "unknown key"),
        ("checklists/furnace.yaml", "process: furnace", "process: oven", 8, "no unit process 'oven'"),
        ("checklists/furnace.yaml", "[GLS-O-01]", "[GLS-O-01, GLS-O-99]", 12, "no option 'GLS-O-99'"),
        ("checklists/furnace.yaml", "item: GLS-001", "item: GLS-099", 19, "no checklist item 'GLS-099'"),
        ("checklists/furnace.yaml", "[partial, no]", "[perhaps]", 19, "possible: no, not_applicable, partial, yes"),
        ("checklists/furnace.yaml", "item: GLS-001", "item: GLS-002", 19, "leads back to the item itself"),
        ("checklists/furnace.yaml", "    unit: degC\n", "", 13, "has a unit"),
        ("checklists/furnace.yaml", "{key: oil", "{key: gas", 20, "same key"),
        ("checklists/furnace.yaml", "code: GLS-002", "code: GLS-001", 13, "taken at checklists/furnace.yaml:4"),
        ("checklists/furnace.yaml", ", en: Which fuel is used?", "", 23, "translation for en is missing"),
        ("options/furnace.yaml", "lower: 800000", "lower: 1200000", 8, "is below lower"),
        ("options/furnace.yaml", "lower: 5, upper: 8", "lower: 9, upper: 8", 13, "is above upper"),
        ("options/furnace.yaml", "value: 400000", "value: .inf", 9, "finite"),
        ("options/furnace.yaml", "value: 400000", "value: -4", 9, "greater than or equal to 0"),
        ("options/furnace.yaml", "{resource: steam,", "{resource: steam, pollutant: CO2,", 12, "either"),
        ("options/furnace.yaml", "excludes: [GLS-O-01]", "excludes: [GLS-O-02]", 19, "neither requires nor"),
        ("options/furnace.yaml", "excludes: [GLS-O-01]", "requires: [GLS-O-77]", 23, "no option 'GLS-O-77'"),
        ("options/furnace.yaml", "locator: row 1", "colour: red", 2, "is missing"),
        (
            "options/furnace.yaml",
            "    source: sample\n    locator: row 2",
            "    source: b\n    locator: r",
            24,
            "[[sources]]",
        ),
        ("factors/furnace.csv", "0.21,0.2,0.22", "0.23,0.2,0.22", 2, "is above upper"),
        ("factors/furnace.csv", "0.21,0.2,0.22", "NaN,0.2,0.22", 2, "finite"),
        ("factors/furnace.csv", "0.21,0.2,0.22", "1e999,0.2,0.22", 2, "finite"),
        ("factors/furnace.csv", "0.21,0.2,0.22", "0.21,0.2,", 2, "needs lower and upper"),
        ("factors/furnace.csv", "124-38-9", "124-38-8", 2, "check digit"),
        ("factors/furnace.csv", "GLS-DUST,Furnace dust", "GLS-DUST,", 5, "translation for en is missing"),
        ("factors/furnace.csv", "2010-06-01,2020", "2021-06-01,2020", 5, "is before valid_from"),
        ("factors/furnace.csv", "GLS-DUST", "GLS-CO2", 5, "taken at factors/furnace.csv:2"),
        ("factors/furnace.csv", "sample,row 3", "nowhere,row 3", 5, "no source 'nowhere'"),
        ("factors/furnace.csv", "row 3,2024", "row 3,2024,", 5, "25 cells"),
        ("factors/furnace.csv", "valid_to,source", "valid_until,source", 1, "columns are missing: valid_to"),
        ("factors/furnace.csv", "evidence,note", "evidence,note,note", 1, "given twice"),
        ("processes/furnace.yaml", "from: batch, to: furnace", "from: batch, to: oven", 10, "of this template 'oven'"),
        ("processes/furnace.yaml", "from: null, to: batch", "from: null, to: null", 9, "comes from a unit process"),
        ("processes/furnace.yaml", "code: mixed", "code: sand", 10, "there twice"),
        ("indicators/furnace.yaml", "weight: 0.6", "weight: 0.5", 2, "add up to 0.9"),
        ("indicators/furnace.yaml", "lower_is_better", "within_range", 16, "upper_thresholds belong to"),
        ("indicators/furnace.yaml", "limiting: true", "product: bottles", 2, "not among the products"),
        ("indicators/furnace.yaml", "limiting: true", "group: bottles", 11, "taken for a product"),
        ("indicators/furnace.yaml", "I: 4, II: 5", "I: 5, II: 4", 16, "run against the direction"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    edit: Edit, problems: Problems, file: str, old: str, new: str, line: int, message: str
) -> None:
    edit(file, old, new)

    found = [problem for problem in problems() if message in str(problem)]

    assert [(problem.file, problem.line) for problem in found] == [(file, line)], problems()
    assert f"{file}:{line}" in str(found[0])


def test_all_mistakes_of_all_files_are_told_at_once(edit: Edit, problems: Problems) -> None:
    edit("checklists/furnace.yaml", "aspect: EQUIPMENT", "aspect: NOTHING")
    edit("factors/furnace.csv", "0.21,0.2,0.22", "x,0.2,0.22")
    edit("options/furnace.yaml", "cost_class: LOW", "cost_class: CHEAP")

    assert [(problem.file, problem.line) for problem in problems()] == [
        ("checklists/furnace.yaml", 7),
        ("factors/furnace.csv", 2),
        ("options/furnace.yaml", 22),
    ]


def test_a_reference_to_an_item_that_is_itself_wrong_is_not_called_unknown(edit: Edit, problems: Problems) -> None:
    edit("options/furnace.yaml", "cost_class: HIGH", "cost_class: CHEAP")

    assert len(problems()) == 1


def test_a_lenient_reading_warns_of_what_it_does_not_know(edit: Edit, glass: Path) -> None:
    edit("options/furnace.yaml", "cost_class: LOW", "cost_class: LOW\n    colour: red")
    edit("factors/furnace.csv", "code,name_en", "code,colour,name_en")
    edit("factors/furnace.csv", "GLS-CO2,", "GLS-CO2,red,")
    edit("factors/furnace.csv", "GLS-NOX,", "GLS-NOX,red,")
    edit("factors/furnace.csv", "GLS-DUST,", "GLS-DUST,red,")
    (glass / "calculators").mkdir()
    (glass / "calculators" / "clinker.yaml").write_text("later: true", "utf-8")

    pack = ContentPack.from_directory(glass)

    assert [option.code for option in pack.options] == ["GLS-O-01", "GLS-O-02"]
    assert [factor.value for factor in pack.factors] == [0.21, 4.2, 0.5]
    assert [str(warning) for warning in pack.warnings] == [
        "factors/furnace.csv:1: colour: unknown column",
        "options/furnace.yaml:23: options.1.colour: unknown key",
        "calculators/clinker.yaml: the file is not part of the pack format and is not read",
    ]


def test_rules_over_several_fields_hold_in_a_lenient_reading_too(edit: Edit, glass: Path) -> None:
    edit("options/furnace.yaml", "excludes: [GLS-O-01]", "excludes: [GLS-O-02]\n    colour: red")

    with pytest.raises(ContentError, match="neither requires nor excludes itself"):
        ContentPack.from_directory(glass)


def test_a_file_in_the_wrong_folder_is_not_lost_silently(glass: Path, problems: Problems) -> None:
    (glass / "checklists" / "furnace.yaml").rename(glass / "checklists" / "furnace.yml")

    assert ("checklists/furnace.yml", 0) in [(problem.file, problem.line) for problem in problems()]


def test_a_unit_the_registry_does_not_know_is_named_with_file_and_line(glass: Path) -> None:
    pack = ContentPack.from_directory(glass)

    pack.check(lambda unit: True)
    with pytest.raises(ContentError) as caught:
        pack.check(lambda unit: unit not in {"t/h", "degC", "kg"})

    assert [(problem.file, problem.line, problem.path) for problem in caught.value.problems] == [
        ("checklists/furnace.yaml", 18, ("items", 1, "unit")),
        ("factors/furnace.csv", 3, ("unit",)),
        ("factors/furnace.csv", 5, ("unit",)),
        ("options/furnace.yaml", 12, ("options", 0, "reductions", 0, "unit")),
        ("processes/furnace.yaml", 11, ("templates", 0, "streams", 2, "unit")),
    ]


def test_a_pack_built_in_python_is_checked_like_one_that_was_read(glass: Path) -> None:
    read = ContentPack.from_directory(glass)
    built = ContentPack(manifest=read.manifest, checklists=read.checklists)

    with pytest.raises(ContentError, match=r"glass:checklist_item:GLS-001: suggests\.0: there is no option 'GLS-O-01'"):
        built.check(lambda unit: True)


def test_the_manifest_is_read_alone(glass: Path) -> None:
    (glass / "options" / "furnace.yaml").write_text("{", "utf-8")

    assert read_manifest(glass).name.in_language("en") == "Glass"


def test_one_unit_process_code_has_one_meaning(edit: Edit, problems: Problems, glass: Path) -> None:
    other = (glass / "processes" / "furnace.yaml").read_text("utf-8")
    other = other.replace("GLS-CONTAINER", "GLS-FLAT").replace("en: Furnace}", "en: Float furnace}")
    (glass / "processes" / "flat.yaml").write_text(other, "utf-8")

    assert {problem.message for problem in problems()} == {"the unit process furnace has another name in another place"}
