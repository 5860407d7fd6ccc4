"""What every pack of this repository has to offer, beyond what the reader already insists on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from cpaudit import Aspect, ContentPack, CostClass, LocalizedText, StepKey, StreamKind
from cpaudit.engine.units import is_unit

HAN = re.compile(r"[\u4e00-\u9fff]")
PRACTICE = "practice"
"""The source of what was read in no document."""


def texts_of(value: object) -> Iterator[LocalizedText]:
    if isinstance(value, LocalizedText):
        yield value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from texts_of(getattr(value, field))
    elif isinstance(value, tuple):
        for element in value:
            yield from texts_of(element)


def all_texts(pack: ContentPack) -> list[LocalizedText]:
    return [text for item in (pack.manifest, *pack.contributions()) for text in texts_of(item)]


def test_a_pack_is_large_enough_to_audit_with(pack: ContentPack) -> None:
    items = [item for checklist in pack.checklists for item in checklist.items]

    assert len(pack.factors) >= 30
    assert len(pack.options) >= 18
    assert len(items) >= 30
    assert len({item.phase for item in items}) >= 6
    assert {item.aspect for item in items} == set(Aspect)
    assert len(pack.process_templates) >= 1


def test_options_cover_every_cost_class(pack: ContentPack) -> None:
    assert {option.cost_class for option in pack.options} == set(CostClass)


def test_a_pack_reads_without_a_warning_and_with_known_units(pack: ContentPack) -> None:
    pack.check(is_unit)

    assert pack.warnings == ()


def test_chinese_texts_are_chinese_and_english_texts_are_not(pack: ContentPack) -> None:
    for text in all_texts(pack):
        assert HAN.search(text["zh-CN"]), text
        assert not HAN.search(text["en"]), text


def test_chinese_texts_have_chinese_punctuation(pack: ContentPack) -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?()]|[,;:?()][\u4e00-\u9fff]")

    for text in all_texts(pack):
        assert not half_width.search(text["zh-CN"]), text["zh-CN"]


def test_names_tell_items_of_one_kind_apart(pack: ContentPack) -> None:
    for items in (pack.factors, pack.options):
        for language in ("zh-CN", "en"):
            names = [item.name[language] for item in items]
            assert len(set(names)) == len(names)


def test_every_listed_source_is_cited(pack: ContentPack) -> None:
    indicators = [indicator for system in pack.indicator_systems for indicator in system.indicators]
    cited = {item.source for item in (*pack.sourced, *indicators) if item.source}

    assert {source.id for source in pack.manifest.sources} == cited


def test_what_was_read_in_no_document_is_unverified_and_cited_by_no_factor(pack: ContentPack) -> None:
    assert not any(factor.source == PRACTICE for factor in pack.factors)
    assert all(option.evidence == "unverified" for option in pack.options if option.source == PRACTICE)


def test_a_factor_is_a_mass_or_volume_per_activity_and_no_level_or_limit(pack: ContentPack) -> None:
    for factor in pack.factors:
        assert factor.unit in {"t", "kg", "g", "mg", "m3", "Nm3"}, factor.code
        assert factor.per_unit in {"t", "kg", "m3"}, factor.code
        # A factor of zero is known to be zero, and has an upper bound.
        assert factor.value > 0 or (factor.value == 0 and factor.upper is not None and factor.upper > 0), factor.code
        assert factor.product is not None, factor.code
        assert not re.search(r"BAT|GB\d|HJ\d", factor.code), factor.code


def test_bounds_enclose_a_value_and_are_not_a_point(pack: ContentPack) -> None:
    bounded = [factor for factor in pack.factors if factor.lower is not None or factor.upper is not None]

    assert bounded
    for factor in bounded:
        assert factor.lower is not None
        assert factor.upper is not None
        assert factor.lower <= factor.value <= factor.upper, factor.code
        assert factor.lower < factor.upper, factor.code


def test_a_midpoint_is_the_middle_of_its_range(pack: ContentPack) -> None:
    for factor in pack.factors:
        if factor.note and "midpoint of the printed range" in factor.note:
            assert factor.lower is not None
            assert factor.upper is not None
            assert factor.value == pytest.approx((factor.lower + factor.upper) / 2)


def test_a_question_is_a_question(pack: ContentPack) -> None:
    for checklist in pack.checklists:
        for item in checklist.items:
            assert item.question["zh-CN"].endswith("？"), item.code
            assert item.question["en"].endswith("?"), item.code


def test_questions_follow_the_steps_of_an_audit(pack: ContentPack) -> None:
    order = list(StepKey)
    for checklist in pack.checklists:
        steps = [order.index(item.step) for item in checklist.items]
        assert all(before <= after for before, after in pairwise(steps)), checklist.code


def test_checklists_lead_to_options(pack: ContentPack) -> None:
    suggested = {code for checklist in pack.checklists for item in checklist.items for code in item.suggests}

    assert len(suggested) >= 18


def test_only_a_question_that_can_be_answered_with_no_suggests_options(pack: ContentPack) -> None:
    for checklist in pack.checklists:
        for item in checklist.items:
            assert not item.suggests or item.answer == "yes_no_partial", item.code


def test_a_template_takes_in_material_gives_a_product_and_leaves_no_unit_process_alone(pack: ContentPack) -> None:
    for template in pack.process_templates:
        outward = {stream.kind for stream in template.streams if stream.destination is None}
        inward = {stream.kind for stream in template.streams if stream.origin is None}
        connected = {end for stream in template.streams for end in (stream.origin, stream.destination)}

        assert StreamKind.MATERIAL in inward
        assert {StreamKind.PRODUCT, StreamKind.EMISSION, StreamKind.WASTE} & outward
        assert {unit.code for unit in template.unit_processes} <= connected


def test_a_distribution_and_its_pack_have_one_version_and_one_name(pack: ContentPack, project_directory: Path) -> None:
    project = tomllib.loads((project_directory / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = f"cpaudit_{pack.id}"

    assert project["name"] == f"cpaudit-{pack.id.replace('_', '-')}"
    assert project["version"] == pack.version
    assert project["entry-points"]["cpaudit"] == {pack.id: package}
    assert (project_directory / "src" / package / "py.typed").is_file()


def test_a_distribution_carries_the_licence_of_the_repository(project_directory: Path) -> None:
    licence = (project_directory / "LICENSE").read_text(encoding="utf-8")

    assert licence == (project_directory.parents[1] / "LICENSE").read_text(encoding="utf-8")
