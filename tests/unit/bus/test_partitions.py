"""What is declared for an inbox with partitions, and what is taken away when their number changes."""

from __future__ import annotations

from typing import Any

from services.chassis.bus.control import CONTENT_TYPE, Head, heads_message, read_control
from services.chassis.bus.declare import Declaration
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.growth import grown
from services.chassis.bus.reading import read_delivery
from services.chassis.bus.restoration import STATE
from services.chassis.store import open_store
from services.contracts.envelope import Context, encode
from services.contracts.events.intake import WithdrawalRequested
from services.contracts.topology import HASHED_BY, INBOXES, delays_of, inboxes, queues_of

INBOX = "countynet.routing.inbox"


class Broker:
    """A channel that keeps what is declared and bound."""

    def __init__(self) -> None:
        self.queues: dict[str, dict[str, Any]] = {}
        self.exchanges: dict[str, str] = {}
        self.bound: set[tuple[str, str, str]] = set()

    def queue_declare(self, name: str, *, arguments: dict[str, Any], **_: Any) -> None:
        assert self.queues.setdefault(name, arguments) == arguments, f"{name} declared in two ways"

    def exchange_declare(self, name: str, kind: str, **_: Any) -> None:
        assert self.exchanges.setdefault(name, kind) == kind

    def queue_bind(self, queue: str, exchange: str, _: str) -> None:
        assert queue in self.queues
        assert exchange in self.exchanges
        self.bound.add(("queue", queue, exchange))

    def exchange_bind(self, inbox: str, exchange: str, _: str) -> None:
        assert {inbox, exchange} <= self.exchanges.keys()
        self.bound.add(("exchange", inbox, exchange))

    def queue_unbind(self, queue: str, exchange: str, _: str) -> None:
        self.bound.discard(("queue", queue, exchange))

    def exchange_unbind(self, inbox: str, exchange: str, _: str) -> None:
        self.bound.discard(("exchange", inbox, exchange))

    def ways_to_routing(self) -> set[tuple[str, str]]:
        """How intake's facts come to routing, and which partitions are on the ring."""
        return {(kind, name) for kind, name, source in self.bound if name.startswith(INBOX) and source in (
            "countynet.intake", INBOX)}  # fmt: skip


def changed(broker: Broker, number: int, ever: int) -> None:
    Declaration(inboxes({"routing": number}), {"routing": ever}).take_away(broker, "routing")


def test_with_one_partition_everything_is_as_it_always_was() -> None:
    broker = Broker()
    Declaration()(broker)
    assert set(broker.exchanges.values()) == {"topic"}
    assert not [name for name in broker.queues if ".p0" in name or ".again." in name]
    assert broker.ways_to_routing() == {("queue", INBOX)}


def test_with_four_the_matters_are_spread_by_their_number_and_each_partition_has_one_reader() -> None:
    broker = Broker()
    changed(broker, 4, 4)
    assert broker.exchanges[INBOX] == "x-consistent-hash"
    assert broker.ways_to_routing() == {("exchange", INBOX), *(("queue", f"{INBOX}.p{k}") for k in range(4))}
    assert broker.queues[f"{INBOX}.p3"]["x-single-active-consumer"] is True
    assert broker.queues[f"{INBOX}.again.200"]["x-dead-letter-exchange"] == INBOX
    assert broker.queues[f"{INBOX}.delay.200"]["x-dead-letter-routing-key"] == INBOX


def test_fewer_partitions_leave_the_ring_but_stay_declared_and_one_stays_for_what_comes_back() -> None:
    broker = Broker()
    changed(broker, 4, 4)
    changed(broker, 2, 4)
    assert broker.ways_to_routing() == {("exchange", INBOX), ("queue", f"{INBOX}.p0"), ("queue", f"{INBOX}.p1")}
    changed(broker, 1, 4)
    assert broker.ways_to_routing() == {("queue", INBOX), ("queue", f"{INBOX}.p0")}
    assert f"{INBOX}.p3" in broker.queues


def test_a_service_with_another_setting_adds_a_way_and_takes_none() -> None:
    broker = Broker()
    changed(broker, 4, 4)
    Declaration()(broker)
    assert {("queue", INBOX), ("exchange", INBOX)} <= broker.ways_to_routing()


def test_accusations_and_other_services_are_not_touched() -> None:
    spread = inboxes({"oversight": 4})
    assert (spread["oversight"].partitions, spread["discipline"].partitions, spread["intake"].partitions) == (4, 1, 1)


def test_all_queues_that_an_inbox_ever_had_are_read_and_counted(tmp_path: Any) -> None:
    assert queues_of(INBOXES["routing"], 2) == (f"{INBOX}.p0", f"{INBOX}.p1", INBOX)
    assert len(delays_of(INBOXES["routing"], 2)) == 2 * len(delays_of(INBOXES["routing"], 1))
    store = open_store(f"sqlite:///{tmp_path}/grown.db", [STATE], "routing")
    for number, ever in ((1, 1), (4, 4), (2, 4), (1, 4)):
        assert grown(store, [inboxes({"routing": number})["routing"]]) == {"routing": ever}
    store.close()


def test_what_waited_comes_back_through_the_inbox_and_by_the_matters_own_number() -> None:
    fact = WithdrawalRequested(
        number="123456789012", place="ns-t01", channel="web", purpose="appeal", request="r-1", contactable=True
    )
    body = encode(fact, "f-1", Context("citizen", "2026-11-22T08:00:00Z", "c-1"), 2, 1, None)
    came = Delivery(1, 1, body, "f-1", INBOX, {"number": "forged"}, "")
    envelope = read_delivery(came)
    again = came.again(inboxes({"routing": 4})["routing"], envelope.subject, waiting=True)
    assert (again.routing_key, again.headers[HASHED_BY]) == (f"{INBOX}.again.200", fact.number)


def test_a_sources_answer_goes_to_the_partition_of_its_matter() -> None:
    answer = heads_message("intake", [Head("matter/123456789012", 1, 4)], exchange=INBOX, number="123456789012")
    assert answer.headers[HASHED_BY] == "123456789012"
    control = read_control(Delivery(1, 1, answer.body, "", INBOX, answer.headers, CONTENT_TYPE))
    assert control is not None
    assert control.heads[0].seq == 4
