"""A bracelet calls: an urgent matter, or one more call of the same one; grid worker and guardian are told at once."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.chassis.store.port import Document
from services.chassis.web.call import Call
from services.chassis.web.throttle import Throttle
from services.contracts.events.grid_work import SosCalled
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, Purpose, Urgency
from services.county.contact import Sos
from services.intake import store
from services.intake.domain import bracelet, first_receiver, timeline
from services.intake.store import Found
from services.intake.use_cases import sos_enrol
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import Handed, petition_of
from services.intake.use_cases.register import take_in
from services.intake.use_cases.tell import tell

TITLE, TEXT = "一键呼叫", "佩戴者按下了应急手环，请立即上门查看。"


def by_device(call: Call) -> dict[str, str | None]:
    """Wrong keys are counted by device and by address."""
    return {"device": call.body["device"], "address": call.address}


CALLS = Throttle({"device": 5, "address": 30}, by_device, seconds=60)
"""Wrong keys alone are counted and held up: somebody who guesses must not keep the bracelet itself from calling."""
SINCE_TAKEN_OUT = Sos(Urgency.URGENT)
"""What a call means whose county has taken bracelets out of its file since: who wears one does not know that."""


def call_for_help(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Answers `{number call}`. Raises Refusal `unknown_device` (401) where device and key do not fit together."""
    found = _caller(work, deps, call)
    sos = deps.county.sos or SINCE_TAKEN_OUT
    now, last = work.context.now, found.body["last"]
    person, guardians = sos_enrol.person_of(deps, found)
    guardians = guardians if sos.guardian else []
    before = None if last is None else store.find_matter(work, last["number"])
    status = None if before is None or before.walled else before.picture["status"]
    if before is None or not bracelet.joins(last, status, now):
        before = _register(work, deps, found, person, guardians, str(sos.urgency))
    number = before.picture["number"]
    calls = timeline.count(before.picture["timeline"], "sos_called") + 1
    if calls <= bracelet.MOST_CALLS:
        unit = first_receiver.owner_of_place(deps.county, before.picture["place"])
        fact = SosCalled(**codes_of(before.picture), call=calls, unit=unit, guardian=bool(guardians))
        rows = [*before.picture["timeline"], tell(work, fact)]
        store.put_found(work, before, before.picture | {"timeline": rows})
    work.put(store.BRACELET, found.id, found.body | {"last": {"number": number, "at": now}}, found.version)
    return {"number": number, "call": min(calls, bracelet.MOST_CALLS)}


def hold_up(call: Call, refusal: Refusal) -> None:
    """Count a wrong key. Raises TooMany where there have been too many."""
    if refusal.status == 401:
        CALLS.failed(CALLS.admit(call), refusal.status)


def _caller(work: Work, deps: Deps, call: Asked) -> Document:
    found = sos_enrol.by_device(work, deps, call.body["device"])
    kept = None if found is None else found.body["device_key"]
    fits = bracelet.is_key(sos_enrol.blind_key(deps, call.body["device_key"]), kept)
    if found is None or not fits:
        raise Refusal("unknown_device", "Device and key do not belong together.", status=401)
    return found


def _register(
    work: Work, deps: Deps, found: Document, person: dict[str, Any], guardians: list[dict[str, Any]], urgency: str
) -> Found:
    """A new matter, from the enrolled grid, brought by who wears the bracelet; never refused for a changed file."""
    places = deps.county.places
    place = found.body["place"] if places.exists(found.body["place"]) else places.root.code
    said = {
        "purpose": str(Purpose.APPEAL),
        "title": TITLE,
        "text": TEXT,
        "place": place,
        "urgency": urgency,
        "petitioners": [{name: value for name, value in person.items() if value is not None}],
    }
    answer = take_in(work, deps, Handed(petition_of(said, Channel.SOS), None, {}, {}), guardians)
    registered = store.find_matter(work, answer.body["number"])
    if registered is None:
        raise LookupError("a matter that this work has registered is not in it")
    return registered
