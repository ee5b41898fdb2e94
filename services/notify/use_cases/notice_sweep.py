"""Make messages of what has become due: digests that are full, quiet hours that are over. Costs what is due."""

from __future__ import annotations

from typing import cast

from services.chassis.hub.due import work_off
from services.chassis.store import Document, Work
from services.contracts.envelope import Context, new_id
from services.county.instants import whole_seconds
from services.notify.domain.picture import Picture
from services.notify.store import NOTICE
from services.notify.use_cases.message_make import release
from services.notify.use_cases.notice_desk import Desk


def sweep(desk: Desk, now: str, *, leapt: bool = False) -> int:
    """Look at every matter that is due by `now` until none is; how many were looked at.

    Where the clock has `leapt`, nothing can have happened meanwhile: each is looked at as of when it was due. A matter
    that cannot be looked at is left to the next sweep, and holds up no other (`LeftUndone`).
    """

    def look(notices: Document) -> None:
        at = str(notices.body["due_at"]) if leapt else now
        desk.store.run(Context("machine", at, new_id()), look_at, desk, notices.id, at)

    return work_off(desk.store, NOTICE, "due_at", whole_seconds(now), look)


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
