"""Keep results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_result",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("phase_id", sa.String(32), nullable=False),
        sa.Column("phase", sa.String(64), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(400), nullable=False),
        sa.Column("subject_key", sa.String(400), nullable=False),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("unit", sa.String(100), nullable=False),
        sa.Column(
            "trace",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "pins",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_kept_result_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "phase_id"],
            ["audit_phase.tenant_id", "audit_phase.id"],
            name=op.f("fk_kept_result_tenant_id_phase_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kept_result")),
        sa.UniqueConstraint(
            "tenant_id",
            "phase_id",
            "closing",
            "kind",
            "subject_key",
            name=op.f("uq_kept_result_tenant_id_phase_id_closing_kind_subject_key"),
        ),
    )
    with op.batch_alter_table("kept_result", schema=None) as batch_op:
        batch_op.create_index("ix_kept_result_audit", ["tenant_id", "audit_id"], unique=False)

    install_walls(op.get_bind(), ["kept_result"], [])
