"""Track how ready enterprises are for management standards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpaudit.storage.walls import install_walls

revision = "0013"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "readiness_mark",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("standard", sa.String(64), nullable=False),
        sa.Column("group", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_readiness_mark_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_readiness_mark")),
        sa.UniqueConstraint(
            "tenant_id",
            "enterprise_id",
            "standard",
            "group",
            name=op.f("uq_readiness_mark_tenant_id_enterprise_id_standard_group"),
        ),
    )
    install_walls(op.get_bind(), ["readiness_mark"], [])
