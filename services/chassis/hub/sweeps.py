"""What runs again and again: each in its own green thread, never overlapping itself, loud when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import eventlet

from services.chassis import logs
from services.chassis.leases import Leases
from services.chassis.metrics import Metrics
from services.contracts.envelope import new_id

log = logging.getLogger(__name__)


class Sweeps:
    """The sweeps of one process; `running` says how many are at work just now."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._threads: list[Any] = []
        self._stopping = False
        self.running = 0

    def add(self, name: str, seconds: float, sweep: Callable[[], object], leases: Leases | None = None) -> None:
        """Call `sweep` `seconds` of real time after now, and again `seconds` after it ended.

        With `leases`: only while this process leads. A lease may end amid a sweep, and two processes do the same for a
        moment: what a sweep does must be safe by the versions of its documents, or by `leases.fence`.
        """
        self._threads.append(eventlet.spawn(self._repeat, name, seconds, sweep, leases))

    def stop(self, seconds: float = 5.0) -> None:
        """Start none anew, and wait for those at work, `seconds` at the most."""
        self._stopping = True
        with eventlet.Timeout(seconds, False):
            while self.running:
                eventlet.sleep(0.02)
        for thread in self._threads:
            thread.kill()

    def _repeat(self, name: str, seconds: float, sweep: Callable[[], object], leases: Leases | None) -> None:
        errors = self._metrics.sweep_errors_total.labels(self._metrics.service, name)
        finished = self._metrics.sweep_finished_timestamp_seconds.labels(self._metrics.service, name)
        finished.set_to_current_time()
        eventlet.sleep(seconds)
        while not self._stopping:
            if leases is not None and not leases.leads:
                eventlet.sleep(min(seconds, 0.5))
                continue
            logs.correlation.set(new_id())
            self.running += 1
            try:
                sweep()
                finished.set_to_current_time()
            except Exception:
                errors.inc()
                log.exception("a sweep ended in an error", extra={"sweep": name})
            finally:
                self.running -= 1
            eventlet.sleep(seconds)
