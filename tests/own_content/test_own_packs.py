"""Packs without code: sent as a zip, private to their tenant, enabled in versions, offered to other tenants."""

from __future__ import annotations

from typing import Any

import pytest

from cpaudit.contributions.archive import LARGEST_ARCHIVE
from cpaudit.library.models import StoredPack
from cpaudit.own_content.models import OwnPack, PackUpload
from support.archives import SAMPLE_PACK, named, zipped
from support.client import GraphqlClient
from support.own_content import Drafting, Packs
from support.stages import OpenWork
from support.world import Province

ITEM = "own_glass:factor:GLS-NOX"
QUERY = """query ($ref: ID!) { library { packs { id version } item(ref: $ref) { ... on EmissionFactor { value } } } }"""
OFFER = "... on PackOffer { id version toTenant withdrawn packVersion }"
RECEIVED = "{ receivedPackOffers { nodes { id version fromTenant pack packVersion state ownPack { pack } } } }"


def with_value(version: str, value: str) -> bytes:
    """A version of the pack in which one factor has another value."""
    table = (SAMPLE_PACK / "factors" / "furnace.csv").read_text("utf-8").replace(",4.2,", f",{value},")
    return named("own_glass", version, {"factors/furnace.csv": table})


async def seen(graphql: GraphqlClient, tenant: str = "chem", ref: str = ITEM) -> tuple[dict[str, str], Any]:
    """The versions of the library's packs, and the value of a factor."""
    library = (await graphql(QUERY, tenant=tenant, ref=ref))["library"]
    return {pack["id"]: pack["version"] for pack in library["packs"]}, library["item"] and library["item"]["value"]


async def test_a_pack_counts_once_it_is_enabled_and_for_its_tenant_only(graphql: GraphqlClient, packs: Packs) -> None:
    taken = await packs.take(named("own_glass"))
    assert (taken["pack"], taken["enabled"], taken["fromTenant"]) == ("own_glass", False, None)
    assert (await seen(graphql))[1] is None
    enabled = await packs.enable(taken)
    versions, value = await seen(graphql)
    assert (versions["own_glass"], value) == ("0.1.0", 4.2)
    everywhere = (
        "query ($id: ID!) { node(id: $id) { id } ownPacks { totalCount } plugins { name } __schema { types { name } } }"
    )
    other = await graphql(everywhere, as_="admin", tenant="light", id=taken["id"])
    assert (other["node"], other["ownPacks"]) == (None, {"totalCount": 0})
    assert "glass" not in str(other).lower()
    assert (await seen(graphql, "light"))[1] is None
    off = {"id": enabled["id"], "expectedVersion": enabled["version"]}
    await packs.do("disableOwnPack", "DisableOwnPackInput", off, tenant="chem")
    assert (await seen(graphql))[1] is None


async def test_a_new_version_counts_when_it_is_enabled_and_not_before(graphql: GraphqlClient, packs: Packs) -> None:
    first = await packs.enable(await packs.take(named("own_glass")))
    second = await packs.take(with_value("0.2.0", "3.9"))
    assert (second["id"], second["packVersion"]) == (first["id"], "0.1.0")
    assert (await seen(graphql))[1] == 4.2
    upgraded = await packs.enable(second)
    assert (await seen(graphql))[1] == 3.9
    await packs.enable(upgraded, packVersion="0.1.0")
    assert (await seen(graphql))[1] == 4.2
    query = "{ ownPacks { nodes { versions { packVersion } } } }"
    (pack,) = (await graphql(query, as_="admin"))["ownPacks"]["nodes"]
    assert [each["packVersion"] for each in pack["versions"]] == ["0.1.0", "0.2.0"]
    assert (await packs.enable(upgraded, packVersion="9"))["__typename"] in ("Conflict", "NotFound")


async def test_a_version_says_one_thing(packs: Packs) -> None:
    first = await packs.take(named("own_glass"))
    assert await packs.take(named("own_glass")) == first
    refused = await packs.take(with_value("0.1.0", "3.9"))
    assert (refused["__typename"], refused["remedy"]) == ("InvalidInput", "raise the version in pack.toml")


async def test_what_is_wrong_in_a_pack_comes_back_with_file_and_line(graphql: GraphqlClient, packs: Packs) -> None:
    answer = await packs.take(with_value("0.1.0", "much"))
    assert answer["__typename"] == "InvalidContent"
    (problem,) = answer["problems"]
    assert (problem["file"], problem["line"], problem["path"]) == ("factors/furnace.csv", 3, ["value"])
    hostile = await packs.take(named("own_glass", files={"../../outside.csv": "x", "__init__.py": "raise SystemExit"}))
    assert {problem["file"] for problem in hostile["problems"]} == {"../../outside.csv", "__init__.py"}
    assert (await graphql("{ ownPacks { totalCount } }", as_="admin"))["ownPacks"]["totalCount"] == 0


async def test_a_pack_whose_id_could_be_a_plugins_is_refused(packs: Packs) -> None:
    for pack in ("glass", "chemical"):
        answer = await packs.take(named(pack))
        assert [problem["path"] for problem in answer["problems"]] == [["id"]]


async def test_a_pack_of_another_format_or_with_an_unknown_unit_is_refused(packs: Packs) -> None:
    manifest = (SAMPLE_PACK / "pack.toml").read_text("utf-8").replace('"glass"', '"own_glass"')
    answer = await packs.take(zipped({"pack.toml": manifest.replace("api = 1", "api = 2")}))
    assert [problem["path"] for problem in answer["problems"]] == [["api"]]
    table = (SAMPLE_PACK / "factors" / "furnace.csv").read_text("utf-8").replace(",kg,t,", ",cows,t,")
    answer = await packs.take(named("own_glass", files={"factors/furnace.csv": table}))
    assert {problem["message"] for problem in answer["problems"]} == {"the unit 'cows' is not known"}


async def test_a_pack_waits_for_what_it_requires(packs: Packs) -> None:
    manifest = (SAMPLE_PACK / "pack.toml").read_text("utf-8").replace('"glass"', '"own_glass"')
    required = manifest + '\n[[requires]]\nid = "light_industry"\n'
    answer = await packs.enable(await packs.take(zipped({"pack.toml": required})))
    assert answer["message"] == "own_glass requires light_industry"


@pytest.mark.parametrize("as_", ["auditor", "viewer", None])
async def test_who_does_not_manage_plugins_sends_no_pack(graphql: GraphqlClient, packs: Packs, as_: str | None) -> None:
    sent = await graphql.http.post("/packs", content=named("own_glass"), headers=graphql.headers(as_, "chem"))
    assert sent.status_code == (401 if as_ is None else 403)
    if as_ is not None:
        upload = await packs.upload(named("own_glass"))
        given = {"upload": upload}
        answer = await packs.do("importPack", "ImportPackInput", given, as_=as_, tenant="chem")
        assert answer["__typename"] == "Denied"


async def test_an_upload_of_another_tenant_is_not_there(packs: Packs) -> None:
    upload = await packs.upload(named("own_glass"), tenant="light")
    answer = await packs.do("importPack", "ImportPackInput", {"upload": upload}, tenant="chem")
    assert answer["__typename"] == "NotFound"


@pytest.mark.parametrize("size", [0, LARGEST_ARCHIVE + 1])
async def test_an_empty_or_large_upload_is_refused(graphql: GraphqlClient, size: int) -> None:
    response = await graphql.http.post("/packs", content=bytes(size), headers=graphql.headers("admin", "chem"))
    assert response.status_code == 400
    assert "bytes" in response.json()["errors"][0]["message"]


async def test_an_accepted_offer_is_a_copy_with_its_provenance_and_outlives_the_offer(
    graphql: GraphqlClient, packs: Packs
) -> None:
    own = await packs.take(named("own_glass"))
    given = {"id": own["id"], "tenant": "light"}
    offer = await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    assert await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem") == offer
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    assert (received["fromTenant"], received["pack"], received["state"]) == ("chem", "own_glass", "OPEN")
    for tenant in ("chem", "building"):
        assert (await graphql(RECEIVED, as_="admin", tenant=tenant))["receivedPackOffers"]["nodes"] == []
    accept = {"id": received["id"], "expectedVersion": received["version"], "as": "own_glass_of_chem"}
    copy = await packs.do("acceptPackOffer", "AcceptPackOfferInput", accept, tenant="light")
    assert (copy["pack"], copy["fromTenant"], copy["fromPack"]) == ("own_glass_of_chem", "chem", "own_glass")
    assert copy["fromHash"] == own["contentHash"]
    await packs.enable(copy, "light")
    back = {"id": offer["id"], "expectedVersion": offer["version"]}
    withdrawn = await packs.do("withdrawPackOffer", "WithdrawPackOfferInput", back, shown=OFFER, tenant="chem")
    assert withdrawn["withdrawn"]
    assert (await seen(graphql, "light", "own_glass_of_chem:factor:GLS-NOX"))[1] == 4.2
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    assert (received["state"], received["ownPack"]) == ("ACCEPTED", {"pack": "own_glass_of_chem"})
    reoffered = {"id": copy["id"], "tenant": "building"}
    answer = await packs.do("offerPack", "OfferPackInput", reoffered, shown=OFFER, tenant="light")
    assert answer["__typename"] == "InvalidInput"


async def test_a_withdrawn_offer_is_not_accepted_any_more(graphql: GraphqlClient, packs: Packs) -> None:
    own = await packs.take(named("own_glass"))
    given = {"id": own["id"], "tenant": "light"}
    offer = await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    back = {"id": offer["id"], "expectedVersion": offer["version"]}
    await packs.do("withdrawPackOffer", "WithdrawPackOfferInput", back, shown=OFFER, tenant="chem")
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    assert received["state"] == "WITHDRAWN"
    accept = {"id": received["id"], "expectedVersion": received["version"]}
    answer = await packs.do("acceptPackOffer", "AcceptPackOfferInput", accept, tenant="light")
    assert answer["message"] == "the offer is withdrawn"
    again = await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    assert again["id"] != offer["id"]


async def test_an_offer_can_be_declined_and_is_decided_then(graphql: GraphqlClient, packs: Packs) -> None:
    own = await packs.take(named("own_glass"))
    given = {"id": own["id"], "tenant": "light"}
    offer = await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    decline = {"id": received["id"], "expectedVersion": received["version"]}
    shown = "... on ReceivedPackOffer { id version state decidedAt ownPack { id } }"

    denied = await packs.do("declinePackOffer", "DeclinePackOfferInput", decline, shown=shown, tenant="chem")
    declined = await packs.do("declinePackOffer", "DeclinePackOfferInput", decline, shown=shown, tenant="light")

    assert denied["__typename"] == "NotFound"
    assert (declined["state"], declined["ownPack"]) == ("DECLINED", None)
    assert declined["decidedAt"] is not None
    events = "{ events(first: 1) { nodes { action member { role } } } }"
    (latest,) = (await graphql(events, as_="admin", tenant="light"))["events"]["nodes"]
    assert latest == {"action": "packOfferDeclined", "member": {"role": "TENANT_ADMIN"}}

    # Decided is decided: neither is it accepted, nor does handing it over or taking it back change that.
    again = {"id": received["id"], "expectedVersion": declined["version"]}
    accepted = await packs.do("acceptPackOffer", "AcceptPackOfferInput", again, tenant="light")
    twice = await packs.do("declinePackOffer", "DeclinePackOfferInput", again, shown=shown, tenant="light")
    assert accepted["message"] == twice["message"] == "the offer is declined"
    await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    back = {"id": offer["id"], "expectedVersion": offer["version"]}
    await packs.do("withdrawPackOffer", "WithdrawPackOfferInput", back, shown=OFFER, tenant="chem")
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    assert received["state"] == "DECLINED"
    await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    states = [
        each["state"] for each in (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    ]
    assert sorted(states) == ["DECLINED", "OPEN"]


@pytest.mark.parametrize("role", ["auditor", "viewer"])
async def test_a_refused_upload_keeps_nothing_and_leaves_an_event(
    graphql: GraphqlClient, open_work: OpenWork, role: str
) -> None:
    response = await graphql.http.post("/packs", content=named("own_glass"), headers=graphql.headers(role, "chem"))

    assert response.status_code == 403
    async with open_work() as work:
        assert await work.all(PackUpload) == []
    latest = "{ events(first: 1) { nodes { action subjectType subjectId member { role } } } }"
    assert (await graphql(latest, as_="admin", tenant="chem"))["events"]["nodes"] == [
        {"action": "denied", "subjectType": "Upload", "subjectId": "/packs", "member": {"role": role.upper()}}
    ]


async def test_an_accepted_pack_never_takes_the_place_of_another(graphql: GraphqlClient, packs: Packs) -> None:
    await packs.take(named("own_glass"), tenant="light")
    own = await packs.take(with_value("0.1.0", "3.9"))
    given = {"id": own["id"], "tenant": "light"}
    await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    (received,) = (await graphql(RECEIVED, as_="admin", tenant="light"))["receivedPackOffers"]["nodes"]
    for as_id in (None, "chemical", "own_Bad Id"):
        accept = {"id": received["id"], "expectedVersion": received["version"], "as": as_id}
        answer = await packs.do("acceptPackOffer", "AcceptPackOfferInput", accept, tenant="light")
        assert answer["__typename"] in ("InvalidInput", "InvalidContent")


@pytest.mark.parametrize(("tenant", "fault"), [("nowhere", "NotFound"), ("chem", "InvalidInput")])
async def test_a_pack_is_offered_to_another_tenant_that_exists(packs: Packs, tenant: str, fault: str) -> None:
    own = await packs.take(named("own_glass"))
    given = {"id": own["id"], "tenant": tenant}
    answer = await packs.do("offerPack", "OfferPackInput", given, shown=OFFER, tenant="chem")
    assert answer["__typename"] == fault


async def test_an_overlay_stays_on_the_version_it_was_made_on_until_somebody_carries_it_over(
    graphql: GraphqlClient, packs: Packs, drafting: Drafting
) -> None:
    await packs.enable(await packs.take(named("own_glass")))
    await drafting.begin()
    await drafting.override(ITEM, "value", 3.0)
    await drafting.override("own_glass:factor:GLS-DUST", "value", 0.3)
    await drafting.submit()
    await drafting.publish()
    await packs.enable(await packs.take(with_value("0.2.0", "3.9")))
    versions, value = await seen(graphql)
    assert (versions["own_glass"], value) == ("0.1.0", 3.0)

    await drafting.begin()
    query = """query ($id: ID!) { overlayDraft(id: $id) { rebases { pack packVersion conflicts
      outcomes { status theirs why change { ref value baseValue } } } } }"""
    (found,) = (await graphql(query, as_="expert", id=drafting.id))["overlayDraft"]["rebases"]
    assert (found["pack"], found["packVersion"], found["conflicts"]) == ("own_glass", "0.2.0", 1)
    conflict = next(each for each in found["outcomes"] if each["status"] == "CONFLICT")
    assert (conflict["change"]["baseValue"], conflict["theirs"], conflict["change"]["value"]) == (4.2, 3.9, 3.0)
    assert (await drafting.rebase("own_glass"))["__typename"] == "InvalidInput"
    settled = {"ref": ITEM, "path": ["value"], "choice": "NEW_VALUE", "value": 2.9}
    draft = await drafting.rebase("own_glass", settled)
    assert {each["ref"]: (each["value"], each["baseVersion"]) for each in draft["changes"]} == {
        "own_glass:factor:GLS-DUST": (0.3, "0.2.0"),
        ITEM: (2.9, "0.2.0"),
    }
    assert (await drafting.rebase("own_glass"))["__typename"] == "InvalidInput"
    await drafting.submit()
    assert (await drafting.publish())["number"] == 2
    versions, value = await seen(graphql)
    assert (versions["own_glass"], value) == ("0.2.0", 2.9)


async def test_an_overlay_that_only_moves_to_a_new_version_can_be_published(
    graphql: GraphqlClient, packs: Packs, drafting: Drafting
) -> None:
    await packs.enable(await packs.take(named("own_glass")))
    await drafting.begin()
    await drafting.override("own_glass:factor:GLS-DUST", "value", 0.3)
    await drafting.submit()
    await drafting.publish()
    await packs.enable(await packs.take(with_value("0.2.0", "3.9")))
    await drafting.begin()
    assert (await drafting.submit())["__typename"] == "InvalidInput"
    await drafting.rebase("own_glass")
    await drafting.submit()
    assert (await drafting.publish())["number"] == 2
    assert (await seen(graphql))[1] == 3.9


async def test_a_pack_whose_content_is_damaged_takes_nothing_else_away(
    graphql: GraphqlClient, packs: Packs, open_work: OpenWork, province: Province
) -> None:
    taken = await packs.take(named("own_glass"))
    async with open_work("admin") as work:
        damaged = StoredPack(
            tenant_id=province.tenants["chem"],
            pack="own_glass",
            pack_version="0.2.0",
            content_hash="0" * 64,
            content=b"damaged",
        )
        work.session.add(damaged)
        own = await work.get(OwnPack, taken["id"].partition(":")[2])
        await work.change(own, None, "ownPackEnabled", enabled=True, content_hash=damaged.content_hash)
    versions, value = await seen(graphql)
    assert ("chemical" in versions, "own_glass" in versions, value) == (True, False, None)
