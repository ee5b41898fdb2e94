"""Tell what became of a clock: its fact, the order that a breach leads to, and what a withdrawn breach takes back."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events import oversight
from services.contracts.events.matter import codes_of
from services.contracts.vocabulary import OrderKind
from services.county.succession import heir, heirs
from services.oversight import store
from services.oversight.domain import ladder
from services.oversight.domain.clocks import Event
from services.oversight.domain.docket import Docket
from services.oversight.domain.standing import why_it_stood
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.propose_clue import propose_clue, take_back_clue

MACHINE = "machine"

FACT_OF = {
    Event.WARNED: oversight.ClockWarned,
    Event.BREACHED: oversight.ClockBreached,
    Event.WITHDRAWN: oversight.ClockBreachWithdrawn,
    Event.PAUSED: oversight.ClockPaused,
    Event.RESUMED: oversight.ClockResumed,
    Event.EXTENDED: oversight.ClockExtended,
}
ORDER_OF = {
    Event.REMINDER: OrderKind.REMINDER,
    Event.SUPERVISION: OrderKind.SUPERVISION,
    Event.LISTED: OrderKind.LISTED,
}


def tell(work: Work, desk: Desk, docket: Docket, clock_id: str, event: Event, **said: str) -> None:
    """Record what became of one clock of a docket that is about to be put; `said` is what its fact says besides."""
    if event in FACT_OF:
        clock = docket["clocks"][clock_id]
        if event in (Event.PAUSED, Event.RESUMED):
            said = {"reason": why_it_stood(clock)}
        work.record(
            FACT_OF[event](
                **codes_of(docket),
                clock=clock["clock"],
                clock_id=clock_id,
                due=clock["due"],
                unit=clock["unit"],
                whistle=clock["whistle"],
                **said,
            )
        )
        if event is Event.BREACHED:
            work.after_commit(desk.metrics.child(desk.metrics.clock_breaches_total, clock["clock"]).inc)
        elif event is Event.WITHDRAWN:
            _take_back_orders(work, docket, clock_id)
            take_back_clue(work, clock_id)
    elif event is Event.CLUE:
        propose_clue(work, desk, docket, clock_id)
    elif event in ORDER_OF:
        _order(work, desk, docket, clock_id, ORDER_OF[event])


def _order(work: Work, desk: Desk, docket: Docket, clock_id: str, kind: OrderKind) -> None:
    """Make the order that the county's ladder asks for; a reminder goes out at once, the rest is proposed.

    Of a breach of the handling itself each unit that is bound to answer with the others gets one of its own. What fell
    with a breach that was withdrawn is made anew by the next.
    """
    clock, now = docket["clocks"][clock_id], work.context.now
    answering = clock["unit"] or docket["owner"] or desk.rules.unit_at(docket["place"])
    unit = None if answering is None else heir(desk.county, answering, now)
    bound = heirs(desk.county, docket.get("bound", ()), now)
    for order_id, ordered in ladder.ordered_by(f"{clock_id}.{kind}", clock["clock"], unit, bound):
        found = work.get(store.ORDER.name, order_id)
        if found is not None and found.body["state"] != ladder.OrderState.WITHDRAWN:
            continue
        order = codes_of(docket) | ladder.new_order(kind, ladder.MACHINES_GROUND, ordered, now)
        order |= {"clock": clock["clock"], "clock_id": clock_id, "whistle": clock["whistle"]}
        if ladder.first_state(kind) is ladder.OrderState.ISSUED:
            send(work, desk, order_id, order, ladder.due_of(kind, now, desk.county.calendar), MACHINE)
        work.put(store.ORDER.name, order_id, order, 0 if found is None else found.version)
        if found is None:
            docket["orders"].append(order_id)


def send(work: Work, desk: Desk, order_id: str, order: dict[str, Any], due: str, signed_by: str) -> None:
    """Let an order go out: by when, by whom, and the fact that tells the unit, or who goes on with its duties now."""
    order["unit"] = heir(desk.county, order["unit"], work.context.now)
    order.update(state=ladder.OrderState.ISSUED, issued_at=work.context.now, issued_by=signed_by, due=due)
    work.record(
        oversight.OrderIssued(
            **codes_of(order),
            order=order_id,
            kind=order["kind"],
            ground=order["ground"],
            unit=order["unit"],
            due=due,
            clock_id=order["clock_id"],
        )
    )


def _take_back_orders(work: Work, docket: Docket, clock_id: str) -> None:
    """The machine's reminder and its proposals fall with the breach; what a person signed stands."""
    for order_id in docket["orders"]:
        found = work.get(store.ORDER.name, order_id)
        if found is None or found.body["clock_id"] != clock_id:
            continue
        state = ladder.taken_back(found.body["state"], found.body["issued_by"] == MACHINE)
        if state is not None:
            work.put(store.ORDER.name, order_id, found.body | {"state": state}, found.version)
