"""Orders to units: listed, signed, answered in writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.chassis.web.forms import PageQuery
from services.contracts import doors
from services.contracts.vocabulary import Role
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import ordering, watching
from services.oversight.use_cases import decide_order, issue_order, show_listed
from services.oversight.use_cases.desk import Signer
from services.oversight.use_cases.kept_rules import RuleShelf

WATCHERS = roles(*doors.CLOCK_READERS)
SIGNERS = roles(Role.SUPERVISOR)
DECIDERS = roles(Role.SUPERVISOR, Role.LEADER)
ORDERED = roles(Role.HANDLER, Role.CLERK, Role.DISPATCHER, Role.LEADER)


class OrderRoutes(HubService):
    """What the machine reminded of, and what a person signed."""

    rules: RuleBook
    shelf: RuleShelf
    signer: Signer
    anchor: Path
    process: str

    @api("GET", "/api/oversight/orders", query=watching.OrdersQuery, gives=watching.OrdersForm, may=WATCHERS)
    def list_orders(self, call: Call) -> dict[str, Any]:
        """List orders, oldest first."""
        return issue_order.list_orders(self, call)

    @api(
        "POST",
        "/api/oversight/orders",
        takes=ordering.DecidedOrderForm,
        gives=watching.OrderForm,
        may=DECIDERS,
        status=201,
    )
    def decide_order(self, call: Call) -> Answer:
        """Put a matter under supervision by decision."""
        return call.run(decide_order.decide_order)

    @api("GET", "/api/oversight/orders/listed", query=PageQuery, gives=ordering.ListedForm, may=OPEN)
    def show_listed(self, call: Call) -> dict[str, Any]:
        """Show which units are under listed supervision."""
        return show_listed.show_listed(self, call)

    @api("GET", "/api/oversight/orders/<id>", gives=ordering.OrderInWordsForm, may=WATCHERS)
    def show_order(self, call: Call) -> dict[str, Any]:
        """Show an order in words."""
        return issue_order.show_order(self, call)

    @api("POST", "/api/oversight/orders/<id>/issue", takes=watching.IssueForm, gives=watching.OrderForm, may=SIGNERS)
    def issue_order(self, call: Call) -> Answer:
        """Sign a proposed order."""
        return call.run(issue_order.issue_order)

    @api("POST", "/api/oversight/orders/<id>/answers", takes=watching.AnswerForm, gives=watching.OrderForm, may=ORDERED)
    def answer_order(self, call: Call) -> Answer:
        """Give a unit's written answer to an order."""
        return call.run(issue_order.answer_order)
