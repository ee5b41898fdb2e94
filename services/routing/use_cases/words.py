"""Words are kept sealed under the case's own key, each text in a document of its own that is written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from services.chassis.store import Document, Work
from services.routing.domain.case import Case
from services.routing.store import REMARK, REPLY, Reads
from services.routing.use_cases.deps import Deps

PARTS = {
    "demand": "投诉请求",
    "facts": "事实和理由",
    "opinion": "处理意见",
    "basis": "法律法规依据",
    "parties": "当事人",
    "terms": "和解内容",
    "topic": "听证事项",
    "venue": "听证地点",
    "minutes": "听证笔录",
    "findings": "听证结论",
}
"""What the papers call their parts (信访工作条例 Art. 32, 33)."""


def keep_reply(work: Work, deps: Deps, case: Case, kind: str, unit: str | None, text: str, about: str) -> Case:
    """Keep what the citizen is told; `kind` says by which step, `about` is the whistle or the number."""
    n = case.replies + 1
    return _keep(work, deps, case._replace(replies=n), REPLY, f"{case.number}-r{n}", n, kind, unit, text, about)


def keep_paper(
    work: Work, deps: Deps, case: Case, kind: str, unit: str, parts: Mapping[str, str | None], about: str
) -> Case:
    """Keep a paper that the citizen is given, part by part, each under the Chinese name that the paper gives it."""
    said = {name: text for name, text in parts.items() if text}
    text = "\n\n".join(f"{PARTS[name]}：{part}" for name, part in said.items())
    n = case.replies + 1
    case = case._replace(replies=n)
    return _keep(work, deps, case, REPLY, f"{case.number}-r{n}", n, kind, unit, text, about, said)


def keep_remark(work: Work, deps: Deps, case: Case, kind: str, unit: str | None, text: str, about: str) -> Case:
    """Keep what the units tell each other."""
    n = case.remarks + 1
    return _keep(work, deps, case._replace(remarks=n), REMARK, f"{case.number}-m{n}", n, kind, unit, text, about)


def _keep(
    work: Work,
    deps: Deps,
    case: Case,
    where: str,
    id_: str,
    n: int,
    kind: str,
    unit: str | None,
    text: str,
    about: str,
    parts: Mapping[str, str] | None = None,
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
    if parts is not None:
        body["parts"] = deps.seal.opener(key).seal(where, id_, "parts", orjson.dumps(parts).decode())
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
    opener = deps.seal.opener(body["key"])
    shown = {name: body[name] for name in ("n", "kind", "unit", "about", "at")}
    shown["text"] = opener.open(where, document.id, "text", body["text"])
    if "parts" in body:
        shown["parts"] = orjson.loads(opener.open(where, document.id, "parts", body["parts"]))
    return shown
