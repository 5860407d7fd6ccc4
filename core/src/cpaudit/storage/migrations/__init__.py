"""The steps that make the tables, in order; the same for SQLite and PostgreSQL.

Migrations only go forward: a step back would throw data away, and a backup does not.
``python -m cpaudit.api.revision "add a table"`` writes the next one.
"""
