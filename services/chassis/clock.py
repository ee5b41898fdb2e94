"""The only `now()` of the domain: real time, or an instant that replay and demo set for an idle hub.

Tokens, retries, metrics and the expiry of idempotency keys never come here: they use real time.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.contracts.envelope import Context
from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.store import Store, Work

COLLECTION = "hub_clock"
_ID = "clock"


def parse(text: str) -> datetime:
    """An aware UTC datetime from an instant such as `2026-11-22T08:00:00Z`; raises ValueError where it is none."""
    if not text.endswith("Z"):
        raise ValueError("an instant ends with Z")
    return datetime.fromisoformat(text)


def instant(at: datetime) -> str:
    """An instant in UTC, whole seconds unless `at` carries more; a naive datetime is refused with ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


class Clock:
    """One process' clock; its virtual instant is kept in the store, so that a restarted process goes on in it."""

    def __init__(self, setting: str = "real", store: Store | None = None) -> None:
        self._may_be_set = setting != "locked"
        self._store = store
        self._set_to: str | None = None
        self.look()

    def look(self) -> None:
        """Read the instant that is kept, which another process of the service may have set."""
        if self._may_be_set and self._store is not None:
            kept = self._store.get(COLLECTION, _ID)
            self._set_to = None if kept is None else kept.body["instant"]

    @property
    def mode(self) -> str:
        """`virtual` while an instant is set, else `real`."""
        return "real" if self._set_to is None else "virtual"

    def now(self) -> str:
        """The domain's now, UTC ISO-8601 with `Z`."""
        return self._set_to or _real()

    def datetime(self) -> datetime:
        """The domain's now as an aware UTC datetime."""
        return parse(self.now())

    def set(self, at: str) -> None:
        """Let it be `at` until the next set or release; refused (409 `clock_is_locked`) where CLOCK=locked."""
        try:
            normal = instant(parse(at))
        except ValueError as error:
            raise Refusal.of_field("now", "invalid", "Allowed: an instant such as 2026-11-22T08:00:00Z.") from error
        self._keep(normal)

    def release(self) -> None:
        """Go back to real time."""
        self._keep(None)

    def _keep(self, at: str | None) -> None:
        if not self._may_be_set:
            raise Refusal("clock_is_locked", "This hub keeps real time (CLOCK=locked); its clock cannot be taken over.")
        if self._store is not None:
            context = Context(actor="machine", now=_real(), correlation="clock")
            self._store.run(context, _write, at)
        self._set_to = at


_second: tuple[int, str] = (0, "")


def _real() -> str:
    """Real time in whole seconds; formatted once a second."""
    global _second
    now = int(time.time())
    if _second[0] != now:
        _second = (now, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)))
    return _second[1]


def _write(work: Work, at: str | None) -> None:
    kept = work.get(COLLECTION, _ID)
    work.put(COLLECTION, _ID, {"instant": at}, 0 if kept is None else kept.version)
