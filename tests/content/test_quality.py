"""Gates over the figures of all packs: plausible beside their peers, and right by the arithmetic that relates them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from content.quality import DECADE, apart, read_exceptions
from cpaudit import ContentPack
from cpaudit.contributions import Evidence, shared_pack
from cpaudit.engine import convert, is_unit, quantity

C_TO_CO2 = 44 / 12


def test_a_factor_lies_within_a_decade_of_its_peers_or_has_a_reason(all_packs: Mapping[str, ContentPack]) -> None:
    known = read_exceptions()

    assert [each for each in apart(all_packs.values()) if (each.pack, each.code) not in known] == []


def test_every_exception_is_of_a_factor_that_needs_it(all_packs: Mapping[str, ContentPack]) -> None:
    needed = {(each.pack, each.code) for each in apart(all_packs.values())}

    assert {key: reason for key, reason in read_exceptions().items() if key not in needed} == {}
    assert all(len(reason) > 20 for reason in read_exceptions().values())


def test_a_slip_of_a_unit_is_found(all_packs: Mapping[str, ContentPack]) -> None:
    """A thousandfold factor among its peers is told, so that the gate is one."""
    pack = all_packs["common"]
    slipped = next(item for item in pack.factors if item.code == "ENE-CO2-DIESEL-OIL")
    others = [item for item in pack.factors if item is not slipped]
    wrong = slipped.model_copy(update={"value": slipped.value * 1000, "lower": None, "upper": None})
    held = ContentPack(manifest=pack.manifest, factors=(*others, wrong))

    (found,) = [each for each in apart([held]) if each.code == slipped.code]
    assert found.times > DECADE


def test_a_pack_reads_strictly_without_warning_and_with_known_units(any_pack: ContentPack) -> None:
    any_pack.check(is_unit)

    assert any_pack.warnings == ()


def test_what_is_verified_is_from_a_document_that_was_read(any_pack: ContentPack) -> None:
    unread = {source.id for source in any_pack.manifest.sources if (source.note or "").rstrip(".").endswith("ot read")}
    figures = (*any_pack.factors, *any_pack.benchmarks, *any_pack.consumptions, *any_pack.heating_values)

    assert [each.ref for each in figures if each.source in unread and each.evidence is Evidence.VERIFIED] == []


def heating(code: str) -> float:
    """The energy of a fuel by the shared pack, in MJ/kg."""
    item = next(each for each in shared_pack().heating_values if each.code == code)
    return convert(quantity(item.value, f"{item.unit}/{item.per_unit}"), "MJ/kg").value


def emission(code: str) -> float:
    """A factor of the shared pack per energy, in kg/GJ."""
    item = next(each for each in shared_pack().factors if each.code == code)
    return convert(quantity(item.value, f"{item.unit}/{item.per_unit}"), "kg/GJ").value


@pytest.mark.parametrize(
    ("coal", "fuel", "within"),
    [
        ("ENE-TCE-CRUDE", "ENE-NCV-CRUDE-OIL", 0.02),
        ("ENE-TCE-GASOLINE", "ENE-NCV-MOTOR-GASOLINE", 0.03),
        ("ENE-TCE-DIESEL", "ENE-NCV-DIESEL-OIL", 0.01),
        ("ENE-TCE-LPG", "ENE-NCV-LIQUEFIED-PETROLEUM-GASES", 0.07),
        ("ENE-TCE-COKE", "ENE-NCV-COKE-OVEN-COKE-AND-LIGNITE-COKE", 0.02),
    ],
)
def test_standard_coal_and_heating_value_of_a_fuel_agree(coal: str, fuel: str, within: float) -> None:
    """GB/T 2589-2020, Table A.1, in 29.3076 MJ/kgce, against 2006 IPCC Guidelines, Volume 2, Table 1.2."""
    assert heating(coal) == pytest.approx(heating(fuel), rel=within)


def test_standard_coal_of_electricity_and_heat_is_its_energy() -> None:
    """3.6 MJ/kWh and 1 MJ/MJ in kgce of 29.3076 MJ, to the digits printed."""
    by_code = {item.code: item.value for item in shared_pack().heating_values}

    assert by_code["ENE-TCE-ELEC"] == pytest.approx(3.6 / 29.3076, abs=1e-4)
    assert by_code["ENE-TCE-HEAT"] == pytest.approx(1 / 29.3076, abs=1e-5)


@pytest.mark.parametrize(
    ("code", "carbon_kg_per_gj"),
    [("NATURAL-GAS", 15.3), ("RESIDUAL-FUEL-OIL", 21.1), ("LIGNITE", 27.6), ("COKE-OVEN-GAS", 12.1)],
)
def test_co2_of_a_fuel_is_its_carbon_content_times_44_12(code: str, carbon_kg_per_gj: float) -> None:
    """2006 IPCC Guidelines, Volume 2: the factors of Table 1.4 are the carbon contents of Table 1.3, oxidised."""
    assert emission(f"ENE-CO2-{code}") == pytest.approx(carbon_kg_per_gj * C_TO_CO2, rel=0.005)


@pytest.mark.parametrize("process", ["CSR", "XAR", "MIX-NG"])
def test_ammonia_from_gas_is_its_energy_times_the_carbon_of_the_shared_gas(chemical: ContentPack, process: str) -> None:
    """2006 IPCC Guidelines, Volume 3, Table 3.1, from energy and the factor of natural gas in Volume 2."""
    energy = next(each.value for each in chemical.consumptions if each.code == f"CHM-NH3-FUEL-{process}")
    factor = next(each.value for each in chemical.factors if each.code == f"CHM-NH3-CO2-{process}")

    assert energy is not None
    assert factor == pytest.approx(energy * emission("ENE-CO2-NATURAL-GAS") / 1000, rel=1e-3)
