"""Options of the library are found by what causes and answers have in common with them, and say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpaudit.contributions import (
    AnswerView,
    AuditView,
    CauseView,
    EnterpriseView,
    StreamKind,
    StreamView,
    UnitProcessView,
    shared_pack,
)
from cpaudit.library import Library
from cpaudit.library.matching import WEIGHTS, matches
from cpaudit.library.reasons import Reason, ReasonKind, read, written
from cpaudit.phases import Aspect, MethodKey
from cpaudit.plugins import PluginHost

CONVERTER = UnitProcessView(id="u1", code="converter", name="转化")
BURNER = UnitProcessView(id="u2", code="burner", name="焙烧")
OWN = UnitProcessView(id="u3", code="U3", name="本厂工序")
TAIL_GAS = StreamView(
    id="s1", code="S1", name="尾气", kind=StreamKind.EMISSION, origin="u1", destination=None, substance="so2"
)


@pytest.fixture
def library(host: PluginHost) -> Library:
    return Library.of([host.pack("chemical")])


@pytest.fixture
def audit() -> AuditView:
    return AuditView(
        id="a1",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="示例",
        enterprise=EnterpriseView(id="e1", name="示例企业", gb4754="C2611", size_class="LARGE"),
        unit_processes=(CONVERTER, BURNER, OWN),
        streams=(TAIL_GAS,),
    )


def cause(**given: object) -> CauseView:
    values: dict[str, object] = {"id": "c1", "aspect": Aspect.STAFF, "description": "示例", **given}
    return CauseView(**values)  # type: ignore[arg-type]


def found(audit: AuditView, library: Library, *causes: CauseView) -> dict[str, tuple[Reason, ...]]:
    return {match.option.code: match.reasons for match in matches(audit, causes, library)}


def test_where_nothing_is_in_common_nothing_is_proposed(audit: AuditView, library: Library) -> None:
    assert found(audit, library) == {}


def test_a_cause_at_a_unit_process_finds_what_acts_on_it_and_nothing_that_acts_elsewhere(
    audit: AuditView, library: Library
) -> None:
    options = {option.code: option for option in library.options()}
    at_converter = found(audit, library, cause(aspect=Aspect.TECHNOLOGY, unit_process="u1"))
    for code, option in options.items():
        kinds = {reason.kind for reason in at_converter.get(code, ())}
        assert (ReasonKind.UNIT_PROCESS in kinds) == ("converter" in option.processes), code
        if option.processes and "converter" not in option.processes:
            assert not kinds, code
    # Of a unit process that the pack does not know nothing can be said: the aspect still counts.
    at_own = found(audit, library, cause(aspect=Aspect.TECHNOLOGY, unit_process="u3"))
    assert at_own == found(audit, library, cause(aspect=Aspect.TECHNOLOGY))
    assert any(options[code].processes for code in at_own)


@pytest.mark.parametrize(("given", "field"), [({"pollutant": "so2"}, "pollutant"), ({"stream": "s1"}, "stream")])
def test_a_pollutant_of_the_cause_or_of_its_stream_finds_what_reduces_it(
    audit: AuditView, library: Library, given: dict[str, str], field: str
) -> None:
    reasons = found(audit, library, cause(**given))
    reducing = {
        option.code for option in library.options() if any(each.pollutant == "SO2" for each in option.reductions)
    }
    assert reducing
    for code, given_reasons in reasons.items():
        told = [each for each in given_reasons if each.kind is ReasonKind.POLLUTANT]
        assert bool(told) == (code in reducing)
        assert all((each.field, each.value, each.cause) == (field, "so2", "c1") for each in told)
    assert reducing <= reasons.keys()


def test_an_aspect_weighs_full_where_it_is_the_options_foremost_and_half_elsewhere(
    audit: AuditView, library: Library
) -> None:
    for aspect in Aspect:
        reasons = found(audit, library, cause(aspect=aspect))
        assert reasons.keys() == {option.code for option in library.options() if aspect in option.aspects}
        for option in library.options():
            if aspect in option.aspects:
                (reason,) = reasons[option.code]
                assert reason.weight == WEIGHTS[ReasonKind.ASPECT] * (1.0 if option.aspects[0] is aspect else 0.5)


def test_an_aspect_alone_says_nothing_in_another_industry(audit: AuditView, library: Library) -> None:
    elsewhere = replace(audit, enterprise=replace(audit.enterprise, gb4754="C3011"))
    assert found(elsewhere, library, cause(aspect=Aspect.MANAGEMENT)) == {}
    assert found(elsewhere, library, cause(pollutant="SO2")) != {}


@pytest.mark.parametrize(("value", "score", "weight"), [("no", 0.0, 4.0), ("partial", 0.5, 2.0)])
def test_a_negative_answer_finds_what_its_item_suggests(
    audit: AuditView, library: Library, value: str, score: float, weight: float
) -> None:
    own = {option.code for option in library.options()}
    item = next(item for item in library.checklist_items() if item.suggests and own.issuperset(item.suggests))
    answered = replace(audit, answers=(AnswerView(item=item.ref, value=value, score=score),))
    reasons = found(answered, library)
    assert reasons.keys() == set(item.suggests)
    for code in item.suggests:
        (reason,) = reasons[code]
        assert (reason.kind, reason.field, reason.answer) == (ReasonKind.CHECKLIST, "suggests", item.ref)
        assert (reason.weight, reason.value) == (weight, value)


def test_an_answer_suggests_options_of_the_shared_pack_where_the_own_one_has_none(
    audit: AuditView, host: PluginHost
) -> None:
    both = Library.of([host.pack("chemical"), shared_pack()])
    shared = {option.code for option in shared_pack().options}
    item = next(item for item in both.checklist_items() if shared.intersection(item.suggests))
    answered = replace(audit, answers=(AnswerView(item=item.ref, value="no", score=0.0),))
    assert found(answered, both).keys() == set(item.suggests)


@pytest.mark.parametrize(
    "answer", [{"value": "yes", "score": 1.0}, {"not_applicable_reason": "示例"}, {"value": "no", "score": None}]
)
def test_an_answer_that_is_not_negative_or_not_scored_suggests_nothing(
    audit: AuditView, library: Library, answer: dict[str, object]
) -> None:
    item = next(item for item in library.checklist_items() if item.suggests)
    given = AnswerView(item=item.ref, **answer)  # type: ignore[arg-type]
    assert found(replace(audit, answers=(given,)), library) == {}


def test_what_is_not_in_the_library_is_not_proposed(audit: AuditView, library: Library, host: PluginHost) -> None:
    own = {option.code for option in library.options()}
    item = next(item for item in library.checklist_items() if item.suggests and own.issuperset(item.suggests))
    answered = replace(audit, answers=(AnswerView(item=item.ref, value="no", score=0.0),))
    other = Library.of([host.pack("light_industry")])
    assert not found(answered, Library.of(()), cause(pollutant="SO2"))
    assert all(match.option.pack == "light_industry" for match in matches(answered, [cause(pollutant="COD")], other))


def test_a_reason_that_was_kept_is_read_as_it_was(audit: AuditView, library: Library) -> None:
    for reasons in found(audit, library, cause(aspect=Aspect.WASTE, unit_process="u1", pollutant="SO2")).values():
        assert tuple(read(written(reason)) for reason in reasons) == reasons
