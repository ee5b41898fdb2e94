"""A demo leaves a hub alone that others work on; on its own hub it says how many matters others have brought since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.console.demo.ledger import others
from services.console.demo.roles import Account
from services.console.demo.run import plan
from services.console.demo.show import show_accounts
from services.console.demo.waiting import look
from services.console.exits import ConsoleError
from services.console.hub import Hub
from services.console.reconcile.model import Command, Picture
from services.county.county import County
from services.county.reader import load

FILE = Path(__file__).resolve().parents[3] / "deploy" / "counties" / "ningshan.yaml"
DAY_LOG = "demo-2026-11-19-20261120T010203.jsonl"


class OneMatter:
    """A hub that holds a matter; `rows` are what routing's lists tell, page by page."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = list(rows)

    def get(self, service: str, path: str, **query: Any) -> dict[str, Any]:
        assert (service, path, query) == ("intake", "/ops/documents/matter", {"limit": 1})
        return {"documents": [{"id": "100000000001"}]}

    def get_as(self, token: str, service: str, path: str, query: dict[str, Any]) -> dict[str, Any]:
        assert (token, service) == ("dispatcher", "routing")
        items = path.rpartition("/")[2]
        wanted = [row for row in self.rows if items in row]
        at = int(query["after"] or 0)
        return {items: [wanted[at][items]], "after": str(at + 1) if at + 1 < len(wanted) else None}


@pytest.fixture(scope="module")
def county() -> County:
    return load(FILE)


@pytest.fixture
def hub(tmp_path: Path, county: County) -> Hub:
    made = Hub(tmp_path, {}, "http://127.0.0.1:1")
    made.__dict__["county"] = county
    (tmp_path / "replay").mkdir()
    return made


def test_a_hub_that_holds_matters_and_never_played_a_day_is_left_alone(hub: Hub) -> None:
    (hub.var / "replay" / "replay-1-20261120T010203.jsonl").touch()
    with pytest.raises(ConsoleError, match="holds matters and has never played a day") as refused:
        plan(hub, OneMatter())  # type: ignore[arg-type]
    assert refused.value.code == 2


def test_a_hub_that_has_played_plays_the_working_day_before_whatever_came_since(hub: Hub) -> None:
    (hub.var / "replay" / DAY_LOG).touch()
    day, matters = plan(hub, OneMatter())  # type: ignore[arg-type]
    assert day.isoformat() == "2026-11-18"
    assert matters


def test_matters_that_no_demo_brought_are_counted_as_others() -> None:
    brought = Command(DAY_LOG, "register", "1", {}, {}, "salt")
    accepted = Command(DAY_LOG, "accept", "2", {}, {}, "salt")
    replayed = Command("replay-1-20261120T010203.jsonl", "register", "3", {}, {}, "salt")
    picture = Picture(matters={n: {} for n in "1234"}, commands=[brought, accepted, replayed])
    assert others(picture) == 3


def test_calls_that_nobody_has_come_to_are_counted_by_department_over_all_pages() -> None:
    def whistle(state: str, **calls: str) -> dict[str, Any]:
        return {"whistles": {"state": state, "calls": [{"department": d, "state": s} for d, s in calls.items()]}}

    told = look(
        OneMatter(  # type: ignore[arg-type]
            {"cases": {"number": "1"}},
            {"cases": {"number": "2"}},
            whistle("handling", city="called", water="checked_in"),
            whistle("blown", city="called", police="called", roads="released"),
            whistle("ended", water="called"),
        ),
        "dispatcher",
    )
    assert told.matters == 2
    assert told.calls == {"city": 2, "police": 1}


def test_a_sign_in_is_told_with_what_waits_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    accounts = [
        Account("clerk", "ns-petition", "demo-clerk", "p", "/work"),
        Account("dispatcher", "ns-petition", "demo-dispatcher", "p", "/work/routing/queue", 8),
        Account("handler", "ns-city", "demo-city", "p", "/work/routing/calls", 2),
    ]
    show_accounts(accounts, "http://h")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-3].endswith("-")
    assert lines[-2].endswith("http://h/work/routing/queue  8 to accept")
    assert lines[-1].endswith("http://h/work/routing/calls  2 to check in to")
