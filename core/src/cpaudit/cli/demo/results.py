"""What the demonstration leaves behind: the reports of each audit, and the summary for scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from cpaudit.cli.demo.client import Client
from cpaudit.cli.demo.summary import AuditSummary
from cpaudit.errors import ConfigurationError
from cpaudit.text import LANGUAGES

REPORTS = "/reports/audit"
FORMATS = ("html", "docx")
SUMMARY_FILE = "summary.json"


def prepare_folder(folder: Path) -> None:
    """Make the folder for what is written.

    Raises:
        ConfigurationError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"{folder} cannot be used: {error.strerror}", path=("--output",), remedy="give another folder"
        ) from error


def write_reports(client: Client, summary: AuditSummary, folder: Path) -> list[Path]:
    """Fetch an audit's report in every format and language; gives the files."""
    files = []
    for language in LANGUAGES:
        for suffix in FORMATS:
            file = folder / f"{summary.plugin}-{language}.{suffix}"
            file.write_bytes(client.download(f"{REPORTS}/{summary.audit}.{suffix}", lang=language))
            files.append(file)
    return files


def write_summary(summaries: Sequence[AuditSummary], folder: Path) -> Path:
    """Write the summaries as JSON; gives the file."""
    file = folder / SUMMARY_FILE
    file.write_text(json.dumps([each.as_json() for each in summaries], ensure_ascii=False, indent=2), "utf-8")
    return file
