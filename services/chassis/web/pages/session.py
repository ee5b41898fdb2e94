"""Who looks at a page: the session cookie, and what shows that a form was sent from a page of ours."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from services.chassis.access import User
from services.chassis.tokens import BadToken, Tokens
from services.chassis.web.message import Request
from services.chassis.web.reading import COOKIE
from services.contracts.refusals import Refusal

SIGN_IN = "/work/sign-in"
FIELD = "csrf"
STALE = "stale_page"


def token_of(request: Request) -> str | None:
    """The session cookie's token, good or not."""
    for part in request.headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None


def user_of(token: str | None, tokens: Tokens) -> User | None:
    """The signed-in person; a session that is over is as good as none."""
    if token is None:
        return None
    try:
        user = tokens.verify(token)
    except BadToken:
        return None
    return user if user.matter is None else None


def bearer_of(token: str, tokens: Tokens) -> User:
    """Who bears the two-minute token of a matter that a form carries in its body. Refuses 401 `bad_token`."""
    try:
        return tokens.verify(token)
    except BadToken as error:
        raise Refusal(
            "bad_token", "This token is not valid, or it is over. Open the matter again.", status=401
        ) from error


def mark_of(token: str | None) -> str:
    """What a session's forms carry: a digest of its token, which no other origin knows; empty without a session."""
    if token is None:
        return ""
    return hmac.digest(token.encode(), b"countynet form", hashlib.sha256).hex()[:40]


def check_origin(request: Request) -> None:
    """Refuse 403 `stale_page` for what another origin's page sends."""
    headers = request.headers
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise _foreign()
    origin = headers.get("origin")
    if origin is None:
        return
    here = headers.get("x-forwarded-host") if "x-countynet-gateway" in headers else headers.get("host")
    if urlsplit(origin).netloc != (here or headers.get("host")):
        raise _foreign()


def check_mark(request: Request, token: str | None, given: str) -> None:
    """Refuse 403 `stale_page` when a signed-in person's form does not carry the session's mark.

    What htmx sends carries `X-Requested-With` instead, which no form of another origin can.
    """
    if token is None or request.headers.get("x-requested-with") == "countynet":
        return
    if not hmac.compare_digest(mark_of(token), given):
        raise _foreign()


def _foreign() -> Refusal:
    return Refusal(STALE, "The page is too old, or not of this hub. Send the form again.", status=403)


def inner_path(wanted: str | None, otherwise: str) -> str:
    """Where to go after signing in: a page of this origin's workbench, nothing else."""
    if wanted and wanted.startswith(("/work", "/board")) and not any(sign in wanted for sign in "\\\r\n\t "):
        return wanted
    return otherwise
