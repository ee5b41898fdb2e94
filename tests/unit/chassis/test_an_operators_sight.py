"""What `/ops` shows and does for an operator of discipline, and for every other one (信访工作条例 Art. 30)."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.access import User
from services.chassis.hub.ops import Ops
from services.chassis.web.call import Call
from services.contracts.events.intake import AccusationRegistered, MatterRegistered
from services.contracts.events.routing import MatterReferred, MatterWalled
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role

WALLED, OPEN = "100000000001", "100000000002"
PARKED = {"a": f"case/{WALLED}", "b": f"accusation/{OPEN}", "c": f"case/{OPEN}", "d": None}
ORDINARY = User("u-1", frozenset({Role.OPERATOR}))
SIGHTED = User("u-2", frozenset({Role.OPERATOR, Role.DISCIPLINE}))


class Bus:
    """A bus that notes what it was asked to do."""

    def __init__(self) -> None:
        self.parking = self
        self.done: list[str] = []

    def shown(self, key: str) -> dict[str, Any] | None:
        return {"id": key, "stream": PARKED[key]} if key in PARKED else None

    def listed(self, after: str | None, limit: int) -> tuple[list[dict[str, Any]], str | None]:
        return [{"id": key, "stream": stream} for key, stream in PARKED.items()][:limit], after

    def replay_parked(self, key: str, _: Any) -> dict[str, Any]:
        self.done.append(f"replay {key}")
        return {"replayed": [key]}

    def drop_parked(self, key: str, _: Any) -> dict[str, Any]:
        self.done.append(f"drop {key}")
        return {"dropped": [key]}

    def republish(self, inbox: str, *, stream: str | None, since: float | None) -> int:
        self.done.append(f"republish {stream} {inbox} {since}")
        return 3


class Service:
    """A service that knows one walled number."""

    class clock:
        @staticmethod
        def now() -> str:
            return "2026-11-22T08:00:00Z"

    def is_behind_wall(self, number: str) -> bool:
        return number == WALLED


def call(user: User, key: str = "", **body: Any) -> Call:
    service: Any = Service()
    return Call(service, "", "", {"id": key}, {"after": None, "limit": 9}, body, user, None, None, "", "r-1", "", {})


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def ops(bus: Bus) -> Ops:
    service: Any = Service()
    return Ops(service, bus, lambda: 0)


def test_what_is_parked_behind_the_wall_is_listed_for_discipline_alone(ops: Ops) -> None:
    assert [row["id"] for row in ops.parked(call(ORDINARY))["parked"]] == ["c", "d"]
    assert [row["id"] for row in ops.parked(call(SIGHTED))["parked"]] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("key", ["a", "b", "nowhere"])
def test_nobody_shows_replays_or_drops_what_is_not_there_for_them(ops: Ops, bus: Bus, key: str) -> None:
    for does in (ops.parked_message, ops.replay, ops.drop):
        with pytest.raises(Refusal) as refused:
            does(call(ORDINARY, key))
        assert (refused.value.status, refused.value.code) == (404, "not_found")
    assert bus.done == []


def test_what_is_there_is_replayed_and_dropped(ops: Ops, bus: Bus) -> None:
    ops.replay(call(ORDINARY, "c"))
    ops.drop(call(SIGHTED, "a"))
    assert bus.done == ["replay c", "drop a"]


def test_a_stream_behind_the_wall_is_sent_again_for_discipline_alone(ops: Ops, bus: Bus) -> None:
    asked: dict[str, Any] = {"stream": f"case/{WALLED}", "since": None, "inbox": "intake"}
    assert ops.republish(call(ORDINARY, **asked)) == {"sent": 0}
    assert bus.done == []
    assert ops.republish(call(SIGHTED, **asked)) == {"sent": 3}


def test_facts_of_accusations_and_the_one_that_walls_a_matter_are_walled_and_no_other() -> None:
    assert [kind.walled for kind in (AccusationRegistered, MatterWalled)] == [True, True]
    assert [kind.walled for kind in (MatterRegistered, MatterReferred)] == [False, False]
