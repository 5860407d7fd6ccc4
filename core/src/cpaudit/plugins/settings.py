"""The settings that a plugin takes from each tenant: what they may be, and what is wrong with those that are given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import ValidationError

from cpaudit.contributions import PluginSettings
from cpaudit.errors import InvalidInput, PathPart
from cpaudit.plugins.answers import PluginFault

LONGEST_SETTINGS = 65_536
"""Characters of one tenant's settings of one plugin, as JSON."""

HIDDEN = "**********"
"""What stands in the place of a secret, as Pydantic writes it."""

_HOOK = "cpaudit_settings"
_AUTHORS = ("value_error", "assertion_error")


class SettingsUnusable(Exception):
    """A plugin's model of its settings cannot be used."""


@dataclass(frozen=True, slots=True)
class SettingsModel:
    """What a plugin's settings may be.

    Attributes:
        plugin: the plugin.
        model: its Pydantic model.
        schema: the model's JSON Schema.
        secrets: names of the settings that are secret.
    """

    plugin: str
    model: type[PluginSettings]
    schema: Mapping[str, object]
    secrets: tuple[str, ...]

    @classmethod
    def of(cls, plugin: str, model: type[PluginSettings]) -> Self:
        """The settings of a plugin whose hook gave this model.

        Raises:
            SettingsUnusable: it is no model that settings can be stored for.
        """
        schema = model.model_json_schema()
        properties = schema.get("properties", {})
        secrets = tuple(name for name, each in properties.items() if _is_secret(each))
        elsewhere = {**schema, "properties": {name: each for name, each in properties.items() if name not in secrets}}
        if '"writeOnly": true' in json.dumps(elsewhere):
            raise SettingsUnusable(
                "a secret is a setting of its own: SecretStr, or SecretStr | None; not inside another"
            )
        aliased = [name for name, field in model.model_fields.items() if field.alias or field.validation_alias]
        if aliased:
            raise SettingsUnusable(f"a setting is called what its field is called; no alias for {', '.join(aliased)}")
        return cls(plugin, model, schema, secrets)

    def read(self, given: Mapping[str, object], secrets: Mapping[str, str]) -> PluginSettings:
        """The settings that were given, with the defaults of the others.

        Args:
            given: those that are not secret, as JSON.
            secrets: those that are.

        Raises:
            InvalidInput: the model does not accept them, or does not know them. No secret is in the message.
            PluginFault: the plugin failed while it looked at them.
        """
        for name in given:
            if name in self.secrets:
                raise InvalidInput(
                    f"{name} is a secret", path=("input", "settings", name), remedy="give it among the secrets"
                )
        for name in secrets:
            if name not in self.secrets:
                raise InvalidInput(
                    f"{name!r} is none of the plugin's secrets",
                    path=("input", "secrets", name),
                    remedy=f"its secrets are: {', '.join(self.secrets) or 'none'}",
                )
        encoded = _storable({**given, **secrets})
        problem: InvalidInput | PluginFault
        # Raised outside the handlers: what Pydantic raised holds the secrets, and a log would print it as the cause.
        try:
            return self.model.model_validate_json(encoded, extra="forbid")
        except ValidationError as error:
            problem = self._refusal(error, secrets.values())
        except Exception as error:
            # Whatever else a validator raises is the plugin's fault, and its text may hold a secret.
            problem = PluginFault(self.plugin, _HOOK, f"its model raised {type(error).__name__}")
        raise problem

    def usable(self, given: Mapping[str, object], secrets: Mapping[str, str]) -> PluginSettings | PluginFault:
        """The settings as :meth:`read` gives them, or the plugin's fault in place of them."""
        try:
            return self.read(given, secrets)
        except InvalidInput as error:
            return self.fault(error.message)
        except PluginFault as fault:
            return fault

    def fault(self, reason: str) -> PluginFault:
        """The fault in the place of settings that cannot be used."""
        remedy = "set it up with configurePlugin, or disable it"
        return PluginFault(self.plugin, _HOOK, f"its settings cannot be used: {reason}", remedy=remedy)

    def shown(self, settings: PluginSettings) -> dict[str, object]:
        """All settings but the secret ones, as JSON, defaults included."""
        public = set(self.model.model_fields).difference(self.secrets)
        shown: dict[str, object] = settings.model_dump(mode="json", include=public)
        # A computed field may repeat a secret.
        return {name: value for name, value in shown.items() if name in public}

    def _refusal(self, error: ValidationError, secrets: Iterable[str]) -> InvalidInput:
        problems = [
            (tuple(each["loc"]), self._told(tuple(each["loc"]), each["type"], each["msg"], secrets))
            for each in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        where = problems[0][0]
        room = "secrets" if where[:1] and where[0] in self.secrets else "settings"
        told = "; ".join(f"{'.'.join(map(str, loc))}: {message}" if loc else message for loc, message in problems)
        return InvalidInput(told, path=("input", room, *where), remedy="see the plugin's settings.jsonSchema")

    def _told(self, loc: tuple[PathPart, ...], kind: str, message: str, secrets: Iterable[str]) -> str:
        if kind in _AUTHORS and loc[:1] and loc[0] in self.secrets:
            # Written by the plugin's author, perhaps with the value in it, changed or not.
            return "the plugin does not accept this value"
        for secret in secrets:
            if secret:
                message = message.replace(secret, HIDDEN)
        return message


def _storable(settings: Mapping[str, object]) -> bytes:
    path: Sequence[PathPart] = ("input", "settings")
    try:
        text = json.dumps(settings, ensure_ascii=False, allow_nan=False)
        encoded = text.encode()
    except ValueError as error:
        raise InvalidInput("the settings hold what is no JSON", path=path) from error
    if len(text) > LONGEST_SETTINGS:
        raise InvalidInput(f"the settings have more than {LONGEST_SETTINGS} characters as JSON", path=path)
    if "\\u0000" in text:
        raise InvalidInput("a text holds a NUL character", path=path, remedy="leave it out")
    return encoded


def _is_secret(schema: Mapping[str, object]) -> bool:
    parts = schema.get("anyOf", ())
    options = parts if isinstance(parts, list) else []
    return schema.get("writeOnly") is True or any(each.get("writeOnly") is True for each in options)
