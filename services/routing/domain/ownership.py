"""Who owns a matter (首接负责): always exactly one unit, and another one only once that one has accepted.

An offer ends: the unit answers it, the owner's side takes it back, or it lapses when the unit has kept silent for as
long as it would have to object to a matter that was sent to it (信访工作条例 Art. 23), or as the county file says.
"""

from __future__ import annotations

from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import HandoverEnd
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.units import UnitKind

JUSTICE_AND_DISCIPLINE = (UnitKind.COURT, UnitKind.PROCURATORATE, UnitKind.DISCIPLINE)
"""They own no matter of letters and visits: what is theirs is referred to them (转送), and with that over here."""


class Handover(NamedTuple):
    """One offer of a matter to another unit; `owner` answers until `to` has accepted.

    `accepted` is None while the offer is open; a later change of owner by other ways leaves it refused. `lapses_at` is
    until when the unit may answer, None for offers made before there was a limit; `ended` how an offer that was not
    taken came to its end.
    """

    n: int
    to: str
    owner: str
    offered_at: str
    accepted: bool | None = None
    decided_at: str | None = None
    lapses_at: str | None = None
    ended: str | None = None

    @property
    def open(self) -> bool:
        """Whether the unit has still to say whether it takes the matter."""
        return self.accepted is None


Handovers = tuple[Handover, ...]


def offered(county: County, handovers: Handovers, owner: str | None, to: str, at: str) -> Handovers:
    """One more offer. Raises Refusal `no_owner`, `handover_open`, or naming the field `to`."""
    if owner is None:
        raise Refusal("no_owner", "The matter has no owner yet: routing has not heard of its registration.")
    waiting = open_one(handovers)
    if waiting is not None:
        said = f"Handover {waiting.n} to {waiting.to} is not answered yet: withdraw it first, or wait for its limit."
        raise Refusal("handover_open", said)
    if to == owner:
        raise Refusal.of_field("to", "already_owner", "Allowed: another unit than the matter's owner.")
    check_can_own(county, "to", to)
    length = county.handover_limit
    lapses_at = instant(county.calendar.deadline(moment(at), length.amount, length.unit).due)
    return (*handovers, Handover(len(handovers) + 1, to, owner, at, lapses_at=lapses_at))


def can_own(county: County, unit: str) -> bool:
    """Whether a unit of the county file may own a matter; who may not is referred to."""
    return county.units.get(unit).kind not in JUSTICE_AND_DISCIPLINE


def check_can_own(county: County, field: str, unit: str) -> None:
    """Raises Refusal naming the field with `cannot_own` for a unit that owns no matters."""
    if not can_own(county, unit):
        said = "Allowed: no court, procuratorate or discipline; what is theirs is referred to them."
        raise Refusal.of_field(field, "cannot_own", said)


def open_one(handovers: Handovers) -> Handover | None:
    """The offer that waits for its answer; there is one at most."""
    return next((each for each in handovers if each.open), None)


def ended(handovers: Handovers, n: int, how: HandoverEnd, at: str) -> tuple[Handovers, Handover]:
    """The offer taken back by who made it, or lapsed. Raises Refusal as `decided`."""
    changed, done = decided(handovers, n, False, at)
    told = done._replace(ended=str(how))
    return tuple(told if each.n == n else each for each in changed), told


def has_lapsed(handover: Handover, now: str) -> bool:
    """Whether an open offer's time is over."""
    return handover.open and handover.lapses_at is not None and not is_after(handover.lapses_at, now)


def decided(handovers: Handovers, n: int, accepted: bool, at: str) -> tuple[Handovers, Handover]:
    """The offer answered by the unit it was made to. Raises Refusal `not_found`, `handover_lapsed` or
    `handover_decided`."""
    handover = of(handovers, n)
    not_lapsed(handover)
    if not handover.open:
        raise Refusal("handover_decided", f"Handover {n} was answered at {handover.decided_at}.")
    how = None if accepted else str(HandoverEnd.REFUSED)
    done = handover._replace(accepted=accepted, decided_at=at, ended=how)
    return tuple(done if each.n == n else each for each in handovers), done


def not_lapsed(handover: Handover) -> None:
    """An offer that was not answered in its time is not answered any more. Raises Refusal `handover_lapsed`."""
    if handover.ended == HandoverEnd.LAPSED:
        said = f"Handover {handover.n} lapsed at {handover.decided_at}: nobody had answered it by {handover.lapses_at}."
        raise Refusal("handover_lapsed", said)


def of(handovers: Handovers, n: int) -> Handover:
    """The offer of this number. Raises Refusal `not_found`."""
    found = next((each for each in handovers if each.n == n), None)
    if found is None:
        raise Refusal.not_found("handover")
    return found
