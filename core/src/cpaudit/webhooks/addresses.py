"""Which addresses webhooks may go to: public ones, and none that leads back inside.

What a name means is looked up once, each address that comes of it is judged, and the connection goes to the address
that was judged: between look and leap the name may mean something else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final

import httpx

from cpaudit.errors import ConfigurationError, InvalidInput, PathPart

LOOPBACK_SETTING: Final = "CPAUDIT_WEBHOOK_LOOPBACK"
"""``1`` lets webhooks go to this machine, and without TLS: for tests and development."""

LONGEST_URL = 2000
LOOK_UP_SECONDS = 5.0

Address = IPv4Address | IPv6Address

_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
# Within it, what leads elsewhere or nowhere: protocol assignments with Teredo, documentation, 6to4.
_NOT_PUBLIC_IPV6 = tuple(map(ipaddress.ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_NOT_PUBLIC_IPV4 = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10")))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes: the URL as it was registered, and the one address to connect to."""

    url: httpx.URL
    address: Address


def loopback_is_allowed() -> bool:
    """Whether webhooks may go to this machine.

    Raises:
        ConfigurationError: the setting is neither yes nor no.
    """
    value = os.environ.get(LOOPBACK_SETTING, "").lower()
    if value not in ("", "0", "1", "false", "true", "no", "yes"):
        raise ConfigurationError(f"{value!r} is neither yes nor no", path=(LOOPBACK_SETTING,))
    return value in ("1", "true", "yes")


def read_url(url: str, *, path: Sequence[PathPart] = ("input", "url")) -> httpx.URL:
    """A URL that a webhook may have, before its name is looked up.

    Raises:
        InvalidInput: it is none, is not ``https``, or holds a name and password or a fragment.
    """
    if len(url) > LONGEST_URL or not url.isprintable() or any(each.isspace() for each in url):
        raise InvalidInput(
            f"a URL has {LONGEST_URL} characters at most, and no blanks or control characters among them", path=path
        )
    try:
        read = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InvalidInput(f"this is no URL: {error}", path=path, remedy="give https://host/path") from error
    schemes = ("https", "http") if loopback_is_allowed() else ("https",)
    if read.scheme not in schemes or not read.host:
        raise InvalidInput("a webhook goes to an https URL with a host", path=path, remedy="give https://host/path")
    if read.port is not None and not 0 < read.port < 65536:
        raise InvalidInput(f"there is no port {read.port}", path=path, remedy="leave it out, or give 1 to 65535")
    if read.userinfo or read.fragment:
        raise InvalidInput(
            "the URL holds a name and password, or a fragment",
            path=path,
            remedy="leave them out; the signature says who sends",
        )
    return read


async def find_target(url: httpx.URL, *, path: Sequence[PathPart] = ("input", "url")) -> Target:
    """Look the URL's name up, once, and choose the address to connect to.

    Raises:
        InvalidInput: the name means nothing, or one of its addresses is not public.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        addresses = await look_up(url.raw_host.decode("ascii"), port)
    except (OSError, UnicodeError, TimeoutError, ValueError) as error:
        raise InvalidInput(f"the name {url.host!r} leads nowhere", path=path, remedy="check the name") from error
    for address in addresses:
        if not may_be_reached(address):
            # Which one is not told: who asks should not learn what names mean inside.
            raise InvalidInput(
                "the URL leads inside: to this machine, a private network, or an address that is not public",
                path=path,
                remedy="give an address that the public internet reaches",
            )
    if not addresses:
        raise InvalidInput(f"the name {url.host!r} leads nowhere", path=path, remedy="check the name")
    return Target(url, addresses[0])


async def look_up(host: str, port: int) -> list[Address]:
    """The addresses that a name has now, in the order in which the system would try them.

    Raises:
        OSError, UnicodeError: it has none.
        TimeoutError: nobody answers.
    """
    async with asyncio.timeout(LOOK_UP_SECONDS):
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(address[0]) for *_, address in found))


def may_be_reached(address: Address) -> bool:
    """Whether a webhook may go to this address: a public one, or this machine where the setting allows that."""
    return is_public(address) or (address.is_loopback and loopback_is_allowed())


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and does not hide another one.

    IPv6 addresses that stand for an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) are none.
    """
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_IPV4)
    return address in _PUBLIC_IPV6 and not any(address in network for network in _NOT_PUBLIC_IPV6)
