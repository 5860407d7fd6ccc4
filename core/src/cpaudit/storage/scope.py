"""Whose rows a statement may touch."""

from __future__ import annotations

from dataclasses import dataclass

APPLICATION_ROLE = "cpaudit_app"
"""The PostgreSQL role that reads and writes rows. It owns no table, so row-level security binds it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows a transaction may touch.

    Attributes:
        tenant_id: the tenant; None for work on the platform's own tables.
        account_id: the person; gives sight of that person's memberships in every tenant.
    """

    tenant_id: str | None = None
    account_id: str | None = None


PLATFORM = Scope()
