"""Results, rating after the audit, report, plan for the next round."""

from __future__ import annotations

from collections.abc import Iterator

from cpaudit.audits.models import (
    InventoryLine,
    Scenario,
    StatementKind,
    Target,
    TargetHorizon,
)
from cpaudit.errors import Blocker
from cpaudit.gates.canonical import contents, exact, unordered
from cpaudit.gates.requirements.judged import (
    Judged,
    blocker,
    check,
    codes_of,
    judge,
    require_benchmark,
    require_statement,
)
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import StepKey

require_statement(StepKey.AUDIT_REPORT, StatementKind.AUDIT_REPORT, "审计报告", "audit report")


require_statement(StepKey.NEXT_ROUND_PLAN, StatementKind.NEXT_ROUND_PLAN, "下一轮审计计划", "plan for the next round")


require_benchmark(StepKey.RATING_AFTER, Scenario.AFTER, "审计后", "after the audit")


@check(StepKey.RESULTS)
def _results(snapshot: Snapshot) -> Judged:
    near = [target for target in snapshot.of(Target) if target.horizon is TargetHorizon.NEAR]

    def found() -> Iterator[Blocker]:
        for target in near:
            if target.result is None:
                yield blocker(
                    "RESULT_MISSING",
                    ("targets", target.indicator),
                    f"近期目标“{target.indicator}”没有结果",
                    f"the near-term target {target.indicator} has no result",
                    "用 recordTargetResult 记录",
                    "record it with recordTargetResult",
                )

    looked_at = [
        unordered([target.indicator, exact(target.result)] for target in near),
        unordered(
            # Of what was not there in earlier releases only what is said, so that checksums of then still hold.
            [
                *(line.scenario, line.name, line.pollutant, line.factor, exact(line.activity), exact(line.emission)),
                *([] if line.heating_value is None else [line.heating_value]),
                *(["yearly"] if line.yearly else []),
            ]
            for line in snapshot.of(InventoryLine)
        ),
    ]
    if snapshot.measured_after:
        codes = codes_of(snapshot)
        looked_at.append(unordered(contents(each, codes) for each in snapshot.measured_after))
    return judge(found(), looked_at)
