"""Keep the accounts of the staff: usernames sealed and found by a blind index, passwords as argon2id hashes."""

from __future__ import annotations

import secrets
from typing import Any

from services.chassis.seal import Seal
from services.chassis.store import Document, Store, Taken, Work
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal
from services.county.county import County
from services.intake import store as documents
from services.intake.domain import account
from services.intake.use_cases import passwords

USERNAME = "username"


def add(store: Store, seal: Seal, county: County, context: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Make an account; answers it with `password`, which is told this once, where one was drawn.

    Raises Refusal naming the fields at fault (422) or `username_taken` (409).
    """
    given = body["password"]
    account.check(county, body["roles"], body["place"], body["department"], given)
    password = given or passwords.drawn()
    id = f"u-{secrets.token_hex(8)}"
    kept = {
        "username_key": seal.blind(USERNAME, body["username"]),
        USERNAME: seal.county_seal(documents.ACCOUNT, id, USERNAME, body["username"]),
        "roles": sorted(set(body["roles"])),
        "place": body["place"],
        "department": body["department"],
        "password_hash": passwords.hashed(password),
        "disabled": False,
    }
    try:
        store.run(context, lambda work: work.put(documents.ACCOUNT, id, kept))
    except Taken as taken:
        raise Refusal("username_taken", "Another account has this username; it may be disabled.") from taken
    return shown(seal, Document(id, 1, kept)) | ({"password": password} if given is None else {})


def page(store: Store, seal: Seal, after: str | None, limit: int) -> dict[str, Any]:
    """A page `{accounts, after}` of all accounts."""
    found = store.find(documents.ACCOUNT, limit=limit, after=after)
    return {"accounts": [shown(seal, document) for document in found.documents], "after": found.cursor}


def disable(work: Work, seal: Seal, id: str) -> dict[str, Any]:
    """Let nobody sign in by this account any more; a token in hand ends within eight hours. Raises Refusal (404)."""
    document = work.get(documents.ACCOUNT, id)
    if document is None:
        raise Refusal.not_found("account")
    document.body["disabled"] = True
    work.put(documents.ACCOUNT, id, document.body, document.version)
    return shown(seal, document)


def by_username(store: Store, seal: Seal, username: str) -> Document | None:
    """The account of a username."""
    found = store.find(documents.ACCOUNT, equals={"username_key": seal.blind(USERNAME, username)}, limit=1).documents
    return found[0] if found else None


def shown(seal: Seal, document: Document) -> dict[str, Any]:
    """An account as an operator may see it: everything but the hash."""
    told = {name: document.body[name] for name in ("roles", "place", "department", "disabled")}
    name = seal.county_open(documents.ACCOUNT, document.id, USERNAME, document.body[USERNAME])
    return {"id": document.id, USERNAME: name, **told}
