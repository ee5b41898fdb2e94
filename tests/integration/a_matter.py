"""One matter led through its life over HTTP, as citizens, dispatchers and departments do it."""

from __future__ import annotations

import uuid
from typing import Any

import requests

from tests.integration.hub_under_test import Hub, until

MUNICIPAL = "construction.municipal"
VILLAGE, TOWN, OTHER_TOWN = "ns-t01-v01", "ns-t01", "ns-t02"
CITY, WATER, HOUSING, POWER = "ns-city", "ns-water", "ns-housing", "ns-power"


def petition(**changes: Any) -> dict[str, Any]:
    """What a citizen sends over the web; every fault of a test is a change of it."""
    return {
        "channel": "web",
        "purpose": "appeal",
        "title": "路灯不亮",
        "text": "村口的路灯坏了半个月,请派人修理。",
        "place": VILLAGE,
        "category": MUNICIPAL,
        "petitioners": [{"name": "测试人", "phone": "13812345678"}],
    } | changes


def key() -> dict[str, str]:
    """A header that makes a command safe to repeat."""
    return {"Idempotency-Key": uuid.uuid4().hex}


class Matter:
    """One registered matter; each step asserts that it was taken, and gives the answer."""

    def __init__(self, hub: Hub, told: dict[str, Any]) -> None:
        self.hub = hub
        self.number = str(told["number"])
        self.query_code = str(told["query_code"])
        self.told = told
        self.whistle_id = ""

    @classmethod
    def registered(cls, hub: Hub, *, token: str | None = None, **changes: Any) -> Matter:
        """Register a petition."""
        answer = hub.call("intake", "POST", "/api/intake/matters", petition(**changes), token=token)
        assert answer.status_code == 201, answer.text
        return cls(hub, answer.json())

    @classmethod
    def called(cls, hub: Hub, lead: str = CITY, assists: tuple[str, ...] = (), **changes: Any) -> Matter:
        """Register, accept and whistle."""
        matter = cls.registered(hub, **changes)
        matter.accept()
        matter.whistle(lead, assists)
        return matter

    @classmethod
    def concluded(cls, hub: Hub, lead: str = CITY, outcome: str = "solved", **changes: Any) -> Matter:
        """Lead a matter to its conclusion, everything in time."""
        matter = cls.called(hub, lead, **changes)
        matter.check_in(lead)
        matter.reply(lead)
        matter.conclude(outcome)
        return matter

    @property
    def path(self) -> str:
        return f"/api/routing/cases/{self.number}"

    def known_to_routing(self) -> None:
        """Wait until the registration has reached routing."""
        token = self.hub.token("dispatcher")
        until(lambda: self.hub.call("routing", "GET", self.path, token=token).status_code == 200, what="the case")

    def ask(self, path: str, body: dict[str, Any], token: str | None = None) -> requests.Response:
        """POST to routing, as a dispatcher unless said otherwise."""
        return self.hub.call("routing", "POST", path, body, token=token or self.hub.token("dispatcher"))

    def _done(self, path: str, body: dict[str, Any], token: str | None = None, status: int = 200) -> dict[str, Any]:
        answer = self.ask(path, body, token)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    def accept(self, **body: Any) -> dict[str, Any]:
        self.known_to_routing()
        return self._done(f"{self.path}/acceptance", body)

    def decide(self, step: str, **body: Any) -> dict[str, Any]:
        """`decline`, `referral` or `on-the-spot`."""
        self.known_to_routing()
        return self._done(f"{self.path}/{step}", body)

    def whistle(self, lead: str = CITY, assists: tuple[str, ...] = (), kind: str = "ordinary") -> dict[str, Any]:
        body = {"kind": kind, "lead": lead, "assists": list(assists), "reason": "按职责分工"}
        told = self._done(f"{self.path}/whistles", body, status=201)
        self.whistle_id = str(told["id"])
        return told

    def at_whistle(self, department: str, step: str, **body: Any) -> dict[str, Any]:
        """A step of a called department, by one of its own people."""
        token = self.hub.token("handler", department=department)
        return self._done(f"/api/routing/whistles/{self.whistle_id}/{step}", body, token)

    def check_in(self, department: str = CITY) -> dict[str, Any]:
        return self.at_whistle(department, "check-ins")

    def reply(self, department: str = CITY, text: str = "已派人修复,感谢监督。") -> dict[str, Any]:
        return self.at_whistle(department, "replies", text=text)

    def object(self, department: str, reason: str = "not_competent") -> dict[str, Any]:
        return self.at_whistle(department, "objections", reason=reason, text="不属于本单位职责。")

    def decide_objection(self, n: int, upheld: bool, replacement: str | None = None) -> dict[str, Any]:
        body: dict[str, Any] = {"upheld": upheld, "text": "按三定方案。"}
        body |= {} if replacement is None else {"replacement": replacement}
        return self._done(f"/api/routing/whistles/{self.whistle_id}/objections/{n}/decision", body)

    def conclude(self, outcome: str = "solved") -> dict[str, Any]:
        return self._done(f"{self.path}/conclusion", {"outcome": outcome})

    def of_citizen(self, step: str, status: int, **body: Any) -> dict[str, Any]:
        """`rating`, `withdrawal` or `supplements`, by who holds the query code."""
        path = f"/api/intake/matters/{self.number}/{step}"
        answer = self.hub.call("intake", "POST", path, {"query_code": self.query_code, **body})
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    def rate(self, responsible: str = "satisfied", receiving: str = "satisfied", **body: Any) -> dict[str, Any]:
        return self.of_citizen("rating", 202, receiving=receiving, responsible=responsible, **body)

    def withdraw(self, **body: Any) -> dict[str, Any]:
        return self.of_citizen("withdrawal", 202, **body)

    def supplement(self, text: str) -> dict[str, Any]:
        return self.of_citizen("supplements", 201, text=text)

    def followed(self) -> dict[str, Any]:
        """What the citizen sees."""
        body = {"number": self.number, "query_code": self.query_code}
        answer = self.hub.call("intake", "POST", "/api/intake/follow", body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def followed_until(self, status: str) -> dict[str, Any]:
        """What the citizen sees once the matter has come to a status."""
        return until(lambda: (view := self.followed())["status"] == status and view, what=f"status {status}") or {}

    def replies(self) -> list[str]:
        """The answers as the citizen reads them, by the view's own token."""
        token = self.followed()["token"]
        answer = self.hub.call("routing", "GET", f"{self.path}/replies", token=token)
        assert answer.status_code == 200, answer.text
        return [said["text"] for said in answer.json()["replies"]]

    def case(self) -> dict[str, Any]:
        """The case as a dispatcher sees it."""
        answer = self.hub.call("routing", "GET", self.path, token=self.hub.token("dispatcher"))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
