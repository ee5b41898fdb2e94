"""Add to a story: by the citizen who holds the query code, or by staff whom the matter is open to."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.answer import Answer
from services.contracts.events.intake import AccusationSupplemented, MatterSupplemented
from services.contracts.events.matter import codes_of
from services.contracts.fact import Fact
from services.intake import store
from services.intake.domain import requests
from services.intake.store import Found
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import opened_to
from services.intake.use_cases.tell import tell


def supplement(work: Work, deps: Deps, call: Asked) -> Answer:
    """Seal the added text and tell that there is one; answers `{number, supplement}`, its ordinal."""
    number, query_code = call.path["number"], call.body["query_code"]
    if query_code is None:
        found = opened_to(work, deps, number, call.user)
    else:
        found = opened_by(work, deps, number, query_code)
    ordinal = requests.next_supplement(found.picture["timeline"])
    put_words(work, deps, store.SUPPLEMENT, number, requests.supplement_id(number, ordinal), call.body["text"])
    rows = [*found.picture["timeline"], tell(work, supplemented(found, ordinal))]
    store.put_found(work, found, found.picture | {"timeline": rows})
    return Answer({"number": number, "supplement": ordinal}, counted=not found.walled)


def put_words(work: Work, deps: Deps, collection: str, number: str, id: str, text: str) -> None:
    """Seal later words under their matter's key, or a key of their own where intake has lost the story."""
    key = store.key_of(work, number)
    own = {} if key is not None else {"key": deps.seal.new_key()}
    sealed = store.seal_words(deps.seal, key or own["key"], collection, id, {"text": text})
    body = {"number": number, "at": work.context.now, "by": work.context.actor, **own, **sealed}
    work.put(collection, id, body)


def supplemented(found: Found, ordinal: int) -> Fact:
    """The fact that something was added, on the side of the wall where the matter lies."""
    if found.walled:
        recipient = found.picture["recipient"]
        return AccusationSupplemented(number=found.picture["number"], recipient=recipient, supplement=ordinal)
    return MatterSupplemented(**codes_of(found.picture), supplement=ordinal)
