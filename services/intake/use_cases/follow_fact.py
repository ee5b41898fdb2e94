"""Let the picture of a matter follow what its siblings tell; a fact is never refused."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.matter import CODE_FIELDS, MatterFact
from services.contracts.events.mediation import MediationFact
from services.contracts.events.oversight import AccusationAnswered, AccusationReceived
from services.contracts.events.review import MatterJoined
from services.contracts.vocabulary import Channel, Purpose, Status
from services.intake import store
from services.intake.domain import picture as pictures
from services.intake.domain.picture import Picture
from services.intake.store import Found
from services.intake.use_cases.deps import Deps
from services.intake.use_cases.tell import row_of


def follow_fact(work: Work, deps: Deps, fact: MatterFact, envelope: Envelope) -> None:
    """Add a fact to its matter's picture; for a matter that was walled since, it changes nothing."""
    found = found_or_empty(work, deps, fact, envelope)
    if found.walled:
        return
    row = row_of(fact, fact_id=envelope.id, time=envelope.time, seq=envelope.seq)
    store.put_found(work, found, pictures.follow(found.picture, row, _codes(fact)))


def follow_joining(work: Work, deps: Deps, fact: MatterJoined, envelope: Envelope) -> None:
    """A matter was joined to one that is pending: both pictures know of each other."""
    follow_fact(work, deps, fact, envelope)
    first = store.find_matter(work, fact.into)
    if first is not None and not first.walled and fact.number not in first.picture.get("joined", ()):
        store.put_found(work, first, pictures.with_joined(first.picture, fact.number))


def follow_mediation(work: Work, deps: Deps, fact: MediationFact, envelope: Envelope) -> None:
    """Add a fact of a matter's mediation to its timeline; a case opened at a body itself is no matter of intake's."""
    if not fact.direct:
        follow_fact(work, deps, fact, envelope)


ANSWERS = {AccusationReceived: Status.ACCEPTED, AccusationAnswered: Status.REPLIED}


def follow_accusation(
    work: Work, deps: Deps, fact: AccusationReceived | AccusationAnswered, envelope: Envelope
) -> None:
    """The recipient has taken an accusation on, or dealt with it; the accuser sees it by number and query code."""
    found = store.find_matter(work, fact.number)
    row = row_of(fact, fact_id=envelope.id, time=envelope.time, seq=envelope.seq)
    if found is None or not found.walled:
        picture = _unknown_accusation(deps, fact, envelope) if found is None else found.picture
        if found is not None:
            work.delete(store.MATTER, fact.number, found.version)
        found = Found(store.ACCUSATION, 0, picture)
    changed = found.picture | {
        "status": str(ANSWERS[type(fact)]),
        "owner": fact.recipient,
        "recipient": fact.recipient,
        "timeline": [*found.picture["timeline"], row],
    }
    store.put_found(work, found, changed)


def found_or_empty(work: Work, deps: Deps, fact: MatterFact, envelope: Envelope) -> Found:
    """The matter as intake knows it, or an empty picture of it that is not yet written (version 0)."""
    found = store.find_matter(work, fact.number)
    if found is not None:
        return found
    places = deps.county.places
    known = places.exists(fact.place)
    town = places.town_of(fact.place) if known else None
    village = places.village_of(fact.place) if known else None
    return Found(store.MATTER, 0, pictures.empty(_codes(fact), town=town, village=village, time=envelope.time))


def _codes(fact: MatterFact) -> dict[str, object]:
    return {name: getattr(fact, name) for name in CODE_FIELDS}


def _unknown_accusation(deps: Deps, fact: AccusationReceived | AccusationAnswered, envelope: Envelope) -> Picture:
    """What intake can show of an accusation that its restored store has lost: that it is one, and where it stands."""
    codes = {
        "number": fact.number,
        "place": deps.county.places.root.code,
        "channel": str(Channel.WEB),
        "purpose": str(Purpose.ACCUSATION),
        "category": None,
        "urgency": None,
        "tier": None,
        "contactable": False,
    }
    return pictures.empty(codes, town=None, village=None, time=envelope.time)
