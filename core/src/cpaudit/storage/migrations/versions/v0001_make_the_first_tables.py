"""Make the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("platform_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "enabled_plugin",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("plugin", sa.String(120), nullable=False),
        sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enabled_plugin")),
        sa.UniqueConstraint("tenant_id", "plugin", name=op.f("uq_enabled_plugin_tenant_id_plugin")),
    )
    op.create_table(
        "enterprise",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("gb4754", sa.String(5), nullable=False),
        sa.Column("size_class", sa.String(64), nullable=False),
        sa.Column("city", sa.String(120), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("legal_representative", sa.String(200), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("established_year", sa.Integer(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_enterprise_tenant_id_code")),
    )
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.create_index("ix_enterprise_name", ["tenant_id", "name", "id"], unique=False)

    op.create_table(
        "event",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.String(32), nullable=True),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("subject_type", sa.String(80), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column(
            "before",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("client_mutation_id", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_event")),
        sa.UniqueConstraint(
            "tenant_id", "member_id", "client_mutation_id", name=op.f("uq_event_tenant_id_member_id_client_mutation_id")
        ),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_at", ["tenant_id", "at", "id"], unique=False)
        batch_op.create_index("ix_event_subject", ["tenant_id", "subject_type", "subject_id", "id"], unique=False)

    op.create_table(
        "tenant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("parent_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column(
            "name",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["tenant.id"], name=op.f("fk_tenant_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("code", name=op.f("uq_tenant_code")),
    )
    op.create_table(
        "access_token",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "audit",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("previous_id", sa.String(32), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_audit_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "previous_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_audit_tenant_id_previous_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit")),
        sa.UniqueConstraint("tenant_id", "enterprise_id", "round", name=op.f("uq_audit_tenant_id_enterprise_id_round")),
    )
    op.create_table(
        "department",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("head", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_department_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_department")),
        sa.UniqueConstraint(
            "tenant_id", "enterprise_id", "name", name=op.f("uq_department_tenant_id_enterprise_id_name")
        ),
    )
    op.create_table(
        "member",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_member_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_member_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_member")),
        sa.UniqueConstraint("tenant_id", "account_id", name=op.f("uq_member_tenant_id_account_id")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_account", ["account_id"], unique=False)

    op.create_table(
        "product",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("unit", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_product_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint("tenant_id", "enterprise_id", "code", name=op.f("uq_product_tenant_id_enterprise_id_code")),
    )
    op.create_table(
        "regulatory_record",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("status", sa.String(64), nullable=False),
        sa.Column("number", sa.String(120), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(200), nullable=True),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_regulatory_record_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_regulatory_record")),
    )
    with op.batch_alter_table("regulatory_record", schema=None) as batch_op:
        batch_op.create_index("ix_regulatory_record_enterprise", ["tenant_id", "enterprise_id"], unique=False)

    op.create_table(
        "annual_flow",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("substance", sa.String(200), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_annual_flow_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_annual_flow")),
        sa.UniqueConstraint(
            "tenant_id",
            "audit_id",
            "year",
            "kind",
            "substance",
            name=op.f("uq_annual_flow_tenant_id_audit_id_year_kind_substance"),
        ),
    )
    op.create_table(
        "answer",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(300), nullable=False),
        sa.Column("value", sa.String(4000), nullable=True),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("not_applicable_reason", sa.String(2000), nullable=True),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column(
            "evidence_ids",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_answer_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_answer")),
        sa.UniqueConstraint("tenant_id", "audit_id", "item", name=op.f("uq_answer_tenant_id_audit_id_item")),
    )
    op.create_table(
        "audit_phase",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_by", sa.String(200), nullable=True),
        sa.Column("checksum", sa.String(64), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopen_reason", sa.String(2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_audit_phase_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_phase")),
        sa.UniqueConstraint("tenant_id", "audit_id", "key", name=op.f("uq_audit_phase_tenant_id_audit_id_key")),
    )
    op.create_table(
        "audit_pin",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("pack", sa.String(120), nullable=False),
        sa.Column("pack_version", sa.String(60), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_audit_pin_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_pin")),
        sa.UniqueConstraint("tenant_id", "audit_id", "pack", name=op.f("uq_audit_pin_tenant_id_audit_id_pack")),
    )
    op.create_table(
        "balance",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("substance", sa.String(120), nullable=True),
        sa.Column("tolerance", sa.Float(), nullable=False),
        sa.Column("explanation", sa.String(4000), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_balance_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_balance")),
    )
    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.create_index("ix_balance_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "benchmark",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("indicator", sa.String(300), nullable=False),
        sa.Column(
            "actual",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "reference",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("grade", sa.String(64), nullable=False),
        sa.Column("source", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_benchmark_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_benchmark")),
    )
    with op.batch_alter_table("benchmark", schema=None) as batch_op:
        batch_op.create_index("ix_benchmark_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_evidence_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "focus_candidate",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column(
            "scores",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_focus_candidate_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_focus_candidate")),
        sa.UniqueConstraint("tenant_id", "audit_id", "name", name=op.f("uq_focus_candidate_tenant_id_audit_id_name")),
    )
    op.create_table(
        "focus_factor",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_focus_factor_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_focus_factor")),
        sa.UniqueConstraint("tenant_id", "audit_id", "code", name=op.f("uq_focus_factor_tenant_id_audit_id_code")),
    )
    op.create_table(
        "inventory_line",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("pollutant", sa.String(120), nullable=False),
        sa.Column(
            "activity",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("factor", sa.String(300), nullable=True),
        sa.Column(
            "emission",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("unverified", sa.Boolean(), nullable=False),
        sa.Column(
            "trace",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_inventory_line_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_inventory_line")),
    )
    with op.batch_alter_table("inventory_line", schema=None) as batch_op:
        batch_op.create_index("ix_inventory_line_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "obstacle",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("description", sa.String(2000), nullable=False),
        sa.Column("countermeasure", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_obstacle_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_obstacle")),
    )
    with op.batch_alter_table("obstacle", schema=None) as batch_op:
        batch_op.create_index("ix_obstacle_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "permit_limit",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("pollutant", sa.String(120), nullable=False),
        sa.Column("medium", sa.String(64), nullable=True),
        sa.Column(
            "limit",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_permit_limit_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "record_id"],
            ["regulatory_record.tenant_id", "regulatory_record.id"],
            name=op.f("fk_permit_limit_tenant_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_permit_limit")),
    )
    with op.batch_alter_table("permit_limit", schema=None) as batch_op:
        batch_op.create_index("ix_permit_limit_record", ["tenant_id", "record_id"], unique=False)

    op.create_table(
        "plan_task",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_plan_task_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_plan_task")),
    )
    with op.batch_alter_table("plan_task", schema=None) as batch_op:
        batch_op.create_index("ix_plan_task_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "pollution_source",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("medium", sa.String(64), nullable=False),
        sa.Column("pollutant", sa.String(120), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("destination", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_pollution_source_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pollution_source")),
    )
    with op.batch_alter_table("pollution_source", schema=None) as batch_op:
        batch_op.create_index("ix_pollution_source_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "product_output",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("product_id", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_product_output_tenant_id_enterprise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["product.tenant_id", "product.id"],
            name=op.f("fk_product_output_tenant_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_product_output")),
        sa.UniqueConstraint(
            "tenant_id", "product_id", "year", name=op.f("uq_product_output_tenant_id_product_id_year")
        ),
    )
    op.create_table(
        "screening_factor",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_screening_factor_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_screening_factor")),
        sa.UniqueConstraint("tenant_id", "audit_id", "code", name=op.f("uq_screening_factor_tenant_id_audit_id_code")),
    )
    op.create_table(
        "statement",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("text", sa.String(20000), nullable=False),
        sa.Column("signed_by", sa.String(200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_statement_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_statement")),
        sa.UniqueConstraint("tenant_id", "audit_id", "kind", name=op.f("uq_statement_tenant_id_audit_id_kind")),
    )
    op.create_table(
        "target",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("indicator", sa.String(300), nullable=False),
        sa.Column("horizon", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(64), nullable=False),
        sa.Column(
            "baseline",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "goal",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_target_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_target")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index("ix_target_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "team_member",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("position", sa.String(200), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("duty", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_team_member_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_team_member")),
    )
    with op.batch_alter_table("team_member", schema=None) as batch_op:
        batch_op.create_index("ix_team_member_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "training",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("attendees", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_training_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index("ix_training_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "unit_process",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_unit_process_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_unit_process")),
        sa.UniqueConstraint("tenant_id", "audit_id", "code", name=op.f("uq_unit_process_tenant_id_audit_id_code")),
    )
    op.create_table(
        "work_step",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("department_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "department_id"],
            ["department.tenant_id", "department.id"],
            name=op.f("fk_work_step_tenant_id_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_work_step_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_work_step")),
        sa.UniqueConstraint(
            "tenant_id", "department_id", "code", name=op.f("uq_work_step_tenant_id_department_id_code")
        ),
    )
    op.create_table(
        "audit_option",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("description", sa.String(4000), nullable=False),
        sa.Column("aspect", sa.String(64), nullable=False),
        sa.Column("cost_class", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.Column("template", sa.String(300), nullable=True),
        sa.Column("unit_process_id", sa.String(32), nullable=True),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("reject_reason", sa.String(2000), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("price_year", sa.Integer(), nullable=True),
        sa.Column("investment", sa.BigInteger(), nullable=True),
        sa.Column("subsidy", sa.BigInteger(), nullable=True),
        sa.Column("annual_saving", sa.BigInteger(), nullable=True),
        sa.Column("life_years", sa.Integer(), nullable=True),
        sa.Column("tax_rate", sa.Float(), nullable=True),
        sa.Column("discount_rate", sa.Float(), nullable=True),
        sa.Column("benchmark_rate", sa.Float(), nullable=True),
        sa.Column(
            "scores",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(200), nullable=True),
        sa.Column("implemented_on", sa.Date(), nullable=True),
        sa.Column("actual_cost", sa.BigInteger(), nullable=True),
        sa.Column("actual_saving", sa.BigInteger(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_audit_option_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_process_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_audit_option_tenant_id_unit_process_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_option")),
        sa.UniqueConstraint("tenant_id", "audit_id", "code", name=op.f("uq_audit_option_tenant_id_audit_id_code")),
    )
    op.create_table(
        "stream",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("origin_id", sa.String(32), nullable=True),
        sa.Column("destination_id", sa.String(32), nullable=True),
        sa.Column("substance", sa.String(120), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_stream_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "destination_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_stream_tenant_id_destination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "origin_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_stream_tenant_id_origin_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_stream")),
        sa.UniqueConstraint("tenant_id", "audit_id", "code", name=op.f("uq_stream_tenant_id_audit_id_code")),
    )
    op.create_table(
        "cause",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("aspect", sa.String(64), nullable=False),
        sa.Column("description", sa.String(2000), nullable=False),
        sa.Column("unit_process_id", sa.String(32), nullable=True),
        sa.Column("stream_id", sa.String(32), nullable=True),
        sa.Column("pollutant", sa.String(120), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_cause_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stream_id"], ["stream.tenant_id", "stream.id"], name=op.f("fk_cause_tenant_id_stream_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_process_id"],
            ["unit_process.tenant_id", "unit_process.id"],
            name=op.f("fk_cause_tenant_id_unit_process_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cause")),
    )
    with op.batch_alter_table("cause", schema=None) as batch_op:
        batch_op.create_index("ix_cause_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "feasibility_study",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("technical", sa.String(64), nullable=False),
        sa.Column("technical_note", sa.String(4000), nullable=False),
        sa.Column("environmental", sa.String(64), nullable=False),
        sa.Column("environmental_note", sa.String(4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_feasibility_study_tenant_id_option_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feasibility_study")),
        sa.UniqueConstraint("tenant_id", "option_id", name=op.f("uq_feasibility_study_tenant_id_option_id")),
    )
    op.create_table(
        "funding",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_funding_tenant_id_option_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_funding")),
    )
    with op.batch_alter_table("funding", schema=None) as batch_op:
        batch_op.create_index("ix_funding_option", ["tenant_id", "option_id"], unique=False)

    op.create_table(
        "measurement",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("stream_id", sa.String(32), nullable=False),
        sa.Column("substance", sa.String(120), nullable=True),
        sa.Column(
            "amount",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_measurement_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stream_id"],
            ["stream.tenant_id", "stream.id"],
            name=op.f("fk_measurement_tenant_id_stream_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_measurement")),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index("ix_measurement_audit", ["tenant_id", "audit_id"], unique=False)

    op.create_table(
        "option_effect",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column(
            "planned",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "actual",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_option_effect_tenant_id_option_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_option_effect")),
        sa.UniqueConstraint(
            "tenant_id", "option_id", "subject", name=op.f("uq_option_effect_tenant_id_option_id_subject")
        ),
    )
    op.create_table(
        "balance_line",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("balance_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("direction", sa.String(64), nullable=False),
        sa.Column("stream_id", sa.String(32), nullable=True),
        sa.Column("measurement_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_balance_line_tenant_id_audit_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "balance_id"],
            ["balance.tenant_id", "balance.id"],
            name=op.f("fk_balance_line_tenant_id_balance_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "measurement_id"],
            ["measurement.tenant_id", "measurement.id"],
            name=op.f("fk_balance_line_tenant_id_measurement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "stream_id"],
            ["stream.tenant_id", "stream.id"],
            name=op.f("fk_balance_line_tenant_id_stream_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_balance_line")),
    )
    with op.batch_alter_table("balance_line", schema=None) as batch_op:
        batch_op.create_index("ix_balance_line_balance", ["tenant_id", "balance_id"], unique=False)

    install_walls(
        op.get_bind(),
        [
            "enabled_plugin",
            "enterprise",
            "event",
            "audit",
            "department",
            "member",
            "product",
            "regulatory_record",
            "annual_flow",
            "answer",
            "audit_phase",
            "audit_pin",
            "balance",
            "benchmark",
            "evidence",
            "focus_candidate",
            "focus_factor",
            "inventory_line",
            "obstacle",
            "permit_limit",
            "plan_task",
            "pollution_source",
            "product_output",
            "screening_factor",
            "statement",
            "target",
            "team_member",
            "training",
            "unit_process",
            "work_step",
            "audit_option",
            "stream",
            "cause",
            "feasibility_study",
            "funding",
            "measurement",
            "option_effect",
            "balance_line",
        ],
        ["account", "tenant", "access_token"],
    )
