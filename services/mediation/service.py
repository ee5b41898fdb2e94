"""Mediation's entrypoints: each translates, nothing more."""

from __future__ import annotations

from services.mediation import store
from services.chassis.service import HubService


class MediationService(HubService):
    """Every step of a mediation case."""

    name = "mediation"
    collections = store.COLLECTIONS
