"""Notify's entrypoints: each translates, nothing more."""

from __future__ import annotations

from services.notify import store
from services.chassis.service import HubService


class NotifyService(HubService):
    """Notices to people, facts to departments' systems."""

    name = "notify"
    collections = store.COLLECTIONS
