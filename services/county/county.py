"""A county as its file describes it: one frozen picture that rules ask and nobody changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from services.contracts.vocabulary import Tier
from services.county.calendar import Calendar
from services.county.categories import Categories
from services.county.clocks import ClockRule, Length, WhistleKind
from services.county.contact import ContactCards, ContactNetwork, GridDuties, Sos
from services.county.elements import Elements
from services.county.leading import (
    HANDOVER_LIMIT,
    Conference,
    Kinds,
    Ladder,
    Leader,
    Sponsors,
    Successor,
    TaskForces,
    TierRule,
)
from services.county.mediation import Mediation
from services.county.names import names_of
from services.county.notify import Notify
from services.county.places import Places
from services.county.problem import UnknownCode
from services.county.rosters import Rosters
from services.county.statutory import STATUTORY
from services.county.units import Unit, UnitKind, Units
from services.county.ways import Affairs, Attachments, Grave, Step


@dataclass(frozen=True, slots=True)
class Wall:
    """Who alone receives accusations (检举控告), and who does when discipline itself is accused."""

    recipient: str
    otherwise: str

    def recipient_for(self, accused: str | None) -> str:
        """The unit code that may see an accusation against this unit (None: against a person or unknown)."""
        return self.otherwise if accused == self.recipient else self.recipient


@dataclass(frozen=True, slots=True)
class Clocks:
    """The county's own clock rules and which statutory ones its dockets track."""

    rules: Mapping[str, ClockRule]
    tracked: tuple[str, ...] = ()

    def get(self, name: str) -> ClockRule:
        """The county's or the statutory rule of this name. Raises UnknownCode."""
        rule = self.rules.get(name) or STATUTORY.get(name)
        if rule is None:
            raise UnknownCode("clock", name)
        return rule

    def names(self) -> tuple[str, ...]:
        """All clock names that may be asked for, the county's first."""
        return (*self.rules, *STATUTORY)

    def running(self) -> tuple[ClockRule, ...]:
        """The rules that start by themselves when their fact happens."""
        return (*self.rules.values(), *(STATUTORY[name] for name in self.tracked))


@dataclass(frozen=True)
class County:
    """Everything the county decided. `version` is the first 12 hex digits of the SHA-256 of its file's bytes.

    `handover_limit`: how long a unit may think over a matter that it is offered. `government`: the unit that stands for
    the county's government, the superior that its departments and towns share (Art. 24).

    From `rosters` on every section is optional: None or empty means that the county does not have that feature.
    """

    code: str
    name: str
    version: str
    places: Places
    units: Units
    categories: Categories
    whistle_kinds: Mapping[str, WhistleKind]
    clocks: Clocks
    calendar: Calendar
    wall: Wall
    timezone: str = field(default="Asia/Shanghai")
    mediation: Mediation = field(default_factory=Mediation)
    notify: Notify = field(default_factory=Notify)
    rosters: Rosters = field(default_factory=Rosters)
    grid_duties: GridDuties | None = None
    contact_cards: ContactCards | None = None
    contact_network: ContactNetwork | None = None
    sos: Sos | None = None
    tiers: Mapping[Tier, TierRule] = field(default_factory=dict)
    ladder: Ladder = field(default_factory=Ladder)
    sponsors: Sponsors | None = None
    task_forces: TaskForces | None = None
    conference: Conference | None = None
    kinds: Kinds | None = None
    handover_limit: Length = HANDOVER_LIMIT
    government: str | None = None
    successors: tuple[Successor, ...] = ()
    steps: tuple[Step, ...] = ()
    affairs: Affairs = field(default_factory=Affairs)
    attachments: Attachments | None = None
    grave: Grave | None = None
    elements: Elements = field(default_factory=Elements)

    def whistle_kind(self, code: str) -> WhistleKind:
        """The whistle kind of this code. Raises UnknownCode."""
        try:
            return self.whistle_kinds[code]
        except KeyError:
            raise UnknownCode("whistle_kind", code) from None

    def unit_at(self, place: str) -> Unit | None:
        """The unit that answers for a place: its own, else that of the nearest place above. Raises UnknownCode."""
        return self.units.at(self.places.line(place))

    def unit_of_leader(self, leader: Leader) -> str:
        """Where a leader is reached: the unit that the file names, else the county's government, in a town's own file
        the town's, else the petition office."""
        towns = self.places.children(self.places.root.code)
        town = self.units.at(towns) if len(towns) == 1 else None
        offices = self.units.codes(UnitKind.PETITION_OFFICE)
        return leader.unit or self.government or (offices[0] if town is None else town.code)

    def under(self, former: County) -> County:
        """This county for a matter that began under a former file: its clocks and its whistles' lengths are that one's.

        Places, units, categories and the calendar are the present ones; a kind of whistle that is new keeps its length.
        """
        kinds = {**self.whistle_kinds, **former.whistle_kinds}
        return replace(self, version=former.version, clocks=former.clocks, whistle_kinds=kinds)

    def dropped_by(self, later: County) -> tuple[tuple[str, str], ...]:
        """The codes that a later file of this county lacks, each with its section (`places`, `units`, `categories`).

        Matters lie under all three, and their lists are asked for by them.
        """
        places = [("places", code) for code in self.places.codes() if not later.places.exists(code)]
        units = [("units", code) for code in self.units.codes() if not later.units.exists(code)]
        categories = [("categories", code) for code in self.categories.codes() if not later.categories.exists(code)]
        return (*places, *units, *categories)

    def names(self) -> Mapping[str, Callable[[str | None], str]]:
        """By kind (`place unit category whistle_kind clock body mediator`): from a code to its name."""
        return names_of(self)
