"""Settings, one of them a secret."""

from __future__ import annotations

from pydantic import Field, SecretStr

from cpaudit import PluginSettings


class DummySettings(PluginSettings):
    """What a tenant may set of the dummy."""

    least_answers: int = Field(1, ge=0, description="Fewer answers make a finding.")
    token: SecretStr | None = Field(None, description="An illustrative secret.")
