"""Keep values of indicators."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_value",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("system", sa.String(300), nullable=False),
        sa.Column("indicator", sa.String(64), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("grade", sa.String(64), nullable=True),
        sa.Column("not_applicable_reason", sa.String(2000), nullable=True),
        sa.Column("source", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_indicator_value_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint(
            "tenant_id",
            "audit_id",
            "scenario",
            "system",
            "indicator",
            name=op.f("uq_indicator_value_tenant_id_audit_id_scenario_system_indicator"),
        ),
    )
    op.create_table(
        "rating_output",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("system", sa.String(300), nullable=False),
        sa.Column("product", sa.String(64), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_rating_output_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rating_output")),
        sa.UniqueConstraint(
            "tenant_id",
            "audit_id",
            "scenario",
            "system",
            "product",
            name=op.f("uq_rating_output_tenant_id_audit_id_scenario_system_product"),
        ),
    )
    install_walls(op.get_bind(), ["indicator_value", "rating_output"], [])
