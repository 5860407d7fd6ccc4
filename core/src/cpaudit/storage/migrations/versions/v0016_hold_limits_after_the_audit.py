"""Hold limits after the audit: measurements made then, and emissions that are those of one year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What was measured so far was measured to find out how the enterprise was.
    op.add_column("measurement", sa.Column("scenario", sa.String(64), nullable=False, server_default="BEFORE"))
    op.add_column("inventory_line", sa.Column("yearly", sa.Boolean(), nullable=False, server_default=sa.false()))
