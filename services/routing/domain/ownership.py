"""Who owns a matter (首接负责): always exactly one unit, and another one only once that one has accepted."""

from __future__ import annotations

from typing import NamedTuple

from services.contracts.refusals import Refusal


class Handover(NamedTuple):
    """One offer of a matter to another unit; `owner` answers until `to` has accepted.

    `accepted` is None while the offer is open; a later change of owner by other ways leaves it refused.
    """

    n: int
    to: str
    owner: str
    offered_at: str
    accepted: bool | None = None
    decided_at: str | None = None

    @property
    def open(self) -> bool:
        """Whether the unit has still to say whether it takes the matter."""
        return self.accepted is None


Handovers = tuple[Handover, ...]


def offered(handovers: Handovers, owner: str | None, to: str, at: str) -> Handovers:
    """One more offer. Raises Refusal `no_owner`, `handover_open`, or naming the field `to`."""
    if owner is None:
        raise Refusal("no_owner", "The matter has no owner yet: routing has not heard of its registration.")
    waiting = next((each for each in handovers if each.open), None)
    if waiting is not None:
        raise Refusal("handover_open", f"Handover {waiting.n} to {waiting.to} is not answered yet.")
    if to == owner:
        raise Refusal.of_field("to", "already_owner", "Allowed: another unit than the matter's owner.")
    return (*handovers, Handover(len(handovers) + 1, to, owner, at))


def decided(handovers: Handovers, n: int, accepted: bool, at: str) -> tuple[Handovers, Handover]:
    """The offer answered by the unit it was made to. Raises Refusal `not_found` or `handover_decided`."""
    handover = of(handovers, n)
    if not handover.open:
        raise Refusal("handover_decided", f"Handover {n} was answered at {handover.decided_at}.")
    done = handover._replace(accepted=accepted, decided_at=at)
    return tuple(done if each.n == n else each for each in handovers), done


def of(handovers: Handovers, n: int) -> Handover:
    """The offer of this number. Raises Refusal `not_found`."""
    found = next((each for each in handovers if each.n == n), None)
    if found is None:
        raise Refusal.not_found("handover")
    return found
