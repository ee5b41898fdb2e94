"""Order on the bus: what comes too early waits, what is lost is fetched, what stands behind poison follows it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.integration.a_matter import Matter
from tests.integration.evidence import document, handled
from tests.integration.forging import Watch, envelope, ghost, registered, send, supplemented
from tests.integration.hub_under_test import Hub, until

UNKNOWN = "countynet.intake.matter_supplemented.v9"


@pytest.fixture
def watch(hub: Hub) -> Iterator[Watch]:
    """Parked rows of this test alone; the hub is left without them."""
    watching = Watch(hub)
    yield watching
    assert set(watching.dropped()) <= {"routing", "oversight", "intake"}


def applied(hub: Hub, service: str, number: str, seq: int, seconds: float = 20) -> None:
    until(lambda: handled(hub, service, service, f"matter/{number}") == seq, seconds, f"seq {seq} of {number}")


def parked_list(hub: Hub, service: str) -> dict[str, dict[str, object]]:
    """What `countynet parked list` shows of one service."""
    told = hub.countynet("parked", "list", "--service", service, "--json", check=False)
    rows = json.loads(told.stdout)
    assert told.returncode == (1 if rows else 0)
    return {row["id"]: row for row in rows}


def test_facts_in_reversed_order_are_applied_in_their_order(hub: Hub, watch: Watch) -> None:
    number = ghost()
    send(hub, envelope(supplemented(number, 2), 3), "matter_supplemented.v1")
    send(hub, envelope(supplemented(number, 1), 2), "matter_supplemented.v1")
    assert document(hub, "routing", "case", number) is None
    send(hub, envelope(registered(number), 1))
    for service in ("routing", "oversight"):
        applied(hub, service, number, 3)
        assert not watch.new(service)
    assert document(hub, "routing", "case", number) is not None


def test_a_fact_that_was_lost_on_its_way_is_fetched_when_the_next_one_comes(hub: Hub, watch: Watch) -> None:
    matter = stolen(hub)
    matter.supplement("补充一点。")
    applied(hub, "routing", matter.number, 2)
    assert not watch.new("routing")
    assert document(hub, "routing", "case", matter.number)["received_at"] == matter.told["received_at"]  # type: ignore[index]


def test_a_last_fact_that_was_lost_shows_by_the_heads_of_its_source(hub: Hub, watch: Watch) -> None:
    matter = stolen(hub)
    applied(hub, "routing", matter.number, 1)
    assert not watch.new("routing")


def stolen(hub: Hub) -> Matter:
    """A matter whose registration somebody took out of routing's queue while routing was away."""
    with hub.away("routing"), hub.channel() as channel:
        matter = Matter.registered(hub)

        def taken() -> bool:
            message = channel.basic_get("countynet.routing.inbox")
            if message is None or json.loads(message.body).get("subject") != matter.number:
                return False  # what is not ours goes back to the queue with this channel
            channel.basic_ack(message.delivery_tag)
            return True

        until(taken, what="the registration in the queue")
    return matter


def test_what_stands_behind_poison_waits_until_a_person_drops_it_and_then_follows(hub: Hub, watch: Watch) -> None:
    number = ghost()
    send(hub, envelope(registered(number), 1))
    applied(hub, "routing", number, 1)
    send(hub, envelope(supplemented(number, 1), 2, type=UNKNOWN), "matter_supplemented.v9")
    watch.wait("routing")
    for seq in (3, 4):
        send(hub, envelope(supplemented(number, seq - 1), seq), "matter_supplemented.v1")
    rows = watch.wait("routing", 3)
    by_seq = {row["seq"]: row for row in rows}
    assert {seq: row["reason"] for seq, row in by_seq.items()} == {2: "unknown_version", 3: "behind", 4: "behind"}
    assert handled(hub, "routing", "routing", f"matter/{number}") == 1

    listed = parked_list(hub, "routing")
    assert {row["id"] for row in rows} <= listed.keys()
    poison = str(by_seq[2]["id"])
    shown = json.loads(hub.countynet("parked", "show", "routing", poison, "--json").stdout)
    assert (shown["reason"], shown["type"], shown["stream"], shown["seq"]) == (
        "unknown_version",
        UNKNOWN,
        f"matter/{number}",
        2,
    )
    assert "body" not in shown

    again = hub.countynet("parked", "replay", "routing", poison, check=False)
    assert again.returncode == 1
    assert "unknown_version" in again.stderr + again.stdout
    assert handled(hub, "routing", "routing", f"matter/{number}") == 1, "nothing was jumped over"

    hub.countynet("parked", "drop", "routing", poison, "--yes")
    assert handled(hub, "routing", "routing", f"matter/{number}") == 2
    hub.countynet("parked", "replay", "routing", str(by_seq[3]["id"]))
    assert handled(hub, "routing", "routing", f"matter/{number}") == 4, "the one behind it came along, in order"
    assert not {row["id"] for row in rows} & parked_list(hub, "routing").keys()
    dropped = document(hub, "routing", "parked", poison) or {}
    assert (dropped["state"], "body" in dropped) == ("dropped", False)
    assert dropped["by"].startswith("u-"), "who dropped it is on record"


def test_an_unknown_id_is_refused_by_the_command(hub: Hub) -> None:
    told = hub.countynet("parked", "replay", "routing", "routing-nothing", check=False)
    assert told.returncode == 1
    assert "not_found" in told.stderr


def test_a_fact_beyond_all_that_its_source_knows_is_parked_and_replayed_when_the_others_came(
    hub: Hub, watch: Watch
) -> None:
    matter = Matter.registered(hub)
    applied(hub, "routing", matter.number, 1)
    send(hub, envelope(supplemented(matter.number, 2), 3), "matter_supplemented.v1")
    row = watch.wait("routing", seconds=50)[0]
    assert (row["reason"], row["seq"]) == ("beyond_head", 3)
    matter.supplement("真的补充。")
    applied(hub, "routing", matter.number, 2)
    hub.countynet("parked", "replay", "routing", str(row["id"]))
    assert handled(hub, "routing", "routing", f"matter/{matter.number}") == 3


def test_a_stream_that_its_source_never_had_is_parked_too(hub: Hub, watch: Watch) -> None:
    number = ghost()
    send(hub, envelope(supplemented(number), 2), "matter_supplemented.v1")
    for service in ("routing", "oversight"):
        (row,) = watch.wait(service)
        assert (row["reason"], row["stream"]) == ("beyond_head", f"matter/{number}")
    assert document(hub, "routing", "case", number) is None
    hub.settle()
