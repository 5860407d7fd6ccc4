"""Secrets at rest: sealed with a key that is not in the database, and opened only where they belong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cpaudit.errors import ConfigurationError, CpauditError

SECRET_KEY: Final = "CPAUDIT_SECRET_KEY"  # noqa: S105 - the name of a variable


class SecretUnreadable(CpauditError):
    """A secret is stored, but none of the keys opens it."""

    code = "SECRET_UNREADABLE"


class SecretKeys:
    """Keys that seal secrets. The first one seals; all of them open, so that a key can be replaced.

    What is sealed says where it belongs: copied to another place, it does not open there.
    """

    def __init__(self, keys: Iterable[str] = ()) -> None:
        """
        Args:
            keys: as :meth:`new_key` makes them; none, where no secret can be stored.

        Raises:
            ConfigurationError: one of them is no key; which text it is is not told.
        """
        try:
            fernets = [Fernet(key) for key in keys]
        except ValueError:
            fernets = None
        if fernets is None:
            raise ConfigurationError(
                "a key for secrets is not 32 bytes in URL-safe Base64",
                path=(SECRET_KEY,),
                remedy="make one with `cpaudit secret key`; put a comma between several",
            )
        self._keys = MultiFernet(fernets) if fernets else None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The keys of a text with commas between them, the one that seals first."""
        return cls(key for each in text.split(",") if (key := each.strip()))

    @staticmethod
    def new_key() -> str:
        """A new key, at random."""
        return Fernet.generate_key().decode()

    def seal(self, secret: str, *place: str) -> str:
        """Seal a secret for a place, such as a tenant, a plugin and a name.

        Raises:
            ConfigurationError: there is no key.
        """
        return self._required().encrypt(json.dumps([*place, secret]).encode()).decode()

    def open(self, sealed: str, *place: str) -> str:
        """The secret that was sealed for this place.

        Raises:
            SecretUnreadable: no key opens it, or it was sealed for another place.
        """
        content: list[str] = []
        if self._keys is not None:
            try:
                content = json.loads(self._keys.decrypt(sealed))
            except InvalidToken:
                content = []
        if content[:-1] != [*place] or not content:
            raise SecretUnreadable(
                "a stored secret cannot be read with the keys of this server",
                remedy=f"give {SECRET_KEY} the key it was sealed with, or set the secret anew",
            )
        return content[-1]

    def renew(self, sealed: str) -> str:
        """The same secret, sealed with the first key.

        Raises:
            ConfigurationError: there is no key.
            SecretUnreadable: no key opens it.
        """
        try:
            return self._required().rotate(sealed).decode()
        except InvalidToken as error:
            raise SecretUnreadable(
                "a stored secret cannot be read with the keys of this server",
                remedy=f"give {SECRET_KEY} the key it was sealed with, behind the new one",
            ) from error

    def _required(self) -> MultiFernet:
        if self._keys is None:
            raise ConfigurationError(
                "secrets cannot be stored, because this server has no key for them",
                path=(SECRET_KEY,),
                remedy=f"make a key with `cpaudit secret key`, set {SECRET_KEY} to it, and start the server again",
            )
        return self._keys
