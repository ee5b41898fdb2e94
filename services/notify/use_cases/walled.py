"""A matter was recognised as an accusation: notify forgets it at once, and meets what is still told of it with silence.

Nothing here moves a counter or a metric, and no fact tells of it (信访工作条例 Art. 30).
"""

from __future__ import annotations

from typing import Protocol

from services.chassis.seal import Seal
from services.chassis.store import Work
from services.notify.store import CIRCLE, DELIVERY, HEARD, WALLED

AT_ONCE = 1_000


class Deps(Protocol):
    """The part of the running service that the wall asks."""

    seal: Seal


def is_walled(work: Work, deps: Deps, number: str) -> bool:
    """Whether a matter lies behind the wall."""
    return work.get(WALLED, id_of(deps, number)) is not None


def id_of(deps: Deps, number: str) -> str:
    """The id under which it is kept that a matter is walled: tells nobody its number."""
    return deps.seal.blind("walled", number)


def forget_deliveries(work: Work, number: str) -> None:
    """Whatever waits for a department's system, or was sent to one, is gone with the matter's circle."""
    circle = work.get(CIRCLE, number)
    if circle is not None:
        work.delete(CIRCLE, number, circle.version)
    for collection in (DELIVERY, HEARD):
        _forget(work, collection, number)


def _forget(work: Work, collection: str, number: str) -> None:
    after = None
    while True:
        page = work.find(collection, equals={"number": number}, limit=AT_ONCE, after=after)
        for document in page.documents:
            work.delete(collection, document.id, document.version)
        after = page.cursor
        if after is None:
            return


def wall_off(work: Work, deps: Deps, number: str) -> None:
    """Everything of a matter leaves notify; that it did is kept, blinded."""
    walled_id = id_of(deps, number)
    if work.get(WALLED, walled_id) is None:
        work.put(WALLED, walled_id, {})
    forget_deliveries(work, number)
