"""An option goes from proposed to verified, and no dear one past its study."""

from __future__ import annotations

import pytest

from cpaudit.errors import InvalidInput
from cpaudit.options.lifecycle import TRANSITIONS, Act, advance
from cpaudit.options.models import OptionState
from cpaudit.phases import CostClass
from options.acts import OptionActs


async def test_a_high_cost_option_goes_all_the_way(options: OptionActs) -> None:
    option = await options.studied(await options.propose(costClass="HIGH"))
    effect = await options.effect(option, 12)
    option = await options.move(option, "recommendOption")
    option = await options.move(
        option, "scheduleOption", startsOn="2026-01-01", endsOn="2026-02-28", owner="设备科（示例）"
    )
    option = await options.implemented(option, actualCost="1100.50")
    recorded = await options.act(
        "recordOptionEffect",
        "OptionEffect",
        id=effect["id"],
        expectedVersion=effect["version"],
        actual={"value": 11_000, "unit": "kg/a", "status": "MEASURED"},
    )
    assert recorded["version"] == 2
    option = await options.move(option, "verifyOption", verifiedOn="2026-06-01", actualSaving="500")
    assert option["state"] == "VERIFIED"
    read = await options.read(
        option, 'effects { actual { value(unit: "t/a") status } } study { technical } actualCost { amount currency }'
    )
    assert read == {
        "effects": [{"actual": {"value": pytest.approx(11), "status": "MEASURED"}}],
        "study": {"technical": "FEASIBLE"},
        "actualCost": {"amount": "1100.5", "currency": "CNY"},
    }


@pytest.mark.parametrize("cost_class", ["MEDIUM", "HIGH"])
async def test_a_high_cost_option_implemented_without_a_study_is_refused(options: OptionActs, cost_class: str) -> None:
    option = await options.propose(costClass=cost_class)
    for _ in range(2):
        refused = await options.implemented(option)
        assert refused["__typename"] == "InvalidInput"
        assert refused["code"] == "INVALID_INPUT"
        assert refused["path"] == ["input", "id"]
        assert "study is missing" in refused["message"]
        assert option["state"] in refused["message"]
        schedule = {"startsOn": "2026-01-01", "endsOn": "2026-02-01", "owner": "某人"}
        assert "study is missing" in (await options.move(option, "scheduleOption", **schedule))["message"]
        assert (await options.read(option, "state version")) == {"state": option["state"], "version": option["version"]}
        if option["state"] == "PROPOSED":
            option = await options.move(option, "screenOption", keep=True)
    assert "studyOption" in refused["remedy"]


async def test_a_studied_high_cost_option_still_needs_its_recommendation(options: OptionActs) -> None:
    option = await options.studied(await options.propose(costClass="HIGH"))
    refused = await options.implemented(option)
    assert "recommendation is missing" in refused["message"]
    assert "recommendOption" in refused["remedy"]


@pytest.mark.parametrize("cost_class", ["NONE", "LOW"])
@pytest.mark.parametrize("screened", [False, True])
async def test_a_cheap_option_is_carried_out_as_soon_as_it_is_found(
    options: OptionActs, cost_class: str, screened: bool
) -> None:
    option = await options.propose(costClass=cost_class)
    if screened:
        option = await options.move(option, "screenOption", keep=True)
    assert (await options.implemented(option))["state"] == "IMPLEMENTED"


@pytest.mark.parametrize("part", ["technical", "environmental"])
async def test_what_a_study_finds_not_feasible_is_not_recommended(options: OptionActs, part: str) -> None:
    option = await options.studied(await options.propose(costClass="MEDIUM"), **{part: "NOT_FEASIBLE"})
    refused = await options.move(option, "recommendOption")
    assert refused["code"] == "INVALID_INPUT"
    assert part in refused["message"]


async def test_a_new_study_replaces_the_old_one_and_takes_the_recommendation_back(options: OptionActs) -> None:
    option = await options.move(await options.studied(await options.propose(costClass="HIGH")), "recommendOption")
    option = await options.move(
        option, "studyOption", technical="NOT_FEASIBLE", technicalNote="场地不足", environmental="FEASIBLE"
    )
    assert option["state"] == "STUDIED"
    read = await options.read(option, "study { technical technicalNote version }")
    assert read["study"] == {"technical": "NOT_FEASIBLE", "technicalNote": "场地不足", "version": 2}


async def test_an_option_is_rejected_only_with_a_reason_and_then_stays_as_it_is(options: OptionActs) -> None:
    option = await options.propose()
    assert (await options.move(option, "rejectOption", reason=" "))["path"] == ["input", "reason"]
    assert (await options.move(option, "screenOption", keep=False))["path"] == ["input", "reason"]
    rejected = await options.move(option, "screenOption", keep=False, reason="与产品质量冲突")
    assert (rejected["state"], rejected["rejectReason"]) == ("REJECTED", "与产品质量冲突")
    assert "REJECTED" in (await options.implemented(rejected))["message"]
    assert "REJECTED" in (await options.move(rejected, "changeOption", name="别的"))["message"]
    assert "REJECTED" in (await options.effect(rejected, 1))["message"]


async def test_verification_needs_a_cost_and_something_that_came_of_it(options: OptionActs) -> None:
    option = await options.implemented(await options.propose())
    refused = await options.move(option, "verifyOption", verifiedOn="2026-06-01", actualSaving="5")
    assert refused["path"] == ["input", "actualCost"]
    refused = await options.move(option, "verifyOption", verifiedOn="2026-06-01", actualCost="0")
    assert refused["path"] == ["input", "actualSaving"]
    early = {"verifiedOn": "2026-02-01", "actualCost": "0", "actualSaving": "5"}
    assert (await options.move(option, "verifyOption", **early))["path"] == ["input", "verifiedOn"]
    verified = await options.move(option, "verifyOption", **{**early, "verifiedOn": "2026-06-01"})
    assert verified["state"] == "VERIFIED"


async def test_a_cheap_option_does_not_become_dear_behind_its_study(options: OptionActs) -> None:
    low, high = {"code": "F1", "costClass": "LOW"}, {"costClass": "HIGH"}
    schedule = {"startsOn": "2026-01-01", "endsOn": "2026-02-01", "owner": "某人"}
    option = await options.move(await options.propose(**low), "scheduleOption", **schedule)
    refused = await options.move(option, "changeOption", **high)
    assert refused["path"] == ["input", "costClass"]
    assert "studyOption" in refused["remedy"]
    option = await options.move(option, "studyOption", technical="FEASIBLE", environmental="FEASIBLE")
    option = await options.move(option, "changeOption", **high)
    assert "recommendation is missing" in (await options.implemented(option))["message"]


async def test_dates_of_a_schedule_are_in_order(options: OptionActs) -> None:
    option = await options.propose()
    refused = await options.move(option, "scheduleOption", startsOn="2026-02-01", endsOn="2026-01-01", owner="某人")
    assert refused["path"] == ["input", "endsOn"]


async def test_a_stale_version_is_a_conflict(options: OptionActs) -> None:
    option = await options.propose()
    await options.move(option, "screenOption", keep=True)
    conflict = await options.implemented(option)
    assert (conflict["__typename"], conflict["currentVersion"]) == ("Conflict", 2)


def test_every_refusal_names_the_state_and_what_is_possible() -> None:
    for act, way in TRANSITIONS.items():
        for state in OptionState:
            if way.leads_from(state, CostClass.HIGH):
                assert advance("F1", state, CostClass.HIGH, act) is way.target
                continue
            with pytest.raises(InvalidInput) as refusal:
                advance("F1", state, CostClass.HIGH, act)
            assert state.value in refusal.value.message
            assert refusal.value.remedy


def test_no_way_leads_out_of_rejection() -> None:
    assert not any(way.leads_from(OptionState.REJECTED, CostClass.NONE) for way in TRANSITIONS.values())
    assert {way.target for way in TRANSITIONS.values()} == set(OptionState) - {OptionState.PROPOSED}
    assert set(TRANSITIONS) == set(Act)
