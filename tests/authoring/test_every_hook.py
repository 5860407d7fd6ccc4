"""No hook without documentation, an example that works, a use in the dummy plugin, and a test."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from cpaudit import (
    Aspect,
    AuditView,
    CauseView,
    ContentPack,
    EnterpriseView,
    MethodKey,
    StreamKind,
    StreamView,
    SubmissionView,
    hookimpl,
    quantity,
)
from cpaudit.authoring.docstrings import hook_names, hook_reference, read_reference
from cpaudit.engine import is_unit, recompute
from cpaudit.phases import HANDBOOK_1996, StepKey
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.plugins.project import PluginProject

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "docs" / "examples" / "hooks"
DUMMY = TESTS / "dummy"
PACK = TESTS / "contributions" / "packs" / "glass"
PHASE = HANDBOOK_1996.phase_of(StepKey.MEASUREMENT)

FLUE = StreamView(id="s1", code="S1", name="flue gas", kind=StreamKind.EMISSION, origin="u1", destination=None)
LEAK = CauseView(id="c1", aspect=Aspect.EQUIPMENT, description="illustrative")
AUDIT = AuditView(
    id="a1",
    method=MethodKey.HANDBOOK_1996,
    round=1,
    title="illustrative",
    enterprise=EnterpriseView(id="e1", name="illustrative", gb4754="3041", size_class="LARGE"),
    streams=(FLUE,),
    causes=(LEAK,),
)
SUBMISSION = SubmissionView(
    id="b1", kind="AUDIT_REPORT", sender="illustrative", received_at=datetime(2026, 1, 1, tzinfo=UTC), content_hash="0"
)


def example(hook: str) -> ModuleType:
    """The documented example of a hook as a module."""
    spec = spec_from_file_location(f"example_{hook}", EXAMPLES / f"{hook}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def host_of(hook: str) -> PluginHost:
    """A host with one plugin, which is the example of a hook beside the pack of the tests."""
    module = example(hook)
    if hook != "cpaudit_content":

        @hookimpl
        def cpaudit_content() -> ContentPack:
            return ContentPack.from_directory(PACK)

        module.cpaudit_content = cpaudit_content  # type: ignore[attr-defined]
    host = PluginHost([PluginSource.of_object("glass", module)], known_unit=is_unit)
    (plugin,) = host.plugins
    assert plugin.fit, plugin.health.message
    return host


@pytest.fixture(scope="module")
def dummy() -> Iterator[PluginHost]:
    """The dummy plugin, loaded."""
    project = PluginProject.at(DUMMY)
    with project.importable():
        host = PluginHost([project.source()], known_unit=is_unit)
        (plugin,) = host.plugins
        assert plugin.fit, plugin.health.message
        yield host


def heard() -> list[str]:
    """What the dummy's listeners were told."""
    from cpaudit_dummy import HEARD

    return HEARD


@pytest.mark.parametrize("hook", hook_names())
def test_a_hook_is_documented_completely(hook: str) -> None:
    assert hook_reference(hook).missing() == []


def test_what_a_docstring_lacks_is_named() -> None:
    def cpaudit_hook(audit: AuditView) -> None:
        """A summary.

        :param other:
            There is no such parameter.
        """

    assert isinstance(cpaudit_hook, FunctionType)
    assert read_reference(cpaudit_hook).missing() == [
        ":param audit:",
        ":param other: names no parameter",
        ":returns:",
        "Several answers:",
        "versionadded",
    ]


@pytest.mark.parametrize("hook", hook_names())
def test_a_hook_has_an_example_that_implements_it(hook: str) -> None:
    module = example(hook)

    assert module.__doc__
    assert [name for name in vars(module) if name.startswith("cpaudit_")] == [hook]


@pytest.mark.parametrize("hook", hook_names())
def test_the_dummy_plugin_implements_every_hook(hook: str, dummy: PluginHost) -> None:
    assert dummy.implements(hook, ["dummy"])


def test_every_hook_has_a_test_in_this_module() -> None:
    tested = {
        node.name.removeprefix("test_hook_")
        for node in ast.parse(Path(__file__).read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_hook_")
    }
    assert tested == {name.removeprefix("cpaudit_") for name in hook_names()}


def test_hook_content(dummy: PluginHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "cpaudit_sample"
    (package / "pack").mkdir(parents=True)
    (package / "__init__.py").write_text((EXAMPLES / "cpaudit_content.py").read_text("utf-8"), "utf-8")
    (package / "pack" / "pack.toml").write_text((PACK / "pack.toml").read_text("utf-8"), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    load = partial(import_module, "cpaudit_sample")
    source = PluginSource(name="glass", distribution="sample", version=None, module="cpaudit_sample", load=load)
    (plugin,) = PluginHost([source], known_unit=is_unit).plugins

    assert plugin.pack is not None
    assert plugin.pack.id == "glass"
    assert {item.kind for item in dummy.pack("dummy").contributions()} == {
        "checklist",
        "checklist_item",
        "factor",
        "option",
        "process_template",
        "indicator_system",
    }


def test_hook_calculators(dummy: PluginHost) -> None:
    calculator = host_of("cpaudit_calculators").contributed("glass").calculators["limestone_co2"]
    found = calculator.calculate(calculator.input(limestone=quantity(100086, "kg"))).result

    assert (found.value, found.unit) == (pytest.approx(44.009), "t")
    assert recompute(found) == found.value
    assert list(dummy.contributed("dummy").calculators) == ["doubled"]


def test_hook_settings(dummy: PluginHost) -> None:
    model = host_of("cpaudit_settings").contributed("glass").settings
    assert model is not None
    assert list(model.model_fields) == ["least_answers", "registry_token"]
    dummies = dummy.contributed("dummy").settings
    assert dummies is not None
    assert dummies().model_dump() == {"least_answers": 1, "token": None}


def test_hook_graphql(dummy: PluginHost) -> None:
    (field,) = host_of("cpaudit_graphql").contributed("glass").graphql.on_audit
    assert [stream.code for stream in field.resolve(AUDIT)] == ["S1"]
    assert all(len(fields) == 1 for fields in dummy.contributed("dummy").graphql.places.values())


def test_hook_phase_requirements(dummy: PluginHost) -> None:
    (asked,) = host_of("cpaudit_phase_requirements").call_phase_requirements(["glass"], AUDIT, PHASE)
    assert (asked.value.code, asked.value.met) == ("GLS_EMISSION_MEASURED", False)
    (dummies,) = dummy.call_phase_requirements(["dummy"], AUDIT, PHASE)
    assert (dummies.plugin, dummies.value.code) == ("dummy", "DUMMY_TARGETS")


def test_hook_review(dummy: PluginHost) -> None:
    (found,) = host_of("cpaudit_review").call_review(["glass"], AUDIT)
    assert found.value.path == ("causes", "c1")
    model = dummy.contributed("dummy").settings
    assert model is not None
    assert [each.value.code for each in dummy.call_review(["dummy"], AUDIT)] == ["DUMMY_FEW_ANSWERS"]
    assert dummy.call_review(["dummy"], AUDIT, {"dummy": model.model_validate({"least_answers": 0})}) == ()


def test_hook_propose_options(dummy: PluginHost) -> None:
    for host, plugin in ((host_of("cpaudit_propose_options"), "glass"), (dummy, "dummy")):
        (answer,) = host.call_propose_options([plugin], AUDIT, AUDIT.causes)
        assert answer.value is not None
        (proposal,) = answer.value
        assert [reason.cause for reason in proposal.reasons] == ["c1"]
        assert proposal.option in {item.ref for item in host.pack(plugin).options}


def test_hook_report_sections(dummy: PluginHost) -> None:
    (answer,) = host_of("cpaudit_report_sections").call_report_sections(["glass"], AUDIT)
    assert answer.value is not None
    assert [part.rows[0][0] for part in answer.value[0].parts] == ["flue gas"]  # type: ignore[union-attr]
    (dummies,) = dummy.call_report_sections(["dummy"], AUDIT)
    assert dummies.value is not None
    assert [type(part).__name__ for part in dummies.value[0].parts] == ["LocalizedText", "ReportTable", "ReportChart"]


def test_hook_phase_completed(dummy: PluginHost, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        host_of("cpaudit_phase_completed").call_phase_completed(["glass"], AUDIT, PHASE)
    assert caplog.messages == ["illustrative: Assessment closed"]
    dummy.call_phase_completed(["dummy"], AUDIT, PHASE)
    assert heard()[-1] == "a1 ASSESSMENT"


def test_hook_audit_concluded(dummy: PluginHost, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        host_of("cpaudit_audit_concluded").call_audit_concluded(["glass"], AUDIT)
    assert caplog.messages == ["illustrative: concluded with 0 options"]
    dummy.call_audit_concluded(["dummy"], AUDIT)
    assert heard()[-1] == "a1 concluded"


def test_hook_submission_received(dummy: PluginHost, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        host_of("cpaudit_submission_received").call_submission_received(["glass"], SUBMISSION)
    assert caplog.messages == ["AUDIT_REPORT from illustrative"]
    dummy.call_submission_received(["dummy"], SUBMISSION)
    assert heard()[-1] == "AUDIT_REPORT from illustrative"
