"""Facts past the services: each is parked with its reason or known as seen, and the stream goes on behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.integration.a_matter import Matter
from tests.integration.evidence import contents, database, document, handled
from tests.integration.forging import (
    CONTROL,
    Watch,
    accused,
    envelope,
    ghost,
    registered,
    send,
    supplemented,
)
from tests.integration.hub_under_test import Hub, until


@pytest.fixture
def watch(hub: Hub) -> Iterator[Watch]:
    """Parked rows of this test alone; the hub is left without them."""
    watching = Watch(hub)
    yield watching
    assert set(watching.dropped()) <= {"routing", "oversight", "intake"}


@pytest.fixture
def matter(hub: Hub) -> Matter:
    """A fresh matter whose registration has been applied everywhere."""
    found = Matter.registered(hub)
    for service in ("routing", "oversight"):
        until(lambda at=service: handled(hub, at, at, f"matter/{found.number}") == 1)
    return found


def next_good_fact_applies(hub: Hub, matter: Matter, seq: int = 2) -> None:
    """What the citizen does next reaches both subscribers."""
    matter.supplement("还有一处。")
    for service in ("routing", "oversight"):
        until(lambda at=service: handled(hub, at, at, f"matter/{matter.number}") == seq, what=f"seq {seq} at {service}")


def poisons(number: str) -> dict[str, tuple[bytes, str]]:
    """Bodies that take the place of the matter's next fact, and the reason that each is parked for."""
    fact, other = supplemented(number), supplemented(ghost())
    wrong_data = json.loads(envelope(fact, 2))["data"]
    return {
        "no JSON": (b"\xff{not json", "not_json"),
        "a bare list": (b"[]", "envelope"),
        "no stream": (envelope(fact, 2, stream=...), "envelope"),
        "a seq of text": (envelope(fact, 2, seq="2"), "envelope"),
        "a time that is none": (envelope(fact, 2, time="yesterday"), "envelope"),
        "an actor with a space": (envelope(fact, 2, actor="somebody else"), "envelope"),
        "a wrong schema": (envelope(fact, 2, data=wrong_data | {"supplement": "first"}), "schema"),
        "a code too few": (envelope(fact, 2, data={"number": number}), "schema"),
        "a version to come": (envelope(fact, 2, type="countynet.intake.matter_supplemented.v9"), "unknown_version"),
        "a fact nobody knows": (envelope(fact, 2, type="countynet.intake.matter_praised.v1"), "unknown_fact"),
        "another source": (envelope(fact, 2, source="/countynet/routing"), "forged"),
        "another service's fact": (envelope(fact, 2, type="countynet.routing.matter_concluded.v1"), "forged"),
        "another matter's fact": (envelope(other, 2, stream=f"matter/{number}"), "forged"),
        "an accusation in the open": (envelope(accused(number), 2, stream=f"matter/{number}"), "forged"),
        "more than 1 MiB": (envelope(fact, 2, data=wrong_data | {"more": "a" * (1 << 20)}), "too_large"),
    }


@pytest.mark.parametrize("kind", poisons("123456789012"))
def test_poison_is_parked_with_its_reason_and_the_next_good_fact_applies(
    hub: Hub, watch: Watch, matter: Matter, kind: str
) -> None:
    body, reason = poisons(matter.number)[kind]
    send(hub, body, "matter_supplemented.v1")
    for service in ("routing", "oversight"):
        (row,) = watch.wait(service)
        assert (row["reason"], row["inbox"]) == (reason, service), row
        assert row["detail"], "what is wrong is said"
    assert document(hub, "routing", "case", matter.number) is not None
    next_good_fact_applies(hub, matter)


def test_the_same_fact_twice_is_known_as_seen(hub: Hub, watch: Watch, matter: Matter) -> None:
    hub.settle()
    before = contents(hub)
    for _ in range(3):
        send(hub, genuine(hub, matter.number))
    hub.settle()
    assert contents(hub) == before, "applied once, whatever comes again"
    assert not watch.new("routing")
    assert not watch.new("oversight")


def genuine(hub: Hub, number: str) -> bytes:
    """The very bytes of a registration, as its source's journal holds them."""
    with closing(database(hub, "intake")) as connection:
        (body,) = connection.execute("SELECT body FROM journal WHERE number = ?", (number,)).fetchone()
    return bytes(body)


def test_another_fact_in_the_place_of_one_applied_is_parked_as_forked(hub: Hub, watch: Watch, matter: Matter) -> None:
    before = document(hub, "routing", "case", matter.number)
    send(hub, envelope(registered(matter.number), 1))
    for service in ("routing", "oversight"):
        assert [row["reason"] for row in watch.wait(service)] == ["forked"]
    assert document(hub, "routing", "case", matter.number) == before
    next_good_fact_applies(hub, matter)


def test_a_fact_on_the_exchange_of_another_service_is_parked_as_forged(hub: Hub, watch: Watch, matter: Matter) -> None:
    send(hub, envelope(supplemented(matter.number), 2), exchange="countynet.routing")
    for service in ("intake", "oversight"):
        assert [row["reason"] for row in watch.wait(service)] == ["forged"]
    next_good_fact_applies(hub, matter)


def test_a_fact_put_straight_into_a_queue_that_does_not_bind_its_exchange_is_parked(hub: Hub, watch: Watch) -> None:
    number = ghost()
    send(hub, envelope(accused(number), 1), "countynet.routing.inbox", exchange="")
    assert [row["reason"] for row in watch.wait("routing")] == ["forged"]
    assert number not in str(hub.ops("routing", "/ops/parked")), "an ordinary operator is not told of it"
    assert document(hub, "routing", "case", number) is None


def test_an_accusation_told_in_the_open_opens_nothing_anywhere(hub: Hub, watch: Watch) -> None:
    number = ghost()
    send(hub, envelope(accused(number), 1), "accusation_registered.v1")
    for service in ("routing", "oversight"):
        assert [row["reason"] for row in watch.wait(service)] == ["forged"]
    assert document(hub, "routing", "case", number) is None
    assert document(hub, "oversight", "docket", number) is None
    assert document(hub, "oversight", "accusation", number) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"x-countynet-attempt": 10**9, "x-countynet-waits": 10**9},
        {"x-countynet-attempt": -1, "x-countynet-since": "long ago"},
        {"x-death": [{"count": 99, "reason": "rejected", "queue": "countynet.routing.inbox"}]},
        {"committed": 2**62, "number": "000000000000", "countynet-kind": "heads"},
        {"nameko.user_id": "u-0000000000000000", "nameko.roles": ["operator"], "nameko.call_id_stack": ["x"] * 50},
        {"traceparent": "a" * 2_000, "actor": "operator"},
    ],
    ids=["counters too great", "counters that are none", "deaths", "when and what", "nameko context", "long ones"],
)
def test_forged_headers_neither_park_nor_move_a_good_fact(
    hub: Hub, watch: Watch, matter: Matter, headers: dict[str, Any]
) -> None:
    body = envelope(supplemented(matter.number), 2)
    send(hub, body, "matter_supplemented.v1", application_headers=headers)
    for service in ("routing", "oversight"):
        until(lambda at=service: handled(hub, at, at, f"matter/{matter.number}") == 2)
        assert not watch.new(service)
    entry = until(lambda: entry_of(hub, json.loads(body)["id"]), what="the record's entry")
    assert entry["actor"] == "citizen", "who did it stands in the fact, not in a header"


def entry_of(hub: Hub, fact: str) -> dict[str, Any] | None:
    """The audit chain's entry of a fact."""
    blocks = hub.call("oversight", "GET", "/api/oversight/audit/export", token=hub.token("operator")).text.splitlines()
    entries = [entry for line in blocks for entry in json.loads(line).get("entries", ())]
    return next((entry for entry in entries if entry["fact"] == fact), None)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"heads!", "control"),
        (b'{"service": "intake"}', "control"),
        (b'{"service": "intake", "at": 1.5, "heads": [["matter/1", "one", 2]]}', "control"),
        (b'{"service": "intake", "at": 1.5, "heads": [], "more": 1}', "control"),
        (b'{"service": "oversight", "at": 1.5, "heads": []}', "forged"),
    ],
)
def test_a_malformed_control_message_is_parked_and_nothing_stops(
    hub: Hub, watch: Watch, matter: Matter, body: bytes, reason: str
) -> None:
    send(hub, body, "stream_heads.v1", content_type=CONTROL)
    assert [row["reason"] for row in watch.wait("routing")] == [reason]
    next_good_fact_applies(hub, matter)


@pytest.mark.parametrize(
    "body",
    [
        b"please",
        b'{"queue": 7}',
        b'{"queue": "countynet.routing.inbox", "stream": "matter/1", "from_seq": 0}',
        b'{"queue": "countynet.notify.inbox", "since": 0}',
        b'{"queue": "amq.gen-somebody", "since": 0}',
    ],
)
def test_a_malformed_request_for_facts_is_answered_with_nothing(
    hub: Hub, watch: Watch, matter: Matter, body: bytes
) -> None:
    send(hub, body, "countynet.intake.requests", exchange="", content_type=CONTROL)
    next_good_fact_applies(hub, matter)
    assert not watch.new("intake")
    assert hub.call("intake", "GET", "/readyz").status_code == 200


def test_a_request_never_brings_accusations_to_a_queue_that_does_not_bind_them(hub: Hub, watch: Watch) -> None:
    told = Matter.registered(hub, purpose="accusation", category=None)
    request = {"queue": "countynet.routing.inbox", "stream": f"accusation/{told.number}"}
    send(hub, json.dumps(request).encode(), "countynet.intake.requests", exchange="", content_type=CONTROL)
    send(hub, json.dumps(request | {"stream": None, "since": 0.0}).encode(), "countynet.intake.requests", exchange="")
    next_good_fact_applies(hub, Matter.registered(hub))
    hub.settle()
    assert not watch.new("routing")
    assert handled(hub, "routing", "routing", f"accusation/{told.number}") == 0
