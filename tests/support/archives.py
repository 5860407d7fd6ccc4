"""Zips of the sample pack, sound ones and others."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

SAMPLE_PACK = Path(__file__).parents[1] / "contributions" / "packs" / "glass"


def zipped(
    files: Mapping[str, str | bytes] = {},
    *,
    around: str = "",
    more: Iterable[tuple[zipfile.ZipInfo, bytes]] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The sample pack as a zip, with some files replaced or added, whatever their names.

    Args:
        around: a folder in which everything lies, ending with a slash.
        more: entries with attributes of their own.
        method: how the given files are packed.
    """
    sample = {
        path.relative_to(SAMPLE_PACK).as_posix(): path.read_bytes()
        for path in sorted(SAMPLE_PACK.rglob("*"))
        if path.is_file()
    }
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, content in (sample | dict(files)).items():
            archive.writestr(around + name, content, compress_type=method if name in files else None)
        for entry, content in more:
            archive.writestr(entry, content)
    return buffer.getvalue()


def named(pack: str, version: str = "0.1.0", files: Mapping[str, str | bytes] = {}) -> bytes:
    """The sample pack under another id, as a zip."""
    manifest = (SAMPLE_PACK / "pack.toml").read_text("utf-8")
    manifest = manifest.replace('id = "glass"', f'id = "{pack}"').replace('"0.1.0"', f'"{version}"')
    return zipped({"pack.toml": manifest, **files})
