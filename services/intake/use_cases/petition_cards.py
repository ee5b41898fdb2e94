"""Take a citizen's petition card (信访代办明白卡): it becomes a matter, and who receives it becomes its agent."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.answer import Answer
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, Purpose
from services.intake.domain.agents import MYSELF
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import Handed, petition_of
from services.intake.use_cases.grounds import here, own_place, staff
from services.intake.use_cases.register import take_in

AGENT = {"account": MYSELF, "name": None, "phone": None, "relation": None}


def take_card(work: Work, deps: Deps, call: Asked) -> Answer:
    """Register what the card says; answers as a registration does, the query code for the citizen.

    Raises Refusal `not_in_this_county` (409), `not_allowed` (403) outside one's place, or naming fields (422).
    """
    user = staff(call)
    here(deps.county.contact_cards is not None and deps.county.contact_cards.petition_card, "contact_cards")
    if call.body["purpose"] == Purpose.ACCUSATION:
        raise Refusal.of_field("purpose", "not_for_accusations", "Allowed: accusations go to the recipient alone.")
    own_place(deps.county, user, call.body["place"], "place")
    body = petition_of(call.body, Channel.GRID, agent=AGENT)
    return take_in(work, deps, Handed(body, user, {}, {}))
