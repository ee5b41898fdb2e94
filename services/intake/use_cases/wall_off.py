"""The wall (信访工作条例, Art. 30): an accusation lies apart, and its recipient alone is told of it."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.intake import AccusationRegistered
from services.contracts.events.routing import MatterWalled
from services.contracts.vocabulary import Purpose, Status
from services.intake import store
from services.intake.domain.picture import Picture, without_joined
from services.intake.use_cases import noted, occasions
from services.intake.use_cases.deps import Deps
from services.intake.use_cases.follow_fact import found_or_empty
from services.intake.use_cases.tell import row_of, tell


def wall_off(work: Work, deps: Deps, fact: MatterWalled, envelope: Envelope) -> None:
    """Take a matter that was recognised as an accusation out of every list, count and view but its recipient's.

    Number, query code and words stay as they are, so the citizen follows as before. Told twice, it is walled once.
    """
    found = found_or_empty(work, deps, fact, envelope)
    if found.walled:
        return
    row = row_of(fact, fact_id=envelope.id, time=envelope.time, seq=envelope.seq)
    picture = found.picture | {"timeline": [*found.picture["timeline"], row]}
    if found.version:
        work.delete(store.MATTER, fact.number, found.version)
    occasions.strike(work, picture)
    noted.strike(work, fact.number)
    _leave_the_first(work, picture)
    put_behind_wall(work, picture, deps.county.wall.recipient_for(None))


def _leave_the_first(work: Work, picture: Picture) -> None:
    """The matter that this one was joined to forgets it."""
    first = None if picture.get("into") is None else store.find_matter(work, picture["into"])
    if first is not None and picture["number"] in first.picture.get("joined", ()):
        store.put_found(work, first, without_joined(first.picture, picture["number"]))


def put_behind_wall(work: Work, picture: Picture, recipient: str) -> Picture:
    """Write a picture among the accusations, its status and owner now the recipient's, and tell the recipient."""
    fact = AccusationRegistered(
        number=picture["number"],
        place=picture["place"],
        channel=picture["channel"],
        received_at=picture["received_at"],
        recipient=recipient,
    )
    behind = picture | {
        "purpose": str(Purpose.ACCUSATION),
        "status": str(Status.REGISTERED),
        "owner": recipient,
        "recipient": recipient,
        "timeline": [*picture["timeline"], tell(work, fact)],
    }
    work.put(store.ACCUSATION, picture["number"], behind)
    return behind
