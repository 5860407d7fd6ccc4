"""Whether a tenant's query takes longer where there are many other tenants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.progress import Tell
from benchmarks.reads.contenders.cpaudit import options_request, serve
from benchmarks.reads.dataset import Size, TenantPlan, token_of
from benchmarks.reads.latency import Latency, Target, measure_latency

MEASURED = "measured"
ROWS = 100
MEASURED_SIZE = Size(enterprises=5, audits=10, options=ROWS)
OTHER_SIZE = Size(enterprises=1, audits=2, options=10)


@dataclass(frozen=True, slots=True)
class TenantNumbers:
    """The latency of one tenant's query among few tenants and among many."""

    few: int
    many: int
    among_few: Latency
    among_many: Latency

    @property
    def ratio(self) -> float:
        """Median among many to median among few."""
        return self.among_many.p50 / self.among_few.p50


def tenants(count: int, sets: Sequence[tuple[str, ...]] = (), with_sets: int = 0) -> list[TenantPlan]:
    """The measured tenant in the middle of *count*; the first *with_sets* of the others have sets of plugins."""
    others = [
        TenantPlan(f"o{number:05d}", OTHER_SIZE, sets[number % len(sets)] if number < with_sets else ())
        for number in range(count - 1)
    ]
    others.insert(len(others) // 2, TenantPlan(MEASURED, MEASURED_SIZE))
    return others


def measure_tenant_numbers(few: tuple[int, str], many: tuple[int, str], repetitions: int, tell: Tell) -> TenantNumbers:
    """Ask two servers in turns, each given by its number of tenants and its database's URL."""
    request = options_request(token_of(MEASURED), ROWS)
    with serve(few[1]) as small, serve(many[1]) as large:
        for server in (small, large):
            server.first_answer(request)
        targets = {"few": Target(small.port, request), "many": Target(large.port, request)}
        measured = measure_latency(targets, repetitions, tell)
    return TenantNumbers(few[0], many[0], measured["few"], measured["many"])
