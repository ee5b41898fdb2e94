"""From what a page's method answers to bytes with their headers; and every mistake as a page in the same look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

import orjson

from services.chassis.access import User
from services.chassis.web.message import Request, Response
from services.chassis.web.pages import session, sheet
from services.chassis.web.pages.screen import File, Redirect, Sheet, Shown
from services.chassis.web.pages.security import HEADERS, taken_away
from services.chassis.web.pages.typed import Typed
from services.chassis.web.pages.view import Views

if TYPE_CHECKING:
    from services.chassis.service import HubService

HTML = "text/html; charset=utf-8"
PROGRAMS = ("/api/", "/ops/", "/metrics", "/openapi.json", "/healthz", "/readyz")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for what: the layout shows the sign-in's links, and forms carry the session's mark."""

    request: Request
    user: User | None
    mark: str


class Answers:
    """Makes the responses of one service's pages."""

    def __init__(self, service: HubService, views: Views) -> None:
        self._service = service
        self._views = views

    def of(self, shown: Shown, form: Typed, asked: Asked) -> Response:
        """A page, a redirection, or a file to take away."""
        if isinstance(shown, Redirect):
            to = shown.to if shown.done is None else f"{shown.to}{'&' if '?' in shown.to else '?'}done={shown.done}"
            return Response(303, b"", HTML, [("Location", to), *HEADERS, *shown.headers], counted=shown.counted)
        if isinstance(shown, Sheet):
            response = sheet.response_of(shown)
            response.headers.extend(HEADERS)
            return response
        if isinstance(shown, File):
            headers = list(taken_away(shown.name))
            return Response(200, b"", shown.media, headers, lines=shown.content, counted=shown.counted)
        data = self._data(asked) | {"form": form} | shown.data
        body = self._views.page(shown.template, data)
        return Response(shown.status, body, HTML, [*HEADERS, *shown.headers], counted=shown.counted)

    def mistake(self, request: Request, response: Response, request_id: str) -> Response:
        """The page for a problem; 303 to the sign-in where only that is missing."""
        if request.path.startswith(PROGRAMS):
            return response
        problem: dict[str, Any] = orjson.loads(response.body)
        reads = request.method in ("GET", "HEAD")
        part = "hx-request" in request.headers
        if problem["code"] == "not_signed_in" and (reads or part):
            here = request.path + (f"?{request.query}" if request.query else "")
            to = f"{session.SIGN_IN}?next={quote(here, safe='/')}"
            if part:
                return Response(401, b"", HTML, [("HX-Redirect", session.SIGN_IN), *HEADERS])
            return Response(303, b"", HTML, [("Location", to), *HEADERS])
        token = session.token_of(request)
        user = session.user_of(token, self._service.tokens)
        asked = Asked(request, user, session.mark_of(token) if user is not None else "")
        data = self._data(asked) | {"form": Typed(), "problem": problem, "request_id": request_id}
        body = self._views.page("mistake_part.html" if part else "mistake.html", data)
        kept = [pair for pair in response.headers if pair[0] in ("Allow", "Retry-After")]
        return Response(response.status, body, HTML, [*kept, *HEADERS], counted=response.counted)

    def _data(self, asked: Asked) -> dict[str, Any]:
        query = dict(parse_qsl(asked.request.query)) if len(asked.request.query) < 4096 else {}
        words = self._service.words
        return {
            "user": asked.user,
            "csrf": asked.mark,
            "path": asked.request.path,
            "bare": "hx-request" in asked.request.headers,
            "asked": query,
            "linked": lambda **changes: _linked(asked.request.path, query, changes),
            "done": words.get(f"done.{query.get('done', '')}"),
            "words": words,
            "now": self._service.clock.now(),
        }


def _linked(path: str, query: dict[str, str], changes: dict[str, str | None]) -> str:
    """This page's address with some parameters changed (None: taken away)."""
    kept = {name: value for name, value in (query | changes).items() if value and name != "done"}
    return f"{path}?{urlencode(kept)}" if kept else path
