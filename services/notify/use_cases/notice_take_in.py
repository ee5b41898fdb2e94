"""A fact arrives: what somebody is to be told of it waits in its matter's one document, in the same commit.

A fact that nobody is told of costs nothing; any other one read and one write. What is read in the hub itself (in_app)
is there at once; everything that leaves the hub is left to the sender.
"""

from __future__ import annotations

from typing import cast

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.intake import AgentNamed, ContactGiven
from services.contracts.events.matter import MatterFact
from services.contracts.vocabulary import Purpose
from services.notify.domain import picture as pictures
from services.notify.domain.following import NAMED, recipient_of
from services.notify.domain.picture import GUARDIAN, Contact, Picture
from services.notify.domain.sos import CALLED, is_told_anew
from services.notify.store import NOTICE
from services.notify.use_cases.message_make import no_way_to, release
from services.notify.use_cases.notice_desk import Desk
from services.notify.use_cases.walled import is_walled


def take_in(work: Work, desk: Desk, fact: MatterFact, envelope: Envelope) -> None:
    """Let everybody whom the county's templates name be told of a fact, and the agent of the staff who follows.

    An agent who was named by somebody else hears that too.
    """
    if not desk.book.speaks_of(fact.name) or fact.purpose == Purpose.ACCUSATION:
        return
    told = [*desk.book.told_by(fact.name, envelope.data, envelope.time)]
    followed = desk.book.told_to_agent(fact.name, envelope.data, envelope.time)
    if not told and (followed is None or (fact.name != NAMED and work.get(NOTICE, fact.number) is None)):
        return
    found = _picture(work, desk, fact.number, fact.place)
    if found is None:
        return
    picture, version = found
    picture["place"] = fact.place
    if fact.name == CALLED:
        if not is_told_anew(picture.get("called"), envelope.time):
            return
        picture["called"] = envelope.time
    if isinstance(fact, AgentNamed):
        picture["agent"] = fact.agent
    agent = picture.get("agent")
    if followed is not None and agent is not None and not (fact.name == NAMED and envelope.actor == agent):
        told.append((recipient_of(agent), followed))
    elif not told and not isinstance(fact, AgentNamed):
        return
    for recipient, line in told:
        if recipient == GUARDIAN and not desk.book.goes_out(line["t"]):
            no_way_to(work, desk, picture, recipient, [line])
        else:
            pictures.add(picture, recipient, line)
    release(work, desk, picture, envelope.time, in_app_only=True)
    work.put(NOTICE, fact.number, cast("dict[str, object]", picture), version)


def take_contact(work: Work, desk: Desk, fact: ContactGiven, envelope: Envelope) -> None:
    """How the citizens are reached, or that they want no notices: kept as it came, opened only to send."""
    if fact.wanted and not desk.book.reaches_citizens:
        return
    found = _picture(work, desk, fact.number, "")
    if found is None:
        return
    picture, version = found
    pictures.reach(picture, Contact(key=fact.key, box=fact.sealed, wanted=fact.wanted))
    pictures.look_ahead(picture, desk.book.pace, envelope.time)
    work.put(NOTICE, fact.number, cast("dict[str, object]", picture), version)


def _picture(work: Work, desk: Desk, number: str, place: str) -> tuple[Picture, int] | None:
    """The matter's picture, opened by whichever fact comes first; None behind the wall."""
    found = work.get(NOTICE, number)
    if found is not None:
        return cast("Picture", found.body), found.version
    return None if is_walled(work, desk, number) else (pictures.opened(number, place), 0)
