"""How citizens are reached goes to notify alone, in a box that only notify opens, on a stream of its own.

Every matter whose facts say `contactable` has such a box, an empty one too (an address alone takes no notices): so
whoever waits for it waits for something. An accuser's contact never leaves (信访工作条例, Art. 30).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from services.chassis.store import Work
from services.contracts.events.intake import ContactGiven
from services.intake import store
from services.intake.domain import petition
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps

Guardians = Sequence[Mapping[str, Any]]
"""Who is told when somebody's bracelet calls: `phone` and `email`, each where it was given."""


def give_contact(
    work: Work,
    deps: Deps,
    number: str,
    petitioners: Sequence[Mapping[str, Any]],
    guardians: Guardians = (),
    *,
    wanted: bool = True,
) -> None:
    """Tell notify how to reach the petitioners, and guardians where a bracelet called; not wanted, it holds nobody."""
    box = {"petitioners": petition.reached_by(petitioners) if wanted else [], "language": "zh"}
    if guardians and wanted:
        box["guardians"] = petition.reached_by(guardians)
    sealed = deps.contacts.seal(box)
    work.record(ContactGiven(number=number, key=deps.contacts.kid, sealed=sealed, wanted=wanted))


def choose_notices(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """The citizen wants notices no more, or again; answers `{number, wanted}`.

    Of a matter behind the wall, and where nobody left a way to be reached, none are sent whatever is wanted.
    """
    number, wanted = call.path["number"], call.body["wanted"]
    found = opened_by(work, deps, number, call.body["query_code"])
    story = work.get(store.STORY, number)
    if found.walled or story is None or not found.picture["contactable"]:
        return {"number": number, "wanted": False}
    if found.picture.get("notices", True) != wanted:
        opened = store.open_words(deps.seal, story.body["key"], store.STORY, number, _people(story.body))
        people = orjson.loads(opened.get("petitioners", "[]"))
        if "agent" in opened:
            people.append(orjson.loads(opened["agent"]))
        give_contact(work, deps, number, people, wanted=wanted)
        store.put_found(work, found, found.picture | {"notices": wanted})
    return {"number": number, "wanted": wanted}


def _people(story: Mapping[str, Any]) -> dict[str, Any]:
    return {name: story[name] for name in ("petitioners", "agent") if name in story}
