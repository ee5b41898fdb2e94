"""A county file and what follows from it as one JSON document, for a program."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from services.county import told
from services.county.clocks import ClockRule
from services.county.county import County
from services.county.places import SETTLEMENTS, Place
from services.county.rosters import Roster


def county_as_json(county: County, day: date) -> dict[str, Any]:
    """The whole county with its counts, and who is on duty on this day."""
    return {
        "code": county.code,
        "name": county.name,
        "version": county.version,
        "counts": _counts(county),
        "places": [_place(county.places.get(code)) for code in county.places.codes()],
        "units": _units(county),
        "whistle_kinds": [
            {"code": kind.code, "name": kind.name, "check_in": told.length(kind.check_in)}
            for kind in county.whistle_kinds.values()
        ],
        "clocks": [_clock(county.clocks.get(name), name in county.clocks.rules) for name in county.clocks.names()],
        "tracked": list(county.clocks.tracked),
        "calendar": {str(year): row.status for year, row in sorted(county.calendar.years.items())},
        "roll": county.calendar.roll,
        "wall": {"recipient": county.wall.recipient, "otherwise": county.wall.otherwise},
        **_leading(county),
        "on": day.isoformat(),
        "rosters": [_roster(county, roster, day) for roster in county.rosters.by_code.values()],
        **_contact(county),
        "mediation": {
            "bodies": [asdict(body) for body in county.mediation.bodies.values()],
            "mediators": told.by_kind({code: one.kind for code, one in county.mediation.mediators.items()}),
        },
    }


def _counts(county: County) -> dict[str, Any]:
    return {
        "places": told.counts(county),
        "settlements": sum(len(county.places.codes(kind)) for kind in SETTLEMENTS),
        "grids": told.grids(county),
        "households": told.households(county),
        "units": len(county.units),
        "units_by_kind": told.by_kind({code: county.units.get(code).kind for code in county.units.codes()}),
        "categories": {str(level): len(county.categories.codes(level)) for level in (1, 2)},
        "bodies_by_kind": told.by_kind({code: body.kind for code, body in county.mediation.bodies.items()}),
    }


def _place(place: Place) -> dict[str, Any]:
    row = {"code": place.code, "name": place.name, "kind": place.kind, "parent": place.parent}
    more = {"head": place.head, "households": place.households, "posts": dict(place.posts) or None, "at": place.at}
    return row | {key: value for key, value in more.items() if value is not None}


def _units(county: County) -> list[dict[str, Any]]:
    leads = told.leads(county)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "place": unit.place,
            "responsible": unit.responsible,
            "leads": leads.get(unit.code, []),
        }
        for unit in map(county.units.get, county.units.codes())
    ]


def _clock(rule: ClockRule, own: bool) -> dict[str, Any]:
    return {
        "name": rule.name,
        "by": "county" if own else rule.article,
        "anchor": rule.anchor,
        "length": told.span(rule),
        "starts": sorted(rule.starts),
        "stops": sorted(rule.stops),
        "pausable": rule.pausable,
        "breach": [told.step(step) for step in rule.breach],
    }


def _leading(county: County) -> dict[str, Any]:
    return {
        "tiers": {
            str(tier): {
                "name": rule.name,
                "decides": sorted(rule.decides),
                "roles": sorted(rule.roles),
                "measures": sorted(rule.measures),
            }
            for tier, rule in county.tiers.items()
        },
        "ladder": [{"level": rung.level, "after_working_days": dict(rung.after)} for rung in county.ladder.rungs],
        "steps": [{"code": step.code, "name": step.name, "facts": sorted(step.facts)} for step in county.steps],
        "affairs": [
            {"code": affair.code, "name": affair.name, "categories": sorted(affair.categories)}
            for affair in county.affairs.by_code.values()
        ],
        "sponsors": [] if county.sponsors is None else [asdict(one) for one in county.sponsors.leaders.values()],
        "five_to_one": [] if county.sponsors is None else list(county.sponsors.five_to_one),
        "task_forces": None if county.task_forces is None else asdict(county.task_forces),
        "conference": None if county.conference is None else asdict(county.conference),
        "kinds": None if county.kinds is None else asdict(county.kinds),
        "grave": None if county.grave is None else list(county.grave.units),
        "successors": [{"unit": row.unit, "to": row.to, "from": row.since.isoformat()} for row in county.successors],
    }


def _roster(county: County, roster: Roster, day: date) -> dict[str, Any]:
    place, many, held = told.on_duty(county, roster, day)
    return {
        "code": roster.code,
        "name": roster.name,
        "level": roster.level,
        "sits": told.rhythm(roster),
        "places": len(roster.seats(county.places)),
        "seats": {"leads": roster.leads, "assists": roster.assists},
        "hotline": roster.hotline,
        "on_duty": {
            "places": many,
            "at": place,
            "people": [asdict(one) for _, people in held for one in people],
            "sittings": [
                {"planned_on": on.isoformat(), "people": [asdict(one) for one in people]} for on, people in held
            ],
        },
    }


def _contact(county: County) -> dict[str, Any]:
    network, attachments = county.contact_network, county.attachments
    return {
        "grid_duties": None if county.grid_duties is None else asdict(county.grid_duties),
        "contact_cards": None if county.contact_cards is None else asdict(county.contact_cards),
        "contact_network": None if network is None else {**asdict(network), "pairs": len(network.pairs)},
        "elements": told.by_kind({each.code: each.kind for each in county.elements.all()}),
        "sos": None if county.sos is None else asdict(county.sos),
        "attachments": None
        if attachments is None
        else {"most_mb": attachments.most_mb, "most": attachments.most, "types": sorted(attachments.types)},
    }
