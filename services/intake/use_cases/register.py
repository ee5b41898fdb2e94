"""Take a matter in: number, query code, one owner; the words sealed, the codes told."""

from __future__ import annotations

import secrets
from itertools import chain
from typing import Any

import orjson

from services.chassis.store import Work
from services.chassis.web.answer import Answer
from services.contracts import numbers as matter_numbers
from services.contracts.events.intake import MatterRegistered
from services.contracts.events.matter import CODE_FIELDS
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, PlaceKind, Purpose, Status
from services.intake import store
from services.intake.domain import accused, first_receiver, grave, numbers, petition, promised
from services.intake.domain.agents import Agent
from services.intake.domain.first_receiver import Sorting
from services.intake.domain.likeness import SKETCH
from services.intake.use_cases import agents, occasions
from services.intake.use_cases.contact import Guardians, give_contact
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.report_grave import tell_grave
from services.intake.use_cases.tell import tell
from services.intake.use_cases.wall_off import put_behind_wall

TOLD = ("number", "status", "place", "category", "urgency", "owner", "received_at")


def register(work: Work, deps: Deps, call: Asked) -> Answer:
    """Take a petition in and answer with `number query_code status place category category_by urgency owner
    received_at`; an accusation gets the same answer and goes behind the wall.

    Raises Refusal naming the fields at fault (422), `not_signed_in` (401) or `not_allowed` (403) for the door.
    """
    _check_door(call)
    return take_in(work, deps, call)


def take_in(work: Work, deps: Deps, call: Asked, guardians: Guardians = ()) -> Answer:
    """The same behind the door: what a visit finds and a bracelet calls for comes in here too.

    A matter that names the visit, round or session it came by is entered there; an accusation never is (Art. 30).
    """
    body, now = call.body, work.context.now
    petition.check(body, now, first_receiver.faults(deps.county, body))
    if body["grave"]:
        grave.check_flag(body["purpose"], () if call.user is None else tuple(call.user.roles))
    agent = agents.named_by(work, call)
    occasion = occasions.named_by(work, deps, call)
    receiver = None if call.user is None else call.user.department
    sorting = first_receiver.sort(deps.county, body, receiver, now)
    recipient = accused.recipient_of(deps.county, body["accused"])
    number = matter_numbers.draw_number(secrets.randbelow)
    query_code = numbers.draw_query_code(secrets.randbelow)
    reached = body["petitioners"] if agent.person is None else [*body["petitioners"], agent.person]
    picture = _picture(deps, body, sorting, number, query_code, now)
    picture |= {"contactable": petition.contactable(reached), **_agent_of(agent)}
    if body["purpose"] == Purpose.ACCUSATION:
        _put_story(work, deps, body, number, agent, {})
        picture = put_behind_wall(work, picture, recipient)
    else:
        if occasion is not None:
            occasions.enter(work, occasion.id, number)
            picture["occasion"] = occasion.id
        words = store.words_of(deps.seal, body["title"], body["text"])
        marks = store.marks_of(deps.seal, body["petitioners"])
        _put_story(work, deps, body, number, agent, {"marks": marks, "sketch": words[:SKETCH]})
        _put_matter(work, deps, picture, agent, grave_at_once=body["grave"])
        work.enter(store.MATTER, number, (*words, *chain.from_iterable(marks.values())))
        if picture["contactable"] or guardians:
            give_contact(work, deps, number, reached, guardians)
    answer = {name: picture[name] for name in TOLD}
    answer |= {"query_code": query_code, "category_by": sorting.category_by}
    return Answer(answer, counted=body["purpose"] != Purpose.ACCUSATION)


def _check_door(call: Asked) -> None:
    channel = call.body["channel"]
    roles = () if call.user is None else tuple(call.user.roles)
    if petition.may_take_in(channel, roles):
        return
    if call.user is None:
        detail = f"Channel {channel} is taken in by signed-in staff; citizens use web."
        raise Refusal("not_signed_in", detail, status=401)
    raise Refusal("not_allowed", f"Your roles do not take in matters by channel {channel}.", status=403)


def _picture(
    deps: Deps, body: dict[str, Any], sorting: Sorting, number: str, query_code: str, now: str
) -> dict[str, Any]:
    plain = numbers.plain_query_code(query_code)
    return {
        "number": number,
        "place": body["place"],
        "channel": body["channel"],
        "purpose": body["purpose"],
        "category": sorting.category,
        "urgency": sorting.urgency,
        "tier": None,
        "town": sorting.town,
        "village": sorting.village,
        "status": str(Status.REGISTERED),
        "owner": sorting.owner,
        "received_at": now,
        "petitioners": len(body["petitioners"]),
        "anonymous": body["anonymous"],
        "secret": body["secret"],
        "code": deps.seal.blind("query_code", f"{number}/{plain}"),
        "timeline": [],
    }


def _agent_of(agent: Agent) -> dict[str, Any]:
    """What the picture keeps of an agent; nothing of nobody."""
    if agent == Agent():
        return {}
    named = {"agent": agent.account, "agent_unit": agent.unit, "agent_person": agent.person is not None}
    return named if agent.role is None else named | {"agent_role": str(agent.role)}


def _put_story(
    work: Work, deps: Deps, body: dict[str, Any], number: str, agent: Agent, found_by: dict[str, Any]
) -> None:
    key = deps.seal.new_key()
    words = {"title": body["title"], "text": body["text"]}
    if body["petitioners"]:
        words["petitioners"] = orjson.dumps(body["petitioners"]).decode()
    if body["accused"] is not None:
        words["accused"] = orjson.dumps(body["accused"]).decode()
    if agent.person is not None:
        words["agent"] = orjson.dumps(agent.person).decode()
    sealed = store.seal_words(deps.seal, key, store.STORY, number, words)
    occurred = {} if body["occurred_at"] is None else {"occurred_at": body["occurred_at"]}
    work.put(store.STORY, number, {"key": key, **sealed, **occurred, **found_by})


def _put_matter(work: Work, deps: Deps, picture: dict[str, Any], agent: Agent, *, grave_at_once: bool) -> None:
    fact = MatterRegistered(
        **{name: picture[name] for name in CODE_FIELDS},
        received_at=picture["received_at"],
        owner=picture["owner"],
        petitioners=picture["petitioners"],
        anonymous=picture["anonymous"],
        secret=picture["secret"],
    )
    rows = [tell(work, fact), *agents.tell_of(work, agent, picture)]
    if grave_at_once:
        rows.append(tell_grave(work, deps, picture, 1))
        picture = picture | {"grave": grave.MARK}
    promises = promised.at_registration(deps.county, picture)
    work.put(store.MATTER, picture["number"], picture | {"timeline": rows, "promised": promises})
    town = picture["town"] or deps.county.places.root.code
    counter = deps.metrics.child(deps.metrics.matters_registered_total, picture["channel"], town)
    work.after_commit(counter.inc)


def count_from_zero(deps: Deps) -> None:
    """Show monitoring every channel and town before the first matter of theirs is counted."""
    places = deps.county.places
    towns = (places.root.code, *places.codes(PlaceKind.TOWN), *places.codes(PlaceKind.OFFICE))
    deps.metrics.from_zero(deps.metrics.matters_registered_total, Channel, towns)
