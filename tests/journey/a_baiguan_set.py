"""A made-up set of matters as 白关镇 had them: who told what where, and how each was settled; drawn by a seed.

The account gives three numbers alone: 183 told in 26 villages, 50 of them online, 178 solved. Everything else is drawn.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from services.contracts.vocabulary import PlaceKind
from tests.integration.a_matter import Matter
from tests.journey.a_county import Place

TOLD, ONLINE, SOLVED = 183, 50, 178
TITLES = ("路灯不亮", "地界不清", "水渠漏水", "婆媳不和", "垃圾没人收", "宅基地纠纷", "低保怎么办", "道路塌方")
CATEGORIES = ("construction.municipal", "rural.land", "civil.affairs", "party.service", "environment.pollution")
OFFLINE = ("visit", "visit", "visit", "patrol", "grid", "phone")
UNSOLVED = ("explained", "explained", "under_way", "declined", "withdrawn")


@dataclass(frozen=True)
class Told:
    """One matter of the set: its door, its place, what it is about, and the way that it went."""

    channel: str
    place: str
    category: str
    title: str
    way: str


def told_set(place: Place, seed: int) -> list[Told]:
    """183 matters; every village tells at least one."""
    chance = random.Random(seed)
    places = place.county.places
    villages = places.codes(PlaceKind.VILLAGE)
    below = [code for kind in (PlaceKind.GROUP, PlaceKind.HOUSEHOLD) for code in places.codes(kind)]
    where = [*villages, *(chance.choice((*villages, *below)) for _ in range(TOLD - len(villages)))]
    channels = ["web"] * ONLINE + [chance.choice(OFFLINE) for _ in range(TOLD - ONLINE)]
    ways = [chance.choice(tuple(SOLVED_BY)) for _ in range(SOLVED)] + list(UNSOLVED)
    known = [code for code in CATEGORIES if place.county.categories.exists(code)]
    for row in (where, channels, ways):
        chance.shuffle(row)
    return [
        Told(channel, code, chance.choice(known), chance.choice(TITLES), way)
        for channel, code, way in zip(channels, where, ways, strict=True)
    ]


def _on_the_spot(_place: Place, matter: Matter) -> None:
    matter.decide("on-the-spot", text="当场办好了。", outcome="solved")


def _helped(_place: Place, matter: Matter) -> None:
    matter.decide("on-the-spot", text="已纳入临时救助。", outcome="helped")


def _by_stations(place: Place, matter: Matter) -> None:
    station = place.code("agriculture")
    matter.accept(tier="complex")
    matter.whistle(station)
    matter.check_in(station)
    matter.reply(station)
    matter.conclude("solved")


SOLVED_BY: dict[str, Callable[[Place, Matter], None]] = {
    "on_the_spot": _on_the_spot,
    "helped": _helped,
    "by_stations": _by_stations,
}
"""The ways in which a matter of the set came to its solution."""
