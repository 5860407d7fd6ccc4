"""What a report says, as one hash: whatever its language and file format, and on whatever day it is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pydantic_core import to_jsonable_python

from cpaudit.reporting.document import AuditReport

_NO_DAY = date.min


def document_hash(report: AuditReport) -> str:
    """SHA-256 of a report as data, in hexadecimal; the day on which it is written is left out."""
    plain = to_jsonable_python(replace(report, issued_on=_NO_DAY), fallback=_plain, inf_nan_mode="strings")
    written = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
