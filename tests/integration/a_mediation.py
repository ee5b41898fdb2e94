"""One mediation case led over HTTP, as the mediators of its body do it."""

from __future__ import annotations

from typing import Any

import requests

from tests.integration.a_matter import Matter
from tests.integration.hub_under_test import Hub, until

UNIT, BODY = "ns-t01-unit", "ns-t01-mediation"
FIRST, SECOND = f"{BODY}-1", f"{BODY}-2"
TWO = [{"name": "甲某", "phone": "13800000000"}, {"name": "乙某", "address": "一组十号"}]
TERMS = {"facts": "院墙滴水损坏邻墙。", "terms": "甲方修好屋檐,赔偿八百元。", "manner": "当面付清,当月修好。"}


class Mediation:
    """One case; each step asserts that it was taken, and gives the answer."""

    def __init__(self, hub: Hub, case_id: str) -> None:
        self.hub = hub
        self.id = case_id
        self.number = case_id.partition("-")[0]
        self.token = hub.token("mediator", department=UNIT)

    @classmethod
    def ordered(cls, matter: Matter, n: int = 1) -> Mediation:
        """An accepted matter is sent to the town's committee, and the case is there."""
        matter.decide("mediation", body=BODY, text="邻里小事,先行调解。")
        made = cls(matter.hub, f"{matter.number}-m{n}")
        until(lambda: made.read(status=None).status_code == 200, what="the case at its body")
        return made

    @classmethod
    def direct(cls, hub: Hub, place: str) -> Mediation:
        """Two neighbours come to the committee themselves."""
        body = {"body": BODY, "place": place, "parties": TWO, "subject": "院墙滴水。"}
        answer = hub.call(
            "mediation", "POST", "/api/mediation/cases", body, token=hub.token("mediator", department=UNIT)
        )
        assert answer.status_code == 201, answer.text
        return cls(hub, answer.json()["id"])

    @property
    def path(self) -> str:
        return f"/api/mediation/cases/{self.id}"

    def ask(self, step: str, body: dict[str, Any]) -> requests.Response:
        return self.hub.call("mediation", "POST", f"{self.path}/{step}", body, token=self.token)

    def does(self, step: str, **body: Any) -> dict[str, Any]:
        answer = self.ask(step, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def read(self, fields: str = "codes", status: int | None = 200) -> requests.Response:
        answer = self.hub.call("mediation", "GET", f"{self.path}?fields={fields}", token=self.token)
        assert status is None or answer.status_code == status, answer.text
        return answer

    def state(self) -> str:
        return str(self.read().json()["state"])

    def consented(self, *, named: bool = False) -> None:
        """Both parties want to mediate; who they are is told first where the case does not know."""
        if not named:
            self.does("parties", parties=TWO)
        for n in (1, 2):
            self.does("consents", party=n, consents=True)

    def agreed(self, **more: Any) -> dict[str, Any]:
        """Signed by both, by the mediator, and sealed."""
        signed = {"parties": [1, 2], "mediators": [FIRST], "seal": True}
        return self.does("agreement", form="written", **TERMS, signed=signed, **more)
