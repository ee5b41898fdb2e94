"""A village's card for programs: the same words as its page."""

from __future__ import annotations

from typing import Any

from services.county.county import County
from services.intake.domain import villages
from services.intake.use_cases import on_duty

PAGE = "/village"


def listed(county: County) -> dict[str, Any]:
    """Every village and community with its town."""
    rows = [
        {"place": code, "name": name, "town": town}
        for town, inside in villages.by_town(county)
        for code, name in inside.items()
    ]
    return {"villages": rows}


def card(county: County, place: str, now: str) -> dict[str, Any]:
    """The card without its QR code. Raises Refusal `not_found` (404) for what is no village nor inside one."""
    found = villages.card_of(county, place)
    return {
        "place": found.code,
        "name": found.name,
        "town": found.town,
        "posts": [{"post": each.post, "name": each.name, "phone": each.phone} for each in found.holders],
        "items": [{"code": code, "name": name} for code, name in found.items],
        "hotlines": list(found.hotlines),
        "petition_card": found.petition_card,
        "on_duty": on_duty.seated(county, found.code, now),
        "page": f"{PAGE}/{found.code}",
    }
