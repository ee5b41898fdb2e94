"""The hub of one process: opens store, bus and web around the one service instance, and closes them in order."""

from __future__ import annotations

from nameko.extensions import SharedExtension

from services.chassis.web.route import Route
from services.contracts.fact import Fact


class Hub(SharedExtension):  # type: ignore[misc]
    """Shared by all entrypoints of the process' service."""

    def __init__(self) -> None:
        super().__init__()
        self.routes: list[tuple[Route, str]] = []
        self.handlers: dict[type[Fact], str] = {}
        self.sweeps: list[tuple[str, float]] = []
