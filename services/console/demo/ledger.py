"""The closing ledger of a day, put together from what the services answer and what the journals hold; nothing is kept.

What was taken in comes from intake's own list, the rates from oversight's, messages and mediation from the facts, and
what was lost from reconcile's comparison of everything with everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from services.console.chaos.verdict import COUNTED, LOST
from services.console.demo.acts import Course
from services.console.demo.roles import Cast
from services.console.demo.scene import DISCIPLINE, LEADER, SUPERVISOR
from services.console.ops import Ops, Refused
from services.console.reconcile.compare import compare
from services.console.reconcile.gather import gather
from services.console.reconcile.model import Difference, Picture
from services.console.reconcile.texts import asked
from services.console.reconcile.words import compare_sealed
from services.county.county import County

RUN = "demo-"
"""How the clients' logs of days are named: the day behind it."""
LIGHTS = ("green", "yellow", "red")
RATES_BY = ("channel", "town", "department")
NOT_FOUND, PAGE = 404, 200
LOOKERS = ("clerk", "dispatcher", "leader", "supervisor", "grid_worker")
"""Who looks for the accusations, and must find nothing."""


def close(ops: Ops, cast: Cast, day: date, courses: Sequence[Course]) -> dict[str, Any]:
    """Everything that is told at the day's end, as one JSON document."""
    rows = list(_matters(ops, cast, day))
    picture = gather(ops)
    differences = [*compare(picture), *compare_sealed(picture, asked(ops))]
    lost = sum(_is_lost(difference) for difference in differences)
    numbers = {course.number for course in courses if course.number}
    mine = [row for row in rows if row["number"] in numbers]
    return {
        "day": day.isoformat(),
        "matters": len(courses),
        "steps": sum(course.done for course in courses),
        "failed": [course.failed for course in courses if course.failed],
        "registered": _registered(ops.hub.county, rows),
        "status": dict(Counter(row["status"] for row in mine)),
        "rates": {by: _rates(ops, cast, day, by) for by in RATES_BY},
        "clocks": _clocks(ops),
        "happened": _told(picture, numbers, HAPPENED) | _decided(picture, numbers),
        "orders": _told(picture, numbers, {"order_issued": "issued", "order_answered": "answered"}),
        "mediation": _told(picture, numbers, MEDIATION),
        "messages": _messages(picture, numbers),
        "wall": _wall(ops, cast, courses, mine),
        "facts": len(picture.facts),
        "others": others(picture),
        "lost": lost,
        "differences": [difference.as_json() for difference in differences],
    }


HAPPENED = {
    "objection_raised": "objections",
    "extension_granted": "extensions",
    "matter_reopened": "reopenings",
    "clock_breached": "breaches",
    "order_issued": "orders",
}
MEDIATION = {
    "mediation_opened": "opened",
    "session_held": "sessions",
    "agreement_reached": "agreed",
    "mediation_failed": "failed",
    "performance_followed_up": "followed_up",
}
MESSAGES = {"message_sent": "sent", "message_failed": "failed", "message_uncertain": "uncertain"}


def _matters(ops: Ops, cast: Cast, day: date) -> Iterable[dict[str, Any]]:
    """Rows of the day as a county leader's list holds them: codes only."""
    query = {"from": day.isoformat(), "to": day.isoformat()}
    return _pages(ops, cast.token(LEADER), "intake", "/api/intake/matters", "matters", query)


def _pages(
    ops: Ops, token: str, service: str, path: str, items: str, query: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        told = ops.get_as(token, service, path, {**query, "limit": PAGE, "after": after})
        yield from told[items]
        after = told["after"]
        if after is None:
            return


def _registered(county: County, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    town = county.places.town_of
    return {
        "total": len(rows),
        "channel": dict(Counter(row["channel"] for row in rows).most_common()),
        "town": dict(Counter(town(row["place"]) or row["place"] for row in rows).most_common()),
        "purpose": dict(Counter(row["purpose"] for row in rows).most_common()),
    }


def _rates(ops: Ops, cast: Cast, day: date, by: str) -> dict[str, Any]:
    """The three rates of the day by one dimension, rows by code and their total."""
    query = {"by": by, "from": day.isoformat(), "to": day.isoformat()}
    told = ops.get_as(cast.token(SUPERVISOR), "oversight", "/api/oversight/rates", query)
    rows = {row["code"]: _three(row) for row in told["rows"]}
    return {"rows": rows, "total": _three(told["total"])}


def _three(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "concluded": row["solution"]["concluded"],
        "response": row["response"]["rate"],
        "solution": row["solution"]["rate"],
        "satisfaction": row["satisfaction"]["rate"],
    }


def _clocks(ops: Ops) -> dict[str, dict[str, int]]:
    """How many clocks run, by clock and light."""
    found: dict[str, dict[str, int]] = {}
    for key, count in ops.get("oversight", "/ops/counters", prefix="lights/")["counters"].items():
        _, clock, light = key.split("/")
        found.setdefault(clock, dict.fromkeys(LIGHTS, 0))[light] = count
    return found


def others(picture: Picture) -> int:
    """How many matters of the hub no demo has brought: by hand, or by a replay. Nothing but their clocks is counted."""
    brought = {each.number for each in picture.commands if each.log.startswith(RUN) and each.step == "register"}
    return len(picture.matters.keys() - brought)


def _told(picture: Picture, numbers: set[str], names: Mapping[str, str]) -> dict[str, int]:
    """How often each fact was told of the day's matters."""
    found = Counter(names[fact.name] for fact in picture.facts if fact.name in names and fact.number in numbers)
    return {name: found[name] for name in names.values()}


def _decided(picture: Picture, numbers: set[str]) -> dict[str, int]:
    """How objections of the day's matters were decided."""
    decided = [f for f in picture.facts if f.name == "objection_decided" and f.number in numbers]
    upheld = sum(bool(fact.codes["upheld"]) for fact in decided)
    return {"objections upheld": upheld, "objections rejected": len(decided) - upheld}


def _messages(picture: Picture, numbers: set[str]) -> dict[str, dict[str, int]]:
    """Notices by channel and outcome."""
    found: dict[str, Counter[str]] = {}
    for fact in picture.facts:
        if fact.name in MESSAGES and fact.number in numbers:
            reason = f" ({fact.codes['reason']})" if "reason" in fact.codes else ""
            found.setdefault(fact.codes["channel"], Counter())[MESSAGES[fact.name] + reason] += 1
    return {channel: dict(counted) for channel, counted in sorted(found.items())}


def _wall(ops: Ops, cast: Cast, courses: Sequence[Course], listed: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Accusations: discipline sees each one, five other roles find none by its number, and no list counts one."""
    walled = [course.number for course in courses if course.matter.walled and course.number]
    shown = _pages(ops, cast.token(DISCIPLINE), "oversight", "/api/oversight/accusations", "accusations", {})
    seen = {row["number"] for row in shown}
    found = sum(_finds(ops, cast.token(who), number) for who in LOOKERS for number in walled)
    return {
        "accusations": len(walled),
        "seen_by_discipline": sum(number in seen for number in walled),
        "found_by_others": found,
        "listed": sum(row["number"] in walled for row in listed),
    }


def _finds(ops: Ops, token: str, number: str) -> bool:
    try:
        ops.get_as(token, "intake", f"/api/intake/matters/{number}", {"fields": "codes"})
    except Refused as refused:
        if refused.status != NOT_FOUND:
            raise
        return False
    return True


def _is_lost(difference: Difference) -> bool:
    """Whether a difference says that something is gone; others say that it is wrong, or there twice."""
    return difference.kind in LOST or (difference.kind in COUNTED and not difference.found)


def is_whole(told: Mapping[str, Any]) -> bool:
    """Whether the day went as written: nothing failed, lost or different, and the wall holds."""
    wall = told["wall"]
    holds = wall["seen_by_discipline"] == wall["accusations"] and not wall["found_by_others"] and not wall["listed"]
    return not told["failed"] and not told["differences"] and holds
