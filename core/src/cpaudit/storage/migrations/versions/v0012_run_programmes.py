"""Run programmes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("member_id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_calendar_feed_tenant_id_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_feed_member", ["tenant_id", "member_id"], unique=False)

    op.create_table(
        "expert",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(300), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("member_id", sa.String(32), nullable=True),
        sa.Column(
            "industries",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "aspects",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "topics",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_expert")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_expert_tenant_id_code")),
    )
    op.create_table(
        "offered_document",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("to_tenant", sa.String(64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("offered_by", sa.String(32), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_offered_document")),
    )
    op.create_table(
        "programme",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column(
            "name",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programme")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_programme_tenant_id_code")),
    )
    op.create_table(
        "sector_load",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(64), nullable=False),
        sa.Column("pollutant", sa.String(120), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("source", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sector_load")),
        sa.UniqueConstraint(
            "tenant_id",
            "industry",
            "year",
            "medium",
            "pollutant",
            name=op.f("uq_sector_load_tenant_id_industry_year_medium_pollutant"),
        ),
    )
    op.create_table(
        "conflict_of_interest",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("expert_id", sa.String(32), nullable=True),
        sa.Column("member_id", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.Column("declared_by", sa.String(32), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_conflict_of_interest_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "expert_id"],
            ["expert.tenant_id", "expert.id"],
            name=op.f("fk_conflict_of_interest_tenant_id_expert_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_conflict_of_interest")),
    )
    with op.batch_alter_table("conflict_of_interest", schema=None) as batch_op:
        batch_op.create_index("ix_conflict_of_interest_enterprise", ["tenant_id", "enterprise_id"], unique=False)

    op.create_table(
        "enterprise_load",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(64), nullable=False),
        sa.Column("pollutant", sa.String(120), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("source", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_enterprise_load_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enterprise_load")),
        sa.UniqueConstraint(
            "tenant_id",
            "enterprise_id",
            "year",
            "medium",
            "pollutant",
            name=op.f("uq_enterprise_load_tenant_id_enterprise_id_year_medium_pollutant"),
        ),
    )
    op.create_table(
        "expert_availability",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "expert_id"],
            ["expert.tenant_id", "expert.id"],
            name=op.f("fk_expert_availability_tenant_id_expert_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_expert_availability")),
    )
    with op.batch_alter_table("expert_availability", schema=None) as batch_op:
        batch_op.create_index("ix_expert_availability_expert", ["tenant_id", "expert_id"], unique=False)

    op.create_table(
        "programme_body",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column(
            "name",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("city", sa.String(120), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_programme_body_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_programme_body_tenant_id_programme_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programme_body")),
    )
    with op.batch_alter_table("programme_body", schema=None) as batch_op:
        batch_op.create_index("ix_programme_body_programme", ["tenant_id", "programme_id"], unique=False)

    op.create_table(
        "programme_stage",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column(
            "name",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "industries",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "regions",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "size_classes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overlay_revision", sa.Integer(), nullable=True),
        sa.Column("cloned_from_id", sa.String(32), nullable=True),
        sa.Column("from_tenant", sa.String(64), nullable=True),
        sa.Column("from_hash", sa.String(64), nullable=True),
        sa.Column(
            "pattern_pins",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cloned_from_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_programme_stage_tenant_id_cloned_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_programme_stage_tenant_id_programme_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programme_stage")),
        sa.UniqueConstraint(
            "tenant_id", "programme_id", "code", name=op.f("uq_programme_stage_tenant_id_programme_id_code")
        ),
    )
    op.create_table(
        "body_seat",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.String(32), nullable=False),
        sa.Column("member_id", sa.String(32), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(300), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_body_seat_tenant_id_body_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_body_seat")),
    )
    with op.batch_alter_table("body_seat", schema=None) as batch_op:
        batch_op.create_index("ix_body_seat_body", ["tenant_id", "body_id"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=True),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("request", sa.String(4000), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("requested_by", sa.String(32), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expert_id", sa.String(32), nullable=True),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("advice", sa.String(8000), nullable=True),
        sa.Column("advised_by", sa.String(32), nullable=True),
        sa.Column("follow_up_due", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(64), nullable=True),
        sa.Column("follow_up", sa.String(4000), nullable=True),
        sa.Column("followed_up_on", sa.Date(), nullable=True),
        sa.Column("declined_reason", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_consultation_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_consultation_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "expert_id"],
            ["expert.tenant_id", "expert.id"],
            name=op.f("fk_consultation_tenant_id_expert_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index("ix_consultation_enterprise", ["tenant_id", "enterprise_id"], unique=False)
        batch_op.create_index("ix_consultation_expert", ["tenant_id", "expert_id"], unique=False)

    op.create_table(
        "expert_assignment",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("task", sa.String(500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_expert_assignment_tenant_id_audit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "expert_id"],
            ["expert.tenant_id", "expert.id"],
            name=op.f("fk_expert_assignment_tenant_id_expert_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_expert_assignment")),
    )
    with op.batch_alter_table("expert_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_expert_assignment_audit", ["tenant_id", "audit_id"], unique=False)
        batch_op.create_index("ix_expert_assignment_expert", ["tenant_id", "expert_id"], unique=False)

    op.create_table(
        "pilot_selection",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=False),
        sa.Column(
            "weights",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("least_assessors", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("load_year", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("approved_by", sa.String(32), nullable=True),
        sa.Column("approved_by_body_id", sa.String(32), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ranking",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "approved_by_body_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_pilot_selection_tenant_id_approved_by_body_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_pilot_selection_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pilot_selection")),
        sa.UniqueConstraint("tenant_id", "stage_id", name=op.f("uq_pilot_selection_tenant_id_stage_id")),
    )
    op.create_table(
        "received_document",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("from_tenant", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("stage_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_received_document_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_received_document")),
    )
    op.create_table(
        "stage_audit",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_stage_audit_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_stage_audit_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stage_audit")),
        sa.UniqueConstraint("tenant_id", "audit_id", name=op.f("uq_stage_audit_tenant_id_audit_id")),
    )
    with op.batch_alter_table("stage_audit", schema=None) as batch_op:
        batch_op.create_index("ix_stage_audit_stage", ["tenant_id", "stage_id", "id"], unique=False)

    op.create_table(
        "stage_deadline",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=False),
        sa.Column("phase", sa.String(64), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_stage_deadline_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stage_deadline")),
        sa.UniqueConstraint("tenant_id", "stage_id", "phase", name=op.f("uq_stage_deadline_tenant_id_stage_id_phase")),
    )
    op.create_table(
        "stage_pin",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("stored_id", sa.String(32), nullable=False),
        sa.Column("overlay_revision", sa.String(64), nullable=True),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_stage_pin_tenant_id_stage_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stored_id"],
            ["stored_pack.tenant_id", "stored_pack.id"],
            name=op.f("fk_stage_pin_tenant_id_stored_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stage_pin")),
        sa.UniqueConstraint("tenant_id", "stage_id", "pack", name=op.f("uq_stage_pin_tenant_id_stage_id_pack")),
    )
    op.create_table(
        "stage_target",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("measure", sa.String(64), nullable=False),
        sa.Column(
            "goal",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_stage_target_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stage_target")),
        sa.UniqueConstraint("tenant_id", "stage_id", "name", name=op.f("uq_stage_target_tenant_id_stage_id_name")),
    )
    op.create_table(
        "technical_norm",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("rationale", sa.String(8000), nullable=False),
        sa.Column("drafted_by_id", sa.String(32), nullable=True),
        sa.Column("overlay_draft_id", sa.String(32), nullable=True),
        sa.Column("created_by", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "drafted_by_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_technical_norm_tenant_id_drafted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "overlay_draft_id"],
            ["overlay_draft.tenant_id", "overlay_draft.id"],
            name=op.f("fk_technical_norm_tenant_id_overlay_draft_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_technical_norm")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_technical_norm_tenant_id_code")),
    )
    op.create_table(
        "training_session",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(32), nullable=False),
        sa.Column("stage_id", sa.String(32), nullable=True),
        sa.Column("organised_by_id", sa.String(32), nullable=True),
        sa.Column("topic", sa.String(300), nullable=False),
        sa.Column("audience", sa.String(64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("trainers", sa.String(1000), nullable=False),
        sa.Column("full_marks", sa.Float(), nullable=True),
        sa.Column("pass_mark", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organised_by_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_training_session_tenant_id_organised_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["programme.tenant_id", "programme.id"],
            name=op.f("fk_training_session_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stage_id"],
            ["programme_stage.tenant_id", "programme_stage.id"],
            name=op.f("fk_training_session_tenant_id_stage_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_session")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index("ix_training_session_programme", ["tenant_id", "programme_id"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("selection_id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("grounds", sa.String(4000), nullable=False),
        sa.Column("nominated_by", sa.String(32), nullable=True),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_reason", sa.String(2000), nullable=True),
        sa.Column("decision", sa.String(64), nullable=True),
        sa.Column("decision_reason", sa.String(2000), nullable=True),
        sa.Column("decided_total", sa.Float(), nullable=True),
        sa.Column("decided_rank", sa.Integer(), nullable=True),
        sa.Column(
            "decided_detail",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_nomination_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "selection_id"],
            ["pilot_selection.tenant_id", "pilot_selection.id"],
            name=op.f("fk_nomination_tenant_id_selection_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_nomination")),
        sa.UniqueConstraint(
            "tenant_id",
            "selection_id",
            "enterprise_id",
            name=op.f("uq_nomination_tenant_id_selection_id_enterprise_id"),
        ),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index("ix_nomination_enterprise", ["tenant_id", "enterprise_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("text", sa.String(8000), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("audit_id", sa.String(32), nullable=True),
        sa.Column("consultation_id", sa.String(32), nullable=True),
        sa.Column("raised_by", sa.String(32), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.String(32), nullable=True),
        sa.Column("answer", sa.String(8000), nullable=True),
        sa.Column("basis", sa.String(2000), nullable=True),
        sa.Column("settled_by", sa.String(32), nullable=True),
        sa.Column("settled_by_id", sa.String(32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(2000), nullable=True),
        sa.Column("from_tenant", sa.String(64), nullable=True),
        sa.Column("from_hash", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_question_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "consultation_id"],
            ["consultation.tenant_id", "consultation.id"],
            name=op.f("fk_question_tenant_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_question_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "reviewed_by_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_question_tenant_id_reviewed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "settled_by_id"],
            ["programme_body.tenant_id", "programme_body.id"],
            name=op.f("fk_question_tenant_id_settled_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_state", ["tenant_id", "state"], unique=False)

    op.create_table(
        "training_attendance",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(300), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("member_id", sa.String(32), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("marks", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_training_attendance_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "session_id"],
            ["training_session.tenant_id", "training_session.id"],
            name=op.f("fk_training_attendance_tenant_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_attendance")),
        sa.UniqueConstraint(
            "tenant_id",
            "session_id",
            "name",
            "organisation",
            name=op.f("uq_training_attendance_tenant_id_session_id_name_organisation"),
        ),
    )
    op.create_table(
        "norm_source",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("norm_id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=True),
        sa.Column("consultation_id", sa.String(32), nullable=True),
        sa.Column("question_id", sa.String(32), nullable=True),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_norm_source_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "consultation_id"],
            ["consultation.tenant_id", "consultation.id"],
            name=op.f("fk_norm_source_tenant_id_consultation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "norm_id"],
            ["technical_norm.tenant_id", "technical_norm.id"],
            name=op.f("fk_norm_source_tenant_id_norm_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "question_id"],
            ["question.tenant_id", "question.id"],
            name=op.f("fk_norm_source_tenant_id_question_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_norm_source")),
    )
    with op.batch_alter_table("norm_source", schema=None) as batch_op:
        batch_op.create_index("ix_norm_source_norm", ["tenant_id", "norm_id"], unique=False)

    op.create_table(
        "pilot_score",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.String(32), nullable=False),
        sa.Column("criterion", sa.String(64), nullable=False),
        sa.Column("assessor", sa.String(32), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.String(4000), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "nomination_id"],
            ["nomination.tenant_id", "nomination.id"],
            name=op.f("fk_pilot_score_tenant_id_nomination_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pilot_score")),
        sa.UniqueConstraint(
            "tenant_id",
            "nomination_id",
            "criterion",
            "assessor",
            name=op.f("uq_pilot_score_tenant_id_nomination_id_criterion_assessor"),
        ),
    )
    install_walls(
        op.get_bind(),
        [
            "calendar_feed",
            "expert",
            "offered_document",
            "programme",
            "sector_load",
            "conflict_of_interest",
            "enterprise_load",
            "expert_availability",
            "programme_body",
            "programme_stage",
            "body_seat",
            "consultation",
            "expert_assignment",
            "pilot_selection",
            "received_document",
            "stage_audit",
            "stage_deadline",
            "stage_pin",
            "stage_target",
            "technical_norm",
            "training_session",
            "nomination",
            "question",
            "training_attendance",
            "norm_source",
            "pilot_score",
        ],
        [],
    )
