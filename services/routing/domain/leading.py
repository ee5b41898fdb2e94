"""Everything of a case that is about leading it: who owns it next, how high it stands, who confers, sponsors, answers.

A part of the case, kept inside its document; a case that nobody had to lead keeps none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from services.routing.domain.conference import Conference, Dispute
from services.routing.domain.escalation import Escalation
from services.routing.domain.leadership import Sponsor, TaskForce
from services.routing.domain.ownership import Handover, open_one
from services.routing.domain.responding import Asked, Ordered


class Leading(NamedTuple):
    """`level` is the ladder's rung, `since` when the case came to it, `goes_up_at` when it goes on by itself."""

    level: str | None = None
    since: str | None = None
    goes_up_at: str | None = None
    sponsor: Sponsor | None = None
    bound: tuple[str, ...] = ()
    plans: int = 0
    handovers: tuple[Handover, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    conferences: tuple[Conference, ...] = ()
    task_forces: tuple[TaskForce, ...] = ()
    calls: tuple[Asked, ...] = ()
    orders: tuple[Ordered, ...] = ()

    @property
    def conferred(self) -> bool:
        """Whether a joint conference on the case was held."""
        return any(each.held_at is not None for each in self.conferences)

    @property
    def lapses_at(self) -> str | None:
        """Until when the unit that the matter is offered to may answer; None where no offer waits."""
        waiting = open_one(self.handovers)
        return None if waiting is None else waiting.lapses_at

    @property
    def units(self) -> frozenset[str]:
        """Every unit that leading the case has drawn in, or asks to take it or to take part."""
        return frozenset(self._units())

    def _units(self) -> Iterator[str]:
        yield from self.bound
        yield from (each.to for each in self.handovers if each.accepted is not False)
        yield from (each.to for each in self.escalations)
        for dispute in self.disputes:
            yield from dispute.units if dispute.superior is None else (*dispute.units, dispute.superior)
        for conference in self.conferences:
            yield from conference.members if conference.called_off_at is None else ()
        for force in self.task_forces:
            yield from force.members
        for call in self.calls:
            yield from call.departments
        for order in self.orders:
            yield from order.departments if order.department is None else (order.department,)

    @property
    def waiting(self) -> frozenset[tuple[str, str, str]]:
        """What waits for a unit's word: the unit, `handover <n>`, `order <n>` or `claim <n>`, and since when."""
        return frozenset(self._waiting())

    def _waiting(self) -> Iterator[tuple[str, str, str]]:
        yield from ((each.to, f"handover {each.n}", each.offered_at) for each in self.handovers if each.open)
        for order in self.orders:
            if order.taken_at is None:
                yield from ((unit, f"order {order.n}", order.dispatched_at) for unit in order.departments)
            elif order.claimed_at is None and order.department is not None:
                yield order.department, f"claim {order.n}", order.taken_at


NOTHING = Leading()
_LISTS: dict[str, type[Any]] = {
    "handovers": Handover,
    "escalations": Escalation,
    "disputes": Dispute,
    "conferences": Conference,
    "task_forces": TaskForce,
    "calls": Asked,
    "orders": Ordered,
}


def body_of(leading: Leading) -> dict[str, Any]:
    """What a document keeps of it."""
    body = leading._asdict()
    body["sponsor"] = None if leading.sponsor is None else leading.sponsor._asdict()
    body["bound"] = list(leading.bound)
    for name in _LISTS:
        body[name] = [each._asdict() for each in body[name]]
    return body


def leading_of(body: dict[str, Any] | None) -> Leading:
    """What a document has kept; nothing where it keeps none."""
    if not body:
        return NOTHING
    kept: dict[str, Any] = {name: body[name] for name in Leading._fields if name in body}
    kept["sponsor"] = None if kept.get("sponsor") is None else Sponsor(**kept["sponsor"])
    kept["bound"] = tuple(kept.get("bound", ()))
    for name, row in _LISTS.items():
        kept[name] = tuple([row(**_frozen(each)) for each in kept.get(name, ())])
    return Leading(**kept)


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
