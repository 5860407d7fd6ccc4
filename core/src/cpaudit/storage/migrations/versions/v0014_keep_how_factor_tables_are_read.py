"""Keep how factor tables are read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_mapping",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sheet", sa.String(31), nullable=False),
        sa.Column("header_row", sa.Integer(), nullable=False),
        *(
            sa.Column(
                name,
                sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
                nullable=False,
            )
            for name in ("columns", "constants", "translations")
        ),
        sa.Column("decimal", sa.String(1), nullable=False),
        sa.Column("thousands", sa.String(1), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_factor_mapping")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_factor_mapping_tenant_id_name")),
    )
    install_walls(op.get_bind(), ["factor_mapping"], [])
