"""A matter recognised as an accusation goes behind the wall (信访工作条例 Art. 30): its mediation was never there.

Its cases and their words leave every collection that lists or views read; one sealed bundle stays, under a blinded id,
so that nothing is destroyed. Nothing is told: who hears of the end of a mediation would hear of the accusation.
"""

from __future__ import annotations

import json

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.dispute import DisputeWalled
from services.mediation import store
from services.mediation.store import CASE, WALLED
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.tally import count
from services.mediation.use_cases.words import documents_of


def wall(work: Work, deps: Deps, fact: DisputeWalled, envelope: Envelope) -> None:
    """Hide all cases of the matter, from whatever state, and take back what was counted of them."""
    if is_walled(work, deps, fact.number):
        return
    bundle = []
    for held in store.of_matter(work, fact.number):
        words = documents_of(work, held.case)
        bundle.append(
            {
                "case": store.body_of(held.case),
                "words": [[where, document.id, document.body] for where, document in words],
            }
        )
        count(work, deps.county, held.case, sign=-1)
        work.delete(CASE, held.case.id, held.version)
        for where, document in words:
            work.delete(where, document.id, document.version)
    walled_id, key = id_of(deps, fact.number), deps.seal.new_key()
    said = json.dumps({"cases": bundle, "at": envelope.time}, ensure_ascii=False)
    work.put(WALLED, walled_id, {"key": key, "bundle": deps.seal.opener(key).seal(WALLED, walled_id, "bundle", said)})


def is_walled(work: Work, deps: Deps, number: str) -> bool:
    """Whether a matter was hidden here."""
    return work.get(WALLED, id_of(deps, number)) is not None


def id_of(deps: Deps, number: str) -> str:
    """The id under which a walled matter is kept: tells nobody its number."""
    return deps.seal.blind("walled", number)
