"""Keep overlays and own packs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overlay_revision",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column(
            "changes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "bases",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.String(32), nullable=True),
        sa.Column("published_by", sa.String(32), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_overlay_revision")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_overlay_revision_tenant_id_number")),
    )
    op.create_table(
        "own_pack",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("from_tenant", sa.String(64), nullable=True),
        sa.Column("from_pack", sa.String(120), nullable=True),
        sa.Column("from_hash", sa.String(64), nullable=True),
        sa.Column("created_by", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_own_pack")),
        sa.UniqueConstraint("tenant_id", "pack", name=op.f("uq_own_pack_tenant_id_pack")),
    )
    op.create_table(
        "pack_upload",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by", sa.String(32), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pack_upload")),
    )
    op.create_table(
        "overlay_draft",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("open_key", sa.String(64), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(2000), nullable=True),
        sa.Column("revision_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "revision_id"],
            ["overlay_revision.tenant_id", "overlay_revision.id"],
            name=op.f("fk_overlay_draft_tenant_id_revision_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_overlay_draft")),
        sa.UniqueConstraint("tenant_id", "open_key", name=op.f("uq_overlay_draft_tenant_id_open_key")),
    )
    op.create_table(
        "own_pack_version",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("own_pack_id", sa.String(32), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("stored_id", sa.String(32), nullable=False),
        sa.Column("added_by", sa.String(32), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "own_pack_id"],
            ["own_pack.tenant_id", "own_pack.id"],
            name=op.f("fk_own_pack_version_tenant_id_own_pack_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stored_id"],
            ["stored_pack.tenant_id", "stored_pack.id"],
            name=op.f("fk_own_pack_version_tenant_id_stored_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_own_pack_version")),
        sa.UniqueConstraint(
            "tenant_id",
            "own_pack_id",
            "pack_version",
            name=op.f("uq_own_pack_version_tenant_id_own_pack_id_pack_version"),
        ),
    )
    op.create_table(
        "pack_offer",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own_pack_id", sa.String(32), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("to_tenant", sa.String(64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("offered_by", sa.String(32), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "own_pack_id"],
            ["own_pack.tenant_id", "own_pack.id"],
            name=op.f("fk_pack_offer_tenant_id_own_pack_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pack_offer")),
    )
    op.create_table(
        "received_offer",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("from_tenant", sa.String(64), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column(
            "name",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_pack_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "own_pack_id"],
            ["own_pack.tenant_id", "own_pack.id"],
            name=op.f("fk_received_offer_tenant_id_own_pack_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_received_offer")),
    )
    op.create_table(
        "overlay_draft_base",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("draft_id", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["overlay_draft.tenant_id", "overlay_draft.id"],
            name=op.f("fk_overlay_draft_base_tenant_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_overlay_draft_base")),
        sa.UniqueConstraint(
            "tenant_id", "draft_id", "pack", name=op.f("uq_overlay_draft_base_tenant_id_draft_id_pack")
        ),
    )
    op.create_table(
        "overlay_draft_change",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("draft_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(600), nullable=False),
        sa.Column(
            "written",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "draft_id"],
            ["overlay_draft.tenant_id", "overlay_draft.id"],
            name=op.f("fk_overlay_draft_change_tenant_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_overlay_draft_change")),
        sa.UniqueConstraint(
            "tenant_id", "draft_id", "place", name=op.f("uq_overlay_draft_change_tenant_id_draft_id_place")
        ),
    )
    install_walls(
        op.get_bind(),
        [
            "overlay_revision",
            "own_pack",
            "pack_upload",
            "overlay_draft",
            "own_pack_version",
            "pack_offer",
            "received_offer",
            "overlay_draft_base",
            "overlay_draft_change",
        ],
        [],
    )
