"""Facts that move no clock and no counter of oversight: they stand in the record alone, at the cost of one entry."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.fact import Fact
from services.oversight import store
from services.oversight.use_cases.append_entry import append_entry, append_walled_entry
from services.oversight.use_cases.desk import Desk


def keep_record(work: Work, desk: Desk, fact: Fact, envelope: Envelope) -> None:
    """Enter a fact into the county's chain, or, of a matter behind the wall, into its recipient's alone."""
    del desk
    accusation = work.get(store.ACCUSATION.name, fact.number)
    if accusation is None:
        append_entry(work, envelope)
    else:
        append_walled_entry(work, envelope, str(accusation.body["recipient"]))
