"""List matters by their codes, newest first, inside the reader's place; accusations are not among them."""

from __future__ import annotations

from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.intake import store
from services.intake.domain import period, view
from services.intake.use_cases.deps import Asked, Deps

EQUAL = ("status", "channel", "category", "purpose")
Listed = dict[str, Any]


def list_matters(deps: Deps, call: Asked) -> Listed:
    """A page `{matters, next}` of codes; `next` (null: no more) is the `after` of the page behind it.

    Raises Refusal (422) naming a `place` or `category` that the county file does not know.
    """
    query, county = call.query, deps.county
    if query["category"] is not None and not county.categories.exists(query["category"]):
        raise Refusal.of_field("category", "unknown_category", "Allowed: a category of the county file.")
    if query["place"] is not None and not county.places.exists(query["place"]):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    own = None if call.user is None else call.user.place
    inside = narrower(county, own, query["place"])
    if inside is None:
        return {"matters": [], "next": None}
    equals = {name: query[name] for name in EQUAL if query[name] is not None}
    return _page(deps, query, equals | scope(county, inside), inside)


def _page(deps: Deps, query: dict[str, Any], equals: dict[str, str], inside: str) -> Listed:
    zone, places = deps.county.timezone, deps.county.places
    day_from, day_to = query["from_"], query["to"]
    between = (
        store.LIST_ORDER,
        None if day_from is None else period.first_instant(day_from, zone),
        None if day_to is None else period.last_instant(day_to, zone),
    )
    limit, after = query["limit"], query["after"]
    everything = inside == places.root.code
    matters: list[dict[str, Any]] = []
    while True:
        page = deps.store.find(
            store.MATTER,
            equals=equals,
            between=between,
            order=store.LIST_ORDER,
            descending=True,
            limit=limit - len(matters),
            after=after,
        )
        bodies = (document.body for document in page.documents)
        matters += [view.in_a_list(body) for body in bodies if everything or places.within(body["place"], inside)]
        after = page.cursor
        if after is None or len(matters) >= limit:
            return {"matters": matters, "next": after}


def narrower(county: County, own: str | None, asked: str | None) -> str | None:
    """The place that the list is about: the asked one inside the reader's own; None where they have nothing in common.

    A reader whose place has left the county file sees nothing.
    """
    root = county.places.root.code
    mine, wanted = own or root, asked or root
    if county.places.within(wanted, mine):
        return wanted
    return mine if county.places.within(mine, wanted) else None


def scope(county: County, place: str) -> dict[str, str]:
    """The indexed equality that comes nearest to a place's subtree; what else it lets in is sifted row by row."""
    places = county.places
    if not places.children(place):
        return {"place": place}
    village, town = places.village_of(place), places.town_of(place)
    if village is not None:
        return {"village": village}
    return {} if town is None else {"town": town}
