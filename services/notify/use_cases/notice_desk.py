"""What the use cases of notices find on the desk: the running service, seen narrowly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from services.chassis.boxes import BoxOpener
from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.contracts.vocabulary import MessageChannel
from services.county.county import County
from services.notify.domain.book import Book
from services.notify.domain.wording import Wording
from services.notify.use_cases.carrier import Carrier


class Desk(Protocol):
    """The service instance as notices see it."""

    store: Store
    clock: Clock
    seal: Seal
    county: County
    metrics: Metrics
    book: Book
    wording: Wording
    contacts: BoxOpener
    carriers: Mapping[MessageChannel, Carrier]
    process: str
    """`<host>:<pid>`: who sends, so that what a dead process was sending is found."""
