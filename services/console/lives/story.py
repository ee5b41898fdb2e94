"""What one life brings along: the citizen's words, and the decisions that its handlers will make."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from services.contracts.vocabulary import Outcome, Rating
from services.county.county import County
from services.county.mediation import BodyKind


@dataclass(frozen=True, slots=True)
class Story:
    """One life before it begins; `fallback` is the category that a dispatcher chooses where no keyword matches."""

    id: str
    channel: str
    place: str
    title: str
    text: str
    petitioner: str
    fallback: str
    reply: str
    outcome: str
    receiving: str
    responsible: str
    mediated: bool = False
    """Whether a mediation body settles it, in the stead of departments."""


@dataclass(frozen=True, slots=True)
class Mediators:
    """The body that mediated lives go to, and the unit that answers for what it concludes."""

    body: str
    unit: str


@dataclass(slots=True, eq=False)
class Course:
    """One life on its way: what the services have answered so far; `done` counts the steps that are over."""

    story: Story
    done: int = 0
    allowed: int = 0
    number: str = ""
    query_code: str = ""
    category: str | None = None
    category_by: str = ""
    lead: str = ""
    whistle: str = ""
    case: str = ""
    mediator: str = ""
    failed: dict[str, Any] = field(default_factory=dict)


class Choices:
    """Decisions of people who are not there, taken from hashes: the same input always gives the same life."""

    def __init__(self, county: County) -> None:
        places = county.places
        self.villages = [code for code in places.codes() if places.village_of(code) == code]
        second = county.categories.codes(2) or county.categories.codes()
        self.categories = list(second)
        self.whistle_kinds = list(county.whistle_kinds)
        self._county = county

    def village(self, user: str) -> str:
        """The village or community that a user lives in."""
        return self.villages[draw("village", user, len(self.villages))]

    def category(self, text: str) -> str:
        """A dispatcher's decision where no keyword of the county matched."""
        return self.categories[draw("category", text, len(self.categories))]

    def outcome(self, reply: str) -> str:
        """What the conclusion did."""
        return str(list(Outcome)[draw("outcome", reply, len(Outcome))])

    def rating(self, whom: str, id: str) -> str:
        """The citizen's judgement, four in five `satisfied`; nobody is dissatisfied: each life ends in one round."""
        return str(Rating.SATISFIED if draw(f"rating {whom}", id, 5) else Rating.BASICALLY_SATISFIED)

    def whistle_kind(self, category: str) -> str:
        """The kind of whistle: the one named like the category's urgency, else the county's first."""
        urgency = str(self._county.categories.get(category).urgency)
        return urgency if urgency in self._county.whistle_kinds else self.whistle_kinds[0]

    def mediators(self) -> Mediators:
        """The county's own people's mediation committee. Raises LookupError where the county file names none."""
        places, mediation = self._county.places, self._county.mediation
        for body in mediation.at(places.line(places.root.code)):
            if body.committee and body.kind is BodyKind.COUNTY:
                return Mediators(body.code, body.unit)
        raise LookupError("the county file names no mediation committee of the county")

    def lead(self, category: str) -> str:
        """The unit that leads in a category, by the county file."""
        return self._county.units.lead_for(category).code


def draw(what: str, text: str, among: int) -> int:
    """A number below `among`, fair and the same for the same text."""
    return int.from_bytes(sha256(f"{what}\0{text}".encode()).digest()[:8]) % among
