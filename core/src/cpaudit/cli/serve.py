"""``cpaudit serve``: the server, after everything that would make it fail later has been looked at."""

from __future__ import annotations

import socket
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cpaudit.cli.failures import FAILED
from cpaudit.cli.installation import DatabaseOption, place, reachable, require_current, require_walls, run, upgrade
from cpaudit.cli.output import note, progress_of
from cpaudit.cli.serving import LOGGING, plugins_of, tell_plugins
from cpaudit.errors import ConfigurationError

if TYPE_CHECKING:
    from litestar import Litestar

    from cpaudit.api.settings import Settings


def serve(
    host: Annotated[str, typer.Option(envvar="CPAUDIT_HOST", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="CPAUDIT_PORT", min=1, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(envvar="CPAUDIT_WORKERS", min=1, help="Processes that answer.")] = 1,
    strict: Annotated[
        bool, typer.Option("--strict", envvar="CPAUDIT_STRICT", help="Refuse to start if a plugin cannot be used.")
    ] = False,
    safe_mode: Annotated[
        bool, typer.Option("--safe-mode", envvar="CPAUDIT_SAFE_MODE", help="Start without any plugin.")
    ] = False,
    database: DatabaseOption = None,
    access_log: Annotated[bool, typer.Option("--access-log", help="Write a line for each request.")] = False,
) -> None:
    """Serve GraphQL over HTTP until interrupted.

    An embedded SQLite database is brought to this release first; a PostgreSQL database has to be there already.
    """
    from cpaudit.api.settings import Settings

    settings = Settings.from_environment()
    settings = replace(settings, database_url=database or settings.database_url, strict=strict, safe_mode=safe_mode)
    _require_free(host, port)
    if strict:
        # Before anything else is done; the workers load the plugins for themselves.
        plugins_of(settings)
    run(_prepare_database(settings.database_url))
    _listen(settings, host, port, workers, access_log=access_log)


def _require_free(host: str, port: int) -> None:
    # Workers share a port with SO_REUSEPORT. Without this look a second server would start beside the
    # first, and each would get some of the requests.
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen at {host}:{port}: {error.strerror}",
            path=("--host/--port",),
            remedy="end what listens there, or choose another port with --port",
        ) from error


async def _prepare_database(url: str) -> None:
    from cpaudit.storage import migrate

    async with reachable(url, create=True) as store:
        # A PostgreSQL database may be shared: a server that starts must not change the tables under the others.
        if not store.is_postgresql and await migrate.current(store) != migrate.newest():
            with progress_of("Upgrading the database") as progress:
                await upgrade(store, progress)
            note(f"Upgraded the embedded database to migration {await migrate.current(store)}.")
        await require_current(store)
        await require_walls(store)
        note(f"Database: {place(store)}.")
        if store.is_postgresql:
            note("Jobs are done by `cpaudit worker`, which has to run beside this server.")


def _listen(settings: Settings, host: str, port: int, workers: int, *, access_log: bool) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from cpaudit.api.settings import ENDPOINT

    server = Granian(
        "cpaudit.api.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
        log_access=access_log,
        log_access_format='%(addr)s "%(method)s %(path)s" %(status)d %(dt_ms).1f ms',
        factory=True,
    )
    server.on_startup(lambda: note(f"GraphiQL: http://{_reachable_name(host)}:{port}{ENDPOINT} (Ctrl-C ends)"))
    try:
        # The settings travel with the factory: options of this command need not become environment variables.
        server.serve(target_loader=partial(_application, settings), wrap_loader=False)
    except SystemExit as ended:
        # Ctrl-C reaches the workers too; one that ends before it is told to is no failure then.
        if ended.code and not server.interrupt_signal:
            note("The server ended because a worker did; its log says why.")
            raise typer.Exit(FAILED) from ended
    note("Stopped.")


def _application(settings: Settings) -> Litestar:
    # Loaded by the workers alone: this process only watches over them.
    from cpaudit.api.app import create_app

    host = plugins_of(settings)
    tell_plugins(settings, host)
    return create_app(settings, host=host)


def _reachable_name(host: str) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - the name of every address, not a bind
    return f"[{name}]" if ":" in name else name
