"""Reading frames straight: deliveries are taken apart here, several times cheaper than the library's general way.

Every other frame (methods, heartbeats, returns, confirms) goes on to py-amqp. Properties that cannot be read do not
break the link, as they would in the library: the message arrives without headers and is judged by its body (AMQP 0-9-1
specification, sections 2.3, 4.2 and 1.8.3.13).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from struct import Struct
from typing import Any

from amqp.serialization import decode_properties_basic

log = logging.getLogger(__name__)

_FRAME = Struct(">BHI")
_CLASS_METHOD = Struct(">HH")
_TAG = Struct(">QB")
_HEADER = Struct(">HHQ")
_INT64 = Struct(">q")
_LONG = Struct(">I")

METHOD, HEADER, BODY = 1, 2, 3
DELIVER = (60, 60)
PLAIN_FLAGS = 0x8000 | 0x2000 | 0x1000 | 0x0080
"""Content type, headers, delivery mode and message id: what our own publisher sets."""

Properties = dict[str, Any]
Deliver = Callable[[int, str, Properties, bytes], None]
"""`(delivery tag, exchange, properties, body)`."""


class UnexpectedFrame(OSError):
    """The peer does not speak AMQP any more: the link is of no use."""


class Inbound:
    """Takes bytes as they come and calls `deliver` for each whole message, `other` for each other frame."""

    def __init__(self, channel: int, deliver: Deliver, other: Callable[[tuple[int, int, Any]], Any]) -> None:
        self._channel = channel
        self._deliver = deliver
        self._other = other
        self._rest = b""
        self._message: tuple[int, str] | None = None
        self._properties: Properties = {}
        self._size = 0
        self._pieces: list[bytes] = []

    def feed(self, received: bytes) -> int:
        """Take what was received; how many frames it completed. Raises UnexpectedFrame."""
        data = self._rest + received if self._rest else received
        at, end, frames = 0, len(data), 0
        while end - at >= 8:
            kind, channel, size = _FRAME.unpack_from(data, at)
            after = at + 7 + size
            if after >= end:
                break
            if data[after] != 0xCE:
                raise UnexpectedFrame("a frame does not end where it says")
            self._frame(kind, channel, data[at + 7 : after])
            at = after + 1
            frames += 1
        self._rest = data[at:]
        return frames

    def _frame(self, kind: int, channel: int, payload: bytes) -> None:
        if channel == self._channel:
            if kind == METHOD and _CLASS_METHOD.unpack_from(payload) == DELIVER:
                self._message = _delivered(payload)
                return
            if self._message is not None:
                if kind == HEADER:
                    self._size = _HEADER.unpack_from(payload)[2]
                    self._properties = properties_of(payload)
                elif kind == BODY:
                    self._pieces.append(payload)
                    self._size -= len(payload)
                if self._size <= 0:
                    (tag, exchange), pieces = self._message, self._pieces
                    self._message, self._pieces = None, []
                    self._deliver(tag, exchange, self._properties, pieces[0] if len(pieces) == 1 else b"".join(pieces))
                return
        self._other((kind, channel, payload))


def _delivered(payload: bytes) -> tuple[int, str]:
    """Delivery tag and exchange of a `basic.deliver`."""
    at = 5 + payload[4]
    tag, _ = _TAG.unpack_from(payload, at)
    at += 9
    return tag, payload[at + 1 : at + 1 + payload[at]].decode()


def properties_of(payload: bytes) -> Properties:
    """The properties of a content header frame; empty where they cannot be read."""
    try:
        if int.from_bytes(payload[12:14], "big") == PLAIN_FLAGS:
            plain = _plain(payload)
            if plain is not None:
                return plain
        found, _ = decode_properties_basic(payload, 12)
        return dict(found)
    except Exception as error:  # noqa: BLE001 - whatever is wrong in them, the message is judged by its body
        log.warning("unreadable properties: %s", type(error).__name__)
        return {}


def _plain(payload: bytes) -> Properties | None:
    """What our own publisher set; None where somebody, the broker perhaps, added another kind of header."""
    at = 14
    content_type, at = _short(payload, at)
    headers, at = _table(payload, at)
    if headers is None:
        return None
    message_id, _ = _short(payload, at + 1)
    return {"content_type": content_type, "application_headers": headers, "message_id": message_id}


def _short(payload: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + payload[at]
    return payload[at + 1 : end].decode(), end


def _table(payload: bytes, at: int) -> tuple[dict[str, Any] | None, int]:
    end = at + 4 + _LONG.unpack_from(payload, at)[0]
    at += 4
    found: dict[str, Any] = {}
    while at < end:
        name, at = _short(payload, at)
        kind = payload[at]
        if kind == 0x53:  # S, a long string
            start = at + 5
            at = start + _LONG.unpack_from(payload, at + 1)[0]
            found[name] = payload[start:at].decode()
        elif kind == 0x6C:  # l, a signed whole number of 64 bits
            (found[name],) = _INT64.unpack_from(payload, at + 1)
            at += 9
        elif kind == 0x49:  # I, of 32 bits
            found[name] = int.from_bytes(payload[at + 1 : at + 5], "big", signed=True)
            at += 5
        elif kind == 0x74:  # t, a boolean
            found[name] = bool(payload[at + 1])
            at += 2
        else:
            return None, end
    return found, end
