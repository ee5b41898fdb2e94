"""Every fact has somebody who listens, and the wall stands in the bindings."""

from __future__ import annotations

from services.contracts.registry import FACTS
from services.contracts.topology import EXCHANGES, INBOXES, may_have, owner_of


def test_every_fact_goes_to_an_exchange_that_somebody_binds() -> None:
    for cls in FACTS.values():
        assert cls.exchange in EXCHANGES
        assert any(cls.exchange in inbox.exchanges for inbox in INBOXES.values()), cls.type_name()


def test_an_exchange_belongs_to_the_service_of_its_facts() -> None:
    for cls in FACTS.values():
        assert owner_of(cls.exchange) == cls.service


def test_accusations_reach_discipline_alone_and_their_answers_intake_alone() -> None:
    readers = {e: [i.name for i in INBOXES.values() if e in i.exchanges] for e in EXCHANGES}
    assert readers["countynet.intake.accusations"] == ["discipline"]
    assert readers["countynet.oversight.accusations"] == ["intake"]


def test_no_service_may_ask_for_facts_that_it_does_not_bind() -> None:
    assert may_have("countynet.routing.inbox", "countynet.intake")
    assert not may_have("countynet.routing.inbox", "countynet.intake.accusations")
    assert not may_have("countynet.oversight.inbox", "countynet.intake.accusations")
    assert not may_have("somebody.else", "countynet.intake")


def test_no_stream_kind_lives_on_two_exchanges_of_one_service() -> None:
    homes: dict[tuple[str, str], set[str]] = {}
    for cls in FACTS.values():
        homes.setdefault((cls.service, cls.stream_kind), set()).add(cls.exchange)
    assert all(len(exchanges) == 1 for exchanges in homes.values())
