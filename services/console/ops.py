"""The operator's way into the services: signed in at intake, asking each service's own `/ops` routes."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests

from services.console.exits import FOUND, ConsoleError
from services.console.hub import Hub

PAGE = 500
TIMEOUT = (3.0, 60.0)


class Refused(ConsoleError):
    """A service answered with an error: its `status` and stable `reason` code."""

    def __init__(self, service: str, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.reason = str(problem.get("code", "unknown"))
        self.errors: list[dict[str, Any]] = list(problem.get("errors") or ())
        fields = "; ".join(f"{e.get('field')}: {e.get('detail')}" for e in problem.get("errors") or ())
        detail = str(problem.get("detail") or problem.get("title") or "")
        super().__init__(f"{service} says {status} {self.reason}: {detail}{' — ' + fields if fields else ''}", FOUND)


class Ops:
    """One signed-in operator; a session a service, kept alive."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._token: str | None = None

    @property
    def token(self) -> str:
        """The operator's token, fetched at intake at first need."""
        if self._token is None:
            self._token = self.sign_in(*self.hub.operator())
        return self._token

    def sign_in(self, username: str, password: str) -> str:
        """A token for one account. Raises ConsoleError where intake refuses."""
        return str(self.session(username, password)["token"])

    def session(self, username: str, password: str) -> dict[str, Any]:
        """`{token, expires_at, user}` for one account. Raises Refused (401, 429) or ConsoleError."""
        return self._send("intake", "POST", "/api/session", {"username": username, "password": password}, None, None)

    def get(self, service: str, path: str, **query: Any) -> dict[str, Any]:
        """GET as the operator; raises Refused or ConsoleError."""
        return self._send(service, "GET", path, None, {k: v for k, v in query.items() if v is not None}, self.token)

    def get_as(self, token: str, service: str, path: str, query: dict[str, Any]) -> dict[str, Any]:
        """GET as somebody else; raises Refused or ConsoleError."""
        return self._send(service, "GET", path, None, {k: v for k, v in query.items() if v is not None}, token)

    def post(self, service: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """POST as the operator; raises Refused or ConsoleError."""
        return self._send(service, "POST", path, body or {}, None, self.token)

    def put(self, service: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """PUT as the operator; raises Refused or ConsoleError."""
        return self._send(service, "PUT", path, body, None, self.token)

    def pages(
        self, service: str, path: str, items: str, cursor: str = "after", **query: Any
    ) -> Iterator[dict[str, Any]]:
        """Every item of a paged list; the answer's cursor (there called `next` or as here) is followed to its end."""
        after: Any = None
        while True:
            told = self.get(service, path, **{cursor: after, "limit": PAGE, **query})
            yield from told[items]
            after = told.get(cursor, told.get("next"))
            if after is None:
                return

    def stream(self, service: str, path: str, **query: Any) -> Iterator[bytes]:
        """The lines of a long answer, as they come."""
        try:
            with self._session.get(
                self.hub.service_url(service) + path,
                params=query,
                headers=self._headers(self.token),
                stream=True,
                timeout=TIMEOUT,
            ) as answer:
                if answer.status_code >= 400:
                    raise Refused(service, answer.status_code, _json(answer))
                yield from answer.iter_lines()
        except requests.RequestException as error:
            raise ConsoleError(
                f"{service} cannot be reached ({type(error).__name__}); see `countynet status`"
            ) from error

    def metrics(self, service: str) -> str:
        """The service's `/metrics`, Prometheus text."""
        try:
            answer = self._session.get(self.hub.service_url(service) + "/metrics", timeout=TIMEOUT)
            answer.raise_for_status()
            return answer.text
        except requests.RequestException as error:
            raise ConsoleError(f"{service} gives no metrics ({type(error).__name__})") from error

    @staticmethod
    def _headers(token: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _send(
        self, service: str, method: str, path: str, body: Any, query: dict[str, Any] | None, token: str | None
    ) -> dict[str, Any]:
        try:
            answer = self._session.request(
                method,
                self.hub.service_url(service) + path,
                json=body,
                params=query,
                headers=self._headers(token),
                timeout=TIMEOUT,
            )
        except requests.RequestException as error:
            raise ConsoleError(
                f"{service} cannot be reached ({type(error).__name__}); see `countynet status`"
            ) from error
        told = _json(answer)
        if answer.status_code >= 400:
            raise Refused(service, answer.status_code, told)
        return told


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json() if answer.content else {}
    except ValueError:
        return {"code": "not_json", "detail": f"the answer is no JSON ({answer.headers.get('Content-Type')})"}
    return told if isinstance(told, dict) else {"items": told}
