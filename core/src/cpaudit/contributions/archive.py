"""Reads a content pack from a zip that somebody sent: all of it is judged before anything in it is unpacked.

Nothing in the zip decides where a file is written, how much is unpacked, or what is run: names are those of the
pack format, sizes are bounded, and a pack holds no code.
"""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cpaudit import zips
from cpaudit.contributions.documents import MAX_FILE_SIZE
from cpaudit.contributions.locate import MANIFEST_FILE
from cpaudit.contributions.pack import ContentPack
from cpaudit.contributions.problems import ContentError, Location, ProblemLog

_MEBIBYTE = 1024 * 1024
LARGEST_ARCHIVE = 16 * _MEBIBYTE
"""Bytes of the zip itself."""
MOST_FILES = 500
LARGEST_CONTENT = 64 * _MEBIBYTE
"""Bytes of all files together, unpacked."""
MOST_YAML = 2 * _MEBIBYTE
"""Bytes of all YAML files together, whose nodes take many times that in memory."""
HIGHEST_RATIO = 100
"""Bytes unpacked for one byte packed; what people write does not come near."""
SMALL = 64 * 1024
"""Bytes up to which a file may be packed as tightly as it likes."""
DEEPEST = 3
"""Folders and file in a name: ``pack/factors/glass.csv``."""
LONGEST_NAME = 200

_UTF8 = 0x800
_SUFFIXES = {*MAX_FILE_SIZE, ".md"}
_ARCHIVES = {".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".whl", ".jar"}


def read_archive(content: bytes) -> ContentPack:
    """The pack in a zip, read as strictly as an author's.

    ``pack.toml`` lies at the top, or in the one folder that the zip holds.

    Raises:
        ContentError: with every problem, each with file and, once it could be read, line.
    """
    log = ProblemLog()
    entries = _judged(content, log)
    root = None if log.problems else _root(entries, log)
    if log.problems or root is None:
        raise ContentError("in the zip", log.problems)
    with tempfile.TemporaryDirectory(prefix="cpaudit-pack-") as directory:
        _unpack(content, entries, root, Path(directory), log)
        if log.problems:
            raise ContentError("in the zip", log.problems)
        return ContentPack.from_directory(directory, strict=True)


def _judged(content: bytes, log: ProblemLog) -> list[zipfile.ZipInfo]:
    """The files of the zip, none of which was opened; what is wrong is noted in *log*."""
    whole = Location("zip")
    if len(content) > LARGEST_ARCHIVE:
        log.error(whole, (), f"has {len(content)} bytes, more than {LARGEST_ARCHIVE}")
        return []
    # Before the directory of the zip is read, which could be long.
    if zips.has_more_entries(content, MOST_FILES):
        log.error(whole, (), f"has more than {MOST_FILES} files")
        return []
    try:
        entries = zips.entries_of(content)
    except zipfile.BadZipFile as error:
        log.error(whole, (), f"is no zip: {error}")
        return []
    files = [entry for entry in entries if not entry.is_dir()]
    seen: set[str] = set()
    for entry in entries:
        for problem in _problems(entry):
            log.error(_where(entry), (), problem)
        # On some systems names that differ in case are one file.
        if entry.filename.casefold() in seen:
            log.error(_where(entry), (), "is there twice")
        seen.add(entry.filename.casefold())
    for problem in _problems_of_all(files):
        log.error(whole, (), problem)
    return files


def _problems(entry: zipfile.ZipInfo) -> Iterator[str]:
    yield from _problems_of_name(entry)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield "is a link or a device, not a file"
    if zips.is_encrypted(entry):
        yield "is encrypted"
    if not zips.is_deflated(entry):
        yield "is packed by a method that is not read; deflate is"
    if entry.is_dir():
        return
    suffix = PurePosixPath(entry.filename).suffix.lower()
    if suffix in _ARCHIVES:
        yield "is an archive within the archive"
    elif suffix not in _SUFFIXES:
        yield "is no file of the pack format; a pack holds TOML, YAML and CSV, and no code"
    elif entry.file_size > MAX_FILE_SIZE.get(suffix, _MEBIBYTE):
        yield f"has {entry.file_size} bytes, more than {MAX_FILE_SIZE.get(suffix, _MEBIBYTE)}"
    if zips.explodes(entry, ratio=HIGHEST_RATIO, small=SMALL):
        yield f"unpacks to more than {HIGHEST_RATIO} times its size"


def _problems_of_name(entry: zipfile.ZipInfo) -> Iterator[str]:
    name = entry.orig_filename
    parts = name.rstrip("/").split("/")
    if not name.isascii() and not entry.flag_bits & _UTF8:
        yield "has a name that is not marked as UTF-8"
    if "\\" in name or ":" in name or not name.isprintable():
        yield "has a name with characters that are not taken"
    if name.startswith("/") or any(part in ("", ".", "..") or part != part.strip() for part in parts):
        yield "has a name that leads out of the archive, or nowhere"
    if len(parts) > DEEPEST or len(name) > LONGEST_NAME:
        yield f"lies deeper than {DEEPEST} levels, or has a name longer than {LONGEST_NAME}"


def _problems_of_all(files: list[zipfile.ZipInfo]) -> Iterator[str]:
    total = sum(entry.file_size for entry in files)
    if total > LARGEST_CONTENT:
        yield f"unpacks to {total} bytes, more than {LARGEST_CONTENT}"
    yaml = sum(entry.file_size for entry in files if entry.filename.lower().endswith(".yaml"))
    if yaml > MOST_YAML:
        yield f"holds {yaml} bytes of YAML, more than {MOST_YAML}"
    if zips.overlap(files):
        yield "has files that overlap"


def _root(files: list[zipfile.ZipInfo], log: ProblemLog) -> str | None:
    """What all names begin with: nothing, or the one folder around the pack."""
    names = {entry.filename for entry in files}
    tops = {name.partition("/")[0] for name in names}
    if MANIFEST_FILE in names:
        return ""
    if len(tops) == 1 and f"{(top := next(iter(tops)))}/{MANIFEST_FILE}" in names:
        return f"{top}/"
    log.error(Location(MANIFEST_FILE), (), "is missing", f"a pack is a folder with a {MANIFEST_FILE}")
    return None


def _unpack(content: bytes, files: list[zipfile.ZipInfo], root: str, directory: Path, log: ProblemLog) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in files:
            target = directory / entry.filename.removeprefix(root)
            try:
                unpacked = zips.unpacked(archive, entry)
            except zipfile.BadZipFile as error:
                log.error(_where(entry), (), f"cannot be unpacked: {error}")
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(unpacked)


def _where(entry: zipfile.ZipInfo) -> Location:
    return Location("".join(each if each.isprintable() else "?" for each in entry.orig_filename[:LONGEST_NAME]))
