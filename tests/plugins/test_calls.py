"""Hooks are called per plugin, with attribution; a plugin that fails never lets an audit pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cpaudit import hookspecs
from cpaudit.contributions import AuditView
from cpaudit.phases import HANDBOOK_1996, PhaseKey
from cpaudit.plugins import PluginFault, PluginStage, PluginStatus

if TYPE_CHECKING:
    from tests.plugins.conftest import Site

ASSESSMENT = HANDBOOK_1996.phase(PhaseKey.ASSESSMENT)

HEAD = """
from cpaudit import LocalizedText, Requirement, hookimpl

def requirement(code, met=False):
    text = LocalizedText({"zh-CN": "需要平衡", "en": "A balance is needed"})
    return Requirement(met=met, code=code, message=text, remedy=text, path=("balances",))

"""


def hook(body: str, arguments: str = "audit, phase") -> str:
    return f"{HEAD}@hookimpl\ndef cpaudit_phase_requirements({arguments}):\n    {body}\n"


def test_the_requirements_of_all_enabled_plugins_are_attributed(site: Site, audit: AuditView) -> None:
    site.install("glass", hook("return [requirement('GLS_BALANCE'), requirement('GLS_FLOW', met=True)]"))
    site.install("paper", hook("yield requirement(f'PPR_{phase.key}')", "phase"))
    site.install("silent", "")
    site.install("steel", hook("return [requirement('STL')]"))

    answers = site.host().call_phase_requirements({"paper", "glass", "silent"}, audit, ASSESSMENT)

    assert [(answer.plugin, answer.value.code, answer.value.met) for answer in answers] == [
        ("glass", "GLS_BALANCE", False),
        ("glass", "GLS_FLOW", True),
        ("paper", "PPR_ASSESSMENT", False),
    ]


def test_a_plugin_that_is_not_enabled_is_not_called(site: Site, audit: AuditView) -> None:
    site.install("glass", hook("raise AssertionError('called')"))
    host = site.host()

    assert host.call_phase_requirements((), audit, ASSESSMENT) == ()
    assert host.plugins[0].health.status is PluginStatus.READY


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise KeyError('kiln')", "KeyError: 'kiln'"),
        ("raise SystemExit", "SystemExit"),
        ("yield requirement('PPR'); raise KeyError('kiln')", "KeyError: 'kiln'"),
        ("return None", "the answer is NoneType"),
        ("return 'text'", "the answer is str"),
        ("return requirement('PPR')", "the answer is Requirement"),
        ("return [requirement('PPR'), 1]", "the answer holds int"),
        ("return [requirement('no capitals')]", "not an identifier in capitals"),
        ("return (lambda: requirement('PPR')).nothing", "AttributeError"),
        ("while True: yield requirement('PPR')", "more than 1000 of Requirement"),
        ("audit.round = 7; return []", "FrozenInstanceError"),
    ],
)
def test_a_plugin_that_fails_blocks_the_gate_and_its_neighbours_are_heard(
    site: Site, audit: AuditView, body: str, reason: str
) -> None:
    site.install("glass", hook("return [requirement('GLS')]"))
    site.install("paper", hook(body))
    host = site.host()

    glass, paper = host.call_phase_requirements({"glass", "paper"}, audit, ASSESSMENT)

    assert glass.value.code == "GLS"
    assert (paper.plugin, paper.value.code, paper.value.met) == ("paper", "PLUGIN_FAILED", False)
    assert paper.value.path == ("plugins", "paper")
    assert "paper" in paper.value.message.in_language("zh-CN")
    health = host.plugins[1].health
    assert (health.status, health.phase) == (PluginStatus.DEGRADED, PluginStage.CALL)
    assert reason in health.message
    assert host.plugins[0].health.status is PluginStatus.READY


def test_a_coroutine_that_hides_behind_a_plain_function_is_a_fault(site: Site, audit: AuditView) -> None:
    site.install("glass", HEAD + "async def later(): ...\n" + hook("return later()"))

    (answer,) = site.host().call("cpaudit_phase_requirements", {"glass"}, audit=audit, phase=ASSESSMENT)

    assert isinstance(answer.fault, PluginFault)
    assert "hooks are plain functions" in answer.fault.message


@pytest.mark.parametrize("code", ["1 / 0", None])
def test_a_plugin_that_is_enabled_but_not_loaded_blocks_the_gate(
    site: Site, audit: AuditView, code: str | None
) -> None:
    if code is not None:
        site.install("broken", code)

    (answer,) = site.host().call_phase_requirements({"broken"}, audit, ASSESSMENT)

    assert (answer.plugin, answer.value.code, answer.value.met) == ("broken", "PLUGIN_FAILED", False)


def test_a_degraded_plugin_is_asked_again(site: Site, audit: AuditView) -> None:
    code = hook("return [requirement('GLS')] if audit.round == 1 else 1 / 0", "audit")
    site.install("glass", code)
    host = site.host()
    second = AuditView(id="a2", method=audit.method, round=2, title="", enterprise=audit.enterprise)

    assert host.call_phase_requirements({"glass"}, second, ASSESSMENT)[0].value.code == "PLUGIN_FAILED"
    assert host.call_phase_requirements({"glass"}, audit, ASSESSMENT)[0].value.code == "GLS"


def test_a_call_names_a_hook_and_its_arguments(site: Site, audit: AuditView) -> None:
    host = site.host()

    with pytest.raises(LookupError, match="cpaudit_nothing"):
        host.call("cpaudit_nothing", ())
    with pytest.raises(TypeError, match="'audit', 'phase'"):
        host.call("cpaudit_phase_requirements", (), audit=audit)


HOOKS = [value for name, value in vars(hookspecs).items() if name.startswith("cpaudit_")]


@pytest.mark.parametrize("spec", HOOKS, ids=lambda spec: spec.__name__)
def test_every_hook_is_documented(spec: object) -> None:
    text = spec.__doc__ or ""
    arguments = spec.__code__.co_varnames[: spec.__code__.co_argcount]

    assert [name for name in arguments if f":param {name}:" not in text] == []
    for part in (":returns:", "Several answers:", ".. versionadded::"):
        assert part in text
