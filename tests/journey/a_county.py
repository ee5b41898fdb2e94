"""One place's hub in virtual time, spoken to as its own people do: citizens, cadres, stations, mediators."""

from __future__ import annotations

import csv
import io
from functools import cached_property
from typing import Any

import requests

from services.county.county import County
from services.county.reader import load
from tests.integration.a_matter import Matter
from tests.integration.hub_under_test import ROOT, Hub
from tests.journey.virtual_time import Week

NOBODY = [{"name": "测试人", "phone": "13812345678"}]


class Place:
    """A hub of one county file in a week of its own; `code("t01-v01")` is a place or unit of that county."""

    def __init__(self, name: str, week: Week) -> None:
        self.name = name
        self.week = week
        self.hub: Hub = week.hub

    @cached_property
    def county(self) -> County:
        """What its county file says."""
        return load(ROOT / "deploy" / "counties" / f"{self.name}.yaml")

    def code(self, rest: str) -> str:
        return f"{self.county.code}-{rest}"

    def ask(
        self, service: str, method: str, path: str, body: Any = None, *, by: str, **scope: str
    ) -> requests.Response:
        """One request by somebody in a role."""
        token = self.hub.token(by, **scope)
        return self.hub.call(service, method, path, body, token=token)

    def does(
        self, service: str, path: str, body: Any, *, by: str, status: int | None = None, **scope: str
    ) -> dict[str, Any]:
        """A command that is taken; its answer."""
        answer = self.ask(service, "POST", path, body, by=by, **scope)
        assert answer.status_code == status if status else answer.status_code in (200, 201, 202), answer.text
        return dict(answer.json())

    def sees(self, service: str, path: str, *, by: str = "supervisor", **scope: str) -> dict[str, Any]:
        """A page of an API."""
        answer = self.ask(service, "GET", path, by=by, **scope)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def refused(self, answer: requests.Response, status: int, code: str) -> None:
        """The answer is this refusal."""
        assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text

    def page(self, path: str) -> str:
        """A page that anybody may open."""
        answer = self.hub.call("intake", "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def told(self, channel: str, place: str, **changes: Any) -> Matter:
        """Somebody tells a matter; over the web by themselves, else to who takes it in."""
        by = None if channel == "web" else self.hub.token("grid_worker" if channel in ("grid", "patrol") else "clerk")
        return Matter.registered(
            self.hub, token=by, **({"channel": channel, "place": place, "petitioners": NOBODY} | changes)
        )

    def days(self) -> str:
        """This journey's own days, as a query."""
        return f"from={self.week.local(0, '12:00')[:10]}&to={self.week.local(11, '12:00')[:10]}"

    def figure(self, name: str, **query: str) -> dict[str, Any]:
        """One figure of this journey's days."""
        self.hub.settle()
        more = "".join(f"&{key}={value}" for key, value in query.items())
        told: dict[str, Any] = self.sees("oversight", f"/api/oversight/figures?name={name}&{self.days()}{more}")
        return dict(told["figures"][name])

    def ledger(self, name: str, **query: str) -> list[dict[str, Any]]:
        """The rows of one ledger of this journey's days."""
        self.hub.settle()
        more = "".join(f"&{key}={value}" for key, value in query.items())
        path = f"/api/oversight/ledgers/{name}?limit=200&{self.days()}{more}"
        rows: list[dict[str, Any]] = self.sees("oversight", path)["rows"]
        return rows

    def sheet(self, name: str) -> list[dict[str, str]]:
        """One ledger as it is taken away, by its headings."""
        self.hub.settle()
        answer = self.ask("oversight", "GET", f"/api/oversight/ledgers/{name}.csv?{self.days()}", by="supervisor")
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
