"""Each dashboard is one query, adds up, shows nobody more than he may see, and costs the same for many audits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cpaudit.audits.models import AuditPin, IndicatorValue, Scenario
from cpaudit.dashboards.counted import KINDS
from cpaudit.dashboards.services.filters import Filter
from cpaudit.dashboards.services.own import own_audits
from cpaudit.enterprises.models import Enterprise
from cpaudit.gates.snapshot import take_snapshots
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope
from cpaudit.submissions.audit_figures import figures_of
from dashboards.world import STAGE, SYSTEM, Rows, measured
from support.client import GraphqlClient
from support.statements import counted
from support.world import Province

FIGURE = """kind subject unit value complete known incomplete without money { amount currency priceYear }
    quantity { value unit } sector: split(by: SECTOR) { nodes { ...part } } city: split(by: CITY) { nodes { ...part } }
    stage: split(by: STAGE) { nodes { ...part } } source: split(by: SOURCE) { nodes { ...part } }
    round: split(by: ROUND) { nodes { ...part } }
    terms(first: 100) { nodes { value audit { source audit packetHash reportHash enterpriseCode } } }"""
PART = """fragment part on DashboardPart {
    key name(lang: "en") value audits known incomplete without money { amount } quantity { value } }"""
TOTALS = f"""totals {{ audits own received concluded enterprises illustrative
    figures(first: 100) {{ totalCount nodes {{ {FIGURE} }} }}
    counted(first: 100) {{ nodes {{ source owner enterpriseCode sector city stage round concluded }} }}
    notCounted(first: 100) {{ nodes {{ reason countedInstead audit {{ enterpriseCode round }} }} }} }}"""
FUNDING = "funding { source state currency applications applied granted drawn used }"
PROGRAMME = f"""query($f: DashboardFilter, $on: Date) {{ programmeDashboard(filter: $f, on: $on) {{ {TOTALS} {FUNDING}
    funnel {{ method phase name(lang: "en") audits waiting turn reopened passed lastPassedAt }}
    overdue(first: 100) {{ totalCount nodes {{ phase days enterpriseName }} }}
    stages {{ nodes {{ code kind name(lang: "en") programmeCode stage audits concluded overdue selected notSelected
        undecided withdrawn deadlines {{ phase due }} }} }} }} }} {PART}"""
SECTOR = f"""query($s: String!, $f: DashboardFilter, $c: [PerformanceCriterionInput!], $r: Boolean! = true) {{
    sectorDashboard(sector: $s, filter: $f, criteria: $c, reviewed: $r) {{ sector concluded {TOTALS}
    indicators(first: 100) {{ nodes {{ indicator system scenario unit known unknown minimum {{ value unit }}
        q1 {{ value }} median {{ value }} q3 {{ value }} maximum {{ value }} levels {{ level count }}
        observations(first: 100) {{ nodes {{ audit level amount {{ value unit }} }} }} }} }}
    ratings {{ system scenario audits grades {{ level count }} }}
    performers(first: 100) {{ nodes {{ rank advanced unknown audit {{ enterpriseName source }}
        results {{ measure name(lang: "en") atLeast value met }} }} }}
    sharedOutcomes(first: 5) {{ nodes {{ option outcomes {{ enterprises }} }} }} }} }} {PART}"""
ENTERPRISE = f"""query($id: ID!, $on: Date) {{ enterpriseDashboard(id: $id, on: $on) {{ {TOTALS} {FUNDING}
    enterprise code name gb4754 sizeClass city illustrative
    rounds {{ round title state startedAt concludedAt stage phases {{ phase name(lang: "en") standing passedAt due }} }}
    indicators {{ nodes {{ indicator current {{ round amount {{ value unit }} }} earlier {{ round }} change {{ value }}
        points {{ round scenario level source amount {{ value }} reference {{ value }} }} }} }}
    againstPreviousRound {{ gradeChange emissions {{ nodes {{ code change }} }} }}
    compliance {{ before after planned rows {{ before {{ keeping headroom {{ value }} }} }} findings {{ code }} }}
    readiness {{ standard ready }} overdue(first: 10) {{ totalCount nodes {{ phase due days }} }}
    openQuestions(first: 10) {{ nodes {{ kind title state question }} }} }} }} {PART}"""

Figures = Mapping[tuple[str, str, str], dict[str, Any]]


def figures(dashboard: dict[str, Any]) -> Figures:
    """The figures by kind, subject and unit, each of which was found to add up."""
    found = {(each["kind"], each["subject"], each["unit"]): each for each in dashboard["totals"]["figures"]["nodes"]}
    assert dashboard["totals"]["figures"]["totalCount"] == len(found)
    for each in found.values():
        for by in ("sector", "city", "stage", "source", "round"):
            parts = each[by]["nodes"]
            known = [Decimal(part["value"]) for part in parts if part["value"] is not None]
            # Not sum(), which rounds to the digits of the context where there are many.
            assert plain(known) == (None if each["value"] is None else plain([Decimal(each["value"])])), (each, by)
            for count in ("known", "incomplete", "without"):
                assert sum(part[count] for part in parts) == each[count], (each, by)
            assert sum(part["audits"] for part in parts) == dashboard["totals"]["audits"]
        terms = [Decimal(term["value"]) for term in each["terms"]["nodes"] if term["value"] is not None]
        assert plain(terms) == (plain([Decimal(each["value"])]) if terms else None)
    return found


def plain(values: list[Decimal]) -> int | None:
    """The sum in millionths."""
    return sum(int(each.scaleb(6)) for each in values) if values else None


def parts(figure: dict[str, Any], by: str) -> dict[str | None, str | None]:
    """The values of the parts."""
    return {each["key"]: each["value"] for each in figure[by]["nodes"]}


async def read(graphql: GraphqlClient, query: str, tenant: str = "chem", as_: str = "auditor", **variables: Any) -> Any:
    """What the one root field answers."""
    (found,) = (await graphql(query, as_=as_, tenant=tenant, **variables)).values()
    return found


async def test_a_department_sees_its_own_audits_and_what_it_accepted(graphql: GraphqlClient) -> None:
    found = await read(graphql, PROGRAMME, on="2026-07-01")
    totals = found["totals"]
    # Seven audits of its own and one, whose enterprises are six; three of the city's, one of them in its second round.
    assert (totals["own"], totals["received"], totals["audits"]) == (7, 3, 10)
    assert (totals["concluded"], totals["enterprises"], totals["illustrative"]) == (7, 9, True)
    assert [(each["reason"], each["audit"]["round"]) for each in totals["notCounted"]["nodes"]] == [
        ("EARLIER_ROUND", 1)
    ]
    every = figures(found)
    # 0.2 t measured of A1 and P1 each, unknown of A2, 0.3 t and 200 kg of the city, whose third knows nothing.
    saved = every["SAVED", "H2O", "kg"]
    assert (saved["value"], saved["complete"]) == ("900", False)
    assert (saved["known"], saved["incomplete"], saved["without"]) == (4, 2, 5)
    assert saved["quantity"] == {"value": 900, "unit": "kg"}
    assert parts(saved, "sector") == {"C22": "200", "C26": "700"}
    assert parts(saved, "city") == {"乙市": None, "甲市": "400", "示例市": "500", None: None}
    assert parts(saved, "stage") == {"PROVINCIAL_PILOT": "400", None: "500"}
    assert parts(saved, "source") == {"AUDIT_PACKET": "500", "OWN_AUDIT": "400"}
    assert [part["name"] for part in saved["stage"]["nodes"]] == ["provincial pilots", "unknown or not assigned"]
    # Two amounts whose sum does not fit into 64 bits, and two of a tenth.
    money = every["INVESTMENT", "", "CNY 2024"]
    assert money["value"] == "1800000000000000.3"
    assert money["money"] == {"amount": "1800000000000000.3", "currency": "CNY", "priceYear": 2024}
    assert every["INVESTMENT", "", "CNY 2020"]["value"] == "7"
    assert (every["SAVING", "", "CNY 2024"]["value"], every["SAVING", "", "CNY 2020"]["value"]) == ("900", "1")
    # A3 was carried into the second round, and would count there.
    assert {key[1]: each["value"] for key, each in every.items() if key[0] == "OPTIONS"} == {
        "IMPLEMENTED": "1",
        "REJECTED": "1",
        "VERIFIED": "5",
    }
    met = every["TARGETS_MET", "", "1"]
    assert (met["value"], met["complete"], met["incomplete"]) == ("2", False, 1)
    assert every["FUNDING", "OWN_FUNDS", "CNY"]["value"] == "0.3"


async def test_the_funnel_counts_every_audit_once_in_each_phase(graphql: GraphqlClient) -> None:
    found = (await read(graphql, PROGRAMME, on="2026-07-01"))["funnel"]
    assert [each["audits"] for each in found] == [7] * 8
    assert all(
        each["audits"] == sum(each[name] for name in ("waiting", "turn", "reopened", "passed")) for each in found
    )
    table = {each["phase"]: [each[name] for name in ("waiting", "turn", "reopened", "passed")] for each in found}
    assert table["ORGANIZATION"] == [0, 2, 0, 5]
    assert table["PLANNING"] == [2, 0, 1, 4]
    assert table["PRE_ASSESSMENT"] == [2, 0, 0, 5]
    assert table["ASSESSMENT"] == [3, 0, 0, 4]
    assert found[0]["name"] == "Organisation"
    assert found[0]["lastPassedAt"].startswith("2026-01-10")


async def test_what_is_late_what_stages_there_are_and_what_money_came(graphql: GraphqlClient) -> None:
    found = await read(graphql, PROGRAMME, on="2026-03-02")
    late = [(each["enterpriseName"], each["phase"], each["days"]) for each in found["overdue"]["nodes"]]
    # The second phase of another was opened again.
    assert late[0] == ("企业 paper", "ORGANIZATION", 29)
    assert set(late[1:]) == {("企业 paper", "PLANNING", 1), ("企业 salt", "PLANNING", 1)}
    (stage,) = found["stages"]["nodes"]
    assert (stage["code"], stage["audits"], stage["concluded"], stage["overdue"]) == ("S1", 4, 2, 3)
    assert (stage["selected"], stage["undecided"], stage["notSelected"], stage["withdrawn"]) == (1, 1, 0, 0)
    assert [each["phase"] for each in stage["deadlines"]] == ["ORGANIZATION", "PLANNING"]
    assert [
        (each["state"], each["applications"], each["applied"], each["granted"], each["drawn"], each["used"])
        for each in found["funding"]
    ] == [
        ("APPLIED", 1, "300000.5", None, "0", "0"),
        ("GRANTED", 1, "300000.5", "200000.25", "100000.3", "50000"),
        ("WITHDRAWN", 1, "300000.5", None, "0", "0"),
    ]
    # The same money as the slice of funding tells it, which leaves out what was withdrawn.
    (total,) = (await graphql("{ fundingTotals { applied granted drawn used } }"))["fundingTotals"]
    assert {name: Decimal(value) for name, value in total.items()} == {
        "applied": Decimal(600001),
        "granted": Decimal("200000.25"),
        "drawn": Decimal("100000.3"),
        "used": Decimal(50000),
    }


COUNTS = ("waiting", "turn", "reopened", "passed")
AMOUNTS = ("applications", "applied", "granted", "drawn", "used")
SPLITS = f"""query($by: DashboardDimension!, $on: Date) {{ programmeDashboard(on: $on) {{
    overdueSplit(by: $by) {{ nodes {{ key name(lang: "en") phases audits longestDays }} }}
    funnel {{ phase audits {" ".join(COUNTS)} split(by: $by) {{ nodes {{ key audits {" ".join(COUNTS)} }} }} }}
    funding {{ {" ".join(AMOUNTS)} split(by: $by) {{ nodes {{ key {" ".join(AMOUNTS)} }} }} }} }} }}"""


async def test_audits_deadlines_and_applications_split_as_sums_do(graphql: GraphqlClient) -> None:
    found = {}
    for by in ("SECTOR", "CITY", "STAGE", "ROUND", "SOURCE"):
        found[by] = await read(graphql, SPLITS, by=by, on="2026-03-02")
        for phase in found[by]["funnel"]:
            for name in ("audits", *COUNTS):
                assert sum(part[name] for part in phase["split"]["nodes"]) == phase[name], (by, phase["phase"], name)
        for state in found[by]["funding"]:
            for name in AMOUNTS:
                known = [Decimal(part[name]) for part in state["split"]["nodes"] if part[name] is not None]
                assert (sum(known) if known else None) == (None if state[name] is None else Decimal(state[name]))
        assert sum(part["phases"] for part in found[by]["overdueSplit"]["nodes"]) == 3

    def late(by: str) -> list[tuple[Any, ...]]:
        return [tuple(part.values()) for part in found[by]["overdueSplit"]["nodes"]]

    assert late("SECTOR") == [("C22", "C22", 2, 1, 29), ("C26", "C26", 1, 1, 1)]
    assert late("CITY") == [("甲市", "甲市", 3, 2, 29)]
    assert late("STAGE") == [("PROVINCIAL_PILOT", "provincial pilots", 3, 2, 29)]
    organization = {by: each["funnel"][0]["split"]["nodes"] for by, each in found.items()}
    # Of two classes of one sector, and of no city.
    assert [(part["key"], part["turn"], part["passed"]) for part in organization["SECTOR"]] == [
        ("C22", 1, 0),
        ("C26", 1, 5),
    ]
    assert [(part["key"], part["audits"]) for part in organization["CITY"]] == [("乙市", 1), ("甲市", 5), (None, 1)]
    assert [(part["key"], part["audits"]) for part in organization["ROUND"]] == [("1", 6), ("2", 1)]
    granted = found["CITY"]["funding"][1]["split"]["nodes"]
    assert [tuple(part.values()) for part in granted] == [("甲市", 1, "300000.5", "200000.25", "100000.3", "50000")]


async def test_only_the_split_of_what_is_late_is_asked_for(graphql: GraphqlClient) -> None:
    query = """{ programmeDashboard(on: "2026-03-02") { overdueSplit(by: CITY, first: 1) {
        totalCount pageInfo { hasNextPage } nodes { phases } } } }"""
    assert (await read(graphql, query))["overdueSplit"] == {
        "totalCount": 1,
        "pageInfo": {"hasNextPage": False},
        "nodes": [{"phases": 3}],
    }
    refused = query.replace("first: 1)", "first: 5000)")
    (error,) = await graphql.errors(refused)
    assert error["extensions"]["code"] == "INVALID_INPUT"


async def test_a_leading_group_sees_reports_and_its_figures_are_theirs(graphql: GraphqlClient) -> None:
    found = await read(graphql, PROGRAMME, "lead", "admin")
    totals, every = found["totals"], figures(found)
    assert (totals["own"], totals["received"]) == (0, 5)
    assert {each["source"] for each in totals["counted"]["nodes"]} == {"SECTOR_REPORT"}
    told = await graphql(
        "{ acceptedTotals(kind: SECTOR_REPORT) { kind subject unit value complete } }", as_="admin", tenant="lead"
    )
    assert {(each["kind"], each["subject"], each["unit"]): each["value"] for each in told["acceptedTotals"]} == {
        key: each["value"] for key, each in every.items()
    }
    saved = every["SAVED", "H2O", "kg"]
    assert saved["value"] == "100000000000000000005500"
    # Of which audit of the chemicals' report something is not known the report does not tell.
    assert (saved["known"], saved["incomplete"]) == (4, 3)
    assert parts(saved, "sector") == {"C26": saved["value"]}
    assert all(each["audit"]["reportHash"] and not each["audit"]["audit"] for each in saved["terms"]["nodes"])
    assert parts(saved, "stage") == {"ROLL_OUT": "5000", None: "100000000000000000000500"}
    assert found["funnel"] == found["funding"] == []
    # One report tells when an audit began and in which stage, the others were frozen before that was told.
    for given, received in (
        ({"stageKind": "ROLL_OUT"}, 1),
        ({"startedFrom": "2026-03-01T00:00:00Z"}, 1),
        ({"startedBefore": "2026-03-01T00:00:00Z"}, 0),
    ):
        narrowed = (await read(graphql, PROGRAMME, "lead", "admin", f=given))["totals"]
        assert narrowed["received"] == received
        unknown = [each["audit"]["enterpriseCode"] for each in narrowed["notCounted"]["nodes"]]
        assert sorted(unknown) == ([] if "stageKind" in given else ["a", "a", "b", "c"])


async def test_a_city_counts_the_copies_it_was_handed(graphql: GraphqlClient) -> None:
    found = await read(graphql, PROGRAMME, "city", "viewer")
    assert (found["totals"]["own"], found["totals"]["received"]) == (0, 1)
    assert figures(found)["SAVED", "H2O", "t"]["value"] == "5"


FILTERS = (
    ({"city": "甲市"}, 5, 0),
    ({"city": "示例市"}, 0, 3),
    ({"stage": f"ProgrammeStage:{STAGE}"}, 4, 0),
    ({"stage": "ProgrammeStage:none"}, 0, 0),
    ({"stageKind": "PROVINCIAL_PILOT"}, 4, 0),
    ({"stageKind": "ROLL_OUT"}, 0, 0),
    ({"startedFrom": "2026-02-01T00:00:00Z"}, 1, 0),
    ({"startedBefore": "2026-02-01T00:00:00Z", "city": "甲市"}, 4, 0),
    ({"city": "%"}, 0, 0),
)


async def test_a_filter_narrows_every_section_alike(graphql: GraphqlClient) -> None:
    for given, own, received in FILTERS:
        found = await read(graphql, PROGRAMME, f=given, on="2026-03-02")
        figures(found)
        assert (found["totals"]["own"], found["totals"]["received"]) == (own, received), given
        assert {each["audits"] for each in found["funnel"]} <= {own}, given
        if "startedFrom" in given or "startedBefore" in given:
            reasons = {each["reason"] for each in found["totals"]["notCounted"]["nodes"]}
            # These packets do not say when their audits began.
            assert reasons == (set() if "city" in given else {"START_UNKNOWN", "EARLIER_ROUND"})


async def test_a_sector_shows_its_distribution_and_its_advanced_enterprises(graphql: GraphqlClient) -> None:
    found = await read(graphql, SECTOR, s="26")
    assert (found["sector"], found["totals"]["own"], found["totals"]["received"]) == ("C26", 6, 3)
    figures(found)
    after = next(each for each in found["indicators"]["nodes"] if each["scenario"] == "AFTER")
    # 12 and 10 m3/t and 8000 L/t; the paper mill is of another sector.
    assert (after["unit"], after["known"], after["unknown"]) == ("L/t", 3, 0)
    assert [after[name]["value"] for name in ("minimum", "q1", "median", "q3", "maximum")] == [
        8000, 9000, 10000, 11000, 12000,
    ]  # fmt: skip
    assert after["levels"] == [{"level": "I", "count": 2}, {"level": "II", "count": 1}]
    before = next(each for each in found["indicators"]["nodes"] if each["scenario"] == "BEFORE")
    assert (before["known"], before["unknown"], before["minimum"], before["unit"]) == (0, 1, None, "")
    # What counts of own audits is the last closing, and of others what their packets say.
    assert found["ratings"] == [
        {
            "system": SYSTEM,
            "scenario": "BEFORE",
            "audits": 3,
            "grades": [{"level": level, "count": 1} for level in ("I", "II", "UNGRADED")],
        },
        {"system": SYSTEM, "scenario": "AFTER", "audits": 1, "grades": [{"level": "I", "count": 1}]},
    ]
    ranks = {each["audit"]["enterpriseName"]: each["rank"] for each in found["performers"]["nodes"]}
    # Of both the reduction is 0.2; what D1 saves in a year is not all known, so that it is not known to be effective.
    assert all(each["rank"] is None for each in found["performers"]["nodes"] if each["unknown"])
    assert set(ranks) == {
        "企业 acid",
        "企业 dye",
        "企业 soda",
        "企业 first copy",
        *(f"示例企业 {each}" for each in "abc"),
    }
    given = [{"measure": "LARGEST_REDUCTION", "atLeast": "0.1"}, {"measure": "TARGETS_MET_SHARE", "atLeast": "1"}]
    ranked = (await read(graphql, SECTOR, s="C26", c=given))["performers"]["nodes"]
    assert [(each["audit"]["enterpriseName"], each["rank"], each["advanced"]) for each in ranked[:2]] == [
        ("企业 acid", 1, True),
        ("企业 dye", 1, True),
    ]
    assert {each["rank"] for each in ranked[2:]} == {None}
    assert [each["met"] for each in ranked[0]["results"]] == [True, True, True]
    assert {each["measure"]: (each["name"], each["value"]) for each in ranked[0]["results"]} == {
        "QUALITY_DECISION": ("decision of the quality review", "PASSED"),
        "LARGEST_REDUCTION": ("reduction of the pollutant that fell most", "0.2"),
        "TARGETS_MET_SHARE": ("share of due targets met", "1"),
    }


async def test_an_enterprise_shows_its_rounds(graphql: GraphqlClient) -> None:
    (own,) = (await graphql('{ enterprises(filter: { search: "acid" }) { nodes { id } } }'))["enterprises"]["nodes"]
    found = await read(graphql, ENTERPRISE, id=own["id"], on="2026-03-02")
    assert [(each["round"], each["state"], each["stage"]) for each in found["rounds"]] == [
        (1, "CONCLUDED", "PROVINCIAL_PILOT"),
        (2, "RUNNING", None),
    ]
    assert [each["due"] for each in found["rounds"][0]["phases"]][:3] == ["2026-02-01", "2026-03-01", None]
    assert {each["standing"] for each in found["rounds"][0]["phases"]} == {"PASSED"}
    assert [each["standing"] for each in found["rounds"][1]["phases"]] == ["TURN", *["WAITING"] * 7]
    every = figures(found)
    assert parts(every["AUDITS", "", "1"], "round") == {"1": "1", "2": "1"}
    assert parts(every["SAVED", "H2O", "t"], "round") == {"1": "0.2", "2": None}
    (series,) = found["indicators"]["nodes"]
    assert (series["current"]["amount"], series["earlier"], series["change"]) == (
        {"value": 12, "unit": "m3/t"},
        None,
        None,
    )
    assert found["againstPreviousRound"]["emissions"]["nodes"] == [{"code": "COD", "change": "UNKNOWN"}]
    assert (found["compliance"]["before"], found["overdue"]["totalCount"]) == ("UNKNOWN", 0)
    assert [each["title"] for each in found["openQuestions"]["nodes"]] == ["贷款"]
    assert [each["state"] for each in found["funding"]] == ["APPLIED", "GRANTED", "WITHDRAWN"]


async def test_staff_sees_its_own_enterprise_and_nothing_else(graphql: GraphqlClient, province: Province) -> None:
    own = f"Enterprise:{province.enterprises['chem']}"
    found = await read(graphql, ENTERPRISE, as_="staff", id=own)
    assert found["rounds"] == found["funding"] == []
    assert found["compliance"] is found["againstPreviousRound"] is None
    assert [each["title"] for each in found["openQuestions"]["nodes"]] == ["许可证如何换发？"]
    nodes = (await graphql("{ enterprises(first: 50) { nodes { id } } }"))["enterprises"]["nodes"]
    others = [each["id"] for each in nodes if each["id"] != own]
    assert len(others) == 6
    for each in others:
        assert await read(graphql, ENTERPRISE, as_="staff", id=each) is None
    for query, variables in ((PROGRAMME, {}), (SECTOR, {"s": "26"})):
        (error,) = await graphql.errors(query, as_="staff", **variables)
        assert error["extensions"]["code"] == "DENIED"
        assert (await graphql.errors(query, as_=None, **variables))[0]["extensions"]["code"] == "UNAUTHENTICATED"
    denied = await graphql('{ events(first: 5, filter: { action: "denied" }) { nodes { subjectId } } }', as_="admin")
    assert {each["subjectId"] for each in denied["events"]["nodes"]} == {"programmeDashboard", "sectorDashboard"}


async def test_no_tenant_sees_anothers_rows(graphql: GraphqlClient, province: Province) -> None:
    """Chemicals and light industry have the same rows, so that a leak would count twice."""
    for tenant, received in (("chem", 3), ("light", 0)):
        found = await read(graphql, PROGRAMME, tenant, on="2026-03-02")
        assert (found["totals"]["own"], found["totals"]["received"]) == (7, received)
        assert [each["audits"] for each in found["funnel"]] == [7] * 8
        assert [each["applications"] for each in found["funding"]] == [1, 1, 1]
        assert [(each["audits"], each["undecided"]) for each in found["stages"]["nodes"]] == [(4, 1)]
        assert found["overdue"]["totalCount"] == 3
        sector = await read(graphql, SECTOR, tenant, s="26")
        assert sector["indicators"]["nodes"][-1]["known"] + sector["indicators"]["nodes"][0]["known"] == 3
        assert sector["totals"]["own"] == 6
    for tenant in ("building", "lead", "city"):
        found = await read(graphql, PROGRAMME, tenant)
        assert found["totals"]["own"] == len(found["funnel"]) == len(found["stages"]["nodes"]) == 0
    others = f"Enterprise:{province.enterprises['light']}"
    assert await read(graphql, ENTERPRISE, id=others) is None


HOSTILE: tuple[tuple[str, dict[str, Any], str], ...] = (
    (SECTOR, {"s": "water"}, "INVALID_INPUT"),
    (SECTOR, {"s": "A26"}, "INVALID_INPUT"),
    (SECTOR, {"s": ""}, "INVALID_INPUT"),
    (SECTOR, {"s": "26", "c": []}, "INVALID_INPUT"),
    (SECTOR, {"s": "26", "c": [{"measure": "QUALITY_SCORE", "atLeast": "many"}]}, "INVALID_INPUT"),
    (SECTOR, {"s": "26", "c": [{"measure": "QUALITY_SCORE", "atLeast": "1"}] * 2}, "INVALID_INPUT"),
    (PROGRAMME, {"f": {"city": "\x00"}}, "INVALID_INPUT"),
    (PROGRAMME, {"f": {"startedFrom": "2026-01-01T00:00:00"}}, "INVALID_INPUT"),
    (PROGRAMME, {"f": {"stage": "nonsense"}}, "INVALID_INPUT"),
    (PROGRAMME, {"f": {"stage": "Audit:1"}}, "NOT_FOUND"),
    (ENTERPRISE, {"id": "nonsense"}, "INVALID_INPUT"),
    (ENTERPRISE, {"id": "Audit:1"}, "NOT_FOUND"),
)


async def test_hostile_input_is_refused_by_name(graphql: GraphqlClient) -> None:
    for query, variables, code in HOSTILE:
        errors = await graphql.errors(query, **variables)
        assert {each["extensions"]["code"] for each in errors} == {code}, variables


async def test_own_audits_give_what_their_packets_would(
    database: Database, province: Province, host: PluginHost
) -> None:
    """What the database adds up is what the packet of the audit adds up row by row."""
    async with database.looking(Scope(province.tenants["chem"])) as session:
        own = {each.key: each for each in await own_audits(session, Filter())}
        snapshots = await take_snapshots(session, list(own))
    compared = 0
    for key, audit in own.items():
        if (audit.name, audit.round) == ("企业 acid", 1):
            # An option of it went on into the second round.
            continue
        packet = {each.key: (each.value, each.complete) for each in figures_of(snapshots[key]) if each.kind in KINDS}
        assert {each.key: (each.value, each.complete) for each in audit.figures} == packet
        compared += len(packet)
    assert compared > 20


async def test_values_of_indicator_systems_are_graded_in_the_content_that_is_pinned(
    graphql: GraphqlClient, database: Database, province: Province, host: PluginHost
) -> None:
    tenant, pack = province.tenants["chem"], host.pack("chemical")
    async with database.writing(Scope(tenant)) as session:
        rows = {each.enterprise: each for each in await own_audits(session, Filter(sector="C26")) if each.concluded}
        for name in ("dye", "soda"):
            value = IndicatorValue(
                tenant_id=tenant,
                audit_id=rows[name].key,
                scenario=Scenario.AFTER,
                system=SYSTEM,
                indicator="R-WATER",
                amount=measured(1.5, "m3/t"),
            )
            session.add(value)
        session.add(
            AuditPin(
                tenant_id=tenant,
                audit_id=rows["dye"].key,
                pack=pack.id,
                pack_version=pack.version,
                content_hash=pack.content_hash,
            )
        )
    found = [each for each in (await read(graphql, SECTOR, s="26"))["indicators"]["nodes"] if each["system"]]
    assert [(each["indicator"], each["known"], each["unit"]) for each in found] == [("R-WATER", 2, "m3/t")]
    # The other audit pins nothing in which its value could be graded.
    assert found[0]["levels"] == [{"level": "I", "count": 1}, {"level": "UNGRADED", "count": 1}]


async def test_an_enterprises_cost_does_not_grow_with_its_rounds(
    graphql: GraphqlClient, database: Database, province: Province
) -> None:
    (own,) = (await graphql('{ enterprises(filter: { search: "acid" }) { nodes { id } } }'))["enterprises"]["nodes"]
    costs = []
    for _ in range(2):
        await graphql("{ viewer { role } }")
        with counted(database) as statements:
            found = await read(graphql, ENTERPRISE, id=own["id"])
        costs.append((len(found["rounds"]), len(statements)))
        rows = Rows(province.tenants["chem"])
        enterprise = Enterprise(id=own["id"].partition(":")[2], name="企业 acid")
        for number in (3, 4, 5):
            later = rows.audit(enterprise, 2, round=number)
            rows.option(later, "L", effects=[("H2O", measured(1, "t"), None)])
        async with database.writing(Scope(province.tenants["chem"])) as session:
            if len(costs) == 1:
                await rows.write(session)
    assert costs == [(2, 37), (5, 37)]


async def test_only_what_is_asked_for_is_loaded(graphql: GraphqlClient, database: Database) -> None:
    await graphql("{ viewer { role } }")
    costs: dict[str, int] = defaultdict(int)
    for field in ("funnel { audits }", "funding { drawn }", "totals { audits }"):
        with counted(database) as statements:
            await graphql(f"{{ programmeDashboard {{ ...f }} }} fragment f on ProgrammeDashboard {{ {field} }}")
        costs[field.split()[0]] = len(statements)
    assert costs == {"funnel": 1, "funding": 2, "totals": 7}
