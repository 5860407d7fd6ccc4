"""Track how ready enterprises are for management standards, and where the money for options comes from."""

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
    op.create_table(
        "funding_scheme",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(300), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("interest_rate", sa.Float(), nullable=True),
        sa.Column("repayment_years", sa.Integer(), nullable=True),
        sa.Column("reduced_tax_rate", sa.Float(), nullable=True),
        sa.Column("open_from", sa.Date(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("conditions", _json(), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_funding_scheme")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f("uq_funding_scheme_tenant_id_code")),
    )
    op.create_table(
        "funding_application",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("scheme_id", sa.String(32), nullable=False),
        sa.Column("funding_id", sa.String(32), nullable=True),
        sa.Column("stage", sa.String(64), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(4000), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column("judged", _json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_funding_application_tenant_id_audit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "funding_id"],
            ["funding.tenant_id", "funding.id"],
            name=op.f("fk_funding_application_tenant_id_funding_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_funding_application_tenant_id_option_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scheme_id"],
            ["funding_scheme.tenant_id", "funding_scheme.id"],
            name=op.f("fk_funding_application_tenant_id_scheme_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_funding_application")),
    )
    with op.batch_alter_table("funding_application", schema=None) as batch_op:
        batch_op.create_index("ix_funding_application_option", ["tenant_id", "option_id"], unique=False)
        batch_op.create_index("ix_funding_application_stage", ["tenant_id", "stage"], unique=False)
    op.create_table(
        "shown_fact",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("application_id", sa.String(32), nullable=False),
        sa.Column("fact", sa.String(64), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(4000), nullable=False),
        sa.Column("stated_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["funding_application.tenant_id", "funding_application.id"],
            name=op.f("fk_shown_fact_tenant_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"], ["audit.tenant_id", "audit.id"], name=op.f("fk_shown_fact_tenant_id_audit_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_shown_fact")),
        sa.UniqueConstraint(
            "tenant_id", "application_id", "fact", name=op.f("uq_shown_fact_tenant_id_application_id_fact")
        ),
    )
    op.create_table(
        "funding_movement",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("application_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "application_id"],
            ["funding_application.tenant_id", "funding_application.id"],
            name=op.f("fk_funding_movement_tenant_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_funding_movement_tenant_id_audit_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_funding_movement")),
    )
    with op.batch_alter_table("funding_movement", schema=None) as batch_op:
        batch_op.create_index("ix_funding_movement_application", ["tenant_id", "application_id"], unique=False)
    install_walls(
        op.get_bind(),
        ["readiness_mark", "funding_scheme", "funding_application", "shown_fact", "funding_movement"],
        [],
    )


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
