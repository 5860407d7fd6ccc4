"""GraphiQL in the browser, from the installed package alone: the page, its files, and what the page may load."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from litestar import MediaType, Response, Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from cpaudit.errors import ConfigurationError

ASSETS_PATH = "/assets"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        # The editor positions its lines with style attributes and writes its colour theme into a style element.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The page runs no inline script and reaches no other host, whatever a plugin puts into the schema."""

DEFAULT_QUERY = """\
# Cleaner production audits
#
# Sign in with the key at the left,
# or put a token into Headers below.
# Members of several tenants name
# one of them there as well.
#
# Ctrl+Space  what can be asked here
# Ctrl+Enter  run it
# The book at the left: reference

query FirstLook {
  viewer { role plugins tenant { name } }
  audits(first: 10) {
    totalCount
    nodes {
      title
      enterprise { name }
      phases { name gate { status } }
    }
  }
}
"""

DEFAULT_HEADERS = """\
{
  // "Authorization": "Bearer <token>",
  // "X-Tenant": "<tenant>"
}
"""

_PAGE = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="{assets}/graphiql.css?build={build}">
    <script type="module" src="{assets}/graphiql.js?build={build}"></script>
  </head>
  <body>
    <div id="graphiql"
      data-name="{title}"
      data-endpoint="{endpoint}"
      data-subscription-endpoint="{subscription_endpoint}"
      data-query="{query}"
      data-headers="{headers}"
    >
      <noscript>GraphiQL needs JavaScript. Without it, send GraphQL requests to {endpoint} by POST.</noscript>
    </div>
  </body>
</html>
"""


def graphiql_page(
    endpoint: str,
    subscription_endpoint: str | None = None,
    *,
    title: str = "cpaudit",
    query: str = DEFAULT_QUERY,
    headers: str = DEFAULT_HEADERS,
    assets: str = ASSETS_PATH,
) -> str:
    """The HTML of GraphiQL for one GraphQL endpoint of this server.

    Args:
        endpoint: path that takes operations by POST.
        subscription_endpoint: path that speaks ``graphql-transport-ws``; the same as *endpoint* if not given.
        title: what the window and the logo say.
        query: the operation in the first tab.
        headers: what the headers editor shows: JSON, which may have comments.
        assets: where `graphiql_assets` is mounted.

    Raises:
        ConfigurationError: the package was installed without its assets.
    """
    values = {
        "title": title,
        "endpoint": endpoint,
        "subscription_endpoint": subscription_endpoint or endpoint,
        "query": query,
        "headers": headers,
        "assets": assets.rstrip("/"),
        "build": _build(),
    }
    return _PAGE.format_map({name: escape(value) for name, value in values.items()})


def graphiql_response(page: str) -> Response[str]:
    """*page* with the headers that hold the browser to what the page is meant to load."""
    return Response(
        page,
        media_type=MediaType.HTML,
        headers={
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )


def graphiql_assets(path: str = ASSETS_PATH) -> Router:
    """A router that serves the files of the page under *path*, to anybody.

    Raises:
        ConfigurationError: the package was installed without its assets.
    """
    # The page names the build in each address, so a browser may keep what it has for good.
    forever = CacheControlHeader(public=True, max_age=365 * 24 * 3600, immutable=True)
    _build()
    return create_static_files_router(
        path=path, directories=[_assets() / "graphiql"], name="graphiql-assets", cache_control=forever
    )


def _assets() -> Path:
    return Path(str(files("cpaudit") / "_assets"))


@cache
def _build() -> str:
    """What tells the assets of one build from those of another."""
    try:
        return (_assets() / "digest").read_text(encoding="ascii")[:12]
    except FileNotFoundError as error:
        raise ConfigurationError(
            "the files of GraphiQL are not installed",
            path=(str(_assets()),),
            remedy="install cpaudit from a wheel, or from its source with pip, which makes them",
        ) from error
