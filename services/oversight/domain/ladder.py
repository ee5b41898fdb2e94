"""The ladder of supervision (督办): the machine reminds; heavier orders are proposed, and a person signs them.

Every order has a due date and needs a written answer. The grounds are those of 信访工作条例 Art. 40; what a clock can
show by itself is delay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Ground, OrderKind
from services.county.calendar import Calendar, TimeUnit
from services.county.instants import instant, moment
from services.oversight.domain.instants import is_after

ANSWER_WITHIN = {OrderKind.REMINDER: 1, OrderKind.SUPERVISION: 3, OrderKind.LISTED: 5}
"""Working days for the written answer, where who signs the order names no other day."""

MACHINES_GROUND = Ground.DELAY

ANSWERED_TOGETHER = frozenset({"handling", "opinion", "simplified"})
"""Clocks on the handling of a matter to its end, for which bound units answer together (责任捆绑)."""

BY_DECISION = (OrderKind.SUPERVISION, OrderKind.LISTED)
"""What a person may order without a breach; reminding is the machine's."""


class OrderState(StrEnum):
    """Where an order stands; a withdrawn one was the machine's and its breach turned out to be none."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def first_state(kind: OrderKind) -> OrderState:
    """A reminder goes out by itself; everything heavier waits for a signature."""
    return OrderState.ISSUED if kind is OrderKind.REMINDER else OrderState.PROPOSED


def due_of(kind: OrderKind, at: str, calendar: Calendar) -> str:
    """By when an order given at an instant is to be answered."""
    return instant(calendar.deadline(moment(at), ANSWER_WITHIN[kind], TimeUnit.WORKING_DAYS).due)


def ordered_by(order_id: str, clock: str, unit: str | None, bound: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Whom a breach orders, with the id of each order: the unit of the clock, and those bound to answer with it."""
    if unit is not None:
        yield order_id, unit
    if clock in ANSWERED_TOGETHER:
        yield from ((f"{order_id}.{n}", each) for n, each in enumerate(bound, 1) if each != unit)


def new_order(kind: OrderKind, ground: str, unit: str, now: str) -> dict[str, Any]:
    """An order as it begins: proposed, of no clock, signed by nobody."""
    return {
        "kind": kind,
        "ground": ground,
        "unit": unit,
        "clock": None,
        "clock_id": None,
        "whistle": None,
        "state": OrderState.PROPOSED,
        "made_at": now,
        "issued_at": None,
        "issued_by": None,
        "due": None,
        "answered_at": None,
        "answered_by": None,
        "late": None,
    }


def may_decide(kind: OrderKind, unit: str, before: Iterable[Mapping[str, Any]]) -> None:
    """Let a person order it without a breach. Raises Refusal while the unit has not answered one of the same kind.

    What the ladder proposes is no obstacle: that one is about a clock, and is signed or left by itself.
    """
    if any(o["state"] == OrderState.ISSUED and (o["kind"], o["unit"]) == (kind, unit) for o in before):
        raise Refusal("already_ordered", f"{unit} has not answered its last order of this kind. Allowed: once it has.")


def due_by_hand(kind: OrderKind, due: str | None, now: str, calendar: Calendar) -> str:
    """The day that the signer names, else the one of the kind. Raises Refusal for a day that is over."""
    issue(OrderState.PROPOSED, due, now)
    return due or due_of(kind, now, calendar)


def issue(state: str, due: str | None, now: str) -> OrderState:
    """Sign a proposal. Raises Refusal for an order that is no proposal, or a due date that is over."""
    if state != OrderState.PROPOSED:
        raise Refusal("not_proposed", f"This order is {state}. Allowed: to issue an order that is proposed.")
    if due is not None and not is_after(due, now):
        raise Refusal.of_field("due", "not_in_future", "Allowed: an instant after now.")
    return OrderState.ISSUED


def answer(state: str) -> OrderState:
    """Take a unit's written answer. Raises Refusal for an order that waits for none."""
    if state != OrderState.ISSUED:
        raise Refusal("not_issued", f"This order is {state}. Allowed: to answer an order that is issued.")
    return OrderState.ANSWERED


def taken_back(state: str, by_machine: bool) -> OrderState | None:
    """The state of an order whose breach is withdrawn: what the machine made falls, what a person signed stands."""
    if state == OrderState.PROPOSED or (state == OrderState.ISSUED and by_machine):
        return OrderState.WITHDRAWN
    return None
