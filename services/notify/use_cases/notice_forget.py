"""A matter was recognised as an accusation: its contact, what waited and what was told of it are gone (Art. 30)."""

from __future__ import annotations

from services.chassis.store import Work
from services.notify.store import MESSAGE, NOTICE

AT_ONCE = 500


def forget_notices(work: Work, number: str) -> None:
    """Delete the matter's notices and messages; one that is just being sent finds nothing to settle. No fact tells."""
    notice = work.get(NOTICE, number)
    if notice is not None:
        work.delete(NOTICE, number, notice.version)
    after = None
    while True:
        page = work.find(MESSAGE, equals={"number": number}, limit=AT_ONCE, after=after)
        for message in page.documents:
            work.delete(MESSAGE, message.id, message.version)
        after = page.cursor
        if after is None:
            return
