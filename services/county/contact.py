"""How the county goes to its people: grid duties, contact cards, contact households, the emergency bracelet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class Named:
    """A code of the county's own with its name: a duty, a service item, a promise."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class GridDuties:
    """What a grid worker (网格员) does, and how many visits a week each lowest grid is owed."""

    visits_per_week: int
    duties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What a petition card tells its reader under one title (六要六不要, 七字忠言), line by line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactCards:
    """The card of a village (连心服务卡): its service items and the posts whose holders it names (`Place.posts`)."""

    items: tuple[Named, ...]
    posts: tuple[str, ...] = ()
    petition_card: bool = False
    """Whether a citizen's petition card (信访代办明白卡) is taken, whose receiver becomes the agent."""
    advice: tuple[Advice, ...] = ()
    """What the petition card prints beside the hotline."""


class Visits(StrEnum):
    """How often a contact (联系群众) goes to the door."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True)
class Contact:
    """One leader, or one unit, that keeps contact with one place."""

    place: str
    leader: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ContactNetwork:
    """Who keeps contact with whom; `cadres` look after `households` beside the pairs (numbers, no persons)."""

    pairs: tuple[Contact, ...]
    visits: Visits
    cadres: int = 0
    households: int = 0
    promises: tuple[Named, ...] = ()
    doors: tuple[Named, ...] = ()

    def at(self, line: Iterable[str]) -> tuple[Contact, ...]:
        """The contacts of the places on a line of place codes (`Places.line`), the nearest first."""
        return tuple(pair for place in line for pair in self.pairs if pair.place == place)

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """The places with which a unit keeps contact."""
        return tuple(pair.place for pair in self.pairs if pair.unit == unit)


@dataclass(frozen=True, slots=True)
class Sos:
    """The bracelet of a consenting person who lives alone: a call becomes a matter of this urgency.

    `guardian`: whether the guardian is told beside the grid worker.
    """

    urgency: Urgency
    guardian: bool = True
