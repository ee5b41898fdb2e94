"""A fact that waits is parked only once its source, asked after it began to wait, does not know of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import orjson

from services.chassis.bus.control import Control, Head
from services.chassis.bus.delivery import SINCE, Delivery
from services.chassis.bus.gaps import Gaps
from services.chassis.bus.parking import PARKED, Parking
from services.chassis.bus.publisher import Publisher
from services.chassis.store import Handled, Store, open_store
from services.contracts.envelope import Context, Envelope, decode, encode
from services.contracts.events.intake import WithdrawalRequested
from services.contracts.topology import INBOXES

FACT = WithdrawalRequested(
    number="123456789012", place="ns-t01", channel="web", purpose="appeal", request="r-1", contactable=True
)


class AllHandled:
    """A store that has handled more than any head tells; its process remembers it up to a seq."""

    def __init__(self, remembers: int | None = None) -> None:
        self.remembers, self.looks = remembers, 0

    def remembered(self, inbox: str, stream: str) -> Handled | None:
        assert (inbox, stream) == ("routing", FACT.stream)
        return None if self.remembers is None else Handled(1, self.remembers, ("f-1",))

    def handled_state(self, inbox: str, stream: str) -> Handled:
        assert (inbox, stream) == ("routing", FACT.stream)
        self.looks += 1
        return Handled(9, 9, ("f-9",))


def gaps(store: AllHandled | None = None) -> Gaps:
    store = store or AllHandled()
    return Gaps(INBOXES["routing"], cast("Store", store), cast("Publisher", None), cast("Parking", None))


def waiting(seq: int, since: float | None) -> tuple[Delivery, Envelope]:
    body = encode(FACT, "f-1", Context("citizen", "2026-11-22T08:00:00Z", "c-1"), seq, 1, None)
    headers: dict[str, Any] = {} if since is None else {SINCE: int(since * 1000)}
    return Delivery(1, 1, body, "f-1", "countynet.intake", headers, ""), decode(body)


def told(seq: int, at: float) -> Gaps:
    found = gaps()
    found.learn(Control("intake", at, (Head(FACT.stream, 1, seq),)))
    return found


def test_a_fact_beyond_a_head_that_was_told_later_is_beyond_it_within_the_same_second() -> None:
    began = float(int(time.time())) + 0.1
    assert told(1, began + 0.2).beyond_head(*waiting(3, began))


def test_a_head_that_was_told_before_the_fact_began_to_wait_proves_nothing() -> None:
    began = time.time()
    assert not told(1, began - 0.2).beyond_head(*waiting(3, began))


def test_a_fact_that_the_source_knows_goes_on_waiting_for_its_predecessors() -> None:
    began = time.time()
    assert not told(3, began + 2).beyond_head(*waiting(3, began))


def test_a_fact_that_has_not_waited_yet_is_not_judged() -> None:
    assert not told(1, time.time()).beyond_head(*waiting(3, None))


def test_without_a_word_from_the_source_nothing_is_judged() -> None:
    assert not gaps().beyond_head(*waiting(3, time.time() - 60))


class Asked:
    """A publisher that remembers which streams were asked for."""

    def __init__(self) -> None:
        self.streams: list[str] = []

    def publish(self, messages: list[Any]) -> None:
        self.streams += [orjson.loads(message.body)["stream"] for message in messages]


class Open:
    """A vault for tests of order, not of secrecy."""

    def county_seal(self, _collection: str, _id: str, _field: str, plaintext: str) -> str:
        return plaintext

    def county_open(self, _collection: str, _id: str, _field: str, sealed: str) -> str:
        return sealed


def asked_with_parked(tmp_path: Path, seq: int, reason: str, *, head: int) -> list[str]:
    """What is asked for when nothing of the stream is handled, one message is parked, and the source tells a head."""
    store = open_store(f"sqlite:///{tmp_path}/routing.sqlite3", (PARKED,), "routing")
    parking, publisher = Parking(store, Open(), lambda _reason: None), Asked()
    delivery, envelope = waiting(seq, None)
    parking.park("routing", delivery, envelope, reason, "")
    found = Gaps(INBOXES["routing"], store, cast("Publisher", publisher), parking)
    found._ask_for_missing("intake", [Head(FACT.stream, 1, head)])
    store.close()
    return publisher.streams


def test_poison_parked_far_ahead_of_a_stream_does_not_keep_its_missing_facts_from_being_asked_for(
    tmp_path: Path,
) -> None:
    assert asked_with_parked(tmp_path, 900, "beyond_head", head=2) == [FACT.stream]


def test_facts_behind_a_parked_one_are_not_asked_for_again_and_again(tmp_path: Path) -> None:
    assert asked_with_parked(tmp_path, 1, "schema", head=2) == []


def test_what_the_process_remembers_spares_the_look_into_the_store_only_where_nothing_is_missing() -> None:
    for remembers, looks in ((2, 0), (1, 1), (None, 1)):
        store = AllHandled(remembers)
        gaps(store).learn(Control("intake", time.time(), (Head(FACT.stream, 1, 2),)))
        assert store.looks == looks
