"""Audits of building materials as hooks see them: a kiln line, a glass furnace and a tile kiln."""

from __future__ import annotations

import pytest

from cpaudit import AuditView, StreamKind
from support.process_audits import audit_of, stream, unit


@pytest.fixture
def bare_kiln_line() -> AuditView:
    """A cement kiln line of which nothing is known yet."""
    return audit_of(
        "C3011",
        (unit("kiln"), unit("cooler"), unit("cement_mill")),
        (
            stream("hot_clinker", StreamKind.MATERIAL, "kiln", "cooler", "clinker"),
            stream("clinker", StreamKind.MATERIAL, "cooler", "cement_mill", "clinker"),
            stream("clinker_sold", StreamKind.PRODUCT, "cooler", None, "clinker"),
            stream("cement", StreamKind.PRODUCT, "cement_mill", None, "cement"),
            stream("process_co2", StreamKind.EMISSION, "kiln", None, "CO2"),
        ),
    )


@pytest.fixture
def bare_furnace() -> AuditView:
    """A glass furnace of which nothing is known yet."""
    return audit_of(
        "C3055",
        (unit("batch_house"), unit("melting_furnace")),
        (
            stream("cullet", StreamKind.MATERIAL, None, "batch_house", "cullet"),
            stream("charge", StreamKind.MATERIAL, "batch_house", "melting_furnace", "batch"),
            stream("gobs", StreamKind.MATERIAL, "melting_furnace", None, "glass"),
        ),
    )


@pytest.fixture
def bare_tile_kiln() -> AuditView:
    """A roller kiln of which nothing is known yet."""
    return audit_of(
        "C3071",
        (unit("roller_kiln"),),
        (
            stream("kiln_fuel", StreamKind.ENERGY, None, "roller_kiln", "natural_gas"),
            stream("fired", StreamKind.PRODUCT, "roller_kiln", None, "tiles"),
        ),
    )
