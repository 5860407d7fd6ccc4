"""The second wall: what PostgreSQL itself refuses, and the triggers that keep some tables append-only."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, text

from cpaudit.storage.database import APPLICATION_ROLE

MEMBERS_TABLE = "member"
APPEND_ONLY = (
    "event",
    "kept_result",
    "stored_pack",
    "replaced_pin",
    "overlay_revision",
    "own_pack_version",
    "packet",
    "report_template_version",
)
"""Tables whose rows are only ever added: the event log, the results on which phases were closed, the content that
audits use or used, published overlays, the versions of own packs and of templates, and what was handed over."""


def install_walls(connection: Connection, tenant_tables: Collection[str], platform_tables: Iterable[str]) -> None:
    """Put row-level security on *tenant_tables* and make those of :data:`APPEND_ONLY` so.

    Args:
        connection: opened by the tables' owner; on PostgreSQL one that may create roles, unless the
            role ``cpaudit_app`` is there already.
        tenant_tables: names of tables with a ``tenant_id``.
        platform_tables: names of the platform's own tables.
    """
    if connection.dialect.name == "postgresql":
        _install_row_security(connection, list(tenant_tables), list(platform_tables))
    for table in APPEND_ONLY:
        if table in tenant_tables:
            _make_append_only(connection, table)


def _install_row_security(connection: Connection, tenant_tables: list[str], platform_tables: list[str]) -> None:
    role_exists = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APPLICATION_ROLE})
    if not role_exists:
        connection.execute(text(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN NOBYPASSRLS"))
    connection.execute(text(f"GRANT {APPLICATION_ROLE} TO CURRENT_USER"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}"))
    for table in platform_tables:
        connection.execute(text(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {APPLICATION_ROLE}'))
    for table in tenant_tables:
        rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        connection.execute(text(f'GRANT {rights} ON "{table}" TO {APPLICATION_ROLE}'))
        connection.execute(text(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'))
        own = "tenant_id = current_setting('cpaudit.tenant', true)"
        visible = own
        if table == MEMBERS_TABLE:
            # A person sees which tenants he is a member of before a tenant is chosen.
            visible = f"{own} OR account_id = current_setting('cpaudit.account', true)"
        connection.execute(
            text(f'CREATE POLICY tenant_wall ON "{table}" TO {APPLICATION_ROLE} USING ({visible}) WITH CHECK ({own})')
        )


def _make_append_only(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                f"CREATE OR REPLACE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            )
        )
        connection.execute(
            text(
                f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}()"
            )
        )
        return
    for action in ("UPDATE", "DELETE"):
        connection.execute(
            text(
                f"CREATE TRIGGER {table}_refuses_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        )


def missing_walls(connection: Connection, tenant_tables: Collection[str]) -> list[str]:
    """Where a wall has gaps, one sentence each.

    Args:
        connection: opened by the tables' owner.
        tenant_tables: names of tables with a ``tenant_id``.
    """
    if connection.dialect.name != "postgresql":
        triggers = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        return [
            f"the trigger {name} is missing: rows of {table} can be changed"
            for table in APPEND_ONLY
            if table in tenant_tables
            for name in (f"{table}_refuses_{action}" for action in ("update", "delete"))
            if name not in triggers
        ]
    gaps = []
    rows = connection.execute(
        text(
            "SELECT relname, relrowsecurity, pg_get_userbyid(relowner), EXISTS (SELECT 1 FROM pg_policy"
            " WHERE polrelid = pg_class.oid AND polname = 'tenant_wall') FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relname = ANY(:tables)"
        ),
        {"tables": list(tenant_tables)},
    )
    for table, secured, owner, walled in rows:
        if not (secured and walled):
            gaps.append(f"the table {table} has no row-level security: tenants are not walled from each other")
        if owner == APPLICATION_ROLE:
            gaps.append(f"the table {table} belongs to {APPLICATION_ROLE}, which row-level security then does not bind")
    for table in APPEND_ONLY:
        guarded = connection.scalar(
            text("SELECT 1 FROM pg_trigger WHERE tgname = :name AND tgenabled <> 'D'"),
            {"name": f"{table}_is_append_only"},
        )
        if not guarded and table in tenant_tables:
            gaps.append(f"the trigger {table}_is_append_only is missing or off: rows of {table} can be changed")
    return gaps
