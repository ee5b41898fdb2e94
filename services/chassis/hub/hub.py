"""Opens everything around the one service instance, and closes it in an order that loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nameko.extensions import SharedExtension

from services.chassis import clock
from services.chassis.bus import COLLECTIONS as BUS_COLLECTIONS
from services.chassis.bus import Bus
from services.chassis.hub import county_file, kept_counties
from services.chassis.hub.ops import Ops
from services.chassis.hub.probes import Probes
from services.chassis.hub.siblings import Siblings
from services.chassis.hub.sweeps import Sweeps
from services.chassis.leases import COLLECTION as LEASES
from services.chassis.leases import Leases
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.settings import Settings
from services.chassis.store import Collection, open_store
from services.chassis.tokens import Tokens
from services.chassis.web import idempotency
from services.chassis.web.application import Application
from services.chassis.web.endpoint import Endpoint
from services.chassis.web.http.server import Server
from services.chassis.web.pages import opening
from services.chassis.web.pages.route import PageRoute
from services.chassis.web.route import Route
from services.contracts.envelope import Context, new_id
from services.contracts.fact import Fact

if TYPE_CHECKING:
    from services.chassis.service import HubService

log = logging.getLogger(__name__)

COLLECTIONS = (
    Collection(clock.COLLECTION),
    kept_counties.TOLD,
    kept_counties.FILES,
    Collection(idempotency.COLLECTION, indexes=(("expires",),)),
    LEASES,
    *BUS_COLLECTIONS,
)
FORGET_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process reads before it starts; nameko's config carries it to the hub under `countynet`."""

    settings: Settings
    county: kept_counties.CountyRead | ValueError | None
    """The county file as it lies on the disk, or its mistakes; None only where a service has no county."""
    seal: Seal
    tokens: Tokens
    metrics: Metrics
    make_bus: Callable[..., Any] = Bus


class Hub(SharedExtension):  # type: ignore[misc]
    """Shared by all entrypoints; they register in `setup`, and `start` opens the doors."""

    def __init__(self) -> None:
        super().__init__()
        self.routes: list[tuple[Route, str]] = []
        self.pages: list[tuple[PageRoute, str]] = []
        self.handlers: dict[type[Fact], str] = {}
        self.sweeps: list[tuple[str, float, bool]] = []
        self.server: Any = None
        self._bus: Any = None
        self._sweeps: Any = None
        self._service: Any = None

    def start(self) -> None:
        """Open the store, tell the service, then let sweeps run, the web answer and the bus connect."""
        parts: Parts = self.container.config["countynet"]
        service = self._service = self._furnished(self.container.service_cls(), parts)
        service.on_start()
        settings = parts.settings
        self._bus = parts.make_bus(
            settings.amqp_uri,
            service.name,
            service.store,
            service.handlers,
            parts.seal,
            parts.metrics,
            service.inboxes,
            service.leases,
            settings.partitions,
        )
        parts.metrics.watch_parked(self._bus.parking.waiting)
        self._sweeps = Sweeps(parts.metrics)
        for name, seconds, alone in self.sweeps:
            self._sweeps.add(name, seconds, getattr(service, name), service.leases if alone else None)
        self._sweeps.add("forget_answers", FORGET_SECONDS, lambda: self._forget(service), service.leases)
        county = county_file.CountyFile(service)
        self._open_web(service, parts, county)
        service.leases.after_each_look(service.clock.look)
        service.leases.after_each_look(county.look)
        service.leases.start(settings.web_host, self.server.port)
        self._bus.start()
        log.info("started", extra={"port": self.server.port})

    def stop(self) -> None:
        """SIGTERM: no new calls, those under way are answered; sweeps end; the bus drains; others may take over."""
        if self.server is not None:
            self.server.stop()
        if self._sweeps is not None:
            self._sweeps.stop()
        if self._bus is not None:
            self._bus.stop()
        if self._service is not None:
            self._service.leases.stop()
            self._service.store.close()
            log.info("stopped")

    def _furnished(self, service: HubService, parts: Parts) -> HubService:
        settings = parts.settings
        observed = parts.metrics.store_operation
        collections = (*service.collections, *COLLECTIONS)
        service.settings, service.seal, service.tokens = settings, parts.seal, parts.tokens
        service.metrics = parts.metrics
        service.log = logging.getLogger(f"services.{service.name}")
        service.store = open_store(settings.store_uri, collections, service.name, observe=observed)
        service.clock = clock.Clock(settings.clock, service.store)
        service.counties = kept_counties.KeptCounties(service.store, service.clock)
        service.county = service.counties.at_start(parts.county)
        service.leases = Leases(service.store)
        service.handlers = {fact: getattr(service, name) for fact, name in self.handlers.items()}
        parts.metrics.watch_outbox(service.store.outbox_pending)
        return service

    def _open_web(self, service: HubService, parts: Parts, county: county_file.CountyFile) -> None:
        application = Application(parts.metrics)
        routes = [(route, getattr(service, name)) for route, name in self.routes]
        at_work = lambda: application.in_flight + self._sweeps.running  # noqa: E731
        ops = Ops(service, self._bus, at_work, Siblings(service.leases).ask, county)
        for route, method in [*routes, *ops.routes()]:
            application.add(Endpoint(route, method, service))
        probes = Probes(service, self._bus, [route for route, _ in routes], at_work)
        application.plain = probes.pages()
        views = opening.open_pages(application, service, self.pages)
        if views is not None:
            county.followers.append(views.follow_county)
        self.server = Server(application, parts.settings.web_host, parts.settings.web_port)
        self.server.start()

    @staticmethod
    def _forget(service: HubService) -> None:
        context = Context(actor="machine", now=service.clock.now(), correlation=new_id())
        while idempotency.sweep(service.store, context):
            log.debug("forgot answers that are over")
