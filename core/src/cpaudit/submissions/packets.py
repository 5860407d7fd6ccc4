"""A packet's content: written canonically, known by its hash, and checked whenever it is read.

The hash is over the text as it stands, so that whoever has the text checks it with any SHA-256. The text is JSON
with the keys in order, no spaces and no escapes that JSON does not ask for. What is added up along the chain is in
it as decimal text and never as a JSON number.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpaudit.errors import CpauditError
from cpaudit.submissions.models import Packet

SCHEMA = "cpaudit.packet/1"
"""Shape of the contents that this release writes; it reads those of the same major number."""

Content = Mapping[str, Any]
"""The content of a packet, as JSON gives it."""


class Tampered(CpauditError):
    """A stored packet is not what was handed over."""

    code = "TAMPERED"


@dataclass(frozen=True, slots=True)
class Opened:
    """A packet whose content was found to be what its hash says."""

    packet: Packet
    content: Content

    @property
    def hash(self) -> str:
        """SHA-256 of the content."""
        return self.packet.content_hash

    @property
    def body(self) -> Content:
        """What the packet is about; the rest of the content is its envelope."""
        body: Content = self.content["body"]
        return body


def canonical(content: Content) -> str:
    """The one text of a content."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of a packet's text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def compressed(text: str) -> bytes:
    """A packet's text as it is stored."""
    return zlib.compress(text.encode())


def text_of(content: bytes, content_hash: str) -> str:
    """The text of a stored packet.

    Raises:
        Tampered: it is not the text with this hash.
    """
    try:
        text = zlib.decompress(content).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise _tampered(content_hash) from error
    if hash_of(text) != content_hash:
        raise _tampered(content_hash)
    return text


def open_packet(packet: Packet) -> Opened:
    """A packet with its content.

    Raises:
        Tampered: what is stored is not what was handed over: content, hash and columns do not fit each other.
    """
    content = json.loads(text_of(packet.content, packet.content_hash))
    columns = [packet.kind.value, packet.chain, packet.number, packet.previous_hash, packet.owner]
    if columns != [*(content[name] for name in ("kind", "chain", "number", "previous")), content["owner"]["code"]]:
        raise _tampered(packet.content_hash)
    return Opened(packet, content)


def _tampered(content_hash: str) -> Tampered:
    return Tampered(
        f"the packet {content_hash[:12]}… is not what was handed over",
        path=("packet", content_hash),
        remedy="have it handed over again by whom it came from, and look for who changed the database",
    )
