"""The application behind the server: finds the route, words every mistake, counts and logs."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from eventlet import Timeout
from marshmallow import ValidationError

from services.chassis import logs
from services.chassis.store import Conflict, Taken
from services.chassis.web import problems, reading
from services.chassis.web.dispatch import Found, Tree
from services.chassis.web.endpoint import Endpoint
from services.chassis.web.message import PROBLEM, Request, Response, problem
from services.chassis.web.pages.endpoint import PageEndpoint
from services.chassis.web.route import BODY_LIMIT
from services.contracts.refusals import Refusal, Transient

if TYPE_CHECKING:
    from services.chassis.metrics import Metrics

log = logging.getLogger("services.chassis.web")

Page = Callable[[], Response]
Mistake = Callable[[Request, Response, str], Response]
SLOW_SECONDS = 1.0
WORTH_A_LINE = (400, 401, 403, 413, 429)
NOWHERE = "unmatched"


class Application:
    """All routes of one service; plain ones (`/metrics`) are functions without rights or forms."""

    def __init__(self, metrics: Metrics) -> None:
        self._tree: Tree[Endpoint | PageEndpoint] = Tree()
        self._metrics = metrics
        self._seconds: dict[str, Any] = {}
        self._counts: dict[tuple[str, int], Any] = {}
        self.plain: dict[str, Page] = {}
        self.mistake: Mistake | None = None
        """Shows a problem as a page, where a person asked."""
        self.in_flight = 0
        """Calls of the service's own routes now under way; `/ops` and probes do not count."""

    def add(self, endpoint: Endpoint | PageEndpoint) -> None:
        """Enter one route."""
        self._tree.add(endpoint.route.method, endpoint.route.path, endpoint)

    def admit(self, request: Request) -> int:
        """Find the route; its limit of the body in bytes."""
        found: Found[Endpoint | PageEndpoint] = self._tree.find(request.method, request.path)
        request.found = found
        return BODY_LIMIT if found.target is None else found.target.route.body_limit

    def refused(self, status: int) -> None:
        """Count what never came to a route."""
        self._counter(NOWHERE, status).inc()

    def handle(self, request: Request) -> Response:
        """Answer one request."""
        started = time.perf_counter()
        request_id = reading.request_id(request.headers)
        logs.correlation.set(request_id)
        found: Found[Endpoint | PageEndpoint] = request.found
        endpoint = found.target
        if endpoint is None:
            plain = self.plain.get(request.path) if request.method in ("GET", "HEAD") else None
            template = NOWHERE if plain is None else request.path
            response = self._guarded(template, request, request_id, plain or partial(_nowhere, found, request_id))
        else:
            template = endpoint.route.path
            counted = not template.startswith("/ops/")
            self.in_flight += counted
            answer = partial(endpoint.answer, request, found.path, request_id)
            try:
                response = self._guarded(template, request, request_id, answer)
            finally:
                self.in_flight -= counted
        if self.mistake is not None and response.content_type == PROBLEM:
            shown = partial(self.mistake, request, response, request_id)
            response = self._guarded(template, request, request_id, shown)
        response.headers.append(("X-Request-Id", request_id))
        if response.counted and (endpoint is None or endpoint.route.counted):
            self._note(request, template, response.status, time.perf_counter() - started)
        return response

    def _guarded(self, template: str, request: Request, request_id: str, answer: Page) -> Response:
        try:
            return answer()
        except Refusal as refusal:
            return problems.of_refusal(refusal, request_id)
        except ValidationError as error:
            return problems.of_fields(error, request_id)
        except Conflict as error:
            return problems.of_conflict(error, request.headers.get("if-match", "*") != "*", request_id)
        except Taken as error:
            return problems.of_taken(error, request_id)
        except (Transient, Timeout) as error:
            log.warning("not ready", extra={"route": template, "error": type(error).__name__})
            return problems.of_transient(error, request_id)
        except Exception:
            log.exception("a call ended in a bug", extra={"route": template})
            return problems.of_bug(request_id)

    def _note(self, request: Request, template: str, status: int, seconds: float) -> None:
        self._counter(template, status).inc()
        timer = self._seconds.get(template)
        if timer is None:
            timer = self._metrics.http_seconds.labels(self._metrics.service, template)
            self._seconds[template] = timer
        timer.observe(seconds)
        level = _level(status, seconds)
        if log.isEnabledFor(level):
            told = {"method": request.method, "route": template, "status": status, "ms": round(seconds * 1000, 1)}
            log.log(level, "call", extra=told)

    def _counter(self, template: str, status: int) -> Any:
        counter = self._counts.get((template, status))
        if counter is None:
            counter = self._metrics.http_requests_total.labels(self._metrics.service, template, str(status))
            self._counts[template, status] = counter
        return counter


def _level(status: int, seconds: float) -> int:
    """A refusal by a rule is everyday life; what is worth a line is slow, broken, or somebody trying keys."""
    if status >= 500:
        return logging.ERROR
    return logging.INFO if seconds >= SLOW_SECONDS or status in WORTH_A_LINE else logging.DEBUG


def _nowhere(found: Found[Endpoint | PageEndpoint], request_id: str) -> Response:
    if found.allowed:
        methods = ", ".join(found.allowed)
        return problem(405, "wrong_method", f"Allowed: {methods}.", None, [("Allow", methods)], request_id)
    return problem(404, "not_found", "There is nothing at this address.", None, None, request_id)
