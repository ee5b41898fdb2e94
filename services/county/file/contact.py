"""The sections `grid_duties contact_cards contact_network sos`: how the county goes to its people."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import Urgency
from services.county.contact import Advice, Contact, ContactCards, ContactNetwork, GridDuties, Sos, Visits
from services.county.file.known import Known, read_named
from services.county.file.sheet import Row
from services.county.leading import Leader, Sponsors


def read_grid_duties(file: Row) -> GridDuties | None:
    """A grid worker's duties; None where the county sets none."""
    row = file.row("grid_duties")
    if row is None:
        return None
    row.only(("visits_per_week", "duties"))
    visits, duties = row.whole("visits_per_week", 1, 21), read_named(row, "duties")
    return None if visits is None else GridDuties(visits, duties)


def read_contact_cards(file: Row, known: Known) -> ContactCards | None:
    """The card of a village; each of its posts is held somewhere in the county."""
    row = file.row("contact_cards")
    if row is None:
        return None
    row.only(("items",), ("posts", "petition_card", "advice"))
    held = {post for place in known.places.values() for post in place.posts}
    posts = []
    for post, line in row.texts("posts", "a list of posts"):
        if known.places and post not in held:
            allowed = f"a post that a place has: {', '.join(sorted(held)) or 'none has any'}"
            row.sheet.note(line, row.at("posts"), f"{post[:40]!r} is held at no place", allowed)
        posts.append(post)
    petition_card, advice = row.flag("petition_card", False), _advice(row)
    if advice and not petition_card:
        row.wrong("advice", "is there without a petition card", "advice beside petition_card: true")
    return ContactCards(read_named(row, "items"), tuple(posts), petition_card, advice)


def _advice(cards: Row) -> tuple[Advice, ...]:
    """What a petition card tells its reader."""
    found = []
    for row in cards.rows("advice", once="title"):
        row.only(("title", "lines"))
        title, lines = row.text("title"), tuple(line for line, _ in row.texts("lines"))
        if row.has("lines") and not lines:
            row.wrong("lines", "has no line", "at least one text")
        if title is not None:
            found.append(Advice(title, lines))
    return tuple(found)


def read_contact_network(file: Row, known: Known, sponsors: Sponsors | None) -> ContactNetwork | None:
    """Who keeps contact with which place."""
    row = file.row("contact_network")
    if row is None:
        return None
    leaders = sponsors.leaders if sponsors is not None else {}
    row.only(("pairs", "visits"), ("cadres", "households", "promises", "doors"))
    pairs: list[Contact] = []
    for each in row.rows("pairs"):
        pair = _pair(each, known, leaders)
        if pair is not None and pair in pairs:
            each.wrong("place", f"{pair.place!r} has this leader or unit twice", "each pair once")
        elif pair is not None:
            pairs.append(pair)
    if row.has("pairs") and not row.rows("pairs"):
        row.wrong("pairs", "has no pair", "at least one pair of a leader or unit and a place")
    visits = row.word("visits", Visits)
    cadres, households = row.whole("cadres", 0, 1_000_000), row.whole("households", 0, 10_000_000)
    promises, doors = read_named(row, "promises"), read_named(row, "doors")
    if visits is None:
        return None
    return ContactNetwork(tuple(pairs), visits, cadres or 0, households or 0, promises, doors)


def _pair(row: Row, known: Known, leaders: Mapping[str, Leader]) -> Contact | None:
    row.only(("place",), ("leader", "unit"))
    if row.has("leader") == row.has("unit"):
        row.wrong("unit", "and leader are both there or both missing", "one of unit and leader")
    place, unit, leader = known.place(row, "place"), known.unit(row, "unit"), row.code("leader")
    if leader is not None and leader not in leaders and not row.sheet.is_spoilt("leaders", leader):
        row.wrong("leader", f"{leader!r} is no leader of this file", "the code of a leader under sponsors.leaders")
    return None if place is None else Contact(place, leader, unit)


def read_sos(file: Row) -> Sos | None:
    """The emergency bracelet; None where the county has none."""
    row = file.row("sos")
    if row is None:
        return None
    row.only(("kind",), ("guardian",))
    urgency = row.word("kind", Urgency)
    return None if urgency is None else Sos(urgency, row.flag("guardian", True))
