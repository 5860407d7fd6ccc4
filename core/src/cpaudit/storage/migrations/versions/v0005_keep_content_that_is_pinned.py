"""Keep content that is pinned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cpaudit.storage.walls import install_walls

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_pack",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stored_pack")),
        sa.UniqueConstraint("tenant_id", "content_hash", name=op.f("uq_stored_pack_tenant_id_content_hash")),
    )
    op.create_table(
        "replaced_pin",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("stored_id", sa.String(32), nullable=True),
        sa.Column("overlay_revision", sa.String(64), nullable=True),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_replaced_pin_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stored_id"],
            ["stored_pack.tenant_id", "stored_pack.id"],
            name=op.f("fk_replaced_pin_tenant_id_stored_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_replaced_pin")),
    )
    with op.batch_alter_table("replaced_pin", schema=None) as batch_op:
        batch_op.create_index("ix_replaced_pin_audit", ["tenant_id", "audit_id", "id"], unique=False)

    with op.batch_alter_table("audit_pin", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stored_id", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("overlay_revision", sa.String(64), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_audit_pin_tenant_id_stored_id"),
            "stored_pack",
            ["tenant_id", "stored_id"],
            ["tenant_id", "id"],
        )

    install_walls(op.get_bind(), ["stored_pack", "replaced_pin"], [])
