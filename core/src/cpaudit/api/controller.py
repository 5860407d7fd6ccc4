"""The GraphQL endpoint: Strawberry's Litestar controller with a schema for each tenant."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import orjson
from cross_web import HTTPException
from litestar import Controller, MediaType, Request, Response, WebSocket, get, post, websocket
from strawberry.exceptions import ConnectionRejectionError
from strawberry.litestar.controller import GraphQLController
from strawberry.schema import BaseSchema
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import SubscribeMessage

from cpaudit.api.current import current_context
from cpaudit.api.direct import direct_response
from cpaudit.api.graphiql import graphiql_page, graphiql_response
from cpaudit.api.identify import Identifier
from cpaudit.api.schemas import SchemaCache
from cpaudit.api.settings import ENDPOINT
from cpaudit.errors import CpauditError
from cpaudit.graphql.context import RequestContext


def _given_up(seconds: float) -> Response[Any]:
    message = f"the request took longer than {seconds:g} seconds and was given up"
    extensions = {"code": "TIMEOUT", "remedy": "ask for less at a time"}
    return Response({"data": None, "errors": [{"message": message, "extensions": extensions}]})


def graphql_controller(schemas: SchemaCache, identifier: Identifier, seconds: float) -> type[Controller]:
    """The controller of ``/graphql``.

    Args:
        schemas: gives the schema of the request's set of plugins.
        identifier: tells who connects a websocket, whose token comes after the handshake.
        seconds: how long one request may take.
    """

    class TenantHandler(BaseGraphQLTransportWSHandler[RequestContext, None]):
        """Answers each operation with the schema of the tenant that signed in on the connection."""

        @property
        def schema(self) -> Any:
            return schemas.get(self.context.enabled)

        @schema.setter
        def schema(self, value: Any) -> None:
            # The base class sets the schema of a stranger, before anybody has signed in.
            pass

        async def handle_subscribe(self, message: SubscribeMessage) -> None:
            # A connection may be open for days: each operation is for who the caller is by now.
            try:
                await identifier.renew(self.context)
            except CpauditError as error:
                await self.websocket.close(code=4401, reason=error.code)
                return
            await super().handle_subscribe(message)

    class Endpoint(GraphQLController[RequestContext, None]):
        path = ENDPOINT
        # The handlers below take the context from the middleware, so nothing has to be injected.
        dependencies: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]
        protocols = (GRAPHQL_TRANSPORT_WS_PROTOCOL,)
        graphql_transport_ws_handler_class = TenantHandler

        @property
        def schema(self) -> BaseSchema:  # type: ignore[override] # only the class itself is ever given a schema
            # Litestar looks at every attribute when it registers the controller, before any request.
            context = current_context.get(None)
            return schemas.get(() if context is None else context.enabled)

        @get()
        async def handle_http_get(self, request: Request[Any, Any, Any]) -> Response[Any]:
            try:
                async with asyncio.timeout(seconds):
                    return await self.execute_request(request, current_context.get(), None)
            except TimeoutError:
                return _given_up(seconds)

        @post(status_code=200)
        async def handle_http_post(self, request: Request[Any, Any, Any]) -> Response[Any]:
            context = current_context.get()
            try:
                async with asyncio.timeout(seconds):
                    body = await direct_response(request, schemas.get(context.enabled), context)
                    if body is not None:
                        return Response(body, media_type=MediaType.JSON)
                    return await self.execute_request(request, context, None)
            except TimeoutError:
                return _given_up(seconds)

        @websocket()
        async def websocket_endpoint(self, socket: WebSocket[Any, Any, Any]) -> None:
            await self.run(request=socket, context=current_context.get(), root_value=None)

        async def on_ws_connect(self, context: RequestContext) -> None:
            sent = context.connection_params or {}
            headers = {name.lower(): str(value) for name, value in sent.items()}
            if "authorization" not in headers:
                return
            try:
                signed_in = await identifier.identify(headers)
            except CpauditError as error:
                raise ConnectionRejectionError({"message": error.message, "code": error.code}) from error
            context.actor, context.enabled = signed_in.actor, signed_in.enabled
            context.library, context.language = signed_in.library, signed_in.language
            context.bearer, context.chosen_tenant = signed_in.bearer, signed_in.chosen_tenant

        async def execute_request(
            self, request: Request[Any, Any, Any], context: Any, root_value: Any
        ) -> Response[Any]:
            answer = await super().execute_request(request, context, root_value)
            if answer.status_code is None or answer.status_code < 400:
                return answer
            # Strawberry tells of a request that is none as plain text.
            extensions = {"code": "BAD_REQUEST", "remedy": "send a JSON object with a query"}
            errors = [{"message": str(answer.content), "extensions": extensions}]
            return Response({"errors": errors}, status_code=answer.status_code)

        async def get_sub_response(self, request: Request[Any, Any, Any]) -> Response[Any]:
            # Not the one that the base class keeps on itself: two requests would share it.
            return Response({})

        async def render_graphql_ide(self, request: Request[Any, Any, Any]) -> Response[str]:
            return graphiql_response(graphiql_page(ENDPOINT))

        def parse_json(self, data: str | bytes) -> Any:
            parsed = super().parse_json(data)
            if not isinstance(parsed, dict | list):
                raise HTTPException(400, "The request is JSON, but no object")
            return parsed

        def decode_json(self, data: str | bytes) -> object:
            return orjson.loads(data)

        def encode_json(self, data: object) -> bytes:
            return orjson.dumps(data, default=str)

    return Endpoint
