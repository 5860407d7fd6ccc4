"""Sending one delivery: to the address that was judged, without redirects, and without reading what comes back."""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from ipaddress import IPv6Address

import httpx

from cpaudit import __version__
from cpaudit.webhooks.addresses import Target

SECONDS = 10.0
"""How long an address may take to answer."""


async def send(target: Target, body: bytes, headers: dict[str, str]) -> int:
    """Post a body; gives the status of the answer, whatever it is.

    Raises:
        TimeoutError: the address takes too long.
        httpx.HTTPError: it does not answer, or not as it should.
    """
    address = f"[{target.address}]" if isinstance(target.address, IPv6Address) else str(target.address)
    # The connection goes to the address; the name stays in the request, and is what the certificate is for.
    request = httpx.Request(
        "POST",
        target.url.copy_with(host=address),
        headers={
            "Host": target.url.netloc.decode("ascii"),
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"cpaudit/{__version__}",
            **headers,
        },
        content=body,
        extensions={"sni_hostname": target.url.raw_host.decode("ascii")},
    )
    async with (
        asyncio.timeout(SECONDS),
        httpx.AsyncClient(verify=_certificates(), trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
    ):
        response = await client.send(request, stream=True)
        try:
            return response.status_code
        finally:
            await response.aclose()


@cache
def _certificates() -> ssl.SSLContext:
    # Reading the list of authorities takes longer than a delivery.
    return httpx.create_ssl_context(trust_env=False)
