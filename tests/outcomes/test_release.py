"""Nothing is told of fewer than five enterprises: not by one publication, not by holding any two against each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from cpaudit.outcomes.release import (
    LEAST,
    Handed,
    Verdict,
    judge,
    members_of,
    shown_count,
    shown_quartiles,
)

Standing: TypeAlias = dict[tuple[str, str], int]
"""(tenant, enterprise) → value; several tenants may look after one enterprise."""

TENANTS = ("chem", "light", "city")
MANY = [Handed("chem", f"e{n}", Decimal(100 + n)) for n in range(LEAST)]
EVERYBODY = frozenset(TENANTS)


def judged(handed: list[Handed], *earlier: list[Handed], shown: bool = True, consenting: object = EVERYBODY) -> Verdict:
    return judge(handed, [members_of(each) for each in earlier], shown=shown and bool(earlier), consenting=consenting)  # type: ignore[arg-type]


def changed(standing: Standing, draw: st.DataObject) -> Standing:
    """What the tenants hand over next: some join, leave or change."""
    acts = draw.draw(
        st.lists(
            st.tuples(st.sampled_from(TENANTS), st.integers(0, 15), st.one_of(st.none(), st.integers(0, 3))),
            max_size=9,
        )
    )
    following = dict(standing)
    for tenant, enterprise, value in acts:
        key = (tenant, f"e{enterprise}")
        if value is None:
            following.pop(key, None)
        else:
            following[key] = value
    return following


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_publication_and_no_two_publications_tell_of_fewer_than_five(data: st.DataObject) -> None:
    standing: Standing = {}
    publications: list[list[Handed]] = []
    shown = False
    for _ in range(data.draw(st.integers(1, 7))):
        standing = changed(standing, data)
        consenting = data.draw(st.sets(st.sampled_from(TENANTS)))
        handed = [
            Handed(tenant, enterprise, Decimal(value))
            for (tenant, enterprise), value in standing.items()
            if tenant in consenting
        ]
        verdict = judged(handed, *publications, shown=shown, consenting=consenting)
        if verdict is Verdict.REPLACE:
            publications.append(handed)
        shown = verdict is not Verdict.WITHHOLD
        if shown:
            assert {each.tenant for each in members_of(publications[-1]).values()} <= consenting
    values = [{each.enterprise: each.value for each in members_of(handed).values()} for handed in publications]
    for handed, told in zip(publications, values, strict=True):
        assert len(told) >= LEAST
        for tenant in TENANTS:
            others = told.keys() - {each.enterprise for each in handed if each.tenant == tenant}
            assert not others or len(others) == len(told) or len(others) >= LEAST
    for one in values:
        for other in values:
            different = {name for name in {*one, *other} if one.get(name) != other.get(name)}
            assert not different or len(different) >= LEAST


@given(st.lists(st.integers(0, 10**6), max_size=LEAST - 1))
def test_fewer_than_five_enterprises_are_never_published(values: list[int]) -> None:
    handed = [Handed(TENANTS[n % 3], f"e{n}", Decimal(value)) for n, value in enumerate(values)]
    assert judged(handed) is Verdict.WITHHOLD


def test_one_enterprise_with_two_tenants_counts_once() -> None:
    twice = [*MANY[:4], Handed("light", "e0", Decimal(7))]
    assert judged(twice) is Verdict.WITHHOLD
    assert members_of([Handed("light", "e0"), Handed("chem", "e0")])["e0"].tenant == "chem"


def test_who_knows_his_own_enterprises_cannot_subtract_them() -> None:
    assert judged([*MANY, Handed("light", "x", Decimal(1))]) is Verdict.WITHHOLD
    assert judged([*MANY, *(Handed("light", f"x{n}", Decimal(n)) for n in range(LEAST))]) is Verdict.REPLACE


def test_an_enterprise_that_joins_changes_nothing_until_five_have() -> None:
    for more in range(1, LEAST):
        joined = [*MANY, *(Handed("chem", f"n{n}", Decimal(n)) for n in range(more))]
        assert judged(joined, MANY) is Verdict.KEEP
    joined = [*MANY, *(Handed("chem", f"n{n}", Decimal(n)) for n in range(LEAST))]
    assert judged(joined, MANY) is Verdict.REPLACE


def test_an_earlier_publication_counts_as_much_as_the_latest() -> None:
    ten = [*MANY, *(Handed("chem", f"n{n}", Decimal(n)) for n in range(LEAST))]
    eleven = [*MANY, Handed("chem", "n0", Decimal(0))]
    assert judged(eleven, MANY, ten) is Verdict.KEEP
    assert judged(MANY, MANY, ten) is Verdict.REPLACE


def test_what_holds_values_of_a_tenant_that_has_left_is_not_kept() -> None:
    mixed = [*MANY, *(Handed("light", f"x{n}", Decimal(n)) for n in range(LEAST))]
    assert judged(MANY, mixed, consenting={"chem"}) is Verdict.REPLACE
    assert judged(MANY[:4], mixed, consenting={"chem"}) is Verdict.WITHHOLD


def test_what_is_told_is_rounded() -> None:
    seven = members_of([*MANY, Handed("chem", "e5", Decimal(1234)), Handed("chem", "e6", Decimal(5678))])
    assert shown_count(seven) == LEAST
    found = shown_quartiles(seven)
    assert found is not None
    # Exactly: 101.5, 103 and 669.
    assert (found.q1, found.median, found.q3) == (Decimal("1.0E+2"), Decimal("1.0E+2"), Decimal("6.7E+2"))
    assert shown_quartiles(members_of([Handed("chem", "e0")])) is None
