"""Secrets are sealed for one place, with a key that can be replaced."""

from __future__ import annotations

import pytest

from cpaudit.errors import ConfigurationError
from cpaudit.storage.sealing import SecretKeys, SecretUnreadable

OLD, NEW = SecretKeys.new_key(), SecretKeys.new_key()
PLACE = ("tenant", "plugin", "name")


def test_what_is_sealed_opens_where_it_belongs_and_nowhere_else() -> None:
    keys = SecretKeys([OLD])
    sealed = keys.seal("密 secret", *PLACE)
    assert "secret" not in sealed
    assert keys.open(sealed, *PLACE) == "密 secret"
    for place in (("other", "plugin", "name"), ("tenant", "plugin"), ()):
        with pytest.raises(SecretUnreadable):
            keys.open(sealed, *place)


def test_the_first_key_seals_and_all_of_them_open() -> None:
    sealed = SecretKeys([OLD]).seal("secret", *PLACE)
    both = SecretKeys.parse(f" {NEW}, {OLD} ,")
    assert both.open(sealed, *PLACE) == "secret"
    renewed = both.renew(sealed)
    assert SecretKeys([NEW]).open(renewed, *PLACE) == "secret"
    with pytest.raises(SecretUnreadable):
        SecretKeys([OLD]).open(renewed, *PLACE)


def test_another_key_opens_nothing() -> None:
    sealed = SecretKeys([OLD]).seal("secret", *PLACE)
    for keys in (SecretKeys([NEW]), SecretKeys()):
        with pytest.raises(SecretUnreadable):
            keys.open(sealed, *PLACE)
    with pytest.raises(SecretUnreadable):
        SecretKeys([NEW]).renew(sealed)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(ConfigurationError) as refused:
        SecretKeys.parse("").seal("secret", *PLACE)
    assert refused.value.path == ("CPAUDIT_SECRET_KEY",)


@pytest.mark.parametrize("text", ["short", f"{OLD},short", "ä" * 44], ids=["short", "one of two short", "not ASCII"])
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        SecretKeys.parse(text)
    assert text not in str(refused.value)
    assert OLD not in str(refused.value)
