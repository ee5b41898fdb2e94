"""List matters by their codes or words, newest first, inside the reader's place; accusations are not among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.chassis.store.paging import Place, cursor_of
from services.contracts.refusals import Refusal
from services.county.county import County
from services.intake import store
from services.intake.domain import period, view
from services.intake.domain.agents import MYSELF
from services.intake.domain.grave import MARK
from services.intake.use_cases import noted
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.search_matters import search_matters

BATCH, MOST_LOOKED_AT = 100, 2_000
"""Rows read at once, and for one page at the most, where a place has no index of its own and rows are sifted."""
EQUAL = ("status", "channel", "category", "purpose")
Listed = dict[str, Any]


def list_matters(deps: Deps, call: Asked) -> Listed:
    """A page `{matters, after}` of codes; `after` (null: no more) asks for the page behind it.

    Raises Refusal (422) naming a `place` or `category` that the county file does not know, a `q` too short, or a
    `from` after `to` (`no_period`, as with ledgers and figures).
    """
    query, county = call.query, deps.county
    if query["category"] is not None and not county.categories.exists(query["category"]):
        raise Refusal.of_field("category", "unknown_category", "Allowed: a category of the county file.")
    if query["place"] is not None and not county.places.exists(query["place"]):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if query["from_"] is not None and query["to"] is not None and query["from_"] > query["to"]:
        raise Refusal.of_field("from", "no_period", "Allowed: a day up to `to`.")
    agent = _agent(call)
    own = None if call.user is None or agent == call.user.id else call.user.place
    inside = narrower(county, own, query["place"])
    if inside is None:
        return {"matters": [], "after": None}
    equals = {name: query[name] for name in EQUAL if query[name] is not None}
    if agent is not None or query["grave"] is not None:
        return _noted(deps, query, equals, agent, inside)
    equals |= scope(county, inside)
    if query["q"] is not None:
        return search_matters(deps, query, equals, _between(query, county.timezone), inside)
    return _page(deps, query, equals, inside)


def _agent(call: Asked) -> str | None:
    """Whose matters are asked for; one's own are one's to see wherever they lie."""
    asked: str | None = call.query["agent"]
    return call.user.id if asked == MYSELF and call.user is not None else asked


def _noted(deps: Deps, query: dict[str, Any], equals: dict[str, str], agent: str | None, inside: str) -> Listed:
    """Of an agent, or the grave ones, or an agent's grave ones. Raises Refusal (422) on `q`, which sifts all others."""
    if query["q"] is not None:
        raise Refusal.of_field("q", "not_here", "Allowed: without `agent` and `grave`.")
    _, low, high = _between(query, deps.county.timezone)
    if query["grave"] is not None:
        equals = equals | {"grave": MARK}

    def fits(body: Mapping[str, Any]) -> bool:
        if any(body.get(name) != value for name, value in equals.items()):
            return False
        at = body[store.LIST_ORDER]
        inside_time = (low is None or at >= low) and (high is None or at <= high)
        return inside_time and deps.county.places.within(body["place"], inside)

    if agent is not None:
        return noted.list_noted(deps, query, noted.AGENT, agent, fits)
    return noted.list_noted(deps, query, noted.GRAVE, noted.ANYBODY, fits)


def _page(deps: Deps, query: dict[str, Any], equals: dict[str, str], inside: str) -> Listed:
    """Walk the index and keep what lies inside; a walk that finds too little ends early, with where to go on."""
    places, limit = deps.county.places, query["limit"]
    matters: list[dict[str, Any]] = []
    everything = inside == places.root.code
    looked_at, after = 0, query["after"]
    while True:
        page = deps.store.find(
            store.MATTER,
            equals=equals,
            between=_between(query, deps.county.timezone),
            order=store.LIST_ORDER,
            descending=True,
            limit=limit if everything else max(limit, BATCH),
            after=after,
        )
        for document in page.documents:
            if len(matters) == limit:
                return {"matters": matters, "after": after}
            after = cursor_of(Place(document.body[store.LIST_ORDER], document.id))
            if everything or places.within(document.body["place"], inside):
                matters.append(view.in_a_list(document.body))
        looked_at += len(page.documents)
        if page.cursor is None or len(matters) == limit or looked_at >= MOST_LOOKED_AT:
            return {"matters": matters, "after": page.cursor}
        after = page.cursor


def _between(query: dict[str, Any], zone: str) -> tuple[str, str | None, str | None]:
    day_from, day_to = query["from_"], query["to"]
    return (
        store.LIST_ORDER,
        None if day_from is None else period.first_instant(day_from, zone),
        None if day_to is None else period.last_instant(day_to, zone),
    )


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
