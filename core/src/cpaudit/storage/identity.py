"""Identifiers of rows."""

from __future__ import annotations

import secrets
import time


def new_id() -> str:
    """A new identifier: 32 hexadecimal digits that sort by the time they were made.

    The first twelve digits are milliseconds since 1970, the rest is random, so that identifiers
    made by several processes do not collide and an index grows at its end.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"
