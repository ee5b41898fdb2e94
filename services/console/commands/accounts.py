"""`user add|list|disable`: who may sign in, and what each may do and see."""

from __future__ import annotations

import secrets
import sys

import click

from services.console.exits import OK, ConsoleError
from services.console.hub import find_hub
from services.console.ops import Ops
from services.console.printing import command, show_json, show_pairs, show_table
from services.contracts.vocabulary import Role

ACCOUNTS = "/ops/accounts"


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def user() -> None:
        """Accounts of the staff: roles, place (subtree) and department."""

    @command(user, "add")
    @click.argument("username")
    @click.option(
        "--role", "roles", multiple=True, required=True, type=click.Choice([str(r) for r in Role]), help="Repeatable."
    )
    @click.option("--place", help="Code of the place whose subtree the account sees (default: the county).")
    @click.option("--department", help="Unit code; needed for handlers and discipline.")
    @click.option(
        "--password-stdin", is_flag=True, help="Read the password from standard input; else one is made and shown once."
    )
    def add(
        username: str,
        roles: tuple[str, ...],
        place: str | None,
        department: str | None,
        password_stdin: bool,
        as_json: bool,
    ) -> int:
        """Add an account. A made password is printed once and kept nowhere."""
        given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
        if given is not None and not given:
            raise ConsoleError("--password-stdin: standard input holds no password; allowed is one line")
        password = given or secrets.token_urlsafe(15)
        body = {
            "username": username,
            "roles": list(roles),
            "place": place,
            "department": department,
            "password": password,
        }
        made = Ops(find_hub()).post("intake", ACCOUNTS, {k: v for k, v in body.items() if v is not None})
        shown = {k: v for k, v in made.items() if k != "password"}
        if given is None:
            shown["password"] = password
        show_json(shown) if as_json else show_pairs(shown.items())
        return OK

    @command(user, "list")
    def listing(as_json: bool) -> int:
        """List all accounts."""
        rows = list(Ops(find_hub()).pages("intake", ACCOUNTS, "accounts"))
        if as_json:
            show_json(rows)
        else:
            head = ("id", "username", "roles", "place", "department", "disabled")
            show_table([[row.get(name) for name in head] for row in rows], head)
        return OK

    @command(user, "disable")
    @click.argument("username")
    def disable(username: str, as_json: bool) -> int:
        """Disable an account: it cannot sign in any more; a token that it holds ends within its eight hours."""
        ops = Ops(find_hub())
        found = [
            row for row in ops.pages("intake", ACCOUNTS, "accounts") if username in (row.get("username"), row.get("id"))
        ]
        if not found:
            raise ConsoleError(f"{username}: no such account; `countynet user list` shows all", code=1)
        done = ops.post("intake", f"{ACCOUNTS}/{found[0]['id']}/disable")
        show_json(done) if as_json else click.echo(f"{username} is disabled")
        return OK
