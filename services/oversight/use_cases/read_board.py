"""The board's numbers, from counters alone: it costs the county's places and days, not its matters.

Accusations count nowhere: one that is recognised later takes back what it had put in (`domain.tally`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from services.chassis.access import User
from services.chassis.web.call import Call
from services.contracts.vocabulary import Channel, Role
from services.oversight.domain.clocks import WORST_FIRST
from services.oversight.domain.instants import county_day
from services.oversight.domain.unfinished import NO_CLOCK
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.read_rates import rates_of
from services.oversight.use_cases.sight import sees_place

RATERS = (Role.SUPERVISOR, Role.LEADER)


def read_board(desk: Desk, call: Call) -> dict[str, Any]:
    """Today by channel, open matters by light (`none`: no clock runs on them), and for who may see them the rates of
    the last `days` days."""
    user, now = call.staff(), desk.clock.now()
    today = county_day(now)
    came = _sums(desk, user, f"came/{today}/")
    lit = _sums(desk, user, "open/")
    return {
        "now": now,
        "today": {
            "day": today,
            "total": sum(came.values()),
            "channels": [{"code": str(each), "matters": came[str(each)]} for each in Channel],
        },
        "open": {"total": sum(lit.values())} | {str(light): lit[str(light)] for light in (*WORST_FIRST, NO_CLOCK)},
        "rates": _rates(desk, user, today, call.query["days"]) if user.has(*RATERS) else None,
    }


def _sums(desk: Desk, user: User, prefix: str) -> Counter[str]:
    """Counters `<prefix><place>/<code>` by code, of the places that are the reader's."""
    sums: Counter[str] = Counter()
    for key, amount in desk.store.counters(prefix).items():
        place, _, code = key.removeprefix(prefix).partition("/")
        if sees_place(desk, user, place):
            sums[code] += amount
    return sums


def _rates(desk: Desk, user: User, today: str, days: int) -> dict[str, Any]:
    first = (date.fromisoformat(today) - timedelta(days=days - 1)).isoformat()
    names = desk.county.names()
    town = rates_of(desk, user, "town", first, today)
    department = rates_of(desk, user, "department", first, today)["rows"] if user.place is None else None
    return {
        "from": first,
        "to": today,
        "total": town["total"],
        "town": _named(town["rows"], names["place"]),
        "department": None if department is None else _named(department, names["unit"]),
    }


def _named(rows: list[dict[str, Any]], name: Callable[[str | None], str]) -> list[dict[str, Any]]:
    """The rows with their names, who has done most first."""
    return [{"name": name(row["code"])} | row for row in sorted(rows, key=_done, reverse=True)]


def _done(row: dict[str, Any]) -> int:
    response = row["response"]
    return int(response["in_time"] + response["late"] + row["solution"]["concluded"] + row["satisfaction"]["rated"])
