"""Burn fuels by their heating value: an inventory line names the one that it was computed with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inventory_line", sa.Column("heating_value", sa.String(300), nullable=True))
