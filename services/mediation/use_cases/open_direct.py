"""Open a case at the body itself: the parties came there (人民调解法 Art. 17), no matter of intake's is behind it."""

from __future__ import annotations

import secrets
from typing import Any

from services.chassis.access import User
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts import numbers
from services.contracts.events.mediation import MediationOpened
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, Purpose, Role
from services.county.county import County
from services.mediation.domain import case as rules
from services.mediation.domain.case import Case
from services.mediation.domain.life import State
from services.mediation.store import Held
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.name_parties import units_of
from services.mediation.use_cases.rights import sees_place, works_for
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_party, keep_word


def open_direct(work: Work, deps: Deps, call: Call) -> Answer:
    """Open it with its parties and what it is about; the number is random, as every matter's."""
    body, county, now = call.body, deps.county, work.context.now
    _check(county, call.staff(), body)
    number, epoch = numbers.draw_number(secrets.randbelow), deps.store.epoch
    case = Case(
        id=f"{number}-m1{'' if epoch == 1 else f'e{epoch}'}",
        number=number,
        place=body["place"],
        channel=str(Channel.VISIT),
        purpose=str(Purpose.APPEAL),
        category=body["category"],
        urgency=None,
        tier=None,
        contactable=any(party["phone"] or party["address"] for party in body["parties"]),
        body=body["body"],
        direct=True,
        state=str(State.OPENED),
        opened_at=now,
        limit_by=rules.limit_of(county, now),
    )
    case = rules.named(case, units_of(county, body["parties"]))
    for n, person in enumerate(body["parties"], 1):
        case = keep_party(work, deps, case, n, person)
    case = keep_word(work, deps, case, "subject", body["subject"])
    tell(work, case, MediationOpened, parties=len(case.parties))
    return kept(work, Held(case, 0), case)


def _check(county: County, user: User, body: dict[str, Any]) -> None:
    place, category = body["place"], body["category"]
    if not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if category is not None and not county.categories.exists(category):
        raise Refusal.of_field("category", "unknown_category", "Allowed: a category of the county file.")
    allowed = [each.code for each in county.mediation.at(county.places.line(place))]
    if body["body"] not in allowed:
        code = "body_elsewhere" if body["body"] in county.mediation.bodies else "unknown_body"
        raise Refusal.of_field("body", code, f"Allowed: {', '.join(allowed) or 'none'}.")
    if not works_for(user, county, body["body"]) and not (user.has(Role.CLERK) and sees_place(user, place, county)):
        raise Refusal("not_allowed", "A case is opened by a mediator of the body or a clerk of the place.", status=403)
