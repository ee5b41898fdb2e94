"""How the county leads: who decides what by tier, the ladder of escalation, sponsors, task forces, conferences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.contracts.vocabulary import Role, Tier
from services.county.calendar import TimeUnit
from services.county.clocks import Length


class RungLevel(StrEnum):
    """A level of the ladder: village or community, district office (管区), town, county."""

    VILLAGE = "village"
    OFFICE = "office"
    TOWN = "town"
    COUNTY = "county"


class Decider(StrEnum):
    """Who decides a matter of a tier: whoever has it at a level, a cadre who leads it, a committee, a conference."""

    VILLAGE = "village"
    OFFICE = "office"
    TOWN = "town"
    COUNTY = "county"
    CADRE = "cadre"
    TOWN_COMMITTEE = "town_committee"
    COUNTY_COMMITTEE = "county_committee"
    CONFERENCE = "conference"
    SPONSOR = "sponsor"


class Measure(StrEnum):
    """What a tier brings with it."""

    ON_THE_SPOT = "on_the_spot"
    CADRE_LEADS = "cadre_leads"
    MEDIATION = "mediation"
    CONFERENCE = "conference"
    SPONSOR = "sponsor"
    TASK_FORCE = "task_force"
    BOUND_RESPONSIBILITY = "bound_responsibility"
    LISTED_SUPERVISION = "listed_supervision"


@dataclass(frozen=True, slots=True)
class TierRule:
    """How matters of one tier (难易) are handled: who may decide them, in which roles, and by which measures."""

    tier: Tier
    name: str
    decides: frozenset[Decider]
    roles: frozenset[Role] = frozenset()
    measures: frozenset[Measure] = frozenset()

    def may_decide(self, roles: Iterable[str]) -> bool:
        """Whether somebody in one of these roles may decide such a matter; where the file names none, everybody."""
        return not self.roles or any(role in self.roles for role in roles)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder; an undone matter goes on from it `after` so many working days by tier, if ever."""

    level: RungLevel
    after: Mapping[Tier, int] = field(default_factory=dict)

    def length(self, tier: Tier) -> Length | None:
        """How long a matter of this tier may stay; None: it goes up by hand alone."""
        days = self.after.get(tier)
        return None if days is None else Length(days, TimeUnit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels from the lowest up."""

    rungs: tuple[Rung, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rungs)

    def levels(self) -> tuple[RungLevel, ...]:
        """The levels in order."""
        return tuple(rung.level for rung in self.rungs)

    def above(self, level: RungLevel) -> RungLevel | None:
        """The level after this one; None at the top or where the ladder lacks it."""
        levels = self.levels()
        if level not in levels or level is levels[-1]:
            return None
        return levels[levels.index(level) + 1]

    def rung(self, level: RungLevel) -> Rung | None:
        """The rung of a level, where the ladder has it."""
        return next((rung for rung in self.rungs if rung.level is level), None)


HANDOVER_LIMIT = Length(5, TimeUnit.WORKING_DAYS)
"""How long a unit may think over a matter that it is offered: as long as it may object to one sent (Art. 23)."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A named leader who may sponsor a matter (包案领导); `place` is what he or she keeps contact with, `unit` where he
    or she is reached, where that is another than the government's (`County.unit_of_leader`)."""

    code: str
    name: str
    post: str
    place: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Sponsors:
    """Who may own one matter to its end, and the posts that stand around it (五包一)."""

    leaders: Mapping[str, Leader] = field(default_factory=dict)
    five_to_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskForces:
    """Who is drawn together for one matter (工作专班): the units that always send somebody, and how many lead."""

    members: tuple[str, ...] = ()
    leader_heads: bool = True


@dataclass(frozen=True, slots=True)
class Conference:
    """The joint conference (联席会议): the unit that calls it, the units that sit in it, whether minutes are due."""

    body: str
    members: tuple[str, ...]
    minutes: bool = True


@dataclass(frozen=True, slots=True)
class Kinds:
    """From how many matters of one category on they are grouped into one improvement (办好一件事、解决一类事)."""

    group_at: int
    within_days: int = 90


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that was merged or split hands its matters to another from a day on (信访工作条例 Art. 24)."""

    unit: str
    to: str
    since: date


def successor_of(successors: Iterable[Successor], unit: str, day: date) -> str:
    """Who answers for a unit's matters on a day: itself, or whom they have gone to, through several changes."""
    chain = {row.unit: row.to for row in successors if row.since <= day}
    while unit in chain:
        unit = chain[unit]
    return unit
