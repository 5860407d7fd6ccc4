"""What a hook sees of a submission: a frozen packet that another tenant handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionView:
    """A submission as the receiver stores it.

    Attributes:
        kind: what was handed over, the report of an audit for example.
        sender: name of the tenant that sent it.
        content_hash: SHA-256 of the packet, in hexadecimal.
    """

    id: str
    kind: str
    sender: str
    received_at: datetime
    content_hash: str
