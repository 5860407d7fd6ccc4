"""A plugin that does not return in time is given up, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest

from cpaudit.contributions import AuditView, ContentPack, ReviewFinding, Severity
from cpaudit.hookspecs import hookimpl
from cpaudit.plugins import PluginHost, PluginSource, PluginStage, PluginStatus, aside
from cpaudit.text import LocalizedText
from support.everything import PACK

SECONDS = 1.0
LONGEST = 60


def pack(name: str) -> ContentPack:
    return ContentPack(manifest=ContentPack.from_directory(PACK).manifest.model_copy(update={"id": name}))


class Quick:
    """A plugin that answers."""

    @hookimpl
    def cpaudit_content(self) -> ContentPack:
        return pack("quick")

    @hookimpl
    def cpaudit_review(self) -> Iterator[ReviewFinding]:
        text = LocalizedText({"zh-CN": "好", "en": "Fine"})
        yield ReviewFinding(code="FINE", severity=Severity.INFO, message=text)


class Hanging:
    """A plugin that loops, in Python alone, until it is released."""

    def __init__(self) -> None:
        self.released = False
        self.calls = 0
        self.called = threading.Event()
        self.returned = threading.Event()

    @hookimpl
    def cpaudit_content(self) -> ContentPack:
        return pack("hanging")

    @hookimpl
    def cpaudit_review(self) -> tuple[ReviewFinding, ...]:
        self.calls += 1
        self.called.set()
        while not self.released:
            pass
        self.returned.set()
        return ()


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    plugin = Hanging()
    yield plugin
    plugin.released = True


@pytest.fixture
def host(hanging: Hanging) -> PluginHost:
    sources = [PluginSource.of_object("hanging", hanging), PluginSource.of_object("quick", Quick())]
    return PluginHost(sources, known_unit=lambda unit: True, hook_seconds=SECONDS)


def codes(host: PluginHost, audit: AuditView) -> list[str]:
    return [f"{each.plugin} {each.value.code}" for each in host.call_review(("hanging", "quick"), audit)]


def test_it_is_a_fault_with_health_degraded_and_its_neighbour_is_heard(host: PluginHost, audit: AuditView) -> None:
    assert codes(host, audit) == ["hanging PLUGIN_FAILED", "quick FINE"]

    health = {plugin.name: plugin.health for plugin in host.plugins}
    assert (health["hanging"].status, health["hanging"].phase) == (PluginStatus.DEGRADED, PluginStage.CALL)
    assert "did not return within 1 seconds" in health["hanging"].message
    assert health["quick"].status is PluginStatus.READY


def test_it_is_not_called_again_until_it_has_returned(host: PluginHost, hanging: Hanging, audit: AuditView) -> None:
    for _ in range(3):
        assert codes(host, audit) == ["hanging PLUGIN_FAILED", "quick FINE"]
    assert hanging.calls == 1

    hanging.released = True
    assert hanging.returned.wait(LONGEST)
    while "hanging PLUGIN_FAILED" in codes(host, audit):
        pass
    assert codes(host, audit) == ["quick FINE"]


async def test_the_event_loop_goes_on_meanwhile(host: PluginHost, hanging: Hanging, audit: AuditView) -> None:
    asked = asyncio.create_task(aside(codes, host, audit))
    assert await asyncio.to_thread(hanging.called.wait, LONGEST)

    assert not asked.done()
    assert await asked == ["hanging PLUGIN_FAILED", "quick FINE"]


async def test_what_a_function_raises_aside_is_raised_to_who_waits() -> None:
    with pytest.raises(ZeroDivisionError):
        await aside(divmod, 1, 0)


def test_an_import_that_hangs_is_quarantined_and_the_others_are_loaded() -> None:
    release = threading.Event()
    stuck = PluginSource(name="stuck", distribution="a", version=None, module=None, load=lambda: release.wait())
    sources = [stuck, PluginSource.of_object("quick", Quick())]

    first, second = PluginHost(sources, known_unit=lambda unit: True, load_seconds=SECONDS).plugins
    release.set()

    assert (first.health.status, first.health.phase) == (PluginStatus.QUARANTINED, PluginStage.IMPORT)
    assert second.fit


def test_a_forked_process_has_threads_of_its_own(host: PluginHost, audit: AuditView) -> None:
    assert host.call_review(("quick",), audit)

    forked = os.fork()
    if forked == 0:
        answered = [each.value.code for each in host.call_review(("quick",), audit)]
        os._exit(0 if answered == ["FINE"] else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
