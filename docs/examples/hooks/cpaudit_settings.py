"""Settings of a plugin: one that everybody may read, and a secret."""

from pydantic import Field, SecretStr

from cpaudit import PluginSettings, hookimpl


class GlassSettings(PluginSettings):
    """What a tenant's administrator may set."""

    least_answers: int = Field(0, ge=0, description="Fewer answers than this are pointed at in the review.")
    registry_token: SecretStr | None = Field(None, description="For the registry of furnaces.")


@hookimpl
def cpaudit_settings() -> type[PluginSettings]:
    """The model above."""
    return GlassSettings
