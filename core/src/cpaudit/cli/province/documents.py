"""Every document of the programme, saved as whoever reads it would save it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpaudit.cli.demo.client import Client, DemoFailedError
from cpaudit.cli.demo.results import REPORTS
from cpaudit.cli.province.auditing import Carried
from cpaudit.cli.province.handing import Chain
from cpaudit.cli.province.tenants import Province
from cpaudit.permissions import Role

DOCUMENTS = "/reports/documents"
FORMATS = ("html", "docx", "pdf")
IN_THE_OTHER = ("docx",)
"""Formats in which documents are saved in the other language."""

PACKET_OF = "query($id: ID!) { submission(id: $id) { packet { id } } }"
OTHER_LANGUAGE = {"zh-CN": "en", "en": "zh-CN"}
JOB = "query($id: ID!) { job(id: $id) { state fault { message } files { fileName downloadPath } } }"
PATIENCE = 120.0
"""Seconds until a job that does not come to an end counts as failed."""

BETWEEN_LOOKS = 0.2
STARTS = {"html": b"<!", "docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "ics": b"BEGIN:VCALENDAR"}
"""How a file of each kind begins."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was saved."""

    kind: str
    language: str
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where documents are saved."""

    folder: Path

    def save(self, client: Client, what: str, name: str, path: str, language: str, **parameters: str) -> Document:
        """Save one from the server.

        Raises:
            DemoFailedError: the server does not give it, or it is something else.
        """
        content = client.download(path, lang=language, **parameters)
        suffix = name.rpartition(".")[2]
        if not content.lstrip().startswith(STARTS[suffix]):
            raise DemoFailedError(f"{path} is no {suffix}: it begins with {content[:20]!r}")
        (self.folder / name).write_bytes(content)
        return Document(what, language, name, len(content))


def produce(province: Province, carried: Sequence[Carried], chain: Chain, folder: Path, *, few: bool) -> list[Document]:
    """Save every kind of document in the language of the demonstration, and one of each in the other one.

    Args:
        folder: where they are saved.
        few: whether those of one department are enough.

    Raises:
        DemoFailedError: one cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(folder)
    language = province.lead.as_(Role.VIEWER).language
    found: list[Document] = []
    sectors = chain.sectors[:1] if few else chain.sectors
    for sector in sectors:
        pilot = next(each for each in carried if each.office is sector.office and each.planned.concluded)
        found += _of_office(shelf, pilot, sector.report, sector.commendations, language, FORMATS)
    first = next(each for each in carried if each.planned.concluded)
    found += _of_office(
        shelf, first, chain.sectors[0].report, chain.sectors[0].commendations, OTHER_LANGUAGE[language], IN_THE_OTHER
    )
    viewer = province.lead.as_(Role.VIEWER)
    for each, formats in ((language, FORMATS), (OTHER_LANGUAGE[language], IN_THE_OTHER)):
        found += _of_packet(shelf, viewer, "programme summary", chain.summary, each, formats)
        found += _of_list(shelf, viewer, province.lead.code, chain.commendations, each, formats)
    found.append(_by_a_job(shelf, first, language))
    return found


def _of_office(
    shelf: Shelf, pilot: Carried, report: str, commendations: str, language: str, formats: Sequence[str]
) -> Iterator[Document]:
    """The documents of a department, those of its first pilot among them."""
    viewer, code = pilot.office.as_(Role.VIEWER), pilot.office.code
    yield from _of_audit(shelf, pilot, language, formats)
    yield from _of_packet(shelf, viewer, "sector report", report, language, formats, code)
    yield from _of_list(shelf, viewer, code, commendations, language, formats)
    yield from _workbooks(shelf, pilot, language)
    yield shelf.save(viewer, "calendar", f"calendar-{code}-{language}.ics", "/calendar.ics", language)


def _of_packet(
    shelf: Shelf, client: Client, kind: str, submission: str, language: str, formats: Sequence[str], whose: str = ""
) -> Iterator[Document]:
    packet = client.ask(PACKET_OF, id=submission)["submission"]["packet"]["id"]
    for suffix in formats:
        name = "-".join(part for part in (kind.replace(" ", "-"), whose, language) if part)
        yield shelf.save(client, kind, f"{name}.{suffix}", f"{DOCUMENTS}/{packet}.{suffix}", language)


def _of_list(
    shelf: Shelf, client: Client, whose: str, made: str, language: str, formats: Sequence[str]
) -> Iterator[Document]:
    for suffix in formats:
        name = f"commendation-list-{whose}-{language}.{suffix}"
        yield shelf.save(client, "commendation list", name, f"{DOCUMENTS}/{made}.{suffix}", language)


def _of_audit(shelf: Shelf, pilot: Carried, language: str, formats: Sequence[str]) -> Iterator[Document]:
    viewer = pilot.office.as_(Role.VIEWER)
    for kind in ("audit", "interim"):
        for suffix in formats:
            name = f"{kind}-{pilot.planned.code}-{language}.{suffix}"
            path = f"{REPORTS}/{pilot.audit}.{suffix}"
            yield shelf.save(viewer, f"{kind} report", name, path, language, kind=kind)


def _workbooks(shelf: Shelf, pilot: Carried, language: str) -> Iterator[Document]:
    viewer = pilot.office.as_(Role.VIEWER)
    for what, name in (
        ("enterprises", f"enterprises-{pilot.office.code}-{language}.xlsx"),
        (f"audit/{pilot.audit}", f"workbook-{pilot.planned.code}-{language}.xlsx"),
    ):
        yield shelf.save(viewer, "workbook", name, f"/spreadsheets/{what}.xlsx", language)


def _by_a_job(shelf: Shelf, pilot: Carried, language: str) -> Document:
    """The report of an audit, rendered in the background."""
    viewer = pilot.office.as_(Role.VIEWER)
    given = {"audit": pilot.audit, "format": "DOCX", "lang": language}
    job = viewer.tell("renderReport", "Job", given).id
    path = file_of_job(viewer, job)
    return shelf.save(viewer, "audit report by a job", f"job-{pilot.planned.code}-{language}.docx", path, language)


def file_of_job(client: Client, job: str) -> str:
    """Wait for a job; gives where its file is.

    Raises:
        DemoFailedError: it failed, or did not end in time.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = client.ask(JOB, id=job)["job"]
        if seen["state"] == "SUCCEEDED":
            return str(seen["files"][0]["downloadPath"])
        if seen["state"] in ("FAILED", "CANCELLED"):
            raise DemoFailedError(f"the job is {seen['state']}: {seen['fault']}")
        time.sleep(BETWEEN_LOOKS)
    raise DemoFailedError(f"the job did not end within {PATIENCE:g} seconds", remedy="see the log of server and worker")
