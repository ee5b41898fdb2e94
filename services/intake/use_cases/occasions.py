"""Keep occasions: begin one, enter matters into it, list those of a place and a period."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from services.chassis.store import Work
from services.chassis.store.paging import Place, cursor_of
from services.chassis.store.port import Document
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel
from services.intake import store
from services.intake.domain import period
from services.intake.domain.cycles import Days
from services.intake.domain.occasion import MOST_MATTERS, SIGNS, Occasion, OccasionKind, is_over
from services.intake.store import Reads
from services.intake.use_cases import grounds
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.list_matters import narrower

BATCH, MOST_LOOKED_AT = 100, 2_000
FIELDS = {"patrol": Channel.PATROL, "reception": Channel.VISIT}
"""By which field of a petition an occasion is named, and through which door its matters come."""


def draw_id(kind: OccasionKind) -> str:
    """A new id, such as `p-0123456789abcdef`."""
    return f"{SIGNS[kind]}-{secrets.token_hex(8)}"


def id_of(kind: OccasionKind, *of: str) -> str:
    """The one id of an occasion that can be but once: who records it again, even at the same moment, meets it."""
    return f"{SIGNS[kind]}-{blake2b('/'.join(of).encode(), digest_size=8).hexdigest()}"


def find(reads: Reads, deps: Deps, id: str, own: str | None) -> Document | None:
    """An occasion inside the reader's place; None where there is none."""
    found = reads.get(store.OCCASION, id)
    inside = found is not None and (own is None or deps.county.places.within(found.body["place"], own))
    return found if inside else None


def named_by(work: Work, deps: Deps, call: Asked) -> Document | None:
    """The occasion that a petition names, or None. Raises Refusal (422) where it cannot have come by that one.

    What is found on the way lies inside the person's own place (`not_allowed`, 403); at a desk anything may be told.
    """
    for field, channel in FIELDS.items():
        id = call.body.get(field)
        if id is None:
            continue
        found = find(work, deps, id, None if call.user is None else call.user.place)
        if call.user is None or found is None or (id[0] == SIGNS[OccasionKind.RECEPTION]) != (field == "reception"):
            raise Refusal.of_field(field, f"unknown_{field}", f"Allowed: the id of a {field} of your own place.")
        if call.body["channel"] != channel:
            raise Refusal.of_field("channel", "other_channel", f"Allowed with `{field}`: {channel}.")
        if is_over(found.body, work.context.now, deps.county.timezone):
            raise Refusal.of_field(field, "already_ended", "Allowed: a session that has not ended, of this very day.")
        if channel is Channel.PATROL:
            grounds.own_place(deps.county, call.user, call.body["place"], "place")
        return found
    return None


def enter(work: Work, id: str, number: str) -> None:
    """Write down that a matter came by this occasion; read again, since one visit may bring several."""
    found = work.get(store.OCCASION, id)
    if found is None:
        return
    matters: list[str] = found.body["matters"]
    if len(matters) >= MOST_MATTERS:
        raise Refusal("too_many_matters", f"Allowed: {MOST_MATTERS} matters of one visit or session.")
    work.put(store.OCCASION, found.id, found.body | {"matters": [*matters, number]}, found.version)


def strike(work: Work, picture: Mapping[str, Any]) -> None:
    """A matter was recognised as an accusation: the occasion that it came by does not know it any more (Art. 30)."""
    found = work.get(store.OCCASION, picture.get("occasion") or "")
    if found is not None:
        left = [number for number in found.body["matters"] if number != picture["number"]]
        work.put(store.OCCASION, found.id, found.body | {"matters": left}, found.version)


def list_of(
    deps: Deps, call: Asked, kind: OccasionKind, days: Days | None, **wanted: Any
) -> tuple[list[tuple[str, Occasion]], str | None]:
    """A page of occasions inside the reader's and the asked place, newest first, and the cursor of the next one.

    Raises Refusal (422) naming a `place` that the county file does not know.
    """
    query, places = call.query, deps.county.places
    inside = asked_place(deps, call)
    if inside is None:
        return [], None
    village, town = places.village_of(inside), places.town_of(inside)
    equals = {"kind": str(kind)}
    equals |= {"village": village} if village is not None else {} if town is None else {"town": town}
    between = None
    if days is not None:
        zone = deps.county.timezone
        between = ("at", period.first_instant(days[0], zone), period.last_instant(days[1], zone))
    kept: list[tuple[str, Occasion]] = []
    after, looked_at = query["after"], 0
    while True:
        page = deps.store.find(
            store.OCCASION, equals=equals, between=between, order="at", descending=True, limit=BATCH, after=after
        )
        for document in page.documents:
            if len(kept) == query["limit"]:
                return kept, after
            after = cursor_of(Place(document.body["at"], document.id))
            body = document.body
            if places.within(body["place"], inside) and all(body.get(k) == v for k, v in wanted.items()):
                kept.append((document.id, body))
        looked_at += len(page.documents)
        if page.cursor is None or looked_at >= MOST_LOOKED_AT:
            return kept, page.cursor
        after = page.cursor


def asked_place(deps: Deps, call: Asked) -> str | None:
    """The asked place inside the reader's own; None for a reader whose place has left the county file.

    Raises Refusal (422) naming a `place` that is not there, or `not_allowed` (403) for one that is not the reader's.
    """
    asked = call.query["place"]
    if asked is not None and not deps.county.places.exists(asked):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    own = None if call.user is None else call.user.place
    inside = narrower(deps.county, own, asked)
    if inside is None and own is not None and asked is not None and deps.county.places.exists(own):
        raise Refusal.at("place", "not_allowed", f"Allowed: your own places, {own} and what lies in it.", status=403)
    return inside
