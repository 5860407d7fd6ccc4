"""All that one run found out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.bar import Bar
from benchmarks.reads.comparison import Comparison
from benchmarks.reads.plugin_sets import CrowdedServer, SchemaCost
from benchmarks.reads.profile import Profile
from benchmarks.reads.startup import StartUp
from benchmarks.reads.tenant_numbers import TenantNumbers


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run; times in seconds, sizes in bytes unless a name says otherwise.

    Attributes:
        quick: whether so little was measured that the figures only show that everything runs.
    """

    measured_on: str
    quick: bool
    machine: Mapping[str, str]
    bars: Sequence[Bar]
    comparison: Comparison
    tenants: TenantNumbers
    starts: Sequence[StartUp]
    schemas: SchemaCost
    crowd: CrowdedServer
    profiles: Sequence[Profile]
