"""Content that is kept in the database: the same pack comes back, and nobody can change or remove it."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlmodel import delete

from conftest import PLUGINS
from cpaudit.contributions import ContentPack
from cpaudit.contributions.stored_form import StoredContentError, from_stored, to_stored
from cpaudit.library import StoredPack, read_packs, store_packs
from cpaudit.plugins import PluginHost
from cpaudit.storage.database import Database, Scope
from support.stages import OpenWork


@pytest.mark.parametrize("name", PLUGINS)
def test_a_pack_comes_back_as_it_was_to_the_last_item(host: PluginHost, name: str) -> None:
    pack = host.pack(name)
    again = from_stored(to_stored(pack), pack.content_hash)
    assert again.manifest == pack.manifest
    assert list(again.contributions()) == list(pack.contributions())
    assert again.content_hash == pack.content_hash
    assert to_stored(again) == to_stored(pack)


def test_every_kind_of_item_comes_back_in_the_order_of_the_pack(packs: tuple[ContentPack, ...]) -> None:
    for pack in packs:
        again = from_stored(to_stored(pack), pack.content_hash)
        assert [item.ref for item in again.contributions()] == [item.ref for item in pack.contributions()]


def test_stored_content_that_is_not_what_was_stored_is_refused(packs: tuple[ContentPack, ...]) -> None:
    stored = to_stored(packs[0])
    with pytest.raises(StoredContentError, match="has the hash"):
        from_stored(stored.replace(b'"value":0.21', b'"value":0.22'), packs[0].content_hash)
    with pytest.raises(StoredContentError, match="cannot be read"):
        from_stored(b"{", packs[0].content_hash)
    with pytest.raises(StoredContentError, match="has the form 'another'"):
        from_stored(b'{"form":"another"}', packs[0].content_hash)


async def test_a_pack_is_stored_once_and_read_back(open_work: OpenWork, packs: tuple[ContentPack, ...]) -> None:
    async with open_work() as work:
        first = await store_packs(work.session, work.actor.tenant, packs)
    async with open_work() as work:
        assert await store_packs(work.session, work.actor.tenant, packs) == first
        hashes = [pack.content_hash for pack in packs]
        found = await read_packs(work.session, work.actor.tenant, [*hashes, "0" * 64])
        assert found == dict(zip(hashes, packs, strict=True))
        assert len(await work.all(StoredPack)) == len(packs)


async def test_a_tenant_does_not_read_what_another_stored(open_work: OpenWork, packs: tuple[ContentPack, ...]) -> None:
    async with open_work() as work:
        await store_packs(work.session, work.actor.tenant, packs)
        assert await read_packs(work.session, work.actor.tenant, [packs[0].content_hash])
    async with open_work(tenant="light") as work:
        assert await read_packs(work.session, work.actor.tenant, [packs[0].content_hash]) == {}


async def test_stored_content_can_neither_be_changed_nor_removed(
    open_work: OpenWork, database: Database, packs: tuple[ContentPack, ...]
) -> None:
    async with open_work() as work:
        await store_packs(work.session, work.actor.tenant, packs)
        tenant = work.actor.tenant
    for statement in (update(StoredPack).values(pack="other"), delete(StoredPack)):
        with pytest.raises(DBAPIError):
            async with database.writing(Scope(tenant)) as session:
                await session.exec(statement)
    async with open_work() as work:
        assert {each.pack for each in await work.all(StoredPack)} == {pack.id for pack in packs}
