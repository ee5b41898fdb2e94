"""The AMQP 0-9-1 frames of `basic.publish` and `basic.ack`, packed straight: far cheaper than the library's way.

Only what `Outgoing` carries: content type, headers of strings and whole numbers, persistent, message id, mandatory.
The test reads them back with py-amqp (AMQP 0-9-1 specification, sections 2.3 and 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from struct import Struct
from typing import Any

_FRAME = Struct(">BHI")
_METHOD = Struct(">HHH")
_HEADER = Struct(">HHQH")
_LONG = Struct(">I")
_INT64 = Struct(">cq")
_ACK = Struct(">BHIHHQBc")

METHOD, HEADER, BODY, END = 1, 2, 3, b"\xce"
BASIC, PUBLISH, ACK, MANDATORY, PERSISTENT = 60, 40, 80, b"\x01", b"\x02"
CONTENT_TYPE_HEADERS_MODE_ID = 0x8000 | 0x2000 | 0x1000 | 0x0080


def publish(
    channel: int,
    frame_max: int,
    exchange: str,
    routing_key: str,
    body: bytes,
    content_type: str,
    headers: Mapping[str, Any],
    message_id: str,
) -> bytes:
    """All frames of a mandatory, persistent message; raises ValueError for a name of over 255 bytes."""
    method = b"".join(
        (_METHOD.pack(BASIC, PUBLISH, 0), _short(exchange), _short(routing_key), MANDATORY),
    )
    header = b"".join(
        (
            _HEADER.pack(BASIC, 0, len(body), CONTENT_TYPE_HEADERS_MODE_ID),
            _short(content_type),
            _table(headers),
            PERSISTENT,
            _short(message_id),
        )
    )
    parts = [_FRAME.pack(METHOD, channel, len(method)), method, END]
    parts += [_FRAME.pack(HEADER, channel, len(header)), header, END]
    size = frame_max - 8
    for start in range(0, len(body), size):
        piece = body if len(body) <= size else body[start : start + size]
        parts += [_FRAME.pack(BODY, channel, len(piece)), piece, END]
    return b"".join(parts)


def ack(channel: int, tag: int, multiple: bool) -> bytes:
    """Acknowledge one delivery, or with `multiple` all up to it."""
    return _ACK.pack(METHOD, channel, 13, BASIC, ACK, tag, multiple, END)


def _short(text: str) -> bytes:
    raw = text.encode()
    if len(raw) > 255:
        raise ValueError("a short string of AMQP has at most 255 bytes")
    return bytes((len(raw),)) + raw


def _table(headers: Mapping[str, Any]) -> bytes:
    entries = []
    for name, value in headers.items():
        if isinstance(value, int):
            entries.append(_short(name) + _INT64.pack(b"l", value))
        else:
            raw = str(value).encode()
            entries.append(_short(name) + b"S" + _LONG.pack(len(raw)) + raw)
    packed = b"".join(entries)
    return _LONG.pack(len(packed)) + packed
