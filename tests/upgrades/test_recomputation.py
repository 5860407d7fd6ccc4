"""Results of an audit computed again, after the content it was made with was replaced, or removed."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.audits.models import InventoryLine, Measurement
from cpaudit.tenancy.models import EnabledPlugin
from gates.acts import AuditActs
from gates.ready import measured
from upgrades.conftest import TENANT, Releases

RESULTS = "results { kind subject phase stored value unit agreement reason content { packVersion contentHash } }"

FIGURES = """
    rating(scenario: AFTER) { grade y { grade value } system { code pack { version } } explain { text(lang: "en") } }
    inventoryTotals { pollutant before { amount { value unit } } after { amount { value unit } } }
    emissions(scenario: AFTER) { findings { code } totals { pollutant amount { value lower upper } } }
    balances { nodes { closure { gapFraction } } }
"""


async def _recomputed(acts: AuditActs, as_: str = "auditor") -> dict[str, Any]:
    document = f"query ($id: ID!) {{ recompute(audit: $id) {{ same {RESULTS} }} }}"
    found: dict[str, Any] = (await acts.graphql(document, as_=as_, tenant=TENANT, id=acts.audit))["recompute"]
    return found


async def _report(acts: AuditActs) -> str:
    document = 'query ($id: ID!) { auditReport(audit: $id, lang: "en") { html } }'
    return str((await acts.graphql(document, tenant=TENANT, id=acts.audit))["auditReport"]["html"])


async def test_a_concluded_audit_gives_every_figure_again(concluded: Releases) -> None:
    found = await _recomputed(await concluded.acts(concluded.old))
    assert found["same"] is True
    kinds = {each["kind"] for each in found["results"]}
    assert {None, "BALANCE", "RATING", "EMISSION", "FOCUS_RANKING"} <= kinds
    assert {each["agreement"] for each in found["results"]} == {"SAME"}
    assert all(each["stored"] == each["value"] for each in found["results"])


@pytest.mark.parametrize("release", ["newer", "none"])
async def test_after_another_release_or_none_every_figure_is_the_same_to_the_last_digit(
    concluded: Releases, release: str
) -> None:
    before = await concluded.acts(concluded.old)
    figures, recomputed, report = await before.read(FIGURES), await _recomputed(before), await _report(before)
    after = await concluded.acts(concluded.new if release == "newer" else None)
    assert await after.read(FIGURES) == figures
    assert await _recomputed(after) == recomputed
    assert "0.21" in report
    if release == "none":
        async with concluded.work(None) as work:
            (enabled,) = await work.all(EnabledPlugin)
            await work.remove(enabled, "pluginDisabled")
        after = await concluded.acts(None)
    assert await _report(after) == report


async def test_a_newer_release_changes_no_gate_of_an_audit_that_pinned_the_older(concluded: Releases) -> None:
    acts = await concluded.acts(concluded.new)
    assert set((await acts.statuses()).values()) == {"PASSED"}
    assert (await acts.read("pins { pack packVersion current stored }"))["pins"] == [
        {"pack": "common", "packVersion": "0.1.0", "current": True, "stored": True},
        {"pack": "glass", "packVersion": "0.1.0", "current": False, "stored": True},
    ]


async def test_content_is_read_through_the_audit_when_no_plugin_gives_it(concluded: Releases) -> None:
    acts = await concluded.acts(None)
    found = await acts.read("""
        library {
            packs { id version }
            emissionFactors(first: 1, filter: {pack: "glass"}) {
                totalCount nodes { code value source { title } pack { version } }
            }
            checklists { nodes { items(first: 1) { nodes { code pack { version } } } } }
        }
        item(ref: "glass:factor:GLS-DUST") { code pack { version } }
        answers(filter: {item: "glass:checklist_item:GLS-003"}) { nodes { value question { question(lang: "en") } } }
    """)
    assert found["library"] == {
        "packs": [{"id": "common", "version": "0.1.0"}, {"id": "glass", "version": "0.1.0"}],
        "emissionFactors": {
            "totalCount": 3,
            "nodes": [
                {
                    "code": "GLS-CO2",
                    "value": 0.21,
                    "source": {"title": "Illustrative figures"},
                    "pack": {"version": "0.1.0"},
                }
            ],
        },
        "checklists": {"nodes": [{"items": {"nodes": [{"code": "GLS-001", "pack": {"version": "0.1.0"}}]}}]},
    }
    assert found["item"] == {"code": "GLS-DUST", "pack": {"version": "0.1.0"}}
    assert found["answers"]["nodes"] == [{"value": "oil", "question": {"question": "Which fuel is used?"}}]
    assert (await acts.graphql("{ library { packs { id } } }", tenant=TENANT))["library"] == {
        "packs": [{"id": "common"}]
    }


async def test_what_was_recorded_since_makes_a_difference_that_is_told(concluded: Releases) -> None:
    async with concluded.work(concluded.old) as work:
        reading = (await work.all(Measurement, audit_id=concluded.audit_id))[0]
        await work.change(reading, None, "measurementChanged", amount=measured(101, "m3/d"))
        line = (await work.all(InventoryLine, audit_id=concluded.audit_id))[0]
        await work.change(line, None, "inventoryLineChanged", activity=measured(1, "t"))
    found = await _recomputed(await concluded.acts(concluded.old))
    assert found["same"] is False
    different = {each["kind"]: each for each in found["results"] if each["agreement"] == "DIFFERENT"}
    assert different.keys() == {"BALANCE", None}
    assert different["BALANCE"]["stored"] == 0.02
    assert different[None]["value"] == 0.21


async def test_before_a_phase_is_closed_nothing_is_kept_to_compare_with(releases: Releases) -> None:
    found = await _recomputed(await releases.acts(releases.old), as_="viewer")
    assert found["same"] is True
    assert {each["agreement"] for each in found["results"] if each["kind"] is None} == {"SAME"}
    assert {each["agreement"] for each in found["results"] if each["kind"] is not None} == {"NOT_KEPT"}


async def test_another_tenant_recomputes_nothing(concluded: Releases) -> None:
    acts = await concluded.acts(concluded.old)
    document = "query ($id: ID!) { recompute(audit: $id) { same } }"
    (error,) = await acts.graphql.errors(document, tenant="light", id=acts.audit)
    assert error["extensions"]["code"] == "NOT_FOUND"
