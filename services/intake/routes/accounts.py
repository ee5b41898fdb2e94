"""Sign in, and the accounts of the staff."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import gives, takes
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import accounts, sign_in
from services.intake.use_cases.guesses import SIGN_INS

OPERATOR = roles(Role.OPERATOR)


class AccountRoutes(IntakeRoutes):
    """Who works here."""

    @api("POST", "/api/session", takes=takes.SessionForm, gives=gives.SignedInForm, may=OPEN, throttle=SIGN_INS)
    def sign_in(self, call: Call) -> Answer:
        """Sign in."""
        signed_in = sign_in.sign_in(self, call.body["username"], call.body["password"])
        cookie = sign_in.cookie_of(signed_in["token"], call.headers)
        return Answer(signed_in, headers=(("Set-Cookie", cookie),))

    @api("GET", "/ops/accounts", query=takes.AccountsQuery, gives=gives.AccountsForm, may=OPERATOR)
    def list_accounts(self, call: Call) -> dict[str, Any]:
        """List the accounts of the staff."""
        return accounts.page(self.store, self.seal, call.query["after"], call.query["limit"])

    @api("POST", "/ops/accounts", takes=takes.AccountForm, gives=gives.AddedAccountForm, may=OPERATOR, status=201)
    def add_account(self, call: Call) -> dict[str, Any]:
        """Add an account."""
        return accounts.add(self.store, self.seal, self.county, call.context(), call.body)

    @api("POST", "/ops/accounts/<id>/disable", gives=gives.AccountShownForm, may=OPERATOR)
    def disable_account(self, call: Call) -> dict[str, Any]:
        """Disable an account."""
        return self.store.run(call.context(), accounts.disable, self.seal, call.path["id"])
