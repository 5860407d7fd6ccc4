"""What a tenant's administrator may set of a plugin."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class PluginSettings(BaseModel):
    """Base of a plugin's settings: a frozen Pydantic model, one set of values for each tenant.

    A field of the type ``pydantic.SecretStr`` is a secret: it can be written and never read back, and is encrypted
    where it is stored. A field without a default has to be set before the plugin can be used. Descriptions of
    fields are shown to the administrator::

        class GlassSettings(PluginSettings):
            cullet_share: float = Field(0.3, ge=0, le=1, description="Below this share a finding is made.")
            registry_token: SecretStr | None = Field(None, description="For the kiln registry.")
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
