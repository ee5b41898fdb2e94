"""The section `places`: one row a node, each naming its parent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from services.contracts.vocabulary import PlaceKind
from services.county.file.sheet import Row
from services.county.file.telephone import read_telephone
from services.county.places import PARENTS, SETTLEMENTS, Place

HOUSEHOLDS_AT_MOST = 200_000


@dataclass(frozen=True, slots=True)
class _Found:
    place: Place
    row: Row


def read_places(file: Row) -> list[Place]:
    """All places of the file whose rows can be read, in its order; every mistake of the tree is noted.

    Where the tree has a mistake no levels are told and nothing may be built on it, but codes can be looked up in it.
    """
    before = len(file.sheet.problems)
    found: dict[str, _Found] = {}
    for row in file.rows("places", once="code"):
        place = _read(row)
        if place is None:
            row.spoil("places")
            continue
        found.setdefault(place.code, _Found(place, row))
    _forgive_the_head(file, found)
    rings = _check_cycles(found)
    _check_parents(found, rings)
    _check_one_county(file, found)
    _check_grid_names(found)
    if len(file.sheet.problems) > before:
        return [each.place for each in found.values()]
    return [_with_level(each.place, found) for each in found.values()]


def _read(row: Row) -> Place | None:
    kind = row.word("kind", PlaceKind)
    parent = ("parent",) if kind is not PlaceKind.COUNTY else ()
    row.only(("code", "name", "kind", *parent), ("head", "households", "posts", "phones", "at"))
    code, name, above = row.code("code"), row.text("name"), row.code("parent")
    head, households = row.text("head"), row.whole("households", 0, HOUSEHOLDS_AT_MOST)
    posts = _posts(row)
    if code is None or name is None or kind is None or (parent and above is None):
        return None
    return Place(code, name, kind, above, head, households, None, posts, row.point("at"), _phones(row, posts))


def _posts(row: Row) -> dict[str, str]:
    """Who holds which post at the place."""
    table = row.row("posts")
    if table is None:
        return {}
    if not table.keys:
        row.wrong("posts", "names no post", "a table of posts, each with a name")
    return {post: table.text(post) or "" for post in table.keys}


def _phones(row: Row, posts: Collection[str]) -> dict[str, str]:
    """The public telephones of the posts of a place."""
    table = row.row("phones")
    if table is None:
        return {}
    for post in table.keys:
        if post not in posts:
            table.wrong(post, "is no post of this place", f"its posts: {', '.join(sorted(posts)) or 'it has none'}")
    return {post: phone for post in table.keys if (phone := read_telephone(table, post)) is not None}


def _forgive_the_head(file: Row, found: Mapping[str, _Found]) -> None:
    """Where the head's code is not that of the tree's root, this is told once, and not at all that lies in the root."""
    head = file.row("county")
    code = head.keys.get("code") if head is not None else None
    rooted = any(each.place.kind is PlaceKind.COUNTY for each in found.values())
    if rooted and code is not None and isinstance(code.value, str) and code.value not in found:
        file.sheet.spoilt.add(("places", code.value))


def _check_grid_names(found: Mapping[str, _Found]) -> None:
    """People find a grid by its name in its village."""
    taken: dict[tuple[str, str], _Found] = {}
    for each in found.values():
        at, seen = each.place, set[str]()
        while at.kind not in SETTLEMENTS and at.parent is not None and at.parent in found and at.code not in seen:
            seen.add(at.code)
            at = found[at.parent].place
        if each.place.kind is not PlaceKind.GRID or at.kind not in SETTLEMENTS:
            continue
        first = taken.setdefault((at.code, each.place.name), each)
        if first is not each:
            what = f"{each.place.name!r} is taken by line {first.row.line_of('name')}"
            each.row.wrong("name", what, "a name that one grid of the village has")


def _check_parents(found: Mapping[str, _Found], rings: Collection[str]) -> None:
    """Each place lies in one of the file, of a kind that may hold it; of a ring no more is said."""
    for each in found.values():
        place, row = each.place, each.row
        if place.parent is None or place.code in rings:
            continue
        kinds = ", ".join(kind for kind in PlaceKind if kind in PARENTS[place.kind]) or "none"
        allowed = f"the code of a place of kind {kinds}"
        parent = found.get(place.parent)
        if parent is None and row.sheet.is_spoilt("places", place.parent):
            continue
        if parent is None:
            row.wrong("parent", f"{place.parent!r} is no place of this file", allowed)
        elif parent.place.kind not in PARENTS[place.kind]:
            row.wrong("parent", f"a {place.kind} cannot lie in {place.parent!r}, a {parent.place.kind}", allowed)


def _check_one_county(file: Row, found: Mapping[str, _Found]) -> None:
    counties = [each for each in found.values() if each.place.kind is PlaceKind.COUNTY]
    if not counties and file.has("places") and not file.sheet.has_spoilt("places"):
        file.wrong("places", "has no place of kind county", "exactly one place of kind county")
    for each in counties[1:]:
        each.row.wrong("kind", "is a second county", "exactly one place of kind county")


def _check_cycles(found: Mapping[str, _Found]) -> set[str]:
    """Note each ring of parents once, at its first row of the file; gives the places in rings."""
    cleared: set[str] = set()
    rings: set[str] = set()
    for code in found:
        line: list[str] = []
        at: str | None = code
        while at is not None and at in found and at not in cleared and at not in line:
            line.append(at)
            at = found[at].place.parent
        if at in line:
            ring = line[line.index(at) :]
            rings.update(ring)
            first = min(ring, key=lambda each: found[each].row.line)
            shown = " → ".join([*ring, ring[0]])
            found[first].row.wrong("parent", f"goes in a ring: {shown}", "parents that lead up to the county")
        cleared.update(line)
    return rings


def _with_level(place: Place, found: Mapping[str, _Found]) -> Place:
    if place.kind is PlaceKind.TOWN:
        return replace(place, grid_level=1)
    if place.kind is not PlaceKind.GRID:
        return place
    level, at = 2, place
    while at.parent is not None and at.kind not in SETTLEMENTS:
        at = found[at.parent].place
        level += at.kind is PlaceKind.GRID
    return replace(place, grid_level=level)
