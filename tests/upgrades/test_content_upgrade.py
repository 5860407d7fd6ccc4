"""What newer content would change in audits, previewed and accepted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import delete, update

from cpaudit.audits.models import Answer, AuditPin, InventoryLine, ReplacedPin
from cpaudit.gates.service import start_next_round
from cpaudit.library import StoredPack
from cpaudit.phases import PhaseKey
from cpaudit.storage.database import Scope
from cpaudit.storage.event_log import Event
from gates.acts import AuditActs
from gates.ready import close_phases
from upgrades.conftest import TENANT, Releases

PREVIEW = """query ($id: ID) { previewContentUpgrade(audit: $id) { totalCount nodes {
    audit title hash stalePhases
    packs { pack fate oldVersion newVersion }
    items { nodes { ref kind fate fields { field old new } } }
    records { nodes { kind subject item fate record fields { field old new } } }
    figures { nodes { kind subject old oldUnit new newUnit problem } }
} } }"""

PASSED_BEFORE_CONCLUSION = ("ORGANIZATION", "PLANNING", "PRE_ASSESSMENT", "ASSESSMENT")


async def _previews(acts: AuditActs, as_: str = "auditor", **given: Any) -> list[dict[str, Any]]:
    found = (await acts.graphql(PREVIEW, as_=as_, tenant=TENANT, **given))["previewContentUpgrade"]
    nodes: list[dict[str, Any]] = found["nodes"]
    assert found["totalCount"] == len(nodes)
    return nodes


async def _accept(acts: AuditActs, seen: str, as_: str = "auditor", **given: Any) -> dict[str, Any]:
    return await acts.act("acceptContentUpgrade", as_, expectedHash=seen, **given)


@pytest.fixture
async def newer(releases: Releases) -> AuditActs:
    """An audit whose assessment is closed, on a server that has the newer release by now."""
    async with releases.work(releases.old) as work:
        await close_phases(work, releases.audit_id, PhaseKey.ASSESSMENT)
    return await releases.acts(releases.new)


async def test_with_the_content_that_it_pinned_there_is_nothing_to_accept(releases: Releases) -> None:
    acts = await releases.acts(releases.old)
    assert await _previews(acts) == []
    fault = await _accept(acts, "0" * 64)
    assert (fault["__typename"], fault["path"]) == ("InvalidInput", ["input", "audit"])


async def test_a_preview_names_items_records_and_figures_with_old_and_new_values(newer: AuditActs) -> None:
    (found,) = await _previews(newer, id=newer.audit)
    assert found["audit"] == newer.audit
    assert found["packs"] == [{"pack": "glass", "fate": "CHANGED", "oldVersion": "0.1.0", "newVersion": "0.2.0"}]
    items = {each["ref"].removeprefix("glass:"): each for each in found["items"]["nodes"]}
    assert {ref: each["fate"] for ref, each in items.items()} == {
        "checklist_item:GLS-003": "CHANGED",
        "factor:GLS-CO2": "CHANGED",
        "factor:GLS-DUST": "REMOVED",
        "factor:GLS-SOOT": "ADDED",
        "indicator_system:GLS-IND": "CHANGED",
        "option:GLS-O-02": "CHANGED",
    }
    assert items["factor:GLS-CO2"]["fields"] == [
        {"field": "value", "old": 0.21, "new": 0.25},
        {"field": "lower", "old": 0.2, "new": 0.24},
        {"field": "upper", "old": 0.22, "new": 0.26},
    ]
    records = [(each["kind"], each["item"].rpartition(":")[2], each["fate"]) for each in found["records"]["nodes"]]
    assert sorted(records) == [
        ("ANSWER", "GLS-003", "CHANGED"),
        *[("INDICATOR_VALUE", "GLS-IND", "CHANGED")] * 2,
        *[("INVENTORY_LINE", "GLS-CO2", "CHANGED")] * 2,
        *[("INVENTORY_LINE", "GLS-DUST", "REMOVED")] * 2,
        ("OPTION", "GLS-O-02", "CHANGED"),
    ]
    threshold = {"field": "indicators.GLS-I-01.quantitative.thresholds.II", "old": 5, "new": 4.5}
    assert [each["fields"] for each in found["records"]["nodes"] if each["kind"] == "INDICATOR_VALUE"] == [
        [threshold]
    ] * 2
    figures = {(each["kind"], each["subject"]): each for each in found["figures"]["nodes"]}
    line = figures[None, "熔窑 CO2 BEFORE"]
    assert (line["old"], line["new"], line["newUnit"]) == (1234.5 * 0.21, 1234.5 * 0.25, "t")
    rating = figures["RATING", "glass:indicator_system:GLS-IND BEFORE"]
    assert (rating["old"], rating["new"]) == ("II", "III")
    assert ("EMISSION", "CO2 BEFORE") in figures
    assert ("EMISSION", "dust BEFORE") not in figures
    assert found["stalePhases"] == ["PRE_ASSESSMENT"]


async def test_a_preview_writes_nothing(newer: AuditActs, releases: Releases) -> None:
    async def rows() -> list[Any]:
        async with releases.work(releases.new) as work:
            tables = (InventoryLine, AuditPin, StoredPack, ReplacedPin, Event)
            return [row.model_dump(exclude={"content"}) for table in tables for row in await work.all(table)]

    before = await rows()
    await _previews(newer)
    assert await rows() == before


async def test_accepting_carries_over_pins_anew_and_deletes_nothing(newer: AuditActs, releases: Releases) -> None:
    (seen,) = await _previews(newer)
    async with releases.work(releases.new) as work:
        answers = {each.id: each.model_dump() for each in await work.all(Answer)}
    assert (await _accept(newer, seen["hash"]))["__typename"] == "Audit"
    assert await _previews(newer) == []
    found = await newer.read("""
        pins { pack packVersion current stored } replacedPins { packVersion replacedBy { name } }
        inventory { nodes { name scenario emission { value } explain { text(lang: "en") } } }
        dust: item(ref: "glass:factor:GLS-DUST") { code pack { version } }
        co2: item(ref: "glass:factor:GLS-CO2") { code pack { version } }
        rating(scenario: BEFORE) { grade }
    """)
    assert found["pins"] == [
        {"pack": "common", "packVersion": "0.1.0", "current": True, "stored": True},
        {"pack": "glass", "packVersion": "0.2.0", "current": True, "stored": True},
    ]
    assert [each["packVersion"] for each in found["replacedPins"]] == ["0.1.0"]
    emissions = {(each["name"], each["scenario"]): each["emission"]["value"] for each in found["inventory"]["nodes"]}
    assert emissions["熔窑 CO2", "BEFORE"] == 1234.5 * 0.25
    assert emissions["熔窑 DUST", "BEFORE"] == 1234.5 * 0.5
    assert found["dust"] == {"code": "GLS-DUST", "pack": {"version": "0.1.0"}}
    assert found["co2"] == {"code": "GLS-CO2", "pack": {"version": "0.2.0"}}
    assert found["rating"] == {"grade": "III"}
    async with releases.work(releases.new) as work:
        assert {each.id: each.model_dump() for each in await work.all(Answer)} == answers
        actions = [event.action for event in await work.all(Event)]
    assert actions.count("contentUpgradeAccepted") == 1
    assert actions.count("inventoryLineCarriedOver") == 2


async def test_after_accepting_gates_are_stale_where_what_they_judged_is_changed(newer: AuditActs) -> None:
    before = await newer.statuses()
    assert [key for key, status in before.items() if status == "PASSED"] == list(PASSED_BEFORE_CONCLUSION)
    (seen,) = await _previews(newer)
    await _accept(newer, seen["hash"])
    after = await newer.statuses()
    assert {key for key in before if before[key] == "PASSED" and after[key] == "STALE"} == set(seen["stalePhases"])
    assert "ANSWER_DOES_NOT_FIT" in await newer.codes("PRE_ASSESSMENT")


async def test_a_line_whose_factor_is_gone_is_recomputed_with_the_content_that_had_it(newer: AuditActs) -> None:
    (seen,) = await _previews(newer)
    await _accept(newer, seen["hash"])
    document = """query ($id: ID!) { recompute(audit: $id) { results {
        kind subject agreement content { pack packVersion }
    } } }"""
    results = (await newer.graphql(document, tenant=TENANT, id=newer.audit))["recompute"]["results"]
    lines = {each["subject"]: each for each in results if each["kind"] is None}
    assert {each["agreement"] for each in lines.values()} == {"SAME"}
    assert lines["熔窑 DUST BEFORE"]["content"] == [{"pack": "glass", "packVersion": "0.1.0"}]
    assert lines["熔窑 CO2 BEFORE"]["content"] == [{"pack": "glass", "packVersion": "0.2.0"}]
    # What was kept when the phase was closed is computed with the content of then.
    (rating,) = [each for each in results if each["kind"] == "RATING" and each["agreement"] != "NOT_KEPT"]
    content = [{"pack": "common", "packVersion": "0.1.0"}, {"pack": "glass", "packVersion": "0.1.0"}]
    assert (rating["agreement"], rating["content"]) == ("SAME", content)


async def test_an_outdated_preview_is_a_conflict(newer: AuditActs, releases: Releases) -> None:
    (seen,) = await _previews(newer)
    async with releases.work(releases.new) as work:
        line = (await work.all(InventoryLine))[0]
        await work.change(line, None, "inventoryLineChanged", name="另一名称")
    fault = await _accept(newer, seen["hash"])
    assert (fault["__typename"], fault["path"]) == ("Conflict", ["input", "expectedHash"])
    pins = (await newer.read("pins { pack packVersion }"))["pins"]
    assert {"pack": "glass", "packVersion": "0.1.0"} in pins


@pytest.mark.parametrize("role", ["viewer", "expert", "staff"])
async def test_who_does_not_close_phases_does_not_accept(newer: AuditActs, role: str) -> None:
    (seen,) = await _previews(newer)
    assert (await _accept(newer, seen["hash"], role))["__typename"] == "Denied"


async def test_a_concluded_audit_is_not_offered_and_takes_no_newer_content(concluded: Releases) -> None:
    acts = await concluded.acts(concluded.new)
    assert await _previews(acts) == []
    (asked_for,) = await _previews(acts, id=acts.audit)
    assert (await _accept(acts, asked_for["hash"]))["__typename"] == "InvalidInput"


async def test_another_tenant_previews_nothing(newer: AuditActs) -> None:
    (error,) = await newer.graphql.errors(PREVIEW, tenant="light", id=newer.audit)
    assert error["extensions"]["code"] == "NOT_FOUND"


async def test_disabling_a_plugin_takes_no_content_from_an_audit(releases: Releases) -> None:
    assert await _previews(await releases.acts(None)) == []


async def test_the_next_round_pins_what_is_enabled_then(concluded: Releases) -> None:
    async with concluded.work(concluded.new) as work:
        following = await start_next_round(work, concluded.audit_id, title="第二轮审计", method=None)
        versions = {pin.audit_id: pin.pack_version for pin in await work.all(AuditPin, pack="glass")}
    assert versions == {concluded.audit_id: "0.1.0", following: "0.2.0"}


async def test_content_that_a_pin_refers_to_cannot_be_deleted_by_anybody(newer: AuditActs, releases: Releases) -> None:
    (seen,) = await _previews(newer)
    await _accept(newer, seen["hash"])
    async with releases.work(releases.new) as work:
        tenant = work.actor.tenant
    for statement in (
        delete(StoredPack),
        update(StoredPack).values(content=b""),
        delete(ReplacedPin),
        update(ReplacedPin).values(pack_version="9"),
    ):
        with pytest.raises(DBAPIError):
            async with releases.database.writing(Scope(tenant)) as session:
                await session.exec(statement)
    # Not even the owner of the tables, to whom no wall applies.
    with pytest.raises(DBAPIError):
        async with releases.database.engine.begin() as connection:
            await connection.execute(text("DELETE FROM stored_pack"))


async def test_content_that_nobody_has_any_more_closes_no_phase(releases: Releases) -> None:
    async with releases.work(releases.old) as work:
        (pin,) = await work.all(AuditPin, pack="glass")
        pin.content_hash, pin.stored_id = "0" * 64, None
        work.session.add(pin)
    acts = await releases.acts(releases.old)
    assert "CONTENT_MISSING" in await acts.codes("ORGANIZATION")
    (seen,) = await _previews(acts)
    assert (await _accept(acts, seen["hash"]))["__typename"] == "Audit"
    assert await acts.codes("ORGANIZATION") == []
