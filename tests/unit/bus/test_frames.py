"""What we pack, py-amqp reads."""

from __future__ import annotations

from struct import unpack_from
from typing import Any

import pytest
from amqp.basic_message import Message
from amqp.serialization import loads
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.bus.frames import publish


def taken_apart(raw: bytes) -> list[tuple[int, int, bytes]]:
    found, at = [], 0
    while at < len(raw):
        kind, channel, size = unpack_from(">BHI", raw, at)
        found.append((kind, channel, raw[at + 7 : at + 7 + size]))
        assert raw[at + 7 + size] == 0xCE
        at += 8 + size
    return found


names = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


@given(
    names, names, st.binary(max_size=3000), names, names,
    st.dictionaries(names, st.integers(-(2**63), 2**63 - 1) | names, max_size=5),
)  # fmt: skip
def test_every_message_that_we_pack_is_read_back_by_the_library(
    exchange: str, key: str, body: bytes, kind: str, message_id: str, headers: dict[str, Any]
) -> None:
    frames = taken_apart(publish(7, 1000, exchange, key, body, kind, headers, message_id))
    assert {channel for _, channel, _ in frames} == {7}
    (first, _, method), (second, _, header), *bodies = frames
    assert (first, second) == (1, 2)
    assert unpack_from(">HH", method) == (60, 40)
    read, _ = loads("Bss", method[4:], 0)
    assert read[1:] == [exchange, key]
    assert method[-1] == 1
    assert unpack_from(">HHQ", header) == (60, 0, len(body))
    message = Message()
    message._load_properties(60, header, 12)
    assert message.properties["content_type"] == kind
    assert message.properties["message_id"] == message_id
    assert message.properties["delivery_mode"] == 2
    assert message.properties["application_headers"] == headers
    assert b"".join(payload for _, _, payload in bodies) == body
    assert all(frame == 3 and len(payload) <= 992 for frame, _, payload in bodies)


def test_a_name_that_amqp_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="255"):
        publish(1, 131_072, "x" * 256, "", b"", "", {}, "")
