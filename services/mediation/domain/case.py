"""The mediation case: one dispute at one body, in codes; every word of it lies sealed beside."""

from __future__ import annotations

from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import FailureReason, NextRoute, Performance
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.mediation.domain.life import State, Step, after

LEAST_PARTIES, MOST_PARTIES = 2, 60


class Party(NamedTuple):
    """One side of the dispute by its ordinal; `consents` is None until it was asked. `unit`: the unit that it is."""

    n: int
    consents: bool | None = None
    asked_at: str | None = None
    unit: str | None = None


class Seat(NamedTuple):
    """One mediator in the case; `left_at` once an interest was declared."""

    mediator: str
    by: str
    at: str
    left_at: str | None = None


class Session(NamedTuple):
    """One session; `present` are the ordinals of the parties that came."""

    n: int
    held_at: str
    open: bool
    present: tuple[int, ...]


class Agreed(NamedTuple):
    """An agreement in codes; `confirm_by` is the last instant for the court, None where the Act gives no way there."""

    form: str
    effective_at: str
    perform_by: str | None
    confirm_by: str | None
    reached_at: str


class FollowUp(NamedTuple):
    """One look at how the agreement is kept (Art. 31)."""

    n: int
    performance: str
    at: str


class Case(NamedTuple):
    """One mediation case. `direct`: opened at the body itself, its number is no matter of intake's.

    `limit_by` is the county's limit; `texts` counts the sealed texts kept beside the case, `key` is the case's own key.
    `led_by` are units that have led whistles of the matter; `interested` mediators who step back from it.
    """

    id: str
    number: str
    place: str
    channel: str
    purpose: str
    category: str | None
    urgency: str | None
    tier: str | None
    contactable: bool
    body: str
    direct: bool
    state: str
    opened_at: str
    limit_by: str
    extended: int = 0
    led_by: tuple[str, ...] = ()
    interested: tuple[str, ...] = ()
    reason: str | None = None
    routes: tuple[str, ...] = ()
    over_at: str | None = None
    confirmed_at: str | None = None
    follow_up_at: str | None = None
    texts: int = 0
    key: str | None = None
    parties: tuple[Party, ...] = ()
    seats: tuple[Seat, ...] = ()
    sessions: tuple[Session, ...] = ()
    agreement: Agreed | None = None
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def sitting(self) -> tuple[str, ...]:
        """The mediators who sit in the case now."""
        return tuple(seat.mediator for seat in self.seats if seat.left_at is None)

    def party(self, n: int, field: str = "party") -> Party:
        """One party. Raises Refusal naming the field that said its number, and those that there are."""
        for party in self.parties:
            if party.n == n:
                return party
        allowed = ", ".join(str(party.n) for party in self.parties) or "none yet: name the parties first"
        raise Refusal.of_field(field, "unknown_party", f"Allowed: {allowed}.")

    def step(self, step: Step) -> Case:
        """The case after a step. Raises Refusal `step_not_allowed`."""
        return self._replace(state=after(State(self.state), step))


def limit_of(county: County, at: str) -> str:
    """When the county's limit for a case that opens at an instant is over."""
    return instant(county.mediation.limit.end(county.calendar, moment(at)))


def named(case: Case, units: list[str | None]) -> Case:
    """More parties are known, one for each entry, with the unit that it is if it is one."""
    first = len(case.parties) + 1
    if first - 1 + len(units) > MOST_PARTIES:
        raise Refusal.of_field("parties", "too_many", f"Allowed: {MOST_PARTIES} parties in all.")
    more = [Party(n, unit=unit) for n, unit in enumerate(units, first)]
    return case.step(Step.NAME)._replace(parties=(*case.parties, *more))


def consented(case: Case, n: int, at: str) -> Case:
    """One party wants to mediate; with the last one of at least two the case is consented (Art. 17)."""
    party = case.party(n)
    done = case.step(Step.CONSENT)
    if party.consents:
        raise Refusal("already_consented", f"Party {n} has consented already.")
    parties = tuple(p._replace(consents=True, asked_at=at) if p.n == n else p for p in case.parties)
    done = done._replace(parties=parties)
    complete = len(parties) >= LEAST_PARTIES and all(p.consents for p in parties)
    return done.step(Step.ALL_CONSENTED) if complete else done


def refused(case: Case, n: int, at: str) -> tuple[Case, FailureReason]:
    """One party does not want to mediate, or not any more, which ends the case (Art. 17, 23).

    Who speaks up once all have consented has left a mediation that was under way.
    """
    case.party(n)
    reason = FailureReason.CONSENT_REFUSED if case.state == State.OPENED else FailureReason.PARTY_LEFT
    parties = tuple(p._replace(consents=False, asked_at=at) if p.n == n else p for p in case.parties)
    return ended(case.step(Step.REFUSE)._replace(parties=parties), reason, at), reason


def sat(case: Case, held_at: str, open_: bool, present: tuple[int, ...], at: str) -> Case:
    """The parties sat together; nobody named means that all were there."""
    done = case.step(Step.SIT)
    if is_after(held_at, at) or is_after(case.opened_at, held_at):
        raise Refusal.of_field("held_at", "out_of_range", f"Allowed: from {case.opened_at} to now, {at}.")
    came = {case.party(n, f"present.{place}").n for place, n in enumerate(present)}
    there = tuple(sorted(came)) or tuple(p.n for p in case.parties)
    session = Session(len(case.sessions) + 1, held_at, open_, there)
    return done._replace(sessions=(*case.sessions, session))


def failed(case: Case, reason: FailureReason, at: str) -> Case:
    """The mediation ends without an agreement (Art. 26). Raises Refusal naming the field `reason`."""
    done = case.step(Step.FAIL)
    if reason is FailureReason.CONSENT_REFUSED:
        raise Refusal.of_field("reason", "not_allowed", "Allowed: a refused consent is told by the party's consent.")
    if reason is FailureReason.WITHDRAWN and not case.direct:
        raise Refusal.of_field("reason", "not_allowed", "Allowed: a matter is withdrawn by its citizen, at intake.")
    if reason is FailureReason.NO_AGREEMENT and not case.sessions:
        raise Refusal.of_field("reason", "not_allowed", "Allowed once a session was held.")
    return ended(done, reason, at)


def withdrawn(case: Case, at: str) -> Case:
    """The matter that the mediation was ordered for is over."""
    return ended(case.step(Step.FAIL), FailureReason.WITHDRAWN, at)


def extended(county: County, case: Case, parties: list[int]) -> Case:
    """The limit is put off by its own length, because all parties ask for it together."""
    done = case.step(Step.EXTEND)
    together(case, parties)
    most = county.mediation.extensions
    if case.extended >= most:
        raise Refusal("already_extended", f"The limit was put off {case.extended} times; the county allows {most}.")
    until = instant(county.mediation.limit.end(county.calendar, moment(case.limit_by)))
    return done._replace(limit_by=until, extended=case.extended + 1)


def followed_up(county: County, case: Case, performance: Performance, at: str) -> Case:
    """The body looked how the agreement is kept; until it is performed it will look again (Art. 31)."""
    done = case.step(Step.FOLLOW_UP)
    look = FollowUp(len(case.follow_ups) + 1, str(performance), at)
    again = None if performance is Performance.PERFORMED else next_look(county, at)
    return done._replace(follow_ups=(*case.follow_ups, look), follow_up_at=again)


def next_look(county: County, at: str) -> str:
    """When the body looks again."""
    return instant(county.mediation.follow_up.end(county.calendar, moment(at)))


def together(case: Case, parties: list[int]) -> None:
    """Refuse (422, `parties`) what the parties do not ask for all together."""
    for place, n in enumerate(parties):
        case.party(n, f"parties.{place}")
    everybody = [party.n for party in case.parties]
    if sorted(set(parties)) != everybody:
        listed = ", ".join(map(str, everybody)) or "none is named yet"
        raise Refusal.of_field("parties", "not_together", f"Allowed: all parties together, {listed}.")


def ended(case: Case, reason: FailureReason, at: str) -> Case:
    """A case that is over without an agreement, and where its parties may turn: the law's three ways, and for a matter
    the petition office, which goes on with it (Art. 26)."""
    routes = [NextRoute.ADMINISTRATION, NextRoute.ARBITRATION, NextRoute.LITIGATION]
    if not case.direct and reason is not FailureReason.WITHDRAWN:
        routes.append(NextRoute.PETITION)
    return case._replace(reason=str(reason), routes=tuple(str(route) for route in routes), over_at=at)
