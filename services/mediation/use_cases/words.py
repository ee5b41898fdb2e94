"""Words are kept sealed under the case's own key, each text in a document of its own that is written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.store import Document, Work
from services.mediation.domain.case import Case
from services.mediation.domain.pool import Likeness
from services.mediation.store import AGREEMENT, PARTY, WORD, Reads
from services.mediation.use_cases.deps import Deps

OF_A_PARTY = ("name", "phone", "id_number", "address", "household")
OF_AN_AGREEMENT = ("facts", "responsibility", "terms", "manner")


def keep_word(work: Work, deps: Deps, case: Case, kind: str, text: str, about: int | None = None) -> Case:
    """Keep one text; `about` is the ordinal of the session or follow-up that it is of."""
    case = _keyed(deps, case._replace(texts=case.texts + 1))
    more = {"kind": kind, "about": about}
    _put(work, deps, case, WORD, f"{case.id}-t{case.texts}", {"text": text}, more)
    return case


def keep_party(work: Work, deps: Deps, case: Case, n: int, person: Mapping[str, str | None]) -> Case:
    """Keep who a party is, with the blind indexes of name and household."""
    case = _keyed(deps, case)
    household = person["household"]
    more = {
        "n": n,
        "name_key": blind(deps, person["name"] or ""),
        "household_key": None if household is None else blind(deps, household),
    }
    _put(work, deps, case, PARTY, f"{case.id}-p{n}", {name: person[name] for name in OF_A_PARTY}, more)
    return case


def keep_agreement(work: Work, deps: Deps, case: Case, said: Mapping[str, str | None]) -> Case:
    """Keep what the parties agreed on (人民调解法 Art. 29)."""
    case = _keyed(deps, case)
    _put(work, deps, case, AGREEMENT, case.id, {name: said[name] for name in OF_AN_AGREEMENT}, {})
    return case


def likeness(reads: Reads, deps: Deps, case: Case) -> Likeness:
    """The parties' names and households as the pool is compared with them."""
    kept = [document.body for where, document in documents_of(reads, case) if where == PARTY]
    names = {body["name_key"] for body in kept}
    households = {body["household_key"] for body in kept if body["household_key"] is not None}
    return Likeness(names, households, lambda name: blind(deps, name))


def blind(deps: Deps, name: str) -> str:
    """A name, of a person or of a household, as it is compared without being read."""
    return deps.seal.blind("mediation_name", name)


def documents_of(reads: Reads, case: Case) -> list[tuple[str, Document]]:
    """Every sealed document of the case with its collection: parties, texts, agreement."""
    ids = [(PARTY, f"{case.id}-p{party.n}") for party in case.parties]
    ids += [(WORD, f"{case.id}-t{n}") for n in range(1, case.texts + 1)]
    if case.agreement is not None:
        ids.append((AGREEMENT, case.id))
    found = [(where, reads.get(where, id_)) for where, id_ in ids]
    return [(where, document) for where, document in found if document is not None]


def opened(deps: Deps, where: str, document: Document, fields: Sequence[str]) -> dict[str, str | None]:
    """Sealed fields of one document for their reader; None where there is nothing."""
    body = document.body
    opener = deps.seal.opener(body["key"])
    return {
        name: None if body.get(name) is None else opener.open(where, document.id, name, body[name]) for name in fields
    }


def _keyed(deps: Deps, case: Case) -> Case:
    return case if case.key is not None else case._replace(key=deps.seal.new_key())


def _put(
    work: Work,
    deps: Deps,
    case: Case,
    where: str,
    id_: str,
    plain: Mapping[str, str | None],
    more: Mapping[str, Any],
) -> None:
    key = case.key or ""
    opener = deps.seal.opener(key)
    sealed = {name: opener.seal(where, id_, name, text) for name, text in plain.items() if text is not None}
    body = {"case": case.id, "number": case.number, "at": work.context.now, "by": work.context.actor, "key": key}
    work.put(where, id_, {**body, **more, **sealed})
