"""Enrol a consenting person's bracelet, and forget it when the consent is withdrawn; nobody may list them."""

from __future__ import annotations

import secrets
from typing import Any

import orjson

from services.chassis.store import Work
from services.chassis.store.port import Document
from services.contracts.refusals import Refusal
from services.county.contact import Sos
from services.county.county import County
from services.intake import store
from services.intake.domain import bracelet, cycles
from services.intake.use_cases import grounds
from services.intake.use_cases.deps import Asked, Deps


def enrol(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Enrol a bracelet; answers `{enrolment device device_key place consented_on}`, the key this once.

    Raises Refusal `not_in_this_county`, `device_taken` (409), `not_allowed` (403), or naming fields (422).
    """
    body, user = call.body, grounds.staff(call)
    county_sos = sos_of(deps.county)
    place = grounds.own_place(deps.county, user, body["place"], "place", bracelet.PLACES)
    today = cycles.day_of(work.context.now).isoformat()
    bracelet.check(body, today, guardian_wanted=county_sos.guardian)
    device = blind_device(deps, body["device"])
    if work.find(store.BRACELET, equals={"device": device}, limit=1).documents:
        raise Refusal("device_taken", "This bracelet is enrolled. Allowed: to withdraw that consent first.")
    id, secret, key = f"e-{secrets.token_hex(8)}", bracelet.draw_key(), deps.seal.new_key()
    words = {"person": orjson.dumps(body["person"]).decode()}
    if body["guardian"] is not None:
        words["guardian"] = orjson.dumps(body["guardian"]).decode()
    kept = {
        "device": device,
        "device_key": blind_key(deps, secret),
        "place": place,
        "consented_on": body["consented_on"],
        "by": user.id,
        "key": key,
        **store.seal_words(deps.seal, key, store.BRACELET, id, words),
        "last": None,
    }
    work.put(store.BRACELET, id, kept)
    told = {"enrolment": id, "device": body["device"], "device_key": secret, "place": place}
    return told | {"consented_on": body["consented_on"]}


def withdraw(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """The consent is withdrawn: the enrolment is deleted with its key, so that nothing sealed can be opened again.

    By its id in the path, or by the `device` code on the bracelet. Raises Refusal `not_found` (404).
    """
    user = grounds.staff(call)
    id = call.path.get("id")
    found = by_device(work, deps, call.body["device"]) if id is None else work.get(store.BRACELET, id)
    own = user.place
    if found is None or (own is not None and not deps.county.places.within(found.body["place"], own)):
        raise Refusal.not_found("enrolment")
    work.delete(store.BRACELET, found.id, found.version)
    return {"enrolment": found.id, "deleted": True}


def by_device(reads: Work, deps: Deps, device: str) -> Document | None:
    """The enrolment of a device code."""
    found = reads.find(store.BRACELET, equals={"device": blind_device(deps, device)}, limit=1).documents
    return found[0] if found else None


def person_of(deps: Deps, found: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Who wears a bracelet, and who is told besides; opened only when it calls."""
    words = store.open_words(deps.seal, found.body["key"], store.BRACELET, found.id, found.body)
    guardian = words.get("guardian")
    return orjson.loads(words["person"]), [] if guardian is None else [orjson.loads(guardian)]


def sos_of(county: County) -> Sos:
    """What the county decided about bracelets. Raises Refusal `not_in_this_county` (409)."""
    return grounds.here(county.sos, "sos")


def blind_device(deps: Deps, device: str) -> str:
    """A device code as it is kept and found, unread."""
    return deps.seal.blind("sos_device", device)


def blind_key(deps: Deps, secret: str) -> str:
    """A bracelet's key as it is kept; its letters' case counts."""
    return deps.seal.digest(f"sos_key\0{secret}".encode())
