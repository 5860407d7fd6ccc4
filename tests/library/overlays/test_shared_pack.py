"""An overlay changes the shared pack and the kinds that came with it as it does any content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit.contributions import ContentError, ContentPack, shared_pack
from cpaudit.library import Library
from cpaudit.library.overlays import apply
from support.overlays import add, hide, override, revision

GAS = "common:heating_value:ENE-NCV-NATURAL-GAS"
LEAKS = "CMN-ARC-2.4236"
LEVEL = {
    "name": {"zh-CN": "示例限值", "en": "An illustrative limit"},
    "measure": "NOx",
    "upper": 100,
    "unit": "mg/Nm3",
    "level": "guideline",
    "source": "mee-2022-111",
    "locator": "illustrative",
    "year": 2022,
    "evidence": "unverified",
}


@pytest.fixture
def needing(pack: ContentPack) -> ContentPack:
    """The sample pack with an option that requires one of the shared pack."""
    first, *others = pack.options
    return replace(pack, options=(first.model_copy(update={"requires": (LEAKS,)}), *others))


def test_a_heating_value_is_overridden_and_a_level_added() -> None:
    pack = shared_pack()
    changes = (override(GAS, "value", 49.0), add("common:benchmark:OWN-NOX", LEVEL))
    (made,) = apply([pack], revision(pack, *changes)).packs

    assert next(item.value for item in made.heating_values if item.ref == GAS) == 49.0
    assert [item.ref for item in made.benchmarks] == ["common:benchmark:OWN-NOX"]
    assert made.factors == pack.factors
    assert made.content_hash != pack.content_hash


def test_a_level_that_is_none_is_refused_with_item_and_field() -> None:
    with pytest.raises(ContentError, match=r"common:benchmark:OWN-NOX: level"):
        revision(shared_pack(), add("common:benchmark:OWN-NOX", {**LEVEL, "level": "best"}))


def test_what_is_hidden_of_the_shared_pack_is_suggested_by_no_pack(pack: ContentPack) -> None:
    shared = shared_pack()
    (made,) = apply([shared], revision(shared, hide(f"common:option:{LEAKS}"))).packs
    codes = [pack.options[0].code, LEAKS]

    assert Library.of([pack, shared]).option_refs("glass", codes) == (pack.options[0].ref, f"common:option:{LEAKS}")
    assert Library.of([pack, made]).option_refs("glass", codes) == (pack.options[0].ref,)


def test_an_option_that_another_pack_requires_is_not_hidden_alone(needing: ContentPack) -> None:
    shared = shared_pack()
    first = needing.options[0].ref
    alone = revision(shared, hide(f"common:option:{LEAKS}"))
    with pytest.raises(ContentError, match=f"{first}: requires.0: it requires common:option:{LEAKS}"):
        apply([needing, shared], alone)
    changed = revision(needing, override(first, "requires", []))
    together = replace(alone, changes=(*alone.changes, *changed.changes))

    assert len(apply([needing, shared], together).packs) == 2


def test_a_pack_that_names_what_the_shared_pack_no_longer_has_can_still_be_changed(needing: ContentPack) -> None:
    first, *others = needing.options
    older = replace(needing, options=(first.model_copy(update={"requires": ("CMN-GONE",)}), *others))
    made = apply([older], revision(older, override(first.ref, "note", "another word")))

    assert made.packs[0].options[0].requires == ("CMN-GONE",)
