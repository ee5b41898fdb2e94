"""`Idempotency-Key`: a command given twice is done once, and its answer is given again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from services.chassis.web.answer import Answer
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.store import Store, Work
    from services.chassis.web.call import Call

COLLECTION = "hub_answer"
KEPT_SECONDS = 24 * 3600
_IN_PROGRESS: set[str] = set()


def run(call: Call, use_case: Callable[..., Answer | dict[str, Any]], args: tuple[Any, ...]) -> Answer:
    """Run the use case unless this key already has an answer; key row and effects commit together.

    Refuses 409 `idempotency_in_progress` while the first is under way, 422 `idempotency_key_reused` when the key came
    with another body. A refused command leaves no row: it may be tried again under the same key.
    """
    seal = call.service.seal
    row_id = seal.digest(f"{call.actor}\0{call.method} {call.route}\0{call.key}".encode())
    if row_id in _IN_PROGRESS:
        raise Refusal("idempotency_in_progress", "The first request with this Idempotency-Key is still under way.")
    _IN_PROGRESS.add(row_id)
    try:
        return call.service.store.run(call.context(), _once, row_id, call, use_case, args)
    finally:
        _IN_PROGRESS.discard(row_id)


def _once(
    work: Work, row_id: str, call: Call, use_case: Callable[..., Answer | dict[str, Any]], args: tuple[Any, ...]
) -> Answer:
    row = work.get(COLLECTION, row_id)
    if row is not None and row.body["expires"] > time.time():
        if row.body["fingerprint"] != call.fingerprint:
            raise Refusal("idempotency_key_reused", "This Idempotency-Key was used for another request.", status=422)
        text = call.service.seal.county_open(COLLECTION, row_id, "answer", row.body["answer"])
        body, status, version, counted = orjson.loads(text)
        return Answer(body, status, version, replayed=True, counted=counted)
    answer = Answer.of(use_case(work, call.service, call, *args))
    text = orjson.dumps([answer.body, answer.status, answer.version, answer.counted]).decode()
    kept = {
        "fingerprint": call.fingerprint,
        "answer": call.service.seal.county_seal(COLLECTION, row_id, "answer", text),
        "expires": int(time.time()) + KEPT_SECONDS,
    }
    work.put(COLLECTION, row_id, kept, 0 if row is None else row.version)
    return answer


def sweep(store: Store, context: Context, limit: int = 500) -> int:
    """Forget answers that are over; how many."""
    page = store.find(COLLECTION, between=("expires", 0, int(time.time())), order="expires", limit=limit)
    return store.run(context, _forget, [document.id for document in page.documents]) if page.documents else 0


def _forget(work: Work, ids: list[str]) -> int:
    forgotten = 0
    for row_id in ids:
        row = work.get(COLLECTION, row_id)
        if row is not None and row.body["expires"] <= time.time():
            work.delete(COLLECTION, row_id, row.version)
            forgotten += 1
    return forgotten
