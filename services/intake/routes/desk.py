"""What every route of intake may use: the running service, as its use cases see it."""

from __future__ import annotations

from services.chassis.boxes import BoxSealer
from services.chassis.service import HubService


class IntakeRoutes(HubService):
    """The running service behind a route."""

    contacts: BoxSealer
