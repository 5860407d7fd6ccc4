"""Codes are for ever: none gets another meaning, and none goes without a word."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from content import codes
from content.quality import CHANGELOGS, DIRECTORIES, REPOSITORY
from cpaudit import ContentPack
from cpaudit.authoring.conformance.changelog import check_changelog
from cpaudit.authoring.conformance.findings import CheckStatus


def test_every_code_is_in_the_register(any_pack: ContentPack) -> None:
    missing = codes.present(any_pack).keys() - codes.registered(any_pack.id).keys()

    assert not missing, "run `python -m content.codes` in tests, and look at what it wrote"


def test_no_code_means_something_else_than_it_did(any_pack: ContentPack) -> None:
    assert list(codes.misused(codes.registered(any_pack.id), codes.present(any_pack))) == []


def test_no_code_vanishes_without_the_changelog(any_pack: ContentPack) -> None:
    changelog = CHANGELOGS[any_pack.id].read_text("utf-8")

    assert list(codes.vanished(codes.registered(any_pack.id), codes.present(any_pack), changelog)) == []


def test_the_changelog_tells_of_the_packs_version(any_pack: ContentPack) -> None:
    assert check_changelog(CHANGELOGS[any_pack.id].parent, any_pack.version).findings == ()


def test_the_packs_are_those_that_the_repository_has(any_pack: ContentPack) -> None:
    tracked = {path.parent for path in REPOSITORY.glob("plugins/*/src/*/pack/pack.toml")}

    assert tracked == set(DIRECTORIES.values()) - {DIRECTORIES["common"]}
    assert tomllib.loads((DIRECTORIES[any_pack.id] / "pack.toml").read_text("utf-8"))["id"] == any_pack.id


def factor(**changed: str) -> codes.Registered:
    given = {"kind": "factor", "code": "A-1", "state": "present", "meaning": "CO2 [mass] per [mass] of glass"}
    return codes.Registered(**{**given, "text": "Float glass: CO2 before cullet", **changed})


@pytest.mark.parametrize(
    ("now", "faults"),
    [
        (factor(), 0),
        (factor(text="CO2 of float glass before the cullet"), 0),
        (factor(text="Float glass: CO2 before the cullet is taken off"), 0),
        (factor(text="Bricks: dust of the dryer"), 1),
        (factor(meaning="SO2 [mass] per [mass] of glass"), 1),
    ],
)
def test_a_code_may_be_reworded_and_not_reused(now: codes.Registered, faults: int) -> None:
    known = {factor().key: factor()}

    assert len(list(codes.misused(known, {now.key: now}))) == faults


@pytest.mark.parametrize(
    ("changelog", "faults"), [("", 1), ("A-1 is gone", 1), ("- `A-1` is gone", 0), ("`A-*` went", 0), ("`B-*`", 1)]
)
def test_a_code_goes_with_a_word_only(changelog: str, faults: int) -> None:
    assert len(list(codes.vanished({factor().key: factor()}, {}, changelog))) == faults


def test_what_is_written_of_a_code_stays() -> None:
    known = {factor().key: factor()}
    new = factor(code="A-2")

    assert codes.updated(known, {factor().key: factor(text="Other words"), new.key: new}) == [factor(), new]
    assert codes.updated(known, {}) == [replace(factor(), state="retired")]


def test_a_changelog_without_the_version_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("project")
    assert check_changelog(root, "0.2.0").status is CheckStatus.LEFT_OUT
    for text, told in (
        ("# Changelog\n", "the pack is 0.2.0"),
        ("## 0.1.0\n\n- First.\n", "the pack is 0.2.0"),
        ("## 0.2.0\n\n## 0.1.0\n\n- First.\n", "nothing is told"),
    ):
        (root / "CHANGELOG.md").write_text(text, "utf-8")
        (finding,) = check_changelog(root, "0.2.0").findings
        assert told in finding.message
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0\n\n- More.\n", "utf-8")
    assert check_changelog(root, "0.2.0").status is CheckStatus.PASSED
