"""Where a day happens: the county's places and people, and short ways to write a matter and its steps down. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from services.console.demo.model import CITIZEN, Act, Matter, Step, minute
from services.console.demo.people import People
from services.contracts.vocabulary import Channel, PlaceKind, Role
from services.county.county import County
from services.county.mediation import BodyKind

CLERK, DISPATCHER, GRID_WORKER = str(Role.CLERK), str(Role.DISPATCHER), str(Role.GRID_WORKER)
MEDIATOR, SUPERVISOR, DISCIPLINE = str(Role.MEDIATOR), str(Role.SUPERVISOR), str(Role.DISCIPLINE)
LEADER, OPERATOR = str(Role.LEADER), str(Role.OPERATOR)

TAKEN_IN_BY = {
    Channel.WEB: CITIZEN,
    Channel.LETTER: CLERK,
    Channel.VISIT: CLERK,
    Channel.PHONE: CLERK,
    Channel.IMPORT: CLERK,
    Channel.GRID: GRID_WORKER,
    Channel.PATROL: GRID_WORKER,
    Channel.SOS: GRID_WORKER,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One county on one day; `random` decides whatever nobody wrote down."""

    county: County
    random: Random
    people: People

    def settlements(self) -> list[str]:
        """Villages and communities, in file order."""
        places = self.county.places
        return [*places.codes(PlaceKind.COMMUNITY), *places.codes(PlaceKind.VILLAGE)]

    def village(self, town: int, nth: int) -> str:
        """The code of a town's nth settlement, both counted from 1; the last one where there are fewer."""
        inside = [code for code in self.settlements() if self.county.places.town_of(code) == f"ns-t{town:02d}"]
        return inside[min(nth, len(inside)) - 1]

    def name(self, place: str) -> str:
        """A place's name as people write it."""
        return self.county.places.get(place).name

    def town_unit(self, place: str) -> str:
        """The unit that answers for the town of a place."""
        unit = self.county.unit_at(place)
        return "ns-petition" if unit is None else unit.code

    def committee(self) -> str:
        """The county's own people's mediation committee."""
        bodies = self.county.mediation.at(self.county.places.line(self.county.places.root.code))
        return next(body.code for body in bodies if body.committee and body.kind is BodyKind.COUNTY)

    def petition(self, channel: Channel, place: str, title: str, text: str, **more: Any) -> dict[str, Any]:
        """What intake takes: one petitioner who can be reached, unless `more` says otherwise."""
        citizen = self.people.with_mail if channel in (Channel.WEB, Channel.PHONE) else self.people.citizen
        told: dict[str, Any] = {
            "channel": str(channel),
            "purpose": "appeal",
            "title": title,
            "text": text,
            "place": place,
        }
        told |= more
        if "petitioners" not in more and not more.get("anonymous"):
            told["petitioners"] = [citizen(self.name(place))]
        return told


def registered(clock: str, petition: dict[str, Any]) -> Step:
    """The first step of a matter: taken in by whoever takes its channel in."""
    return Step(minute(clock), Act.REGISTER, TAKEN_IN_BY[Channel(petition["channel"])], petition)


def at(clock: str, act: Act, by: str, /, **body: Any) -> Step:
    """One more step of a matter."""
    return Step(minute(clock), act, by, body)


def accepted(clock: str, category: str, **more: Any) -> Step:
    """The dispatcher takes it on."""
    return at(clock, Act.ACCEPT, DISPATCHER, category=category, **more)


def whistle(clock: str, kind: str, lead: str, assists: Sequence[str], reason: str) -> Step:
    """The dispatcher calls departments."""
    return at(clock, Act.WHISTLE, DISPATCHER, kind=kind, lead=lead, assists=list(assists), reason=reason)


def rated(clock: str, responsible: str, receiving: str = "satisfied", **more: Any) -> Step:
    """The citizen judges."""
    return at(clock, Act.RATE, CITIZEN, receiving=receiving, responsible=responsible, **more)


def matter(key: str, first: Step, *steps: Step, walled: bool = False) -> Matter:
    """A matter of these steps."""
    return Matter(key, (first, *steps), walled)
