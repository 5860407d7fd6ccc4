"""Tables of reports: the Word templates of a tenant, in versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from cpaudit.reporting.kinds import DocumentKind
from cpaudit.storage.tables import TenantTable, VersionedTable, belongs_to, enum_field, moment_field, now


class ReportTemplate(VersionedTable, table=True):
    """Which Word template a tenant has for a kind of document in a language.

    Attributes:
        used_id: the version that reports are written with; None for the layout that cpaudit brings.
        latest: number of the version that was added last.
    """

    __tablename__ = "report_template"
    __table_args__ = (UniqueConstraint("tenant_id", "kind", "language"),)

    kind: DocumentKind = enum_field(DocumentKind)
    language: str = Field(max_length=10)
    used_id: str | None = Field(default=None, max_length=32)
    latest: int = Field(default=0)
    changed_at: datetime = moment_field(default_factory=now)


class ReportTemplateVersion(TenantTable, table=True):
    """One Word document that was checked and kept; it never changes.

    Attributes:
        number: 1 for the first of its template.
    """

    __tablename__ = "report_template_version"
    __table_args__ = (
        belongs_to("report_template", "template_id"),
        UniqueConstraint("tenant_id", "template_id", "number"),
    )

    template_id: str = Field(max_length=32)
    number: int
    file_name: str = Field(max_length=200)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes
    added_by: str | None = Field(default=None, max_length=32)
    added_at: datetime = moment_field(default_factory=now)
