"""A plugin that cannot be used is quarantined with the reason, and harms nobody else."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from cpaudit import hookimpl
from cpaudit.contributions import ContentPack
from cpaudit.errors import NotFound
from cpaudit.plugins import PluginHost, PluginSource, PluginStage, PluginStatus, PluginsUnfit

if TYPE_CHECKING:
    from tests.plugins.conftest import Site

SAMPLE_PACK = Path(__file__).parents[1] / "contributions" / "packs" / "glass"
HOOKIMPL = "from cpaudit import ContentPack, Requirement, hookimpl\n"
CONTENT = HOOKIMPL + "@hookimpl\ndef cpaudit_content(): return ContentPack.of_package(__name__)\n"


def test_an_installed_plugin_is_ready_with_its_pack(site: Site) -> None:
    site.install("glass")

    host = site.host()

    (plugin,) = host.plugins
    assert (plugin.name, plugin.distribution, plugin.version) == ("glass", "cpaudit-glass", "0.1.0")
    assert plugin.health.status is PluginStatus.READY
    assert host.pack("glass").options[0].ref == "glass:option:GLS-O-01"


def test_a_plugin_without_hooks_is_its_manifest(site: Site) -> None:
    site.install("glass", "")

    pack = site.host().pack("glass")

    assert pack.manifest.name.in_language("en") == "Glass"
    assert pack.options == ()


@pytest.mark.parametrize(
    ("code", "stage", "message"),
    [
        ("import no_such_module_anywhere", PluginStage.IMPORT, "no_such_module_anywhere"),
        ("raise SystemExit(3)", PluginStage.IMPORT, "SystemExit: 3"),
        ("def (:", PluginStage.IMPORT, "SyntaxError"),
        ("import warnings; warnings.warn('old', DeprecationWarning)", PluginStage.IMPORT, "DeprecationWarning"),
        (
            HOOKIMPL + "@hookimpl\ndef cpaudit_contents(): ...",
            PluginStage.HOOKS,
            "there is no hook 'cpaudit_contents', did you mean 'cpaudit_content'?",
        ),
        (
            HOOKIMPL + "@hookimpl\ndef cpaudit_phase_requirements(audit, phase, weather): ...",
            PluginStage.HOOKS,
            "weather",
        ),
        (
            HOOKIMPL + "@hookimpl\nasync def cpaudit_phase_requirements(audit): ...",
            PluginStage.HOOKS,
            "cpaudit_phase_requirements is async",
        ),
        (
            HOOKIMPL + "@hookimpl\nasync def cpaudit_phase_requirements(audit):\n    yield 1",
            PluginStage.HOOKS,
            "cpaudit_phase_requirements is async",
        ),
        (
            HOOKIMPL + "@hookimpl(wrapper=True)\ndef cpaudit_phase_requirements(audit):\n    return (yield)",
            PluginStage.HOOKS,
            "is a hook wrapper",
        ),
        ("def cpaudit_content(): ...", PluginStage.HOOKS, "cpaudit_content is not marked with @hookimpl"),
        (
            HOOKIMPL + "@hookimpl\ndef cpaudit_content(): ...\n@hookimpl(specname='cpaudit_content')\ndef more(): ...",
            PluginStage.HOOKS,
            "cpaudit_content is implemented 2 times",
        ),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_content(): return {}", PluginStage.CONTENT, "returned dict"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_content(): 1 / 0", PluginStage.CONTENT, "ZeroDivisionError"),
        (
            HOOKIMPL + "class Odd(Exception):\n    def __str__(self): raise ValueError\n"
            "@hookimpl\ndef cpaudit_content(): raise Odd",
            PluginStage.CONTENT,
            "Odd",
        ),
    ],
)
def test_code_that_cannot_be_used_is_quarantined_and_its_neighbour_is_not(
    site: Site, code: str, stage: PluginStage, message: str
) -> None:
    site.install("broken", code)
    site.install("glass")

    broken, glass = site.host().plugins

    assert (broken.health.status, broken.health.phase) == (PluginStatus.QUARANTINED, stage)
    assert message in broken.health.message
    assert (broken.pack, broken.version) == (None, "0.1.0")
    assert broken.manifest is not None
    assert broken.manifest.id == "broken"
    assert glass.health.status is PluginStatus.READY


@pytest.mark.parametrize(
    ("code", "line", "remedy"),
    [
        ("import no_such_module", 1, "install what provides 'no_such_module'"),
        ("\ndef (:", 2, "repair the module"),
        ("\n1 / 0", 2, "repair the module"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_contents(): ...", 2, "write the hook as its reference has it"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_review(weather): ...", 2, "write the hook as its reference has it"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_content(): 1 / 0", 3, "repair the content"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_content(): return {}", 2, "repair the content"),
        (HOOKIMPL + "@hookimpl\ndef cpaudit_graphql(): 1 / 0", 3, "repair what the hook gives"),
    ],
)
def test_the_record_says_where_in_the_package_it_is_and_what_to_do(
    site: Site, code: str, line: int, remedy: str
) -> None:
    site.install("broken", code)

    health = site.load("broken").health

    assert health.place == f"site_cpaudit_broken/__init__.py:{line}"
    assert remedy in health.remedy


def test_an_argument_that_a_hook_does_not_have_is_told_with_those_that_it_has(site: Site) -> None:
    site.install("broken", HOOKIMPL + "@hookimpl\ndef cpaudit_phase_requirements(audit, weather): ...")

    assert site.load("broken").health.message == (
        "cpaudit_phase_requirements takes 'weather', which the hook does not have; it has audit, phase, settings"
    )


def test_a_newer_api_is_answered_with_what_to_install(site: Site) -> None:
    manifest = site.install("broken", "") / "pack" / "pack.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("api = 1", "api = 2"), "utf-8")

    health = site.load("broken").health

    assert health.place == "pack/pack.toml: api"
    assert "install a cpaudit that speaks plugin API 2, or a version of cpaudit-broken for API 1" in health.remedy


def test_the_traceback_leads_to_the_line_in_the_plugin(site: Site) -> None:
    package = site.install("broken", "\n\nraise LookupError('no kiln')")

    health = site.load("broken").health

    assert f'File "{package / "__init__.py"}", line 3' in health.traceback


@pytest.mark.parametrize(
    ("old", "new", "stage", "message"),
    [
        ('version = "0.1.0"', 'version = "0.2.0"', PluginStage.COMPATIBILITY, "the distribution is 0.1.0"),
        ("api = 1", "api = 2", PluginStage.COMPATIBILITY, "plugin API 2, this cpaudit speaks 1"),
        ('id = "broken"', 'id = "other"', PluginStage.COMPATIBILITY, "named 'broken', the pack 'other'"),
        ('id = "broken"', 'id = "no-name"', PluginStage.MANIFEST, "pack.toml:2: id"),
        ("api = 1", "api = ", PluginStage.MANIFEST, "pack.toml:4: is not TOML"),
    ],
)
def test_a_manifest_that_does_not_fit_is_found_before_anything_is_imported(
    site: Site, old: str, new: str, stage: PluginStage, message: str
) -> None:
    package = site.install("broken", "raise RuntimeError('imported')")
    manifest = package / "pack" / "pack.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")

    health = site.load("broken").health

    assert (health.status, health.phase) == (PluginStatus.QUARANTINED, stage)
    assert message in health.message
    assert package.name not in sys.modules


def test_a_newer_manifest_is_read_leniently(site: Site) -> None:
    package = site.install("glass")
    with (package / "pack" / "pack.toml").open("a", encoding="utf-8") as manifest:
        manifest.write("\n[later]\nkey = 1\n")

    plugin = site.load("glass")

    assert plugin.health.status is PluginStatus.READY
    assert plugin.pack is not None
    assert [str(warning) for warning in plugin.pack.warnings] == ["pack.toml:19: later: unknown key"]


@pytest.mark.parametrize(
    ("value", "message"),
    [("no_such_package_here", "no module named"), ("site_cpaudit_bare", "no pack/pack.toml beside the module")],
)
def test_an_entry_point_that_leads_nowhere_is_quarantined(site: Site, value: str, message: str) -> None:
    site.install("bare", value=value, pack="")

    health = site.load("bare").health

    assert (health.status, health.phase) == (PluginStatus.QUARANTINED, PluginStage.MANIFEST)
    assert message in health.message


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("options/furnace.yaml", "unit: t/h", "unit: furlong", "options/furnace.yaml:12"),
        ("factors/furnace.csv", "sample,row 3", "nowhere,row 3", "factors/furnace.csv:5"),
        ("checklists/furnace.yaml", "code: GLS-002", "code: GLS-001", "checklists/furnace.yaml:13"),
    ],
)
def test_content_that_cannot_be_used_is_quarantined_with_file_and_line(
    site: Site, file: str, old: str, new: str, message: str
) -> None:
    path = site.install("broken", CONTENT) / "pack" / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    health = site.load("broken").health

    assert (health.status, health.phase) == (PluginStatus.QUARANTINED, PluginStage.CONTENT)
    assert message in health.message


def test_a_pack_that_is_not_the_one_in_pack_toml_is_refused(site: Site) -> None:
    site.install("glass", CONTENT)
    other = HOOKIMPL + "@hookimpl\ndef cpaudit_content(): return ContentPack.of_package('site_cpaudit_glass')\n"
    site.install("other", other)

    health = site.load("other").health

    assert health.phase is PluginStage.CONTENT
    assert health.message == "cpaudit_content gives glass 0.1.0, pack.toml says other 0.1.0"


@pytest.mark.parametrize(("first", "second"), [("glass", "glass"), ("flat_glass", "flatglass")])
def test_of_two_plugins_with_one_namespace_the_second_is_quarantined_with_both_named(
    site: Site, first: str, second: str
) -> None:
    site.install(second, "raise RuntimeError('imported')", distribution="zebra-glass")
    site.install(first, distribution="alpha-glass")

    host = site.host()

    alpha, zebra = host.plugins
    assert alpha.health.status is PluginStatus.READY
    assert (zebra.health.status, zebra.health.phase) == (PluginStatus.QUARANTINED, PluginStage.COLLISION)
    assert "zebra-glass" in zebra.health.message
    assert "alpha-glass" in zebra.health.message
    assert "site_zebra_glass" not in sys.modules
    assert host.pack(first) is alpha.pack


def test_a_quarantined_plugin_takes_its_name_from_nobody(site: Site) -> None:
    site.install("glass", "1 / 0", distribution="alpha-glass")
    site.install("glass", distribution="zebra-glass")

    alpha, zebra = site.host().plugins

    assert (alpha.fit, zebra.fit) == (False, True)


class SampleGlass:
    """A plugin that is an object."""

    @staticmethod
    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack.from_directory(SAMPLE_PACK)


def test_an_object_is_a_plugin_without_an_entry_point() -> None:
    host = PluginHost([PluginSource.of_object("glass", SampleGlass())], known_unit=lambda unit: True)

    assert host.pack("glass") == ContentPack.from_directory(SAMPLE_PACK)


def test_a_module_made_by_hand_is_a_plugin_too() -> None:
    module = ModuleType("made_by_hand")
    module.cpaudit_content = SampleGlass.cpaudit_content

    host = PluginHost([PluginSource.of_object("glass", module)], known_unit=lambda unit: True)

    assert host.plugins[0].fit


def test_an_imported_package_is_read_from_its_manifest_like_an_installed_one(site: Site) -> None:
    site.install("glass", "", version="0.1.0")
    module = importlib.import_module("site_cpaudit_glass")

    host = PluginHost([PluginSource.of_object("glass", module, version="0.2.0")], known_unit=lambda unit: True)

    assert "the distribution is 0.2.0" in host.plugins[0].health.message


def test_an_object_with_neither_pack_nor_hook_is_no_plugin() -> None:
    host = PluginHost([PluginSource.of_object("nothing", object())], known_unit=lambda unit: True)

    assert host.plugins[0].health.phase is PluginStage.MANIFEST


def test_the_ids_of_packs_that_tenants_upload_are_no_plugins(site: Site) -> None:
    site.install("own_glass")

    (plugin,) = site.host().plugins

    assert plugin.health.status is PluginStatus.QUARANTINED
    assert plugin.health.phase is PluginStage.COMPATIBILITY
    assert "left to packs that tenants upload" in plugin.health.message


def test_an_object_whose_pack_has_another_name_is_refused() -> None:
    host = PluginHost([PluginSource.of_object("paper", SampleGlass())], known_unit=lambda unit: True)

    assert host.plugins[0].health.phase is PluginStage.COMPATIBILITY
    assert "named 'paper', the pack 'glass'" in host.plugins[0].health.message


def test_one_object_cannot_be_two_plugins() -> None:
    plugin = SampleGlass()
    sources = [PluginSource.of_object(name, plugin) for name in ("glass", "glass_two")]

    first, second = PluginHost(sources, known_unit=lambda unit: True).plugins

    assert first.fit
    assert (second.health.phase, second.fit) == (PluginStage.HOOKS, False)
    assert "already registered" in second.health.message


def test_strict_refuses_to_start_and_names_every_unfit_plugin(site: Site) -> None:
    site.install("broken", "1 / 0")
    site.install("worse", "raise SystemExit")

    with pytest.raises(PluginsUnfit) as caught:
        PluginHost.discover(known_unit=lambda unit: True, strict=True)

    assert {"broken", "worse"} <= {plugin.name for plugin in caught.value.plugins}
    assert "ZeroDivisionError" in caught.value.message


def test_safe_mode_loads_none(site: Site) -> None:
    site.install("glass", "raise RuntimeError('imported')")

    host = PluginHost.discover(known_unit=lambda unit: True, safe_mode=True, strict=True)

    assert host.plugins == ()
    assert "site_cpaudit_glass" not in sys.modules


def test_a_pack_that_is_not_there_is_not_found(site: Site) -> None:
    site.install("broken", "1 / 0")

    with pytest.raises(NotFound, match="no pack 'broken'"):
        site.host().pack("broken")


def test_the_packs_of_a_tenant_are_the_shared_one_and_those_it_enabled(site: Site) -> None:
    for name in ("glass", "paper", "steel"):
        site.install(name)
    site.install("broken", "1 / 0")

    host = site.host()

    assert [pack.id for pack in host.packs({"steel", "glass", "broken"})] == ["common", "glass", "steel"]
    assert host.pack("common") is host.packs(())[0]
    assert host.content(host.pack("common").content_hash) is host.pack("common")


def test_no_plugin_takes_the_place_of_the_shared_pack(site: Site) -> None:
    site.install("common")

    (plugin,) = site.host().plugins

    assert not plugin.fit
    assert plugin.health.phase is PluginStage.COLLISION
    assert "all industries share" in plugin.health.message
