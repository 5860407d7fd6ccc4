"""An overlay applied to a pack: what may be changed, what is refused, and where each value comes from."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.contributions import ContentError, ContentPack
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library.overlays import Change, ChangeKind, Revision, apply
from cpaudit.library.overlays.places import plain, value_at
from support.overlays import QUESTION, SYSTEM, THRESHOLDS, WHEN, add, hide, override, revision, tighten

NOX = "glass:factor:GLS-NOX"
SUITABLE = (
    override(NOX, "value", 3.5),
    override(NOX, "name.en", "Nitrogen oxides of illustrative furnaces"),
    override(NOX, "note", None),
    override("glass:checklist_item:GLS-001", "weight", 5.0),
    override("glass:option:GLS-O-01", "cost_class", "MEDIUM"),
    override(SYSTEM, "indicators.GLS-I-02.name.en", "Illustrative management"),
    override("glass:process_template:GLS-CONTAINER", "units.furnace.yields.glass", 0.9),
    tighten(SYSTEM, "indicators.GLS-I-01.quantitative.thresholds.II", 4.5),
    tighten(SYSTEM, "indicators.GLS-I-02.limiting", True),
    tighten("glass:checklist_item:GLS-002", "when", None),
    tighten("glass:checklist_item:GLS-003", "evidence", "required"),
    hide("glass:option:GLS-O-02"),
    hide("glass:factor:GLS-DUST"),
    add("glass:checklist_item:GLS-900", QUESTION),
)
"""Changes of different fields, which may be made together in any number."""

some_changes = st.lists(st.sampled_from(SUITABLE), unique_by=lambda each: each.place).map(tuple)


def test_an_overridden_field_has_the_new_value_and_everything_else_the_packs(pack: ContentPack) -> None:
    overlaid = apply([pack], revision(pack, override(NOX, "value", 3.5)))
    found = plain(overlaid.item(NOX))
    assert found["value"] == 3.5
    assert found | {"value": 4.2} == plain(next(each for each in pack.factors if each.ref == NOX))
    assert overlaid.packs[0].content_hash != pack.content_hash


def test_an_added_question_stands_in_its_checklist(pack: ContentPack) -> None:
    overlaid = apply([pack], revision(pack, add("glass:checklist_item:GLS-900", QUESTION)))
    assert [item.code for item in overlaid.packs[0].checklists[0].items] == ["GLS-001", "GLS-002", "GLS-003", "GLS-900"]


def test_an_added_checklist_brings_its_questions(pack: ContentPack) -> None:
    name = {"zh-CN": "示例", "en": "Illustrative"}
    question = {key: value for key, value in QUESTION.items() if key != "checklist"}
    made = revision(pack, add("glass:checklist:OWN", {"name": name, "items": [{**question, "code": "OWN-1"}]}))
    overlaid = apply([pack], made)
    assert overlaid.item("glass:checklist_item:OWN-1").ref in {each.ref for each in overlaid.packs[0].checklist_items}
    assert overlaid.lineage("glass:checklist_item:OWN-1", ("question",)).origin.change == made.changes[0]


def test_an_item_may_name_a_document_that_the_overlay_adds(pack: ContentPack) -> None:
    document = {"title": "Illustrative survey", "publisher": "The department", "year": 2025}
    source = Change(kind=ChangeKind.ADD_SOURCE, ref="glass:source:survey", value=document, author="somebody", at=WHEN)
    overlaid = apply([pack], revision(pack, source, override(NOX, "source", "survey")))
    found = overlaid.packs[0].manifest.source("survey")
    assert found is not None
    assert found.publisher == "The department"
    with pytest.raises(ContentError, match=r"glass:factor:GLS-NOX: source: there is no source 'survey'"):
        revision(pack, override(NOX, "source", "survey"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (override(NOX, "value", "much"), r"glass:factor:GLS-NOX: value: "),
        (override(NOX, "unit", "furlong_per_cow"), r"GLS-NOX: unit: the unit 'furlong_per_cow' is not known"),
        (override(NOX, "colour", "red"), r"GLS-NOX: colour: unknown key"),
        (override(NOX, "product.name.en.first", "x"), r"GLS-NOX: product.name.en.first: nothing lies below"),
        (override(NOX, "source", None), r"GLS-NOX: source: "),
        (override("glass:option:GLS-O-01", "requires", ["GLS-O-99"]), r"requires.0: there is no option 'GLS-O-99'"),
        (override(SYSTEM, "indicators.GLS-I-01.weight", 0.4), r"the weights of energy add up to 0.4"),
        (override("glass:checklist_item:GLS-001", "code", "X"), r"identity and place are not changed"),
        (hide("glass:checklist_item:GLS-001"), r"GLS-002: when.item: there is no checklist item 'GLS-001'"),
        (add("glass:checklist_item:GLS-900", {**QUESTION, "checklist": "NONE"}), r"there is no checklist 'NONE'"),
        (add("glass:factor:GLS-900", {"pollutant": "CO2"}), r"GLS-900: unit: is missing"),
    ],
)
def test_what_a_pack_could_not_say_is_refused_with_item_and_field(
    pack: ContentPack, change: Change, complaint: str
) -> None:
    with pytest.raises(ContentError, match=complaint):
        revision(pack, change)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("indicators.GLS-I-01.quantitative.thresholds.II", 5.5),
        ("indicators.GLS-I-01.limiting", False),
        ("indicators.GLS-I-01.quantitative.unit", "kg"),
        ("indicators.GLS-I-01.weight", 2.0),
        ("name.en", "Stricter"),
    ],
)
def test_a_demand_is_never_loosened_under_the_name_of_tightening(pack: ContentPack, path: str, value: object) -> None:
    with pytest.raises(ContentError, match=r"GLS-IND"):
        revision(pack, tighten(SYSTEM, path, value))


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("GLS-001", "evidence", "optional"),
        ("GLS-001", "when", {"item": "GLS-003", "is": ["gas"]}),
        ("GLS-002", "when", {"item": "GLS-001", "is": ["no"]}),
        ("GLS-002", "when", {"item": "GLS-003", "is": ["gas", "oil"]}),
    ],
)
def test_a_question_is_never_asked_less_strictly(pack: ContentPack, code: str, field: str, value: object) -> None:
    with pytest.raises(ContentError, match=code):
        revision(pack, tighten(f"glass:checklist_item:{code}", field, value))


@given(limit=st.floats(min_value=0, max_value=20))
def test_a_threshold_is_tightened_exactly_where_it_demands_more(pack: ContentPack, limit: float) -> None:
    change = tighten(SYSTEM, ".".join((*THRESHOLDS, "III")), limit)
    # Grade III is limited by 6, lower is better; the thresholds have to stay in order, grade II being limited by 5.
    fits = 5 <= limit < 6
    try:
        revision(pack, change)
    except (ContentError, InvalidInput):
        assert not fits
    else:
        assert fits


def test_nothing_is_changed_that_is_not_there(pack: ContentPack) -> None:
    with pytest.raises(NotFound, match=r"GLS-NONE"):
        revision(pack, hide("glass:factor:GLS-NONE"))
    with pytest.raises(NotFound, match=r"paper"):
        revision(pack, hide("paper:factor:P-1"))
    with pytest.raises(InvalidInput, match=r"has this value already"):
        revision(pack, override(NOX, "value", 4.2))
    with pytest.raises(InvalidInput, match=r"already"):
        revision(pack, add(NOX, {}))


def test_two_changes_of_one_field_exclude_each_other_unless_one_replaces_the_other(pack: ContentPack) -> None:
    found = revision(pack, override(NOX, "value", 3.5), override(NOX, "value", 3.6))
    assert [change.value for change in found.changes] == [3.6]
    with pytest.raises(ContentError, match=r"exclude each other"):
        revision(pack, override(NOX, "name.en", "A"), override(NOX, "name", {"zh-CN": "甲", "en": "A"}))
    with pytest.raises(ContentError, match=r"exclude each other"):
        revision(pack, override(NOX, "value", 3.5), hide(NOX))
    with pytest.raises(ContentError, match=r"the direction of the indicator is changed too"):
        revision(
            pack,
            tighten(SYSTEM, ".".join((*THRESHOLDS, "II")), 4.5),
            override(SYSTEM, "indicators.GLS-I-01.quantitative.direction", "higher_is_better"),
        )


def test_a_field_of_an_added_item_is_changed_in_the_addition(pack: ContentPack) -> None:
    ref = "glass:checklist_item:GLS-900"
    found = revision(pack, add(ref, QUESTION), override(ref, "weight", 4.0))
    assert [change.kind for change in found.changes] == [ChangeKind.ADD_ITEM]
    assert plain(apply([pack], found).item(ref))["weight"] == 4.0


def test_hiding_an_option_takes_it_out_of_what_merely_mentions_it(pack: ContentPack) -> None:
    found = revision(pack, hide("glass:option:GLS-O-01"))
    overlaid = apply([pack], found)
    with pytest.raises(NotFound):
        overlaid.item("glass:option:GLS-O-01")
    assert plain(overlaid.item("glass:checklist_item:GLS-001"))["suggests"] == []
    lineage = overlaid.lineage("glass:checklist_item:GLS-001", ("suggests",))
    assert lineage.origin.change == found.changes[0]
    assert (lineage.origin.was, lineage.origin.value) == (["GLS-O-01"], [])


def test_hiding_a_process_template_leaves_what_is_about_its_unit_processes(pack: ContentPack) -> None:
    overlaid = apply([pack], revision(pack, hide("glass:process_template:GLS-CONTAINER")))
    assert overlaid.packs[0].process_templates == ()
    assert len(overlaid.packs[0].checklist_items) == len(pack.checklist_items)


def test_changes_of_a_pack_that_is_not_enabled_rest(pack: ContentPack) -> None:
    assert apply([], revision(pack, hide(NOX))).packs == ()


@settings(max_examples=60, deadline=None)
@given(changes=some_changes)
def test_applying_a_revision_again_changes_nothing(pack: ContentPack, changes: tuple[Change, ...]) -> None:
    made = revision(pack, *changes)
    once = apply([pack], made).packs
    assert apply(once, made).packs == once


@settings(max_examples=60, deadline=None)
@given(changes=some_changes, seed=st.integers())
def test_the_order_of_changes_to_different_fields_does_not_matter(
    pack: ContentPack, changes: tuple[Change, ...], seed: int
) -> None:
    made = revision(pack, *changes)
    shuffled = list(made.changes)
    random.Random(seed).shuffle(shuffled)
    assert apply([pack], Revision(1, tuple(shuffled))).packs == apply([pack], made).packs


@settings(max_examples=60, deadline=None)
@given(changes=some_changes)
def test_lineage_tells_of_every_field_where_its_value_comes_from(
    pack: ContentPack, changes: tuple[Change, ...]
) -> None:
    made = revision(pack, *changes)
    overlaid = apply([pack], made)
    base = {item.ref: plain(item) for item in pack.contributions()}
    for item in overlaid.packs[0].contributions():
        for path, value in _leaves(plain(item)):
            lineage = overlaid.lineage(item.ref, path)
            origin = lineage.origin
            assert lineage.value == origin.value == value
            if origin.change is None:
                assert value == value_at(base[item.ref], path)
                assert (origin.pack, origin.version, origin.revision) == ("glass", "0.1.0", None)
            else:
                assert origin.change in made.changes
                assert (origin.revision, origin.change.author, origin.change.at) == (1, "somebody", WHEN)
                assert origin.was == value_at(base.get(item.ref, {}), path)


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from _leaves(below, (*path, key))
    elif isinstance(value, list) and value and all(isinstance(each, dict) and "code" in each for each in value):
        for below in value:
            yield from _leaves(below, (*path, below["code"]))
    else:
        yield path, value
