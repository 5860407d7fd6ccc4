"""Keep submissions and reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commendation_list",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column(
            "criteria",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("composed_by", sa.String(32), nullable=True),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_commendation_list")),
    )
    op.create_table(
        "export_grant",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=True),
        sa.Column("chain", sa.String(32), nullable=True),
        sa.Column("purpose", sa.String(1000), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_tenant", sa.String(64), nullable=False),
        sa.Column("granted_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_export_grant")),
    )
    op.create_table(
        "received_grant",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=True),
        sa.Column("chain", sa.String(32), nullable=True),
        sa.Column("purpose", sa.String(1000), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_tenant", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_received_grant")),
    )
    op.create_table(
        "review_weights",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column(
            "points",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "thresholds",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review_weights")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_review_weights_tenant_id_name")),
    )
    op.create_table(
        "commendation_entry",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.String(32), nullable=False),
        sa.Column("packet_hash", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("enterprise", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(5), nullable=False),
        sa.Column(
            "results",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("commended", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["commendation_list.tenant_id", "commendation_list.id"],
            name=op.f("fk_commendation_entry_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_commendation_entry")),
        sa.UniqueConstraint(
            "tenant_id", "list_id", "packet_hash", name=op.f("uq_commendation_entry_tenant_id_list_id_packet_hash")
        ),
    )
    op.create_table(
        "packet",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=True),
        sa.Column("schema_version", sa.String(40), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("audit_id", sa.String(32), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_packet_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_packet_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_packet")),
        sa.UniqueConstraint("tenant_id", "chain", "number", name=op.f("uq_packet_tenant_id_chain_number")),
        sa.UniqueConstraint("tenant_id", "content_hash", name=op.f("uq_packet_tenant_id_content_hash")),
    )
    op.create_table(
        "packet_export",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("grant_id", sa.String(32), nullable=False),
        sa.Column("format", sa.String(64), nullable=False),
        sa.Column("requested_by", sa.String(32), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "grant_id"],
            ["received_grant.tenant_id", "received_grant.id"],
            name=op.f("fk_packet_export_tenant_id_grant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "packet_id"],
            ["packet.tenant_id", "packet.id"],
            name=op.f("fk_packet_export_tenant_id_packet_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_packet_export")),
    )
    with op.batch_alter_table("packet_export", schema=None) as batch_op:
        batch_op.create_index("ix_packet_export_packet", ["tenant_id", "packet_id"], unique=False)

    op.create_table(
        "received_submission",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_tenant", sa.String(64), nullable=False),
        sa.Column("received_as", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(5), nullable=False),
        sa.Column("city", sa.String(120), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column(
            "findings",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("quality_score", sa.String(40), nullable=True),
        sa.Column("quality_decision", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "packet_id"],
            ["packet.tenant_id", "packet.id"],
            name=op.f("fk_received_submission_tenant_id_packet_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_received_submission")),
    )
    with op.batch_alter_table("received_submission", schema=None) as batch_op:
        batch_op.create_index("ix_received_submission_chain", ["tenant_id", "chain", "id"], unique=False)
        batch_op.create_index("ix_received_submission_state", ["tenant_id", "kind", "state", "id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("to_tenant", sa.String(64), nullable=True),
        sa.Column(
            "copies",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("submitted_by", sa.String(32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column(
            "findings",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_submission_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "packet_id"],
            ["packet.tenant_id", "packet.id"],
            name=op.f("fk_submission_tenant_id_packet_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_submission")),
        sa.UniqueConstraint("tenant_id", "packet_id", name=op.f("uq_submission_tenant_id_packet_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_chain", ["tenant_id", "chain", "id"], unique=False)

    op.create_table(
        "quality_review",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=True),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("received_id", sa.String(32), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("score", sa.String(40), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column(
            "found",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "deductions",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "unjudged",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "weights",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("reviewed_by", sa.String(32), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(64), nullable=True),
        sa.Column("decision_reason", sa.String(4000), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_quality_review_tenant_id_audit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_quality_review_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "received_id"],
            ["received_submission.tenant_id", "received_submission.id"],
            name=op.f("fk_quality_review_tenant_id_received_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quality_review")),
    )
    with op.batch_alter_table("quality_review", schema=None) as batch_op:
        batch_op.create_index("ix_quality_review_audit", ["tenant_id", "audit_id", "id"], unique=False)
        batch_op.create_index("ix_quality_review_received", ["tenant_id", "received_id", "id"], unique=False)

    install_walls(
        op.get_bind(),
        [
            "commendation_list",
            "export_grant",
            "received_grant",
            "review_weights",
            "commendation_entry",
            "packet",
            "packet_export",
            "received_submission",
            "submission",
            "quality_review",
        ],
        [],
    )
