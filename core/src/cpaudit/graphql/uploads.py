"""Files that are sent within a mutation's input."""

from __future__ import annotations

import base64
import binascii

from cpaudit.errors import InvalidInput


def decoded(content: str) -> bytes:
    """The bytes of a file that was sent in Base64 as ``content``.

    Raises:
        InvalidInput: it is not Base64.
    """
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("the content is not Base64", path=("input", "content")) from error
