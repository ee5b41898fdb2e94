"""Working off documents whose time has come: costs what is due, not what waits, and what fails is heard of."""

from __future__ import annotations

import logging
from collections.abc import Callable

import eventlet

from services.chassis.store import Document, Store

log = logging.getLogger(__name__)
AT_ONCE, TOGETHER = 200, 32
"""Documents read at once, and worked on side by side, so that they share commits."""


class LeftUndone(Exception):
    """Some documents could not be worked on; all others are done, and these come again with the next sweep."""


def work_off(store: Store, collection: str, field: str, by: str, do: Callable[[Document], object]) -> int:
    """Do each document whose `field` is due up to `by`, the first due first, until none is; how many were done.

    `do` moves the document's time on. One with which it fails is logged and left, and holds up no other, however many
    there are. Raises LeftUndone at the end where some were left: a sweep that left something did not succeed.
    """
    done, failed = 0, set[str]()
    pool = eventlet.GreenPool(TOGETHER)

    def look(document: Document) -> bool:
        try:
            do(document)
        except Exception:
            log.exception("something due could not be done", extra={"collection": collection})
            failed.add(document.id)
            return False
        return True

    while True:
        before, after = done, None
        while True:
            page = store.find(collection, between=(field, "", by), order=field, limit=AT_ONCE, after=after)
            due = [each for each in page.documents if each.id not in failed]
            done += list(pool.imap(look, due)).count(True)
            after = page.cursor
            if after is None:
                break
        if done == before:
            break
    if failed:
        raise LeftUndone(f"{collection}: {len(failed)} due documents could not be worked on")
    return done
