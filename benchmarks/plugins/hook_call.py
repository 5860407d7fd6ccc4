"""One hook call with 10 of 100 plugins enabled, beside bare pluggy with the same implementations."""

from __future__ import annotations

from benchmarks.bar import Bar
from benchmarks.engine.case import Case, CaseResult, Contender, Scale
from benchmarks.engine.turns import take_turns, timed
from benchmarks.machine import versions_of
from benchmarks.plugins.made_up import source
from pluggy import PluginManager

from cpaudit import AuditView, EnterpriseView, MethodKey, hookspecs
from cpaudit.engine import is_unit
from cpaudit.hookspecs import PROJECT
from cpaudit.phases import HANDBOOK_1996
from cpaudit.plugins import PluginHost

PLUGINS = 100
ENABLED = 10
ALLOWANCE = 1.0
"""Milliseconds that attribution, checked answers and a deadline may cost a call beyond bare pluggy."""

_HOW = (
    "Each of 100 plugins asks for one requirement; 10 are enabled. Bare pluggy calls the same ten functions "
    "with a subset manager's hook: in the caller's thread, without a deadline, unattributed, unchecked, and one "
    "that raises ends it for all. cpaudit calls each in a thread of its own with a deadline, attributes the "
    "answer and checks its type."
)


def run(scale: Scale) -> CaseResult:
    """Time calls of ``cpaudit_phase_requirements``."""
    calls = scale.size(200, 10)
    sources = [source(number) for number in range(PLUGINS)]
    host = PluginHost(sources, known_unit=is_unit)
    enabled = [each.name for each in sources[:: PLUGINS // ENABLED]]
    manager = PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    for each in sources:
        manager.register(each.load(), each.name)
    others = [manager.get_plugin(each.name) for each in sources if each.name not in enabled]
    bare = manager.subset_hook_caller("cpaudit_phase_requirements", others)
    audit = AuditView(
        id="a",
        method=MethodKey.HANDBOOK_1996,
        round=1,
        title="illustrative",
        enterprise=EnterpriseView(id="e", name="illustrative", gb4754="2611", size_class="LARGE"),
    )
    phase = HANDBOOK_1996.phases[0]

    def ours() -> None:
        for _ in range(calls):
            host.call_phase_requirements(enabled, audit, phase)

    def floor() -> None:
        for _ in range(calls):
            bare(audit=audit, phase=phase, settings=None)

    assert len(host.call_phase_requirements(enabled, audit, phase)) == ENABLED
    assert len(bare(audit=audit, phase=phase, settings=None)) == ENABLED
    contenders = (
        Contender("cpaudit", "cpaudit", timed(ours)),
        Contender("pluggy", f"bare {versions_of('pluggy')}", timed(floor)),
    )
    timings = take_turns(contenders, scale.rounds, "hook call")
    ours_ms, floor_ms = (timings.contenders[key].median * 1000 / calls for key in ("cpaudit", "pluggy"))
    bar = Bar("a hook call: milliseconds beyond bare pluggy", ALLOWANCE, True, ours_ms - floor_ms)
    figures = {
        "one call, cpaudit": f"{ours_ms * 1000:,.0f} µs",
        "one call, bare pluggy": f"{floor_ms * 1000:,.0f} µs",
        "ratio": f"{timings.ratio('cpaudit', 'pluggy') or 0:.1f}",
    }
    return CaseResult("hook_call", f"A hook call, {calls} times", _HOW, timings, (bar,), figures)


CASE = Case("hook_call", run)
