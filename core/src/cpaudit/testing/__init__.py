"""What the tests of a plugin work with: a real server on a database of its own, and clients that speak HTTP to it.

pytest takes the fixtures ``cpaudit_app``, ``tenant`` and ``graphql`` from :mod:`cpaudit.testing.fixtures`, which is
registered as a plugin of pytest; install ``cpaudit[testing]``. The names below are for annotations, and for tests that
are written without pytest. They are loaded when they are used: pytest imports this package on every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpaudit.testing.client import GraphqlClient, GraphqlFailedError
    from cpaudit.testing.server import LocalServer, ServerKit
    from cpaudit.testing.tenants import LocalTenant

__all__ = ["GraphqlClient", "GraphqlFailedError", "LocalServer", "LocalTenant", "ServerKit"]

_MODULES = {
    "GraphqlClient": "client",
    "GraphqlFailedError": "client",
    "LocalServer": "server",
    "LocalTenant": "tenants",
    "ServerKit": "server",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from cpaudit.heap import collect_less_often

    # What is imported now stays to the end of the run, and is a second of collections in vain.
    collect_less_often()
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
