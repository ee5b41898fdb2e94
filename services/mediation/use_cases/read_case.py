"""Read cases: lists in codes, one with its words; who opens sealed words is told as a fact."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Page, Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import SealedDataRead
from services.contracts.refusals import Refusal
from services.mediation import store
from services.mediation.store import AGREEMENT, PARTY, Held
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import readable, seen
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import case_view
from services.mediation.use_cases.words import OF_A_PARTY, OF_AN_AGREEMENT, documents_of, opened


def read_case(work: Work, deps: Deps, call: Call) -> Answer:
    """The case with `persons words agreed_on`, as far as the reader's rights go; `?fields=codes` opens nothing."""
    held = seen(work, deps, call)
    shown = case_view(held.case, work.context.now) | {"persons": None, "words": [], "agreed_on": None}
    if call.query["fields_"] != "codes":
        user = call.staff()
        read = _open(work, deps, held, readable(user, held.case, deps.county) or frozenset(), shown)
        if read:
            tell(work, held.case, SealedDataRead, reader=user.id, fields=tuple(sorted(read)))
    return Answer(shown, version=held.version)


def _open(work: Work, deps: Deps, held: Held, parts: frozenset[str], shown: dict[str, Any]) -> set[str]:
    """Put the readable words into what is shown; which parts that were."""
    read: set[str] = set()
    for where, document in documents_of(work, held.case):
        body = document.body
        part = {PARTY: "parties", AGREEMENT: "agreement"}.get(where) or str(body["kind"])
        if part not in parts:
            continue
        read.add(part)
        if where == PARTY:
            shown["persons"] = shown["persons"] or []
            shown["persons"].append({"n": body["n"], **opened(deps, where, document, OF_A_PARTY)})
        elif where == AGREEMENT:
            shown["agreed_on"] = opened(deps, where, document, OF_AN_AGREEMENT)
        else:
            told = {name: body[name] for name in ("kind", "about", "at")}
            shown["words"].append({**told, **opened(deps, where, document, ("text",))})
    return read


def list_cases(deps: Deps, call: Call) -> dict[str, Any]:
    """The reader's cases by state and body, newest first, codes only."""
    query, user = call.query, call.staff()
    if query["body"] is not None and query["body"] not in deps.county.mediation.bodies:
        raise Refusal.of_field("body", "unknown_body", "Allowed: a mediation body of the county file.")
    equals = {name: query[name] for name in ("body", "state") if query[name] is not None}

    def find(*, limit: int, after: str | None) -> Page:
        return deps.store.find(store.CASE, equals=equals, order="opened_at", descending=True, limit=limit, after=after)

    kept, cursor = store.gather(
        find, lambda case: readable(user, case, deps.county) is not None, query["limit"], query["after"]
    )
    now = deps.clock.now()
    return {"cases": [case_view(case, now) for case in kept], "after": cursor}
