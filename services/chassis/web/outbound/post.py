"""One POST to the outside: the name is resolved once, every answer checked, the connection pinned to what was checked.

No redirects, no proxies, no cookies, one total limit of time, and next to nothing of the answer's body is read.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import eventlet
from eventlet.green import socket, ssl

from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.target import Target

Resolve = Callable[[str, int], list[str]]

SECONDS = 15.0
BODY_LIMIT = 16 * 1024
MOST_ADDRESSES = 3
"""Of several good addresses so many are tried, in the resolver's order."""


class Unreached(Exception):
    """Nobody answered: `reason` is `time_out`, `name`, `address`, `connection`, `tls` or `not_http`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Answered(NamedTuple):
    """The status, and `Retry-After` as it was written."""

    status: int
    retry_after: str | None


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, by the machine's resolver and without stopping other green threads."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


class Outbound:
    """Posts to addresses within reach; safe for many green threads at a time."""

    def __init__(self, reach: Reach, resolve: Resolve = resolve, seconds: float = SECONDS) -> None:
        self._reach = reach
        self._resolve = resolve
        self._seconds = seconds
        self._tls: Any = None

    def post(self, target: Target, headers: Mapping[str, str], body: bytes) -> Answered:
        """Send one body; raises Unreached. The limit of time counts from the name's resolution to the answer's head."""
        try:
            with eventlet.Timeout(self._seconds):
                connection = self._connection(target)
                try:
                    return self._asked(connection, target, headers, body)
                finally:
                    connection.close()
        except eventlet.Timeout:
            raise Unreached("time_out") from None

    def _connection(self, target: Target) -> Any:
        refused: OSError | None = None
        for address in self._checked(target):
            try:
                return self._wrapped(_connected(address, target.port), target)
            except ssl.SSLError as error:
                raise Unreached("tls") from error
            except OSError as error:
                refused = error
        raise Unreached("connection") from refused

    def _checked(self, target: Target) -> list[str]:
        """The addresses to try; one that is not allowed among them spoils them all."""
        try:
            found = [target.host] if target.is_address else self._resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise Unreached("name") from error
        if not found:
            raise Unreached("name")
        if not all(self._reach.admits(address, encrypted=target.encrypted) for address in found):
            raise Unreached("address")
        return found[:MOST_ADDRESSES]

    def _wrapped(self, plain: Any, target: Target) -> Any:
        if not target.encrypted:
            return plain
        if self._tls is None:
            self._tls = ssl.create_default_context()
        try:
            return self._tls.wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise

    @staticmethod
    def _asked(connection: Any, target: Target, headers: Mapping[str, str], body: bytes) -> Answered:
        speaking = http.client.HTTPConnection(target.host, target.port)
        speaking.sock = connection
        sent = {"Host": target.authority, "Connection": "close", "User-Agent": "CountyNet", **headers}
        try:
            speaking.request("POST", target.path, body, sent)
            answer = speaking.getresponse()
        except http.client.HTTPException as error:
            raise Unreached("not_http") from error
        except OSError as error:
            raise Unreached("connection") from error
        answered = Answered(answer.status, answer.getheader("Retry-After"))
        _let_it_finish(partial(answer.read, BODY_LIMIT))
        return answered


def _connected(address: str, port: int) -> Any:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.connect((address, port))
    except BaseException:
        made.close()
        raise
    return made


def _let_it_finish(read: Callable[[], bytes]) -> None:
    """Read a little of the body, a second at the most, so that the other side is not cut off; the head has counted."""
    try:
        with eventlet.Timeout(1.0, False):
            read()
    except (OSError, http.client.HTTPException):
        return
