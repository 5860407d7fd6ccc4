"""Whether a file is a Word document that may be kept and opened: nothing runs, nothing is fetched, nothing explodes.

A DOCX is a zip of XML parts (ECMA-376 part 2). It is judged before any part of it is unpacked, and each part before
it is parsed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from cpaudit import zips
from cpaudit.reporting.word_templates.problems import TemplateProblem, TemplateRefused, problem

_MEBIBYTE = 1024 * 1024
LARGEST_TEMPLATE = 4 * _MEBIBYTE
"""Bytes of the file."""
MOST_PARTS = 200
LARGEST_PART = 8 * _MEBIBYTE
LARGEST_TEXT = 2 * _MEBIBYTE
"""Bytes of a part that holds text, unpacked."""
LARGEST_CONTENT = 32 * _MEBIBYTE
"""Bytes of all parts, unpacked."""
HIGHEST_RATIO = 100
"""Bytes unpacked for one byte packed, above :data:`SMALL`; XML of Word comes to some 20."""
SMALL = 256 * 1024

MAIN_PART = "word/document.xml"
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_ACTIVE = re.compile(
    r"vba|activex|/embeddings/|oleobject|\.bin$|\.exe$|\.js$|customui|/attachedtoolbars", re.IGNORECASE
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_ADDRESS = re.compile(rb"Target\s*=\s*[\"'](https?://|mailto:)", re.IGNORECASE)
_CHUNK = re.compile(rb"<w:(altChunk|subDoc)[\s>/]")
# Instructions of fields that fetch or run something when the document is opened.
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr\s*=\s*[\"']([^\"']*)")
_FETCHING = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD|MACROBUTTON|AUTOTEXT)\b", re.IGNORECASE
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def read_package(content: bytes) -> dict[str, bytes]:
    """The parts of a document by name.

    Raises:
        TemplateRefused: it is no Word document, or one with macros, embedded or linked content, or too large.
    """
    if problems := list(_problems_of_file(content)):
        raise TemplateRefused(problems)
    try:
        entries = zips.entries_of(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if problems := list(_problems_of_entries(entries)):
                raise TemplateRefused(problems)
            parts = {entry.filename: zips.unpacked(archive, entry) for entry in entries if not entry.is_dir()}
    except zips.UNREADABLE as error:
        raise TemplateRefused([_no_document(str(error))]) from error
    if problems := list(_problems_of_parts(parts)):
        raise TemplateRefused(problems)
    return parts


def _no_document(why: str) -> TemplateProblem:
    return problem(
        "NO_DOCUMENT",
        (f"文件不是 Word 文档（DOCX）：{why}", "用 Word、WPS 或 LibreOffice 另存为 DOCX。"),
        (f"the file is no Word document (DOCX): {why}", "save it as DOCX in Word, WPS or LibreOffice"),
    )


def _too_large(what: str) -> TemplateProblem:
    return problem(
        "TOO_LARGE",
        (f"文件过大：{what}", "缩小图片，删去多余内容。"),
        (f"the file is too large: {what}", "make its pictures smaller, and leave out what the template does not need"),
    )


def _active(what: str) -> TemplateProblem:
    return problem(
        "ACTIVE_CONTENT",
        (f"文档含有宏、嵌入或链接的内容：{what}", "删去该内容，另存为不含宏的 DOCX。"),
        (
            f"the document holds macros, or embedded or linked content: {what}",
            "remove it and save as DOCX without macros",
        ),
    )


def _problems_of_file(content: bytes) -> Iterator[TemplateProblem]:
    if len(content) > LARGEST_TEMPLATE:
        yield _too_large(f"{len(content)} > {LARGEST_TEMPLATE} B")
    elif zips.has_more_entries(content, MOST_PARTS):
        yield _too_large(f"> {MOST_PARTS} parts")


def _problems_of_entries(entries: list[zipfile.ZipInfo]) -> Iterator[TemplateProblem]:
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        yield _no_document("a part is there twice")
    if zips.overlap(entries):
        yield _no_document("parts overlap")
        return
    for entry in entries:
        if zips.is_encrypted(entry) or not zips.is_deflated(entry):
            yield _no_document("a part is encrypted or packed by another method than deflate")
        if entry.file_size > LARGEST_PART:
            yield _too_large(f"{entry.filename[:100]}: {entry.file_size} B")
        elif zips.explodes(entry, ratio=HIGHEST_RATIO, small=SMALL):
            yield _too_large(f"{entry.filename[:100]}: 1 : {HIGHEST_RATIO}")
        if _ACTIVE.search(entry.filename):
            yield _active(entry.filename[:100])
    if sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        yield _too_large(f"> {LARGEST_CONTENT} B")
    if MAIN_PART not in names:
        yield _no_document(f"it has no {MAIN_PART}")


def _problems_of_parts(parts: dict[str, bytes]) -> Iterator[TemplateProblem]:
    types = parts.get("[Content_Types].xml", b"")
    if _ACTIVE_TYPE.search(types):
        yield _active("macros")
    elif _MAIN_TYPE not in types:
        yield _no_document("its main part is none of a DOCX")
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if len(content) > LARGEST_TEXT:
            yield _too_large(f"{name[:100]}: {len(content)} B")
            continue
        # The searches below read ASCII; Word and its like write UTF-8.
        if content.startswith(_UTF16):
            yield _no_document(f"{name[:100]} is not UTF-8")
        elif _DECLARATION.search(content):
            yield _no_document(f"{name[:100]} declares a document type or an entity")
        if name.endswith(".rels"):
            yield from _problems_of_links(content)
        if _CHUNK.search(content):
            yield _active("altChunk, subDoc")
        for match in _INSTRUCTION.finditer(content):
            if found := _FETCHING.search(match[1] or match[2] or b""):
                yield _active(found[1].decode())


def _problems_of_links(content: bytes) -> Iterator[TemplateProblem]:
    for match in _EXTERNAL.finditer(content):
        if not (_LINK.search(match[0]) and _ADDRESS.search(match[0])):
            yield _active(match[0].decode("utf-8", "replace")[:200])
