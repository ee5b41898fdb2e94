"""A matter turned out to be an accusation: oversight forgets it at once, all but its recipient (Art. 30)."""

from __future__ import annotations

from typing import cast

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.routing import MatterWalled
from services.oversight import store
from services.oversight.domain import tally
from services.oversight.domain.accusation import opened
from services.oversight.domain.docket import Docket
from services.oversight.use_cases.append_entry import append_walled_entry
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.hold_clock import forget_pauses
from services.oversight.use_cases.propose_clue import forget_clues


def wall_matter(work: Work, desk: Desk, fact: MatterWalled, envelope: Envelope) -> None:
    """Forget the docket with its clocks and orders, take its counters back; its record goes on behind the wall.

    What is left is the accusation, where facts of the matter that come later find the wall too.
    """
    recipient = desk.county.wall.recipient_for(None)
    known = work.get(store.ACCUSATION.name, fact.number)
    if known is None:
        work.put(
            store.ACCUSATION.name,
            fact.number,
            opened(recipient, fact.place, fact.channel, envelope.time, desk.seal.new_key()),
        )
    else:
        recipient = str(known.body["recipient"])
    append_walled_entry(work, envelope, recipient)
    found = work.get(store.DOCKET.name, fact.number)
    if found is None:
        return
    for counter, amount in tally.moves(cast("dict[str, str]", found.body["counted"]), {}).items():
        work.add(counter, amount)
    for order_id in found.body["orders"]:
        order = work.get(store.ORDER.name, order_id)
        if order is not None:
            work.delete(store.ORDER.name, order_id, order.version)
    forget_clues(work, fact.number)
    forget_pauses(work, cast("Docket", found.body))
    work.delete(store.DOCKET.name, fact.number, found.version)
