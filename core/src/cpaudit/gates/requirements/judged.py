"""What a check of a gate is, and the kinds of check that several steps share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cpaudit.audits.models import (
    Benchmark,
    Scenario,
    StatementKind,
    Stream,
    UnitProcess,
)
from cpaudit.errors import Blocker, PathPart
from cpaudit.gates.canonical import contents, exact, unordered
from cpaudit.gates.snapshot import Snapshot
from cpaudit.phases import StepKey
from cpaudit.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of a check: what stands in the way, and what was looked at (plain JSON)."""

    blockers: tuple[Blocker, ...]
    looked_at: Any


Check = Callable[[Snapshot], Judged]


CHECKS: dict[StepKey, Check] = {}


def check(step: StepKey) -> Callable[[Callable[[Snapshot], Judged]], Check]:
    def register(function: Callable[[Snapshot], Judged]) -> Check:
        CHECKS[step] = function
        return function

    return register


def blocker(code: str, path: Iterable[PathPart], zh: str, en: str, remedy_zh: str, remedy_en: str) -> Blocker:
    """A blocker of the core, in both languages."""
    return Blocker(
        code,
        tuple(path),
        LocalizedText({"zh-CN": zh, "en": en}),
        LocalizedText({"zh-CN": remedy_zh, "en": remedy_en}),
    )


def judge(found: Iterator[Blocker], looked_at: Any) -> Judged:
    return Judged(tuple(found), looked_at)


def require_statement(step: StepKey, kind: StatementKind, zh: str, en: str) -> None:
    @check(step)
    def judge_step(snapshot: Snapshot) -> Judged:
        statement = snapshot.statement(kind)

        def found() -> Iterator[Blocker]:
            if statement is None:
                yield blocker(
                    f"{kind.value}_MISSING",
                    ("statements", kind.value),
                    f"缺少{zh}",
                    f"the {en} is missing",
                    f"用 recordStatement 提交{zh}",
                    f"record the {en} with recordStatement",
                )

        return judge(found(), statement and [statement.text, statement.signed_by, statement.signed_on.isoformat()])


def require_one(
    step: StepKey, code: str, path: str, rows: Callable[[Snapshot], list[Any]], zh: str, en: str, mutation: str
) -> None:
    @check(step)
    def judge_step(snapshot: Snapshot) -> Judged:
        recorded = rows(snapshot)

        def found() -> Iterator[Blocker]:
            if not recorded:
                yield blocker(
                    code, (path,), f"没有{zh}", f"there is no {en}", f"用 {mutation} 记录", f"record it with {mutation}"
                )

        codes = codes_of(snapshot)
        return judge(found(), unordered(contents(row, codes) for row in recorded))


def codes_of(snapshot: Snapshot) -> dict[str, str]:
    """Codes of the process map by the ids under which other records refer to it."""
    units = {unit.id: unit.code for unit in snapshot.of(UnitProcess)}
    return units | {stream.id: stream.code for stream in snapshot.of(Stream)}


def require_benchmark(step: StepKey, scenario: Scenario, zh: str, en: str) -> None:
    @check(step)
    def judge_step(snapshot: Snapshot) -> Judged:
        rated = [each for each in snapshot.of(Benchmark) if each.scenario is scenario]

        def found() -> Iterator[Blocker]:
            if not any(each.actual is not None for each in rated):
                yield blocker(
                    f"BENCHMARK_{scenario.value}_MISSING",
                    ("benchmarks", scenario.value),
                    f"没有{zh}的指标值",
                    f"no indicator {en} has a value",
                    "用 addBenchmark 记录",
                    "record one with addBenchmark",
                )

        return judge(
            found(),
            unordered([each.indicator, each.grade, exact(each.actual), exact(each.reference)] for each in rated),
        )
