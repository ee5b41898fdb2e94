"""Visits to contact households (联系群众): kept by place and count, never by person; what a month lacks shows."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.grid_work import HomeVisitRecorded
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Purpose
from services.county.contact import Contact, ContactNetwork, Visits
from services.county.county import County
from services.intake import store
from services.intake.domain import cycles, occasion
from services.intake.domain.occasion import OccasionKind
from services.intake.use_cases import grounds, occasions
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import register_found

COUNTED = OccasionKind.HOME_VISIT
LOOK_BACK_DAYS = 31
"""So many days later a visit may still be recorded."""
OWED = {Visits.WEEKLY: 4, Visits.MONTHLY: 1, Visits.QUARTERLY: 1}
"""How many visits each pair owes in the time that is looked at: a month, or the quarter that a month lies in."""
CADRES = "cadres"
"""What visits count under that no pair of the county file stands for."""


def record(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Keep a visit to contact households of a place, with what was found; answers `{visit place contact …}`.

    Raises Refusal `not_in_this_county` (409), `not_allowed` (403) outside one's place, or naming fields (422).
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    network = network_of(county)
    place = grounds.own_place(county, user, body["place"], "place")
    at = grounds.lately(body["at"], work.context.now, LOOK_BACK_DAYS)
    done = _kept_promises(network, body["done"])
    pair = _pair(county, network, place, body["contact"], user.department)
    contact = None if pair is None else contact_of(pair)
    id, month = occasions.draw_id(COUNTED), cycles.month_of(at)
    kept = occasion.begin(
        COUNTED, county, place, at, user.id, contact=contact, households=body["households"], done=done
    )
    work.put(store.OCCASION, id, kept)
    matters = register_found(work, deps, user, id, place, body["found"])
    counted_at = place if pair is None else pair.place
    work.add(occasion.counter(COUNTED, month, contact or CADRES, counted_at), 1)
    work.add(occasion.counter(COUNTED, "households", month, place), body["households"])
    fact = HomeVisitRecorded(
        number=place,
        visit=id,
        place=place,
        town=county.places.town_of(place),
        at=at,
        households=body["households"],
        contact=contact,
        done=tuple(done),
        matters=sum(each["purpose"] != Purpose.ACCUSATION for each in body["found"]),
    )
    work.record(fact)
    shown = {"visit": id, "place": place, "contact": contact, "at": at, "month": month}
    return shown | {"households": body["households"], "done": done, "matters": matters}


def list_visits(deps: Deps, call: Asked) -> dict[str, Any]:
    """A page `{visits, promises, doors, after}` in codes, newest first, of one month where one is asked for.

    `promises` and `doors` are what the county's file promises to do at the door, by code and name.
    """
    network = network_of(deps.county)
    month = call.query["month"]
    rows, after = occasions.list_of(deps, call, COUNTED, None if month is None else cycles.days_of_month(month))
    told = ("place", "town", "village", "at", "contact", "households", "matters")
    visits = [{"visit": id, **{name: row[name] for name in told}, "done": row.get("done", [])} for id, row in rows]
    named = {"promises": network.promises, "doors": network.doors}
    lists = {name: [{"code": one.code, "name": one.name} for one in each] for name, each in named.items()}
    return {"visits": visits, **lists, "after": after}


def list_missing(deps: Deps, call: Asked) -> dict[str, Any]:
    """The pairs of a place that have made fewer visits than they owe, and how many households were visited.

    Of a month (default: this one); where the county visits each quarter, of the quarter that the month lies in;
    time that has not begun owes nothing. The file tells the households of the whole county alone.
    """
    county = deps.county
    network = network_of(county)
    now = deps.clock.now()
    month = call.query["month"] or cycles.month_of(now)
    months = cycles.quarter_of(month) if network.visits is Visits.QUARTERLY else (month,)
    inside = occasions.asked_place(deps, call)
    pairs = [pair for pair in network.pairs if inside is not None and county.places.within(pair.place, inside)]
    made: dict[str, int] = {}
    households = 0
    for each in months:
        prefix = occasion.counter(COUNTED, each, "")
        for key, count in deps.store.counters(prefix).items():
            made[key.removeprefix(prefix)] = made.get(key.removeprefix(prefix), 0) + count
        visited = deps.store.counters(occasion.counter(COUNTED, "households", each, ""))
        for key, count in visited.items():
            households += count if inside and county.places.within(key.rpartition("/")[2], inside) else 0
    begun = cycles.days_of_month(months[0])[0] <= cycles.day_of(now).isoformat()
    owed = OWED[network.visits] if begun else 0
    everywhere = inside == county.places.root.code
    lacking = {_key(pair): made.get(_key(pair), 0) for pair in pairs if made.get(_key(pair), 0) < owed}
    by_key = {_key(pair): pair for pair in pairs}
    page, after = grounds.cut(list(by_key), call.query["after"], call.query["limit"], lacking)
    return {
        "month": month,
        "from": cycles.days_of_month(months[0])[0],
        "to": cycles.days_of_month(months[-1])[1],
        "owed": owed,
        "pairs": len(pairs),
        "households": {"visited": households, "all": network.households if everywhere else None},
        "lacking": len(lacking),
        "missing": [
            {
                "contact": contact_of(by_key[key]),
                "is_unit": by_key[key].unit is not None,
                "place": by_key[key].place,
                "town": county.places.town_of(by_key[key].place),
                "visits": lacking[key],
                "missing": owed - lacking[key],
            }
            for key in page
        ],
        "after": after,
    }


def contact_of(pair: Contact) -> str:
    """The code of the leader or unit of a pair."""
    return pair.leader or pair.unit or ""


def network_of(county: County) -> ContactNetwork:
    """Who keeps contact with whom here. Raises Refusal `not_in_this_county` (409)."""
    return grounds.here(county.contact_network, "contact_network")


def _kept_promises(network: ContactNetwork, done: list[str]) -> list[str]:
    """The promises and doors that a visit kept, each once. Raises Refusal (422) naming what the file has not."""
    known = [each.code for each in (*network.promises, *network.doors)]
    for n, code in enumerate(done):
        if code not in known:
            raise Refusal.of_field(f"done.{n}", "unknown_promise", f"Allowed: {', '.join(known) or 'none here'}.")
    return list(dict.fromkeys(done))


def _key(pair: Contact) -> str:
    return f"{contact_of(pair)}/{pair.place}"


def _pair(
    county: County, network: ContactNetwork, place: str, contact: str | None, department: str | None
) -> Contact | None:
    """The pair that a visit is made for: the one named, else the visitor's own unit's; None for a cadre's visit."""
    near = network.at(county.places.line(place))
    if contact is None:
        return next((pair for pair in near if pair.unit is not None and pair.unit == department), None)
    found = next((pair for pair in near if contact_of(pair) == contact), None)
    if found is None:
        allowed = ", ".join(contact_of(pair) for pair in near) or "none here"
        raise Refusal.of_field("contact", "unknown_contact", f"Allowed: {allowed}.")
    return found
