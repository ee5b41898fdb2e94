"""`/metrics /healthz /readyz /busy /openapi.json`: no rights, no forms, nothing of any matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson

from services.chassis.hub.siblings import BUSY
from services.chassis.web.message import Response
from services.chassis.web.openapi import description
from services.chassis.web.route import Route

if TYPE_CHECKING:
    from services.chassis.service import HubService

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    """What monitoring asks of a service."""

    def __init__(self, service: HubService, bus: Any, routes: list[Route], at_work: Callable[[], int]) -> None:
        self._service = service
        self._bus = bus
        self._routes = routes
        self._at_work = at_work
        self._described: bytes | None = None

    def pages(self) -> dict[str, Callable[[], Response]]:
        """Path to page."""
        return {
            "/metrics": self.metrics,
            "/healthz": self.alive,
            "/readyz": self.ready,
            BUSY: self.busy,
            "/openapi.json": self.described,
        }

    def metrics(self) -> Response:
        """Prometheus' text."""
        return Response(200, self._service.metrics.text(), PROMETHEUS)

    def alive(self) -> Response:
        """The process answers."""
        return Response(200, orjson.dumps({"status": "ok", "service": self._service.name}))

    def ready(self) -> Response:
        """Store open and bus connected, else 503."""
        ready = bool(self._bus.ready)
        body = {"status": "ready" if ready else "waiting", "store": True, "bus": ready}
        return Response(200 if ready else 503, orjson.dumps(body))

    def busy(self) -> Response:
        """Asked by the service's other processes: what is under way in this one, which reads its clock again first."""
        self._service.clock.look()
        told = {"in_flight": self._bus.in_flight, "settled": self._bus.settled, "at_work": self._at_work()}
        return Response(200, orjson.dumps(told))

    def described(self) -> Response:
        """OpenAPI 3.1 from the forms; made once, when first asked for."""
        if self._described is None:
            self._described = orjson.dumps(description(self._service.name, self._routes))
        return Response(200, self._described)
