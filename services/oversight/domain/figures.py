"""The figures that the five places speak of, from counters: each says what it is a share of.

A figure is of the matters that came in during the period, whatever day the rest of their life fell on; only `whistles`,
as the rates, goes by the day on which a check-in or handling was done or ran out, and what is no matter (mediations,
walks, home visits) by its own day. Percents are rounded half up to two digits, those of mediations to one; None where
there was nothing to count.
"""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from os.path import commonprefix
from typing import Any

from services.contracts.vocabulary import Rating
from services.oversight.domain.rates import GOOD_RATINGS, share

ALL = "all"
"""Every figure that the county can have."""

TITLES = {
    "first_satisfaction": "初次信访事项满意率",
    "volume": "信访量同比",
    "inside_grid": "网格内发现处置率",
    "matters": "收集与解决事项",
    "affairs": "村里事、邻里事、家里事",
    "mediations": "调解成功率",
    "patrols": "网格走访完成率",
    "home_visits": "入户走访",
    "whistles": "报到与办理按时率",
}
"""Every figure by name, in the field's own words."""

Counts = Mapping[str, int]


def percent(part: int, whole: int, digits: int = 2) -> float | None:
    """A share in percent, rounded half up; None where there is nothing to be a share of."""
    if whole == 0:
        return None
    return float((Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def prefix_of(family: str, first: str, last: str) -> str:
    """The narrowest counter prefix that holds a period (days, inclusive) of one family."""
    return f"figure/{family}/{commonprefix([first, last])}"


def sums(counters: Mapping[str, int], first: str, last: str, inside: Callable[[str], bool]) -> Counter[str]:
    """The measures of a period (days, inclusive) over the places that are inside."""
    found: Counter[str] = Counter()
    for key, amount in counters.items():
        _, _, day, place, measure = key.split("/")
        if first <= day <= last and inside(place):
            found[measure] += amount
    return found


def first_satisfaction(m: Counts) -> dict[str, Any]:
    """Of the first judgements of matters that repeat no earlier one, open or over: satisfied or basically satisfied.

    What counts is how the responsible unit was judged; how the receiving one was is `receiving` in the rates alone.
    What a citizen says after a second handling does not count here, and does not take the first judgement back.
    """
    ratings = {str(rating): m.get(f"first.{rating}", 0) for rating in Rating}
    good, rated = sum(ratings[rating] for rating in GOOD_RATINGS), sum(ratings.values())
    return {"rated": rated, "satisfied": good, "percent": percent(good, rated), "ratings": ratings}


def volume(now: Counts, before: Counts) -> dict[str, Any]:
    """Matters that came in, against the same days of another year; `change_percent` below 0 means fewer."""
    here, there = _came(now), _came(before)
    return {"matters": here, "before": there, "change_percent": percent(here - there, there)}


def inside_grid(m: Counts) -> dict[str, Any]:
    """Of all troubles that came to light: those found *and* settled inside the grid (网格内发现处置).

    Troubles are appeals by whatever door and all that was found in the grid but enquiries, without those declined or
    joined, and without those that left the county: referred (to a court, say) or withdrawn.
    Found in the grid, as the channel says: reported by its worker, met on a walk, called by the bracelet. Settled
    inside: concluded by a unit of the village or community, or by mediation at a body of theirs; nothing was asked of
    a unit above. Where the county file gives a village no unit of its own, the one that answers for it stands for it.
    Troubles still open count in the whole and not in the share.
    """
    inside, found, elsewhere = m.get("trouble.inside", 0), m.get("trouble.found", 0), m.get("trouble.elsewhere", 0)
    open_found, open_else = m.get("trouble.open_found", 0), m.get("trouble.open", 0)
    troubles = inside + found + elsewhere + open_found + open_else
    return {
        "troubles": troubles,
        "found": inside + found + open_found,
        "handled": inside,
        "open": open_found + open_else,
        "percent": percent(inside, troubles),
    }


def matters(m: Counts) -> dict[str, Any]:
    """Matters that came in, online (the county's pages) and offline (every other door), and those solved since."""
    came, solved = _came(m), m.get("solved", 0)
    return {
        "matters": came,
        "online": m.get("online", 0),
        "offline": m.get("offline", 0),
        "solved": solved,
        "percent": percent(solved, came),
    }


def affairs(m: Counts, codes: Mapping[str, str]) -> dict[str, Any]:
    """Matters by whose affair they are, in the county's order of sorts; `unsorted` are those of no sort."""
    rows: list[dict[str, Any]] = []
    for code, name in codes.items():
        solved, left = m.get(f"affair.{code}.solved", 0), m.get(f"affair.{code}.open", 0)
        rows.append({"code": code, "name": name, "matters": solved + left, "solved": solved})
    return {"affairs": rows, "unsorted": _came(m) - sum(int(row["matters"]) for row in rows)}


def mediations(m: Counts, bodies: Iterable[str] | None = None) -> dict[str, Any]:
    """Mediations taken on in the period: settled, failed, withdrawn or still open, in all and by body.

    `percent` is settled of taken, with one digit, as the places count; `rate` leaves out what is open or was withdrawn.
    """
    by_body: dict[str, Counter[str]] = {}
    for measure, amount in m.items():
        body, _, result = measure.rpartition(".")
        if bodies is None or body in bodies:
            by_body.setdefault(body, Counter())[result] += amount
    whole: Counter[str] = Counter()
    for counted in by_body.values():
        whole.update(counted)
    rows = [{"body": body, **_mediated(by_body[body])} for body in sorted(by_body) if any(by_body[body].values())]
    return {**_mediated(whole), "bodies": rows}


def patrols(
    visits: Mapping[tuple[str, str], int], weeks: Iterable[str], grids: Iterable[str], due: int
) -> dict[str, Any]:
    """Visits of the lowest grids against what each is owed a week; a visit too many in one grid helps no other.

    Takes visits by (Monday of the week, grid); of weeks that are not asked for (`weeks_of`) none is counted.
    """
    all_weeks, all_grids = list(weeks), list(grids)
    made = done = full = 0
    for week in all_weeks:
        for grid in all_grids:
            count = visits.get((week, grid), 0)
            made += count
            done += min(count, due)
            full += count >= due
    owed = due * len(all_weeks) * len(all_grids)
    return {
        "grids": len(all_grids),
        "weeks": len(all_weeks),
        "owed": owed,
        "visits": made,
        "missing": owed - done,
        "full": full,
        "percent": percent(done, owed),
    }


def weeks_of(first: str, last: str, today: str) -> list[str]:
    """The Mondays of the weeks that lie wholly in a period and have begun: a walk is owed by the week, not by the day.

    The week that runs is owed where the period goes on to its Sunday; one cut by the period's edge is not.
    """
    week, day = timedelta(days=7), date.fromisoformat(first)
    monday = day + timedelta(days=-day.weekday() % 7)
    found = []
    while (monday + week - timedelta(days=1)).isoformat() <= last and monday.isoformat() <= today:
        found.append(monday.isoformat())
        monday += week
    return found


def monday_of(day: str) -> str:
    """The Monday of the week that a day lies in."""
    at = date.fromisoformat(day)
    return (at - timedelta(days=at.weekday())).isoformat()


def same_days_of(year: int, first: str, last: str) -> tuple[str, str]:
    """The same days, the first of them in another year; 29 February becomes 28 where that year has none."""
    moved = year - int(first[:4])
    return _moved(first, moved), _moved(last, moved)


def home_visits(m: Counts) -> dict[str, Any]:
    """Visits to contact households, how many households were seen, and the matters that they found."""
    return {name: m.get(name, 0) for name in ("visits", "households", "matters")}


def whistles(m: Counts) -> dict[str, Any]:
    """Check-ins and handlings of called departments that were in time, of all that were done or ran out."""
    told: dict[str, Any] = {}
    for clock in ("check_in", "handling"):
        in_time, late = m.get(f"{clock}.in_time", 0), m.get(f"{clock}.late", 0)
        told[clock] = {"in_time": in_time, "late": late, "percent": percent(in_time, in_time + late)}
    return told


def _came(m: Counts) -> int:
    return m.get("online", 0) + m.get("offline", 0)


def _mediated(counted: Counts) -> dict[str, Any]:
    by = {result: counted.get(result, 0) for result in ("agreed", "failed", "withdrawn", "open")}
    taken, settled = sum(by.values()), by["agreed"]
    ended = settled + by["failed"]
    return {
        "taken": taken,
        "settled": settled,
        "failed": by["failed"],
        "withdrawn": by["withdrawn"],
        "open": by["open"],
        "percent": percent(settled, taken, 1),
        "rate": share(settled, ended),
    }


def _moved(day: str, years: int) -> str:
    at = date.fromisoformat(day)
    year = at.year + years
    lost = at.month == 2 and at.day == 29 and not isleap(year)
    return at.replace(year=year, day=28 if lost else at.day).isoformat()
