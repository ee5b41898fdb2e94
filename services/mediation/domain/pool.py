"""Who may sit with the parties: proposals from the pool with their reasons, and who has an interest (Art. 19)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import MediatorBy
from services.county.county import County
from services.county.mediation import Mediator
from services.mediation.domain.case import Case, Seat
from services.mediation.domain.life import State, Step

MOST_PROPOSED = 10


class Why(StrEnum):
    """Why somebody is proposed, the heaviest first."""

    BODY = "body"
    CATEGORY = "category"
    PLACE = "place"


WEIGHT = {Why.BODY: 4, Why.CATEGORY: 2, Why.PLACE: 1}


class Interest(StrEnum):
    """Why a mediator may not sit in a case."""

    DECLARED = "declared"
    SAME_PERSON = "same_person"
    SAME_HOUSEHOLD = "same_household"
    UNIT_IS_PARTY = "unit_is_party"
    UNIT_HAS_LED = "unit_has_led"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The parties' names and households as blind indexes, and how a name becomes one: nobody reads a name here."""

    names: Collection[str]
    households: Collection[str]
    blind: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One mediator who is proposed, and why."""

    mediator: Mediator
    why: tuple[Why, ...]


def interest_of(county: County, case: Case, mediator: Mediator, parties: Likeness) -> Interest | None:
    """The interest that a mediator has in the case, as far as anything tells of one."""
    if mediator.code in case.interested:
        return Interest.DECLARED
    if parties.blind(mediator.name) in parties.names:
        return Interest.SAME_PERSON
    if mediator.household is not None and parties.blind(mediator.household) in parties.households:
        return Interest.SAME_HOUSEHOLD
    unit = county.units.get(county.mediation.body(mediator.body).unit)
    if any(party.unit == unit.code for party in case.parties) or parties.blind(unit.name) in parties.names:
        return Interest.UNIT_IS_PARTY
    return Interest.UNIT_HAS_LED if unit.code in case.led_by else None


def proposals(county: County, case: Case, parties: Likeness) -> list[Proposal]:
    """Those of the pool who fit and have no interest, who fits best first; at most ten."""
    fitting = []
    for mediator in county.mediation.mediators.values():
        why = reasons(county, case, mediator)
        if why and mediator.code not in case.sitting and interest_of(county, case, mediator, parties) is None:
            fitting.append(Proposal(mediator, why))
    fitting.sort(key=lambda each: (-sum(WEIGHT[why] for why in each.why), each.mediator.code))
    return fitting[:MOST_PROPOSED]


def reasons(county: County, case: Case, mediator: Mediator) -> tuple[Why, ...]:
    """What speaks for a mediator: of the body itself, at home in what the dispute is about, at home where it is."""
    found = []
    if mediator.body == case.body:
        found.append(Why.BODY)
    if case.category is not None and any(_covers(each, case.category) for each in mediator.specialties):
        found.append(Why.CATEGORY)
    if any(county.places.within(case.place, place) for place in mediator.places):
        found.append(Why.PLACE)
    return tuple(found)


def _covers(specialty: str, category: str) -> bool:
    """A specialty of the first level covers all categories under it."""
    return category == specialty or category.startswith(f"{specialty}.")


def assigned(county: County, case: Case, codes: Sequence[str], by: MediatorBy, parties: Likeness, at: str) -> Case:
    """Mediators sit in the case from now on, one or several, chosen by the parties or assigned (Art. 19).

    Raises Refusal `step_not_allowed`, `mediator_has_interest`, or naming the field.
    """
    seats = case.seats
    for code in codes:
        mediator = county.mediation.mediators.get(code)
        if mediator is None:
            allowed = ", ".join(each.mediator.code for each in proposals(county, case, parties))
            raise Refusal.of_field("mediator", "unknown_mediator", f"Allowed: one of the pool, such as {allowed}.")
        interest = interest_of(county, case, mediator, parties)
        if interest is not None:
            raise Refusal("mediator_has_interest", f"{code} has an interest in this case ({interest}): name another.")
        if any(seat.mediator == code and seat.left_at is None for seat in seats):
            raise Refusal("already_assigned", f"{code} sits in this case already.")
        seats = (*seats, Seat(code, str(by), at))
    return case.step(Step.ASSIGN)._replace(seats=seats)


def declared(county: County, case: Case, code: str, at: str) -> tuple[Case, bool]:
    """A mediator has an interest and steps back; whether he or she sat in the case.

    Where nobody is left, another one must come before the parties sit again. Raises Refusal.
    """
    done = case.step(Step.DECLARE)
    if code not in county.mediation.mediators:
        raise Refusal.of_field("mediator", "unknown_mediator", "Allowed: a mediator of the county file.")
    if code in case.interested:
        raise Refusal("already_declared", f"The interest of {code} was declared already.")
    sat = code in case.sitting
    seats = tuple(s._replace(left_at=at) if s.mediator == code and s.left_at is None else s for s in case.seats)
    done = done._replace(interested=(*case.interested, code), seats=seats)
    if sat and not done.sitting and done.state in (State.ASSIGNED, State.IN_SESSION):
        done = done.step(Step.NOBODY_LEFT)
    return done, sat
