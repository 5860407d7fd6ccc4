"""Audits of a chemical enterprise, for tests of the chemical plugin."""

from __future__ import annotations

import pytest

from cpaudit import StreamKind
from support.chemical_works import Works, works


@pytest.fixture
def empty() -> Works:
    """A chemical enterprise with nothing recorded."""
    return works()


@pytest.fixture
def acid_plant() -> Works:
    """The plant of case D with its sulphur, acid and tail gas; the sulphur fed is illustrative."""
    return (
        works()
        .stream("sulphur", "S", StreamKind.MATERIAL, into=True)
        .stream("acid", "H2SO4", StreamKind.PRODUCT, out=True)
        .stream("tail_gas", "SO2", StreamKind.EMISSION, out=True)
        .reading("sulphur", 47_850, "t/a")
        .reading("acid", 145, "kt/a")
        .reading("tail_gas", 362.88, "t/a")
    )
