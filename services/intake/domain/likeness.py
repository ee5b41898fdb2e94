"""How much two matters are alike (同人 + 同事): person, place and category make a candidate, the text only ranks it.

Everything is compared by codes and keyed words; no sealed word is opened for it. A person confirms, never the machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.contracts.vocabulary import Status
from services.county.instants import is_after

POINTS: Mapping[str, int] = {
    "same_id_number": 60,
    "same_phone": 50,
    "same_name": 20,
    "same_place": 15,
    "same_village": 12,
    "same_town": 6,
    "same_category": 15,
    "same_kind": 7,
}
"""What each likeness is worth; `same_kind` is the same top level of the categories."""
TEXT_POINTS = 20
"""What wholly alike texts are worth: less than any likeness that may make a candidate, so that text only ranks."""
SKETCH = 32
"""So many keyed words of a text are kept to compare it by: the smallest, which are a fair sample of all."""
PERSON_FIELDS = ("id_number", "phone", "name")
MOST_PERSONS = 20
"""Of so many petitioners of a joint petition, the first ones, the same person is looked for."""

BEFORE_HANDLING = frozenset({Status.REGISTERED, Status.ACCEPTED})
PENDING = BEFORE_HANDLING | {Status.WHISTLED, Status.HANDLING, Status.MEDIATING, Status.REPLIED}
"""Into what is pending a repeat may be joined; it is joined before anybody was called to it."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a matter: its codes, the marks of its people by field, and the sketch of its text."""

    number: str
    place: str
    village: str | None
    town: str | None
    category: str | None
    marks: Mapping[str, Sequence[str]]
    sketch: Sequence[str]


def traits_of(picture: Mapping[str, Any], story: Mapping[str, Any] | None) -> Traits:
    """The traits of a matter; one whose story is lost, or older than this comparison, has codes alone."""
    kept = story or {}
    return Traits(
        number=picture["number"],
        place=picture["place"],
        village=picture["village"],
        town=picture["town"],
        category=picture["category"],
        marks=kept.get("marks", {}),
        sketch=kept.get("sketch", ()),
    )


def compare(one: Traits, other: Traits) -> dict[str, int] | None:
    """Each likeness with its points, the heaviest first; None where the other is no candidate.

    A candidate is the same person by number of identity or telephone, a namesake of the same town, or the same place
    with the same category (or one that nobody has decided yet).
    """
    found = [name for name in (*_person(one, other), _nearness(one, other), _category(one, other)) if name is not None]
    if not _is_candidate(one, other, found):
        return None
    points = {name: POINTS[name] for name in found}
    alike = round(TEXT_POINTS * resemblance(one.sketch, other.sketch))
    if alike:
        points["similar_text"] = alike
    return dict(sorted(points.items(), key=lambda item: -item[1]))


def resemblance(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the words of both texts that both have, from 0 to 1, estimated from their sketches."""
    least = sorted({*one, *other})[:SKETCH]
    if not one or not other:
        return 0.0
    return sum(1 for word in least if word in one and word in other) / len(least)


def is_earlier(other: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether the other was received no later, so that the one may repeat it; a matter repeats not itself."""
    return other["number"] != one["number"] and not is_after(other["received_at"], one["received_at"])


def joinable(one: Mapping[str, Any], into: Mapping[str, Any]) -> bool:
    """Whether a matter may be joined to another that was received no later, as far as intake's pictures know."""
    return one["status"] in BEFORE_HANDLING and into["status"] in PENDING and is_earlier(into, one)


def _person(one: Traits, other: Traits) -> list[str]:
    return [
        f"same_{field}"
        for field in PERSON_FIELDS
        if not set(one.marks.get(field, ())).isdisjoint(other.marks.get(field, ()))
    ]


def _nearness(one: Traits, other: Traits) -> str | None:
    if one.place == other.place:
        return "same_place"
    if one.village is not None and one.village == other.village:
        return "same_village"
    return "same_town" if one.town is not None and one.town == other.town else None


def _category(one: Traits, other: Traits) -> str | None:
    if one.category is None or other.category is None:
        return None
    if one.category == other.category:
        return "same_category"
    return "same_kind" if one.category.partition(".")[0] == other.category.partition(".")[0] else None


def _is_candidate(one: Traits, other: Traits, found: Sequence[str]) -> bool:
    if "same_id_number" in found or "same_phone" in found:
        return True
    near = "same_place" in found or "same_village" in found
    if "same_name" in found and (near or "same_town" in found):
        return True
    undecided = one.category is None or other.category is None
    return near and (undecided or "same_category" in found)
