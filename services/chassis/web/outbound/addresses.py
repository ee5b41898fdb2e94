"""Which network addresses may be reached from the hub: those of the networks allowed, and some never.

A web address comes from outside, and so does what a name resolves to; without these rules whoever may name one could
make the hub speak to itself, to its neighbours' control ports or to a cloud's metadata service (SSRF).
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEVER: tuple[Network, ...] = tuple(
    ip_network(written)
    for written in (
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # Metadata and control services of clouds that lie outside the link-local block.
        "100.100.100.200/32",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "fd00:ec2::/32",
        # Unspecified, loopback, and every way to write an IPv4 address as an IPv6 one.
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
"""Loopback, link-local, metadata, multicast, unspecified, reserved and embedded addresses: in no allowed network."""

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom the hub may speak to: `networks` allowed, loopback for tests alone, plain http only where said."""

    networks: tuple[Network, ...] = ()
    loopback: bool = False
    plain: bool = False

    @property
    def nowhere(self) -> bool:
        """Whether no address is allowed at all."""
        return not self.networks and not self.loopback

    def admits(self, written: str, *, encrypted: bool = True) -> bool:
        """Whether an IP address as a resolver writes it may be connected to, by TLS or (`encrypted` false) without."""
        try:
            address = ip_address(written)
        except ValueError:
            return False
        if getattr(address, "scope_id", None) is not None:
            return False
        if self.loopback and _within(address, LOOPBACK):
            return True
        if not encrypted and not self.plain:
            return False
        return not _within(address, NEVER) and _within(address, self.networks)


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
