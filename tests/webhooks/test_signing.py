"""What receivers are told to do verifies what is sent, and nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.errors import InvalidInput
from cpaudit.storage.tables import now
from cpaudit.webhooks.events import WEBHOOK_EVENTS
from cpaudit.webhooks.signing import read_secret, signed_headers

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def documented() -> Callable[..., bool]:
    """The function of the documentation, as it stands there."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own documentation
    function: Callable[..., bool] = names["verified"]
    return function


VERIFIED = documented()


@given(st.binary(max_size=200), st.binary(min_size=24, max_size=64))
def test_the_documented_function_accepts_what_is_sent(body: bytes, key: bytes) -> None:
    secret = "whsec_" + base64.b64encode(key).decode()
    headers = signed_headers(secret, "0192f0c1", now(), body)
    assert VERIFIED(secret, headers, body)


def test_it_refuses_what_was_changed_or_is_old_or_signed_with_another_secret() -> None:
    headers = signed_headers(SECRET, "0192f0c1", now(), b"{}")
    other = "whsec_" + base64.b64encode(bytes(32)).decode()
    assert not VERIFIED(SECRET, headers, b"{ }")
    assert not VERIFIED(other, headers, b"{}")
    assert not VERIFIED(SECRET, {**headers, "webhook-id": "another"}, b"{}")
    assert not VERIFIED(SECRET, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}, b"{}")
    assert not VERIFIED(SECRET, {**headers, "webhook-signature": "v1,"}, b"{}")
    old = signed_headers(SECRET, "0192f0c1", now() - timedelta(minutes=6), b"{}")
    assert not VERIFIED(SECRET, old, b"{}")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_" + "A" * 28, "whsec_" + "A" * 92, SECRET[6:], SECRET + "\n"])
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_secret(secret)
    assert secret[6:] == "" or secret[6:].strip() not in str(refused.value)


def test_the_page_lists_every_event_and_no_other() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))
    assert told == {name: text["en"] for name, text in WEBHOOK_EVENTS.items()}
