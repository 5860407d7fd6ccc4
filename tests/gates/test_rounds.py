"""The end of an audit, what comes after it, and the content it was started with."""

from __future__ import annotations

from decimal import Decimal

from cpaudit.audits.models import Stream, Target, TargetHorizon, UnitProcess
from cpaudit.engine import Quantity
from cpaudit.options.models import (
    AdoptedProposal,
    Funding,
    FundingSource,
    Option,
    OptionChange,
    OptionChangeKind,
    OptionEffect,
    OptionState,
    ProposalSource,
)
from gates.acts import AuditActs
from support.client import GraphqlClient
from support.stages import OpenWork


async def test_closing_the_last_phase_concludes_the_audit_and_closes_it_to_edits(concluded: AuditActs) -> None:
    audit = await concluded.read("state concludedAt phases { gate { status } }")
    assert audit["state"] == "CONCLUDED"
    assert audit["concludedAt"] is not None
    assert {phase["gate"]["status"] for phase in audit["phases"]} == {"PASSED"}
    refused = await concluded.state("改写承诺", version=1)
    assert (refused["__typename"], refused["message"]) == ("InvalidInput", "the audit is concluded")
    assert (await concluded.complete("CONCLUSION"))["__typename"] == "InvalidInput"


async def test_reopening_the_last_phase_lets_the_audit_run_again(concluded: AuditActs) -> None:
    assert (await concluded.reopen("CONCLUSION"))["state"] == "RUNNING"
    assert (await concluded.read("concludedAt"))["concludedAt"] is None
    assert (await concluded.state("改写报告", "AUDIT_REPORT", version=1))["__typename"] == "Statement"
    assert (await concluded.complete("CONCLUSION"))["state"] == "CONCLUDED"


async def test_an_earlier_phase_that_was_reopened_concludes_the_audit_again_when_it_is_closed(
    concluded: AuditActs,
) -> None:
    assert (await concluded.reopen("PLANNING"))["state"] == "RUNNING"
    assert (await concluded.complete("PLANNING"))["state"] == "CONCLUDED"


async def test_an_audit_with_a_stale_phase_is_not_concluded(concluded: AuditActs) -> None:
    await concluded.reopen("ORGANIZATION")
    await concluded.state("另一份报告", "AUDIT_REPORT", version=1)
    assert (await concluded.complete("ORGANIZATION"))["state"] == "RUNNING"
    assert await concluded.status("CONCLUSION") == "STALE"
    assert (await concluded.complete("CONCLUSION"))["state"] == "CONCLUDED"


async def test_the_next_round_comes_after_a_concluded_audit(ready: AuditActs) -> None:
    refused = await ready.next_round()
    assert (refused["__typename"], refused["path"]) == ("InvalidInput", ["input", "audit"])
    assert refused["remedy"]


async def test_the_next_round_takes_over_what_it_should(concluded: AuditActs) -> None:
    following = await concluded.next_round(method="GUIDE_2018")
    assert following == {
        "__typename": "Audit",
        "id": following["id"],
        "state": "RUNNING",
        "round": 2,
        "method": "GUIDE_2018",
        "previous": {"id": concluded.audit},
    }
    second = await AuditActs(concluded.graphql, following["id"]).read(
        """phases { key gate { status } }
        unitProcesses { nodes { code name } }
        streams { nodes { code origin { code } destination { code } substance } }
        focusFactors { code weight }
        targets { horizon baseline { value unit } goal { value } result { value } }
        options { nodes { code state startsOn } }
        focusCandidates { name } measurements { totalCount } causes { totalCount } statements { kind }"""
    )
    assert [phase["gate"]["status"] for phase in second["phases"]] == ["BLOCKED"] + ["OPEN"] * 6
    assert second["unitProcesses"]["nodes"] == [{"code": "U1", "name": "电镀"}]
    assert second["streams"]["nodes"] == [
        {"code": "S1", "origin": None, "destination": {"code": "U1"}, "substance": "H2O"},
        {"code": "S2", "origin": {"code": "U1"}, "destination": None, "substance": "H2O"},
    ]
    assert second["focusFactors"] == [{"code": "waste", "weight": 10.0}]
    assert second["targets"] == [
        {"horizon": "LONG", "baseline": {"value": 9.5, "unit": "m3/t"}, "goal": {"value": 6.0}, "result": None}
    ]
    assert second["options"]["nodes"] == [{"code": "F2", "state": "PROPOSED", "startsOn": None}]
    assert (second["focusCandidates"], second["statements"]) == ([], [])
    assert (second["measurements"]["totalCount"], second["causes"]["totalCount"]) == (0, 0)


async def test_what_was_carried_out_stays_in_the_round_that_did_it_though_it_is_not_verified(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    async with open_work() as work:
        for option in await work.all(Option, audit_id=audit_id):
            await work.change(option, None, "optionChanged", state=OptionState.IMPLEMENTED, verified_on=None)
    following = await concluded.next_round()
    second = await AuditActs(concluded.graphql, following["id"]).read("options { totalCount }")
    assert second["options"]["totalCount"] == 0


async def test_a_target_without_a_result_keeps_its_baseline(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    async with open_work() as work:
        (target,) = await work.all(Target, audit_id=audit_id, horizon=TargetHorizon.LONG)
        await work.change(target, None, "targetResultRecorded", result=None)
    following = await concluded.next_round()
    second = await AuditActs(concluded.graphql, following["id"]).read("targets { baseline { value } met }")
    assert second["targets"] == [{"baseline": {"value": 12.0}, "met": None}]


async def test_what_is_met_is_no_target_of_the_next_round_and_what_is_not_is(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    async with open_work() as work:
        (near,) = await work.all(Target, audit_id=audit_id, horizon=TargetHorizon.NEAR)
        await work.change(near, None, "targetResultRecorded", result=Quantity(11, "m3/t"))
        (long,) = await work.all(Target, audit_id=audit_id, horizon=TargetHorizon.LONG)
        await work.change(long, None, "targetResultRecorded", result=Quantity(5, "m3/t"))
    assert {each["met"] for each in (await concluded.read("targets { met }"))["targets"]} == {True, False}
    following = await concluded.next_round()
    second = await AuditActs(concluded.graphql, following["id"]).read("targets { horizon baseline { value } due }")
    assert second["targets"] == [{"horizon": "NEAR", "baseline": {"value": 11.0}, "due": near.due.isoformat()}]


async def test_rounds_are_compared_by_the_results_of_their_targets(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    rows = "targets { nodes { code before { value } after { value } change } }"
    first = await concluded.read(f"roundComparison {{ {rows} }}")
    water = {"code": "单位产品新鲜水用量", "before": {"value": 12}, "after": {"value": 9.5}, "change": "BETTER"}
    assert first["roundComparison"]["targets"]["nodes"] == [water]
    following = AuditActs(concluded.graphql, (await concluded.next_round())["id"])
    async with open_work() as work:
        (long,) = await work.all(Target, audit_id=following.audit.removeprefix("Audit:"))
        await work.change(long, None, "targetResultRecorded", result=Quantity(7, "m3/t"))
    second = await following.read(f"roundComparison(against: PREVIOUS_ROUND) {{ {rows} }}")
    again = {**water, "before": {"value": 9.5}, "after": {"value": 7}}
    assert second["roundComparison"]["targets"]["nodes"] == [again]


async def test_an_option_that_is_carried_over_keeps_why_it_was_proposed(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    reason = {"kind": "ASPECT", "weight": 1.0, "text": {"zh-CN": "同属管理方面"}}
    async with open_work() as work:
        for option in await work.all(Option, audit_id=audit_id):
            adopted = AdoptedProposal(
                tenant_id=option.tenant_id,
                audit_id=audit_id,
                option_id=option.id,
                template="chemical:option:CHM-O-14",
                source=ProposalSource.CORE,
                score=1.0,
                reasons=[reason],
            )
            await work.add(adopted, "proposalAdopted")
    following = await concluded.next_round()
    second = await AuditActs(concluded.graphql, following["id"]).read(
        "options { nodes { code proposal { score source reasons { kind text } } } }"
    )
    why = {"score": 1.0, "source": "CORE", "reasons": [{"kind": "ASPECT", "text": "同属管理方面"}]}
    assert second["options"]["nodes"] == [{"code": "F2", "proposal": why}]


async def test_an_option_that_is_carried_over_keeps_what_it_is_to_do_and_how_it_is_paid(
    concluded: AuditActs, open_work: OpenWork, audit_id: str
) -> None:
    async with open_work() as work:
        (source,) = await work.all(Stream, audit_id=audit_id, code="S1")
        (other,) = await work.all(Stream, audit_id=audit_id, code="S2")
        (unit,) = await work.all(UnitProcess, audit_id=audit_id)
        (option,) = await work.all(Option, audit_id=audit_id, code="F2")
        (done,) = await work.all(Option, audit_id=audit_id, code="F1")
        own = {"tenant_id": option.tenant_id, "audit_id": audit_id}
        saved = {"subject": "COD", "planned": Quantity(3, "t/a"), "actual": Quantity(2, "t/a")}
        for each in (option, done):
            await work.add(OptionEffect(**own, option_id=each.id, **saved), "effectAdded")
        money = Funding(**own, option_id=option.id, source=FundingSource.BANK_LOAN, amount=Decimal(5))
        await work.add(money, "fundingAdded")
        for kind, columns in (
            (OptionChangeKind.REDUCE, {"stream_id": source.id, "amount": Quantity(1, "t/a"), "other_id": other.id}),
            (OptionChangeKind.RECYCLE, {"stream_id": other.id, "fraction": 0.5, "unit_process_id": unit.id}),
        ):
            await work.add(OptionChange(**own, option_id=option.id, kind=kind, **columns), "changeAdded")
    following = await concluded.next_round()
    second = await AuditActs(concluded.graphql, following["id"]).read(
        """streams { nodes { id code } } unitProcesses { nodes { id } } options { nodes { code
            effects { subject planned { value unit } actual { value } } funding { source amount { amount } }
            changes { kind stream { id code } fraction amount { value } other { id } unitProcess { id } } } }"""
    )
    ids = {each["code"]: each["id"] for each in second["streams"]["nodes"]}
    (carried,) = second["options"]["nodes"]
    assert carried["code"] == "F2"
    assert carried["effects"] == [{"subject": "COD", "planned": {"value": 3.0, "unit": "t/a"}, "actual": None}]
    assert [(each["source"], float(each["amount"]["amount"])) for each in carried["funding"]] == [("BANK_LOAN", 5.0)]
    changes = {each["kind"]: each for each in carried["changes"]}
    reduce, recycle = changes["REDUCE"], changes["RECYCLE"]
    assert (reduce["stream"]["id"], reduce["other"]["id"], reduce["amount"]["value"]) == (ids["S1"], ids["S2"], 1.0)
    assert (recycle["stream"]["id"], recycle["fraction"]) == (ids["S2"], 0.5)
    assert recycle["unitProcess"] == second["unitProcesses"]["nodes"][0]


async def test_a_round_is_started_once(concluded: AuditActs, graphql: GraphqlClient) -> None:
    await concluded.next_round()
    again = await concluded.next_round()
    assert (again["__typename"], again["path"]) == ("InvalidInput", ["input", "audit"])
    assert "later round" in again["message"]
    assert (await graphql("{ audits { totalCount } }"))["audits"]["totalCount"] == 2


async def test_a_repeated_request_for_the_next_round_answers_the_one_that_was_started(concluded: AuditActs) -> None:
    first, second = [await concluded.next_round(clientMutationId="round-2") for _ in range(2)]
    assert first == second


PINS = "pins { pack packVersion contentHash current }"


async def test_content_is_pinned_when_the_audit_starts_and_a_pin_tells_whether_it_is_current(
    audit: AuditActs, graphql: GraphqlClient
) -> None:
    pin, shared = (await audit.read(PINS))["pins"]
    assert [(each["pack"], each["current"]) for each in (pin, shared)] == [("chemical", True), ("common", True)]
    assert len(pin["contentHash"]) == 64
    await graphql('mutation { disablePlugin(plugin: "chemical") { __typename } }', as_="admin")
    assert (await audit.read(PINS))["pins"] == [{**pin, "current": False}, shared]
