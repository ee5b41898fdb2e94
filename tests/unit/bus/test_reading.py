"""Whatever comes over the bus is read as a fact or given a reason, and the reason repeats nothing of the content."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.bus.control import CONTENT_TYPE, Head, heads_message, read_control
from services.chassis.bus.delivery import ATTEMPT, SINCE, WAITS, Delivery
from services.chassis.bus.reading import Poison, read_delivery, read_fact
from services.contracts.envelope import Context, encode
from services.contracts.events.intake import AccusationRegistered, WithdrawalRequested
from services.contracts.topology import DELAYS_MS, INBOXES

CONTEXT = Context("citizen", "2026-11-22T08:00:00Z", "c-1")
FACT = WithdrawalRequested(
    number="123456789012", place="ns-t01", channel="web", purpose="appeal", request="r-1", contactable=True
)
ROUTING = INBOXES["routing"]


def body_of(**changes: Any) -> bytes:
    body = json.loads(encode(FACT, "f-1", CONTEXT, 1, 1, None))
    data = changes.pop("data", {})
    return orjson.dumps(body | changes | {"data": body["data"] | data})


def delivered(body: bytes, exchange: str = "countynet.intake", content_type: str = "", **headers: Any) -> Delivery:
    return Delivery(1, 1, body, "f-1", exchange, headers, content_type)


def reason_of(body: bytes, exchange: str = "countynet.intake") -> str:
    with pytest.raises(Poison) as caught:
        read_fact(ROUTING, read_delivery(delivered(body, exchange)))
    assert "张三" not in str(caught.value)
    return caught.value.reason


def test_a_good_fact_is_read() -> None:
    assert read_fact(ROUTING, read_delivery(delivered(body_of()))) == FACT


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\xfe", "not_json"),
        (b"", "not_json"),
        ("张三".encode(), "not_json"),
        (b"[1,2]", "envelope"),
        (b'"x"', "envelope"),
        (body_of(seq=0), "envelope"),
        (body_of(seq="张三"), "envelope"),
        (body_of(specversion="0.3"), "envelope"),
        (body_of(type="countynet.intake.withdrawal_requested.v2"), "unknown_version"),
        (body_of(type="countynet.intake.moon_landed.v1"), "unknown_fact"),
        (body_of(source="/countynet/oversight"), "forged"),
        (body_of(stream="matter/999999999999"), "forged"),
        (body_of(data={"channel": "张三"}), "schema"),
        (body_of(data={"number": "12"}), "schema"),
        (b" " * 1_100_000, "too_large"),
    ],
)
def test_what_is_no_fact_of_ours_has_its_reason(body: bytes, reason: str) -> None:
    assert reason_of(body) == reason


def test_a_fact_on_the_exchange_of_another_service_is_forged() -> None:
    assert reason_of(body_of(), "countynet.oversight") == "forged"


def test_an_accusation_is_never_read_from_an_inbox_that_does_not_bind_it() -> None:
    fact = AccusationRegistered(
        number="123456789012", place="ns-t01", channel="web", received_at="2026-11-22T08:00:00Z", recipient="jw"
    )
    assert reason_of(encode(fact, "f-2", CONTEXT, 1, 1, None)) == "forged"


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_no_bytes_whatever_bring_anything_but_a_fact_or_a_reason(body: bytes) -> None:
    with pytest.raises(Poison):
        read_delivery(delivered(body))


@pytest.mark.parametrize("forged", ["9", -1, None, 3.5, True, {"a": 1}, 10**30])
def test_a_forged_counter_header_counts_as_nothing(forged: object) -> None:
    assert delivered(b"{}", **{ATTEMPT: forged}).count(ATTEMPT) == 0


def test_attempts_walk_up_the_delays_and_waiting_is_no_attempt() -> None:
    tried = delivered(b"{}", **{ATTEMPT: 1, "x-death": [{"count": 3}]}).again(ROUTING, "123456789012", waiting=False)
    assert tried.routing_key == ROUTING.delay_queue(DELAYS_MS[1])
    assert tried.headers[ATTEMPT] == 2
    assert "x-death" not in tried.headers
    waited = delivered(b"{}", **{WAITS: 9, SINCE: 77}).again(ROUTING, "123456789012", waiting=True)
    assert waited.routing_key == ROUTING.delay_queue(DELAYS_MS[-1])
    assert (waited.headers[ATTEMPT], waited.headers[WAITS], waited.headers[SINCE]) == (0, 10, 77)


@pytest.mark.parametrize(
    "body",
    [
        b'{"service": "intake", "at": 1.5, "heads": [], "more": 1}',
        b'{"service": "intake", "at": "1.5", "heads": []}',
        b'{"service": "intake", "at": 1.5, "heads": [["matter/1", "one", 2]]}',
        b'{"service": "intake", "at": 1.5, "heads": [["matter/1", 1]]}',
        b'{"service": "intake", "at": 1.5}',
        b"[1, 2, 3]",
        b"heads!",
    ],
)
def test_a_control_message_that_is_not_exactly_one_of_ours_is_poison(body: bytes) -> None:
    with pytest.raises(Poison) as caught:
        read_control(delivered(body, content_type=CONTENT_TYPE))
    assert caught.value.reason == "control"


def test_heads_travel_as_control_messages_and_only_from_their_own_exchange() -> None:
    message = heads_message("intake", [Head("matter/123456789012", 1, 4)], exchange="countynet.intake")
    control = read_control(delivered(message.body, content_type=CONTENT_TYPE))
    assert control is not None
    assert control.heads == (Head("matter/123456789012", 1, 4),)
    with pytest.raises(Poison):
        read_control(delivered(message.body, "countynet.routing", CONTENT_TYPE))
    with pytest.raises(Poison):
        read_control(delivered(b'{"heads": 3}', content_type=CONTENT_TYPE))
