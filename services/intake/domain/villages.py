"""The page of a village (连心服务卡): who holds which post there, what is served, whom to call."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind
from services.county.contact import Advice
from services.county.county import County
from services.county.places import SETTLEMENTS


@dataclass(frozen=True, slots=True)
class Holder:
    """One post of the village, who holds it and how they are called, as the county file publishes them."""

    post: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class VillageCard:
    """What the page and its printed sheet show; `items` are service items as (code, name)."""

    code: str
    name: str
    town: str
    holders: tuple[Holder, ...]
    items: tuple[tuple[str, str], ...]
    hotlines: tuple[str, ...]
    petition_card: bool
    advice: tuple[Advice, ...] = ()


def card_of(county: County, place: str) -> VillageCard:
    """The card of a village or community; a place inside one has that one's. Raises Refusal `not_found` (404)."""
    places = county.places
    code = places.village_of(place) if places.exists(place) else None
    if code is None:
        raise Refusal.not_found("village")
    village, town = places.get(code), places.town_of(code)
    cards = county.contact_cards
    wanted = cards.posts if cards is not None and cards.posts else tuple(village.posts)
    holders = [Holder(post, village.posts[post], village.phones.get(post)) for post in wanted if post in village.posts]
    hotlines = [roster.hotline for roster in county.rosters.by_code.values() if _answers(county, roster.code, code)]
    return VillageCard(
        code=code,
        name=village.name,
        town="" if town is None else places.get(town).name,
        holders=tuple(holders) or ((Holder("head", village.head),) if village.head else ()),
        items=() if cards is None else tuple((item.code, item.name) for item in cards.items),
        hotlines=tuple(dict.fromkeys(line for line in hotlines if line is not None)),
        petition_card=cards is not None and cards.petition_card,
        advice=() if cards is None else cards.advice,
    )


def item_of(county: County, code: str | None) -> str:
    """The name of a service item of the cards; empty for none that there is."""
    items = () if county.contact_cards is None else county.contact_cards.items
    return next((item.name for item in items if item.code == code), "")


def by_town(county: County) -> list[tuple[str, dict[str, str]]]:
    """Every village and community, by its town, in file order."""
    found: dict[str, dict[str, str]] = {}
    for kind in (PlaceKind.VILLAGE, PlaceKind.COMMUNITY):
        for code in county.places.codes(kind):
            town = county.places.town_of(code) or county.places.root.code
            found.setdefault(county.places.get(town).name, {})[code] = county.places.get(code).name
    return list(found.items())


def is_village(county: County, place: str) -> bool:
    """Whether a place is itself a village or a community."""
    return county.places.exists(place) and county.places.get(place).kind in SETTLEMENTS


def _answers(county: County, roster: str, village: str) -> bool:
    covered = county.rosters.by_code[roster]
    return any(covered.covers(county.places, place) for place in county.places.line(village))
