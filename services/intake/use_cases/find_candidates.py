"""Propose what a matter may repeat (同人 + 同事): found by keyed marks and codes, without opening anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from services.chassis.store import Document
from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import likeness, rights, view
from services.intake.domain.likeness import Traits
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.list_matters import scope
from services.intake.use_cases.staff import opened_to, reader_of

OF_A_PERSON, OF_A_PLACE = 50, 100
"""So many matters of one mark, and so many of the same place and category, the newest first, are compared."""


def find_candidates(deps: Deps, call: Asked) -> dict[str, Any]:
    """`{number, candidates}`, each in codes with `score why[] points{} joinable earlier`, the likest first.

    Only what the reader may see is compared; what lies behind the wall is not there. Raises Refusal (404).
    """
    found = opened_to(deps.store, deps, call.path["number"], call.user)
    if found.walled:
        raise Refusal.not_found("matter")
    one = _traits(deps, call, found.picture)
    candidates = [
        _shown(picture.body, points, found.picture)
        for picture in _near(deps, call, one)
        if (points := likeness.compare(one, _traits(deps, call, picture.body))) is not None
    ]
    candidates.sort(key=lambda each: (-each["score"], each["received_at"], each["number"]))
    return {"number": call.path["number"], "candidates": candidates[: call.query["limit"]]}


def _near(deps: Deps, call: Asked, one: Traits) -> Iterator[Document]:
    """Each matter that may be a candidate, once, as far as the reader sees it."""
    seen = {one.number}
    reader = None if call.user is None else reader_of(deps, call.user)
    for document in (*_of_the_people(deps, one), *_of_the_place(deps, one)):
        if document.id in seen or reader is None:
            continue
        seen.add(document.id)
        if rights.readable(reader, document.body, deps.county) is not None:
            yield document


def _of_the_people(deps: Deps, one: Traits) -> Iterator[Document]:
    for field in likeness.PERSON_FIELDS:
        for mark in one.marks.get(field, ()):
            yield from deps.store.search(store.MATTER, [mark], limit=OF_A_PERSON).documents


def _of_the_place(deps: Deps, one: Traits) -> list[Document]:
    """Matters of the same village (above villages: the same place) and category; without one, of any category."""
    equals = {"place": one.place} if one.village is None else scope(deps.county, one.village)
    if one.category is not None:
        equals |= {"category": one.category}
    return deps.store.find(
        store.MATTER, equals=equals, order=store.LIST_ORDER, descending=True, limit=OF_A_PLACE
    ).documents


def _traits(deps: Deps, call: Asked, picture: dict[str, Any]) -> Traits:
    """What may be compared for this reader: nobody learns by a comparison whose name they may not read."""
    story = deps.store.get(store.STORY, picture["number"])
    traits = likeness.traits_of(picture, None if story is None else story.body)
    parts = None if call.user is None else rights.readable(reader_of(deps, call.user), picture, deps.county)
    return traits if parts is not None and parts >= rights.PERSONS else replace(traits, marks={})


def _shown(picture: dict[str, Any], points: dict[str, int], one: dict[str, Any]) -> dict[str, Any]:
    return view.in_a_list(picture) | {
        "score": sum(points.values()),
        "why": list(points),
        "points": points,
        "joinable": likeness.joinable(one, picture),
        "earlier": likeness.is_earlier(picture, one),
    }
