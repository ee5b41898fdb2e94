"""Keyset paging: a cursor is the place (order value, id) of the last document of a page, opaque to the outside."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

import orjson

from services.chassis.store.port import Scalar
from services.contracts.refusals import Refusal


def rank(value: Scalar) -> tuple[int, int, str]:
    """Comparable among all scalars: None first, then numbers, then text, as databases order them."""
    if value is None:
        return (0, 0, "")
    return (2, 0, value) if isinstance(value, str) else (1, value, "")


class Place(NamedTuple):
    """Where a page ended."""

    value: Scalar
    id: str

    def sort_key(self) -> tuple[tuple[int, int, str], str]:
        """Comparable among places of one field."""
        return rank(self.value), self.id


def cursor_of(place: Place) -> str:
    """The place as text for a URL."""
    return urlsafe_b64encode(orjson.dumps(list(place))).rstrip(b"=").decode()


def place_of(cursor: str) -> Place:
    """The place that a cursor stands for; raises Refusal (422 on `after`) for what no page ever gave."""
    try:
        value, id = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise _bad() from error
    if not isinstance(id, str) or not isinstance(value, str | int | None):
        raise _bad()
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise _bad()
    return Place(value, id)


def born_of(cursor: str) -> int:
    """The number of the document that a page of a search ended with; raises Refusal like `place_of`."""
    number = place_of(cursor).value
    if not isinstance(number, int):
        raise _bad()
    return number


def _bad() -> Refusal:
    return Refusal.of_field("after", "bad_cursor", "Allowed: the `after` that the page before gave.")
