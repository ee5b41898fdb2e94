"""Disputes led through one mediation body of a place, brought there by the neighbours themselves or by the matter."""

from __future__ import annotations

from tests.integration.a_matter import Matter
from tests.integration.hub_under_test import until
from tests.journey.a_county import Place

TWO = [{"name": "甲某"}, {"name": "乙某"}]
TERMS = {"facts": "两家为滴水争执。", "terms": "修好屋檐,赔三百元。", "manner": "当面付清。"}


class Room:
    """One mediation body, spoken to by its own mediators."""

    def __init__(self, place: Place, body: str) -> None:
        self.place = place
        self.body = place.county.mediation.body(body)
        self.mediator = next(m.code for m in place.county.mediation.mediators.values() if m.body == body)

    def does(self, path: str, **body: object) -> dict[str, object]:
        """A step of its mediators."""
        return self.place.does("mediation", path, body, by="mediator", department=self.body.unit)

    def brought(self, where: str, **more: object) -> str:
        """Two neighbours come by themselves; the case's path."""
        case = self.does(
            "/api/mediation/cases", body=self.body.code, place=where, parties=TWO, subject="屋檐滴水。", **more
        )
        return f"/api/mediation/cases/{case['id']}"

    def ordered(self, matter: Matter) -> str:
        """An accepted matter is handed over to it; the case's path, its parties named."""
        matter.decide("mediation", body=self.body.code, text="现场调解不成,移交调解室。")
        path = f"/api/mediation/cases/{matter.number}-m1"
        until(lambda: self._knows(path), what="the case at its body")
        self.does(f"{path}/parties", parties=TWO)
        return path

    def settles(self, path: str) -> None:
        """Both consent, somebody of the room sits with them, they agree by word of mouth (Art. 28)."""
        self._sits(path)
        self.does(f"{path}/agreement", form="oral", **TERMS)

    def fails(self, path: str) -> None:
        """Both consent and sit together, but do not agree; they are told where else to turn (Art. 26)."""
        self._sits(path)
        self.does(f"{path}/failure", reason="no_agreement")

    def _sits(self, path: str) -> None:
        for party in (1, 2):
            self.does(f"{path}/consents", party=party, consents=True)
        self.does(f"{path}/mediators", mediator=self.mediator)
        self.does(f"{path}/sessions", minutes="双方各讲各的理。")

    def _knows(self, path: str) -> bool:
        asked = self.place.ask("mediation", "GET", f"{path}?fields=codes", by="mediator", department=self.body.unit)
        return asked.status_code == 200
