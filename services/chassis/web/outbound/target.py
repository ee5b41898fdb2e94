"""Where a POST goes: a web address taken apart and checked before anything is resolved."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from services.chassis.web.outbound.addresses import Reach

LONGEST = 500
PORTS = {"https": 443, "http": 80}
_VISIBLE = re.compile(r"[\x21-\x7e]+\Z")
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\Z")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")


class Target(NamedTuple):
    """A checked web address; `host` is a DNS name or an IP address without brackets, `path` has the query with it."""

    encrypted: bool
    host: str
    port: int
    path: str

    @property
    def is_address(self) -> bool:
        """Whether the host is an IP address, so that nothing needs to be resolved."""
        return ":" in self.host or _NUMBER.match(self.host.rpartition(".")[2]) is not None

    @property
    def authority(self) -> str:
        """The `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.encrypted else "http"] else f"{host}:{self.port}"


def read_target(url: str, reach: Reach) -> Target:
    """Take a web address apart; raises ValueError whose text says what is allowed."""
    if len(url) > LONGEST or _VISIBLE.match(url) is None or "\\" in url:
        raise ValueError(f"a web address of at most {LONGEST} visible ASCII characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("a web address such as https://system.example.cn/countynet") from None
    allowed = [scheme for scheme in PORTS if scheme == "https" or reach.plain or reach.loopback]
    if parts.scheme not in allowed:
        raise ValueError(f"an address that begins with {' or '.join(f'{scheme}://' for scheme in allowed)}")
    if "@" in parts.netloc or "#" in url:
        raise ValueError("an address without user, password and fragment")
    if parts.netloc.endswith(":") or (port is not None and port not in PORTS.values() and not 1024 <= port <= 65_535):
        raise ValueError("the ports 443, 80 and 1024 to 65535")
    target = Target(
        parts.scheme == "https",
        _host(parts.hostname or ""),
        port or PORTS[parts.scheme],
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    if not reach.loopback and _is_the_hub_itself(target):
        raise ValueError("an address of another machine; this one is loopback, the hub itself")
    if target.is_address and not reach.admits(target.host, encrypted=target.encrypted):
        raise ValueError("an address inside the networks that the county allows (SUBSCRIBER_NETWORKS)")
    return target


def _is_the_hub_itself(target: Target) -> bool:
    if target.is_address:
        return ip_address(target.host).is_loopback
    return target.host == "localhost" or target.host.endswith(".localhost")


def _host(host: str) -> str:
    """A DNS name, or an IP address in its one usual form; nothing that some resolver reads as an address."""
    if ":" in host or _NUMBER.match(host.rpartition(".")[2]):
        try:
            return str(ip_address(host))
        except ValueError:
            raise ValueError("an IP address in its usual form, such as 10.20.3.4") from None
    if _NAME.match(host) is None:
        raise ValueError("a host name of letters, digits, hyphens and dots")
    return host
