"""The section `rosters`: who receives when; a day on which a roster sits and nobody is on duty is a mistake."""

from __future__ import annotations

import re
from datetime import time

from services.contracts.vocabulary import PlaceKind
from services.county.file.known import Known
from services.county.file.sheet import Row
from services.county.file.telephone import read_telephone
from services.county.rosters import Cycle, DaysOff, Duty, Person, Roster, RosterLevel, Rosters

CLOCK = re.compile(r"(?:([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z")
HOUR = 'a time of day such as "08:30"'
LAST_DAY = 28
"""A monthly roster sits on days that every month has."""
OPTIONAL = ("place", "places_of", "days", "days_off", "seats", "hotline")
TURN = ("weekday", "day", "n")


def read_rosters(file: Row, known: Known) -> Rosters:
    """All rosters; empty where the county has none."""
    found: dict[str, Roster] = {}
    for row in file.rows("rosters", once="code"):
        roster = _read(row, known)
        if roster is not None:
            found.setdefault(roster.code, roster)
    return Rosters(found)


def _read(row: Row, known: Known) -> Roster | None:
    cycle = row.word("cycle", Cycle)
    days = ("days",) if cycle in (Cycle.WEEKLY, Cycle.MONTHLY) else ()
    row.only(("code", "name", "level", "cycle", "from", "to", "duty", *days), OPTIONAL)
    code, name, level = row.code("code"), row.text("name"), row.word("level", RosterLevel)
    place, kinds = known.place(row, "place"), _kinds(row)
    for kind in sorted(kinds):
        if not known.has_kind(row, kind):
            row.wrong("places_of", f"is {kind}, of which the tree has none", "kinds of place that the tree has")
    if row.has("place") == row.has("places_of"):
        row.wrong("place", "and places_of are both there or both missing", "one of place and places_of")
    start, end = _hour(row, "from"), _hour(row, "to")
    if start is not None and end is not None and start >= end:
        row.wrong("to", f"is {end:%H:%M}, not after {start:%H:%M}", "a time after `from`, on the same day")
    seats = row.row("seats")
    if seats is not None:
        seats.only(("leads",), ("assists",))
    leads = (seats.whole("leads", 1, 20) if seats is not None else None) or 1
    assists = (seats.whole("assists", 0, 20) if seats is not None else None) or 0
    on_days = () if cycle is None else _days(row, cycle)
    duty = tuple(one for each in row.rows("duty") if (one := _duty(each, cycle, leads + assists)) is not None)
    if cycle is not None and len(duty) == len(row.rows("duty")):
        _check_gaps(row, cycle, on_days, duty)
    _check_posts(row, known, place, kinds, duty)
    off = (row.word("days_off", DaysOff) if row.has("days_off") else None) or DaysOff.HELD
    if cycle is Cycle.WORKING_DAYS:
        if row.has("days_off"):
            row.wrong("days_off", "is there with a roster of working days", "days_off with the other cycles")
        off = DaysOff.CLOSED
    hotline = read_telephone(row, "hotline")
    if code is None or name is None or level is None or cycle is None or start is None or end is None:
        return None
    return Roster(code, name, level, cycle, start, end, duty, place, kinds, on_days, off, leads, assists, hotline)


def _hour(row: Row, key: str) -> time | None:
    said = row.text(key, HOUR)
    if said is None:
        return None
    if CLOCK.match(said) is None:
        row.wrong(key, f"is {said[:20]!r}", HOUR)
        return None
    return time(23, 59, 59) if said == "24:00" else time.fromisoformat(said)


def _kinds(row: Row) -> frozenset[PlaceKind]:
    """The kinds of place of `places_of`: one word or a list."""
    allowed = ", ".join(PlaceKind)
    node = row.keys.get("places_of")
    if node is None:
        return frozenset()
    if isinstance(node.value, str):
        kind = row.word("places_of", PlaceKind)
        return frozenset() if kind is None else frozenset({kind})
    kinds = set()
    for word, line in row.texts("places_of", f"a list of {allowed}"):
        if word in list(PlaceKind):
            kinds.add(PlaceKind(word))
        else:
            row.sheet.note(line, row.at("places_of"), f"has {word[:40]!r}", allowed)
    return frozenset(kinds)


def _days(row: Row, cycle: Cycle) -> tuple[int, ...]:
    if cycle in (Cycle.DAILY, Cycle.WORKING_DAYS):
        if row.has("days"):
            row.wrong("days", f"is there with a roster of cycle {cycle}", "days with a weekly or monthly roster alone")
        return ()
    most = 7 if cycle is Cycle.WEEKLY else LAST_DAY
    days = row.wholes("days", 1, most)
    if row.has("days") and not days:
        row.wrong("days", "names no day", f"a list of whole numbers from 1 to {most}, each once")
    return tuple(sorted(days))


def _duty(row: Row, cycle: Cycle | None, seats: int) -> Duty | None:
    row.only((), ("people", "posts", *TURN))
    named = [key for key in TURN if row.has(key)]
    if len(named) > 1:
        row.wrong(named[1], f"stands beside {named[0]}", "one of weekday, day and n")
    if row.has("day") and cycle not in (None, Cycle.MONTHLY):
        row.wrong("day", "is there without a monthly roster", "weekday or n, or day in a monthly roster")
    if row.has("weekday") and cycle is Cycle.MONTHLY:
        row.wrong("weekday", "is there in a monthly roster", "day or n")
    people = []
    for each in row.rows("people"):
        each.only(("name", "post"))
        name, post = each.text("name"), each.text("post")
        if name is not None and post is not None:
            people.append(Person(name, post))
    posts = tuple(post for post, _ in row.texts("posts", "a list of posts"))
    if row.has("people") == row.has("posts"):
        row.wrong("people", "and posts are both there or both missing: nobody is named", "one of people and posts")
    elif len(row.rows("people")) + len(posts) < seats:
        row.wrong(
            "people" if row.has("people") else "posts",
            f"are {len(people) + len(posts)}",
            f"at least {seats}, the seats",
        )
    weekday, day, n = row.whole("weekday", 1, 7), row.whole("day", 1, LAST_DAY), row.whole("n", 1, 400)
    if named and weekday is None and day is None and n is None:
        return None
    return Duty(tuple(people), posts, weekday, day, n)


def _check_gaps(row: Row, cycle: Cycle, days: tuple[int, ...], duty: tuple[Duty, ...]) -> None:
    """Every day on which the roster sits has somebody: by its weekday or day, or by an unbroken rotation."""
    turns = sorted(one.n for one in duty if one.n is not None)
    _each_once(row, "n", duty)
    missing = next((n for n in range(1, turns[-1] + 1) if n not in turns), None) if turns else None
    if missing is not None:
        row.wrong("duty", f"nobody is on duty in turn {missing}", f"the turns n 1 to {turns[-1]}, each once")
    if not duty:
        if row.has("duty"):
            row.wrong("duty", "nobody is ever on duty", "a row of duty for every day on which the roster sits")
        return
    key = "day" if cycle is Cycle.MONTHLY else "weekday"
    filled = [one.day if cycle is Cycle.MONTHLY else one.weekday for one in duty]
    needed = tuple(range(1, 8)) if cycle in (Cycle.DAILY, Cycle.WORKING_DAYS) else days
    for day in sorted({each for each in filled if each is not None and needed and each not in needed}):
        allowed = f"the days of the roster: {', '.join(map(str, needed))}"
        row.wrong("duty", f"has {key} {day}, on which the roster never sits", allowed)
    if turns or any(one.weekday is None and one.day is None and one.n is None for one in duty):
        return
    for day in needed:
        if day not in filled:
            row.wrong("duty", f"nobody is on duty on {key} {day}", f"a row of duty for each {key} of the roster")
    _each_once(row, key, duty)


def _each_once(row: Row, key: str, duty: tuple[Duty, ...]) -> None:
    """No turn or day stands in two rows; told where it stands again."""
    seen: set[int] = set()
    for each, one in zip(row.rows("duty"), duty, strict=True):
        value: int | None = getattr(one, key)
        if value is not None and value in seen:
            each.wrong(key, f"{value} is there twice", f"each {key} once")
        elif value is not None:
            seen.add(value)


def _check_posts(
    row: Row, known: Known, place: str | None, kinds: frozenset[PlaceKind], duty: tuple[Duty, ...]
) -> None:
    """A post on duty is held by somebody at each of the roster's places."""
    posts = sorted({post for one in duty for post in one.posts})
    for code, each in known.places.items() if posts else ():
        if code == place or each.kind in kinds:
            for post in posts:
                if post not in each.posts:
                    row.wrong("duty", f"nobody has the post {post!r} at {code!r}", "posts that stand at the place")
