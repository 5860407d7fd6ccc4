"""Plugins that are made up for the tests, a kiln with settings and an oven that requires it; what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from pydantic import Field, SecretStr

from cpaudit import AuditView, ContentPack, LocalizedText, Phase, PluginSettings, Requirement, hookimpl
from cpaudit.contributions import Industry, Manifest, Requires
from cpaudit.plugins import PluginSource
from cpaudit.storage.sealing import SecretKeys
from support.client import GraphqlClient

KEY = SecretKeys.new_key()
SECRET = "s3cret-token-of-the-registry"
KILN_ASKED = "KILN_ASKED"


class KilnSettings(PluginSettings):
    """What the kiln can be set to."""

    share: float = Field(default=0.3, ge=0, le=1, description="Illustrative.")
    region: str = ""
    registry_token: SecretStr | None = None


def pack(name: str, version: str = "1.4.0", requires: Sequence[Requires] = ()) -> ContentPack:
    """A pack without items."""
    text = LocalizedText({"zh-CN": "示例", "en": name})
    industry = Industry(code="X", gb4754=("30",))
    return ContentPack(
        manifest=Manifest(
            id=name,
            version=version,
            api=1,
            licence="MIT",
            name=text,
            description=text,
            industry=industry,
            requires=tuple(requires),
        )
    )


def plugin(content: ContentPack, settings: type[PluginSettings] | None = None, **hooks: Any) -> PluginSource:
    """A plugin with this pack, these settings and these further hooks."""

    @hookimpl
    def cpaudit_content() -> ContentPack:
        return content

    @hookimpl
    def cpaudit_settings() -> type[PluginSettings]:
        assert settings is not None
        return settings

    given = {"cpaudit_content": cpaudit_content, **{name: hookimpl(hook) for name, hook in hooks.items()}}
    if settings is not None:
        given["cpaudit_settings"] = cpaudit_settings
    return PluginSource.of_object(content.id, SimpleNamespace(**given))


def ask_for_share(audit: AuditView, phase: Phase, settings: KilnSettings) -> Iterator[Requirement]:
    """A requirement that says what the kiln is set to."""
    token = "" if settings.registry_token is None else str(len(settings.registry_token.get_secret_value()))
    text = LocalizedText({"zh-CN": "示例", "en": f"share {settings.share} region {settings.region} token {token}"})
    yield Requirement(met=False, code=KILN_ASKED, message=text, remedy=text, path=())


def kiln(version: str = "1.4.0", settings: type[PluginSettings] = KilnSettings) -> PluginSource:
    """The kiln, which tells its settings at every gate."""
    return plugin(pack("kiln", version), settings, cpaudit_phase_requirements=ask_for_share)


def oven(version: str = ">=1.2,<2") -> PluginSource:
    """The oven, which requires a version of the kiln."""
    return plugin(pack("oven", requires=[Requires(id="kiln", version=version)]))


Serve = Callable[..., GraphqlClient]


STATE = """
    __typename
    ... on PluginState { plugin enabled hides { requiredBy runningAudits } }
    ... on Fault { code message path remedy }
"""
PLUGIN = """
    name enabled requires { plugin version } requiredBy health { status stage message }
    settings { version values secrets secretsSet problem jsonSchema }
"""


async def enable(graphql: GraphqlClient, name: str, **options: Any) -> dict[str, Any]:
    """Enable a plugin as the administrator; the state or the fault."""
    query = f"""mutation ($plugin: String!, $id: String) {{
        enablePlugin(plugin: $plugin, clientMutationId: $id) {{ {STATE} }}
    }}"""
    answer: dict[str, Any] = (await graphql(query, plugin=name, **{"as_": "admin", **options}))["enablePlugin"]
    return answer


async def disable(graphql: GraphqlClient, name: str, **options: Any) -> dict[str, Any]:
    """Disable a plugin as the administrator; the state or the fault."""
    query = f"""mutation ($plugin: String!, $dry: Boolean = false, $id: String) {{
        disablePlugin(plugin: $plugin, dryRun: $dry, clientMutationId: $id) {{ {STATE} }}
    }}"""
    answer: dict[str, Any] = (await graphql(query, plugin=name, **{"as_": "admin", **options}))["disablePlugin"]
    return answer


async def configure(graphql: GraphqlClient, **given: Any) -> dict[str, Any]:
    """Set the kiln up as the administrator; the plugin or the fault."""
    options = {name: given.pop(name) for name in ("as_", "tenant") if name in given}
    query = f"""mutation ($input: ConfigurePluginInput!) {{
        configurePlugin(input: $input) {{
            __typename ... on Plugin {{ {PLUGIN} }} ... on Fault {{ code message path remedy }}
            ... on Conflict {{ currentVersion }}
        }}
    }}"""
    given = {"plugin": "kiln", "expectedVersion": 0, "settings": {}, **given}
    answer: dict[str, Any] = (await graphql(query, input=given, **{"as_": "admin", **options}))["configurePlugin"]
    return answer


async def known(graphql: GraphqlClient, name: str = "kiln", **options: Any) -> dict[str, Any] | None:
    """What somebody is told of a plugin."""
    query = f"query ($name: String!) {{ plugin(name: $name) {{ {PLUGIN} }} }}"
    answer: dict[str, Any] | None = (await graphql(query, name=name, **{"as_": "admin", **options}))["plugin"]
    return answer
