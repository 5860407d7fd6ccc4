"""What a plugin gives in code is checked when it is loaded; what does not fit quarantines it and harms nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cpaudit.api.schemas import build_schema, core_names
from cpaudit.contributions import AuditView
from cpaudit.plugins import PluginHost, PluginStage, PluginStatus

if TYPE_CHECKING:
    from tests.plugins.conftest import Site

HEAD = """
from dataclasses import dataclass
from enum import Enum
from cpaudit import *

def text(word):
    return LocalizedText({"zh-CN": word, "en": word})

class Given(CalculatorInput):
    mass: float

ONE = Formula("paper.one", "E", text("E"), "E = m", "made up", lambda given: given.number("m"))

def one(given: Given) -> Calculation:
    inputs = [Input("m", given.mass)]
    return Calculation(ONE.trace(ONE.of(inputs), inputs))

def calculator(id="one", **options):
    given = dict(id=id, name=text("E"), description=text("E"), input=Given, calculate=one, formulas=[ONE])
    return Calculator(**{**given, **options})

@dataclass(frozen=True)
class Pulp:
    name: str

"""


def fields(body: str, place: str = "queries", options: str = "") -> str:
    return (
        f"{HEAD}{body}\n\n@hookimpl\ndef cpaudit_graphql():\n"
        f"    return GraphqlExtension({place}=(GraphqlField(resolve=pulp{options}),))\n"
    )


def calculators(answer: str) -> str:
    return f"{HEAD}@hookimpl\ndef cpaudit_calculators():\n    return {answer}\n"


def settings(answer: str) -> str:
    return f"{HEAD}@hookimpl\ndef cpaudit_settings():\n    return {answer}\n"


def host_of(site: Site) -> PluginHost:
    return PluginHost(site.sources(), known_unit=lambda unit: True, core_names=core_names)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (calculators("None"), "the answer is NoneType"),
        (calculators("[1]"), "the answer holds int, not only Calculator"),
        (calculators("[calculator(), calculator()]"), "there are two calculators 'one'"),
        (calculators("[calculator('One')]"), "'One' is not a name in snake_case"),
        (calculators("[calculator('class')]"), "'class' is not a name"),
        (calculators("[calculator('counts')]"), "every namespace has a field 'counts'"),
        (calculators("[calculator(input=dict)]"), "a Pydantic model is expected"),
        (calculators("[calculator(formulas=[1])]"), "int is no Formula"),
        (
            calculators("[calculator(formulas=[Formula('steel.one', 'E', text('E'), '', '', print)])]"),
            "has to begin with paper.",
        ),
        (settings("dict"), "not a class derived from PluginSettings"),
        (settings("PluginSettings()"), "not a class derived from PluginSettings"),
        (f"{HEAD}@hookimpl\ndef cpaudit_graphql():\n    return []\n", "the answer is list, not GraphqlExtension"),
        (f"{HEAD}@hookimpl\ndef cpaudit_graphql():\n    1 / 0\n", "ZeroDivisionError"),
        (fields("def pulp(): ..."), "queries pulp: it has no return annotation"),
        (fields("def pulp(a) -> str: ..."), "a has no annotation"),
        (fields("def pulp(*a: str) -> str: ..."), "a parameter is given by its name"),
        (fields("def pulp() -> dict[str, str]: ..."), "has no form in GraphQL"),
        (fields("def pulp() -> str | int: ..."), "has no form in GraphQL"),
        (fields("def pulp() -> tuple[str, int]: ..."), "tuple[X, ...]"),
        (fields("def pulp() -> 'Nowhere': ..."), "an annotation cannot be resolved"),
        (fields("class Bare: ...\ndef pulp() -> Bare: ..."), "neither a frozen dataclass nor a Pydantic model"),
        (fields("def pulp() -> AuditView: ..."), "is not given back"),
        (fields("def pulp(words: LocalizedText) -> str: ..."), "annotate it with str"),
        (fields("async def pulp() -> str: ..."), "it is async"),
        (fields("def pulp() -> str: ...", options=", name='version'"), "every namespace has a field 'version'"),
        (fields("def pulp() -> str: ...", options=", name='Pulp'"), "not a name in snake_case"),
        (fields("def pulp() -> Pulp: ...", "mutations"), "a mutation asks for more than READ"),
        (
            fields("def pulp() -> str: ...", "mutations", ", permission=Permission.EDIT_AUDITS"),
            "a mutation gives a frozen dataclass",
        ),
        (fields("def pulp(x: int) -> str: ...", "on_audit"), "it has no parameter annotated AuditView"),
        (
            fields("@dataclass(frozen=True)\nclass Namespace:\n    a: int\ndef pulp() -> Namespace: ..."),
            "two of its types would be called PaperNamespace",
        ),
        (
            fields("@dataclass(frozen=True)\nclass Loop:\n    loop: 'tuple[Loop, ...]'\ndef pulp() -> Loop: ..."),
            "within themselves",
        ),
    ],
)
def test_what_does_not_fit_quarantines_the_plugin_and_not_its_neighbour(site: Site, code: str, message: str) -> None:
    site.install("paper", code)
    site.install("glass")

    glass, paper = host_of(site).plugins

    assert (paper.health.status, paper.health.phase) == (PluginStatus.QUARANTINED, PluginStage.CONTRIBUTIONS)
    assert message in paper.health.message
    assert glass.health.status is PluginStatus.READY


PHASE = fields("@dataclass(frozen=True)\nclass Phase:\n    a: int\ndef pulp() -> Phase: ...")
TYPE = "@dataclass(frozen=True)\nclass {0}:\n    a: int\ndef pulp() -> {0}: ..."


def test_a_type_that_the_core_has_is_not_given_twice(site: Site) -> None:
    site.install("audit", PHASE)

    (plugin,) = host_of(site).plugins

    assert (plugin.health.status, plugin.health.phase) == (PluginStatus.QUARANTINED, PluginStage.COLLISION)
    assert "the core has a type 'AuditPhase' already" in plugin.health.message
    assert "the core has a field 'audit'" in plugin.health.message


@pytest.mark.parametrize("name", ["library", "events", "title", "options"])
def test_a_namespace_that_is_a_field_of_the_core_is_quarantined(site: Site, name: str) -> None:
    site.install(name)

    (plugin,) = host_of(site).plugins

    assert (plugin.health.status, plugin.health.phase) == (PluginStatus.QUARANTINED, PluginStage.COLLISION)
    assert f"the core has a field {name!r}" in plugin.health.message


def test_of_two_plugins_with_one_type_name_the_second_is_quarantined_and_both_are_named(site: Site) -> None:
    site.install("paper_mill", fields(TYPE.format("Pulp")), distribution="zebra")
    site.install("paper", fields(TYPE.format("MillPulp")), distribution="alpha")

    host = host_of(site)

    alpha, zebra = host.plugins
    assert alpha.health.status is PluginStatus.READY
    assert (zebra.health.status, zebra.health.phase) == (PluginStatus.QUARANTINED, PluginStage.COLLISION)
    assert "'paper_mill' (zebra)" in zebra.health.message
    assert "'paper' gives the type 'PaperMillPulp' already" in zebra.health.message
    assert "PaperMillPulp" in build_schema(host, ("paper",)).as_str()


def test_types_of_one_name_in_two_plugins_are_two_types(site: Site) -> None:
    site.install("paper", fields("def pulp() -> Pulp: ..."))
    site.install("steel", fields("def pulp() -> Pulp: ..."))

    sdl = build_schema(host_of(site), ("paper", "steel")).as_str()

    assert "type PaperPulp {" in sdl
    assert "type SteelPulp {" in sdl


def test_what_fits_is_at_hand_by_plugin(site: Site) -> None:
    site.install(
        "paper", calculators("(calculator(each) for each in ('one', 'two'))") + settings("PluginSettings")[len(HEAD) :]
    )

    given = host_of(site).contributed("paper")

    assert list(given.calculators) == ["one", "two"]
    assert given.settings is not None
    assert given.settings.__name__ == "PluginSettings"
    assert given.surface.types == {"PaperNamespace", "PaperOneResult", "PaperTwoResult", "PaperGivenInput"}


CALLS = {
    "cpaudit_review": "ReviewFinding",
    "cpaudit_report_sections": "ReportSection",
    "cpaudit_propose_options": "OptionProposal",
}


@pytest.mark.parametrize("hook", CALLS)
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise KeyError('kiln')", "KeyError: 'kiln'"),
        ("return None", "the answer is NoneType"),
        ("return [1]", "the answer holds int"),
        ("yield 1", "the answer holds int"),
        ("return later()", "hooks are plain functions"),
    ],
)
def test_an_answer_of_another_kind_is_a_fault_of_its_plugin_alone(
    site: Site, audit: AuditView, hook: str, body: str, reason: str
) -> None:
    site.install("paper", f"{HEAD}async def later(): ...\n@hookimpl\ndef {hook}():\n    {body}\n")
    site.install("glass", f"{HEAD}@hookimpl\ndef {hook}():\n    return ()\n")
    host = host_of(site)
    arguments = {"audit": audit} | ({"causes": ()} if hook == "cpaudit_propose_options" else {})

    match hook:
        case "cpaudit_review":
            assert [each.value.code for each in host.call_review({"paper", "glass"}, audit)] == ["PLUGIN_FAILED"]
        case "cpaudit_report_sections":
            glass, paper = host.call_report_sections({"paper", "glass"}, audit)
            assert (glass.value, paper.value) == ((), None)
        case _:
            glass, paper = host.call_propose_options({"paper", "glass"}, **arguments)
            assert (glass.value, paper.value) == ((), None)

    health = {plugin.name: plugin.health for plugin in host.plugins}
    assert health["paper"].status is PluginStatus.DEGRADED
    assert reason in health["paper"].message
    assert health["glass"].status is PluginStatus.READY
