"""The nameko extensions behind `@api`, `@handles` and `@every`: they register with the one shared `Hub`."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider, Entrypoint

from services.chassis.hub import Hub
from services.chassis.web.pages.route import PageRoute
from services.chassis.web.route import Route
from services.contracts.fact import Fact


class Api(Entrypoint):  # type: ignore[misc]
    """One HTTP route of one method."""

    hub = Hub()

    def __init__(self, route: Route) -> None:
        super().__init__()
        self.route = route

    def setup(self) -> None:
        """Hand the route to the hub."""
        self.hub.routes.append((self.route, self.method_name))


class Page(Entrypoint):  # type: ignore[misc]
    """One page of one method."""

    hub = Hub()

    def __init__(self, route: PageRoute) -> None:
        super().__init__()
        self.route = route

    def setup(self) -> None:
        """Hand the page to the hub."""
        self.hub.pages.append((self.route, self.method_name))


class Handles(Entrypoint):  # type: ignore[misc]
    """One fact that one method applies."""

    hub = Hub()

    def __init__(self, fact: type[Fact]) -> None:
        super().__init__()
        self.fact = fact

    def setup(self) -> None:
        """Hand the fact to the hub; two methods for one fact are a mistake."""
        other = self.hub.handlers.setdefault(self.fact, self.method_name)
        if other != self.method_name:
            raise TypeError(f"{self.fact.type_name()} is handled twice: {other}, {self.method_name}")


class Every(Entrypoint):  # type: ignore[misc]
    """One method that is called again and again."""

    hub = Hub()

    def __init__(self, seconds: float, alone: bool = False) -> None:
        super().__init__()
        self.seconds = seconds
        self.alone = alone

    def setup(self) -> None:
        """Hand the method to the hub."""
        self.hub.sweeps.append((self.method_name, self.seconds, self.alone))


class HubProvider(DependencyProvider):  # type: ignore[misc]
    """Makes the hub part of every service, even one without a single entrypoint."""

    hub = Hub()

    def get_dependency(self, worker_ctx: Any) -> Hub:
        """The hub itself; nothing here spawns nameko workers, so this is never called in the ordinary way."""
        del worker_ctx
        return self.hub
