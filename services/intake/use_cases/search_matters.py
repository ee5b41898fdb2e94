"""Find matters by their words: keyed pairs of letters, the last registered first; no story is opened for it.

A long story may hold all pairs of what was asked without holding it in one piece; such a stranger is shown too, since
sifting it out would mean to open sealed words that nobody has asked to read.
"""

from __future__ import annotations

from typing import Any

from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import view
from services.intake.use_cases.deps import Deps

MOST_LOOKED_AT = 2_000


def search_matters(
    deps: Deps,
    query: dict[str, Any],
    equals: dict[str, str],
    between: tuple[str, str | None, str | None],
    inside: str,
) -> dict[str, Any]:
    """A page `{matters, after}` of codes inside a place; a walk that finds too little ends early, with where to go on.

    Raises Refusal (422) on `q` where no two letters or digits stand in it.
    """
    words = deps.seal.words(store.STORY, query["q"])
    if not words:
        raise Refusal.of_field("q", "too_short", "Allowed: at least two letters or digits.")
    places, limit = deps.county.places, query["limit"]
    matters: list[dict[str, Any]] = []
    looked_at, after = 0, query["after"]
    while True:
        page = deps.store.search(store.MATTER, words, equals=equals, limit=limit - len(matters), after=after)
        for document in page.documents:
            body = document.body
            if _within(body, between) and (inside == places.root.code or places.within(body["place"], inside)):
                matters.append(view.in_a_list(body))
        looked_at, after = looked_at + len(page.documents), page.cursor
        if after is None or len(matters) == limit or looked_at >= MOST_LOOKED_AT:
            return {"matters": matters, "after": after}


def _within(body: dict[str, Any], between: tuple[str, str | None, str | None]) -> bool:
    field, low, high = between
    return (low is None or body[field] >= low) and (high is None or body[field] <= high)
