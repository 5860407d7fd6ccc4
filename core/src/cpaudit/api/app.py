"""The Litestar application."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Empty, Receive, Scope, Send

from cpaudit.api.background import surroundings_of
from cpaudit.api.controller import graphql_controller
from cpaudit.api.current import current_context
from cpaudit.api.files import (
    download_calendar,
    download_calendar_feed,
    download_chart_data,
    download_document,
    download_document_chart_data,
    download_evidence,
    download_export,
    download_file,
    download_report,
    download_template,
    upload_pack,
)
from cpaudit.api.graphiql import graphiql_assets
from cpaudit.api.identify import Identifier
from cpaudit.api.schemas import SchemaCache, core_names
from cpaudit.api.settings import Settings
from cpaudit.api.spreadsheets import SPREADSHEET_ROUTES
from cpaudit.engine import is_unit
from cpaudit.errors import CpauditError, Unauthenticated
from cpaudit.extensions.listeners import Listeners
from cpaudit.graphql.announcements import Announcer
from cpaudit.heap import settle_heap
from cpaudit.jobs.embedded import EmbeddedRunner
from cpaudit.plugins import PluginHost, PluginSource
from cpaudit.storage.database import Database
from cpaudit.tenancy.plugins import enabled_plugins

_log = logging.getLogger("cpaudit.api")


class IdentifyCaller(ASGIMiddleware):
    """Puts the request's context where the endpoint finds it, or answers 401 or 403."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_path_pattern = ("^/assets", "^/health$")

    def __init__(self, identifier: Identifier) -> None:
        self._identifier = identifier

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        token = current_context.set(await self._identifier.identify(headers))
        try:
            await next_app(scope, receive, send)
        finally:
            current_context.reset(token)


def create_app(
    settings: Settings | None = None,
    *,
    database: Database | None = None,
    host: PluginHost | None = None,
    extra_plugins: Sequence[PluginSource] = (),
    schemas: SchemaCache | None = None,
    guest: bool = False,
) -> Litestar:
    """The application.

    Args:
        settings: by default from the environment.
        database: by default the one of the settings; a given one is not closed at the end.
        host: by default the installed plugins and *extra_plugins*.
        schemas: by default a cache of its own; one for the same host may serve several applications.
        guest: whether the process belongs to somebody else, tests for example, who sets up its logging and heap.

    Raises:
        ConfigurationError: a setting is wrong.
        PluginsUnfit: the settings are strict and a plugin is not ready.
    """
    chosen = settings or Settings.from_environment()
    own_database = database is None
    store = database or Database(chosen.database_url)
    plugins = host or PluginHost.discover(
        known_unit=is_unit,
        core_names=core_names,
        safe_mode=chosen.safe_mode,
        strict=chosen.strict,
        extra=extra_plugins,
        hook_seconds=chosen.hook_seconds,
    )
    announcer = Announcer()
    identifier = Identifier(store, plugins, announcer, seconds=chosen.identity_seconds, keys=chosen.keys)
    listeners = Listeners(store, plugins, partial(enabled_plugins, store, host=plugins, keys=chosen.keys))
    announcer.watch(listeners.heed)
    jobs = surroundings_of(store, plugins, chosen.keys, announcer.announce)
    built = schemas
    if built is None:
        built = SchemaCache(plugins, chosen.limits, chosen.schema_cache)

    @get("/schema.graphql", media_type=MediaType.TEXT, sync_to_thread=False)
    def sdl() -> str:
        context = current_context.get()
        if context.actor is None:
            raise Unauthenticated("the schema is shown to members", remedy="send a bearer token")
        return built.get(context.enabled).as_str()

    @get("/health", sync_to_thread=False)
    def health() -> dict[str, Any]:
        # How many and not which: who asks is not known, and need not know of what no tenant of his has enabled.
        return {"status": "ok", "plugins": Counter(plugin.health.status for plugin in plugins.plugins)}

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        if not guest:
            settle_heap()
        # On PostgreSQL the jobs are those of `cpaudit worker`.
        runner = None if store.is_postgresql else EmbeddedRunner(jobs)
        if runner is not None:
            announcer.watch(runner.heed)
            runner.start()
        yield
        if runner is not None:
            announcer.unwatch(runner.heed)
            await runner.stop()
        await listeners.settled()
        if own_database:
            await store.close()

    app = Litestar(
        route_handlers=[
            graphql_controller(built, identifier, chosen.limits.seconds),
            sdl,
            health,
            graphiql_assets(),
            download_evidence,
            download_export,
            download_report,
            download_chart_data,
            download_document,
            download_document_chart_data,
            download_file,
            download_calendar,
            download_calendar_feed,
            download_template,
            upload_pack,
            *SPREADSHEET_ROUTES,
        ],
        middleware=[IdentifyCaller(identifier)],
        exception_handlers={CpauditError: _tell, HTTPException: _tell_http, Exception: _tell_fault},
        request_max_body_size=chosen.limits.body_bytes,
        lifespan=[lifespan],
        openapi_config=None,
        logging_config=None if guest else Empty,
    )
    app.state.announcer = announcer
    return app


def _tell(request: Request[Any, Any, Any], error: CpauditError) -> Response[Any]:
    status = {"UNAUTHENTICATED": 401, "DENIED": 403, "NOT_FOUND": 404}.get(error.code, 400)
    return Response({"errors": [{"message": error.message, "extensions": error.extensions}]}, status_code=status)


def _tell_fault(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    extensions = {"code": "INTERNAL", "remedy": ""}
    message = "The server failed; the fault is logged."
    return Response({"errors": [{"message": message, "extensions": extensions}]}, status_code=500)


def _tell_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    extensions = {"code": f"HTTP_{error.status_code}", "remedy": ""}
    if error.status_code == 413:
        extensions = {"code": "BODY_TOO_LARGE", "remedy": "send less at a time"}
    return Response({"errors": [{"message": error.detail, "extensions": extensions}]}, status_code=error.status_code)
