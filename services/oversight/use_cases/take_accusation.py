"""Take in what comes by the discipline inbox: accusations, for their named recipient alone.

Nothing here moves a counter or a metric, and nothing is kept in a collection that others read (Art. 30).
"""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.intake import AccusationRead, AccusationRegistered, AccusationSupplemented
from services.oversight import store
from services.oversight.domain.accusation import opened
from services.oversight.use_cases.append_entry import append_walled_entry
from services.oversight.use_cases.desk import Desk


def take_accusation(work: Work, desk: Desk, fact: AccusationRegistered, envelope: Envelope) -> None:
    """Open the accusation; one that a wall had opened before learns its recipient from here."""
    append_walled_entry(work, envelope, fact.recipient)
    known = work.get(store.ACCUSATION.name, fact.number)
    if known is None:
        body = opened(fact.recipient, fact.place, fact.channel, fact.received_at, desk.seal.new_key())
        work.put(store.ACCUSATION.name, fact.number, body)
    else:
        body = known.body | {"recipient": fact.recipient, "received_at": fact.received_at}
        work.put(store.ACCUSATION.name, fact.number, body, known.version)


def take_supplement(work: Work, _desk: Desk, fact: AccusationSupplemented, envelope: Envelope) -> None:
    """The accuser added to the story; intake keeps it, sealed."""
    append_walled_entry(work, envelope, fact.recipient)
    known = work.get(store.ACCUSATION.name, fact.number)
    if known is not None:
        supplements = max(int(known.body["supplements"]), fact.supplement)
        work.put(store.ACCUSATION.name, fact.number, known.body | {"supplements": supplements}, known.version)


def take_reading(work: Work, _desk: Desk, fact: AccusationRead, envelope: Envelope) -> None:
    """The recipient opened sealed fields; that stands in the record of the wall."""
    append_walled_entry(work, envelope, fact.recipient)
