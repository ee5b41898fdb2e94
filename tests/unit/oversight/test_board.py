"""The board's numbers: today by channel, open matters by light, rates for who may see them; nothing behind the wall."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.access import User
from services.contracts.events import routing
from services.contracts.vocabulary import Role
from services.oversight.domain import tally
from services.oversight.forms import watching
from services.oversight.use_cases import list_clocks, read_board
from tests.unit.oversight.conftest import MONDAY, NUMBER, SUPERVISOR, Oversight, fact, staff
from tests.unit.oversight.test_rates import NOON, TEN, live

OTHER = "300000000002"


def board(oversight: Oversight, user: User = SUPERVISOR, **query: Any) -> dict[str, Any]:
    return oversight.read(read_board.read_board, watching.BoardQuery, user, **query)


def came(told: dict[str, Any]) -> dict[str, int]:
    return {row["code"]: row["matters"] for row in told["today"]["channels"] if row["matters"]}


def test_a_registered_matter_counts_once_by_its_channel_and_is_open(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(TEN, NOON)
    told = board(oversight)
    assert (told["today"]["day"], told["today"]["total"], came(told)) == ("2026-11-23", 1, {"web": 1})
    assert told["open"] == {"total": 1, "green": 1, "yellow": 0, "paused": 0, "none": 0, "red": 0}


def test_it_counts_under_its_worst_light_and_no_more_when_it_is_over(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-23T05:00:00Z")
    assert board(oversight)["open"] == {"total": 1, "green": 0, "yellow": 0, "paused": 0, "none": 0, "red": 1}
    oversight.concluded("2026-11-23T06:00:00Z")
    assert board(oversight)["open"]["total"] == 0
    assert board(oversight)["today"]["total"] == 1


def test_a_clock_that_is_the_citizens_own_leaves_no_matter_open(oversight: Oversight) -> None:
    oversight.registered()
    docket: Any = oversight.docket()
    clock = next(iter(docket["clocks"].values()))
    docket["clocks"] = {"c1": clock | {"clock": "judicial_confirmation", "rule": None}}
    assert tally.worst_light(docket, oversight.rules) is None
    docket["clocks"]["c2"] = clock
    assert tally.worst_light(docket, oversight.rules) == "green"


def test_what_turns_out_to_be_an_accusation_takes_its_numbers_back(oversight: Oversight) -> None:
    oversight.registered()
    oversight.registered(number=OTHER)
    oversight.hear(fact(routing.MatterWalled), TEN)
    told = board(oversight)
    assert (told["today"]["total"], told["open"]["total"]) == (1, 1)
    counters = oversight.store.counters("came/") | oversight.store.counters("open/")
    assert sum(counters.values()) == 2


def test_yesterdays_matters_are_not_todays(oversight: Oversight) -> None:
    oversight.registered()
    oversight.clock.at = "2026-11-24T01:00:00Z"
    assert board(oversight)["today"]["total"] == 0
    assert board(oversight)["open"]["total"] == 1


def test_who_works_for_a_place_sees_that_place_alone(oversight: Oversight) -> None:
    live(oversight)
    oversight.clock.at = "2026-11-25T02:00:00Z"
    own = board(oversight, staff(Role.LEADER, place="ns-t01"))
    elsewhere = board(oversight, staff(Role.LEADER, place="ns-t02"))
    assert [row["name"] for row in own["rates"]["town"]] == ["城关镇"]
    assert own["rates"]["department"] is None
    assert (elsewhere["rates"]["town"], elsewhere["today"]["total"], elsewhere["open"]["total"]) == ([], 0, 0)
    county = board(oversight)["rates"]
    assert "ns-housing" in {row["code"] for row in county["department"]}
    assert county["total"]["satisfaction"]["rate"] == 1.0


def test_the_rates_go_over_so_many_days_as_are_asked_for(oversight: Oversight) -> None:
    live(oversight)
    oversight.clock.at = "2026-11-25T02:00:00Z"
    today = board(oversight, days=1)["rates"]
    assert (today["from"], today["to"]) == ("2026-11-25", "2026-11-25")
    assert today["total"]["solution"]["concluded"] == 0
    assert board(oversight, days=2)["rates"]["total"]["solution"]["concluded"] == 1


def test_a_dispatcher_sees_the_day_and_no_rates(oversight: Oversight) -> None:
    live(oversight)
    assert board(oversight, staff(Role.DISPATCHER))["rates"] is None


@pytest.mark.parametrize(
    ("user", "light"),
    [
        (staff(Role.DISPATCHER), "red"),
        (staff(Role.DISPATCHER, place="ns-t02"), None),
        (staff(Role.HANDLER, department="ns-housing"), "red"),
        (staff(Role.HANDLER, department="ns-civil"), None),
    ],
    ids=["dispatcher", "of another town", "called department", "other department"],
)
def test_each_reader_sees_the_worst_light_that_is_theirs_to_see(
    oversight: Oversight, user: User, light: str | None
) -> None:
    oversight.registered(MONDAY)
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-23T05:00:00Z")
    desk: Any = oversight
    assert list_clocks.lights_of(desk, user, [NUMBER, "399999999999"]) == {NUMBER: light, "399999999999": None}
