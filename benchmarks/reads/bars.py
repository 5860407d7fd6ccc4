"""The bars that reads have to clear, as ratios within one run."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.bar import Bar
from benchmarks.reads.comparison import Comparison
from benchmarks.reads.contenders import cpaudit, datasette, floor, naive, postgraphile
from benchmarks.reads.tenant_numbers import TenantNumbers

OURS = cpaudit.ON_POSTGRESQL


def judge(comparison: Comparison, tenants: TenantNumbers) -> list[Bar]:
    """All bars with what was measured."""

    def slower(rows: int, than: str, ours: str = OURS) -> float | None:
        return _ratio({key: each.p50 for key, each in comparison.latency[rows].items()}, ours, than)

    def faster(rows: int, than: str, ours: str = OURS) -> float | None:
        return _ratio({key: each.p50 for key, each in comparison.latency[rows].items()}, than, ours)

    rate = _ratio(comparison.throughput[100], OURS, postgraphile.KEY)
    return [
        Bar("p50 at 1000 rows ÷ PostGraphile", 0.4, True, slower(1000, postgraphile.KEY)),
        Bar("p50 at 1000 rows ÷ the floor", 2.0, True, slower(1000, floor.KEY)),
        Bar("p50 at 100 rows ÷ PostGraphile", 0.8, True, slower(100, postgraphile.KEY)),
        Bar("p50 at 10 rows ÷ PostGraphile", 1.0, True, slower(10, postgraphile.KEY)),
        Bar("requests per second at 100 rows ÷ PostGraphile", 1.5, False, rate),
        Bar("p50 of naive Strawberry at 1000 rows ÷ cpaudit", 8.0, False, faster(1000, naive.KEY)),
        Bar(
            "p50 of datasette-graphql at 1000 rows ÷ cpaudit on SQLite",
            8.0,
            False,
            faster(1000, datasette.KEY, cpaudit.ON_SQLITE),
        ),
        Bar(f"p50 among {tenants.many} tenants ÷ among {tenants.few}", 1.1, True, tenants.ratio),
    ]


def _ratio(figures: Mapping[str, float], dividend: str, divisor: str) -> float | None:
    # A rate of zero: under load the contender answered nobody in time.
    if dividend not in figures or not figures.get(divisor):
        return None
    return figures[dividend] / figures[divisor]
