"""Each act as the outside does it: which route of which service, what goes along, and what the client's log keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from services.console.demo.model import CITIZEN, Act, Matter, Step
from services.console.replay.hub_clock import instant

CASE, WHISTLE = "/api/routing/cases/{number}", "/api/routing/whistles/{whistle}"
MATTER, MEDIATION = "/api/intake/matters/{number}", "/api/mediation/cases/{case}"
ACCUSATION, ORDER = "/api/oversight/accusations/{number}", "/api/oversight/orders/{order}"


class Route(NamedTuple):
    """Where an act goes; `coded`: it is the citizen's own, and carries the query code."""

    service: str
    path: str
    method: str = "POST"
    coded: bool = False


ROUTES: Mapping[Act, Route] = {
    Act.REGISTER: Route("intake", "/api/intake/matters"),
    Act.SUPPLEMENT: Route("intake", f"{MATTER}/supplements", coded=True),
    Act.RATE: Route("intake", f"{MATTER}/rating", coded=True),
    Act.WITHDRAW: Route("intake", f"{MATTER}/withdrawal", coded=True),
    Act.READ: Route("intake", MATTER, "GET"),
    Act.ACCEPT: Route("routing", f"{CASE}/acceptance"),
    Act.DECLINE: Route("routing", f"{CASE}/decline"),
    Act.REFER: Route("routing", f"{CASE}/referral"),
    Act.WALL: Route("routing", f"{CASE}/referral"),
    Act.ON_THE_SPOT: Route("routing", f"{CASE}/on-the-spot"),
    Act.WHISTLE: Route("routing", f"{CASE}/whistles"),
    Act.CONCLUDE: Route("routing", f"{CASE}/conclusion"),
    Act.MEDIATE: Route("routing", f"{CASE}/mediation"),
    Act.CHECK_IN: Route("routing", f"{WHISTLE}/check-ins"),
    Act.OBJECT: Route("routing", f"{WHISTLE}/objections"),
    Act.DECIDE: Route("routing", f"{WHISTLE}/objections/1/decision"),
    Act.REPLY: Route("routing", f"{WHISTLE}/replies"),
    Act.EXTEND: Route("routing", f"{WHISTLE}/extensions"),
    Act.NAME_PARTIES: Route("mediation", f"{MEDIATION}/parties"),
    Act.CONSENT: Route("mediation", f"{MEDIATION}/consents"),
    Act.ASSIGN: Route("mediation", f"{MEDIATION}/mediators"),
    Act.SESSION: Route("mediation", f"{MEDIATION}/sessions"),
    Act.AGREE: Route("mediation", f"{MEDIATION}/agreement"),
    Act.FOLLOW_UP: Route("mediation", f"{MEDIATION}/follow-ups"),
    Act.ISSUE_ORDER: Route("oversight", f"{ORDER}/issue"),
    Act.ANSWER_ORDER: Route("oversight", f"{ORDER}/answers"),
    Act.RECEIVE: Route("oversight", f"{ACCUSATION}/receipt"),
    Act.ANSWER: Route("oversight", f"{ACCUSATION}/answer"),
}

ORDER_STATE = {Act.ISSUE_ORDER: "proposed", Act.ANSWER_ORDER: "issued"}
"""An act on an order is about the matter's order in this state."""

LOGGED: Mapping[Act, tuple[str, tuple[str, ...]]] = {
    Act.REGISTER: ("register", ("place", "category", "urgency", "owner", "channel")),
    Act.SUPPLEMENT: ("supplement", ("supplement",)),
    Act.RATE: ("rate", ("request", "receiving", "responsible")),
    Act.WITHDRAW: ("withdraw", ("request",)),
    Act.ACCEPT: ("accept", ("category",)),
    Act.DECLINE: ("decline", ("reason",)),
    Act.REFER: ("refer", ("reason",)),
    Act.ON_THE_SPOT: ("on_the_spot", ("unit",)),
    Act.WHISTLE: ("whistle", ("whistle", "kind", "lead", "assists")),
    Act.CHECK_IN: ("check_in", ("whistle", "department")),
    Act.OBJECT: ("object", ("whistle", "department", "reason")),
    Act.DECIDE: ("decide", ("whistle", "upheld")),
    Act.REPLY: ("reply", ("whistle", "department", "reply")),
    Act.EXTEND: ("extend", ("whistle", "reason")),
    Act.CONCLUDE: ("conclude", ("outcome",)),
    Act.MEDIATE: ("mediate", ("order", "body")),
    Act.NAME_PARTIES: ("name_parties", ("case",)),
    Act.CONSENT: ("consent", ("case", "party")),
    Act.ASSIGN: ("assign", ("case", "mediator")),
    Act.SESSION: ("session", ("case",)),
    Act.AGREE: ("agree", ("case", "form")),
    Act.FOLLOW_UP: ("follow_up", ("case", "performance")),
    Act.ISSUE_ORDER: ("issue_order", ("order",)),
    Act.ANSWER_ORDER: ("answer_order", ("order",)),
}
"""The step's name in the client's log and its codes; nothing of an accusation is ever logged."""

TEXTS: Mapping[Act, tuple[str, ...]] = {Act.REGISTER: ("title", "text"), Act.REPLY: ("text",)}


@dataclass(slots=True)
class Course:
    """One matter on its way: what the services have told of it so far."""

    matter: Matter
    number: str = ""
    query_code: str = ""
    whistle: str = ""
    finish_by: str = ""
    case: str = ""
    mediator: str = ""
    order: str = ""
    done: int = 0
    failed: str = ""

    def learn(self, act: Act, told: Mapping[str, Any]) -> None:
        """Keep what later steps need of an answer."""
        if act is Act.REGISTER:
            self.number, self.query_code = told["number"], told["query_code"]
        elif act is Act.WHISTLE:
            self.whistle, self.finish_by = told["id"], told["finish_by"]
        elif act is Act.MEDIATE:
            self.case = self.order = f"{self.number}-m1"

    def path(self, route: Route) -> str:
        """The route's path for this matter."""
        return route.path.format(number=self.number, whistle=self.whistle, case=self.case, order=self.order)

    def body(self, step: Step) -> dict[str, Any] | None:
        """What is sent; None where nothing is."""
        route = ROUTES[step.act]
        if route.method == "GET":
            return None
        body = dict(step.body)
        if route.coded and step.by == CITIZEN:
            body["query_code"] = self.query_code
        if step.act is Act.EXTEND:
            body["until"] = instant(datetime.fromisoformat(self.finish_by) + timedelta(days=body.pop("days")))
        if step.act is Act.ASSIGN:
            body["mediator"] = self.mediator
        if step.act is Act.AGREE:
            both = [party for party in range(1, 1 + body.pop("parties"))]
            body["signed"] = {"parties": both, "mediators": [self.mediator], "seal": True}
        return body

    def logged_as(self, step: Step) -> str:
        """The step's name in the client's log."""
        refused = step.act is Act.CONSENT and not step.body["consents"]
        return "refuse_consent" if refused else LOGGED[step.act][0]

    def codes(self, step: Step, told: Mapping[str, Any]) -> dict[str, Any]:
        """What the client's log says of an acknowledged step: as it was sent, else as it was answered."""
        known: dict[str, Any] = {"whistle": self.whistle, "department": step.by, "order": self.order}
        known |= {"reply": told.get("replies"), "case": self.case}
        found: dict[str, Any] = {}
        sent = {} if step.act is Act.REGISTER else step.body  # intake sorts: what it answers is what it told
        for name in LOGGED[step.act][1]:
            wanted = (source.get(name) for source in (sent, known, told, step.body))
            found[name] = next((value for value in wanted if value is not None), None)
        return found
