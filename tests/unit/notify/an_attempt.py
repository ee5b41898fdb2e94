"""How a subscription's deliveries stand, tried as often as a test wants, and time that has passed."""

from __future__ import annotations

from typing import Any

from services.notify.store import SUBSCRIPTION
from tests.unit.notify.a_department import House


def states(house: House, subscription: dict[str, Any]) -> list[str]:
    return [row["state"] for row in house.deliveries(subscription)]


def only(house: House, subscription: dict[str, Any]) -> dict[str, Any]:
    [row] = house.deliveries(subscription)
    return row


def tried(house: House, subscription: dict[str, Any], attempts: int) -> dict[str, Any]:
    """The one delivery after so many attempts."""
    house.rounds(lambda: only(house, subscription)["attempts"] >= attempts)
    return only(house, subscription)


def change(house: House, collection: str, id: str, **fields: Any) -> None:
    """Let time have passed: change what is kept."""
    with house.service.store.work(house.context()) as work:
        found = work.get(collection, id)
        assert found is not None
        work.put(collection, id, found.body | fields, found.version)
    house.service.couriers.wake([s.id for s in house.service.store.find(SUBSCRIPTION).documents])
