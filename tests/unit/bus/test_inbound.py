"""What a broker sends is taken apart rightly, however the bytes are cut, and bad properties do not break the link."""

from __future__ import annotations

from struct import pack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.bus.frames import publish
from services.chassis.bus.inbound import Inbound, UnexpectedFrame

names = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
headers = st.dictionaries(names, st.integers(-(2**63), 2**63 - 1) | names, max_size=4)


def delivered(tag: int, exchange: str, body: bytes, content_type: str, found: dict[str, Any], message_id: str) -> bytes:
    """The frames of a delivery, made from those of a publish, whose header and body frames are the same."""
    sent = publish(1, 500, exchange, "key", body, content_type, found, message_id)
    method_end = 8 + int.from_bytes(sent[3:7], "big")
    name = exchange.encode()
    method = pack(">HH", 60, 60) + b"\x03tag" + pack(">QB", tag, 0) + bytes([len(name)]) + name + b"\x03key"
    return pack(">BHI", 1, 1, len(method)) + method + b"\xce" + sent[method_end:]


class Seen:
    def __init__(self) -> None:
        self.messages: list[tuple[int, str, dict[str, Any], bytes]] = []
        self.others: list[tuple[int, int, bytes]] = []
        self.inbound = Inbound(
            1,
            lambda tag, exchange, properties, body: self.messages.append((tag, exchange, properties, body)),
            lambda frame: self.others.append((frame[0], frame[1], bytes(frame[2]))),
        )


@given(st.lists(st.tuples(names, st.binary(max_size=1500), names, headers, names), max_size=4), st.integers(1, 400))
def test_messages_come_whole_however_the_bytes_are_cut(messages: list[Any], cut: int) -> None:
    seen = Seen()
    stream = b"".join(
        delivered(tag, exchange, body, kind, found, message_id)
        for tag, (exchange, body, kind, found, message_id) in enumerate(messages, 1)
    )
    for start in range(0, len(stream), cut):
        seen.inbound.feed(stream[start : start + cut])
    assert seen.messages == [
        (tag, exchange, {"content_type": kind, "application_headers": found, "message_id": message_id}, body)
        for tag, (exchange, body, kind, found, message_id) in enumerate(messages, 1)
    ]
    assert seen.others == []


def test_frames_that_are_no_deliveries_go_on_to_the_library() -> None:
    seen = Seen()
    heartbeat = pack(">BHI", 8, 0, 0) + b"\xce"
    ack = pack(">BHI", 1, 1, 13) + pack(">HHQB", 60, 80, 7, 1) + b"\xce"
    assert seen.inbound.feed(heartbeat + ack + heartbeat[:5]) == 2
    assert seen.others == [(8, 0, b""), (1, 1, pack(">HHQB", 60, 80, 7, 1))]


@pytest.mark.parametrize("flags", [0xB080, 0x2000, 0xFFFE, 0x0040])
def test_properties_that_cannot_be_read_leave_a_message_without_headers(flags: int) -> None:
    seen = Seen()
    whole = delivered(3, "x", b"body", "", {}, "")
    method_end = 8 + int.from_bytes(whole[3:7], "big")
    header = pack(">HHQH", 60, 0, 4, flags) + b"\xff\xff\xff"
    frames = pack(">BHI", 2, 1, len(header)) + header + b"\xce" + pack(">BHI", 3, 1, 4) + b"body\xce"
    seen.inbound.feed(whole[:method_end] + frames)
    assert [(tag, body) for tag, _, _, body in seen.messages] == [(3, b"body")]
    assert not seen.messages[0][2].get("application_headers")


def test_what_does_not_end_as_a_frame_ends_breaks_the_link() -> None:
    with pytest.raises(UnexpectedFrame):
        Seen().inbound.feed(pack(">BHI", 8, 0, 1) + b"xyz")
