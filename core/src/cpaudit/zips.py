"""Zips that somebody sent: what they hold is judged before anything is unpacked, and no more is unpacked than they say.

What is too large, and how it is told, is the matter of those who take the zip.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What reading of a damaged or made-up zip raises."""

_PREFIX, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"
_ENCRYPTED = 0x1


def has_more_entries(content: bytes, most: int) -> bool:
    """Whether a zip lists more than *most* entries; told before its directory is read, which could be long."""
    return content.count(_ENTRY) > most


def entries_of(content: bytes) -> list[zipfile.ZipInfo]:
    """The entries of a zip, none of which is opened.

    Raises:
        BadZipFile: it is no zip, or its directory cannot be read.
    """
    if not content.startswith(_PREFIX):
        raise zipfile.BadZipFile("it does not begin like one")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except UNREADABLE as error:
        raise zipfile.BadZipFile(str(error)) from error


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Whether it takes a password to read."""
    return bool(entry.flag_bits & _ENCRYPTED)


def is_deflated(entry: zipfile.ZipInfo) -> bool:
    """Whether it is packed as every zip program packs, or not at all."""
    return entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def explodes(entry: zipfile.ZipInfo, *, ratio: int, small: int) -> bool:
    """Whether it unpacks to more than *ratio* times its packed size, and to more than *small* bytes."""
    return entry.file_size > small and entry.file_size > ratio * entry.compress_size


def overlap(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether entries share packed bytes: they unpack to more than any ratio shows."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + entry.compress_size
    return False


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The content of an entry; no more is read than the entry said, and its checksum is compared.

    Raises:
        BadZipFile: it cannot be unpacked, or unpacks to another size than it says.
    """
    try:
        with archive.open(entry) as packed:
            content = packed.read(entry.file_size + 1)
    except UNREADABLE as error:
        raise zipfile.BadZipFile(str(error)) from error
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile("unpacks to another size than the archive says")
    return content
