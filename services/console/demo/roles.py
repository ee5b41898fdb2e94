"""The accounts of a demo, one a role and one a department that acts; made once, their passwords kept privately.

The passwords lie in `<var>/secrets/demo-staff.json`, readable by its owner alone, and are told at the end: the hub of a
demo holds invented matters only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.console.demo.scene import (
    CLERK,
    DISCIPLINE,
    DISPATCHER,
    GRID_WORKER,
    LEADER,
    MEDIATOR,
    OPERATOR,
    SUPERVISOR,
)
from services.console.demo.waiting import Waiting
from services.console.lives.staff import Book
from services.console.ops import Ops
from services.contracts.doors import DOORS
from services.contracts.vocabulary import Role

FILE = "demo-staff.json"
PETITION_OFFICE, RECIPIENT, JUSTICE_BUREAU = "ns-petition", "ns-discipline", "ns-judicial"
DEPARTMENTS: Mapping[str, str | None] = {
    CLERK: PETITION_OFFICE,
    DISPATCHER: PETITION_OFFICE,
    GRID_WORKER: None,
    MEDIATOR: JUSTICE_BUREAU,
    SUPERVISOR: None,
    LEADER: None,
    DISCIPLINE: RECIPIENT,
}
"""To which unit each role's account belongs."""

BEGINS: Mapping[str, str] = {LEADER: "/board", SUPERVISOR: "/board", DISPATCHER: "/work/routing/queue"}
"""Where a role begins that has several doors; the others at their first one, or at the workbench."""
WORKBENCH = "/work"
WITHOUT_PAGE: Mapping[str, str] = {DISCIPLINE: "/api/oversight/accusations"}
"""Roles that have no page in this version, and where their work is."""


@dataclass(frozen=True, slots=True)
class Account:
    """One sign-in to tell: `page` is a path of the gateway, None where the role has none.

    `waiting` counts what waits for it there: a dispatcher's matters to accept, a department's calls to check in to.
    """

    role: str
    unit: str | None
    username: str
    password: str
    page: str | None
    waiting: int | None = None

    @property
    def is_api(self) -> bool:
        """Whether the role works by the interface alone."""
        return self.page is not None and self.page.startswith("/api/")


class Cast:
    """Tokens by role and by department."""

    def __init__(self, ops: Ops, departments: Iterable[str]) -> None:
        self._book = Book(ops, FILE, _password)
        self._tokens: dict[str, str] = {}
        try:
            for role, unit in DEPARTMENTS.items():
                self._tokens[role] = self._book.token(_username(role), Role(role), unit)
            for unit in departments:
                self._tokens[unit] = self._book.token(_username(unit), Role.HANDLER, unit)
        finally:
            self._book.save()
        self._operator = ops.hub.operator()

    def token(self, who: str) -> str:
        """The token of a role's account or of a department's handler."""
        return self._tokens[who]

    def accounts(self, waiting: Waiting) -> list[Account]:
        """What to tell: each role once, every department that is called and has not come, the operator.

        The other departments' sign-ins lie in the file too.
        """
        to_accept = {DISPATCHER: waiting.matters}
        told = [self._account(role, role, unit, to_accept.get(role)) for role, unit in DEPARTMENTS.items()]
        called = sorted(waiting.calls.items(), key=lambda each: (-each[1], each[0]))
        told += [self._account(str(Role.HANDLER), unit, unit, calls) for unit, calls in called if unit in self._tokens]
        return [*told, Account(OPERATOR, None, *self._operator, None)]

    def _account(self, role: str, who: str, unit: str | None, waiting: int | None) -> Account:
        username, password = self._book.sign_in_of(_username(who))
        return Account(role, unit, username, password, _begins_at(role), waiting)


def _username(who: str) -> str:
    return "demo-" + who.removeprefix("ns-").replace("_", "-")


def _begins_at(role: str) -> str:
    doors = [door.path for door in DOORS if Role(role) in door.roles]
    return BEGINS.get(role) or next(iter(doors), WITHOUT_PAGE.get(role, WORKBENCH))


def _password() -> str:
    """Twelve signs that can be typed: 60 bits."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))
