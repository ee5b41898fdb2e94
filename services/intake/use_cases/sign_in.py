"""Sign in: a token for eight hours, the same answer in the same time for a wrong password and an unknown name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.chassis.access import User
from services.chassis.tokens import STAFF_SECONDS
from services.chassis.web.reading import COOKIE
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake.use_cases import accounts, passwords
from services.intake.use_cases.deps import Deps


def sign_in(deps: Deps, username: str, password: str) -> dict[str, Any]:
    """Answers `{token, expires_at, user}`; real time throughout. Raises Refusal `wrong_credentials` (401)."""
    document = accounts.by_username(deps.store, deps.seal, username)
    body = None if document is None else document.body
    fitting = passwords.fits(None if body is None else body["password_hash"], password)
    if document is None or body is None or body["disabled"] or not fitting:
        raise Refusal("wrong_credentials", "Username and password do not belong together.", status=401)
    roles = frozenset(Role(role) for role in body["roles"])
    user = User(id=document.id, roles=roles, place=body["place"], department=body["department"])
    token, expires = deps.tokens.sign(user)
    return {
        "token": token,
        "expires_at": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "user": {"id": user.id, "roles": sorted(roles), "place": user.place, "department": user.department},
    }


def cookie_of(token: str, headers: Mapping[str, str]) -> str:
    """The session's cookie: no script reads it, no other site sends it, over TLS only where there is TLS."""
    return _cookie(token, STAFF_SECONDS, headers)


def no_cookie(headers: Mapping[str, str]) -> str:
    """What makes a browser forget the session."""
    return _cookie("", 0, headers)


def _cookie(value: str, seconds: int, headers: Mapping[str, str]) -> str:
    secure = "; Secure" if headers.get("x-forwarded-proto") == "https" else ""
    return f"{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
