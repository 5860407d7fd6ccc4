"""A report adds up what was accepted, to the last digit, and says what it is composed from."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cpaudit.submissions.exact import common_unit, decimal_text, exact, exact_ratio
from cpaudit.submissions.figures import Figure, FigureKind, counted, read, summed, totals_of, written
from submissions.world import Desk, body_of, handed
from support.stages import OpenWork

Seat = Callable[..., Desk]

TONNES = ("t", "kg", "g", "mg")


def saved(value: str, unit: str = "t", **more: bool) -> Figure:
    return Figure(kind=FigureKind.SAVED, subject="H2O", unit=unit, value=value, **more)


async def accepted(desk: Seat, tenant: str) -> None:
    """Accept all that waits with a tenant."""
    for each in await desk(tenant).received("id state version"):
        if each["state"] == "SUBMITTED":
            assert (await desk(tenant).accept(each["id"], each["version"]))["state"] == "ACCEPTED"


async def test_a_sector_figure_is_the_sum_of_its_packets_to_the_last_digit(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [counted(FigureKind.AUDITS, 1), saved("0.1"), saved("0.2", "kg")]))
        await handed(work, body_of("b", [counted(FigureKind.AUDITS, 1), saved("1" + 23 * "0")]))
        await handed(work, body_of("c", [counted(FigureKind.AUDITS, 1), saved("200", complete=False)]))
        await handed(work, body_of("d", [counted(FigureKind.AUDITS, 1)]))
        await handed(work, body_of("not accepted", [saved("5")]))
    waiting = await desk().received("id version title")
    for each in waiting[:-1]:
        await desk().accept(each["id"], each["version"])

    query = """{ acceptedTotals { kind subject unit value complete terms { of value } without partial } }"""
    totals = (await desk().read(query))["acceptedTotals"]
    (total,) = [each for each in totals if each["kind"] == "SAVED"]
    # 0.1 t + 0.2 kg + 1e23 t + 200 t; binary floating point would lose all but the largest.
    assert (total["unit"], total["value"]) == ("kg", "100000000000000000000200100.2")
    assert total["complete"] is False
    assert len(total["terms"]) == 4
    assert len(total["without"]) == 1
    # Of the third packet only a part is known.
    assert total["partial"] == [each["of"] for each in total["terms"] if each["value"] == "200000"]

    report = await desk().report("submitSectorReport")
    assert (report["state"], report["toTenant"]) == ("SUBMITTED", "lead")
    assert report["packet"]["reconciles"] is True
    figures = {each["kind"]: each["value"] for each in report["packet"]["figures"]}
    assert figures == {"AUDITS": "4", "SAVED": total["value"]}


async def test_the_leading_group_sums_up_the_sectors_and_sees_nothing_below_them(
    open_work: OpenWork, desk: Seat
) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [saved("0.1")]), copies=("city",))
        await handed(work, body_of("b", [saved("0.2")]))
    async with open_work("auditor", "light") as work:
        await handed(work, body_of("a", [saved("300", "kg")]), to="light")
    for department in ("chem", "light"):
        await accepted(desk, department)
        await desk(department).report("submitSectorReport", f"{department} 行业总结")
    await accepted(desk, "lead")

    summary = await desk("lead").report("submitProgrammeSummary", "全省试点总结")
    assert (summary["state"], summary["toTenant"]) == ("ISSUED", None)
    assert summary["packet"]["reconciles"] is True
    assert [each["value"] for each in summary["packet"]["figures"]] == ["600"]
    query = """query ($id: ID!) { packet(id: $id) {
        packets { owner title } enterprisesBySize { name enterprises } enterprisesByCity { name enterprises } } }"""
    told = (await desk("lead").read(query, id=summary["packet"]["id"]))["packet"]
    assert [each["owner"] for each in told["packets"]] == ["chem", "light"]
    # The same code in two departments is two enterprises.
    assert told["enterprisesBySize"] == [{"name": "LARGE", "enterprises": 3}]

    kinds = await desk("lead").received("kind packet { reconciles }")
    # It has the departments' reports and not the packets below, which it cannot add up again.
    assert kinds == [{"kind": "SECTOR_REPORT", "packet": {"reconciles": None}}] * 2


async def test_of_an_enterprise_the_latest_round_counts_and_earlier_ones_are_named(
    open_work: OpenWork, desk: Seat
) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [saved("1")], round=1))
        await handed(work, body_of("a", [saved("2")], round=2))
    await accepted(desk, "chem")
    report = await desk().report("submitSectorReport")
    query = "query ($id: ID!) { packet(id: $id) { packets { round } notCounted figures { value } } }"
    packet = (await desk("chem").read(query, id=report["packet"]["id"]))["packet"]
    assert packet["packets"] == [{"round": 2}]
    assert len(packet["notCounted"]) == 1
    assert [each["value"] for each in packet["figures"]] == ["2"]


async def test_who_composes_what_and_from_what(open_work: OpenWork, desk: Seat) -> None:
    assert "nothing is accepted" in (await desk().report("submitSectorReport"))["message"]
    assert (await desk("lead").report("submitSectorReport"))["remedy"] == "use submitProgrammeSummary"
    assert (await desk().report("submitProgrammeSummary"))["remedy"] == "use submitSectorReport"
    for role in ("staff", "viewer", "expert"):
        assert (await desk(as_=role).report("submitSectorReport"))["__typename"] == "Denied"
    async with open_work() as work:
        await handed(work, body_of("a", [saved("1")]))
    await accepted(desk, "chem")
    for title in ("", " ", "x" * 301, "\u0000"):
        assert (await desk().report("submitSectorReport", title))["path"] == ["input", "title"]
    assert (await desk().report("submitSectorReport", to="city"))["path"] == ["input", "to"]


async def test_a_report_is_corrected_in_a_chain(open_work: OpenWork, desk: Seat) -> None:
    async with open_work() as work:
        await handed(work, body_of("a", [saved("1")]))
    await accepted(desk, "chem")
    first = await desk().report("submitSectorReport")
    (waiting,) = await desk("lead").received()
    await desk("lead").send_back(waiting["id"])
    second = await desk().report("submitSectorReport", corrects=first["id"], note="补充说明")
    assert second["number"] == 2
    query = "query ($id: ID!) { packet(id: $id) { versions { number intact } } }"
    versions = (await desk("lead").read(query, id=second["packet"]["id"]))["packet"]["versions"]
    assert versions == [{"number": 1, "intact": True}, {"number": 2, "intact": True}]


exact_numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)


@given(st.lists(st.tuples(exact_numbers, st.sampled_from(TONNES)), min_size=1, max_size=12))
def test_a_sum_is_exact_whatever_the_units_and_the_order(parts: list[tuple[object, str]]) -> None:
    in_kg = {"t": Fraction(1000), "kg": Fraction(1), "g": Fraction(1, 1000), "mg": Fraction(1, 10**6)}
    expected = sum((Fraction(value) * in_kg[unit] for value, unit in parts), Fraction())  # type: ignore[arg-type]
    packets = [
        (str(place), [saved(decimal_text(Fraction(value)), unit)])  # type: ignore[arg-type]
        for place, (value, unit) in enumerate(parts)
    ]
    (total,) = totals_of(packets)
    (backwards,) = totals_of(packets[::-1])
    assert total.value == backwards.value
    assert exact(total.value or "") * in_kg[total.unit] == expected
    assert [term.of for term in total.terms] == [packet for packet, _ in packets]
    assert read(written(total)) == total
    # Sums of sums: what the programme adds up is what the sectors added up.
    split = len(packets) // 2
    halves = [("x", list(totals_of(packets[:split]))), ("y", list(totals_of(packets[split:])))]
    (again,) = totals_of(halves)
    assert exact(again.value or "") * in_kg[again.unit] == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_decimal_that_it_is_printed_as(value: float) -> None:
    assert float(decimal_text(exact(value))) == value
    assert "e" not in decimal_text(exact(value))


def test_units_are_put_together_only_where_that_is_exact() -> None:
    assert exact_ratio("kWh", "MJ") == Fraction("3.6")
    # 1 MJ is 0.2777… kWh, which no decimal writes.
    assert exact_ratio("MJ", "kWh") is None
    assert common_unit(["kWh", "MJ"])["kWh"] == ("MJ", Fraction("3.6"))
    assert exact_ratio("CNY 2024", "CNY 2023") is None
    assert exact_ratio("t", "m3") is None
    assert exact_ratio("degC", "K") is None


def test_what_is_not_known_is_not_zero() -> None:
    (cost,) = summed(FigureKind.COST, "", [("F1", "CNY", Fraction(5)), ("F2", "CNY", None)], unit="CNY")
    assert (cost.value, cost.complete, [term.value for term in cost.terms]) == ("5", False, ["5", None])
    (nothing,) = summed(FigureKind.COST, "", [("F1", "CNY", None)], unit="CNY")
    assert (nothing.value, nothing.complete) == (None, False)
    (total,) = totals_of([("a", [nothing]), ("b", [cost]), ("c", [])])
    assert (total.value, total.complete, total.without) == ("5", False, ("c",))
