"""What a plugin can be set to: which models can be stored, and how hooks get the settings."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import BaseModel, Field, SecretStr

from cpaudit import ContentPack, PluginSettings, hookimpl
from cpaudit.contributions import AuditView, Industry, Manifest, Requires
from cpaudit.phases import METHODS, MethodKey, PhaseKey
from cpaudit.plugins import EnabledPlugins, PluginFault, PluginHost, PluginSource, PluginStage, PluginStatus
from cpaudit.text import LocalizedText

PHASE = METHODS[MethodKey.HANDBOOK_1996].phase(PhaseKey.ORGANIZATION)


class Shared(PluginSettings):
    share: float = 0.5


class Required(PluginSettings):
    share: float


class Nested(PluginSettings):
    class Login(BaseModel):
        password: SecretStr

    login: Login


class Listed(PluginSettings):
    tokens: tuple[SecretStr, ...] = ()


class Aliased(PluginSettings):
    share: float = Field(default=0.5, alias="Share")


def host_of(settings: object, seen: list[object]) -> PluginHost:
    text = LocalizedText({"zh-CN": "示例", "en": "sample"})
    manifest = Manifest(
        id="kiln",
        version="1",
        api=1,
        licence="MIT",
        name=text,
        description=text,
        industry=Industry(code="X", gb4754=("30",)),
    )

    @hookimpl
    def cpaudit_content() -> ContentPack:
        return ContentPack(manifest=manifest)

    @hookimpl
    def cpaudit_settings() -> object:
        return settings

    @hookimpl
    def cpaudit_phase_requirements(settings: object) -> tuple[()]:
        seen.append(settings)
        return ()

    given = {"cpaudit_content": cpaudit_content, "cpaudit_phase_requirements": cpaudit_phase_requirements}
    if settings is not None:
        given["cpaudit_settings"] = cpaudit_settings
    return PluginHost([PluginSource.of_object("kiln", SimpleNamespace(**given))], known_unit=bool)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Nested, "a secret is a setting of its own"),
        (Listed, "a secret is a setting of its own"),
        (Aliased, "no alias for share"),
        (BaseModel, "PluginSettings"),
        (Shared(), "PluginSettings"),
    ],
)
def test_a_model_for_which_settings_cannot_be_stored_quarantines_the_plugin(settings: object, message: str) -> None:
    (plugin,) = host_of(settings, []).plugins
    assert (plugin.health.status, plugin.health.phase) == (PluginStatus.QUARANTINED, PluginStage.CONTRIBUTIONS)
    assert message in plugin.health.message


def test_a_hook_gets_what_is_set_or_the_defaults_or_nothing(audit: AuditView) -> None:
    seen: list[object] = []
    host = host_of(Shared, seen)
    host.call_phase_requirements(("kiln",), audit, PHASE)
    host.call_phase_requirements(EnabledPlugins(("kiln",), {"kiln": Shared(share=0.25)}), audit, PHASE)
    host_of(None, seen).call_phase_requirements(("kiln",), audit, PHASE)
    assert seen == [Shared(share=0.5), Shared(share=0.25), None]


def test_a_hook_is_not_called_without_settings_that_it_needs_and_the_plugin_stays_ready(audit: AuditView) -> None:
    seen: list[object] = []
    host = host_of(Required, seen)
    fault = PluginFault("kiln", "cpaudit_settings", "a secret cannot be read")
    for enabled in (("kiln",), EnabledPlugins(("kiln",), {"kiln": fault})):
        (asked,) = host.call_phase_requirements(enabled, audit, PHASE)
        assert (asked.plugin, asked.value.code, asked.value.met) == ("kiln", "PLUGIN_FAILED", False)
    assert seen == []
    assert host.plugins[0].health.status is PluginStatus.READY


@pytest.mark.parametrize(
    ("range_", "version", "accepted"),
    [
        (None, "0.1", True),
        (">=1.2,<2", "1.2", True),
        (">=1.2,<2", "2.0", False),
        (">=1.2,<2", "1.3rc1", True),
        ("~=1.4", "1.5.1", True),
        (">=1", "1.0-of-the-house", False),
    ],
)
def test_versions_are_compared_as_those_of_distributions(range_: str | None, version: str, accepted: bool) -> None:
    assert Requires(id="kiln", version=range_).accepts(version) is accepted


def test_a_range_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="'newest' is no range of versions"):
        Requires(id="kiln", version="newest")
