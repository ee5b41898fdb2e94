"""Words are kept sealed under the case's own key, each text in a document of its own that is written once."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Document, Work
from services.routing.domain.case import Case
from services.routing.store import REMARK, REPLY, Reads
from services.routing.use_cases.deps import Deps


def keep_reply(work: Work, deps: Deps, case: Case, kind: str, unit: str | None, text: str, about: str) -> Case:
    """Keep what the citizen is told; `kind` says by which step, `about` is the whistle or the number."""
    n = case.replies + 1
    return _keep(work, deps, case._replace(replies=n), REPLY, f"{case.number}-r{n}", n, kind, unit, text, about)


def keep_remark(work: Work, deps: Deps, case: Case, kind: str, unit: str | None, text: str, about: str) -> Case:
    """Keep what the units tell each other."""
    n = case.remarks + 1
    return _keep(work, deps, case._replace(remarks=n), REMARK, f"{case.number}-m{n}", n, kind, unit, text, about)


def _keep(
    work: Work, deps: Deps, case: Case, where: str, id_: str, n: int, kind: str, unit: str | None, text: str, about: str
) -> Case:
    key = case.key or deps.seal.new_key()
    body = {
        "number": case.number,
        "n": n,
        "kind": kind,
        "unit": unit,
        "about": about,
        "at": work.context.now,
        "by": work.context.actor,
        "key": key,
        "text": deps.seal.opener(key).seal(where, id_, "text", text),
    }
    work.put(where, id_, body)
    return case._replace(key=key)


def documents_of(reads: Reads, case: Case) -> list[tuple[str, Document]]:
    """Every sealed text of the case with its collection, replies first, oldest first."""
    ids = [(REPLY, f"{case.number}-r{n}") for n in range(1, case.replies + 1)]
    ids += [(REMARK, f"{case.number}-m{n}") for n in range(1, case.remarks + 1)]
    found = [(where, reads.get(where, id_)) for where, id_ in ids]
    return [(where, document) for where, document in found if document is not None]


def opened(deps: Deps, where: str, document: Document) -> dict[str, Any]:
    """One text for its reader."""
    body = document.body
    text = deps.seal.opener(body["key"]).open(where, document.id, "text", body["text"])
    return {name: body[name] for name in ("n", "kind", "unit", "about", "at")} | {"text": text}
