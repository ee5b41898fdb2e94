"""Disputed competence (Art. 24) and the joint conference (联席会议) that decides it, or how a hard matter is solved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ConferenceQuestion
from services.county.county import County
from services.county.instants import is_after
from services.county.units import UnitKind
from services.routing.domain.whistle import known_unit


class Dispute(NamedTuple):
    """Units that each say that a matter is the other's; `lead` is what was decided, by the `superior` that they share;
    where they share none it is None, and the joint conference alone decides."""

    n: int
    units: tuple[str, ...]
    superior: str | None
    raised_at: str
    decided_at: str | None = None
    lead: str | None = None


class Conference(NamedTuple):
    """One joint conference: called, and later held, by whom and with which lead decided on; or called off."""

    n: int
    question: str
    members: tuple[str, ...]
    called_at: str
    dispute: int | None = None
    held_at: str | None = None
    attended: tuple[str, ...] = ()
    lead: str | None = None
    called_off_at: str | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be held."""
        return self.held_at is None and self.called_off_at is None


UNDER_THE_TOWN = frozenset({UnitKind.DEPARTMENT, UnitKind.OFFICE, UnitKind.VILLAGE, UnitKind.PETITION_OFFICE})
UNDER_THE_COUNTY = UNDER_THE_TOWN | {UnitKind.TOWN, UnitKind.POLICE}
"""Kinds of units that a government is above. Courts, procuratorates, discipline and enterprises have another line; a
police station answers to the county's police and not to its town."""


def superior_of(county: County, units: Sequence[str]) -> str | None:
    """The superior that the units share (Art. 24): the government of the town in which all of them sit, else the
    county's, as the file names it; None where they share none."""
    named = [county.units.get(unit) for unit in units]
    towns = {county.places.town_of(unit.place) if unit.place is not None else None for unit in named}
    town = towns.pop() if len(towns) == 1 else None
    if town is not None and all(unit.kind in UNDER_THE_TOWN for unit in named):
        above = county.units.at(county.places.line(town))
        if above is not None and above.code not in units:
            return above.code
    if county.government in units or not all(unit.kind in UNDER_THE_COUNTY for unit in named):
        return None
    return county.government


def convener(county: County) -> str:
    """Who calls the county's joint conference: the body that the file names, else the petition office."""
    if county.conference is not None:
        return county.conference.body
    offices = county.units.codes(UnitKind.PETITION_OFFICE)
    return offices[0] if offices else county.units.codes()[0]


def known_units(county: County, field: str, codes: Sequence[str], least: int) -> tuple[str, ...]:
    """Units of the county file, each once and at least so many. Raises Refusal naming the field."""
    for place, code in enumerate(codes):
        known_unit(county, f"{field}.{place}", code)
        if code in codes[:place]:
            raise Refusal.of_field(f"{field}.{place}", "named_twice", "Allowed: each unit once.")
    if len(codes) < least:
        raise Refusal.of_field(field, "too_few", f"Allowed: at least {least} units of the county file.")
    return tuple(codes)


def disputed(
    county: County, disputes: tuple[Dispute, ...], units: Sequence[str], superior: str | None, at: str
) -> tuple[Dispute, ...]:
    """One more dispute; where its units share no superior none can be named, and only the conference decides it.

    Raises Refusal `dispute_open`, or naming the field `units` or `superior`.
    """
    if any(each.decided_at is None for each in disputes):
        raise Refusal("dispute_open", "A dispute over this matter waits for its decision: decide it first.")
    named = known_units(county, "units", units, 2)
    shared = superior_of(county, named)
    if superior is not None:
        known_unit(county, "superior", superior)
        if superior in named:
            raise Refusal.of_field("superior", "is_a_party", "Allowed: a unit that is no party of the dispute.")
        if shared is None:
            said = "Allowed: nothing. These units share no superior: the joint conference decides (Art. 24)."
            raise Refusal.of_field("superior", "no_common_superior", said)
    return (*disputes, Dispute(len(disputes) + 1, named, superior or shared, at))


def stands_decided(disputes: Sequence[Dispute], units: Collection[str], released: Collection[str]) -> str | None:
    """The unit on which a dispute among all of these units was decided last: it stands (Art. 24), whatever the round.

    None where there is none, or where that unit was `released` because of an interest in the matter (Art. 28).
    """
    for each in reversed(disputes):
        if each.lead is not None and set(units) <= {*each.units, each.lead}:
            return None if each.lead in released else each.lead
    return None


def called(
    county: County,
    conferences: tuple[Conference, ...],
    disputes: tuple[Dispute, ...],
    question: str,
    members: Sequence[str],
    at: str,
    barred: Collection[str] = (),
) -> tuple[Conference, ...]:
    """One more conference; members not named are the county file's own but those `barred`.

    One on competence takes up the open dispute. Raises Refusal `conference_open`, `no_dispute`, or of `members`.
    """
    none_open(conferences)
    standing = () if county.conference is None else county.conference.members
    standing = tuple(unit for unit in standing if unit not in barred)
    named = known_units(county, "members", tuple(members) or standing, 2)
    waiting = next((each.n for each in disputes if each.decided_at is None), None)
    if question == ConferenceQuestion.COMPETENCE and waiting is None:
        raise Refusal("no_dispute", "No dispute over this matter's competence is open.")
    dispute = waiting if question == ConferenceQuestion.COMPETENCE else None
    return (*conferences, Conference(len(conferences) + 1, question, named, at, dispute))


def none_open(conferences: tuple[Conference, ...]) -> None:
    """Whoever ends the matter, or calls another conference, waits for one that was called. Raises `conference_open`."""
    waiting = next((each.n for each in conferences if each.open), None)
    if waiting is not None:
        said = f"Conference {waiting} was called and not held: enter its minutes, or call it off, first."
        raise Refusal("conference_open", said)


def called_off(conferences: tuple[Conference, ...], n: int, at: str) -> tuple[tuple[Conference, ...], Conference]:
    """A conference that was called is not held. Raises Refusal `not_found` or `conference_over`."""
    done = _waiting(conferences, n)._replace(called_off_at=at)
    return tuple(done if each.n == n else each for each in conferences), done


def left_open(conferences: tuple[Conference, ...], at: str) -> tuple[Conference, ...]:
    """The matter is over, and whatever conference was called on it and not held is called off with it."""
    return tuple(each._replace(called_off_at=at) if each.open else each for each in conferences)


def _waiting(conferences: tuple[Conference, ...], n: int) -> Conference:
    conference = next((each for each in conferences if each.n == n), None)
    if conference is None:
        raise Refusal.not_found("conference")
    if conference.held_at is not None:
        raise Refusal("conference_over", f"Conference {n} was held at {conference.held_at}.")
    if conference.called_off_at is not None:
        raise Refusal("conference_over", f"Conference {n} was called off at {conference.called_off_at}.")
    return conference


def held(
    county: County,
    conferences: tuple[Conference, ...],
    n: int,
    lead: str | None,
    attended: Sequence[str],
    held_at: str | None,
    now: str,
) -> tuple[tuple[Conference, ...], Conference]:
    """The conference sat and decided; one on competence must name the lead.

    Raises Refusal `not_found`, `conference_over`, or naming the field `lead`, `attended` or `held_at`.
    """
    conference = _waiting(conferences, n)
    if lead is None and conference.question == ConferenceQuestion.COMPETENCE:
        raise Refusal.of_field("lead", "required", "Required: the conference decides whose the matter is.")
    if lead is not None:
        known_unit(county, "lead", lead)
    present = known_units(county, "attended", tuple(attended) or conference.members, 1)
    when = held_at or now
    if is_after(when, now) or is_after(conference.called_at, when):
        raise Refusal.of_field("held_at", "out_of_range", f"Allowed: from {conference.called_at} until now.")
    done = conference._replace(held_at=when, attended=present, lead=lead)
    return tuple(done if each.n == n else each for each in conferences), done


def check_settled(disputes: tuple[Dispute, ...], n: int, lead: str) -> bool:
    """Whether the dispute was decided meanwhile, on this very unit. Raises Refusal `already_decided` for another."""
    dispute = next((each for each in disputes if each.n == n), None)
    if dispute is None or dispute.decided_at is None:
        return False
    if dispute.lead != lead:
        raise Refusal("already_decided", f"Dispute {n} was decided on {dispute.lead} at {dispute.decided_at}.")
    return True


def settled(disputes: tuple[Dispute, ...], n: int, lead: str, at: str) -> tuple[Dispute, ...]:
    """A dispute with its decision. Raises Refusal `not_found` or `dispute_decided`."""
    dispute = next((each for each in disputes if each.n == n), None)
    if dispute is None:
        raise Refusal.not_found("dispute")
    if dispute.decided_at is not None:
        raise Refusal("dispute_decided", f"Dispute {n} was decided at {dispute.decided_at}.")
    done = dispute._replace(decided_at=at, lead=lead)
    return tuple(done if each.n == n else each for each in disputes)
