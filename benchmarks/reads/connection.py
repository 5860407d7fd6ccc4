"""One keep-alive connection to a server on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from types import TracebackType
from typing import Self

ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """A POST of JSON."""

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers, with those that every request has."""
        return {"Content-Type": "application/json", "Accept": "application/json", **self.headers}


class Client:
    """A connection that is opened by its first request and kept."""

    def __init__(self, port: int, timeout: float = 60) -> None:
        self._connection = HTTPConnection(ADDRESS, port, timeout=timeout)

    def ask(self, request: Request) -> tuple[int, bytes]:
        """Send a request; gives the status and the body of the answer."""
        self._connection.request("POST", request.path, request.body, request.all_headers)
        response = self._connection.getresponse()
        return response.status, response.read()

    def wake(self, request: Request) -> None:
        """Send a request that nobody times, anew where the server closed the connection because it was idle."""
        try:
            self.ask(request)
        except ConnectionError:
            self._connection.close()
            self.ask(request)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
