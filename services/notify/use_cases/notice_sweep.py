"""Make messages of what has become due: digests that are full, quiet hours that are over. Costs what is due."""

from __future__ import annotations

import logging
from typing import cast

import eventlet

from services.chassis.store import Work
from services.contracts.envelope import Context, new_id
from services.county.instants import whole_seconds
from services.notify.domain.picture import Picture
from services.notify.store import NOTICE
from services.notify.use_cases.message_make import release
from services.notify.use_cases.notice_desk import Desk

log = logging.getLogger(__name__)
AT_ONCE, TOGETHER = 200, 32
"""Matters read at once, and looked at side by side, so that they share commits."""


def sweep(desk: Desk, now: str, *, leapt: bool = False) -> int:
    """Look at every matter that is due by `now` until none is; how many were looked at.

    Where the clock has `leapt`, nothing can have happened meanwhile: each is looked at as of when it was due. A matter
    that cannot be looked at is logged and left to the next sweep, and holds up no other.
    """
    done, failed = 0, set[str]()
    pool = eventlet.GreenPool(TOGETHER)

    def look(number: str, due_at: str) -> None:
        try:
            at = due_at if leapt else now
            desk.store.run(Context("machine", at, new_id()), look_at, desk, number, at)
        except Exception:
            log.exception("a matter's notices could not be looked at")
            failed.add(number)

    while True:
        page = desk.store.find(
            NOTICE,
            between=("due_at", "", whole_seconds(now)),
            order="due_at",
            limit=min(AT_ONCE + len(failed), 1000),
        )
        found = [document for document in page.documents if document.id not in failed]
        if not found:
            return done
        for _ in pool.imap(look, [one.id for one in found], [str(one.body["due_at"]) for one in found]):
            done += 1


def look_at(work: Work, desk: Desk, number: str, now: str) -> None:
    """Make messages of what is due in one matter."""
    found = work.get(NOTICE, number)
    if found is None or found.body["due_at"] is None or found.body["due_at"] > whole_seconds(now):
        return
    picture = cast("Picture", found.body)
    release(work, desk, picture, now)
    work.put(NOTICE, number, found.body, found.version)


def next_due(desk: Desk) -> str | None:
    """The next instant at which something leaves the hub; None when nothing waits for that.

    What is read in the hub itself needs no step of a virtual clock of its own: a leap over it makes up for it.
    """
    page = desk.store.find(NOTICE, between=("leaves_at", "", None), order="leaves_at", limit=1)
    return str(page.documents[0].body["leaves_at"]) if page.documents else None
