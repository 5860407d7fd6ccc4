"""Secrets: passwords and bearer tokens."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cpaudit.errors import InvalidInput

SHORTEST_PASSWORD = 12
_PREFIX = "cpa_"
_hasher = PasswordHasher()


def hash_quickly() -> None:
    """Make hashes in this process from now on that are soon guessed: for servers whose people are made up."""
    global _hasher
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    _hash_of_nobody.cache_clear()


def hash_password(password: str) -> str:
    """The Argon2id hash of a password.

    Raises:
        InvalidInput: it is too short.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            f"a password has at least {SHORTEST_PASSWORD} characters",
            path=("input", "password"),
            remedy="choose longer",
        )
    return _hasher.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one that was hashed; always takes the time of a comparison."""
    try:
        return _hasher.verify(password_hash or _hash_of_nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    """What is compared where there is no account, so that an unknown address takes as long as a wrong password."""
    return _hasher.hash(secrets.token_hex(16))


def new_token() -> str:
    """A bearer token with 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """The hash under which a token is kept. A fast hash is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
