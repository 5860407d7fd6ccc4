"""Keep outcomes and proposals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cpaudit.storage.walls import install_walls

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome_consent",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(32), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_outcome_consent")),
    )
    with op.batch_alter_table("outcome_consent", schema=None) as batch_op:
        batch_op.create_index("ix_outcome_consent_tenant", ["tenant_id", "revoked_at"], unique=False)

    op.create_table(
        "outcome_publication",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("template", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(2), nullable=False),
        sa.Column("figure", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(8), nullable=False),
        sa.Column(
            "members",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_outcome_publication")),
    )
    with op.batch_alter_table("outcome_publication", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outcome_publication_figure", ["tenant_id", "template", "sector", "figure", "basis"], unique=False
        )

    op.create_table(
        "shared_outcome",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("template", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(2), nullable=False),
        sa.Column("figure", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(8), nullable=False),
        sa.Column("enterprises", sa.Integer(), nullable=False),
        sa.Column("q1", sa.String(60), nullable=True),
        sa.Column("median", sa.String(60), nullable=True),
        sa.Column("q3", sa.String(60), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_outcome")),
        sa.UniqueConstraint(
            "template", "sector", "figure", "basis", name=op.f("uq_shared_outcome_template_sector_figure_basis")
        ),
    )
    op.create_table(
        "outcome_contribution",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("template", sa.String(300), nullable=False),
        sa.Column("sector", sa.String(2), nullable=False),
        sa.Column("enterprise_id", sa.String(32), nullable=False),
        sa.Column("name_digest", sa.String(64), nullable=False),
        sa.Column(
            "figures",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "enterprise_id"],
            ["enterprise.tenant_id", "enterprise.id"],
            name=op.f("fk_outcome_contribution_tenant_id_enterprise_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_outcome_contribution")),
        sa.UniqueConstraint(
            "tenant_id",
            "template",
            "enterprise_id",
            name=op.f("uq_outcome_contribution_tenant_id_template_enterprise_id"),
        ),
    )
    op.create_table(
        "adopted_proposal",
        sa.Column("tenant_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("audit_id", sa.String(32), nullable=False),
        sa.Column("option_id", sa.String(32), nullable=False),
        sa.Column("template", sa.String(300), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("plugin", sa.String(120), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column(
            "reasons",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["audit.tenant_id", "audit.id"],
            name=op.f("fk_adopted_proposal_tenant_id_audit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "option_id"],
            ["audit_option.tenant_id", "audit_option.id"],
            name=op.f("fk_adopted_proposal_tenant_id_option_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_adopted_proposal")),
        sa.UniqueConstraint("tenant_id", "option_id", name=op.f("uq_adopted_proposal_tenant_id_option_id")),
    )
    with op.batch_alter_table("audit_option", schema=None) as batch_op:
        batch_op.create_index("ix_audit_option_template", ["tenant_id", "template"], unique=False)

    install_walls(
        op.get_bind(),
        ["outcome_consent", "outcome_publication", "outcome_contribution", "adopted_proposal"],
        ["shared_outcome"],
    )
