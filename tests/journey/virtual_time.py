"""Virtual time of a whole hub, told in the county's own hours; every due instant on the way is passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.integration.hub_under_test import Hub

COUNTY = ZoneInfo("Asia/Shanghai")
SERVICES = ("intake", "routing", "mediation", "oversight", "notify")


def utc(local: str) -> str:
    """An instant in UTC from the county's time, such as `2026-03-02 09:00`."""
    at = datetime.fromisoformat(local).replace(tzinfo=COUNTY).astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def after(instant: str, **time: float) -> str:
    """An instant moved by days, hours, minutes or seconds."""
    at = datetime.fromisoformat(instant) + timedelta(**time)
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Week:
    """One week of a journey of its own; the clock only goes on, so each journey has counters of its own days."""

    def __init__(self, hub: Hub, monday: str) -> None:
        self.hub = hub
        self.monday = monday
        self.day = datetime.fromisoformat(monday).date()

    def local(self, day: int, time: str) -> str:
        """The instant of a time of day in the county, `day` days after Monday."""
        return utc(f"{self.day + timedelta(days=day)} {time}")

    def at(self, day: int, time: str) -> str:
        """Go on to a time of day in the county."""
        return self.reach(self.local(day, time))

    def reach(self, instant: str) -> str:
        """Go on to an instant by way of everything that becomes due before it."""
        self.hub.settle()
        while (due := self._next_due()) is not None and due < instant:
            self.set(due)
            self.hub.settle()
        self.set(instant)
        self.hub.settle()
        return instant

    def set(self, instant: str, services: tuple[str, ...] = SERVICES) -> None:
        """Set the clocks; each service answers when all that was due is done."""
        for service in services:
            answer = self.hub.call(service, "PUT", "/ops/clock", {"now": instant}, token=self.hub.token("operator"))
            assert answer.status_code == 200, answer.text

    def _next_due(self) -> str | None:
        told = self.hub.ops("oversight", "/ops/clock")
        due: str | None = told["next_due"]
        return due if due is not None and due > told["now"] else None

    def rates(self, by: str = "department") -> dict[str, Any]:
        """Rows of oversight's rates of this week, by code."""
        days = f"from={self.day}&to={self.day + timedelta(days=11)}"
        path = f"/api/oversight/rates?by={by}&{days}"
        return {row["code"]: row for row in self.hub.ops("oversight", path, self.hub.token("supervisor"))["rows"]}

    def orders(self, number: str) -> list[dict[str, Any]]:
        """The orders of one matter, oldest first, as a supervisor sees them."""
        rows: list[dict[str, Any]] = self.hub.ops(
            "oversight", "/api/oversight/orders?limit=200", self.hub.token("supervisor")
        )["orders"]
        return [row for row in rows if row["number"] == number]
