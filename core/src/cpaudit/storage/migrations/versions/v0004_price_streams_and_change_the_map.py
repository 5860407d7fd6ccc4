"""Price streams and unit processes, and let options change the process map."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_cost",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("unit_process_id", sa.String(32), nullable=False),
        sa.Column(
            "energy",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "system",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("source", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_unit_cost_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_process_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_unit_cost_tenant_id_unit_process_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_cost")),
        sa.UniqueConstraint("tenant_id", "unit_process_id", name=op.f("uq_unit_cost_tenant_id_unit_process_id")),
    )
    op.create_table(
        "option_change",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("stream_id", sa.String(32), nullable=False),
        sa.Column("fraction", sa.Float(), nullable=True),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("other_id", sa.String(32), nullable=True),
        sa.Column("unit_process_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_option_change_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_option_change_tenant_id_option_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "other_id"],
            ["stream.tenant_id", "stream.id"],
            name=op.f("fk_option_change_tenant_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stream_id"],
            ["stream.tenant_id", "stream.id"],
            name=op.f("fk_option_change_tenant_id_stream_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_process_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_option_change_tenant_id_unit_process_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_option_change")),
    )
    with op.batch_alter_table("option_change", schema=None) as batch_op:
        batch_op.create_index("ix_option_change_option", ["tenant_id", "option_id"], unique=False)

    op.create_table(
        "stream_price",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("stream_id", sa.String(32), nullable=False),
        sa.Column(
            "price",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("source", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_stream_price_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stream_id"],
            ["stream.tenant_id", "stream.id"],
            name=op.f("fk_stream_price_tenant_id_stream_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stream_price")),
        sa.UniqueConstraint("tenant_id", "stream_id", name=op.f("uq_stream_price_tenant_id_stream_id")),
    )
    install_walls(op.get_bind(), ["unit_cost", "option_change", "stream_price"], [])
