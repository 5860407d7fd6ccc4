"""The option register: who proposes what, what the library gives, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.plugins import PluginHost
from options.acts import OptionActs
from support.client import GraphqlClient

MONEY = "investment { amount currency priceYear } annualSaving { amount currency priceYear }"


async def test_what_is_not_known_of_an_option_is_null(options: OptionActs) -> None:
    option = await options.propose()
    read = await options.read(
        option,
        f"{MONEY} subsidy {{ amount }} lifeYears taxRate discountRate benchmarkRate actualCost {{ amount }}"
        " paybackMonths economics { immediate } study { id } effectiveness { effective } economicsMissing"
        " unitProcess { id }",
    )
    assert read.pop("economicsMissing") == ["investment", "annualSaving", "lifeYears", "taxRate", "discountRate"]
    assert set(read.values()) == {None}


async def test_a_repeated_proposal_is_one_option(options: OptionActs) -> None:
    first = await options.propose(clientMutationId="p1")
    again = await options.propose(clientMutationId="p1")
    assert again == first


async def test_a_code_stands_once_in_an_audit(options: OptionActs) -> None:
    await options.propose("F1")
    refused = await options.propose("F1")
    assert (refused["code"], refused["path"]) == ("INVALID_INPUT", ["input", "code"])


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 301}, "name"),
        ({"origin": "LIBRARY"}, "origin"),
        ({"currency": "yuan"}, "currency"),
        ({"priceYear": 96}, "priceYear"),
        ({"investment": "-1"}, "investment"),
        ({"investment": "NaN"}, "investment"),
        ({"investment": "1e30"}, "investment"),
        ({"investment": "0.00001"}, "investment"),
        ({"investment": "100", "subsidy": "101"}, "subsidy"),
        ({"annualSaving": "Infinity"}, "annualSaving"),
        ({"lifeYears": 0}, "lifeYears"),
        ({"taxRate": 30}, "taxRate"),
        ({"discountRate": -0.1}, "discountRate"),
        ({"benchmarkRate": 1.1}, "benchmarkRate"),
        ({"unitProcess": "UnitProcess:nowhere"}, "unitProcess"),
    ],
)
async def test_a_senseless_value_is_refused_and_nothing_is_kept(
    options: OptionActs, given: dict[str, Any], path: str
) -> None:
    refused = await options.propose(**given)
    assert refused["__typename"] in {"InvalidInput", "NotFound"}
    assert refused["path"] == ["input", path]
    assert (await options.graphql("{ options { totalCount } }"))["options"]["totalCount"] == 0


async def test_only_given_fields_change_and_null_makes_a_figure_unknown(options: OptionActs) -> None:
    option = await options.propose(investment="100", annualSaving="-20", description="说明")
    option = await options.move(option, "changeOption", investment=None, name="改名")
    read = await options.read(option, f"name description {MONEY}")
    assert (read["name"], read["description"], read["investment"]) == ("改名", "说明", None)
    assert read["annualSaving"]["amount"] == "-20"
    assert (await options.move(option, "changeOption", aspect=None))["path"] == ["input", "aspect"]


async def test_an_option_stands_at_a_unit_process_of_its_audit(options: OptionActs, graphql: GraphqlClient) -> None:
    shown = "unitProcesses { nodes { id } } options { totalCount nodes { code } }"
    document = f"query($id: ID!) {{ node(id: $id) {{ ... on Audit {{ {shown} }} }} }}"
    unit = (await graphql(document, id=options.audit))["node"]["unitProcesses"]["nodes"][0]["id"]
    option = await options.propose(unitProcess=unit)
    assert (await options.read(option, "unitProcess { code } audit { id }")) == {
        "unitProcess": {"code": "U1"},
        "audit": {"id": options.audit},
    }
    assert (await graphql(document, id=options.audit))["node"]["options"] == {
        "totalCount": 1,
        "nodes": [{"code": "F1"}],
    }


async def test_every_option_of_the_library_can_be_adopted(options: OptionActs, host: PluginHost) -> None:
    templates = host.pack("chemical").options
    assert len(templates) >= 15
    for template in templates:
        option = await options.act("adoptLibraryOption", audit=options.audit, template=template.ref, lang="en")
        read = await options.read(
            option, f"code name aspect costClass origin template state {MONEY} subsidy {{ amount }}"
        )
        assert read["code"] == template.code
        assert read["name"] == template.name["en"]
        assert read["aspect"] == template.aspects[0]
        assert read["costClass"] == template.cost_class
        assert (read["origin"], read["template"], read["state"]) == ("LIBRARY", template.ref, "PROPOSED")
        stated = template.investment
        known = stated is not None and stated.value is not None
        assert (read["investment"] is not None) == known
        if known:
            assert float(read["investment"]["amount"]) == float(stated.value)
            assert (read["investment"]["currency"], read["investment"]["priceYear"]) == (stated.currency, stated.year)


async def test_an_option_that_the_library_does_not_have_is_not_found(options: OptionActs) -> None:
    refused = await options.act("adoptLibraryOption", audit=options.audit, template="nowhere:option:X")
    assert (refused["__typename"], refused["path"]) == ("NotFound", ["input", "template"])


@pytest.mark.parametrize(("as_", "allowed"), [("expert", True), ("admin", True), ("viewer", False)])
async def test_who_may_propose_and_judge(options: OptionActs, as_: str, allowed: bool) -> None:
    mine = await options.propose("MINE", as_=as_, origin="EXPERT")
    theirs = await options.propose("THEIRS")
    judged = await options.move(theirs, "screenOption", as_=as_, keep=True)
    expected = "Option" if allowed else "Denied"
    assert (mine["__typename"], judged["__typename"]) == (expected, expected)


async def test_an_expert_judges_and_does_not_carry_out(options: OptionActs) -> None:
    option = await options.propose()
    refused = await options.move(option, "implementOption", as_="expert", implementedOn="2026-01-01")
    assert refused["__typename"] == "Denied"


async def test_staff_of_another_enterprise_see_and_change_nothing(options: OptionActs, graphql: GraphqlClient) -> None:
    option = await options.propose()
    assert await options.read(option, "code", as_="staff") is None
    assert (await graphql("{ options { totalCount } }", as_="staff"))["options"]["totalCount"] == 0
    assert (await options.propose("F2", as_="staff"))["__typename"] == "NotFound"
    refused = await options.move(option, "implementOption", as_="staff", implementedOn="2026-01-01")
    assert refused["__typename"] == "NotFound"


async def test_another_department_sees_no_option(options: OptionActs, graphql: GraphqlClient) -> None:
    await options.propose()
    assert (await graphql("{ options { totalCount } }", tenant="light"))["options"]["totalCount"] == 0


async def test_options_are_filtered_and_searched(options: OptionActs, graphql: GraphqlClient) -> None:
    await options.propose("F1", name="余热回收", costClass="HIGH")
    rejected = await options.propose("F2", name="更换催化剂", aspect="TECHNOLOGY")
    await options.move(rejected, "rejectOption", reason="不可行")

    async def codes(**filter: Any) -> list[str]:
        document = "query($f: OptionFilter) { options(filter: $f, orderBy: CODE_ASC) { nodes { code } } }"
        return [node["code"] for node in (await graphql(document, f=filter))["options"]["nodes"]]

    assert await codes(audit=options.audit) == ["F1", "F2"]
    assert await codes(state="REJECTED") == ["F2"]
    assert await codes(stateIn=["PROPOSED", "REJECTED"]) == ["F1", "F2"]
    assert await codes(aspect="TECHNOLOGY") == ["F2"]
    assert await codes(costClass="HIGH") == ["F1"]
    assert await codes(origin="EXPERT") == []
    assert await codes(search="余热") == ["F1"]


async def test_every_write_leaves_one_event(options: OptionActs, graphql: GraphqlClient) -> None:
    option = await options.propose()
    option = await options.move(option, "changeOption", investment="12.5")
    effect = await options.effect(option, 3)
    removed = {"id": effect["id"], "expectedVersion": effect["version"]}
    assert (await options.act("removeOptionEffect", "RemovedRecord", **removed))["id"] == effect["id"]
    events = (await graphql("{ events(first: 4) { nodes { action before after } } }", as_="admin"))["events"]["nodes"]
    assert [event["action"] for event in events] == [
        "optionEffectRemoved",
        "optionEffectAdded",
        "optionChanged",
        "optionProposed",
    ]
    assert (events[2]["before"], events[2]["after"]) == ({"investment": None}, {"investment": "12.5"})
