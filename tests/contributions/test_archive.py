"""A pack that somebody sends as a zip: it is read where it is one, and nothing it holds does any harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from cpaudit.contributions import ContentError, ContentPack
from cpaudit.contributions.archive import (
    HIGHEST_RATIO,
    LARGEST_ARCHIVE,
    LARGEST_CONTENT,
    MOST_FILES,
    MOST_YAML,
    read_archive,
)
from support.archives import SAMPLE_PACK, zipped

ENTRY_SIZE_AT = 24
"""Where an entry of a zip's directory says what it unpacks to."""


def refused(content: bytes) -> list[str]:
    """What is said of a zip that is not taken."""
    with pytest.raises(ContentError) as error:
        read_archive(content)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("around", ["", "glass-pack/"])
def test_a_pack_is_read_from_the_top_or_from_one_folder(around: str) -> None:
    assert read_archive(zipped(around=around)) == ContentPack.from_directory(SAMPLE_PACK)


def test_what_is_wrong_in_a_file_is_told_with_its_line() -> None:
    table = (SAMPLE_PACK / "factors" / "furnace.csv").read_text("utf-8").replace(",4.2,", ",much,")
    (problem,) = refused(zipped({"factors/furnace.csv": table}))
    assert problem.startswith("factors/furnace.csv:3: value: ")


def test_a_misspelt_key_is_an_error_as_for_any_author() -> None:
    manifest = (SAMPLE_PACK / "pack.toml").read_text("utf-8").replace("licence", "license")
    assert any("license" in problem for problem in refused(zipped({"pack.toml": manifest})))


@pytest.mark.parametrize(
    "name",
    [
        "../factors/furnace.csv",
        "factors/../../furnace.csv",
        "/etc/furnace.csv",
        "factors//furnace.csv",
        "./factors/furnace.csv",
        "C:/furnace.csv",
        "..\\..\\furnace.csv",
        "factors/fur\x07nace.csv",
        "factors/ furnace.csv",
    ],
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str) -> None:
    assert any("has a name" in problem for problem in refused(zipped({name: "x"})))


def test_a_name_that_ends_early_is_refused() -> None:
    content = zipped({"factors/furnaceX.csv": "x"}).replace(b"furnaceX", b"furnace\0")
    assert any("has a name" in problem for problem in refused(content))


def test_a_name_in_an_unknown_encoding_is_refused() -> None:
    content = zipped({"factors/furnace_ab.csv": "x"}).replace(b"furnace_ab", b"furnace_\xc4\xe3")
    assert any("not marked as UTF-8" in problem for problem in refused(content))


def test_two_files_of_one_name_are_refused() -> None:
    assert any("is there twice" in problem for problem in refused(zipped({"factors/Furnace.csv": "x"})))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_device_is_refused(kind: int) -> None:
    link = zipfile.ZipInfo("factors/secret.csv")
    link.create_system = 3
    link.external_attr = (kind | 0o777) << 16
    assert any("is a link or a device" in problem for problem in refused(zipped(more=[(link, b"/etc/passwd")])))


@pytest.mark.parametrize("name", ["__init__.py", "factors/run.pyc", "factors/furnace.so", "hooks.sh", "pack.exe"])
def test_code_is_refused(name: str) -> None:
    assert any("no code" in problem for problem in refused(zipped({name: "raise SystemExit"})))


@pytest.mark.parametrize("name", ["inner.zip", "factors/inner.tar.gz", "cpaudit_glass.whl"])
def test_an_archive_in_the_archive_is_refused(name: str) -> None:
    assert any("an archive within the archive" in problem for problem in refused(zipped({name: "PK"})))


def test_a_deep_folder_is_refused() -> None:
    assert any("lies deeper" in problem for problem in refused(zipped({"a/b/c/d.csv": "x"})))


def test_too_many_files_are_refused_before_they_are_listed() -> None:
    files = {f"factors/{number}.csv": "" for number in range(MOST_FILES + 1)}
    assert refused(zipped(files)) == [f"zip: has more than {MOST_FILES} files"]


def test_a_bomb_is_refused_by_its_ratio() -> None:
    problems = refused(zipped({"factors/zeros.csv": "0" * 2_000_000}))
    assert f"factors/zeros.csv: unpacks to more than {HIGHEST_RATIO} times its size" in problems


def test_a_bomb_of_many_files_is_refused_by_the_sum() -> None:
    content = zipped({f"factors/{number}.csv": "x" for number in range(3)})
    told = LARGEST_CONTENT // 2
    assert any(
        f"bytes, more than {LARGEST_CONTENT}" in problem for problem in refused(_claiming(content, "factors/", told))
    )


def test_too_much_yaml_is_refused() -> None:
    lines = "".join(f"# {number * 7919 % 1_000_003}\n" for number in range(MOST_YAML // 7))
    assert any("bytes of YAML" in problem for problem in refused(zipped({"options/comments.yaml": lines})))


def test_files_that_share_their_packed_bytes_are_refused() -> None:
    content = bytearray(zipped({"factors/a.csv": "x" * 50_000, "factors/b.csv": "x" * 50_000}))
    first, second = _entries(content, "factors/")[-2:]
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    assert any("overlap" in problem for problem in refused(bytes(content)))


def test_a_file_that_is_larger_than_it_says_is_not_unpacked_further() -> None:
    content = zipped({"notes.md": "0123456789" * 10})
    assert any("notes.md: cannot be unpacked" in problem for problem in refused(_claiming(content, "notes.md", 5)))


def test_a_damaged_file_is_refused() -> None:
    content = zipped({"notes.md": "an illustrative note"}, method=zipfile.ZIP_STORED)
    assert any(
        "cannot be unpacked" in problem for problem in refused(content.replace(b"illustrative", b"Illustrative"))
    )


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(zipped())
    for entry in _entries(content, ""):
        content[entry + 8] |= 1
    assert any("is encrypted" in problem for problem in refused(bytes(content)))


def test_an_unusual_method_is_refused() -> None:
    assert any(
        "packed by a method" in problem for problem in refused(zipped({"notes.md": "x"}, method=zipfile.ZIP_LZMA))
    )


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"no zip at all", b"#!/bin/sh\n" + zipped()])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert refused(content)[0].startswith("zip: is no zip")


def test_a_large_archive_is_refused_unopened() -> None:
    assert refused(b"PK\x03\x04" + bytes(LARGEST_ARCHIVE)) == [
        f"zip: has {LARGEST_ARCHIVE + 4} bytes, more than {LARGEST_ARCHIVE}"
    ]


def test_an_archive_without_a_manifest_is_no_pack() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("factors/a.csv", "x")
    assert refused(buffer.getvalue())[0].startswith("pack.toml: is missing")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("options/deep.yaml", "options: " + "[" * 5000),
        ("options/alias.yaml", "options: [&a {code: X}, *a]"),
        ("options/tag.yaml", "options: !!python/object/apply:os.system [id]"),
        ("options/latin.yaml", b"options: []\n# \xff"),
        ("factors/nul.csv", "code\n\0"),
    ],
)
def test_what_a_reader_could_stumble_over_is_told_as_a_problem(name: str, text: str | bytes) -> None:
    assert any(problem.startswith(name) for problem in refused(zipped({name: text})))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_archive(zipped())
    refused(zipped({"options/deep.yaml": "options: {"}))
    assert list(tmp_path.iterdir()) == []


def _entries(content: bytes | bytearray, prefix: str) -> list[int]:
    """Where the entries of a zip's directory stand whose names begin so."""
    found, position = [], content.find(b"PK\x01\x02")
    while position >= 0:
        length = struct.unpack_from("<H", content, position + 28)[0]
        if bytes(content[position + 46 : position + 46 + length]).decode().startswith(prefix):
            found.append(position)
        position = content.find(b"PK\x01\x02", position + 4)
    return found


def _claiming(content: bytes, prefix: str, size: int) -> bytes:
    """A zip whose directory says of some files that they unpack to another size."""
    changed = bytearray(content)
    for entry in _entries(content, prefix):
        struct.pack_into("<I", changed, entry + ENTRY_SIZE_AT, size)
    return bytes(changed)
