"""An address on this machine that takes deliveries, as a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Receiver:
    """What has arrived, and what is answered.

    Attributes:
        url: where it listens.
        answers: status lines in order; the last one stays.
        arrived: headers (names in lower case) and body of each request.
    """

    url: str = ""
    answers: list[str] = field(default_factory=lambda: ["204 No Content"])
    arrived: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.arrived.append(({":request": head[0], **headers}, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving(answers: Iterable[str] = ("204 No Content",)) -> AsyncIterator[Receiver]:
    """An address of this machine that takes deliveries for the time of the block."""
    receiver = Receiver(answers=list(answers))
    server = await asyncio.start_server(receiver.take, "127.0.0.1", 0)
    async with server:
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hooks?from=cpaudit"
        yield receiver
