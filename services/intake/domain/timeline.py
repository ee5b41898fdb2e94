"""The timeline of a matter: one row a fact, in codes only; whoever asks what is open, called or due reads it here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

Row = dict[str, Any]
"""`fact` (id), `type` (`whistle_blown`), `time`, `service`, `stream`, `seq` (None on intake's own), then the fact's
own codes: those that are not codes of the matter itself."""

UNTOLD = frozenset(
    {
        "county_version",
        "received_at",
        "petitioners",
        "anonymous",
        "secret",
        "fields",
        "direct",
        "leads",
        "member",
        "repeats",
    }
)
"""Codes that stay out of the rows: the picture has them, or nobody asks a timeline for them."""


class Call(StrEnum):
    """What a called department has done so far, as far as facts tell."""

    CALLED = "called"
    CHECKED_IN = "checked_in"
    OBJECTED = "objected"
    RELEASED = "released"
    REPLIED = "replied"


def row(
    *, fact: str, kind: str, time: str, service: str, stream: str, seq: int | None, codes: Mapping[str, Any]
) -> Row:
    """One row; a code that the fact leaves open is left out."""
    made: Row = {"fact": fact, "type": kind, "time": time, "service": service, "stream": stream}
    if seq is not None:
        made["seq"] = seq
    made.update((name, value) for name, value in codes.items() if value is not None and name not in UNTOLD)
    return made


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By the time of the facts; what happened in the same second stays as it arrived."""
    return sorted(rows, key=lambda each: each["time"])


def count(rows: Iterable[Row], *kinds: str) -> int:
    """How many facts of these types the matter has."""
    return sum(1 for each in rows if each["type"] in kinds)


def calls(rows: Iterable[Row]) -> dict[str, Call]:
    """The departments of the current round's whistles, the first lead first, and what each has done."""
    found: dict[str, Call] = {}
    before_objecting: dict[str, Call] = {}
    for each in rows:
        kind = each["type"]
        if kind == "matter_reopened":
            found = {}
        elif kind == "whistle_blown":
            found |= {code: Call.CALLED for code in (each["lead"], *each["assists"])}
        elif kind == "department_checked_in":
            found[each["department"]] = Call.CHECKED_IN
        elif kind == "objection_raised":
            before_objecting[each["department"]] = found.get(each["department"], Call.CALLED)
            found[each["department"]] = Call.OBJECTED
        elif kind == "objection_decided":
            _decide(found, before_objecting, each, each["upheld"])
        elif kind == "interest_declared" and "lead" in each:
            _decide(found, before_objecting, each, True)
        elif kind == "department_replied":
            found[each["department"]] = Call.REPLIED
    return found


def _decide(found: dict[str, Call], before_objecting: dict[str, Call], decided: Row, released: bool) -> None:
    """A rejected objection leads back to where the department stood; a replacement called already stays as it is."""
    department, replacement = decided["department"], decided.get("replacement")
    if not released:
        found[department] = before_objecting.get(department, Call.CALLED)
        return
    found[department] = Call.RELEASED
    if replacement is not None and found.get(replacement, Call.RELEASED) is Call.RELEASED:
        found[replacement] = Call.CALLED


LEADING = {
    "owner_changed": "owner",
    "handover_offered": "to",
    "whistle_escalated": "to",
    "task_force_formed": "members",
    "responsibility_bound": "units",
    "competence_disputed": "superior",
    "conference_called": "members",
    "call_answered": "departments",
    "order_dispatched": "departments",
}
"""Facts of leading a matter that draw units in, and the code that names them."""


def departments(rows: Iterable[Row]) -> frozenset[str]:
    """Every department that was called and not released, or drawn in by leading the matter: those that need the story
    for their work. One that did not take the matter over needs it no more."""
    named: dict[str, bool] = {}
    for each in rows:
        kind = each["type"]
        if kind == "whistle_blown":
            named.update(dict.fromkeys((each["lead"], *each["assists"]), True))
        elif kind == "objection_decided":
            named[each["department"]] = not each["upheld"]
            if each.get("replacement") is not None:
                named[each["replacement"]] = True
        elif kind == "interest_declared" and "lead" in each:
            named[each["department"]] = False
            named |= {} if each.get("replacement") is None else {each["replacement"]: True}
        elif kind in LEADING:
            drawn_in = each[LEADING[kind]]
            named.update(dict.fromkeys((drawn_in,) if isinstance(drawn_in, str) else drawn_in, True))
        elif kind == "handover_refused":
            named[each["to"]] = False
    return frozenset(code for code, stays in named.items() if stays)


def bodies(rows: Iterable[Row]) -> frozenset[str]:
    """Every mediation body that the matter was sent to."""
    return frozenset(each["body"] for each in rows if each["type"] == "mediation_ordered")


def lead(rows: Iterable[Row]) -> str | None:
    """The department that leads the current round, if one was called: the first whistle's, whoever else is called."""
    found: str | None = None
    first: str | None = None
    for each in rows:
        if each["type"] == "matter_reopened":
            found = None
        elif each["type"] == "whistle_blown" and found is None:
            found, first = each["lead"], each.get("whistle")
        elif each["type"] in ("objection_decided", "interest_declared") and "lead" in each:
            found = each["lead"] if each.get("whistle") == first else found
    return found


def due(rows: Iterable[Row]) -> str | None:
    """When the handling of the current round is due: the latest `finish_by` of its whistles, put off where more time
    was granted or its clock stood still, until it is concluded."""
    found: str | None = None
    for each in rows:
        if each["type"] in ("whistle_blown", "extension_granted"):
            found = each["finish_by"] if found is None else max(found, each["finish_by"])
        elif each["type"] == "clock_resumed" and each.get("clock") == "handling" and found is not None:
            found = max(found, each["due"])
        elif each["type"] in ("matter_concluded", "matter_reopened", "matter_closed", "matter_withdrawn"):
            found = None
    return found


def clocks(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The clocks that oversight has spoken of: `clock_id clock due light` and, where known, `unit` and `whistle`."""
    found: dict[str, dict[str, Any]] = {}
    lights = {
        **{"clock_warned": "yellow", "clock_breached": "red", "clock_breach_withdrawn": "green"},
        **{"clock_paused": "paused", "clock_resumed": "green", "clock_extended": "green"},
    }
    for each in rows:
        light = lights.get(each["type"])
        if light is not None:
            named = {name: each[name] for name in ("clock_id", "clock", "due", "unit", "whistle") if name in each}
            found[each["clock_id"]] = named | {"light": light}
    return list(found.values())
