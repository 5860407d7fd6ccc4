"""How deliveries are signed: as `Standard Webhooks <https://www.standardwebhooks.com>`_ says, with HMAC-SHA256.

The signature is over ``id.timestamp.body``, so that neither can be exchanged; receivers use any of its libraries, or
the lines in ``docs/webhooks.md``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from cpaudit.errors import InvalidInput, PathPart

PREFIX = "whsec_"
KEY_BYTES = range(24, 65)
"""How many bytes a key may have."""


def read_secret(secret: str, *, path: Sequence[PathPart] = ("input", "secret")) -> bytes:
    """The key in a secret, ``whsec_`` and Base64.

    Raises:
        InvalidInput: it is none, or too short or too long; the message does not repeat it.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or len(key) not in KEY_BYTES:
        raise InvalidInput(
            f"a secret is {PREFIX} and Base64 of {KEY_BYTES[0]} to {KEY_BYTES[-1]} random bytes",
            path=path,
            remedy="make one at random; docs/webhooks.md says how",
        )
    return key


def signed_headers(secret: str, delivery_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that name and sign a delivery.

    Args:
        at: when it is sent; receivers refuse what is too old.
    """
    seconds = str(int(at.timestamp()))
    content = b".".join((delivery_id.encode(), seconds.encode(), body))
    digest = hmac.new(read_secret(secret), content, hashlib.sha256).digest()
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
