"""The staff that the console plays: a clerk, a dispatcher and a handler a department, made through `/ops/accounts`.

Their random passwords and current tokens lie in `<var>/secrets/console-staff.json`, readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.console.exits import ConsoleError
from services.console.ops import Ops, Refused
from services.console.waiting import pause
from services.contracts.vocabulary import Role

CLERK, DISPATCHER, HANDLER, MEDIATOR = "replay-clerk", "replay-dispatcher", "replay-", "replay-mediator"
FILE = "console-staff.json"
FRESH_SECONDS = 3600.0
"""A token is used again when it is good for this much longer."""


@dataclass(frozen=True)
class Staff:
    """Tokens; `handlers` by unit code."""

    clerk: str
    dispatcher: str
    handlers: dict[str, str]
    mediator: str = ""


def engage(ops: Ops, departments: Iterable[str], mediates: str | None = None) -> Staff:
    """Make whoever is missing and sign everybody in; `mediates` is the unit of the mediation body, where there is one.

    Raises ConsoleError where intake refuses.
    """
    book = Book(ops, FILE, lambda: secrets.token_urlsafe(18))
    try:
        return Staff(
            clerk=book.token(CLERK, Role.CLERK, None),
            dispatcher=book.token(DISPATCHER, Role.DISPATCHER, None),
            handlers={unit: book.token(HANDLER + unit, Role.HANDLER, unit) for unit in departments},
            mediator=book.token(MEDIATOR, Role.MEDIATOR, mediates) if mediates else "",
        )
    finally:
        book.save()


class Book:
    """Accounts by name in one private file under `<var>/secrets`, with their passwords and current tokens."""

    def __init__(self, ops: Ops, file: str, draw: Callable[[], str]) -> None:
        """`draw` gives a fresh password. Raises ConsoleError where the file is damaged."""
        self._ops, self._draw = ops, draw
        self._path: Path = ops.hub.var / "secrets" / file
        try:
            self._rows: dict[str, dict[str, Any]] = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._rows = {}
        except ValueError as error:
            raise ConsoleError(f"{self._path} is damaged; delete it, new accounts will be made") from error

    def sign_in_of(self, name: str) -> tuple[str, str]:
        """User name and password of an account that has a token. Raises KeyError for another one."""
        row = self._rows[name]
        return str(row["username"]), str(row["password"])

    def token(self, name: str, role: Role, department: str | None) -> str:
        """A token good for an hour at least; the account is made where it is missing."""
        row = self._rows.get(name)
        if row is not None and row.get("until", 0.0) > time.time() + FRESH_SECONDS:
            return str(row["token"])
        if row is None:
            row = self._rows[name] = self._add(name, role, department)
        told = self._sign_in(row)
        if told is None:
            row = self._rows[name] = self._add(name, role, department)
            told = self._sign_in(row)
        if told is None:
            raise ConsoleError(f"{name} was added and yet cannot sign in")
        row["token"], row["until"] = told["token"], datetime.fromisoformat(told["expires_at"]).timestamp()
        return str(row["token"])

    def _add(self, name: str, role: Role, department: str | None) -> dict[str, Any]:
        """A new account; where the name is taken and its password unknown, one with a suffix."""
        password = self._draw()
        for username in (name, f"{name}-{secrets.token_hex(3)}"):
            body = {"username": username, "roles": [str(role)], "password": password}
            try:
                self._ops.post("intake", "/ops/accounts", body | ({"department": department} if department else {}))
            except Refused as refused:
                if refused.status != 409 or username != name:
                    raise
            else:
                return {"username": username, "password": password}
        raise ConsoleError(f"{name} cannot be added")

    def _sign_in(self, row: dict[str, Any]) -> dict[str, Any] | None:
        while True:
            try:
                return self._ops.session(row["username"], row["password"])
            except Refused as refused:
                if refused.status == 429:
                    pause(1.0)
                elif refused.status == 401:
                    return None
                else:
                    raise

    def save(self) -> None:
        """Keep what was made."""
        part = self._path.with_suffix(".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(self._rows, out)
        part.replace(self._path)
