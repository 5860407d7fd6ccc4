"""An overlay carried over to a newer version of its pack."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.contributions import ContentPack
from cpaudit.errors import InvalidInput, NotFound
from cpaudit.library.overlays import (
    Change,
    ChangeKind,
    Choice,
    Decision,
    OutcomeStatus,
    Revision,
    apply,
    differences,
    rebase,
    settled,
)
from cpaudit.library.overlays.places import plain
from support.overlays import QUESTION, SYSTEM, THRESHOLDS, add, hide, override, revision, tighten

NOX, DUST = "glass:factor:GLS-NOX", "glass:factor:GLS-DUST"
GONE = "glass:option:GLS-O-02"
GRADE_2 = ".".join((*THRESHOLDS, "II"))
CASES = {
    override("glass:factor:GLS-CO2", "note", None): OutcomeStatus.CLEAN,
    override(NOX, "name.en", "Illustrative"): OutcomeStatus.CLEAN,
    hide("glass:option:GLS-O-01"): OutcomeStatus.CLEAN,
    add("glass:checklist_item:GLS-900", QUESTION): OutcomeStatus.CLEAN,
    tighten(SYSTEM, ".".join((*THRESHOLDS, "III")), 5.5): OutcomeStatus.CLEAN,
    override(NOX, "value", 3.9): OutcomeStatus.MOOT,
    hide(GONE): OutcomeStatus.MOOT,
    hide(DUST): OutcomeStatus.CONFLICT,
    tighten(SYSTEM, GRADE_2, 4.8): OutcomeStatus.CONFLICT,
    add("glass:checklist_item:GLS-004", QUESTION): OutcomeStatus.CONFLICT,
}
"""What becomes of each change when the pack is upgraded."""


@pytest.mark.parametrize(("change", "status"), CASES.items())
def test_each_change_has_its_outcome(
    pack: ContentPack, newer: ContentPack, change: Change, status: OutcomeStatus
) -> None:
    (outcome,) = rebase(revision(pack, change), newer).outcomes
    assert outcome.status is status
    assert bool(outcome.why) == (status is OutcomeStatus.CONFLICT)


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(st.sampled_from(sorted(CASES, key=lambda each: each.place)), unique=True))
def test_nothing_is_lost(pack: ContentPack, newer: ContentPack, changes: list[Change]) -> None:
    made = revision(pack, *changes)
    found = rebase(made, newer)
    assert [outcome.change for outcome in found.outcomes] == list(made.changes)
    taken = [Decision(*outcome.change.place, Choice.TAKE_THEIRS) for outcome in found.conflicts]
    kept = settled(found, taken)
    clean = [each.change for each in found.outcomes if each.status is OutcomeStatus.CLEAN]
    assert [change.place for change in kept] == [change.place for change in clean]
    assert {change.base_version for change in kept} <= {"0.2.0"}
    apply([newer], Revision(2, kept))


def test_what_was_hidden_stays_hidden(pack: ContentPack, newer: ContentPack) -> None:
    kept = settled(rebase(revision(pack, hide("glass:option:GLS-O-01")), newer), ())
    overlaid = apply([newer], Revision(2, kept))
    with pytest.raises(NotFound):
        overlaid.item("glass:option:GLS-O-01")
    assert overlaid.item("glass:checklist_item:GLS-004")


def test_a_conflict_has_to_be_settled_by_a_person(pack: ContentPack, newer: ContentPack) -> None:
    found = rebase(revision(pack, override(NOX, "value", 3.5)), newer)
    (conflict,) = found.conflicts
    assert (conflict.change.base_value, conflict.theirs, conflict.change.value) == (4.2, 3.9, 3.5)
    with pytest.raises(InvalidInput, match=r"not settled: glass:factor:GLS-NOX value"):
        settled(found, ())
    with pytest.raises(InvalidInput, match=r"is not in conflict"):
        settled(found, [Decision(DUST, ("value",), Choice.KEEP_OURS)])


@pytest.mark.parametrize(
    ("decision", "value"),
    [
        (Decision(NOX, ("value",), Choice.KEEP_OURS), 3.5),
        (Decision(NOX, ("value",), Choice.TAKE_THEIRS), 3.9),
        (Decision(NOX, ("value",), Choice.NEW_VALUE, 3.0), 3.0),
    ],
)
def test_a_settled_conflict_gives_the_chosen_value(
    pack: ContentPack, newer: ContentPack, decision: Decision, value: float
) -> None:
    kept = settled(rebase(revision(pack, override(NOX, "value", 3.5)), newer), [decision])
    overlaid = apply([newer], Revision(2, kept))
    assert plain(overlaid.item(NOX))["value"] == value
    layers = overlaid.lineage(NOX, ("value",)).layers
    assert layers[0].value == 3.9
    assert layers[0].version == "0.2.0"


def test_a_tightening_that_the_new_version_overtook_is_not_kept(pack: ContentPack, newer: ContentPack) -> None:
    found = rebase(revision(pack, tighten(SYSTEM, GRADE_2, 4.8)), newer)
    place = found.conflicts[0].change.place
    with pytest.raises(InvalidInput, match=r"looser"):
        settled(found, [Decision(*place, Choice.KEEP_OURS)])
    (kept,) = settled(found, [Decision(*place, Choice.NEW_VALUE, 4.2)])
    assert (kept.kind, kept.value, kept.base_value) == (ChangeKind.TIGHTEN_FIELD, 4.2, 4.5)


def test_a_change_of_an_item_that_is_gone_is_given_up_by_a_person_only(pack: ContentPack, newer: ContentPack) -> None:
    found = rebase(revision(pack, override(GONE, "cost_class", "NONE")), newer)
    place = found.conflicts[0].change.place
    with pytest.raises(InvalidInput, match=r"the item is gone"):
        settled(found, [Decision(*place, Choice.KEEP_OURS)])
    assert settled(found, [Decision(*place, Choice.TAKE_THEIRS)]) == ()


def test_a_code_that_the_new_version_took_means_one_thing(pack: ContentPack, newer: ContentPack) -> None:
    ref = "glass:checklist_item:GLS-004"
    found = rebase(revision(pack, add(ref, QUESTION)), newer)
    kept = settled(found, [Decision(ref, (), Choice.KEEP_OURS)])
    assert {change.kind for change in kept} == {ChangeKind.OVERRIDE_FIELD}
    assert plain(apply([newer], Revision(2, kept)).item(ref))["question"] == QUESTION["question"]
    (renamed,) = settled(found, [Decision(ref, (), Choice.NEW_VALUE, {**QUESTION, "code": "GLS-904"})])
    overlaid = apply([newer], Revision(2, (renamed,)))
    assert plain(overlaid.item("glass:checklist_item:GLS-904"))["question"] == QUESTION["question"]


def test_two_revisions_differ_where_they_say_something_else(pack: ContentPack) -> None:
    earlier = revision(pack, override(NOX, "value", 3.5), hide(DUST))
    later = revision(pack, override(NOX, "value", 3.6), hide(DUST), hide(GONE), number=2)
    found = differences(earlier, later)
    assert [(each.ref, each.path) for each in found] == [(NOX, ("value",)), (GONE, ())]
    assert [each.before is None for each in found] == [False, True]
    assert differences(later, later) == ()
