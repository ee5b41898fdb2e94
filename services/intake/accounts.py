"""Accounts straight on the store: the first operator of a new hub, or when nobody can sign in any more.

`python -m services.intake.accounts add USERNAME --role ROLE… [--place CODE] [--department CODE] [--password-stdin]`,
`list`, `disable USERNAME`. It reads the settings of intake; the service may run or not. Answers are JSON lines.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError

from services.chassis import settings
from services.chassis.clock import Clock
from services.chassis.seal import Seal
from services.chassis.store import Store, open_store
from services.contracts.envelope import Context, new_id
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.problem import CountyFileError
from services.county.reader import load
from services.intake.forms.takes import AccountForm
from services.intake.store import COLLECTIONS
from services.intake.use_cases import accounts

PAGE = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 done, 1 refused with the reason on stderr, 2 used or set up wrongly."""
    chosen = _parser().parse_args(arguments)
    try:
        found = settings.read("intake")
        seal, county = Seal.from_setting(found.seal_keys), load(found.county_file)
        store = open_store(found.store_uri, COLLECTIONS, "intake")
    except (settings.SettingsError, CountyFileError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    context = Context(actor="machine", now=Clock().now(), correlation=new_id())
    try:
        for answer in _do(chosen, store, seal, county, context):
            print(json.dumps(answer, ensure_ascii=False))
    except Refusal as refusal:
        print(refusal.detail, *(f"{e.field}: {e.detail}" for e in refusal.errors), sep="\n", file=sys.stderr)
        return 1
    except ValidationError as error:
        print(json.dumps(error.messages), file=sys.stderr)
        return 1
    finally:
        store.close()
    return 0


def _do(chosen: Any, store: Store, seal: Seal, county: County, context: Context) -> list[dict[str, Any]]:
    if chosen.command == "add":
        body = {
            "username": chosen.username,
            "roles": chosen.roles,
            "place": chosen.place,
            "department": chosen.department,
        }
        if chosen.password_stdin:
            body["password"] = sys.stdin.readline().rstrip("\r\n")
        return [accounts.add(store, seal, county, context, AccountForm().load(body))]
    if chosen.command == "disable":
        document = accounts.by_username(store, seal, chosen.username)
        if document is None:
            raise Refusal.not_found("account")
        return [store.run(context, accounts.disable, seal, document.id)]
    return _all(store, seal)


def _all(store: Store, seal: Seal) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = accounts.page(store, seal, after, PAGE)
        rows += page["accounts"]
        after = page["after"]
        if after is None:
            return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.intake.accounts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="make an account; a drawn password is told once")
    add.add_argument("username")
    add.add_argument("--role", dest="roles", action="append", required=True, choices=[str(role) for role in Role])
    add.add_argument("--place", help="a place whose subtree the account sees; without it the whole county")
    add.add_argument("--department", help="a unit code")
    add.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    commands.add_parser("list", help="all accounts")
    disable = commands.add_parser("disable", help="let nobody sign in by this account any more")
    disable.add_argument("username")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
