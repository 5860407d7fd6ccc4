"""How much is seeded and how often is measured: for figures, or to see that everything runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.reads.dataset import Size


@dataclass(frozen=True, slots=True)
class Scale:
    """
    Attributes:
        tenants: in the database where contenders are compared, each of ``size``.
        repetitions: rows asked for → how often each contender is asked for them on one connection.
        throughput_rounds: how often each contender is put under load.
        throughput_seconds: rows asked for → how long each time; long enough for the slowest to answer everybody.
        starts: how often a server is started to time its first answer.
        many_tenants: in the database that holds many of them; the other one holds ``few_tenants``.
        tenant_repetitions: how often the same tenant is asked for in each of these two.
        set_tenants: tenants that have one of ``sets`` sets of plugins.
        npm: whether contenders from npm take part.
    """

    tenants: int
    size: Size
    repetitions: Mapping[int, int]
    throughput_rounds: int
    throughput_seconds: Mapping[int, float]
    starts: int
    few_tenants: int
    many_tenants: int
    tenant_repetitions: int
    set_tenants: int
    sets: int
    npm: bool


FULL = Scale(
    tenants=100,
    size=Size(enterprises=25, audits=50, options=1000),
    repetitions={10: 600, 100: 300, 1000: 100},
    throughput_rounds=3,
    throughput_seconds={10: 3, 100: 4, 1000: 10},
    starts=5,
    few_tenants=10,
    many_tenants=10_000,
    tenant_repetitions=600,
    set_tenants=1000,
    sets=40,
    npm=True,
)
QUICK = Scale(
    tenants=5,
    size=Size(enterprises=25, audits=50, options=1000),
    repetitions={10: 30, 100: 20, 1000: 10},
    throughput_rounds=1,
    throughput_seconds={10: 1, 100: 1, 1000: 6},
    starts=1,
    few_tenants=10,
    many_tenants=500,
    tenant_repetitions=40,
    set_tenants=50,
    sets=8,
    npm=False,
)
