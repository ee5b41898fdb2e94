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
SHOWN = ("ns-city", "ns-environment")
"""The departments whose sign-ins are told; the others' lie in the file too."""


@dataclass(frozen=True, slots=True)
class Account:
    """One sign-in to tell: `page` is a path of the gateway, None where the role has none."""

    role: str
    unit: str | None
    username: str
    password: str
    page: str | None

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
            for unit in {*departments, *SHOWN}:
                self._tokens[unit] = self._book.token(_username(unit), Role.HANDLER, unit)
        finally:
            self._book.save()
        self._operator = ops.hub.operator()

    def token(self, who: str) -> str:
        """The token of a role's account or of a department's handler."""
        return self._tokens[who]

    def accounts(self) -> list[Account]:
        """What to tell: each role once, two departments, the operator."""
        told = [self._account(role, role, unit) for role, unit in DEPARTMENTS.items()]
        told += [self._account(str(Role.HANDLER), unit, unit) for unit in SHOWN]
        return [*told, Account(OPERATOR, None, *self._operator, None)]

    def _account(self, role: str, who: str, unit: str | None) -> Account:
        username, password = self._book.sign_in_of(_username(who))
        return Account(role, unit, username, password, _begins_at(role))


def _username(who: str) -> str:
    return "demo-" + who.removeprefix("ns-").replace("_", "-")


def _begins_at(role: str) -> str:
    doors = [door.path for door in DOORS if Role(role) in door.roles]
    return BEGINS.get(role) or next(iter(doors), WITHOUT_PAGE.get(role, WORKBENCH))


def _password() -> str:
    """Twelve signs that can be typed: 60 bits."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))
