"""Keep templates of reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpaudit.storage.walls import install_walls

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_template",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("used_id", sa.String(32), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("tenant_id", "kind", "language", name=op.f("uq_report_template_tenant_id_kind_language")),
    )
    op.create_table(
        "report_template_version",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("template_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(32), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "template_id"],
            ["report_template.tenant_id", "report_template.id"],
            name=op.f("fk_report_template_version_tenant_id_template_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_report_template_version")),
        sa.UniqueConstraint(
            "tenant_id", "template_id", "number", name=op.f("uq_report_template_version_tenant_id_template_id_number")
        ),
    )
    install_walls(op.get_bind(), ["report_template", "report_template_version"], [])
