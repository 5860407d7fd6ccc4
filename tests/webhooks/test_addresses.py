"""Webhooks go to public addresses, whatever name, spelling or change of mind an address comes with."""

from __future__ import annotations

import ipaddress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpaudit.errors import ConfigurationError, InvalidInput
from cpaudit.webhooks import addresses
from cpaudit.webhooks.addresses import LOOPBACK_SETTING, find_target, is_public, may_be_reached, read_url

INSIDE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1"),
    *("64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::"),
    *("2002:808:808::1", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "2606:4700:4700::1111", "2400:3200::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_hides_in_no_ipv6_address(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    hiding = (
        ipaddress.IPv6Address(number),
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
        ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
    )
    assert not any(map(is_public, hiding))


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_is_private_link_local_or_loopback_is_never_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_link_local or address.is_loopback or address.is_multicast:
        assert not is_public(address)


def test_this_machine_is_reached_only_where_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    own, private = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("10.0.0.1")
    monkeypatch.delenv(LOOPBACK_SETTING, raising=False)
    assert not may_be_reached(own)
    monkeypatch.setenv(LOOPBACK_SETTING, "1")
    assert may_be_reached(own)
    assert not may_be_reached(private)
    monkeypatch.setenv(LOOPBACK_SETTING, "perhaps")
    with pytest.raises(ConfigurationError):
        may_be_reached(own)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "example.org/hook",
        "//example.org",
        "https://",
        "https:///path",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://example.org/#fragment",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nX-Evil: 1",
        "https://example.org/\x00",
        "https://example.org/" + "a" * 2000,
        "",
    ],
)
def test_what_is_no_https_url_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOOPBACK_SETTING, raising=False)
    with pytest.raises(InvalidInput):
        read_url(url)


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0"),  # noqa: S104
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "10.1.2.3", "169.254.169.254", "[fe80::1]"),
        *("127.0.0.1.", "①②⑦.0.0.1", "no-such-host.invalid"),
    ],
)
async def test_a_host_that_leads_inside_or_nowhere_is_refused_however_it_is_spelt(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LOOPBACK_SETTING, raising=False)
    with pytest.raises(InvalidInput):
        await find_target(read_url(f"https://{host}/hook"))


async def test_one_address_inside_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOOPBACK_SETTING, raising=False)

    async def both(host: str, port: int) -> list[addresses.Address]:
        return [ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")]

    monkeypatch.setattr(addresses, "look_up", both)
    with pytest.raises(InvalidInput, match="leads inside"):
        await find_target(httpx.URL("https://example.org/"))


async def test_a_refusal_does_not_tell_what_the_name_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOOPBACK_SETTING, raising=False)

    async def inside(host: str, port: int) -> list[addresses.Address]:
        return [ipaddress.ip_address("10.20.30.40")]

    monkeypatch.setattr(addresses, "look_up", inside)
    with pytest.raises(InvalidInput) as refused:
        await find_target(httpx.URL("https://intranet.example.org/"))
    assert "10.20.30.40" not in str(refused.value)
